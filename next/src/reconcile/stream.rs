//! A run as a stream: people in, plans or outcomes out, in bounded memory; who was begun is finished before many others.
use super::breaker::Breaker;
use super::limit;
use super::row::{Item, Told};
use super::run::{Mode, Run};
use super::source::Source;
use super::work::Work;
use crate::error::{Error, Result};
use crate::http::{aborted, Local};
use futures_util::stream::{FuturesUnordered, StreamExt};
use serde::Serialize;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::hash_map::DefaultHasher;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::task::Poll;

/// How far a run is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Progress {
    /// People who were begun.
    pub begun: usize,
    /// People who are done.
    pub done: usize,
    /// How many ended how.
    pub counts: Map<String, Value>,
}

/// At most so many people are begun and unfinished, or as many as a platform looks up together.
const WINDOW: usize = 100;

enum Event {
    Pulled(Box<dyn Source>, Option<Result<Value>>),
    Ended(Told),
    /// A call that served several people, or a moment to see whether more come.
    Passed,
    Settled,
}
/// One call of the public API at work. Dropping it ends whatever is in flight.
pub struct Stream {
    run: Rc<Run>,
    source: Option<Box<dyn Source>>,
    flights: FuturesUnordered<Local<'static, Event>>,
    people: usize,
    /// The first row that has a mark, by the mark's hash: 16 bytes.
    first: Rc<RefCell<BTreeMap<u64, usize>>>,
    breaker: Option<Breaker>,
    stopped: Option<Error>,
    /// Nobody else is begun.
    is_stopping: bool,
    /// Removals are counted before anything is sent.
    is_counted: bool,
    /// A moment was let pass in which nobody came to wait for a call that serves several.
    is_settled: bool,
    is_settling: bool,
    progress: Progress,
    work: Option<Work>,
}
impl Stream {
    pub(crate) fn new(run: Rc<Run>, source: Box<dyn Source>, work: Work) -> Result<Self> {
        let breaker = match run.options.is_single || run.mode == Mode::Plan {
            true => None,
            false => Breaker::read(run.options.circuit_breaker.as_ref())?,
        };
        let is_counted = run.options.is_single;
        let (flights, first, progress) = Default::default();
        Ok(Self {
            run,
            source: Some(source),
            flights,
            people: 0,
            first,
            breaker,
            stopped: None,
            is_stopping: false,
            is_counted,
            is_settled: false,
            is_settling: false,
            progress,
            work: Some(work),
        })
    }
    /// How far it is.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }
    /// Begins with nobody else; those who were begun are finished.
    pub fn stop(&mut self) {
        self.source = None;
        self.is_stopping = true;
    }
    /// The next plan or outcome; an error ends it, after everybody who was begun was told.
    pub async fn next(&mut self) -> Option<Result<Item>> {
        if !self.is_counted {
            self.is_counted = true;
            if let Some(source) = self.source.take() {
                match limit::within(source, self.run.mode, &self.run.options).await {
                    Ok(source) => self.source = Some(source),
                    Err(error) => return Some(Err(error)),
                }
            }
        }
        loop {
            self.pull();
            match self.event().await {
                None => {
                    if let Some(work) = self.work.take() {
                        work.end().await;
                    }
                    return self.ending().map(Err);
                }
                Some(Event::Passed) => {}
                Some(Event::Settled) => (self.is_settled, self.is_settling) = (true, false),
                // Who was awaited when the run was stopped is not begun.
                Some(Event::Pulled(_, Some(Ok(_)))) if self.is_stopping => {}
                Some(Event::Pulled(_, None)) => {}
                Some(Event::Pulled(_, Some(Err(error)))) if error.fatal => self.end(error),
                // Somebody who cannot be read is told like the others.
                Some(Event::Pulled(source, Some(input))) => {
                    // Unless it was stopped meanwhile.
                    if self.stopped.is_none() {
                        self.source = Some(source);
                    }
                    self.is_settled = false;
                    self.begin(input);
                }
                Some(Event::Ended((item, error))) => {
                    self.people = self.people.saturating_sub(1);
                    if let Some(error) = error {
                        self.end(error);
                    }
                    if let Some(item) = item {
                        if self.is_over() {
                            if let Some(work) = self.work.take() {
                                work.end().await;
                            }
                        }
                        self.count(&item);
                        return Some(Ok(item));
                    }
                }
            }
        }
    }
    fn pull(&mut self) {
        let most = WINDOW.max(self.run.batch.get());
        if self.people >= most || self.stopped.is_some() || self.run.http.is_aborted() {
            return;
        }
        if let Some(mut source) = self.source.take() {
            self.flights.push(Box::pin(async move {
                let pulled = source.next().await;
                Event::Pulled(source, pulled)
            }));
        }
    }
    fn begin(&mut self, input: Result<Value>) {
        let (run, first, row) = (self.run.clone(), self.first.clone(), self.progress.begun);
        self.people = self.people.saturating_add(1);
        self.progress.begun = row.saturating_add(1);
        self.flights.push(Box::pin(async move {
            let first = |mark: &str| {
                let mut hasher = DefaultHasher::new();
                mark.hash(&mut hasher);
                *first.borrow_mut().entry(hasher.finish()).or_insert(row)
            };
            Event::Ended(run.person(input, row, first).await)
        }));
    }
    /// What happens next. Once all wait, those leave who wait for a call that serves several.
    async fn event(&mut self) -> Option<Event> {
        poll_fn(|context| loop {
            match self.flights.poll_next_unpin(context) {
                Poll::Pending => {}
                ready => return ready,
            }
            // An iterable may take a moment to give the next person, who could join.
            let may_come =
                self.source.is_none() && self.people < WINDOW && !self.is_settled && self.is_pulling();
            let is_idle = self.run.is_idle();
            if let Some(call) = self.run.leave(is_idle && !may_come) {
                self.flights.push(Box::pin(async move {
                    call.await;
                    Event::Passed
                }));
                continue;
            }
            if is_idle && may_come && !self.is_settling {
                self.is_settling = true;
                let run = self.run.clone();
                self.flights.push(Box::pin(async move {
                    run.http.client.host.sleep(0).await;
                    Event::Settled
                }));
                continue;
            }
            return Poll::Pending;
        })
        .await
    }
    /// Somebody is awaited from the source: it is not here, and was not let go.
    fn is_pulling(&self) -> bool {
        self.flights.len() > self.people
    }
    /// Nobody is at work, and nobody else will be begun.
    fn is_over(&self) -> bool {
        self.flights.is_empty() && (self.source.is_none() || self.run.options.is_single)
    }
    fn end(&mut self, error: Error) {
        self.source = None;
        self.stopped.get_or_insert(error);
    }
    /// Everybody who was begun was told.
    fn ending(&mut self) -> Option<Error> {
        let is_cut = self.source.take().is_some() && self.run.http.is_aborted();
        self.stopped.take().or_else(|| is_cut.then(aborted))
    }
    fn count(&mut self, item: &Item) {
        self.progress.done = self.progress.done.saturating_add(1);
        let name = match item {
            Item::Plan(plan) => plan.action.name(),
            Item::Outcome(outcome) => outcome.status.name(),
        };
        let count = self.progress.counts.entry(name).or_insert(Value::from(0));
        *count = count.as_u64().unwrap_or_default().saturating_add(1).into();
        if let (Item::Outcome(outcome), Some(breaker)) = (item, &mut self.breaker) {
            if let Some(error) = breaker.note(outcome, &self.progress.counts) {
                self.end(error);
            }
        }
    }
}
