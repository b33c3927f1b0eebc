//! A run: a flow that is polled, hands out requests as data, and takes answers as data.

use super::journal::Journal;
use super::retry::{Event, Fault};
use super::state::{Notice, Outgoing, State, Wait};
use super::transcript::{self, Given};
use crate::error::{Code, Error, Result};
use crate::http::{RequestDocument, Response, Safety};
use serde::Serialize;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context as TaskContext, Poll, Waker};

type Work = Pin<Box<dyn Future<Output = Result<Value>>>>;

/// What one poll has brought.
#[derive(Debug, Default)]
pub struct Progress {
    /// Journal lines, to be stored before `sends` are sent.
    pub journal: Vec<String>,
    /// Requests to send, each exactly once.
    pub sends: Vec<Outgoing>,
    /// Requests whose time is over: their answers no longer matter.
    pub overdue: Vec<u64>,
    /// What there is to tell.
    pub notices: Vec<Notice>,
    /// When to poll again if nothing else happens.
    pub wait: Option<Wait>,
    /// The end.
    pub done: Option<Result<Value>>,
}

/// What to do next, for a host that goes one step at a time.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Next {
    /// Send this request, once, and say what became of it.
    Send {
        /// To answer to.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        id: u64,
        /// The request; fill its secrets in at the moment of sending.
        request: RequestDocument,
        /// What it is for.
        purpose: &'static str,
        /// What sending it twice would do.
        safety: Safety,
    },
    /// Nothing is to be sent before `until`.
    Wait(Wait),
    /// The end.
    Done {
        /// What it has come to.
        #[cfg_attr(feature = "types", ts(type = "Outcome"))]
        outcome: Value,
    },
}

/// A flow under way.
pub struct Run {
    pub(super) state: Rc<State>,
    work: Option<Work>,
    ended: Option<Result<Value>>,
    unsent: std::collections::VecDeque<Outgoing>,
    notices: Vec<Notice>,
}

impl Run {
    pub(crate) fn new(state: Rc<State>, work: impl Future<Output = Result<Value>> + 'static) -> Self {
        let unsent = std::collections::VecDeque::new();
        Self { state, work: Some(Box::pin(work)), ended: None, unsent, notices: Vec::new() }
    }

    /// Goes on as far as it can. `now` is in milliseconds since 1970; the waker is woken when another
    /// run of the same client lets this one go on.
    pub fn poll(&mut self, now: u64, waker: &Waker) -> Progress {
        let recorder = self.state.recorder.get();
        if let Some(recorder) = recorder {
            recorder.begin(&self.state.hub);
        }
        let was_over = self.ended.is_some();
        let overdue = self.state.begin_poll(now);
        if let Some(work) = self.work.as_mut() {
            let mut context = TaskContext::from_waker(waker);
            // What one part of the flow lets go, another may be waiting for.
            let result = loop {
                let before = self.state.hub.changes();
                match work.as_mut().poll(&mut context) {
                    Poll::Ready(result) => break Some(result),
                    Poll::Pending if self.state.hub.changes() == before => break None,
                    Poll::Pending => {}
                }
            };
            if let Some(result) = result {
                self.work = None;
                self.ended = Some(result);
            }
        }
        let progress = Progress {
            journal: self.state.journal.borrow_mut().take_lines(),
            sends: self.state.take_outbox(),
            overdue,
            notices: self.state.take_notices(),
            wait: self.state.wait(),
            done: self.ended.clone(),
        };
        if let Some(recorder) = recorder {
            let end = progress.done.as_ref().filter(|_| !was_over);
            recorder.turn(&self.state, &progress.notices, end);
        }
        progress
    }

    /// Says what became of a request. A late word on one whose time is over changes nothing.
    ///
    /// # Errors
    /// `config_invalid` when no such request was handed out.
    pub fn answer(&mut self, id: u64, event: Event) -> Result<()> {
        if self.state.deliver(id, event) {
            return Ok(());
        }
        Err(Error::invalid(format!("id: no request {id} was handed out by this run"))
            .hint("pass the id that `next` gave with the request"))
    }

    /// Ends what is in flight as aborted; the next poll ends the run.
    pub fn abort(&mut self) {
        let was_over = self.ended.is_some();
        self.work = None;
        self.unsent.clear();
        let error = Error::new(Code::Aborted, "aborted by the caller")
            .hint("nothing is lost: run again, or resume from the journal")
            .on(self.state.hub.platform);
        let end = self.ended.get_or_insert(Err(error));
        if let Some(recorder) = self.state.recorder.get().filter(|_| !was_over) {
            recorder.abort(&self.state, end);
        }
    }

    /// Completes what the transcript says of the run's beginning.
    pub(super) fn given(self, given: Option<Given>) -> Self {
        if let (Some(recorder), Some(given)) = (self.state.recorder.get(), given) {
            recorder.given(given);
        }
        self
    }

    /// What has happened so far, as JSON Lines without anything secret or personal of the platform's:
    /// [`replay`](super::replay) goes through it again without a network. It can be asked for at any time, also
    /// after an error or an abort; nothing where the host did not ask for [`Host::transcript`](super::Host).
    pub fn transcript(&self) -> Option<String> {
        transcript::text(&self.state)
    }

    /// What to do next. A request is handed out once; until its answer comes this says `wait`.
    ///
    /// # Errors
    /// What ended the run, when it has no outcome.
    pub fn next(&mut self, now: u64) -> Result<Next> {
        if self.unsent.is_empty() && self.ended.is_none() {
            let progress = self.poll(now, Waker::noop());
            self.unsent.extend(progress.sends);
            self.notices.extend(progress.notices);
        }
        if let Some(Outgoing { id, request, .. }) = self.unsent.pop_front() {
            let (purpose, safety) = (request.purpose, request.safety);
            return Ok(Next::Send { id, request: request.document(), purpose, safety });
        }
        match &self.ended {
            Some(Ok(outcome)) => Ok(Next::Done { outcome: outcome.clone() }),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(Next::Wait(self.state.wait().unwrap_or_else(|| Wait {
                until: self.state.now(),
                reason: "another call of this client".to_owned(),
            }))),
        }
    }

    /// What there was to tell since the last call.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// The journal: with it, the run can be restored anywhere.
    pub fn save(&self) -> String {
        self.state.journal.borrow().text()
    }

    /// How the run has ended, if it has.
    pub fn result(&self) -> Option<Result<Value>> {
        self.ended.clone()
    }

    /// Whether the run has come to its end.
    pub fn is_done(&self) -> bool {
        self.ended.is_some()
    }
}

impl Event {
    /// An answer.
    pub fn answer(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Self::Answer(Response::new(status, headers, body))
    }

    /// A fault by its name.
    ///
    /// # Errors
    /// `config_invalid` when there is no such fault.
    pub fn fault(kind: &str, detail: &str) -> Result<Self> {
        let fault = match kind {
            "timeout" => Fault::Timeout,
            "network" => Fault::Network,
            "aborted" => Fault::Aborted,
            _ => {
                return Err(Error::invalid(format!("kind: {kind:?} is no kind of failure"))
                    .hint("give timeout, network or aborted"))
            }
        };
        Ok(Self::Fault(fault, detail.chars().take(300).collect()))
    }
}

/// A resumed or an empty journal.
pub(crate) fn journal_of(header: super::journal::Header, text: Option<&str>) -> Result<Journal> {
    match text {
        Some(text) => Journal::resume(header, text),
        None => Journal::new(header),
    }
}
