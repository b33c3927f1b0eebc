//! Calls as data: a request without its session, an answer, and how it is read.
use crate::error::{Error, Result};
use serde::de::DeserializeOwned;
use serde::Serialize;
use std::borrow::Cow;

/// What sending a request twice would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// It only reads.
    Safe,
    /// Twice does what once does.
    Idempotent,
    /// Twice could create two: after any answer, the next thing sent is a look.
    Unsafe,
}

/// A request, complete but for its session: so nothing that shows a request can show a secret.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// Path and query, below the base URL.
    #[serde(rename = "path")]
    pub target: String,
    /// Headers, in lower case; those of the session come when it is sent.
    #[serde(serialize_with = "as_map")]
    pub headers: Vec<(&'static str, String)>,
    /// The body as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What it is for, in a few words.
    pub purpose: &'static str,
    /// What sending it twice would do.
    pub safety: Safety,
}
fn as_map<S: serde::Serializer>(
    headers: &[(&'static str, String)],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_map(headers.iter().map(|(name, value)| (name, value)))
}
impl Request {
    /// A request without a body. All but `GET` are taken to be idempotent unless [`Call::creates`] says otherwise.
    pub fn new(method: &'static str, purpose: &'static str, target: impl Into<String>) -> Self {
        let safety = if method == "GET" { Safety::Safe } else { Safety::Idempotent };
        let headers = vec![("accept", "application/json".to_owned())];
        Self { method, target: target.into(), headers, body: None, purpose, safety }
    }
    /// With a header; one of the same name is replaced.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }
    /// With a body of this media type.
    pub fn body(mut self, kind: &str, body: String) -> Self {
        self.body = Some(body);
        self.header("content-type", kind)
    }
    /// With a JSON body.
    pub fn json(self, body: &impl Serialize) -> Self {
        self.body("application/json", serde_json::to_string(body).unwrap_or_default())
    }
    /// The path without its query, as it may be shown.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// An answer, whole.
#[derive(Clone, Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Those headers that anything reads.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}
impl Response {
    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
    /// The body as what is expected of it; nothing of the body gets into the error.
    ///
    /// # Errors
    /// `bad_response`, with the line at which it is not as documented.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| self.unlike(&error))
    }
    /// The body by a reader of texts: faster than [`Self::json`], which looks at each text's encoding by itself.
    ///
    /// # Errors
    /// As for [`Self::json`].
    pub fn read<T>(&self, read: impl FnOnce(&str) -> serde_json::Result<T>) -> Result<T> {
        let text = std::str::from_utf8(&self.body).map(Cow::Borrowed);
        let text = text.unwrap_or_else(|_| String::from_utf8_lossy(&self.body));
        read(&text).map_err(|error| self.unlike(&error))
    }
    fn unlike(&self, error: &serde_json::Error) -> Error {
        let is_page = self.body.trim_ascii_start().starts_with(b"<");
        let words = match is_page {
            true => "the answer is a web page, not JSON".to_owned(),
            false => {
                format!("the answer is not as documented (line {}, column {})", error.line(), error.column())
            }
        };
        Error { status: Some(self.status), ..Error::bad_response(words) }
    }
    /// An object with known fields: serde would take an array too, for the fields in their order.
    ///
    /// # Errors
    /// Those of [`Response::json`].
    pub fn object<T: DeserializeOwned>(&self) -> Result<T> {
        match self.body.trim_ascii_start().starts_with(b"[") {
            true => {
                let error = Error::bad_response("the answer is an array where an object is documented");
                Err(Error { status: Some(self.status), ..error })
            }
            false => self.json(),
        }
    }
    /// Nothing is read of it: another read tells whether it was done.
    ///
    /// # Errors
    /// None.
    pub fn ignore(&self) -> Result<()> {
        Ok(())
    }
}

/// How an answer is read.
pub type Read<T> = fn(&Response) -> Result<T>;

/// An endpoint: a request, and how its answer is read.
pub struct Call<T> {
    /// What is sent.
    pub request: Request,
    /// How the answer is read.
    pub read: Read<T>,
}
impl<T> Call<T> {
    /// A call without a body.
    pub fn new(
        method: &'static str,
        purpose: &'static str,
        target: impl Into<String>,
        read: Read<T>,
    ) -> Self {
        Self { request: Request::new(method, purpose, target), read }
    }
    /// A read.
    pub fn get(purpose: &'static str, target: impl Into<String>, read: Read<T>) -> Self {
        Self::new("GET", purpose, target, read)
    }
    /// With a JSON body.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.request = self.request.json(body);
        self
    }
    /// With a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.request = self.request.header(name, value);
        self
    }
    /// It may create something: it is never sent again before a look.
    pub fn creates(mut self) -> Self {
        self.request.safety = Safety::Unsafe;
        self
    }
    /// It only reads, though its method says otherwise.
    pub fn reads(mut self) -> Self {
        self.request.safety = Safety::Safe;
        self
    }
}

/// A page of a list, and the query options that differ for the next one. Of a link only the query is used.
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// `name=value&…` of the next page, percent-encoded; none at the end.
    pub next: Option<String>,
}
/// What the answer to a change says.
pub enum Accepted {
    /// It is done, or a read tells.
    Done,
    /// It is done later: where to ask.
    Later {
        /// The operation's address.
        location: String,
        /// How long to wait before asking, in milliseconds.
        after_ms: u64,
    },
}
