//! The journal of a run: what was learnt and done, so that the same flow can run again and go on.
//!
//! JSON Lines. Every line carries a digest of its entry; a damaged line is a clear error. It holds no
//! secret and no field that the flow does not need.

use super::lines::{read, seal, Lines};
use super::outcome::{Evidence, Outcome};
use crate::error::{Code, Error, Result};
use crate::keyed::Keyed;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of this format.
const FORMAT: u32 = 1;

/// What a run is of; the first line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Header {
    /// The journal's format.
    pub provisor: u32,
    /// The platform.
    pub platform: String,
    /// The way to it, where there is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// The version of its flow.
    pub flow: u32,
    /// `provision`, `provisionAll`, …
    pub verb: String,
    /// A digest of the input and of the settings that shape the requests.
    pub input: String,
    /// The user of a single run, without secrets, so that the run can be restored from it alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Value>,
}

impl Header {
    pub fn new(platform: &str, flow: u32, verb: &str, input: String, user: Option<Value>) -> Self {
        let (platform, verb) = (platform.to_owned(), verb.to_owned());
        Self { provisor: FORMAT, platform, route: None, flow, verb, input, user }
    }

    /// The same by this route.
    pub fn by(self, route: Option<&str>) -> Self {
        Self { route: route.map(str::to_owned), ..self }
    }
}

/// One later line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Entry {
    /// A step is done, with this result.
    Step(Step),
    /// A request that could create is about to be sent.
    Intent { key: String, request: String },
    /// A person is done.
    Done { key: String, outcome: Box<Outcome> },
}

/// A step that is done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Step {
    pub key: String,
    /// The step's name, for a reader.
    pub step: String,
    /// A digest of its request.
    pub request: String,
    pub result: Value,
    pub evidence: Vec<Evidence>,
    pub sent: u32,
}

/// A run's journal: what an earlier life of the run has left, and the lines this life has written.
#[derive(Debug)]
pub(crate) struct Journal {
    header: Header,
    steps: Keyed<Step>,
    intents: Keyed<String>,
    done: Keyed<Outcome>,
    lines: Vec<String>,
    handed_out: usize,
    /// An earlier life of the run has left something.
    resumed: bool,
    /// What makes a line that was cut short harmless; it comes before the lines.
    mending: Option<String>,
    /// What requests it is of is not asked again.
    is_believed: bool,
}

impl Journal {
    /// An empty journal.
    pub fn new(header: Header) -> Result<Self> {
        let lines = vec![seal(&header)?];
        let (steps, intents, done) = Default::default();
        Ok(Self {
            header,
            steps,
            intents,
            done,
            lines,
            handed_out: 0,
            resumed: false,
            mending: None,
            is_believed: false,
        })
    }

    /// Takes what an earlier life learnt. `is_believed`: what requests it is of is not asked again, in a replay,
    /// where the run that was recorded has asked, and some digests cannot be the same.
    pub fn believe(&mut self, entries: Vec<Entry>, is_believed: bool) {
        self.is_believed = is_believed;
        self.resumed = !entries.is_empty();
        entries.into_iter().for_each(|entry| self.remember(entry));
    }

    /// The entries of a journal, as data, but for the header.
    pub fn entries_of(text: &str) -> Result<Vec<Value>> {
        let lines = Lines::of(text)?.whole.into_iter().enumerate().skip(1);
        lines.map(|(index, line)| read(line, index.saturating_add(1))).collect()
    }

    /// The version of the flow.
    pub fn flow(&self) -> u32 {
        self.header.flow
    }

    /// The journal an earlier life of this run has left. Empty text is a run that never began.
    ///
    /// # Errors
    /// `stale_journal` when it is damaged, or of another platform, version, verb or input.
    pub fn resume(expected: Header, text: &str) -> Result<Self> {
        let mut journal = Self::new(expected)?;
        let lines = Lines::of(text)?;
        journal.mending = lines.mending()?;
        let mut whole = lines.whole.into_iter();
        let Some(first) = whole.next() else { return Ok(journal) };
        let header: Header = read(first, 1)?;
        check_header(&header, &journal.header)?;
        journal.lines = vec![first.to_owned()];
        for (index, text) in whole.enumerate() {
            journal.remember(read(text, index.saturating_add(2))?);
            journal.lines.push(text.to_owned());
        }
        journal.handed_out = journal.lines.len();
        journal.resumed = journal.handed_out > 1;
        Ok(journal)
    }

    /// Reads only what a saved run is of.
    pub fn header_of(text: &str) -> Result<Header> {
        let lines = Lines::of(text)?;
        read(lines.whole.first().ok_or_else(|| stale("it is empty"))?, 1)
    }

    /// What an earlier life learnt at this step, if it came so far.
    ///
    /// # Errors
    /// `stale_journal` when it did something else there.
    pub fn recall(&self, key: &str, request: &str) -> Result<Option<&Step>> {
        match self.steps.get(key) {
            Some(step) if step.request != request && !self.is_believed => {
                Err(stale(&format!("at `{}` it holds another request than this run would send", step.step)))
            }
            found => Ok(found),
        }
    }

    /// Whether an earlier life was about to send this request and left no word of an answer.
    ///
    /// # Errors
    /// `stale_journal` when it was about to send another one.
    pub fn was_intended(&self, key: &str, request: &str) -> Result<bool> {
        match self.intents.get(key) {
            Some(intended) if intended != request && !self.is_believed => {
                Err(stale("it was about to send another request than this run would"))
            }
            found => Ok(found.is_some()),
        }
    }

    /// Whether an earlier life of the run has left something.
    pub fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// Whether a step is done or was about to be.
    pub fn knows(&self, key: &str) -> bool {
        self.steps.contains(key) || self.intents.contains(key)
    }

    /// How a person ended in an earlier life.
    pub fn outcome(&self, key: &str) -> Option<&Outcome> {
        self.done.get(key)
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: Entry) -> Result<()> {
        self.lines.push(seal(&entry)?);
        self.remember(entry);
        Ok(())
    }

    /// The lines written since the last call: to be stored before anything else is sent.
    pub fn take_lines(&mut self) -> Vec<String> {
        let mut fresh: Vec<_> = self.mending.take().into_iter().collect();
        fresh.extend_from_slice(self.lines.get(self.handed_out..).unwrap_or_default());
        self.handed_out = self.lines.len();
        fresh
    }

    /// The whole journal as text.
    pub fn text(&self) -> String {
        self.lines.iter().fold(String::new(), |text, line| text + line + "\n")
    }

    fn remember(&mut self, entry: Entry) {
        match entry {
            Entry::Step(step) => drop(self.steps.insert(step.key.clone(), step)),
            Entry::Intent { key, request } => drop(self.intents.insert(key, request)),
            Entry::Done { key, outcome } => drop(self.done.insert(key, *outcome)),
        }
    }
}

fn check_header(found: &Header, expected: &Header) -> Result<()> {
    let differs = |what: &str, found: &str, expected: &str| {
        Err(stale(&format!("it is of {what} {found}, not {expected}")))
    };
    if found.provisor != expected.provisor {
        return differs("format", &found.provisor.to_string(), &expected.provisor.to_string());
    }
    if found.platform != expected.platform {
        return differs("the platform", &found.platform, &expected.platform);
    }
    if found.route != expected.route {
        let named = |route: &Option<String>| route.clone().unwrap_or_else(|| "without a name".to_owned());
        return differs("the route", &named(&found.route), &named(&expected.route));
    }
    if found.flow != expected.flow {
        return differs("flow version", &found.flow.to_string(), &expected.flow.to_string());
    }
    if found.verb != expected.verb {
        return differs("the verb", &found.verb, &expected.verb);
    }
    if found.input != expected.input {
        return Err(stale("it was written for other users or other settings"));
    }
    Ok(())
}

pub(super) fn stale(what: &str) -> Error {
    Error::new(Code::StaleJournal, format!("the journal cannot be resumed: {what}"))
        .hint("start again with a new journal: everything that exists will be found by looking it up")
        .for_the_run()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(input: &str) -> Header {
        Header::new("myworkpal", 1, "provision", input.to_owned(), None)
    }

    fn sample() -> Journal {
        let mut journal = Journal::new(header("a")).unwrap();
        journal.add(Entry::Intent { key: "r0.1".into(), request: "fp".into() }).unwrap();
        let step = Step {
            key: "r0.1".into(),
            step: "create".into(),
            request: "fp".into(),
            result: serde_json::json!({"id": 1}),
            evidence: Vec::new(),
            sent: 1,
        };
        journal.add(Entry::Step(step)).unwrap();
        journal
    }

    #[test]
    fn what_was_written_is_recalled() {
        let text = sample().text();
        let journal = Journal::resume(header("a"), &text).unwrap();
        assert_eq!(journal.recall("r0.1", "fp").unwrap().unwrap().result["id"], 1);
        assert!(journal.was_intended("r0.1", "fp").unwrap());
        assert!(journal.recall("r0.2", "fp").unwrap().is_none());
        assert_eq!(journal.recall("r0.1", "other").unwrap_err().code, Code::StaleJournal);
        assert_eq!(journal.was_intended("r0.1", "other").unwrap_err().code, Code::StaleJournal);
        assert_eq!(journal.text(), text);
    }

    #[test]
    fn every_flipped_byte_is_noticed() {
        let text = sample().text();
        for (at, _) in text.char_indices() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(flipped) = String::from_utf8(bytes) else { continue };
            let error = Journal::resume(header("a"), &flipped).unwrap_err();
            assert_eq!(error.code, Code::StaleJournal, "at {at}");
        }
    }

    #[test]
    fn every_truncation_is_an_error_or_a_shorter_journal() {
        let text = sample().text();
        for end in 0..text.len() {
            match Journal::resume(header("a"), &text[..end]) {
                Err(error) => assert_eq!(error.code, Code::StaleJournal),
                Ok(journal) => assert!(end == 0 || text.starts_with(&journal.text())),
            }
        }
    }

    #[test]
    fn a_line_that_was_cut_short_is_mended() {
        let whole = sample().text();
        for end in 1..whole.len() {
            let mut text = whole[..end].to_owned();
            for _life in 0..3 {
                let mut journal = Journal::resume(header("a"), &text).unwrap();
                journal.add(Entry::Intent { key: "r1.1".into(), request: "fp".into() }).unwrap();
                for line in journal.take_lines() {
                    text.push_str(&format!("{line}\n"));
                }
                // And the next life is cut short too.
                text.push_str("{\"sum\":\"12");
            }
            let journal = Journal::resume(header("a"), &text).unwrap();
            assert!(journal.was_intended("r1.1", "fp").unwrap(), "{text}");
            assert_eq!(Journal::resume(header("a"), &journal.text()).unwrap().lines, journal.lines);
        }
    }

    #[test]
    fn another_run_is_refused() {
        let text = sample().text();
        for other in [
            header("b"),
            Header::new("workiva", 1, "provision", "a".into(), None),
            Header::new("myworkpal", 2, "provision", "a".into(), None),
            Header::new("myworkpal", 1, "deprovision", "a".into(), None),
            header("a").by(Some("scim")),
        ] {
            assert_eq!(Journal::resume(other, &text).unwrap_err().code, Code::StaleJournal);
        }
    }
}
