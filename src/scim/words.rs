//! How the errors of this module are worded: the part that is wrong first, then what to write instead.

use crate::error::Error;

/// `part` is wrong in this way; the hint is to be added.
pub(super) fn wrong(part: &str, what: &str) -> Error {
    Error::invalid([part, ": ", what].concat())
}

/// `value` (shortened, so that a message stays readable) is not `what`.
pub(super) fn not(part: &str, value: &str, what: &str) -> Error {
    let short: String = value.chars().take(80).collect();
    let more = if short.len() < value.len() { "…" } else { "" };
    Error::invalid(format!("{part}: {short:?}{more} is not {what}"))
}

/// The same error seen from one level further out: `eq: …` within `and[1]` is `and[1].eq: …`.
pub(super) fn within(outer: &str, mut error: Error) -> Error {
    let joint = if error.message.starts_with('[') { "" } else { "." };
    error.message = [outer, joint, &error.message].concat();
    error
}

/// What a server's text says, on one line and not longer than a person reads.
pub(super) fn one_line(text: &str) -> Option<String> {
    const LONGEST: usize = 300;
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}
