//! Whether an outcome tells the truth about WorkSpan's state.

use super::kit::{Span, LOGOUT, TOKEN};
use crate::rig::truth::{self, Facts};
use provisor::engine::Outcome;

/// Fails when an outcome about one person says what is not so. `before`: the person was there already.
pub fn check(name: &str, span: &Span, outcome: &Outcome, before: bool) {
    span.server.check_no_twins();
    let is_there = span.server.names().contains(&outcome.subject.to_lowercase());
    let was_created = !span.server.created.is_empty();
    truth::check(name, span, outcome, Facts { before, is_there, was_created }, &[TOKEN, LOGOUT]);
    if let Some(id) = &outcome.id {
        let owner = span.server.people.iter().find(|person| person.id() == id);
        let named = owner.map(|person| person.name().to_lowercase());
        assert_eq!(named, Some(outcome.subject.to_lowercase()), "{name}: the id is somebody else's");
    }
}
