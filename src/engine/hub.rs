//! What the runs of one client share: vault, session, gate and settings.

use super::gate::{Entry, Gate};
use super::session::Session;
use super::settings::Settings;
use super::transcript::Described;
use crate::auth::Scheme;
use crate::http::{BaseUrl, Vault};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::task::Waker;

pub(crate) struct Hub {
    pub platform: &'static str,
    pub base: BaseUrl,
    pub settings: Settings,
    pub scheme: Box<dyn Scheme>,
    pub vault: Vault,
    pub session: RefCell<Session>,
    /// How this client was made, for transcripts.
    pub described: OnceCell<Described>,
    gate: RefCell<Gate>,
    /// Runs that wait for something another run may change.
    waiters: RefCell<Vec<Waker>>,
    changes: Cell<u64>,
    /// Runs under way.
    at_work: Cell<u32>,
    /// Somebody writes on a platform that takes one write at a time.
    writing: Cell<bool>,
    /// What the runs have found the server not to do.
    lacks: RefCell<Vec<String>>,
}

impl Hub {
    pub fn new(platform: &'static str, base: BaseUrl, settings: Settings, scheme: Box<dyn Scheme>) -> Self {
        let vault = Vault::default();
        scheme.deposit(&vault);
        Self {
            platform,
            base,
            settings,
            scheme,
            vault,
            session: RefCell::default(),
            described: OnceCell::new(),
            gate: RefCell::default(),
            waiters: RefCell::default(),
            changes: Cell::new(0),
            at_work: Cell::new(0),
            writing: Cell::new(false),
            lacks: RefCell::default(),
        }
    }

    /// Whether the server was found not to do this.
    pub fn lacks(&self, what: &str) -> bool {
        self.lacks.borrow().iter().any(|known| known == what)
    }

    /// Remembers that the server does not do this, for as long as the client lives.
    pub fn note_lack(&self, what: &str) {
        if !self.lacks(what) {
            self.lacks.borrow_mut().push(what.to_owned());
        }
    }

    /// Counts a run as under way until the guard goes.
    pub fn at_work(self: &Rc<Self>) -> AtWork {
        self.at_work.set(self.at_work.get().saturating_add(1));
        AtWork(self.clone())
    }

    /// Whether a session is left that is not kept for later, and nothing runs under it.
    pub fn must_log_out(&self) -> bool {
        let held = matches!(self.session.borrow().state, super::session::State::Held(_));
        held && self.at_work.get() == 0 && self.scheme.ends_with_run()
    }

    /// Forgets the session, and any refusal that is not final.
    pub fn forget_session(&self) {
        let is_refused = matches!(self.session.borrow().state, super::session::State::Refused(_));
        if !(is_refused && self.scheme.refusal_is_final()) {
            self.session.borrow_mut().clear();
        }
    }

    /// Takes the one place for a write, if it is free.
    pub fn try_write(self: &Rc<Self>) -> Option<Writing> {
        (!self.writing.replace(true)).then(|| Writing(self.clone()))
    }

    /// Counts what may let a waiting run go on.
    pub fn changes(&self) -> u64 {
        self.changes.get()
    }

    /// Says that something changed which others may wait for.
    pub fn changed(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
        let waiters = self.waiters.take();
        waiters.into_iter().for_each(Waker::wake);
    }

    /// Asks to be woken by the next change.
    pub fn wait(&self, waker: &Waker) {
        let mut waiters = self.waiters.borrow_mut();
        if !waiters.iter().any(|known| known.will_wake(waker)) {
            waiters.push(waker.clone());
        }
    }

    pub fn enter(&self, now: u64, limit: u32) -> Entry {
        self.gate.borrow_mut().enter(now, limit, self.settings.requests_per_second)
    }

    pub fn leave(&self) {
        self.gate.borrow_mut().leave();
        self.changed();
    }

    pub fn pause(&self, until: u64) {
        self.gate.borrow_mut().pause(until);
    }

    /// All that one run may learn of the others.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            session: self.session.borrow().clone(),
            gate: self.gate.borrow().clone(),
            at_work: self.at_work.get(),
            writing: self.writing.get(),
            lacks: self.lacks.borrow().clone(),
        }
    }

    /// Makes it as it was.
    pub fn restore(&self, snapshot: Snapshot) {
        self.session.replace(snapshot.session.for_the_run());
        self.gate.replace(snapshot.gate);
        self.at_work.set(snapshot.at_work);
        self.writing.set(snapshot.writing);
        self.lacks.replace(snapshot.lacks);
    }
}

/// All that one run may learn of the others: the session, without its secret; places, pauses and turns; what the
/// server was found not to do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Snapshot {
    session: Session,
    gate: Gate,
    at_work: u32,
    writing: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lacks: Vec<String>,
}

/// A run under way.
pub(crate) struct AtWork(Rc<Hub>);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.at_work.set(self.0.at_work.get().saturating_sub(1));
    }
}

/// The one place for a write.
pub(crate) struct Writing(Rc<Hub>);

impl Drop for Writing {
    fn drop(&mut self) {
        self.0.writing.set(false);
        self.0.changed();
    }
}
