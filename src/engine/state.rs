//! The inside of a run: clock, requests in flight, waits, journal, events; and the futures over them.

use super::breaker::Watch;
use super::gate::Entry;
use super::hub::Hub;
use super::join::Boxed;
use super::journal::{self, Journal};
use super::outcome::{Evidence, Outcome};
use super::retry::{Event, Fault};
use super::transcript::Recorder;
use crate::error::Result;
use crate::http::Request;
use crate::keyed::Keyed;
use serde::Serialize;
use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// A request on its way out of the core.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// What to answer to.
    pub id: u64,
    /// The request, secrets as references.
    pub request: Request,
    /// When its time is over (milliseconds since 1970).
    pub deadline: u64,
}

/// A wait: nothing is to be sent before `until`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Wait {
    /// Milliseconds since 1970.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub until: u64,
    /// In words.
    pub reason: String,
}

/// How grave a log event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Level {
    /// Every request.
    Debug,
    /// Every person who is done.
    Info,
    /// Every retry, renewal and look after an unknown create.
    Warn,
}

/// Something to log; it never holds a secret, a query or a body.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct LogEvent {
    /// How grave it is.
    pub level: Level,
    /// In words.
    pub message: String,
    /// The platform.
    pub platform: &'static str,
    /// What the request is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<&'static str>,
    /// Its method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<&'static str>,
    /// Its path, without the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The try, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
}

/// What a run tells while it goes on.
#[derive(Clone, Debug)]
pub enum Notice {
    /// A log event.
    Log(LogEvent),
    /// A person is done.
    Outcome(Box<Outcome>),
}

struct Flight {
    id: u64,
    deadline: u64,
    event: Option<Event>,
    purpose: &'static str,
}

pub(crate) struct State {
    pub hub: Rc<Hub>,
    /// The host can wait as long as it takes.
    pub patient: bool,
    /// Requests in flight at once; `None` where the host asks one by one.
    pub limit: Option<u32>,
    pub journal: RefCell<Journal>,
    /// How the rows of a bulk run fare.
    pub watch: Watch,
    now: Cell<u64>,
    random: Cell<u64>,
    last_id: Cell<u64>,
    outbox: RefCell<Vec<Outgoing>>,
    /// In the order of their ids.
    flights: RefCell<Vec<Flight>>,
    earliest: RefCell<Option<Wait>>,
    notices: RefCell<Vec<Notice>>,
    /// What is found out once in a run; `None` while somebody is at it.
    remembered: RefCell<Keyed<Option<Found>>>,
    /// Keeps what happens, where a transcript is asked for.
    pub recorder: OnceCell<Recorder>,
    /// Something the flow waited for has come since this was last asked.
    stirred: Cell<bool>,
    /// In a replay: what a check of the plan said when it was recorded.
    pub foreseen: RefCell<Option<Result<()>>>,
}

impl State {
    pub fn new(hub: Rc<Hub>, journal: Journal, seed: u64, limit: Option<u32>, watch: Watch) -> Self {
        Self {
            patient: limit.is_none(),
            limit,
            hub,
            journal: RefCell::new(journal),
            watch,
            now: Cell::new(0),
            random: Cell::new(seed),
            last_id: Cell::new(0),
            outbox: RefCell::default(),
            flights: RefCell::default(),
            earliest: RefCell::default(),
            notices: RefCell::default(),
            remembered: RefCell::default(),
            recorder: OnceCell::new(),
            stirred: Cell::new(false),
            foreseen: RefCell::default(),
        }
    }

    pub fn now(&self) -> u64 {
        self.now.get()
    }

    /// Moves the clock on (never back) and ends the time of what has taken too long.
    pub fn begin_poll(&self, now: u64) -> Vec<u64> {
        let now = now.max(self.now.get());
        self.now.set(now);
        *self.earliest.borrow_mut() = None;
        let mut overdue = Vec::new();
        for flight in self.flights.borrow_mut().iter_mut() {
            if flight.event.is_none() && now >= flight.deadline {
                flight.event = Some(Event::Fault(Fault::Timeout, String::new()));
                overdue.push(flight.id);
            }
        }
        overdue
    }

    /// A number from 0 to 1 (splitmix64 over the host's seed).
    pub fn random(&self) -> f64 {
        let state = self.random.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.random.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn notice(&self, notice: Notice) {
        self.notices.borrow_mut().push(notice);
    }

    pub fn take_notices(&self) -> Vec<Notice> {
        self.notices.take()
    }

    pub fn take_outbox(&self) -> Vec<Outgoing> {
        self.outbox.take()
    }

    /// The earliest thing that the passing of time would bring on.
    pub fn wait(&self) -> Option<Wait> {
        let mut wait = self.earliest.borrow().clone();
        for flight in self.flights.borrow().iter().filter(|flight| flight.event.is_none()) {
            if wait.as_ref().is_none_or(|wait| flight.deadline < wait.until) {
                let reason = format!("waiting for the answer to: {}", flight.purpose);
                wait = Some(Wait { until: flight.deadline, reason });
            }
        }
        wait
    }

    /// Takes the host's word on a request. `false`: the request was never handed out.
    pub fn deliver(&self, id: u64, event: Event) -> bool {
        let mut flights = self.flights.borrow_mut();
        if let Some(flight) = in_flight(&mut flights, id).filter(|flight| flight.event.is_none()) {
            if let Some(recorder) = self.recorder.get() {
                recorder.heard(id, &event);
            }
            flight.event = Some(event);
        }
        id <= self.last_id.get() && id > 0
    }

    /// Whether anything that the flow waited for has come since this was last asked: if not, nothing has moved.
    pub fn has_stirred(&self) -> bool {
        self.stirred.replace(false)
    }

    /// What a check of the plan says; in a replay, what it said when it was recorded: it rests on digests of
    /// records, and a transcript holds no record.
    pub fn verdict(&self, found: Result<()>) -> Result<()> {
        let verdict = self.foreseen.borrow().clone().unwrap_or(found);
        if let Some(recorder) = self.recorder.get() {
            recorder.judged(&verdict);
        }
        verdict
    }

    fn ready<T>(&self, value: T) -> Poll<T> {
        self.stirred.set(true);
        Poll::Ready(value)
    }

    pub fn record(&self, entry: journal::Entry) -> Result<()> {
        self.journal.borrow_mut().add(entry)
    }

    fn note_wait(&self, until: u64, reason: &str) {
        let mut earliest = self.earliest.borrow_mut();
        if earliest.as_ref().is_none_or(|wait| until < wait.until) {
            *earliest = Some(Wait { until, reason: reason.to_owned() });
        }
    }

    /// Waits until a time.
    pub async fn sleep(&self, until: u64, reason: &str) {
        poll_fn(|_| {
            if self.now() >= until {
                return self.ready(());
            }
            self.note_wait(until, reason);
            Poll::Pending
        })
        .await;
    }

    /// Waits until the check has something. The check may name a time after which it will.
    pub async fn until<T>(&self, mut check: impl FnMut() -> Checked<T>) -> T {
        poll_fn(|context| match check() {
            Checked::Here(value) => self.ready(value),
            Checked::NotBefore(until, reason) => {
                self.note_wait(until, reason);
                self.hub.wait(context.waker());
                Poll::Pending
            }
            Checked::NotYet => {
                self.hub.wait(context.waker());
                Poll::Pending
            }
        })
        .await
    }

    /// Sends a request when the gate lets it through, and waits for what becomes of it.
    /// `about_to_send` runs when it is let through.
    pub async fn transmit(
        &self,
        request: &Request,
        scope: &str,
        about_to_send: impl FnOnce() -> Result<()>,
    ) -> Result<Event> {
        let limit = self.limit.unwrap_or(u32::MAX);
        self.until(|| match self.hub.enter(self.now(), limit) {
            Entry::Open => Checked::Here(()),
            Entry::Wait(until, reason) => Checked::NotBefore(until, reason),
            Entry::Full => Checked::NotYet,
        })
        .await;
        let id = self.last_id.get().saturating_add(1);
        let _place = Place { state: self, id };
        about_to_send()?;
        self.last_id.set(id);
        let deadline = self.now().saturating_add(self.hub.settings.timeout_ms);
        self.flights.borrow_mut().push(Flight { id, deadline, event: None, purpose: request.purpose });
        if let Some(recorder) = self.recorder.get() {
            recorder.sending(id, scope, request);
        }
        self.outbox.borrow_mut().push(Outgoing { id, request: request.clone(), deadline });
        let event = poll_fn(|_| {
            match in_flight(&mut self.flights.borrow_mut(), id).and_then(|flight| flight.event.take()) {
                Some(event) => self.ready(event),
                None => Poll::Pending,
            }
        })
        .await;
        Ok(event)
    }

    /// Finds something out once in a run; whoever else asks waits for the answer.
    pub async fn once(&self, key: &str, find: Boxed<'_, Found>) -> Found {
        let found = self
            .until(|| match self.remembered.borrow().get(key) {
                None => Checked::Here(None),
                Some(None) => Checked::NotYet,
                Some(found) => Checked::Here(found.clone()),
            })
            .await;
        if let Some(found) = found {
            return found;
        }
        self.remembered.borrow_mut().insert(key.to_owned(), None);
        let found = find.await;
        self.remembered.borrow_mut().insert(key.to_owned(), Some(found.clone()));
        self.hub.changed();
        found
    }
}

/// The flight of this id; later ones have greater ids.
fn in_flight(flights: &mut [Flight], id: u64) -> Option<&mut Flight> {
    let place = flights.binary_search_by_key(&id, |flight| flight.id).ok()?;
    flights.get_mut(place)
}

/// What a search has found, and what is on its account.
#[derive(Clone)]
pub(crate) struct Found {
    pub what: Result<Rc<dyn Any>>,
    pub account: (Vec<Evidence>, u32),
}

/// What a check of [`State::until`] found.
pub(crate) enum Checked<T> {
    Here(T),
    NotYet,
    NotBefore(u64, &'static str),
}

/// A place in the gate, given back however the wait ends.
struct Place<'a> {
    state: &'a State,
    id: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.state.flights.borrow_mut().retain(|flight| flight.id != self.id);
        self.state.hub.leave();
    }
}
