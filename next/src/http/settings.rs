//! The options that every platform shares, and what one call may change.
use super::abort::Abort;
use crate::error::{Error, Result};
use crate::input::Input;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Headers that the caller adds: by name, in lower case.
#[derive(Clone, Debug, Default)]
pub struct Headers(pub(crate) Vec<(Cow<'static, str>, String)>);
impl Input for Headers {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let mut headers = Vec::new();
        for (name, value) in Map::read(path, value)? {
            headers.push(header(&format!("{path}.{name}"), &name, &value)?);
        }
        Ok(Self(headers))
    }
}
fn header(path: &str, name: &str, value: &Value) -> Result<(Cow<'static, str>, String)> {
    // What Provisor sets itself, or the host does.
    const RESERVED: [&str; 10] = [
        "authorization",
        "cookie",
        "host",
        "content-type",
        "content-length",
        "accept",
        "connection",
        "transfer-encoding",
        "ocp-apim-subscription-key",
        "proxy-authorization",
    ];
    let folded = name.to_ascii_lowercase();
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if folded.is_empty() || !folded.chars().all(is_token) {
        return Err(Error::invalid(format!("{path} is not the name of a header")));
    }
    if RESERVED.contains(&folded.as_str()) {
        return Err(Error::invalid(format!("{path} is reserved")).hint("Provisor sets it itself"));
    }
    let text = String::read(path, value)?;
    match text.chars().all(|c| c == '\t' || (' '..='~').contains(&c)) {
        true => Ok((folded.into(), text)),
        false => Err(Error::invalid(format!("{path} must be printable ASCII, without line breaks"))),
    }
}

crate::input! {
    /// The options that every platform shares.
    #[derive(Clone)]
    pub struct Settings {
        /// For one request, in milliseconds.
        pub timeout_ms "timeoutMs": u64 = 30_000,
        /// Attempts after the first.
        pub max_retries "maxRetries": u32 = 4,
        /// The longest single wait that a platform may ask for, in milliseconds.
        pub max_wait_ms "maxWaitMs": u64 = 60_000,
        /// Requests in flight.
        pub concurrency "concurrency": usize = 4,
        /// Requests a second; no limit if absent.
        pub requests_per_second "requestsPerSecond": Option<f64>,
        /// Hosts besides the platform's own whose links to operations are followed, on the configured host.
        pub link_hosts "linkHosts": Vec<String> = Vec::new(),
        /// The largest answer that is read.
        pub max_response_bytes "maxResponseBytes": usize = 32 << 20,
        /// `http` is permitted, for a host that is not this machine.
        pub allow_insecure "allowInsecure": bool = false,
        /// Sent with every request.
        pub headers "headers": Headers = Headers::default(),
    }
}

/// A number of an option, within its bounds.
///
/// # Errors
/// `config_invalid`, with the bounds.
pub(crate) fn within(path: &str, value: f64, least: f64, most: f64) -> Result<()> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => Err(Error::invalid(format!("{path} must be from {least} to {most}, not {value}"))),
    }
}
impl Settings {
    /// Whether the numbers are within their bounds.
    ///
    /// # Errors
    /// `config_invalid`, naming the option and its bounds.
    pub fn check(&self) -> Result<()> {
        let numbers = [
            ("options.timeoutMs", self.timeout_ms as f64, 1.0, 600_000.0),
            ("options.maxRetries", f64::from(self.max_retries), 0.0, 20.0),
            ("options.maxWaitMs", self.max_wait_ms as f64, 0.0, 86_400_000.0),
            ("options.concurrency", self.concurrency as f64, 1.0, 64.0),
            ("options.maxResponseBytes", self.max_response_bytes as f64, 1024.0, f64::from(1 << 28)),
            ("options.requestsPerSecond", self.requests_per_second.unwrap_or(1.0), 0.001, 1000.0),
        ];
        numbers.iter().try_for_each(|(path, value, least, most)| within(path, *value, *least, *most))
    }
}

/// What one call changes.
#[derive(Clone, Default)]
pub struct CallOptions {
    /// For one request, in milliseconds.
    pub timeout_ms: Option<u64>,
    /// Attempts after the first.
    pub max_retries: Option<u32>,
    /// Requests in flight of this call.
    pub concurrency: Option<usize>,
    /// Sent with every request; they come before those of the client.
    pub headers: Headers,
    /// The caller's signal.
    pub abort: Option<Abort>,
}
