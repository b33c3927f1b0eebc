//! Whether an outcome tells the truth about the server's state.

use super::kit::Pal;
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

/// Fails when an outcome about one person says what is not so. `before`: the person was there already.
pub fn check(name: &str, pal: &Pal, outcome: &Outcome, before: bool) {
    pal.server.check_no_twins();
    let is_there = pal.server.people().iter().any(|(_, email)| *email == outcome.subject.to_lowercase());
    let was_created = !pal.server.created.is_empty();
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
        Some(error) => explained(name, error),
    }
    let sent = pal.sent.iter().filter(|sent| sent.purpose != "get an access token").count();
    assert_eq!(outcome.requests as usize, sent, "{name}: requests");
    assert_eq!(outcome.evidence.len(), sent, "{name}: evidence");
}

/// An error says where it happened and, unless it is somebody's own doing, what to do.
pub fn explained(name: &str, error: &Error) {
    assert_eq!(error.platform.as_deref(), Some("myworkpal"), "{name}: {error:?}");
    assert!(error.step.is_some(), "{name}: {error:?}");
    assert!(!error.message.is_empty(), "{name}");
}
