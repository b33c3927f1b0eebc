//! Whether an outcome tells the truth about the state of a platform's server.

use super::Subject;
use crate::rig::truth::{self, Facts};
use crate::rig::Rig;
use provisor::engine::{Outcome, Status};
use provisor::error::Code;

pub use crate::rig::truth::{end, explained, End};

pub const fn is(status: Status) -> End {
    End::Is(status, None)
}

pub const CREATED: End = is(Status::Created);
pub const UPDATED: End = is(Status::Updated);
pub const UNCHANGED: End = is(Status::Unchanged);

pub const fn failed(code: Code) -> End {
    End::Is(Status::Failed, Some(code))
}

pub const fn unknown(code: Code) -> End {
    End::Is(Status::Unknown, Some(code))
}

pub const fn conflict(code: Code) -> End {
    End::Is(Status::Conflict, Some(code))
}

/// Fails when an outcome about the only person of a run says what is not so. `before`: the person was there.
pub fn check<S: Subject>(name: &str, rig: &Rig<S::Model>, outcome: &Outcome, before: bool) {
    no_twins::<S>(name, &rig.server);
    let ids = S::ids(&rig.server, &outcome.subject);
    let is_partly_done = S::HAS_STAGES && outcome.status == Status::Failed && outcome.id.is_some();
    let was_created = S::created(&rig.server) > 0 && !is_partly_done;
    let facts = Facts { before, is_there: !ids.is_empty(), was_created };
    truth::check(name, rig, outcome, facts, S::SESSION);
    if let (true, Some(id)) = (outcome.verified && !ids.is_empty(), &outcome.id) {
        assert!(ids.contains(id), "{name}: {id} is not one of {ids:?}");
    }
    creates_are_few::<S>(name, rig);
    logged_out::<S>(name, rig);
}

/// Fails when a name is there twice.
pub fn no_twins<S: Subject>(name: &str, server: &S::Model) {
    let mut names = S::names(server);
    names.sort();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{name}: there twice: {names:?}");
}

/// A create that may have been done is sent once more only where a second one would be refused.
fn creates_are_few<S: Subject>(name: &str, rig: &Rig<S::Model>) {
    let may_be_done = |status: u16| status != 429 && !S::EXPIRED.contains(&status);
    let creates = rig.logs.iter().filter(|log| log.purpose == Some(S::CREATE)).filter_map(|log| log.status);
    let creates = creates.filter(|status| may_be_done(*status)).count();
    let most = if S::REFUSES_DUPLICATES { 2 } else { 1 };
    assert!(creates <= most, "{name}: {creates} creates");
}

/// Whoever logged in has logged out, where a run must; but nobody can end a session they were never told of.
pub fn logged_out<S: Subject>(name: &str, rig: &Rig<S::Model>) {
    if S::LOGOUT.is_none() {
        return;
    }
    let untold = rig.logs.iter().filter(|log| log.purpose.is_some() && log.purpose == S::LOGIN);
    let untold = untold.filter(|log| log.status != Some(200)).count();
    let open = S::open_sessions(&rig.server);
    assert!(open <= untold, "{name}: {open} left open");
    assert!(!rig.client.must_log_out(), "{name}");
}
