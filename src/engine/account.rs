//! The account of a thread of steps: evidence for outcomes, events for the log, errors without secrets.

use super::context::Context;
use super::outcome::Evidence;
use super::retry::Event;
use super::state::{Level, LogEvent, Notice};
use crate::error::Error;
use crate::http::Request;
use crate::keyed::{Keyed, Texts};
use std::cell::{Cell, RefCell};

/// A thread of steps that follow one another; steps are numbered within it, so that a replay finds them.
pub(super) struct Scope {
    pub name: String,
    pub last: Cell<u32>,
    pub evidence: RefCell<Vec<Evidence>>,
    pub sent: Cell<u32>,
    /// The threads of steps about one of several people each, by name.
    pub parts: RefCell<Keyed<Context>>,
    /// What is done now is not kept in the journal, nor taken from it.
    pub aside: Cell<bool>,
    /// Something has been written in it, or was about to be.
    pub writes: Cell<bool>,
    /// What was found out once for all and is on this account already.
    pub shared: RefCell<Texts>,
}

impl Scope {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            last: Cell::new(0),
            evidence: RefCell::default(),
            sent: Cell::new(0),
            parts: RefCell::default(),
            aside: Cell::new(false),
            writes: Cell::new(false),
            shared: RefCell::default(),
        }
    }
}

impl Context {
    /// The answers so far, and how many requests were sent for them.
    pub(crate) fn account(&self) -> (Vec<Evidence>, u32) {
        (self.scope.evidence.borrow().clone(), self.scope.sent.get())
    }

    /// Puts what was done in another scope on this one's account too.
    pub(crate) fn share(&self, (evidence, sent): &(Vec<Evidence>, u32)) {
        self.scope.evidence.borrow_mut().extend_from_slice(evidence);
        self.scope.sent.set(self.scope.sent.get().saturating_add(*sent));
    }

    /// What was done for one of the people looked at together: for all of them, and for this one alone.
    pub(crate) fn account_of(&self, position: usize) -> (Vec<Evidence>, u32) {
        let (mut evidence, sent) = self.account();
        let (own, more) = self.part(position).account();
        evidence.extend(own);
        (evidence, sent.saturating_add(more))
    }

    /// Notes what became of a request.
    pub(super) fn account_for(&self, request: &Request, event: &Event, attempt: u32) {
        let (status, words) = match event {
            Event::Answer(answer) => (answer.status, answer.status.to_string()),
            Event::Fault(fault, _) => (0, format!("{fault:?}").to_ascii_lowercase()),
        };
        self.scope.sent.set(self.scope.sent.get().saturating_add(1));
        self.scope.evidence.borrow_mut().push(Evidence {
            purpose: request.purpose.to_owned(),
            method: request.method.as_str().to_owned(),
            path: request.path().to_owned(),
            status,
        });
        let message =
            format!("{}: {} {} → {words}", request.purpose, request.method.as_str(), request.path());
        self.log(Level::Debug, message, Some(request), Some(status), Some(attempt.saturating_add(1)));
    }

    pub(super) fn log(
        &self,
        level: Level,
        message: String,
        request: Option<&Request>,
        status: Option<u16>,
        attempt: Option<u32>,
    ) {
        self.state.notice(Notice::Log(LogEvent {
            level,
            message,
            platform: self.state.hub.platform,
            purpose: request.map(|request| request.purpose),
            method: request.map(|request| request.method.as_str()),
            path: request.map(|request| request.path().to_owned()),
            status,
            attempt,
        }));
    }

    /// Completes an error on its way out: platform, step, and no secret that a server may have echoed.
    pub(crate) fn finish(&self, error: Error, step: &str) -> Error {
        let mut error = error.on(self.state.hub.platform).at_step(step);
        let vault = &self.state.hub.vault;
        error.message = vault.redact(&error.message);
        error.hint = error.hint.take().map(|hint| vault.redact(&hint));
        error.request_id = error.request_id.take().map(|id| vault.redact(&id));
        error.cause = error.cause.take().map(|cause| self.finish(cause, step));
        error
    }
}
