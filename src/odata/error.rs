//! The one error of this module: which part of a query is wrong, and what to write instead.

use std::{borrow::Cow, fmt};

/// Says which part of a query is wrong, and what to do.
///
/// ```
/// let error = provisor::odata::guid("1234").unwrap_err();
/// assert_eq!(error.part(), "guid");
/// assert_eq!(
///     error.to_string(),
///     "guid: \"1234\" is not a GUID: write 32 hexadecimal digits as 8-4-4-4-12"
/// );
/// ```
///
/// It is one pointer wide: results are passed around a great deal, errors rarely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Wrong>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrong {
    part: String,
    message: Cow<'static, str>,
}

impl Error {
    pub(crate) fn new(part: &str, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Wrong { part: part.to_owned(), message: message.into() }))
    }

    /// `value` (shortened, so that a message stays readable) is not `what`.
    pub(crate) fn not(part: &str, value: &str, what: &str) -> Self {
        let short: String = value.chars().take(80).collect();
        let more = if short.len() < value.len() { "…" } else { "" };
        Self::new(part, format!("{short:?}{more} is not {what}"))
    }

    /// The same error seen from one level further out: `guid` within `eq[1]` is `eq[1].guid`.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        let part = &self.0.part;
        let dot = if part.is_empty() || part.starts_with('[') { "" } else { "." };
        self.0.part = [outer, dot, part].concat();
        self
    }

    /// The part of the query that is wrong, from the outside in: `filter.eq[1].guid`.
    pub fn part(&self) -> &str {
        &self.0.part
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.part.is_empty() {
            f.write_str(&self.0.part)?;
            f.write_str(": ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}
