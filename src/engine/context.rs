//! What a flow sees: calls that are sent, retried, journalled and accounted for, and nothing of how.

use super::account::Scope;
use super::endpoint::Endpoint;
use super::exchange::{prepare, Exchange};
use super::hub::Writing;
use super::join::Boxed;
use super::journal::{Entry, Step};
use super::settings::Settings;
use super::state::{Checked, Found, Level, State};
use super::typed::{Asked, Kept, Typed};
use crate::data::{self, Mismatch};
use crate::error::{Code, Error, Result};
use crate::http::{BaseUrl, Request, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::any::Any;
use std::future::Future;
use std::rc::Rc;

/// The flow's way out: every call goes through here.
#[derive(Clone)]
pub struct Context {
    pub(crate) state: Rc<State>,
    pub(super) scope: Rc<Scope>,
}

/// The answer to a request that could create something.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reply<T> {
    /// Done, and this was said.
    Done(T),
    /// Refused: it was not done.
    Refused(Error),
    /// It may have been done or not.
    Unclear(Error),
    /// An earlier life of the run was about to send it, and left no word of an answer.
    Interrupted(Error),
}

impl<T> Reply<T> {
    /// The same of something else that is made of what was said.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Reply<U> {
        match self {
            Self::Done(said) => Reply::Done(make(said)),
            Self::Refused(error) => Reply::Refused(error),
            Self::Unclear(error) => Reply::Unclear(error),
            Self::Interrupted(error) => Reply::Interrupted(error),
        }
    }
}

impl Context {
    pub(crate) fn new(state: Rc<State>, scope: &str) -> Self {
        Self { state, scope: Rc::new(Scope::new(scope)) }
    }

    /// A context with a numbering and an account of its own.
    pub(crate) fn scoped(&self, name: &str) -> Self {
        Self::new(self.state.clone(), name)
    }

    /// The thread of the steps that concern only one of the people looked at together, by position: with
    /// a numbering of its own, so that one person's failure shifts no other's steps.
    pub fn part(&self, position: usize) -> Self {
        let name = format!("{}p{position}", self.scope.name);
        self.scope.parts.borrow_mut().entry(position).or_insert_with(|| self.scoped(&name)).clone()
    }

    /// The client's settings.
    pub fn settings(&self) -> &Settings {
        &self.state.hub.settings
    }

    /// The platform's address.
    pub fn base(&self) -> &BaseUrl {
        &self.state.hub.base
    }

    /// The scope that the session was granted, where there is one and the platform says so.
    pub fn granted_scope(&self) -> Option<String> {
        self.state.hub.session.borrow().granted_scope()
    }

    /// The time as it is, in milliseconds since 1970: for waits only, because a replay sees another one.
    pub(crate) fn now(&self) -> u64 {
        self.state.now()
    }

    /// Whether the host can wait as long as it takes.
    pub(crate) fn is_patient(&self) -> bool {
        self.state.patient
    }

    /// The name of this thread of steps.
    pub(crate) fn scope_name(&self) -> &str {
        &self.scope.name
    }

    /// Calls a safe or idempotent endpoint. The answer goes into the journal.
    ///
    /// # Errors
    /// What the endpoint, the network or the session says.
    pub fn call<'a, E: Endpoint>(&'a self, endpoint: &'a E) -> Typed<'a, Known, E::Answer>
    where
        E::Answer: Serialize + DeserializeOwned,
    {
        Typed::new(self.call_and_keep(endpoint), Known::read)
    }

    fn call_and_keep<'a>(&'a self, endpoint: &'a dyn Kept) -> Boxed<'a, Result<Known>> {
        Box::pin(async move {
            let request = self.prepare(endpoint)?;
            let work = async {
                let (answer, doubt) = self.heard(&request).await?;
                let kept = endpoint.kept(&answer);
                kept.map_err(|error| self.finish(error.after(doubt), request.purpose))
            };
            self.keep_step(request.purpose, &request.fingerprint(), Box::pin(work)).await
        })
    }

    /// What names the request of an endpoint in the journal.
    ///
    /// # Errors
    /// As [`Endpoint::request`].
    pub fn fingerprint<E: Endpoint>(&self, endpoint: &E) -> Result<String> {
        self.prepare(endpoint).map(|request| request.fingerprint())
    }

    /// Calls a safe or idempotent endpoint whose answer must not be kept: a replay calls it again.
    ///
    /// # Errors
    /// As [`Context::call`].
    pub async fn peek<E: Endpoint>(&self, endpoint: &E) -> Result<E::Answer> {
        let (answer, doubt) = self.ask(endpoint).await?;
        endpoint.answer(&answer).map_err(|error| self.finish(error.after(doubt), E::METADATA.purpose))
    }

    fn ask<'a>(&'a self, endpoint: &'a dyn Asked) -> Boxed<'a, Result<(Response, Option<Error>)>> {
        Box::pin(async move {
            let request = self.prepare(endpoint)?;
            self.heard(&request).await
        })
    }

    /// The answer to a safe or idempotent request; and why an earlier try may have been done, if one may.
    fn heard<'a>(&'a self, request: &'a Request) -> Boxed<'a, Result<(Response, Option<Error>)>> {
        Box::pin(async move {
            match self.exchange(request, &mut || Ok(())).await {
                Ok(Exchange::Answer(answer, doubt)) => Ok((answer, doubt)),
                Ok(Exchange::Unclear(error)) | Err(error) => Err(self.finish(error, request.purpose)),
            }
        })
    }

    /// Does something as one step: once done, a replay takes its result and does not do it again.
    ///
    /// # Errors
    /// What the work says; `stale_journal` when the journal holds something else here.
    pub fn step<'a, T: Serialize + DeserializeOwned>(
        &'a self,
        name: &'a str,
        fingerprint: &'a str,
        work: impl Future<Output = Result<T>> + 'a,
    ) -> Typed<'a, Known, T> {
        let work = Box::pin(async move { data::write(&work.await?) });
        Typed::new(self.keep_step(name, fingerprint, work), Known::read)
    }

    fn keep_step<'a>(
        &'a self,
        name: &'a str,
        fingerprint: &'a str,
        work: Boxed<'a, Result<Value>>,
    ) -> Boxed<'a, Result<Known>> {
        Box::pin(async move {
            let step = || name.to_owned();
            if self.scope.aside.get() {
                return Ok(Known { step: step(), result: work.await? });
            }
            let begun = self.begin(name, fingerprint);
            if let Some(known) = self.recall(&begun)? {
                return Ok(known);
            }
            let result = work.await?;
            self.keep(begun, result.clone())?;
            Ok(Known { step: step(), result })
        })
    }

    /// Looks once more, aside from the steps: what an earlier life of the run saw may be long out of date. It is
    /// neither kept nor taken from the journal.
    pub(super) async fn aside<T>(&self, look: impl Future<Output = T>) -> T {
        self.scope.aside.set(true);
        let found = look.await;
        self.scope.aside.set(false);
        found
    }

    /// Whether the next step would rest on what an earlier life of the run saw, and was not begun in it.
    pub fn is_first_after_a_break(&self) -> bool {
        let journal = self.state.journal.borrow();
        journal.is_resumed() && !journal.knows(&self.key(self.scope.last.get().saturating_add(1)))
    }

    /// Sends a request that could create something, once, and says how clear the answer is.
    ///
    /// # Errors
    /// Only what happens before it is sent, an abort, or a failure of the whole run.
    pub fn create<'a, E: Endpoint>(&'a self, endpoint: &'a E) -> Typed<'a, Known, Reply<E::Answer>>
    where
        E::Answer: Serialize + DeserializeOwned,
    {
        Typed::new(self.create_and_keep(endpoint), Known::read_reply)
    }

    fn create_and_keep<'a>(&'a self, endpoint: &'a dyn Kept) -> Boxed<'a, Result<Known>> {
        Box::pin(async move {
            let request = self.prepare(endpoint)?;
            let fingerprint = request.fingerprint();
            let begun = self.begin(request.purpose, &fingerprint);
            if let Some(known) = self.recall(&begun)? {
                return Ok(known);
            }
            let was_intended = self.state.journal.borrow().was_intended(&begun.key, &fingerprint)?;
            let reply = if was_intended {
                let error = Error::new(Code::Network, "interrupted before the answer was kept");
                Reply::Interrupted(self.finish(error, request.purpose))
            } else {
                let reply = self.reply_to(&request, &begun.key, &fingerprint).await?;
                self.understand(endpoint, reply)
            };
            let result = data::write(&reply)?;
            self.keep(begun, result.clone())?;
            Ok(Known { step: request.purpose.to_owned(), result })
        })
    }

    /// The answer to a request that could create something, not yet read. It is intended in the journal first.
    async fn reply_to(&self, request: &Request, key: &str, fingerprint: &str) -> Result<Reply<Response>> {
        let mut intend =
            || self.state.record(Entry::Intent { key: key.to_owned(), request: fingerprint.to_owned() });
        let finish = |error| self.finish(error, request.purpose);
        match self.exchange(request, &mut intend).await {
            Ok(Exchange::Answer(answer, _)) => Ok(Reply::Done(answer)),
            Ok(Exchange::Unclear(error)) => Ok(Reply::Unclear(finish(error))),
            Err(error) if error.run_level => Err(finish(error)),
            // Not sent, or refused before anything was done (429).
            Err(error) => Ok(Reply::Refused(finish(error))),
        }
    }

    fn understand(&self, endpoint: &dyn Kept, reply: Reply<Response>) -> Reply<Value> {
        let finish = |error| self.finish(error, endpoint.purpose());
        match reply {
            Reply::Done(answer) => match endpoint.kept(&answer) {
                Ok(read) => Reply::Done(read),
                // A success that cannot be read may have been one all the same.
                Err(error) if answer.is_success() && error.code == Code::BadResponse => {
                    Reply::Unclear(finish(error))
                }
                Err(error) => Reply::Refused(finish(error)),
            },
            Reply::Refused(error) => Reply::Refused(error),
            Reply::Unclear(error) => Reply::Unclear(error),
            Reply::Interrupted(error) => Reply::Interrupted(error),
        }
    }

    /// Finds something out once in a run, on an account that all who ask for it share.
    ///
    /// # Errors
    /// What the search says, to all who ask.
    pub fn once<'a, T: Clone + 'static, F: Future<Output = Result<T>> + 'a>(
        &'a self,
        key: &'a str,
        find: impl FnOnce(Context) -> F,
    ) -> Typed<'a, Rc<dyn Any>, T> {
        let apart = self.scoped(key);
        let found = find(apart.clone());
        let found = Box::pin(async move { Ok(Rc::new(found.await?) as Rc<dyn Any>) });
        Typed::new(self.find_once(key, apart, found), |found| {
            let found = found.downcast_ref::<T>().cloned();
            found.ok_or_else(|| Error::new(Code::Internal, "two searches of one name find different things"))
        })
    }

    fn find_once<'a>(
        &'a self,
        key: &'a str,
        apart: Context,
        find: Boxed<'a, Result<Rc<dyn Any>>>,
    ) -> Boxed<'a, Result<Rc<dyn Any>>> {
        Box::pin(async move {
            let search = Box::pin(async move { Found { what: find.await, account: apart.account() } });
            let found = self.state.once(key, search).await;
            // Who asks again has it on the account already.
            if self.scope.shared.borrow_mut().insert(key.to_owned()) {
                self.share(&found.account);
            }
            found.what
        })
    }

    /// Waits for this long before another look, with the usual backoff.
    pub async fn wait_before_look(&self, look: u32, reason: &str) {
        // Full jitter could be no wait at all; what is waited for here is the platform's own delay.
        let half = super::retry::backoff_ms(look, 0.5);
        let more = super::retry::backoff_ms(look, self.state.random() / 2.0);
        let until = self.state.now().saturating_add(half).saturating_add(more);
        self.state.sleep(until, reason).await;
    }

    /// Does a write on a platform that takes one at a time; others wait for their turn.
    pub async fn one_at_a_time<T>(&self, work: impl Future<Output = T>) -> T {
        let _turn = self.turn().await;
        work.await
    }

    fn turn(&self) -> Boxed<'_, Writing> {
        let check = || self.state.hub.try_write().map_or(Checked::NotYet, Checked::Here);
        Box::pin(self.state.until(check))
    }

    /// The time, in milliseconds since 1970; the same in a replay.
    ///
    /// # Errors
    /// `stale_journal` when the journal holds something else here.
    pub async fn clock(&self) -> Result<u64> {
        self.step("clock", "clock", async { Ok(self.state.now()) }).await
    }

    /// Waits for this long.
    pub async fn wait_ms(&self, ms: u64, reason: &str) {
        self.state.sleep(self.state.now().saturating_add(ms), reason).await;
    }

    /// Keeps something personal in memory, for a request to refer to.
    pub fn keep_secret(&self, name: crate::http::SecretName, secret: crate::http::Secret) {
        self.state.hub.vault.keep(name, secret);
    }

    /// Forgets it.
    pub fn forget_secret(&self, name: &crate::http::SecretName) {
        self.state.hub.vault.forget(name);
    }

    /// Notes how it has gone so far for the person whose thread of steps this is: too many failures of one kind
    /// stop a bulk run.
    pub fn note(&self, failure: Option<&Error>) {
        self.state.watch.note(&self.scope.name, failure);
    }

    /// The same of what has come of applying; `failure` finds what failed. A failure of the run is nobody's.
    pub fn note_of<T>(&self, done: &Result<T>, failure: impl FnOnce(&T) -> Option<&Error>) {
        match done {
            Ok(state) => self.note(failure(state)),
            Err(error) if error.is_for_the_run() => {}
            Err(error) => self.note(Some(error)),
        }
    }

    /// Whether anybody else may be begun with.
    ///
    /// # Errors
    /// What stops the whole run.
    pub(crate) fn may_begin(&self) -> Result<()> {
        self.state.watch.check()
    }

    /// Logs something worth knowing.
    pub fn warn(&self, message: &str) {
        let message = self.state.hub.vault.redact(message);
        self.log(Level::Warn, message, None, None, None);
    }

    /// The request of an endpoint, with the session and the client's own headers on it.
    pub(crate) fn prepare(&self, endpoint: &dyn Asked) -> Result<Request> {
        prepare(&self.state.hub, endpoint).map_err(|error| self.finish(error, endpoint.purpose()))
    }

    /// Begins the next step of this thread.
    fn begin<'a>(&self, name: &'a str, fingerprint: &'a str) -> Begun<'a> {
        let number = self.scope.last.get().saturating_add(1);
        self.scope.last.set(number);
        let before = (self.scope.evidence.borrow().len(), self.scope.sent.get());
        Begun { key: self.key(number), name, fingerprint, before }
    }

    fn key(&self, number: u32) -> String {
        format!("{}.{number}", self.scope.name)
    }

    /// What the journal holds of a step, if an earlier life of the run has done it.
    fn recall(&self, begun: &Begun<'_>) -> Result<Option<Known>> {
        let journal = self.state.journal.borrow();
        let Some(step) = journal.recall(&begun.key, begun.fingerprint)? else { return Ok(None) };
        self.share(&(step.evidence.clone(), step.sent));
        Ok(Some(Known { step: step.step.clone(), result: step.result.clone() }))
    }

    fn keep(&self, begun: Begun<'_>, result: Value) -> Result<()> {
        let (evidence, sent) = self.account();
        self.state.record(Entry::Step(Step {
            key: begun.key,
            step: begun.name.to_owned(),
            request: begun.fingerprint.to_owned(),
            result,
            evidence: evidence.into_iter().skip(begun.before.0).collect(),
            sent: sent.saturating_sub(begun.before.1),
        }))
    }
}

/// A step that has begun.
struct Begun<'a> {
    key: String,
    name: &'a str,
    fingerprint: &'a str,
    /// What was on the account.
    before: (usize, u32),
}

/// What came of a step, as the journal holds it.
#[derive(Debug)]
pub struct Known {
    step: String,
    result: Value,
}

impl Known {
    fn read<T: DeserializeOwned>(self) -> Result<T> {
        data::read(&self.result).map_err(|mismatch| unreadable(&self.step, &mismatch))
    }

    fn read_reply<T: DeserializeOwned>(self) -> Result<Reply<T>> {
        let step = self.step.clone();
        Ok(match self.read::<Reply<Value>>()? {
            Reply::Done(result) => Reply::Done(Self { step, result }.read()?),
            Reply::Refused(error) => Reply::Refused(error),
            Reply::Unclear(error) => Reply::Unclear(error),
            Reply::Interrupted(error) => Reply::Interrupted(error),
        })
    }
}

fn unreadable(step: &str, mismatch: &Mismatch) -> Error {
    let words = format!("the journal's `{step}` cannot be read: {mismatch}");
    Error::new(Code::StaleJournal, words).hint("start again with a new journal").for_the_run()
}
