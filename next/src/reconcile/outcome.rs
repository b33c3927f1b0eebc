//! Outcomes: what was done to a person, as reads confirm it, and the rule that gives it a status.
use super::change::Change;
use crate::error::{Code, Error};
use crate::http::Evidence;
use serde::Serialize;
use std::rc::Rc;

/// How it ended for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// This run created the account, and everything that was asked is confirmed.
    Created,
    /// The account was there; what this run changed is confirmed.
    Updated,
    /// Nothing had to be done.
    Unchanged,
    /// The account was taken away, confirmed.
    Deprovisioned,
    /// Some of it is done.
    Partial,
    /// Not safe to go on: an ambiguous match, `ifExists: "fail"`, or a contradiction.
    Conflict,
    /// Certainly not done, and why.
    Failed,
    /// Could not be established.
    Unknown,
}
impl Status {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::Updated,
        Self::Unchanged,
        Self::Deprovisioned,
        Self::Partial,
        Self::Conflict,
        Self::Failed,
        Self::Unknown,
    ];
    /// As outcomes and journals spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Deprovisioned => "deprovisioned",
            Self::Partial => "partial",
            Self::Conflict => "conflict",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
    /// All that was asked is confirmed.
    pub fn is_confirmed(self) -> bool {
        matches!(self, Self::Created | Self::Updated | Self::Unchanged | Self::Deprovisioned)
    }
}

/// Why a change is not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// The platform said no, or took it and did not keep it.
    Refused,
    /// Nobody can tell.
    Unclear,
    /// It was not sent.
    NotBegun,
}
/// A change that was planned and is not confirmed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pending {
    /// The change.
    #[serde(flatten)]
    pub change: Change,
    /// Why not.
    pub state: State,
}

/// What was done to one person.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The platform.
    pub platform: &'static str,
    /// The person.
    pub subject: Rc<str>,
    /// The row, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// How it ended.
    pub status: Status,
    /// The platform's id of the account, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The account was there before this run.
    pub existed_before: bool,
    /// Reads have confirmed all that was asked.
    pub verified: bool,
    /// What was done, confirmed by reads.
    pub changes: Vec<Change>,
    /// What was not, and why.
    pub pending: Vec<Pending>,
    /// Attributes that the platform does not show.
    pub unverified: Vec<String>,
    /// What a person should know.
    pub warnings: Vec<String>,
    /// How many requests were sent, those that served several people included.
    pub requests: usize,
    /// Which, and what was answered.
    pub evidence: Vec<Evidence>,
    /// It is told from the journal; nothing was sent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub resumed: bool,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
}

/// What is known of the account itself at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody can tell whether there is one.
    NotEstablished,
    /// There is none.
    Absent,
    /// It was there.
    Existed,
    /// This run created it.
    Ours,
}
impl Outcome {
    /// Before anything is done.
    pub fn new(platform: &'static str, subject: Rc<str>, row: Option<usize>) -> Self {
        Self {
            platform,
            subject,
            row,
            status: Status::Unknown,
            id: None,
            existed_before: false,
            verified: false,
            changes: Vec::new(),
            pending: Vec::new(),
            unverified: Vec::new(),
            warnings: Vec::new(),
            requests: 0,
            evidence: Vec::new(),
            resumed: false,
            error: None,
        }
    }
    /// Notes the first error; those that follow from it say less.
    pub fn note(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
    /// A planned change is not confirmed.
    pub fn pend(&mut self, change: Change, state: State) {
        self.pending.push(Pending { change, state });
    }
    /// Gives it the status that follows from what is known.
    pub fn conclude(&mut self, standing: Standing, is_removal: bool) {
        if !self.pending.is_empty() && self.error.is_none() {
            self.error = Some(Error::internal("changes were left without a reason"));
        }
        self.status = status(standing, is_removal, self);
        if let (Status::Unknown, Some(error)) = (self.status, &mut self.error) {
            let hint =
                "look on the platform, or run again later: people are looked up before anything is written";
            error.hint.get_or_insert_with(|| hint.to_owned());
        }
        self.verified = self.status.is_confirmed() && self.unverified.is_empty();
        self.existed_before = standing == Standing::Existed;
    }
}

/// `SEMANTICS.md`, Statuses.
fn status(standing: Standing, is_removal: bool, outcome: &Outcome) -> Status {
    let is_contradiction = outcome.error.as_ref().is_some_and(|error| {
        error.status.is_none() && matches!(error.code, Code::Conflict | Code::Ambiguous | Code::StalePlan)
    });
    let is_unclear = outcome.pending.iter().any(|pending| pending.state == State::Unclear);
    let is_changed = !outcome.changes.is_empty() || standing == Standing::Ours;
    let is_done = outcome.pending.is_empty() && outcome.error.is_none();
    match standing {
        Standing::NotEstablished => Status::Unknown,
        Standing::Absent if is_removal && is_done && outcome.changes.is_empty() => Status::Unchanged,
        Standing::Absent if is_removal && is_done => Status::Deprovisioned,
        Standing::Absent | Standing::Existed if is_contradiction && outcome.pending.is_empty() => {
            Status::Conflict
        }
        Standing::Absent => Status::Failed,
        Standing::Ours if is_done => Status::Created,
        Standing::Existed if is_done && outcome.changes.is_empty() => Status::Unchanged,
        Standing::Existed if is_done && is_removal => Status::Deprovisioned,
        Standing::Existed if is_done => Status::Updated,
        _ if is_changed => Status::Partial,
        _ if is_unclear => Status::Unknown,
        _ => Status::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::{Absent, Existed, NotEstablished, Ours};
    use State::{NotBegun, Refused, Unclear};

    #[test]
    fn the_table_of_statuses() {
        let error = |code| Some(Error::new(code, "x"));
        let refused = || Some(Error::of_status(409, None));
        let table: Vec<(Standing, bool, usize, Vec<State>, Option<Error>, Status)> = vec![
            (NotEstablished, false, 0, vec![], error(Code::Timeout), Status::Unknown),
            (NotEstablished, true, 0, vec![], error(Code::Timeout), Status::Unknown),
            (Absent, false, 0, vec![], error(Code::NotFound), Status::Failed),
            (Absent, false, 0, vec![], error(Code::Ambiguous), Status::Conflict),
            (Absent, false, 0, vec![Refused], refused(), Status::Failed),
            (Absent, true, 0, vec![], None, Status::Unchanged),
            (Absent, true, 1, vec![], None, Status::Deprovisioned),
            (Ours, false, 1, vec![], None, Status::Created),
            (Ours, false, 1, vec![Refused], refused(), Status::Partial),
            (Ours, false, 1, vec![Unclear], error(Code::Timeout), Status::Partial),
            (Ours, false, 1, vec![NotBegun], error(Code::Aborted), Status::Partial),
            (Existed, false, 0, vec![], None, Status::Unchanged),
            (Existed, true, 0, vec![], None, Status::Unchanged),
            (Existed, false, 2, vec![], None, Status::Updated),
            (Existed, true, 1, vec![], None, Status::Deprovisioned),
            (Existed, false, 1, vec![Refused], refused(), Status::Partial),
            (Existed, false, 1, vec![Unclear], error(Code::Timeout), Status::Partial),
            (Existed, false, 0, vec![Refused, NotBegun], refused(), Status::Failed),
            (Existed, false, 0, vec![Refused], error(Code::Conflict), Status::Failed),
            (Existed, false, 0, vec![Refused, Unclear], error(Code::Timeout), Status::Unknown),
            (Existed, false, 0, vec![], error(Code::Conflict), Status::Conflict),
            (Existed, false, 0, vec![], error(Code::Forbidden), Status::Failed),
        ];
        for (standing, is_removal, changes, states, error, expected) in table {
            let mut outcome = Outcome::new("test", "x".into(), None);
            outcome.changes = vec![Change::Suspend; changes];
            states.iter().for_each(|state| outcome.pend(Change::Suspend, *state));
            outcome.error = error;
            outcome.conclude(standing, is_removal);
            assert_eq!(outcome.status, expected, "{standing:?} {changes} {states:?}");
            assert_eq!(outcome.verified, expected.is_confirmed());
        }
    }
}
