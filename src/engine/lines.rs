//! The text of a journal: lines with digests, and lines that were cut short because their writer died.

use super::journal::stale;
use crate::data;
use crate::error::Result;
use crate::http::digest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

const BEFORE_SUM: &str = "{\"sum\":\"";
const BEFORE_ENTRY: &str = "\",\"entry\":";

/// At the end of a line: what is before it was cut short, and the line is none.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cut {
    /// The digest of what is before it.
    cut: String,
}

/// A journal's lines.
pub(super) struct Lines<'a> {
    /// Those that were written to their end.
    pub whole: Vec<&'a str>,
    /// What follows the last line break: a process that dies while it writes leaves it. What it would
    /// have said is found out again.
    pub cut: Option<&'a str>,
}

impl<'a> Lines<'a> {
    /// Splits a journal.
    ///
    /// # Errors
    /// `stale_journal` when there is no line, and what there is does not begin like one.
    pub fn of(text: &'a str) -> Result<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (before, after) = text.rsplit_once('\n').unwrap_or(("", text));
        let whole: Vec<_> = before.lines().filter(|line| !line.trim().is_empty() && !is_cut(line)).collect();
        let cut = Some(after).filter(|after| !after.trim().is_empty());
        let is_ours = |cut: &str| cut.starts_with(BEFORE_SUM) || BEFORE_SUM.starts_with(cut);
        if whole.is_empty() && cut.is_some_and(|cut| !is_ours(cut)) {
            return Err(stale("it does not begin like one"));
        }
        Ok(Self { whole, cut })
    }

    /// The line to write before any other: it ends the one that was cut short, so that it does no harm.
    pub fn mending(&self) -> Result<Option<String>> {
        self.cut.map(|cut| seal(&Cut { cut: digest(cut) })).transpose()
    }
}

fn is_cut(line: &str) -> bool {
    let cut = |(at, _)| {
        let (before, end) = line.split_at_checked(at)?;
        Some(open::<Cut>(end)?.cut == digest(before))
    };
    line.rmatch_indices(BEFORE_SUM).next().and_then(cut) == Some(true)
}

/// `{"sum":"…","entry":…}`: the digest is of the entry's text.
pub(super) fn seal(entry: &impl Serialize) -> Result<String> {
    let entry = data::write(entry)?.to_string();
    Ok(format!("{BEFORE_SUM}{}{BEFORE_ENTRY}{entry}}}", digest(&entry)))
}

/// Reads a line.
///
/// # Errors
/// `stale_journal` when it is damaged.
pub(super) fn read<T: serde::de::DeserializeOwned>(line: &str, number: usize) -> Result<T> {
    open(line).ok_or_else(|| stale(&format!("its line {number} is damaged")))
}

fn open<T: serde::de::DeserializeOwned>(line: &str) -> Option<T> {
    let (sum, entry) = line.strip_prefix(BEFORE_SUM)?.strip_suffix('}')?.split_once(BEFORE_ENTRY)?;
    if digest(entry) != sum {
        return None;
    }
    data::read(&serde_json::from_str::<Value>(entry).ok()?).ok()
}
