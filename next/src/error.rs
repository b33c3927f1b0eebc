//! The one error type.
use serde::{Deserialize, Serialize};

/// What kind of error it is: the words that JavaScript sees as `code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// An option, a user or a plan is wrong.
    ConfigInvalid,
    /// A setting without a default is not given.
    ConfigMissing,
    /// The credentials, or a session got with them, are refused.
    AuthRejected,
    /// The credentials may not do this.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// More than one thing answers to what identifies it.
    Ambiguous,
    /// What is there contradicts what is asked.
    Conflict,
    /// The platform asks to slow down for longer than `maxWaitMs`.
    RateLimited,
    /// The platform failed.
    ServerError,
    /// No answer in time.
    Timeout,
    /// No connection, or one that broke.
    Network,
    /// The caller's signal ended it.
    Aborted,
    /// An answer that is not as documented.
    BadResponse,
    /// What a plan was made from has changed.
    StalePlan,
    /// The journal is of another account, or unreadable.
    StaleJournal,
    /// The platform has no such call.
    Unsupported,
    /// A defect of Provisor.
    Internal,
}

/// An error with its code, in words for a person, and what to do about it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What kind it is.
    pub code: Code,
    /// What happened, to what.
    pub message: String,
    /// The HTTP status of the answer, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Which call of the platform it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The platform's own id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// From when on it may be tried again, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<u64>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// It concerns the whole run (credentials, abort, journal), not one person.
    #[serde(skip)]
    pub fatal: bool,
    /// The request was not sent at all.
    #[serde(skip)]
    pub unsent: bool,
}
/// A result with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Texts of a platform are cut at so many characters.
pub(crate) const LONGEST_WORDS: usize = 300;

impl Error {
    /// An error of this code.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let (status, step, request_id, retry_at, hint) = Default::default();
        let message = message.into();
        Self { code, message, status, step, request_id, retry_at, hint, fatal: false, unsent: false }
    }
    /// What the caller gave is wrong.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::ConfigInvalid, message)
    }
    /// An answer is not as documented.
    pub fn bad_response(message: impl Into<String>) -> Self {
        Self::new(Code::BadResponse, message)
    }
    /// A defect of Provisor.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Code::Internal, message)
    }
    /// With what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// With the call it concerns, unless that is known.
    pub fn at(mut self, step: &str) -> Self {
        self.step.get_or_insert_with(|| step.to_owned());
        self
    }
    /// It ends the whole run.
    pub fn fatal(mut self) -> Self {
        self.fatal = true;
        self
    }
    /// The request was not sent at all.
    pub fn unsent(mut self) -> Self {
        self.unsent = true;
        self
    }
    /// Nobody can tell whether the request was carried out.
    pub fn is_unclear(&self) -> bool {
        use Code::{Aborted, BadResponse, Network, ServerError, Timeout};
        matches!(self.code, Timeout | Network | ServerError | BadResponse | Aborted)
    }
    /// The error that a status stands for, with the platform's own words.
    pub fn of_status(status: u16, words: Option<String>) -> Self {
        let (code, what) = match status {
            401 => (Code::AuthRejected, "the platform rejects the session"),
            403 => (Code::Forbidden, "the credentials may not do this"),
            404 | 410 => (Code::NotFound, "the platform has no such resource"),
            408 => (Code::Timeout, "the platform gave up waiting"),
            409 | 412 => (Code::Conflict, "the platform reports a conflict"),
            429 => (Code::RateLimited, "the platform asks to slow down"),
            300..=399 => (Code::BadResponse, "the platform redirects, which is not followed"),
            400..=499 => (Code::ConfigInvalid, "the platform refuses the request"),
            500..=599 => (Code::ServerError, "the platform failed"),
            _ => (Code::BadResponse, "the platform answered with an unexpected status"),
        };
        let words = words.map(|words| format!(": {}", shorten(&words))).unwrap_or_default();
        Self { status: Some(status), ..Self::new(code, format!("{what} ({status}){words}")) }
    }
}
/// A platform's text, cut to a length that can be read, and where it begins to quote an object: that can be a person's record.
pub(crate) fn shorten(words: &str) -> String {
    let quoted = ["{\"", "{\\\""].iter().filter_map(|start| words.find(start)).min().unwrap_or(words.len());
    let mut cut: String = words.get(..quoted).unwrap_or_default().chars().take(LONGEST_WORDS).collect();
    if cut.len() < words.len() {
        cut.push('…');
    }
    cut
}
impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}
impl std::error::Error for Error {}
