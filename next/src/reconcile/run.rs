//! What all people of a run share: options, the calls that serve several people, the journal, who is being worked on.
use super::digest::{digest, Digest};
use super::engine::{Engine, Person};
use super::gather::{Ended, Gather, List, Look, Move};
use super::journal::{Journal, Retry, Store};
use super::lists::Surveyed;
use super::locks::Locks;
use super::platform::Found;
use super::rules::Rules;
use crate::error::Result;
use crate::http::{within, CallOptions, Headers, Http, Local, Slots};
use futures_util::lock::Mutex;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What a run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Says what would be done.
    Plan,
    /// Does what plans say.
    Apply,
    /// Both at once.
    Provision,
    /// Takes accounts away.
    Deprovision,
}
crate::input! {
    /// The options of one call.
    #[derive(Clone)]
    pub(crate) struct RunOptions {
        pub timeout_ms "timeoutMs": Option<u64>,
        pub max_retries "maxRetries": Option<u32>,
        pub headers "headers": Headers = Headers::default(),
        pub concurrency "concurrency": Option<usize>,
        /// Which rows of an earlier run are tried again.
        pub retry "retry": Retry = Retry::Failed,
        /// For how long an account that was created may not be shown, in milliseconds.
        pub settle_ms "settleMs": u64 = 900_000,
        pub circuit_breaker "circuitBreaker": Option<Value>,
        /// Most removals: a number, or a share of `among` as `"10%"`.
        pub limit "limit": Option<Value>,
        pub among "among": Option<u64>,
        /// Plans are of removals.
        pub remove "remove": bool = false,
        /// One person, not many: what is wrong is thrown, not told.
        pub is_single "isSingle": bool = false,
    }
}

/// How many people of a container are changed together: a window of them.
const TOGETHER: usize = 100;

/// What all people of a run share.
pub(crate) struct Run {
    pub engine: Rc<dyn Engine>,
    pub rules: Rules,
    pub http: Http,
    pub mode: Mode,
    pub options: RunOptions,
    pub locks: Rc<Locks>,
    pub journal: Option<Journal>,
    /// The creates between their intent and their answer: no more than requests in flight.
    pub creating: Rc<Slots>,
    pub digest: Digest,
    /// How many people are looked up together; one once many were refused.
    pub batch: Cell<usize>,
    pub looks: Gather<Look, Result<Found>>,
    pub fresh_looks: Gather<Look, Result<Found>>,
    pub moves: RefCell<Vec<(List, Rc<Gather<Move, Ended>>)>>,
    pub survey: RefCell<Surveyed>,
    /// How many of those looked up together were there, at most.
    pub there: Cell<usize>,
    /// How many people's lists were asked for.
    pub observed: Mutex<usize>,
    /// Keys of people of whom nobody knows whether they were created: not created again in this run.
    pub unclear: RefCell<Vec<String>>,
    /// Those who wait for what is no request: a lock, the journal.
    pub busy: Cell<usize>,
}
/// Somebody who waits for what is no request, until this is dropped.
pub(crate) struct Busy<'a>(&'a Run);
impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.busy.set(self.0.busy.get().saturating_sub(1));
    }
}
impl Run {
    pub async fn new(
        engine: Rc<dyn Engine>,
        rules: Rules,
        http: Http,
        mode: Mode,
        options: RunOptions,
        locks: Rc<Locks>,
        store: Option<Rc<dyn Store>>,
    ) -> Result<Rc<Self>> {
        let account = http.client.account();
        let journal = match store.filter(|_| mode != Mode::Plan) {
            Some(store) => Some(Journal::open(store, engine.name(), &digest(&account)).await?),
            None => None,
        };
        let creating = Slots::new(options.concurrency.unwrap_or(http.client.settings.concurrency));
        let digest = Digest::new(&format!("{account}\n{}", http.client.digest_key()));
        let batch = Cell::new(engine.batch().max(1));
        let (looks, fresh_looks, moves, survey, there, observed, unclear, busy) = Default::default();
        Ok(Rc::new(Self {
            engine,
            rules,
            http,
            mode,
            options,
            locks,
            journal,
            creating,
            digest,
            batch,
            looks,
            fresh_looks,
            moves,
            survey,
            there,
            observed,
            unclear,
            busy,
        }))
    }
    pub fn busy(&self) -> Busy<'_> {
        self.busy.set(self.busy.get().saturating_add(1));
        Busy(self)
    }
    pub fn now(&self) -> u64 {
        self.http.client.host.now()
    }
    /// The intent to create is stored before the create leaves.
    pub async fn intend(&self, person: &Person, found: &Found) -> Result<()> {
        match &self.journal {
            Some(journal) => {
                let _busy = self.busy();
                journal.intend(&self.engine.intents(person, found)?, self.now()).await
            }
            None => Ok(()),
        }
    }
    /// Nothing is in flight that could bring anybody to where others wait.
    pub fn is_idle(&self) -> bool {
        self.busy.get() == 0 && self.http.is_idle()
    }
    /// The next call that serves several people: one that is full, or, once nothing else goes on, any.
    pub fn leave(self: &Rc<Self>, is_idle: bool) -> Option<Local<'static, ()>> {
        for (gather, fresh) in [(&self.looks, false), (&self.fresh_looks, true)] {
            if let Some(waiting) = gather.leave(self.batch.get(), is_idle) {
                let run = self.clone();
                return Some(Box::pin(async move { run.look_together(waiting, fresh).await }));
            }
        }
        let mut moves = self.moves.borrow_mut();
        let (list, waiting) =
            moves.iter().find_map(|(list, gather)| Some((list.clone(), gather.leave(TOGETHER, is_idle)?)))?;
        moves.retain(|(_, gather)| Rc::strong_count(gather) > 1);
        let run = self.clone();
        Some(Box::pin(async move { run.change_together(list, waiting).await }))
    }
}
impl RunOptions {
    pub(crate) fn check(&self) -> Result<()> {
        let numbers = [
            ("options.timeoutMs", self.timeout_ms.map(|ms| ms as f64), 1.0, 600_000.0),
            ("options.maxRetries", self.max_retries.map(f64::from), 0.0, 20.0),
            ("options.concurrency", self.concurrency.map(|number| number as f64), 1.0, 64.0),
        ];
        let mut given =
            numbers.iter().filter_map(|(path, value, least, most)| Some((path, (*value)?, *least, *most)));
        given.try_for_each(|(path, value, least, most)| within(path, value, least, most))
    }
    pub(crate) fn call(&self, abort: Option<crate::http::Abort>) -> CallOptions {
        let (timeout_ms, max_retries, concurrency) = (self.timeout_ms, self.max_retries, self.concurrency);
        CallOptions { timeout_ms, max_retries, concurrency, headers: self.headers.clone(), abort }
    }
}
