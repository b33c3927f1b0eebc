//! What a flow sees: calls that are sent, retried, journalled and accounted for, and nothing of how.

use super::endpoint::Endpoint;
use super::journal::{Entry, Step};
use super::outcome::Evidence;
use super::retry::{decide, Event, Policy, Verdict};
use super::session::State as SessionState;
use super::settings::Settings;
use super::state::{Checked, Level, LogEvent, Notice, State};
use crate::data;
use crate::error::{Code, Error, Result};
use crate::http::{Request, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

/// A thread of steps that follow one another; steps are numbered within it, so that a replay finds them.
struct Scope {
    name: String,
    last: Cell<u32>,
    evidence: RefCell<Vec<Evidence>>,
    sent: Cell<u32>,
    /// The threads of steps about one of several people each, by position.
    parts: RefCell<BTreeMap<usize, Context>>,
}

/// The flow's way out: every call goes through here.
#[derive(Clone)]
pub struct Context {
    pub(crate) state: Rc<State>,
    scope: Rc<Scope>,
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

enum Exchange {
    Answer(Response),
    Unclear(Error),
}

impl Context {
    pub(crate) fn new(state: Rc<State>, scope: &str) -> Self {
        let scope = Scope {
            name: scope.to_owned(),
            last: Cell::new(0),
            evidence: RefCell::default(),
            sent: Cell::new(0),
            parts: RefCell::default(),
        };
        Self { state, scope: Rc::new(scope) }
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

    /// What was done for one of the people looked at together: for all of them, and for this one alone.
    pub(crate) fn account_of(&self, position: usize) -> (Vec<Evidence>, u32) {
        let (mut evidence, sent) = self.account();
        let (own, more) = self.part(position).account();
        evidence.extend(own);
        (evidence, sent.saturating_add(more))
    }

    /// The client's settings.
    pub fn settings(&self) -> &Settings {
        &self.state.hub.settings
    }

    /// The name of this thread of steps.
    pub(crate) fn scope_name(&self) -> &str {
        &self.scope.name
    }

    /// Sends the request that ends a session; whatever the answer, the session is not used again.
    pub(crate) async fn send_off(&self, logout: &Request) -> Result<()> {
        let request = with_headers(&self.state.hub, logout.clone());
        match self.exchange(&request, || Ok(())).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.finish(error, request.purpose)),
        }
    }

    /// The answers so far, and how many requests were sent for them.
    pub(crate) fn account(&self) -> (Vec<Evidence>, u32) {
        (self.scope.evidence.borrow().clone(), self.scope.sent.get())
    }

    /// Puts what was done in another scope on this one's account too.
    pub(crate) fn share(&self, (evidence, sent): &(Vec<Evidence>, u32)) {
        self.scope.evidence.borrow_mut().extend_from_slice(evidence);
        self.scope.sent.set(self.scope.sent.get().saturating_add(*sent));
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
            Ok(Exchange::Answer(answer)) => endpoint.answer(&answer),
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
        let key = self.next_key();
        if let Some(result) = self.recall(&key, fingerprint)? {
            return Ok(result);
        }
        let before = self.account();
        let result = work.await?;
        self.keep(key, name, fingerprint, &result, before)?;
        Ok(result)
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
            Ok(Exchange::Answer(answer)) => match endpoint.answer(&answer) {
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
        self.share(&account);
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

    /// Keeps something personal in memory, for a request to refer to.
    pub fn keep_secret(&self, name: crate::http::SecretName, secret: crate::http::Secret) {
        self.state.hub.vault.keep(name, secret);
    }

    /// Forgets it.
    pub fn forget_secret(&self, name: &crate::http::SecretName) {
        self.state.hub.vault.forget(name);
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

    async fn exchange(
        &self,
        request: &Request,
        mut about_to_send: impl FnMut() -> Result<()>,
    ) -> Result<Exchange> {
        let hub = &self.state.hub;
        let mut attempt = 0_u32;
        let mut renewed = false;
        loop {
            let generation = if request.session { self.session().await? } else { 0 };
            let event = self.state.transmit(request, &mut about_to_send).await?;
            self.account_for(request, &event, attempt);
            let status = match &event {
                Event::Answer(answer) => answer.status,
                Event::Fault(..) => 0,
            };
            if request.session && status != 401 && status != 0 {
                hub.session.borrow_mut().accepted(generation);
            }
            match self.verdict(request, attempt, &event) {
                Verdict::Renew if request.session => {
                    let worth_it = hub.session.borrow_mut().rejected(generation);
                    if renewed || !worth_it {
                        return Err(rejected_for_good(&event));
                    }
                    renewed = true;
                    self.warn("the platform rejects the session: getting a new one");
                }
                Verdict::Take | Verdict::Renew => match event {
                    Event::Answer(answer) => return self.within_limit(answer, request),
                    Event::Fault(_, detail) => return Err(Error::new(Code::Internal, detail)),
                },
                Verdict::Again { at, everyone, reason } => {
                    let reason = hub.vault.redact(&reason);
                    self.warn(&format!("{}: {reason}", request.purpose));
                    if everyone {
                        hub.pause(at);
                    }
                    self.state.sleep(at, &reason).await;
                    attempt = attempt.saturating_add(1);
                }
                Verdict::LookUp(error) => return Ok(Exchange::Unclear(error)),
                Verdict::GiveUp(error) => return Err(error),
            }
        }
    }

    /// A host of one's own may hand over more than the limit; it is not parsed.
    fn within_limit(&self, answer: Response, request: &Request) -> Result<Exchange> {
        let limit = self.state.hub.settings.max_response_bytes;
        if answer.body.len() <= limit {
            return Ok(Exchange::Answer(answer));
        }
        let error = Error::bad_response(format!("the answer is larger than the limit of {limit} bytes"))
            .with_status(answer.status)
            .hint("set maxResponseBytes if the platform's answers really are this large");
        match request.safety {
            crate::http::Safety::Unsafe => Ok(Exchange::Unclear(error)),
            _ => Err(error),
        }
    }

    fn verdict(&self, request: &Request, attempt: u32, event: &Event) -> Verdict {
        let policy = Policy { patient: self.state.patient, ..self.state.hub.settings.policy };
        decide(policy, request.safety, attempt, event, self.state.now(), self.state.random())
    }

    /// The session to use: the one there is, or a new one, got by one caller for all.
    async fn session(&self) -> Result<u64> {
        const LOOK_AGAIN_MS: u64 = 250;
        let hub = &self.state.hub;
        let lease = self.lease();
        let failures = hub.session.borrow().failures();
        let claimed = self
            .state
            .until(|| {
                let now = self.state.now();
                let mut session = hub.session.borrow_mut();
                if let Some(held) = session.usable(now) {
                    return Checked::Here(Ok(Some(held.generation)));
                }
                if let Some(error) = session.failed_since(failures) {
                    return Checked::Here(Err(error));
                }
                match &session.state {
                    SessionState::Refused(error) => Checked::Here(Err(error.clone())),
                    SessionState::Claimed { until } if now < *until => {
                        let look = now.saturating_add(LOOK_AGAIN_MS).min(*until);
                        Checked::NotBefore(look, "another call is getting the session")
                    }
                    _ => {
                        session.state = SessionState::Claimed { until: now.saturating_add(lease) };
                        Checked::Here(Ok(None))
                    }
                }
            })
            .await?;
        match claimed {
            Some(generation) => Ok(generation),
            None => self.log_in().await,
        }
    }

    /// For how long a claim holds without a sign of life, in milliseconds: one try and the wait before it.
    fn lease(&self) -> u64 {
        const SPARE_MS: u64 = 10_000;
        let settings = &self.state.hub.settings;
        settings.timeout_ms.saturating_add(settings.policy.max_wait_ms).saturating_add(SPARE_MS)
    }

    /// Gets a session; whoever gets it may use it once, however short its life.
    async fn log_in(&self) -> Result<u64> {
        let hub = &self.state.hub;
        let _claim = Claim(&self.state);
        let request = with_headers(hub, hub.scheme.login());
        let apart = self.scoped("session");
        let alive = || {
            if let SessionState::Claimed { until } = &mut hub.session.borrow_mut().state {
                *until = self.state.now().saturating_add(self.lease());
            }
            Ok(())
        };
        let result = match Box::pin(apart.exchange(&request, alive)).await {
            Ok(Exchange::Answer(answer)) => hub.scheme.read(&answer),
            Ok(Exchange::Unclear(error)) | Err(error) => Err(error),
        };
        match result {
            Ok(grant) => {
                hub.vault.keep(grant.name, grant.secret);
                Ok(hub.session.borrow_mut().hold(self.state.now(), grant.expires_in_ms, grant.scope))
            }
            Err(error) => {
                let error = self.finish(error, request.purpose).for_the_run();
                hub.session.borrow_mut().fail(error.clone());
                Err(error)
            }
        }
    }

    fn account_for(&self, request: &Request, event: &Event, attempt: u32) {
        let (status, words) = match event {
            Event::Answer(answer) => (answer.status, answer.status.to_string()),
            Event::Fault(fault, _) => (0, format!("{fault:?}").to_lowercase()),
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

    fn log(
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

    fn next_key(&self) -> String {
        let number = self.scope.last.get().saturating_add(1);
        self.scope.last.set(number);
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

/// Held while getting a session; whoever waits goes on when it ends, however it ends.
struct Claim<'a>(&'a State);

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut session = self.0.hub.session.borrow_mut();
        if matches!(session.state, SessionState::Claimed { .. }) {
            session.state = SessionState::None;
        }
        drop(session);
        self.0.hub.changed();
    }
}

/// The request of an endpoint, with the session and the client's own headers on it.
pub(crate) fn prepare<E: Endpoint>(hub: &super::hub::Hub, endpoint: &E) -> Result<Request> {
    Ok(prepare_request(hub, endpoint.request(&hub.base)?))
}

pub(crate) fn prepare_request(hub: &super::hub::Hub, request: Request) -> Request {
    let mut request = hub.scheme.attach(request);
    request.session = true;
    with_headers(hub, request)
}

pub(crate) fn with_headers(hub: &super::hub::Hub, request: Request) -> Request {
    hub.settings.headers.iter().fold(request, |request, (name, value)| request.header(name, value))
}

fn rejected_for_good(event: &Event) -> Error {
    let error = match event {
        Event::Answer(answer) => super::retry::status_error(answer),
        Event::Fault(..) => Error::new(Code::AuthRejected, "the platform rejects the session"),
    };
    error.hint("a new session was rejected too: check the client's permissions").for_the_run()
}
