//! The lines of a transcript, read back. Whoever edited or cut it is told so.

use super::body::{heard, size};
use super::write::event;
use super::{stale, FORMAT};
use crate::data;
use crate::engine::hub::Snapshot;
use crate::engine::Event;
use crate::error::{Code, Error, Result};
use crate::json;
use serde_json::Value;

/// A transcript, read.
pub(super) struct Script {
    /// The first line.
    start: Value,
    pub platform: String,
    pub verb: String,
    pub flow: u32,
    pub turns: Vec<Turn>,
    /// What the check of the plan said, if there was one.
    pub verdict: Option<Result<()>>,
    /// The run came to its end, or was aborted.
    pub is_over: bool,
}

/// One poll.
#[derive(Default)]
pub(super) struct Turn {
    pub number: u64,
    pub at: u64,
    pub others: Option<Snapshot>,
    pub heard: Vec<(u64, Event)>,
    pub is_abort: bool,
    /// The lines of the requests.
    pub sent: Vec<Value>,
    /// The lines of outcomes, and of the end.
    pub told: Vec<Value>,
}

/// The lines of a text.
///
/// # Errors
/// `stale_journal` when one is damaged.
pub(super) fn lines(text: &str) -> Result<Vec<Value>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(index, line): (usize, &str)| match json::read(line) {
        Ok(Value::Object(fields)) => Ok(Value::Object(fields)),
        _ => Err(stale(&format!("its line {} is damaged", index.saturating_add(1)))),
    };
    lines.map(read).collect()
}

impl Script {
    /// Reads a transcript.
    ///
    /// # Errors
    /// `stale_journal` when it is none, of another version, cut short, or damaged.
    pub fn read(lines: &[Value]) -> Result<Self> {
        let (Some(start), Some(last)) = (lines.first(), lines.last()) else {
            return Err(stale("it is empty"));
        };
        if event(start) != "start" {
            return Err(stale("it does not begin like one"));
        }
        let format = start.get("format").and_then(Value::as_u64).unwrap_or_default();
        if format != u64::from(FORMAT) {
            return Err(stale(&format!("it is of format {format}, not {FORMAT}")));
        }
        if !matches!(event(last), "end" | "unfinished") {
            return Err(stale("it is cut short: its last line is missing"));
        }
        let text = |key: &str| {
            let value = start.get(key).and_then(Value::as_str);
            value.map(str::to_owned).ok_or_else(|| stale(&format!("its first line does not say the {key}")))
        };
        let flow = start.get("flow").and_then(Value::as_u64).and_then(|flow| u32::try_from(flow).ok());
        let mut script = Self {
            platform: text("platform")?,
            verb: text("verb")?,
            flow: flow.unwrap_or_default(),
            start: start.clone(),
            turns: Vec::new(),
            verdict: None,
            is_over: event(last) == "end",
        };
        let limit = script.limit(lines);
        for (index, line) in lines.iter().enumerate().skip(1) {
            let damaged = |_| stale(&format!("its line {} is damaged", index.saturating_add(1)));
            script.take(line, limit).map_err(damaged)?;
        }
        Ok(script)
    }

    /// A field of the first line.
    pub fn start(&self, key: &str) -> &Value {
        self.start.get(key).unwrap_or(&Value::Null)
    }

    /// The most bytes of an answer to read. Masked answers may be longer than they were.
    fn limit(&mut self, lines: &[Value]) -> usize {
        const DEFAULT: u64 = 10 << 20;
        const MOST: u64 = 1 << 28;
        let largest = lines.iter().map(size).max().unwrap_or_default();
        let options = self.start.get_mut("options").and_then(Value::as_object_mut);
        let Some(options) = options else { return largest };
        let limit = options.get("maxResponseBytes").and_then(Value::as_u64).unwrap_or(DEFAULT);
        let limit = limit.max(u64::try_from(largest).unwrap_or(MOST)).min(MOST);
        options.insert("maxResponseBytes".to_owned(), limit.into());
        usize::try_from(limit).unwrap_or(usize::MAX)
    }

    fn take(&mut self, line: &Value, limit: usize) -> Result<()> {
        let damaged = || stale("damaged");
        let number = |key: &str| line.get(key).and_then(Value::as_u64).ok_or_else(damaged);
        if event(line) == "unfinished" {
            return Ok(());
        }
        if self.turns.last().map(|turn| turn.number) != Some(number("turn")?) {
            self.turns.push(Turn { number: number("turn")?, at: number("at")?, ..Turn::default() });
        }
        let turn = self.turns.last_mut().ok_or_else(damaged)?;
        match event(line) {
            "turn" => {}
            "others" => {
                let shared = line.get("shared").ok_or_else(damaged)?;
                turn.others = Some(data::read(shared).map_err(|_| damaged())?);
            }
            "answer" => turn.heard.push((number("id")?, heard(line, limit)?)),
            "abort" => turn.is_abort = true,
            "send" => turn.sent.push(line.clone()),
            "check" => {
                let error = line.get("error").ok_or_else(damaged)?;
                self.verdict = Some(match error.is_null() {
                    true => Ok(()),
                    false => Err(data::read::<Error>(error).map_err(|_| damaged())?),
                });
            }
            "outcome" | "end" => turn.told.push(line.clone()),
            _ => return Err(damaged()),
        }
        Ok(())
    }

    /// Whether the run ended because its journal did not fit.
    pub fn has_stale_journal(&self) -> bool {
        let told = self.turns.iter().flat_map(|turn| &turn.told);
        let mut errors = told.filter_map(|line| data::read::<Error>(line.get("error")?).ok());
        errors.any(|error| error.code == Code::StaleJournal)
    }
}
