//! A write-ahead log of intents and outcomes, JSON Lines: what a run may rely on after it died. `SEMANTICS.md`, Journal.
use super::change::Change;
use super::digest::digest;
use super::outcome::{Outcome, Status};
use crate::error::{Code, Error, Result};
use crate::http::Local;
use crate::index::Index;
use crate::input::{choice, Input};
use futures_util::lock::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Where the lines are kept.
pub trait Store {
    /// The next part of what is kept, of any length; nothing at the end.
    fn read(&self) -> Local<'_, Result<Option<String>, String>>;
    /// Keeps lines for good: it has happened once this is answered.
    fn append(&self, lines: String) -> Local<'_, Result<(), String>>;
}
/// Which rows of an earlier run are tried again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retry {
    /// Those without a confirmed outcome; but nobody is created again of whom nobody knows.
    #[default]
    Failed,
    /// Those too, once they are old enough.
    Unknown,
    /// Nobody: outcomes are only told.
    None,
    /// Everybody, as if nothing had been told; intents count all the same.
    All,
}
impl Input for Retry {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let all =
            [("failed", Self::Failed), ("unknown", Self::Unknown), ("none", Self::None), ("all", Self::All)];
        choice(path, value, &all)
    }
}

const VERSION: u32 = 2;
const NO_JOURNAL: &str = "the file is not a journal of Provisor";
#[derive(PartialEq, Serialize, Deserialize)]
struct Header {
    v: u32,
    platform: String,
    account: String,
}
#[derive(Serialize)]
struct Intent<'a> {
    intent: &'a str,
    at: u64,
}
/// What was told of a person, without values.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    done: String,
    pub verb: String,
    pub want: String,
    pub status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub changes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    pub at: u64,
}
impl Done {
    pub fn status(&self) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.name() == self.status)
    }
}
/// What a line may be.
#[derive(Deserialize)]
struct Line {
    intent: Option<String>,
    done: Option<String>,
    at: Option<u64>,
}
/// The last line of a key.
struct Last {
    /// Its place in the journal.
    number: usize,
    at: u64,
    /// The line, of an outcome.
    line: Box<str>,
}
pub(crate) struct Journal {
    store: Rc<dyn Store>,
    /// Places in `lines` of intents and outcomes, by key.
    intents: Index,
    outcomes: Index,
    lines: Vec<Last>,
    is_headed: bool,
    waiting: RefCell<String>,
    given: Cell<u64>,
    written: Mutex<u64>,
}
fn stale(words: impl Into<String>) -> Error {
    let hint = "restore the file from a copy; or begin a new journal: everybody is looked up again";
    Error::new(Code::StaleJournal, words).hint(hint).fatal()
}
/// A record's line: eight digits of its digest come last, so that nothing damaged passes for what was told.
fn line(record: &impl Serialize) -> String {
    let text = serde_json::to_string(record).unwrap_or_default();
    let text = text.strip_suffix('}').unwrap_or(&text);
    format!("{text},\"sum\":\"{}\"}}\n", sum(text))
}
fn sum(text: &str) -> String {
    digest(text).chars().take(8).collect()
}
fn is_whole(line: &str) -> bool {
    let parts = line.strip_suffix("\"}").and_then(|line| line.rsplit_once(",\"sum\":\""));
    parts.is_some_and(|(text, told)| sum(text) == told)
}
impl Journal {
    /// Reads what an earlier run left. Nothing is written yet.
    pub async fn open(store: Rc<dyn Store>, platform: &str, account: &str) -> Result<Self> {
        let (intents, outcomes, lines, is_headed, waiting, given, written) = Default::default();
        let mut journal = Self { store, intents, outcomes, lines, is_headed, waiting, given, written };
        let header = Header { v: VERSION, platform: platform.to_owned(), account: account.to_owned() };
        let (mut rest, mut number, mut damaged) = (String::new(), 0_usize, None);
        loop {
            let part = journal.store.read().await;
            let part = part.map_err(|words| stale(format!("the journal cannot be read: {words}")))?;
            let Some(part) = part else { break };
            rest.push_str(&part);
            let end = rest.rfind('\n').map_or(0, |end| end.saturating_add(1));
            let left = rest.split_off(end);
            for line in rest.lines() {
                number = number.saturating_add(1);
                match damaged {
                    // It was being written when a run died, and nothing relied on it: the next run left a line empty.
                    Some(_) if line.is_empty() => damaged = None,
                    Some(_) => break,
                    None if !journal.take(number, line, &header)? => damaged = Some(number),
                    None => {}
                }
            }
            rest = left;
        }
        if let Some(number) = damaged {
            return Err(stale(format!("line {number} of the journal is damaged")));
        }
        let header = line(&header);
        *journal.waiting.borrow_mut() = match (number, rest.is_empty()) {
            // The run died while it wrote its first line.
            (0, false) if !header.starts_with(&rest) => return Err(stale(NO_JOURNAL)),
            (0, false) => format!("\n\n{header}"),
            (0, true) => header,
            (_, false) => "\n\n".into(),
            (_, true) => String::new(),
        };
        Ok(journal)
    }
    /// Whether the line is whole.
    fn take(&mut self, number: usize, line: &str, header: &Header) -> Result<bool> {
        if let Ok(found) = serde_json::from_slice::<Header>(line.as_bytes()) {
            let hint = "give each account (base URL, credentials, environment, organization, route) a journal of its own";
            let words = "the journal is of another account, platform or version";
            self.is_headed = found == *header;
            return if self.is_headed { Ok(is_whole(line)) } else { Err(stale(words).hint(hint)) };
        }
        let found = serde_json::from_slice::<Line>(line.as_bytes()).ok().filter(|_| is_whole(line));
        match found {
            Some(_) if !self.is_headed => return Err(stale(NO_JOURNAL)),
            Some(Line { intent: Some(key), at: Some(at), .. }) => {
                let last = Last { number, at, line: "".into() };
                keep(&mut self.intents, &mut self.lines, key, last);
            }
            Some(Line { done: Some(key), at, .. }) => {
                let last = Last { number, at: at.unwrap_or_default(), line: line.into() };
                keep(&mut self.outcomes, &mut self.lines, key, last);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
    /// What was told of a row.
    pub fn done(&self, identity: &str) -> Option<(usize, Done)> {
        let Last { number, line, .. } = self.lines.get(*self.outcomes.get(identity)?)?;
        Some((*number, serde_json::from_slice(line.as_bytes()).ok()?))
    }
    /// The last intent to create under one of these keys: its place and when it was written, in milliseconds since 1970.
    pub fn intent(&self, keys: &[String]) -> Option<(usize, u64)> {
        let last = keys.iter().filter_map(|key| self.lines.get(*self.intents.get(key)?));
        last.map(|last| (last.number, last.at)).max()
    }
    /// Keeps that an account is about to be created.
    pub async fn intend(&self, keys: &[String], at: u64) -> Result<()> {
        let lines: String = keys.iter().map(|key| line(&Intent { intent: key, at })).collect();
        self.write(&lines).await
    }
    /// Keeps what is told of a person.
    pub async fn tell(
        &self,
        identity: &str,
        verb: &str,
        want: &str,
        at: u64,
        outcome: &Outcome,
    ) -> Result<()> {
        let names = outcome.changes.iter().map(|change| match change {
            Change::Set { field, .. } => field.clone(),
            Change::Add { field, .. } | Change::Remove { field, .. } => (*field).to_owned(),
            Change::Create => "create".into(),
            Change::Suspend => "suspend".into(),
            Change::Deactivate => "deactivate".into(),
            Change::Delete => "delete".into(),
        });
        let mut changes: Vec<String> = names.collect();
        changes.dedup();
        let done = Done {
            done: identity.to_owned(),
            verb: verb.to_owned(),
            want: want.to_owned(),
            status: outcome.status.name().to_owned(),
            id: outcome.id.clone(),
            changes,
            code: outcome.error.as_ref().map(|error| error.code),
            at,
        };
        self.write(&line(&done)).await
    }
    /// Returns once the lines are stored. Those that wait meanwhile are stored together.
    async fn write(&self, lines: &str) -> Result<()> {
        self.waiting.borrow_mut().push_str(lines);
        self.given.set(self.given.get().saturating_add(1));
        let mine = self.given.get();
        let mut written = self.written.lock().await;
        if *written >= mine {
            return Ok(());
        }
        let (lines, given) = (self.waiting.borrow().clone(), self.given.get());
        let stored = self.store.append(lines.clone()).await;
        stored.map_err(|words| {
            let hint = "what was begun is looked up again when the run is repeated";
            Error::internal(format!("the journal cannot be written: {words}")).hint(hint).fatal()
        })?;
        // Lines may have come meanwhile: they go next.
        let mut waiting = self.waiting.borrow_mut();
        *waiting = waiting.strip_prefix(lines.as_str()).unwrap_or_default().to_owned();
        *written = given;
        Ok(())
    }
}

/// The later line of a key takes the place of the earlier one.
fn keep(index: &mut Index, lines: &mut Vec<Last>, key: String, last: Last) {
    match index.get(&key).and_then(|place| lines.get_mut(*place)) {
        Some(known) => *known = last,
        None => {
            index.insert(key, lines.len());
            lines.push(last);
        }
    }
}

/// What an earlier run left of a person whom no look-up shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prior {
    /// Nothing, or what was certain: go on.
    Settled,
    /// An earlier run may have created the account: since then, in milliseconds since 1970.
    Unsettled(u64),
}
/// What to do about somebody whom an earlier run may have created and no look-up shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resume {
    Create,
    /// It may be shown later: not before this time, in milliseconds since 1970.
    Wait(u64),
    /// Nobody knows, and the caller has not said that it may be created again.
    Leave,
}
/// `SEMANTICS.md`, Journal: the last rows of the table.
pub(crate) fn resume(prior: Prior, retry: Retry, now: u64, settle_ms: u64) -> Resume {
    match prior {
        Prior::Settled => Resume::Create,
        Prior::Unsettled(since) if now < since.saturating_add(settle_ms) => {
            Resume::Wait(since.saturating_add(settle_ms))
        }
        Prior::Unsettled(_) if retry == Retry::Unknown => Resume::Create,
        Prior::Unsettled(_) => Resume::Leave,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_table_of_resuming() {
        let table = [
            (Prior::Settled, Retry::Failed, 0, Resume::Create),
            (Prior::Unsettled(10), Retry::Failed, 19, Resume::Wait(20)),
            (Prior::Unsettled(10), Retry::Unknown, 19, Resume::Wait(20)),
            (Prior::Unsettled(10), Retry::All, 19, Resume::Wait(20)),
            (Prior::Unsettled(10), Retry::Failed, 20, Resume::Leave),
            (Prior::Unsettled(10), Retry::All, 20, Resume::Leave),
            (Prior::Unsettled(10), Retry::Unknown, 20, Resume::Create),
            // A clock that steps back creates nobody.
            (Prior::Unsettled(10), Retry::Unknown, 0, Resume::Wait(20)),
        ];
        for (prior, retry, now, expected) in table {
            assert_eq!(resume(prior, retry, now, 10), expected, "{prior:?} {retry:?} {now}");
        }
    }
}
