//! What a flow sees: calls that are sent, retried, journalled and accounted for, and nothing of how.

use super::account::Scope;
use super::endpoint::Endpoint;
use super::exchange::{prepare, Exchange};
use super::journal::{Entry, Step};
use super::outcome::Evidence;
use super::settings::Settings;
use super::state::{Checked, Level, State};
use crate::data;
use crate::error::{Code, Error, Result};
use crate::http::{BaseUrl, Request};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
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
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<E::Answer>
    where
        E::Answer: Serialize + DeserializeOwned,
    {
        let request = self.prepare(endpoint)?;
        let purpose = E::METADATA.purpose;
        self.step(purpose, &request.fingerprint(), self.answer_to(endpoint, &request)).await
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
        let request = self.prepare(endpoint)?;
        self.answer_to(endpoint, &request).await
    }

    async fn answer_to<E: Endpoint>(&self, endpoint: &E, request: &Request) -> Result<E::Answer> {
        match self.exchange(request, || Ok(())).await {
            Ok(Exchange::Answer(answer, doubt)) => {
                endpoint.answer(&answer).map_err(|error| error.after(doubt))
            }
            Ok(Exchange::Unclear(error)) | Err(error) => Err(error),
        }
        .map_err(|error| self.finish(error, E::METADATA.purpose))
    }

    /// Does something as one step: once done, a replay takes its result and does not do it again.
    ///
    /// # Errors
    /// What the work says; `stale_journal` when the journal holds something else here.
    pub async fn step<T: Serialize + DeserializeOwned>(
        &self,
        name: &str,
        fingerprint: &str,
        work: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        if self.scope.aside.get() {
            return work.await;
        }
        let key = self.next_key();
        if let Some(result) = self.recall(&key, fingerprint)? {
            return Ok(result);
        }
        let before = self.account();
        let result = work.await?;
        self.keep(key, name, fingerprint, &result, before)?;
        Ok(result)
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
    pub async fn create<E: Endpoint>(&self, endpoint: &E) -> Result<Reply<E::Answer>>
    where
        E::Answer: Serialize + DeserializeOwned,
    {
        let request = self.prepare(endpoint)?;
        let fingerprint = request.fingerprint();
        let purpose = E::METADATA.purpose;
        let key = self.next_key();
        if let Some(reply) = self.recall(&key, &fingerprint)? {
            return Ok(reply);
        }
        let before = self.account();
        let reply = if self.state.journal.borrow().was_intended(&key, &fingerprint)? {
            let error = Error::new(Code::Network, "interrupted before the answer was kept");
            Reply::Interrupted(self.finish(error, purpose))
        } else {
            self.create_now(endpoint, &request, &key, &fingerprint).await?
        };
        self.keep(key, purpose, &fingerprint, &reply, before)?;
        Ok(reply)
    }

    async fn create_now<E: Endpoint>(
        &self,
        endpoint: &E,
        request: &Request,
        key: &str,
        fingerprint: &str,
    ) -> Result<Reply<E::Answer>> {
        let purpose = E::METADATA.purpose;
        let intend =
            || self.state.record(Entry::Intent { key: key.to_owned(), request: fingerprint.to_owned() });
        match self.exchange(request, intend).await {
            Ok(Exchange::Unclear(error)) => Ok(Reply::Unclear(self.finish(error, purpose))),
            Ok(Exchange::Answer(answer, _)) => match endpoint.answer(&answer) {
                Ok(answer) => Ok(Reply::Done(answer)),
                // A success that cannot be read may have been one all the same.
                Err(error) if answer.is_success() && error.code == Code::BadResponse => {
                    Ok(Reply::Unclear(self.finish(error, purpose)))
                }
                Err(error) => Ok(Reply::Refused(self.finish(error, purpose))),
            },
            Err(error) if error.run_level => Err(self.finish(error, purpose)),
            // Not sent, or refused before anything was done (429).
            Err(error) => Ok(Reply::Refused(self.finish(error, purpose))),
        }
    }

    /// Finds something out once in a run, on an account that all who ask for it share.
    ///
    /// # Errors
    /// What the search says, to all who ask.
    pub async fn once<T: Clone + 'static, F: Future<Output = Result<T>>>(
        &self,
        key: &str,
        find: impl FnOnce(Context) -> F,
    ) -> Result<T> {
        let apart = self.scoped(key);
        let search = async {
            let found = find(apart.clone()).await;
            (found, apart.account())
        };
        let (found, account) = self.state.once(key, search).await;
        // Who asks again has it on the account already.
        if self.scope.shared.borrow_mut().insert(key.to_owned()) {
            self.share(&account);
        }
        found
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
        let hub = &self.state.hub;
        let _turn = self
            .state
            .until(|| match hub.try_write() {
                Some(turn) => Checked::Here(turn),
                None => Checked::NotYet,
            })
            .await;
        work.await
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
    pub(crate) fn prepare<E: Endpoint>(&self, endpoint: &E) -> Result<Request> {
        prepare(&self.state.hub, endpoint).map_err(|error| self.finish(error, E::METADATA.purpose))
    }

    fn next_key(&self) -> String {
        let number = self.scope.last.get().saturating_add(1);
        self.scope.last.set(number);
        self.key(number)
    }

    fn key(&self, number: u32) -> String {
        format!("{}.{number}", self.scope.name)
    }

    fn recall<T: DeserializeOwned>(&self, key: &str, fingerprint: &str) -> Result<Option<T>> {
        let journal = self.state.journal.borrow();
        let Some(step) = journal.recall(key, fingerprint)? else { return Ok(None) };
        self.share(&(step.evidence.clone(), step.sent));
        data::read(&step.result).map(Some).map_err(|mismatch| {
            let words = format!("the journal's `{}` cannot be read: {mismatch}", step.step);
            Error::new(Code::StaleJournal, words).hint("start again with a new journal").for_the_run()
        })
    }

    fn keep<T: Serialize>(
        &self,
        key: String,
        name: &str,
        fingerprint: &str,
        result: &T,
        before: (Vec<Evidence>, u32),
    ) -> Result<()> {
        let result = data::write(result)?;
        let (evidence, sent) = self.account();
        self.state.record(Entry::Step(Step {
            key,
            step: name.to_owned(),
            request: fingerprint.to_owned(),
            result,
            evidence: evidence.into_iter().skip(before.0.len()).collect(),
            sent: sent.saturating_sub(before.1),
        }))
    }
}
