//! Whether an outcome tells the truth about the server's state; a platform's own tests say what that state is.

use super::Rig;
use provisor::engine::{Outcome, Status};
use provisor::error::{Code, Error};

/// What a case must come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// An outcome of this status, with this error.
    Is(Status, Option<Code>),
    /// A thrown error.
    Throws(Code),
}

/// How it ended.
pub fn end(result: &Result<Outcome, Error>) -> End {
    match result {
        Ok(outcome) => End::Is(outcome.status, outcome.error.as_ref().map(|error| error.code)),
        Err(error) => End::Throws(error.code),
    }
}

/// What is so on the server.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The person was there already.
    pub before: bool,
    /// The person is there now.
    pub is_there: bool,
    /// This client has created somebody.
    pub was_created: bool,
}

/// Fails when an outcome about one person says what is not so. `session`: the purposes of the requests that are
/// nobody's.
pub fn check<S>(name: &str, rig: &Rig<S>, outcome: &Outcome, facts: Facts, session: &[&str]) {
    let Facts { before, is_there, was_created } = facts;
    match outcome.status {
        Status::Created => {
            assert!(was_created && outcome.verified && !outcome.existed_before, "{name}: {outcome:?}")
        }
        Status::Updated | Status::Unchanged => {
            assert!(
                is_there && !was_created && outcome.verified && outcome.existed_before,
                "{name}: {outcome:?}"
            );
        }
        Status::Failed => assert!(!was_created && !outcome.verified, "{name}: {outcome:?}"),
        Status::Conflict | Status::Unknown => assert!(!outcome.verified, "{name}: {outcome:?}"),
    }
    if before {
        assert!(!was_created, "{name}: created although it was there");
    }
    match &outcome.error {
        None => {
            assert!(
                matches!(outcome.status, Status::Created | Status::Updated | Status::Unchanged),
                "{name}"
            );
            assert!(outcome.id.is_some(), "{name}");
        }
        Some(error) => explained(name, &outcome.platform, error),
    }
    let sent = rig.sent.iter().filter(|sent| !session.contains(&sent.purpose)).count();
    assert_eq!(outcome.requests as usize, sent, "{name}: requests");
    assert_eq!(outcome.evidence.len(), sent, "{name}: evidence");
}

/// An error says where it happened and, unless it is somebody's own doing, what to do.
pub fn explained(name: &str, platform: &str, error: &Error) {
    assert_eq!(error.platform.as_deref(), Some(platform), "{name}: {error:?}");
    assert!(error.step.is_some(), "{name}: {error:?}");
    assert!(!error.message.is_empty(), "{name}");
}
