//! Responses as data, and the readings that every platform shares.

use crate::data;
use crate::error::{Error, Result};
use crate::json::{self, Flaw};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a server answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Response {
    /// Bodies hold tokens and people's data: only their length shows.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Response {{ status: {}, body: {} bytes }}", self.status, self.body.len())
    }
}

impl Response {
    /// A response; header names are folded to lower case.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        let headers = headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        Self { status, headers, body }
    }

    /// The first header of this (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(have, _)| have == name).map(|(_, value)| value.trim())
    }

    /// 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The platform's id of the request, under any of the names in use; in the body of an error it may be
    /// called `requestId`.
    pub fn request_id(&self) -> Option<String> {
        ["x-request-id", "request-id", "x-correlation-id", "x-ms-request-id"]
            .into_iter()
            .find_map(|name| self.header(name).map(str::to_owned))
            .or_else(|| self.request_id_in_body())
            .map(|id| id.chars().take(100).collect())
    }

    fn request_id_in_body(&self) -> Option<String> {
        const LARGEST_ERROR: usize = 64 << 10;
        if self.is_success() || self.body.len() > LARGEST_ERROR {
            return None;
        }
        let body = json::read_bytes(&self.body).ok()?;
        body.get("requestId")?.as_str().map(str::to_owned)
    }

    /// The body as JSON of this type.
    ///
    /// # Errors
    /// `bad_response`, naming the path of the field that does not fit; never quoting the body, which
    /// may hold people's data.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let value = self.json_as_sent()?;
        data::read(&value).map_err(|mismatch| match mismatch.path.as_str() {
            "" => self.unreadable("does not have the documented shape"),
            path => self.unreadable(&format!("does not have the documented shape at `{path}`")),
        })
    }

    /// The body as plain data.
    ///
    /// # Errors
    /// `bad_response`, as [`Response::json`] but for the path.
    pub(crate) fn json_as_sent(&self) -> Result<Value> {
        self.read_json(json::read)
    }

    /// What a reader makes of the body's text.
    ///
    /// # Errors
    /// `bad_response`, as [`Response::json`] but for the path.
    pub(crate) fn read_json<T>(&self, read: impl FnOnce(&str) -> std::result::Result<T, Flaw>) -> Result<T> {
        if self.body.is_empty() {
            return Err(self.unreadable("is empty"));
        }
        if let Some(text) = self.body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            if *text == b'<' {
                return Err(self
                    .unreadable("is HTML, not JSON")
                    .hint("a login page or a proxy may stand in between: check baseUrl and the network"));
            }
        }
        json::as_text(&self.body).and_then(read).map_err(|flaw| self.unreadable(words(flaw)))
    }

    fn unreadable(&self, what: &str) -> Error {
        let mut error = Error::bad_response(format!("the answer {what}")).with_status(self.status);
        error.request_id = self.request_id();
        error
    }
}

/// Says in which manner a text is not JSON, without anything out of it.
fn words(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Cut => "is truncated JSON",
        Flaw::Bad(_) => "is not JSON",
        Flaw::Kind => "does not have the documented shape",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> Response {
        Response::new(200, vec![("X-Request-ID".into(), " r-1 ".into())], body.as_bytes().to_vec())
    }

    #[derive(serde::Deserialize, Debug)]
    struct Sample {
        #[allow(dead_code)]
        results: Vec<u32>,
    }

    #[test]
    fn every_unreadable_body_says_how() {
        for (body, words) in [
            ("", "is empty"),
            ("  <!doctype html>", "is HTML"),
            ("{\"results\":[1", "truncated"),
            ("hello", "not JSON"),
            ("{\"results\":[\"canary\"]}", "`results[0]`"),
            ("{\"results\":[]} x", "is not JSON"),
        ] {
            let error = answer(body).json::<Sample>().unwrap_err();
            assert!(error.message.contains(words), "{body}: {error}");
            assert!(!error.message.contains("canary"));
            assert_eq!(error.request_id.as_deref(), Some("r-1"));
        }
        assert!(answer("{\"results\":[1,2]}").json::<Sample>().is_ok());
    }

    #[test]
    fn debug_shows_no_body() {
        assert!(!format!("{:?}", answer("canary")).contains("canary"));
    }
}
