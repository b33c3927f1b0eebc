//! Requests as data: what a platform would be asked, with secrets as references.

use super::template::{Place, Template};
use super::Vault;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[allow(missing_docs)] // the methods of RFC 9110
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// As on the request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What sending a request twice would do; retries depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Safety {
    /// It changes nothing.
    Safe,
    /// The second time changes nothing more.
    Idempotent,
    /// The second time could do harm (a second account): never repeated without a look.
    Unsafe,
}

/// One request, complete but for its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole URL, encoded.
    pub url: String,
    /// Names in lower case, in the order they are sent.
    pub headers: Vec<(String, Template)>,
    /// The body, if there is one.
    pub body: Option<Template>,
    /// What it is for, in words for a person: `look up the user`.
    pub purpose: &'static str,
    /// What sending it twice would do.
    pub safety: Safety,
    /// Whether it carries the session's credential.
    pub session: bool,
    /// The least time between an answer and another try, in milliseconds.
    pub apart_ms: u64,
    /// The most times it is sent again after no answer came; unless said, as often as anything else.
    pub most_lost: Option<u32>,
}

impl Request {
    /// A request without headers and body.
    pub fn new(method: Method, url: String, purpose: &'static str, safety: Safety) -> Self {
        let (headers, body) = (Vec::new(), None);
        Self { method, url, headers, body, purpose, safety, session: false, apart_ms: 0, most_lost: None }
    }

    /// The same with a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<Template>) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.into()));
        self
    }

    /// The same with a body of this content type.
    #[must_use]
    pub fn body(self, content_type: &str, body: impl Into<Template>) -> Self {
        let mut request = self.header("content-type", content_type);
        request.body = Some(body.into());
        request
    }

    /// The same, tried again no sooner than this after an answer.
    #[must_use]
    pub fn apart_by(mut self, ms: u64) -> Self {
        self.apart_ms = ms;
        self
    }

    /// The same, sent again no more often than this after no answer came.
    #[must_use]
    pub fn lost_at_most(mut self, times: u32) -> Self {
        self.most_lost = Some(times);
        self
    }

    /// The path, without host and query: what evidence and logs show.
    pub fn path(&self) -> &str {
        let after_host = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        let path = after_host.find('/').and_then(|slash| after_host.get(slash..)).unwrap_or("/");
        path.split_once('?').map_or(path, |(path, _)| path)
    }

    /// A digest of everything that would be sent, secrets excepted.
    pub fn fingerprint(&self) -> String {
        let mut text = format!("{} {}\n", self.method.as_str(), self.url);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {}\n", value.shown()));
        }
        if let Some(body) = &self.body {
            text.push('\n');
            text.push_str(&body.shown());
        }
        digest(&text)
    }

    /// The request as it is shown, stored and handed to a host.
    pub fn document(&self) -> RequestDocument {
        let mut secrets = Vec::new();
        for (name, value) in &self.headers {
            secrets.extend(value.places(name));
        }
        if let Some(body) = &self.body {
            secrets.extend(body.places("body"));
        }
        RequestDocument {
            method: self.method,
            url: self.url.clone(),
            headers: self.headers.iter().map(|(name, value)| (name.clone(), value.shown().into())).collect(),
            body: self.body.as_ref().map(Template::shown),
            secrets,
        }
    }
}

/// A short digest of a text: it names a state, it does not protect one.
pub(crate) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// A request as plain data: secrets show as `{name}`, and `secrets` tells where they belong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "HttpRequest", optional_fields))]
pub struct RequestDocument {
    /// The method.
    pub method: Method,
    /// The whole URL, encoded.
    pub url: String,
    /// Header names in lower case, and values.
    #[cfg_attr(feature = "types", ts(type = "Record<string, string>"))]
    pub headers: serde_json::Map<String, serde_json::Value>,
    /// The body as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Where secrets belong; empty once they are filled in.
    #[serde(default)]
    pub secrets: Vec<Place>,
}

impl RequestDocument {
    /// The same with its secrets filled in, for the moment of sending.
    ///
    /// # Errors
    /// `config_missing` when the vault lacks a secret; `config_invalid` when the request was edited.
    pub(crate) fn filled(&self, vault: &Vault) -> Result<Self> {
        let holds = |place: &str| match place {
            "body" => self.body.is_some(),
            header => self.headers.contains_key(header),
        };
        if let Some(lost) = self.secrets.iter().find(|secret| !holds(&secret.r#in)) {
            return Err(Error::invalid(format!(
                "request: it has no {}, where `secrets` puts one",
                lost.r#in
            ))
            .hint("fill a request as it was handed out; build another one instead of editing it"));
        }
        let fill = |place: &str, text: &str| -> Result<String> {
            let here: Vec<_> = self.secrets.iter().filter(|secret| secret.r#in == place).collect();
            Template::from_shown(text, &here)?.filled(vault)
        };
        let mut headers = serde_json::Map::new();
        for (name, value) in &self.headers {
            let text = value
                .as_str()
                .ok_or_else(|| Error::invalid(format!("request: header {name} is not a text")))?;
            let text = fill(name, text)?;
            // A secret with a line break in it would become a header of its own.
            if text.chars().any(|c| c.is_control() || !c.is_ascii()) {
                return Err(Error::invalid(format!("request: header {name} holds what no header can carry"))
                    .hint("check the credentials for a line break at their end, or letters beyond ASCII"));
            }
            headers.insert(name.clone(), text.into());
        }
        let body = self.body.as_deref().map(|body| fill("body", body)).transpose()?;
        Ok(Self { method: self.method, url: self.url.clone(), headers, body, secrets: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Encoding, Secret, SecretName};
    use super::*;

    fn sample() -> Request {
        Request::new(Method::Post, "https://a.co/x/y?z=1".into(), "try", Safety::Unsafe)
            .header(
                "Authorization",
                Template::from("Bearer ").secret(SecretName::new("token"), Encoding::Raw),
            )
            .body("application/json", "{}")
    }

    #[test]
    fn a_document_is_filled_only_with_the_vault() {
        let document = sample().document();
        assert_eq!(document.headers["authorization"], "Bearer {token}");
        let vault = Vault::default();
        assert_eq!(document.filled(&vault).unwrap_err().code, crate::error::Code::ConfigMissing);
        vault.keep(SecretName::new("token"), Secret::new("t1"));
        assert_eq!(document.filled(&vault).unwrap().headers["authorization"], "Bearer t1");
        vault.keep(SecretName::new("token"), Secret::new("t1\r\nevil: 1"));
        assert_eq!(document.filled(&vault).unwrap_err().code, crate::error::Code::ConfigInvalid);
    }

    #[test]
    fn paths_leave_host_and_query_out() {
        assert_eq!(sample().path(), "/x/y");
        assert_eq!(Request::new(Method::Get, "https://a.co".into(), "", Safety::Safe).path(), "/");
    }

    #[test]
    fn fingerprints_tell_requests_apart() {
        let other = sample().body("application/json", "{} ");
        assert_eq!(sample().fingerprint(), sample().fingerprint());
        assert_ne!(sample().fingerprint(), other.fingerprint());
    }
}
