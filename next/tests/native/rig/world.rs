//! The world as a client sees it: a server, a network, a clock, a journal's store and locks; it breaks what a test says,
//! dies when a test says, and looks at everything it is told for secrets.
use super::canary::keep_quiet;
use super::time::Time;
use super::{Fate, Sent, Server};
use provisor_next::http::{Event, Fault, Host, Limits, Local, Outgoing, Response};
use provisor_next::reconcile::Store;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::pending;
use std::rc::Rc;

/// A request as the server sees it.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: &'static str,
    pub url: String,
    /// By name in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

pub struct World<M> {
    pub server: RefCell<M>,
    pub time: Rc<Time>,
    /// How long the server takes.
    pub latency_ms: Cell<u64>,
    /// The server does it when the answer comes, not when the request leaves: whoever gives up has not done it.
    pub acts_late: Cell<bool>,
    /// Added to what the host says the time is.
    pub skew_ms: Cell<i64>,
    pub seed: Cell<u64>,
    /// Says what becomes of each request.
    pub fates: RefCell<Box<dyn FnMut(&Sent) -> Fate>>,
    pub sent: RefCell<Vec<Sent>>,
    in_flight: Cell<usize>,
    /// The most requests that were in flight at once.
    pub most_in_flight: Cell<usize>,
    /// Events as JSON.
    pub events: RefCell<Vec<String>>,
    /// The moment at which the process dies, counted from 1.
    pub dies_at: Cell<Option<usize>>,
    pub moments: Cell<usize>,
    /// What has been stored of the journal.
    pub journal: RefCell<String>,
    /// How much of it has been read; nothing once it was read to its end.
    read: Cell<usize>,
    /// What an `append` fails with.
    pub refuses_to_store: Cell<bool>,
    locks: RefCell<BTreeSet<String>>,
}
/// Counts one back when dropped.
struct InFlight<'a>(&'a Cell<usize>);
impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}
struct Locked<M> {
    world: Rc<World<M>>,
    keys: Vec<String>,
}
impl<M> Drop for Locked<M> {
    fn drop(&mut self) {
        let mut locks = self.world.locks.borrow_mut();
        self.keys.iter().for_each(|key| assert!(locks.remove(key)));
    }
}

impl<M: Server> World<M> {
    pub fn new(server: M, now: u64) -> Rc<Self> {
        Rc::new(Self {
            server: RefCell::new(server),
            time: Time::new(now),
            latency_ms: Cell::new(10),
            acts_late: Cell::new(false),
            skew_ms: Cell::new(0),
            seed: Cell::new(7),
            fates: RefCell::new(Box::new(|_| Fate::Answered)),
            sent: RefCell::default(),
            in_flight: Cell::new(0),
            most_in_flight: Cell::new(0),
            events: RefCell::default(),
            dies_at: Cell::new(None),
            moments: Cell::new(0),
            journal: RefCell::default(),
            read: Cell::new(0),
            refuses_to_store: Cell::new(false),
            locks: RefCell::default(),
        })
    }
    pub fn is_dead(&self) -> bool {
        self.dies_at.get().is_some_and(|at| self.moments.get() >= at)
    }
    /// A moment at which the process may die: then nothing goes on.
    pub async fn survive(&self) {
        if !self.is_dead() {
            self.moments.set(self.moments.get() + 1);
        }
        if self.is_dead() {
            pending().await
        }
    }
    /// The journal will be read from its beginning.
    pub fn rewind(&self) {
        self.read.set(0);
    }
    /// Requests in flight, and keys that are locked: nothing when nobody works.
    pub fn held(&self) -> (usize, usize) {
        (self.in_flight.get(), self.locks.borrow().len())
    }
    async fn exchange(&self, request: Request, limits: Limits) -> Result<Response, Fault> {
        self.survive().await;
        let step = M::step(request.method, &request.url);
        let number = self.sent.borrow().len() + 1;
        let sent = Sent { number, at: self.time.now(), step, request };
        self.sent.borrow_mut().push(sent.clone());
        let fate = (self.fates.borrow_mut())(&sent);
        self.in_flight.set(self.in_flight.get() + 1);
        self.most_in_flight.set(self.most_in_flight.get().max(self.in_flight.get()));
        let _in_flight = InFlight(&self.in_flight);
        let act = || fate.carry_out(&sent, self.time.now(), &mut *self.server.borrow_mut());
        let arrival = self.time.sleep(self.latency_ms.get());
        let answer = if self.acts_late.get() {
            arrival.await;
            act()
        } else {
            let answer = act();
            self.survive().await;
            arrival.await;
            answer
        };
        match answer {
            None => pending().await,
            Some(Ok(answer)) if answer.body.len() > limits.bytes => Err(Fault::TooLarge),
            Some(answer) => answer,
        }
    }
}
/// What a client is given of a world.
pub struct Hosted<M>(pub Rc<World<M>>);
impl<M: Server + 'static> Host for Hosted<M> {
    fn send(&self, request: Outgoing, limits: Limits) -> Local<'_, Result<Response, Fault>> {
        let Outgoing { url, method, headers, body } = request;
        let headers = headers.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
        Box::pin(self.0.exchange(Request { method, url, headers, body }, limits))
    }
    fn sleep(&self, ms: u64) -> Local<'_, ()> {
        Box::pin(self.0.time.sleep(ms))
    }
    fn now(&self) -> u64 {
        self.0.time.now().saturating_add_signed(self.0.skew_ms.get())
    }
    fn random(&self) -> f64 {
        // Knuth's MMIX generator.
        let seed =
            self.0.seed.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0.seed.set(seed);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    }
    fn event(&self, event: &Event) {
        let text = serde_json::to_string(event).unwrap();
        keep_quiet("an event", &text);
        self.0.events.borrow_mut().push(text);
    }
    fn lock(&self, keys: &[String]) -> Local<'_, Result<Box<dyn Any>, String>> {
        let keys = keys.to_vec();
        Box::pin(async move {
            // One key that is asked for twice would never be got.
            let mut folded = keys.clone();
            folded.sort();
            assert!(folded.windows(2).all(|pair| pair[0] != pair[1]), "locked twice: {keys:?}");
            while keys.iter().any(|key| self.0.locks.borrow().contains(key)) {
                self.0.time.sleep(1).await;
            }
            self.0.locks.borrow_mut().extend(keys.iter().cloned());
            Ok(Box::new(Locked { world: self.0.clone(), keys }) as Box<dyn Any>)
        })
    }
}
impl<M: Server> Store for World<M> {
    /// In pieces, which end anywhere.
    fn read(&self) -> Local<'_, Result<Option<String>, String>> {
        const PIECE: usize = 300;
        Box::pin(async {
            let journal = self.journal.borrow();
            let from = self.read.get();
            if from >= journal.len() {
                return Ok(None);
            }
            let end = (from + PIECE..journal.len()).find(|at| journal.is_char_boundary(*at));
            let end = end.unwrap_or(journal.len());
            self.read.set(end);
            Ok(Some(journal[from..end].to_owned()))
        })
    }
    fn append(&self, lines: String) -> Local<'_, Result<(), String>> {
        Box::pin(async move {
            keep_quiet("the journal", &lines);
            assert!(lines.ends_with('\n'), "{lines:?}");
            if self.refuses_to_store.get() {
                return Err("the disk is full".into());
            }
            self.survive().await;
            let whole = self.journal.borrow().clone() + &lines;
            let torn: String = lines.chars().take(lines.chars().count() * 2 / 3).collect();
            self.journal.borrow_mut().push_str(&torn);
            self.survive().await;
            *self.journal.borrow_mut() = whole;
            self.survive().await;
            // Stored for good a little later: what must not leave before may not.
            self.time.sleep(1).await;
            Ok(())
        })
    }
}
