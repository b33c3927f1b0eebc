//! An endpoint: one call of a platform, as a request and the reading of its answer.

use super::retry::status_error;
use crate::error::{Code, Error, Result};
use crate::http::{has_dots, BaseUrl, Method, Request, Response, Safety};

/// What is fixed about a call.
#[derive(Clone, Copy, Debug)]
pub struct Metadata {
    /// Its name in `client.requests` and `client.responses`.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// What it is for, in words for a person.
    pub purpose: &'static str,
    /// What sending it twice would do.
    pub safety: Safety,
}

/// One call of a platform.
pub trait Endpoint {
    /// What is fixed about it.
    const METADATA: Metadata;

    /// The media type that is asked for.
    const ACCEPT: &'static str = "application/json";

    /// What is read out of the answer: only what the flow needs.
    type Answer;

    /// The path below `baseUrl`, with its query, encoded.
    ///
    /// # Errors
    /// `config_missing` when the path has no default and is not set; `config_invalid` on bad input.
    fn target(&self) -> Result<String>;

    /// Completes the request: headers and body.
    ///
    /// # Errors
    /// `config_invalid` on bad input.
    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request)
    }

    /// Reads a successful answer.
    ///
    /// # Errors
    /// `bad_response` when it is not what the platform documents.
    fn read(&self, answer: &Response) -> Result<Self::Answer>;

    /// The words of an error answer, where the platform gives some.
    fn words(&self, answer: &Response) -> Option<String>;

    /// The whole request, without session.
    ///
    /// # Errors
    /// As [`Endpoint::target`] and [`Endpoint::complete`].
    fn request(&self, base: &BaseUrl) -> Result<Request> {
        let request = request_of(&Self::METADATA, Self::ACCEPT, &self.target()?, base)?;
        self.complete(request)
    }

    /// Reads any answer.
    ///
    /// # Errors
    /// The error that the status stands for, with the platform's words; or as [`Endpoint::read`].
    fn answer(&self, answer: &Response) -> Result<Self::Answer> {
        if answer.is_success() {
            return self.read(answer).map_err(|error| error.at_step(Self::METADATA.purpose));
        }
        Err(refusal(answer, self.words(answer)).at_step(Self::METADATA.purpose))
    }
}

/// The request so far: its line, and what it accepts.
fn request_of(about: &Metadata, accept: &str, target: &str, base: &BaseUrl) -> Result<Request> {
    if has_dots(target) {
        let error = Error::invalid("an id or a name in the path is . or .., which no address can hold");
        return Err(error.hint("do this one by hand, on the platform"));
    }
    let request = Request::new(about.method, base.join(target), about.purpose, about.safety);
    Ok(request.header("accept", accept))
}

/// The error of an unsuccessful answer, with the platform's words.
pub fn refusal(answer: &Response, words: Option<String>) -> Error {
    let mut error = status_error(answer);
    if let Some(words) = words {
        error.message = format!("{}: {words}", error.message);
    }
    let hint = match error.code {
        Code::Forbidden => "ask an administrator of the platform which permissions this client has",
        Code::NotFound => "check baseUrl and, where you set one, the path",
        Code::ConfigInvalid => "the platform's words say what it does not accept",
        Code::ServerError => "try again later; if it persists, give the platform's support the request id",
        _ => return error,
    };
    error.hint(hint)
}

/// The path that a setting must give because no public source names it.
///
/// # Errors
/// `config_missing`, naming the setting.
pub fn path_of<'a>(setting: &str, path: Option<&'a str>, what: &str) -> Result<&'a str> {
    path.ok_or_else(|| {
        Error::new(Code::ConfigMissing, format!("{setting} is not set, and {what} needs it")).hint(
            "no public document names this path, so there is no default: take it from your platform's API \
             reference or support, and set it",
        )
    })
}

/// Replaces `{name}` in a path by a value, as one segment.
pub fn insert(path: &str, name: &str, value: &str) -> String {
    path.replace(&format!("{{{name}}}"), &crate::http::percent::component(value))
}

/// Checks a path setting.
///
/// # Errors
/// `config_invalid`, naming the setting.
pub fn check_path(setting: &str, path: &str) -> Result<()> {
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%!$'()*+,;=:@{}".contains(c));
    if path.starts_with('/') && !path.starts_with("//") && plain && !path.split('/').any(|part| part == "..")
    {
        return Ok(());
    }
    Err(Error::invalid(format!("{setting}: {path:?} is not a path"))
        .hint("begin with a single / and give no host, no query and no spaces"))
}
