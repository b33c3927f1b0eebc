//! Rosters: people as CSV or JSON, read into users as plain JSON, with every problem named by row and column.
mod columns;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use crate::input::{choice, Input};
use columns::Heading;
pub use columns::{template, Column, Kind};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of columns that the platform does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// The roster is refused.
    Refuse,
    /// They are left out.
    Ignore,
}
impl Input for Extra {
    fn read(path: &str, value: &Value) -> Result<Self> {
        choice(path, value, &[("refuse", Self::Refuse), ("ignore", Self::Ignore)])
    }
}
crate::input! {
    /// How a roster is read.
    pub struct Options {
        /// Headings, and the columns that they are.
        pub columns "columns": Map<String, Value> = Map::new(),
        /// What becomes of columns that the platform does not know.
        pub extra "extra": Extra = Extra::Refuse,
    }
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The row as a spreadsheet counts: 1 is the heading of a CSV (empty rows count, line breaks in a cell do not), or the
    /// first item of a JSON list.
    pub row: usize,
    /// The field, or an empty text when the whole row is meant.
    pub column: String,
    /// What is wrong and what to do.
    pub message: String,
}
impl Problem {
    /// An error that was found when the row's user was checked: `user.email has no @`.
    pub fn of(row: usize, error: &Error) -> Self {
        let field = error.message.strip_prefix("user.").and_then(|rest| rest.split_once(' '));
        let (column, words) = field.unwrap_or(("", &error.message));
        let hint = error.hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        Self { row, column: column.to_owned(), message: format!("{words}{hint}") }
    }
}
/// The same problem of several rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The field, or an empty text when whole rows are meant.
    pub column: String,
    /// What is wrong and what to do.
    pub message: String,
    /// The rows, in order.
    pub rows: Vec<usize>,
}
/// Problems as a person wants to read them: each once, with its rows, in the order in which they first came.
pub fn grouped(problems: &[Problem]) -> Vec<Group> {
    let mut known = BTreeMap::new();
    let mut groups = Vec::<Group>::new();
    for Problem { row, column, message } in problems {
        let at = *known.entry((column, message)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.rows.push(*row),
            None => groups.push(Group { column: column.clone(), message: message.clone(), rows: vec![*row] }),
        }
    }
    groups
}

/// A roster as read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Roster {
    /// The users of the good rows, in order.
    pub users: Vec<Value>,
    /// The row of each of them, counted as the problems' are.
    pub rows: Vec<usize>,
    /// What is wrong with the others.
    pub problems: Vec<Problem>,
    /// The headings that were left out (`extra: "ignore"`).
    pub ignored: Vec<String>,
}

/// Reads a roster: CSV with a heading, or a JSON list of users.
///
/// The separator is the comma, semicolon or tab that the heading uses most, or what a first line `sep=;` says. Headings are
/// matched whatever their case, spaces, hyphens and underscores. Cells are trimmed; an empty cell is a field that is not
/// given, and a row of such cells is nobody.
///
/// # Errors
/// `config_invalid` where the text is no roster, a column is missing, not known or there twice, or a quote is never closed.
pub fn parse(text: &str, columns: &[Column], options: &Options) -> Result<Roster> {
    const SAVE: &str = "save it as \"CSV UTF-8\"";
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.starts_with("PK\u{3}\u{4}") {
        return bad("is a spreadsheet's own file (.xlsx)", SAVE);
    }
    if text.contains('\0') {
        return bad("is no text in UTF-8", SAVE);
    }
    match text.trim_start().chars().next() {
        Some('[' | '{') => from_json(text),
        Some(_) => from_csv(text, columns, options),
        None => bad("is empty", "begin with a heading such as email,company"),
    }
}
fn bad<T>(what: impl std::fmt::Display, remedy: impl Into<String>) -> Result<T> {
    Err(Error::invalid(format!("the roster {what}")).hint(remedy))
}
fn from_json(text: &str) -> Result<Roster> {
    match serde_json::from_str::<Vec<Value>>(text) {
        Ok(users) => Ok(Roster { rows: (1..=users.len()).collect(), users, ..Roster::default() }),
        Err(error) => {
            bad(format!("is not a JSON list of users (line {})", error.line()), "write [ { … }, { … } ]")
        }
    }
}

fn from_csv(text: &str, columns: &[Column], options: &Options) -> Result<Roster> {
    let (separator, body, first) = separator(text);
    let rows = rows(body, separator, first).or_else(|row| {
        let remedy = "close it; a quote within a quoted cell is written twice";
        bad(format!("has a quote that opens in row {row} and is never closed"), remedy)
    })?;
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(separator).flexible(true).has_headers(false).trim(csv::Trim::All);
    let mut records = reader.from_reader(body.as_bytes()).into_records().flatten().zip(rows);
    let mut roster = Roster::default();
    let Some((heading, _)) = records.next() else { return Ok(roster) };
    let heading = Heading::read(&heading, columns, options, &mut roster.ignored)?;
    // Spreadsheets leave empty rows behind.
    for (record, row) in records.filter(|(record, _)| !record.iter().all(str::is_empty)) {
        match heading.user(&record) {
            Ok(user) => {
                roster.users.push(user);
                roster.rows.push(row);
            }
            Err((column, message)) => roster.problems.push(Problem { row, column, message }),
        }
    }
    Ok(roster)
}

/// The separator, the text after a line `sep=;`, and the number of its first row.
fn separator(text: &str) -> (u8, &str, usize) {
    let is_break = |letter: char| letter == '\r' || letter == '\n';
    let said = text.strip_prefix("sep=").and_then(|rest| {
        let mark = rest.chars().next().filter(char::is_ascii)?;
        let rest = rest.strip_prefix(mark)?;
        let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(is_break))?;
        Some((u8::try_from(mark).ok()?, rest, 2))
    });
    if let Some(said) = said {
        return said;
    }
    let heading = text.trim_start_matches(is_break).split(is_break).next().unwrap_or_default();
    // Every other part stands in quotes.
    let count =
        |mark: char| heading.split('"').step_by(2).map(|part| part.matches(mark).count()).sum::<usize>();
    let marks = [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))];
    let most = marks.into_iter().rev().max_by_key(|(_, count)| *count);
    (most.map_or(b',', |(mark, _)| mark), text, 1)
}

/// The row in which each record begins, as a spreadsheet counts; or the row in which a quote opens that is never closed.
fn rows(text: &str, separator: u8, mut row: usize) -> Result<Vec<usize>, usize> {
    let (mut rows, mut opened) = (Vec::new(), None);
    let (mut is_record, mut is_cell) = (true, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let is_break = opened.is_none() && matches!(byte, b'\r' | b'\n');
        if is_record && !is_break {
            rows.push(row);
        }
        match (opened, byte) {
            (Some(_), b'"') if bytes.next_if_eq(&b'"').is_some() => {}
            (Some(_), b'"') => opened = None,
            (None, b'"') if is_cell => opened = Some(row),
            (None, b'\r') if bytes.peek() == Some(&b'\n') => {}
            _ => row = row.saturating_add(usize::from(is_break)),
        }
        is_record = is_break;
        is_cell = is_break || (opened.is_none() && byte == separator);
    }
    opened.map_or(Ok(rows), Err)
}

/// Who is on the roster `before` and no longer on `now`: those to deprovision. `keys` says what identifies a person; one key
/// in common is enough to be the same one.
///
/// # Errors
/// `config_invalid` where a row of either list is no user: somebody who is not understood would count as gone.
pub fn leavers(
    before: &[Value],
    now: &[Value],
    keys: impl Fn(&Value) -> Result<Vec<String>>,
) -> Result<Vec<Value>> {
    let of = |list: &str, users: &[Value]| {
        let each = users.iter().enumerate().map(|(at, user)| {
            keys(user).map_err(|error| Error { message: format!("{list}[{at}]: {}", error.message), ..error })
        });
        each.collect::<Result<Vec<_>>>()
    };
    let mut stay = BTreeSet::new();
    stay.extend(of("now", now)?.into_iter().flatten());
    let known = of("before", before)?;
    let gone = before.iter().zip(known).filter(|(_, keys)| !keys.iter().any(|key| stay.contains(key)));
    Ok(gone.map(|(user, _)| user.clone()).collect())
}
