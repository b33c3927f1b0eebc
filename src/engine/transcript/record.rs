//! Keeps what happens in a run, as it happens; in memory only, for nothing of it is masked yet.

use super::{Harmless, Maker};
use crate::engine::client::Host;
use crate::engine::hub::{Hub, Snapshot};
use crate::engine::journal::Header;
use crate::engine::plan::Plan;
use crate::engine::state::{Notice, State};
use crate::engine::{Event, Outcome};
use crate::error::Result;
use crate::http::{Request, RequestDocument, Safety};
use serde_json::Value;
use std::cell::RefCell;

/// How a client was made.
pub struct Described {
    /// Its options, without secrets.
    pub options: Value,
    /// What makes another one.
    pub make: Maker,
}

/// What a run began with.
pub(super) struct Start {
    pub header: Header,
    pub host: Host,
    pub is_sensitive: fn(&str) -> bool,
    pub harmless: Harmless,
}

/// What a run was given to work on.
#[derive(Default)]
pub(crate) struct Given {
    /// The user, the users or the plan.
    pub input: Value,
    /// The whole user of a plan.
    pub user: Option<Value>,
    /// Texts that answers are compared with.
    pub compared: Vec<String>,
    /// The rows that are no users.
    pub refused: Vec<usize>,
}

impl Given {
    /// A user, or users.
    pub fn new(input: Value) -> Self {
        Self { input, ..Self::default() }
    }

    /// A plan; its user has what the plan leaves out.
    pub fn of_plan(plan: &Plan, user: &Value) -> Self {
        let input = crate::data::write(plan).unwrap_or_default();
        Self { user: (!plan.sealed.is_empty()).then(|| user.clone()), ..Self::new(input) }
    }

    /// The same, with these texts to compare with.
    pub fn comparing(mut self, texts: Vec<String>) -> Self {
        self.compared.extend(texts);
        self
    }

    /// The same; this row is no user.
    pub fn refusing(mut self, row: usize) -> Self {
        self.refused.push(row);
        self
    }
}

/// One request that was handed out.
pub(super) struct Sent {
    pub id: u64,
    /// The thread of steps it belongs to: `r3` is that of row 3.
    pub scope: String,
    pub purpose: &'static str,
    pub safety: Safety,
    pub request: RequestDocument,
}

/// One poll in which something stirred: what came before it, and what it brought.
#[derive(Default)]
pub(super) struct Turn {
    /// The host's clock.
    pub at: u64,
    /// What the client's other runs had done by then.
    pub others: Option<Snapshot>,
    pub heard: Vec<(u64, Event)>,
    pub is_abort: bool,
    pub sent: Vec<Sent>,
    /// What the check of the plan said.
    pub verdict: Option<Result<()>>,
    pub told: Vec<Outcome>,
    pub end: Option<Result<Value>>,
}

/// Everything so far.
#[derive(Default)]
pub(super) struct Tape {
    pub given: Given,
    pub turns: Vec<Turn>,
    /// The turn under way.
    next: Turn,
    /// How this run has left what the client's runs share.
    left: Snapshot,
    /// How it was when the poll under way began.
    found: Snapshot,
}

/// Keeps what happens in one run.
pub(crate) struct Recorder {
    pub(super) start: Start,
    pub(super) tape: RefCell<Tape>,
}

impl Recorder {
    /// Begins.
    pub fn new(header: &Header, host: &Host, is_sensitive: fn(&str) -> bool, harmless: Harmless) -> Self {
        let start = Start { header: header.clone(), host: host.clone(), is_sensitive, harmless };
        Self { start, tape: RefCell::default() }
    }

    pub fn given(&self, given: Given) {
        self.tape.borrow_mut().given = given;
    }

    /// A poll begins.
    pub fn begin(&self, hub: &Hub) {
        self.tape.borrow_mut().found = hub.snapshot();
    }

    /// The host has said what became of a request.
    pub fn heard(&self, id: u64, event: &Event) {
        self.tape.borrow_mut().next.heard.push((id, event.clone()));
    }

    /// A request is handed out.
    pub fn sending(&self, id: u64, scope: &str, request: &Request) {
        let (purpose, safety) = (request.purpose, request.safety);
        let sent = Sent { id, scope: scope.to_owned(), purpose, safety, request: request.document() };
        self.tape.borrow_mut().next.sent.push(sent);
    }

    /// The plan was checked.
    pub fn judged(&self, verdict: &Result<()>) {
        self.tape.borrow_mut().next.verdict = Some(verdict.clone());
    }

    /// A poll ends; it is kept if anything stirred in it.
    pub fn turn(&self, state: &State, notices: &[Notice], end: Option<&Result<Value>>) {
        let has_stirred = state.has_stirred();
        let mut tape = self.tape.borrow_mut();
        let is_first = tape.turns.is_empty();
        if !(is_first || has_stirred || end.is_some() || !tape.next.heard.is_empty()) {
            return;
        }
        let outcomes = notices.iter().filter_map(|notice| match notice {
            Notice::Outcome(outcome) => Some((**outcome).clone()),
            Notice::Log(_) => None,
        });
        tape.next.told.extend(outcomes);
        tape.next.end = end.cloned();
        tape.close(state);
    }

    /// The run is aborted between two polls.
    pub fn abort(&self, state: &State, end: &Result<Value>) {
        let mut tape = self.tape.borrow_mut();
        tape.found = tape.left.clone();
        tape.next.is_abort = true;
        tape.next.end = Some(end.clone());
        tape.close(state);
    }
}

impl Tape {
    fn close(&mut self, state: &State) {
        let mut turn = std::mem::take(&mut self.next);
        turn.at = state.now();
        turn.others = (self.found != self.left).then(|| self.found.clone());
        self.left = state.hub.snapshot();
        self.turns.push(turn);
    }
}
