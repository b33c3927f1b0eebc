//! What a client tells, read from its JSON; a field that the contract does not name is an error.
use super::canary::keep_quiet;
use provisor_next::error::Error;
use serde::Deserialize;
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Created,
    Updated,
    Unchanged,
    Deprovisioned,
    Partial,
    Conflict,
    Failed,
    Unknown,
}
impl Status {
    /// All that was asked for is confirmed.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Created | Self::Updated | Self::Unchanged | Self::Deprovisioned)
    }
}
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Outcome {
    pub platform: String,
    pub subject: String,
    pub row: Option<usize>,
    pub status: Status,
    pub id: Option<String>,
    pub existed_before: bool,
    pub verified: bool,
    pub changes: Vec<Value>,
    #[serde(default)]
    pub pending: Vec<Value>,
    #[serde(default)]
    pub unverified: Vec<String>,
    #[serde(default)]
    pub warnings: Vec<String>,
    pub requests: usize,
    pub evidence: Vec<Evidence>,
    #[serde(default)]
    pub resumed: bool,
    pub error: Option<Problem>,
}
/// One request, as it is told.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Evidence {
    pub purpose: String,
    pub method: String,
    pub path: String,
    pub status: u16,
    pub request_id: Option<String>,
}
impl std::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.purpose, self.status)
    }
}
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Problem {
    pub code: String,
    pub message: String,
    pub status: Option<u16>,
    pub step: Option<String>,
    pub request_id: Option<String>,
    pub retry_at: Option<u64>,
    pub hint: Option<String>,
}
impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { status, subject, row, id, existed_before, resumed, error, warnings, unverified, .. } =
            self;
        let list = |changes: &[Value]| changes.iter().map(Value::to_string).collect::<Vec<_>>().join(" ");
        write!(
            f,
            "{subject} {row:?} {status:?} {id:?} existed {existed_before} resumed {resumed}\n  changes {}",
            list(&self.changes)
        )?;
        write!(f, "\n  pending {}\n  unverified {unverified:?} warnings {warnings:?}", list(&self.pending))?;
        write!(f, "\n  error {error:?}\n  {:?}", self.evidence)
    }
}
impl Outcome {
    pub fn code(&self) -> Option<&str> {
        self.error.as_ref().map(|error| error.code.as_str())
    }
    /// Reads one, and fails where it contradicts itself.
    pub fn read(text: &str) -> Self {
        keep_quiet("an outcome", text);
        let outcome: Self = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let Self { status, error, pending, .. } = &outcome;
        // Whoever asks for the status knows what else is there.
        assert_eq!(error.is_none(), status.is_done(), "{text}");
        assert_eq!(outcome.verified, status.is_done() && outcome.unverified.is_empty(), "{text}");
        assert!(pending.is_empty() || !status.is_done(), "{text}");
        assert!(!pending.is_empty() || *status != Status::Partial, "{text}");
        let has_state =
            |change: &Value| matches!(change["state"].as_str(), Some("refused" | "unclear" | "notBegun"));
        assert!(pending.iter().all(has_state), "{text}");
        assert!(outcome.changes.iter().all(|change| change.get("state").is_none()), "{text}");
        assert!(outcome.id.is_some() || !status.is_done() || *status == Status::Unchanged, "{text}");
        // A journal keeps no values, so what is told from one names no changes.
        let has_changes = !outcome.changes.is_empty() || outcome.resumed;
        assert!(
            !status.is_done() || has_changes != (*status == Status::Unchanged) || outcome.resumed,
            "{text}"
        );
        if let Some(error) = error {
            error.check();
        }
        outcome
    }
}
impl Problem {
    pub fn of(error: &Error) -> Self {
        keep_quiet("an error", &format!("{error:?} {error}"));
        let problem: Self = serde_json::from_value(serde_json::to_value(error).unwrap()).unwrap();
        problem.check();
        problem
    }
    /// It says what happened, in no more than a screen.
    fn check(&self) {
        assert!(!self.message.is_empty() && self.message.len() < 2_000, "{self:?}");
        assert!(self.hint.as_ref().is_none_or(|hint| hint.len() < 2_000), "{self:?}");
    }
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// An outcome of this status, with this error.
    Is(Status, Option<&'static str>),
    /// A thrown error.
    Throws(&'static str),
}
impl End {
    pub fn fits(&self, result: &Result<Outcome, Problem>) -> bool {
        match (self, result) {
            (Self::Is(status, code), Ok(outcome)) => *status == outcome.status && *code == outcome.code(),
            (Self::Throws(code), Err(error)) => *code == error.code,
            _ => false,
        }
    }
}
