//! Trees of plain JSON, as the builders of `odata` and `scim` make them: a node is an object with one key, which says what
//! it is; everything else is a value, and no text is ever taken for a name.
use crate::error::{Error, Result};
use serde_json::Value;

/// Deeper trees are nobody's query.
const MAX_DEPTH: usize = 100;

/// A part is wrong, in these words.
pub(crate) fn wrong(part: &str, words: impl AsRef<str>) -> Error {
    Error::invalid([part, ": ", words.as_ref()].concat())
}
/// A value, cut to a length that can be read, is not what it should be.
pub(crate) fn not(part: &str, value: &str, what: &str) -> Error {
    let short: String = value.chars().take(80).collect();
    let more = if short.len() < value.len() { "…" } else { "" };
    wrong(part, format!("{short:?}{more} is not {what}"))
}
/// The same error, seen from one level further out: `eq: …` within `and[1]` is `and[1].eq: …`.
pub(crate) fn within(outer: &str, mut error: Error) -> Error {
    error.message = [outer, ".", &error.message].concat();
    error
}
/// What a node is, and of what.
pub(crate) fn only<'a>(part: &str, node: &'a Value) -> Result<(&'a str, &'a Value)> {
    let mut members = node.as_object().into_iter().flatten();
    match (members.next(), members.next()) {
        // What a builder met and cannot say as JSON; its text says what is wrong with it.
        (Some((tag, words)), None) if tag == "refused" => Err(wrong(part, text(part, words)?)),
        (Some((tag, of)), None) => Ok((tag, of)),
        _ => Err(wrong(part, "one of the builders' conditions or values is wanted here")),
    }
}
/// A list.
pub(crate) fn items<'a>(part: &str, value: &'a Value) -> Result<&'a [Value]> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| wrong(part, "a list is wanted here"))
}
/// A text, which holds no U+0000: much server software ends a text there.
pub(crate) fn text<'a>(part: &str, value: &'a Value) -> Result<&'a str> {
    let text = value.as_str().ok_or_else(|| wrong(part, "a text is wanted here"))?;
    match text.contains('\0') {
        true => Err(wrong(part, "the text has a NUL character (U+0000): remove it")),
        false => Ok(text),
    }
}
/// One level deeper.
pub(crate) fn deeper(part: &str, depth: usize) -> Result<usize> {
    match depth < MAX_DEPTH {
        true => Ok(depth.saturating_add(1)),
        false => Err(wrong(part, "nested more than 100 deep: flatten it")),
    }
}
