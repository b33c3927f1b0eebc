//! Whether an outcome tells the truth about MyWorkpal's state.

use super::kit::Pal;
use crate::rig::truth::{self, Facts};
use provisor::engine::Outcome;

pub use crate::rig::truth::{end, End};

/// Fails when an outcome about one person says what is not so. `before`: the person was there already.
pub fn check(name: &str, pal: &Pal, outcome: &Outcome, before: bool) {
    pal.server.check_no_twins();
    let is_there = pal.server.people().iter().any(|(_, email)| *email == outcome.subject.to_lowercase());
    let was_created = !pal.server.created.is_empty();
    truth::check(name, pal, outcome, Facts { before, is_there, was_created }, &["get an access token"]);
}
