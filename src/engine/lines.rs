//! The text of a journal: lines with digests, and lines that were cut short because their writer died.

use super::journal::stale;
use crate::data;
use crate::error::Result;
use crate::http::digest;
use crate::json;
use serde::{Deserialize, Serialize};
use serde_json::Value;

const BEFORE_SUM: &str = "{\"sum\":\"";
const BEFORE_ENTRY: &str = "\",\"entry\":";

/// At the end of a line: what is before it was cut short, and the line is none.
#[derive(Serialize, Deserialize)]
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
        if whole.is_empty() && cut.is_some_and(|cut| !begins_like_one(cut)) {
            return Err(stale("it does not begin like one"));
        }
        if cut.is_some_and(runs_on) {
            return Err(stale("its last line is damaged"));
        }
        Ok(Self { whole, cut })
    }

    /// The line to write before any other: it ends the one that was cut short, so that it does no harm.
    pub fn mending(&self) -> Result<Option<String>> {
        self.cut.map(|cut| seal(&Cut { cut: digest(cut) })).transpose()
    }
}

fn begins_like_one(text: &str) -> bool {
    text.starts_with(BEFORE_SUM) || BEFORE_SUM.starts_with(text)
}

/// Whether a line that is whole goes on with something that is neither a line break nor another line. That is damage:
/// a line that was cut short could be left out, but this one was written to its end, and what it allowed was done.
fn runs_on(cut: &str) -> bool {
    let after_line = |(at, end): (usize, &str)| {
        let (line, rest) = cut.split_at_checked(at.saturating_add(end.len()))?;
        open::<Value>(line).map(|_| rest)
    };
    let rest = cut.rmatch_indices('}').find_map(after_line);
    rest.is_some_and(|rest| !rest.is_empty() && !begins_like_one(rest))
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
    data::read(&json::read(entry).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entries() -> impl Strategy<Value = Value> {
        let text = prop_oneof![any::<String>(), Just(BEFORE_SUM.to_owned()), Just(BEFORE_ENTRY.to_owned())];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::from),
            text.clone().prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 12, 3, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec((text.clone(), inner), 0..3)
                    .prop_map(|fields| fields.into_iter().collect()),
            ]
        })
    }

    proptest! {
        /// What is written is read, in lines of one line each; and what was cut short, mended and gone on with.
        #[test]
        fn what_is_written_is_read(entries in prop::collection::vec(entries(), 1..5), cut in any::<prop::sample::Index>()) {
            let lines: Vec<String> = entries.iter().map(|entry| seal(entry).unwrap()).collect();
            let text = lines.join("\n") + "\n";
            let found = Lines::of(&text).unwrap();
            prop_assert_eq!(&found.whole, &lines);
            prop_assert!(found.cut.is_none() && found.mending().unwrap().is_none());
            for (line, entry) in found.whole.iter().zip(&entries) {
                prop_assert_eq!(&read::<Value>(line, 1).unwrap(), entry);
            }
            let last = lines.last().unwrap();
            let ends: Vec<usize> = last.char_indices().map(|(at, _)| at).skip(1).collect();
            let torn = format!("{text}{}", &last[..*cut.get(&ends)]);
            let mending = Lines::of(&torn).unwrap().mending().unwrap().unwrap();
            let mended = format!("{torn}{mending}\n{last}\n");
            let found = Lines::of(&mended).unwrap();
            prop_assert_eq!(found.whole, lines.iter().chain([last]).collect::<Vec<_>>());
        }
    }
}
