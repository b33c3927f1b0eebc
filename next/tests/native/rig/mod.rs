//! A scripted host: carries out what clients send, on a virtual clock, against a model of a server. It knows no platform.
mod canary;
mod fate;
mod query;
mod time;
mod tokens;
mod told;
mod verbs;
mod world;

pub use canary::keep_quiet;
pub use fate::{broken, json_answer, response, Fate};
pub use query::{decode, options};
pub use time::START;
pub use tokens::{Tokens, CLIENT_SECRET};
pub use told::{End, Outcome, Problem, Status};
pub use verbs::{merge, Call, Ended};
pub use world::{Hosted, Request, World};

use provisor_next::http::{Host, Response};
use provisor_next::reconcile::Reconciler;
use serde_json::{json, Value};
use std::cell::{Ref, RefMut};
use std::rc::Rc;

/// A model of a platform's server.
pub trait Server {
    /// Does what a request asks, and answers.
    fn answer(&mut self, request: &Request, now: u64) -> Response;
    /// What a request is for, by method and address.
    fn step(method: &str, url: &str) -> &'static str;
    /// Ends all sessions, where there are any.
    fn expire(&mut self) {}
}
/// A request that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Counts all requests of the rig, from 1.
    pub number: usize,
    /// When.
    pub at: u64,
    /// What it is for.
    pub step: &'static str,
    pub request: Request,
}
impl Sent {
    /// `GET https://…`
    pub fn line(&self) -> String {
        format!("{} {}", self.request.method, self.request.url)
    }
    /// The body as sent.
    pub fn body(&self) -> &str {
        self.request.body.as_deref().unwrap_or_default()
    }
}

/// One client, and its world.
pub struct Rig<M> {
    pub world: Rc<World<M>>,
    pub client: Rc<Reconciler>,
    platform: &'static str,
    options: Value,
    /// The options of each call.
    pub call: Value,
    /// All that was told, but for plans.
    pub told: Vec<Outcome>,
}
impl<M: Server + 'static> Rig<M> {
    pub fn new(platform: &'static str, options: Value, server: M) -> Self {
        Self::over(platform, options, World::new(server, START))
    }
    fn over(platform: &'static str, options: Value, world: Rc<World<M>>) -> Self {
        let host: Rc<dyn Host> = Rc::new(world::Hosted(world.clone()));
        let client = provisor_next::platforms::open(platform, &options, host);
        let client = client.unwrap_or_else(|error| panic!("{error}: {:?}", error.hint));
        Self { world, client, platform, options, call: json!({}), told: Vec::new() }
    }
    pub fn server(&self) -> Ref<'_, M> {
        self.world.server.borrow()
    }
    pub fn server_mut(&self) -> RefMut<'_, M> {
        self.world.server.borrow_mut()
    }
    pub fn now(&self) -> u64 {
        self.world.time.now()
    }
    pub fn sent(&self) -> Ref<'_, Vec<Sent>> {
        self.world.sent.borrow()
    }
    pub fn moments(&self) -> usize {
        self.world.moments.get()
    }
    pub fn journal(&self) -> String {
        self.world.journal.borrow().clone()
    }
    /// The events, read.
    pub fn events(&self) -> Vec<Value> {
        self.world.events.borrow().iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }
    /// The steps of what was sent, in order.
    pub fn steps(&self) -> Vec<&'static str> {
        self.sent().iter().map(|sent| sent.step).collect()
    }
    /// What was sent for this step.
    pub fn sent_for(&self, step: &str) -> Vec<Sent> {
        self.sent().iter().filter(|sent| sent.step == step).cloned().collect()
    }
    /// So many were sent for this step.
    pub fn count(&self, step: &str) -> usize {
        self.sent().iter().filter(|sent| sent.step == step).count()
    }
    /// From now on, requests meet these fates.
    pub fn meets(&self, fates: impl FnMut(&Sent) -> Fate + 'static) {
        *self.world.fates.borrow_mut() = Box::new(fates);
    }
    /// The same, with this request (by number) meeting this fate.
    #[must_use]
    pub fn with_fate(self, number: usize, fate: Fate) -> Self {
        self.with(move |sent| (sent.number == number).then(|| fate.clone()))
    }
    /// The same, with every request of this step meeting this fate.
    #[must_use]
    pub fn with_fate_of(self, step: &'static str, fate: Fate) -> Self {
        self.with(move |sent| (sent.step == step).then(|| fate.clone()))
    }
    /// The same, with the first so many requests of this step meeting this fate.
    #[must_use]
    pub fn with_first(self, times: usize, step: &'static str, fate: Fate) -> Self {
        let mut left = times;
        self.with(move |sent| {
            let is_met = sent.step == step && left > 0;
            left -= usize::from(is_met);
            is_met.then(|| fate.clone())
        })
    }
    /// The same, with requests meeting what this says first.
    #[must_use]
    pub fn with(self, mut first: impl FnMut(&Sent) -> Option<Fate> + 'static) -> Self {
        let mut before = self.world.fates.replace(Box::new(|_| Fate::Answered));
        self.meets(move |sent| first(sent).unwrap_or_else(|| before(sent)));
        self
    }
    /// Another process: a fresh client over the same server, journal and clock.
    #[must_use]
    pub fn reborn(&self) -> Self
    where
        M: Clone,
    {
        self.reborn_with(self.options.clone())
    }
    /// The same, with other options.
    #[must_use]
    pub fn reborn_with(&self, options: Value) -> Self
    where
        M: Clone,
    {
        let world = World::new(self.server().clone(), self.now());
        *world.journal.borrow_mut() = self.journal();
        Self { call: self.call.clone(), ..Self::over(self.platform, options, world) }
    }
}
