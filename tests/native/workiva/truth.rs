//! Whether an outcome tells the truth about the server's state.

use super::kit::{Desk, TOKEN};
use provisor::engine::{Outcome, Status};
use provisor::error::{Code, Error};

/// How it ended: a status and a code, or a thrown code.
pub type End = (Option<Status>, Option<Code>);

pub fn end(result: &Result<Outcome, Error>) -> End {
    match result {
        Ok(outcome) => (Some(outcome.status), outcome.error.as_ref().map(|error| error.code)),
        Err(error) => (None, Some(error.code)),
    }
}

/// Fails when an outcome about one person says what is not so.
pub fn check(name: &str, desk: &Desk, outcome: &Outcome) {
    desk.server.check_no_twins();
    let account = desk.server.person(&outcome.subject);
    let was_created = !desk.server.created.is_empty();
    match outcome.status {
        Status::Created => {
            assert!(was_created && outcome.verified && !outcome.existed_before, "{name}: {outcome:?}")
        }
        Status::Updated | Status::Unchanged => {
            assert!(!was_created && outcome.verified, "{name}: {outcome:?}");
        }
        Status::Failed | Status::Conflict | Status::Unknown => {
            assert!(!outcome.verified && outcome.error.is_some(), "{name}: {outcome:?}");
        }
    }
    if let (Some(id), Some(account), true) = (&outcome.id, account, outcome.verified) {
        assert_eq!(id, &account.id, "{name}");
    }
    assert_eq!(
        outcome.error.is_some(),
        !matches!(outcome.status, Status::Created | Status::Updated | Status::Unchanged),
        "{name}"
    );
    if let Some(error) = &outcome.error {
        assert_eq!(error.platform.as_deref(), Some("workiva"), "{name}: {error:?}");
        assert!(error.step.is_some() && !error.message.is_empty(), "{name}: {error:?}");
    }
    let sent = desk.sent.iter().filter(|sent| sent.purpose != TOKEN).count();
    assert_eq!(outcome.requests as usize, sent, "{name}: requests");
    assert_eq!(outcome.evidence.len(), sent, "{name}: evidence");
}
