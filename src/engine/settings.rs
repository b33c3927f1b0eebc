//! The settings that all clients share, checked once.

use super::retry::Policy;
use crate::data;
use crate::error::{Error, Result};
use crate::http::BaseUrl;
use crate::number;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What to do when the person is already there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum IfExists {
    /// Bring the account to what was asked.
    #[default]
    Update,
    /// Leave it as it is.
    Leave,
    /// Report a conflict.
    Fail,
}

/// The settings common to all clients; all optional.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CommonOptions {
    /// The longest that one request may take, in milliseconds. Default 30,000.
    #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
    pub timeout_ms: f64,
    /// Tries after the first one, for requests that may be repeated. Default 4.
    #[cfg_attr(feature = "types", ts(as = "Option<u32>", optional))]
    pub max_retries: u32,
    /// The longest wait a server may impose, in milliseconds; beyond it the call ends with
    /// `rate_limited` and `retryAt`. Default 60,000.
    #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
    pub max_wait_ms: f64,
    /// Requests in flight at once. Default 4.
    #[cfg_attr(feature = "types", ts(as = "Option<u32>", optional))]
    pub concurrency: u32,
    /// Requests a second, over all calls of the client. Default: no limit of our own.
    pub requests_per_second: Option<f64>,
    /// Headers added to every request.
    #[cfg_attr(feature = "types", ts(type = "Record<string, string>", optional))]
    pub headers: Map<String, Value>,
    /// What to do when the person is already there. Default `update`.
    #[cfg_attr(feature = "types", ts(as = "Option<IfExists>", optional))]
    pub if_exists: IfExists,
    /// Allow `http://` to other hosts than this machine. Default `false`.
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub allow_insecure: bool,
    /// The largest answer to read, in bytes. Default 10 MiB.
    #[cfg_attr(feature = "types", ts(as = "Option<u32>", optional))]
    pub max_response_bytes: u32,
}

impl Default for CommonOptions {
    fn default() -> Self {
        Self {
            timeout_ms: 30_000.0,
            max_retries: 4,
            max_wait_ms: 60_000.0,
            concurrency: 4,
            requests_per_second: None,
            headers: Map::new(),
            if_exists: IfExists::Update,
            allow_insecure: false,
            max_response_bytes: 10 << 20,
        }
    }
}

/// The names of [`CommonOptions`], to tell them from a platform's own.
const COMMON: [&str; 9] = [
    "timeoutMs",
    "maxRetries",
    "maxWaitMs",
    "concurrency",
    "requestsPerSecond",
    "headers",
    "ifExists",
    "allowInsecure",
    "maxResponseBytes",
];

/// Headers that Provisor or the host sets itself.
const RESERVED: [&str; 8] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "transfer-encoding",
    "accept",
];

/// [`CommonOptions`], checked.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) timeout_ms: u64,
    pub(crate) policy: Policy,
    pub(crate) concurrency: u32,
    pub(crate) requests_per_second: Option<f64>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) if_exists: IfExists,
    pub(crate) allow_insecure: bool,
    pub(crate) max_response_bytes: usize,
}

impl Settings {
    /// What to do when the person is already there.
    pub fn if_exists(&self) -> IfExists {
        self.if_exists
    }
}

impl Settings {
    /// Splits a client's options into the common ones, checked, and the platform's own.
    ///
    /// # Errors
    /// `config_invalid`, naming the setting, what is wrong and what to do.
    pub fn split(options: Value) -> Result<(Self, Value)> {
        let Value::Object(own) = options else {
            return Err(Error::invalid("options: expected an object").hint("see the README for an example"));
        };
        let (common, own): (Map<_, _>, Map<_, _>) =
            own.into_iter().partition(|(name, _)| COMMON.contains(&name.as_str()));
        // An option that is null or undefined is one that was not given.
        let common = common.into_iter().filter(|(_, value)| !value.is_null()).collect();
        let common: CommonOptions = read("options", Value::Object(common))?;
        Ok((common.check()?, Value::Object(own)))
    }
}

impl CommonOptions {
    fn check(self) -> Result<Settings> {
        let within = |name: &str, value: f64, least: f64, most: f64| {
            if value.is_finite() && (least..=most).contains(&value) {
                return Ok(value);
            }
            Err(Error::invalid(format!("{name}: {} is out of range", number::text(value))).hint(format!(
                "give a number from {} to {}",
                number::text(least),
                number::text(most)
            )))
        };
        let timeout_ms = within("timeoutMs", self.timeout_ms, 1.0, 600_000.0)?;
        let max_wait_ms = within("maxWaitMs", self.max_wait_ms, 0.0, 86_400_000.0)?;
        within("maxRetries", f64::from(self.max_retries), 0.0, 20.0)?;
        within("concurrency", f64::from(self.concurrency), 1.0, 64.0)?;
        within("maxResponseBytes", f64::from(self.max_response_bytes), 1024.0, f64::from(1 << 28))?;
        if let Some(rate) = self.requests_per_second {
            within("requestsPerSecond", rate, 0.001, 1000.0)?;
        }
        let headers =
            self.headers.into_iter().map(|(name, value)| header(&name, &value)).collect::<Result<_>>()?;
        Ok(Settings {
            timeout_ms: timeout_ms as u64,
            policy: Policy { max_retries: self.max_retries, max_wait_ms: max_wait_ms as u64, patient: false },
            concurrency: self.concurrency,
            requests_per_second: self.requests_per_second,
            headers,
            if_exists: self.if_exists,
            allow_insecure: self.allow_insecure,
            max_response_bytes: usize::try_from(self.max_response_bytes).unwrap_or(usize::MAX),
        })
    }
}

fn header(name: &str, value: &Value) -> Result<(String, String)> {
    let folded = name.to_ascii_lowercase();
    let is_token =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c));
    if !is_token {
        return Err(Error::invalid(format!("headers: {name:?} is not a header name"))
            .hint("use letters, digits and hyphens"));
    }
    if RESERVED.contains(&folded.as_str()) {
        return Err(Error::invalid(format!("headers: {folded} is set by Provisor itself"))
            .hint("leave it out; credentials go into `credentials`"));
    }
    match value.as_str() {
        Some(text) if text.chars().all(|c| c == '\t' || (' '..='~').contains(&c)) => {
            Ok((folded, text.trim().to_owned()))
        }
        _ => Err(Error::invalid(format!("headers: the value of {folded} is not a plain text of one line"))
            .hint("use printable ASCII; encode anything else")),
    }
}

/// Reads a value of options or input, naming the field that does not fit.
///
/// # Errors
/// `config_invalid`: `options.credentials.clientId: missing field …`.
pub fn read<T: serde::de::DeserializeOwned>(what: &str, value: Value) -> Result<T> {
    data::read_exactly(&value).map_err(|mismatch| misfit(what, mismatch))
}

/// The error of a value that does not fit.
pub(super) fn misfit(what: &str, mismatch: data::Mismatch) -> Error {
    let field = match mismatch.path.as_str() {
        "" => what.to_owned(),
        path => format!("{what}.{path}"),
    };
    Error::invalid(format!("{field}: {}", mismatch.words))
        .hint("compare with the names and types in the README")
}

/// A platform's `baseUrl`, checked against `allowInsecure`.
///
/// # Errors
/// `config_invalid`, see [`BaseUrl::parse`].
pub fn base_url(settings: &Settings, text: &str) -> Result<BaseUrl> {
    BaseUrl::parse("baseUrl", text, settings.allow_insecure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn common_and_own_are_split() {
        let (settings, own) = Settings::split(
            json!({"timeoutMs": 5, "baseUrl": "x", "headers": {"X-A": "1"}, "maxWaitMs": null}),
        )
        .unwrap();
        assert_eq!(settings.timeout_ms, 5);
        assert_eq!(settings.policy.max_wait_ms, 60_000);
        assert_eq!(settings.headers, [("x-a".to_owned(), "1".to_owned())]);
        assert_eq!(own, json!({"baseUrl": "x"}));
    }

    #[test]
    fn bad_settings_are_named() {
        for (options, name) in [
            (json!([]), "options"),
            (json!({"timeoutMs": 0}), "timeoutMs"),
            (json!({"timeoutMs": "soon"}), "options.timeoutMs"),
            (json!({"maxRetries": -1}), "options.maxRetries"),
            (json!({"maxRetries": 1000}), "maxRetries"),
            (json!({"concurrency": 0}), "concurrency"),
            (json!({"requestsPerSecond": 0}), "requestsPerSecond"),
            (json!({"ifExists": "overwrite"}), "options.ifExists"),
            (json!({"headers": {"Authorization": "x"}}), "headers: authorization"),
            (json!({"headers": {"x y": "x"}}), "headers: \"x y\""),
            (json!({"headers": {"x": "a\r\nb"}}), "headers: the value of x"),
            (json!({"headers": {"x": 1}}), "headers: the value of x"),
        ] {
            let error = Settings::split(options.clone()).unwrap_err();
            assert!(error.message.starts_with(name), "{options}: {error}");
            assert!(error.hint.is_some());
        }
    }

    #[test]
    fn a_secret_in_the_wrong_field_is_not_quoted() {
        let error = Settings::split(json!({"timeoutMs": "canary-secret"})).unwrap_err();
        assert!(!error.to_string().contains("canary"), "{error}");
    }
}
