//! The one error type: what happened, to what, and what to do next.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The closed list of error codes; users branch on these, never on texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Code {
    /// A setting, a user, a plan or an expression is not valid; nothing was sent.
    ConfigInvalid,
    /// A setting without a default is needed for this call.
    ConfigMissing,
    /// The platform rejected the credentials or the session.
    AuthRejected,
    /// The credentials are good but may not do this.
    Forbidden,
    /// Something named (a tenant, a role, a user) is not there, or not visible to these credentials.
    NotFound,
    /// More than one thing answers to the name.
    Ambiguous,
    /// Not safe to go on: the platform's state contradicts what was asked.
    Conflict,
    /// The platform asks to wait longer than `maxWaitMs`; see `retryAt`.
    RateLimited,
    /// The platform failed (5xx) and kept failing.
    ServerError,
    /// No answer in time.
    Timeout,
    /// The request could not be delivered, or the connection broke.
    Network,
    /// The caller aborted.
    Aborted,
    /// The answer is not what the platform documents: HTML, truncated, wrong types, somebody else.
    BadResponse,
    /// What the plan relied on has changed since it was made.
    StalePlan,
    /// The journal or transcript belongs to another run, version or request, or is damaged.
    StaleJournal,
    /// The platform offers no such thing.
    Unsupported,
    /// A defect in Provisor itself.
    Internal,
}

/// What went wrong, in words for a person and a [`Code`] for a program. It never holds a secret.
///
/// It is one pointer wide: results are passed around a great deal, errors rarely.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Error(Box<ErrorInfo>);

/// What an [`Error`] holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct ErrorInfo {
    /// The code to branch on.
    pub code: Code,
    /// What happened, naming the field, row or setting.
    pub message: String,
    /// The platform, such as `myworkpal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The step of the flow, such as `find the tenant`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The HTTP status, when there was an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The platform's id of the request, from the answer's headers; support staff ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When it is worth trying again, in milliseconds since 1970 (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub retry_at: Option<u64>,
    /// What to do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What led to this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(as = "Option<Box<ErrorInfo>>", optional))]
    pub cause: Option<Error>,
    /// The failure concerns the whole run (credentials, abort, journal), not one person.
    #[serde(skip)]
    #[cfg_attr(feature = "types", ts(skip))]
    pub(crate) run_level: bool,
    /// An earlier try of the same request may have been done, whatever the last one says.
    #[serde(skip)]
    #[cfg_attr(feature = "types", ts(skip))]
    pub(crate) in_doubt: bool,
}

/// The result of everything that can fail here.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of this code with these words.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(ErrorInfo {
            code,
            message: message.into(),
            platform: None,
            step: None,
            status: None,
            request_id: None,
            retry_at: None,
            hint: None,
            cause: None,
            run_level: false,
            in_doubt: false,
        }))
    }

    /// A setting or an input that is not valid.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::ConfigInvalid, message)
    }

    /// An answer that is not what the platform documents.
    pub fn bad_response(message: impl Into<String>) -> Self {
        Self::new(Code::BadResponse, message)
    }

    /// The same with words on what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, naming the step unless one is named already.
    #[must_use]
    pub fn at_step(mut self, step: &str) -> Self {
        self.step.get_or_insert_with(|| step.to_owned());
        self
    }

    /// The same, naming the platform unless one is named already.
    #[must_use]
    pub fn on(mut self, platform: &str) -> Self {
        self.platform.get_or_insert_with(|| platform.to_owned());
        self
    }

    /// The same with the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The same with what led to it.
    #[must_use]
    pub fn caused_by(mut self, cause: Error) -> Self {
        self.cause = Some(cause);
        self
    }

    /// Whether a write that ends so is certainly not done: the platform refuses it, and no earlier try of it may have
    /// been done.
    pub(crate) fn is_refusal(&self) -> bool {
        let is_refused = matches!(
            self.code,
            Code::ConfigInvalid
                | Code::ConfigMissing
                | Code::Forbidden
                | Code::NotFound
                | Code::Conflict
                | Code::RateLimited
        );
        is_refused && !self.in_doubt
    }

    /// The same, after a try of the same request that may have been done.
    #[must_use]
    pub(crate) fn after(mut self, doubt: Option<Error>) -> Self {
        if doubt.is_some() {
            self.in_doubt = true;
            self.cause = self.cause.take().or(doubt);
        }
        self
    }

    /// Whether it concerns the whole run rather than one person.
    pub(crate) fn is_for_the_run(&self) -> bool {
        self.run_level
    }

    /// The same, marked as concerning the whole run rather than one person.
    #[must_use]
    pub(crate) fn for_the_run(mut self) -> Self {
        self.run_level = true;
        self
    }
}

impl std::ops::Deref for Error {
    type Target = ErrorInfo;

    fn deref(&self) -> &ErrorInfo {
        &self.0
    }
}

impl std::ops::DerefMut for Error {
    fn deref_mut(&mut self) -> &mut ErrorInfo {
        &mut self.0
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}
