//! Sends requests: session, pace, time-outs, retries, evidence, redaction.
use super::abort::Abort;
use super::cache::Lists;
use super::call::{Call, Request, Response, Safety};
use super::client::{Client, Evidence};
use super::event::{Event, Whom};
use super::host::{aborted, Fault, Limits, Local, Outgoing};
use super::retry::{retry_after, Next, Policy};
use super::settings::CallOptions;
use super::slots::{Priority, Slots};
use crate::error::{shorten, Code, Error, Result};
use crate::redact;
use futures_util::future::{select, Either};
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// Counts by its references: one for each request under way, besides its own.
#[derive(Default)]
struct UnderWay(Rc<()>);

/// A client as one piece of work uses it: with a call's options, for one person or several, with evidence of its own.
#[derive(Clone)]
pub struct Http {
    /// The client.
    pub client: Rc<Client>,
    pub(crate) options: Rc<CallOptions>,
    pub(crate) slots: Rc<Slots>,
    /// This run's requests under way: those of the client's other runs, which share the slots, wake nobody of this one when
    /// they end.
    under_way: Rc<UnderWay>,
    pub(crate) lists: Rc<Lists>,
    /// For whom requests are sent.
    pub whom: Rc<Whom>,
    priority: usize,
    /// What was sent.
    pub evidence: Rc<RefCell<Vec<Evidence>>>,
    /// The user as given, for what must not be shown of it.
    user: Rc<Value>,
}
impl Http {
    /// For one run.
    pub fn new(client: Rc<Client>, options: Rc<CallOptions>) -> Self {
        let slots = options.concurrency.map_or_else(|| client.slots.clone(), Slots::new);
        let (lists, whom, evidence, user) = Default::default();
        Self { client, options, slots, under_way: Rc::default(), lists, whom, priority: 0, evidence, user }
    }
    /// The same run, for these people.
    pub fn about(&self, whom: Whom, user: Rc<Value>) -> Self {
        let priority = whom.row.or(whom.rows.first().copied()).unwrap_or_default();
        Self { whom: Rc::new(whom), priority, evidence: Rc::default(), user, ..self.clone() }
    }
    /// Whether the caller has given up.
    pub fn is_aborted(&self) -> bool {
        self.options.abort.as_ref().is_some_and(Abort::is_set)
    }
    pub(crate) fn policy(&self) -> Policy {
        let settings = &self.client.settings;
        let max_retries = self.options.max_retries.unwrap_or(settings.max_retries);
        Policy { max_retries, max_wait_ms: settings.max_wait_ms }
    }
    /// Tells what a person should know.
    pub fn warn(&self, message: &str) {
        let (platform, whom) = (self.client.platform, &*self.whom);
        self.client.host.event(&Event::Warning { platform, whom, message });
    }
    /// Sends, with retries where they are safe, and reads the answer.
    ///
    /// # Errors
    /// What the platform, the network or the caller's signal says; `fatal` where it concerns the whole run.
    pub async fn call<T>(&self, call: Call<T>) -> Result<T> {
        let purpose = call.request.purpose;
        let answer = self.exchange(call.request).await?;
        (call.read)(&answer).map_err(|error| {
            let (request_id, status) = (request_id(&answer), error.status.or(Some(answer.status)));
            self.clean(Error { request_id, status, ..error }.at(purpose))
        })
    }
    /// The part of a call that is alike for all types of answers.
    fn exchange(&self, request: Request) -> Local<'_, Result<Response>> {
        Box::pin(async move {
            let client = &*self.client;
            let is_write = request.safety != Safety::Safe;
            let _writer = match is_write && client.dialect.has_one_writer() {
                true => Some(client.writer.lock().await),
                false => None,
            };
            let failures = self.failures();
            let (mut attempt, mut is_renewed, mut was_sent) = (0_u32, false, false);
            loop {
                // Once it was sent, nobody can say that it was not.
                let unsent = |error: Error| Error { unsent: !was_sent, ..error };
                let token = self.token(failures).await.map_err(unsent)?;
                let mut outgoing = request.outgoing();
                client.dialect.attach(&mut outgoing, &token);
                let (error, asked) = match self.exchange_once(outgoing, request.purpose, attempt, false).await
                {
                    Ok(answer) if (200..300).contains(&answer.status) => return Ok(answer),
                    Ok(answer) => {
                        let error = self.refusal(&answer, request.purpose);
                        was_sent = true;
                        if client.dialect.is_expired(&answer) {
                            self.drop_token(&token).await;
                            let rejected = |mut error: Error| {
                                let hint = "check the credentials, and what they are permitted to do";
                                error.hint.get_or_insert_with(|| hint.to_owned());
                                error.fatal()
                            };
                            // Credentials that go with every request are not sent again: there is no other session.
                            if client.dialect.login().is_none() && request.safety != Safety::Unsafe {
                                return Err(rejected(error));
                            }
                            // A create is looked for before it is sent again.
                            if !is_renewed && request.safety != Safety::Unsafe {
                                is_renewed = true;
                                continue;
                            }
                            if !is_renewed || error.code != Code::AuthRejected {
                                return Err(error);
                            }
                            let error = rejected(error);
                            self.note_failure(&error);
                            return Err(error);
                        }
                        (error, retry_after(&answer, client.host.now()))
                    }
                    Err(error) => (Error { unsent: error.unsent && !was_sent, ..error }, None),
                };
                was_sent |= !error.unsent;
                let next = self.policy().decide(request.safety, attempt, &error, asked, client.host.random());
                if error.code == Code::RateLimited {
                    let planned =
                        asked.unwrap_or_else(|| super::retry::backoff(attempt, client.host.random()));
                    client.pace.pause(planned.min(client.settings.max_wait_ms));
                }
                attempt = attempt.saturating_add(1);
                match next {
                    Next::Stop => return Err(error),
                    Next::TooLong(ms) => return Err(self.too_long(error, ms)),
                    Next::Wait(ms) | Next::Pause(ms) => {
                        let (platform, whom, step) = (client.platform, &*self.whom, request.purpose);
                        client.host.event(&Event::Retry {
                            platform,
                            whom,
                            step,
                            attempt,
                            ms,
                            reason: &error,
                        });
                        // A pause is waited out by whoever sends next.
                        if matches!(next, Next::Wait(_)) {
                            self.sleep("retry", ms).await?;
                        }
                    }
                }
            }
        })
    }
    /// Whether an answer of this status can mean that the session is over.
    pub(crate) fn may_be_over(&self, status: u16) -> bool {
        let (headers, body) = Default::default();
        self.client.dialect.is_expired(&Response { status, headers, body })
    }
    /// The platform asks for a longer wait than is permitted: that ends the run.
    pub(crate) fn too_long(&self, error: Error, ms: u64) -> Error {
        let retry_at = Some(self.client.host.now().saturating_add(ms));
        let seconds = ms.div_ceil(1000);
        let hint = format!("try again in {seconds} s, or permit longer waits with maxWaitMs");
        Error { retry_at, code: Code::RateLimited, ..error }.hint(hint).fatal()
    }
    fn refusal(&self, answer: &Response, purpose: &str) -> Error {
        let dialect = &self.client.dialect;
        let hint = dialect.advice(answer).map(str::to_owned);
        let error = Error { hint, ..Error::of_status(answer.status, dialect.refusal(answer)).at(purpose) };
        self.clean(Error { request_id: request_id(answer), ..error })
    }
    /// Whether a text holds a credential or a token.
    pub(crate) fn holds_secret(&self, text: &str) -> bool {
        redact::scrub(text, self.client.secrets.borrow().iter()) != text
    }
    /// The error without secrets, and without values of people, that a platform may have echoed.
    pub(crate) fn clean(&self, mut error: Error) -> Error {
        let secrets = self.client.secrets.borrow();
        let hidden = redact::sensitive_values(&self.user);
        for text in
            [Some(&mut error.message), error.hint.as_mut(), error.request_id.as_mut()].into_iter().flatten()
        {
            *text = redact::scrub(text, secrets.iter().chain(&hidden));
        }
        error
    }
    /// Headers that the caller adds to every request; those of the request and of the session come first.
    fn headers(&self, outgoing: &mut Outgoing) {
        let (call, client) = (&self.options.headers, &self.client.settings.headers);
        for (name, value) in call.0.iter().chain(&client.0) {
            if !outgoing.headers.iter().any(|(known, _)| known == name) {
                outgoing.headers.push((name.clone(), value.clone()));
            }
        }
    }
    /// Waits its planned length, whatever the clock does; ends early only when the caller gives up.
    ///
    /// # Errors
    /// `aborted`.
    pub async fn sleep(&self, reason: &str, ms: u64) -> Result<()> {
        if ms > 0 {
            let (platform, whom) = (self.client.platform, &*self.whom);
            self.client.host.event(&Event::Wait { platform, whom, reason, ms });
        }
        self.or_abort(self.client.host.sleep(ms)).await
    }
    /// Waits longer from time to time, for something that may be shown late.
    ///
    /// # Errors
    /// `aborted`.
    pub async fn backoff(&self, attempt: u32) -> Result<()> {
        self.sleep("look again", super::retry::backoff(attempt, self.client.host.random())).await
    }
    /// Does this, unless the caller gives up before it is done.
    ///
    /// # Errors
    /// `aborted`.
    pub async fn until_abort<T>(&self, work: impl std::future::Future<Output = T>) -> Result<T> {
        self.or_abort(Box::pin(work)).await
    }
    /// Nothing of this run is in flight, and nothing waits to be.
    pub fn is_idle(&self) -> bool {
        Rc::strong_count(&self.under_way.0) == 1
    }
    async fn or_abort<T>(&self, work: Local<'_, T>) -> Result<T> {
        match &self.options.abort {
            None => Ok(work.await),
            Some(abort) if abort.is_set() => Err(aborted()),
            Some(abort) => match select(work, abort.wait()).await {
                Either::Left((done, _)) => Ok(done),
                Either::Right(_) => Err(aborted()),
            },
        }
    }
    /// Sends once, without asking what the answer means. What must be sent whatever the caller says is `unconditional`.
    pub(crate) async fn exchange_once(
        &self,
        mut outgoing: Outgoing,
        purpose: &'static str,
        attempt: u32,
        unconditional: bool,
    ) -> Result<Response> {
        let client = &*self.client;
        let method = outgoing.method;
        let path: Rc<str> = outgoing.url.split('?').next().unwrap_or_default().into();
        self.headers(&mut outgoing);
        outgoing.url = client.base.resolve(&outgoing.url).map_err(|error| error.at(purpose))?;
        let priority = Priority { is_read: method == "GET", number: self.priority };
        let began = std::cell::Cell::new(None);
        let work: Local<_> = Box::pin(async {
            client.pace.unpaused().await;
            let _under_way = Rc::clone(&self.under_way.0);
            let _slot = self.slots.take(priority).await;
            // The platform may have asked to slow down meanwhile.
            client.pace.unpaused().await;
            client.pace.turn().await;
            began.set(Some(client.host.now()));
            let timeout = client.host.sleep(self.options.timeout_ms.unwrap_or(client.settings.timeout_ms));
            let limits = Limits { bytes: client.settings.max_response_bytes };
            match select(client.host.send(outgoing, limits), timeout).await {
                Either::Left((result, _)) => result,
                Either::Right(_) => Err(Fault::Timeout),
            }
        });
        let result = match unconditional {
            true => work.await,
            false => self.or_abort(work).await.unwrap_or(Err(Fault::Aborted)),
        };
        if let Some(began) = began.get() {
            self.note(purpose, method, path, &result, attempt, began);
        }
        result.map_err(|fault| {
            let host = client.base.host();
            let error = match fault {
                Fault::Timeout => Error::new(Code::Timeout, format!("{host} gave no answer in time")),
                Fault::Network(words) => {
                    let words = shorten(&redact::without_queries(&words));
                    Error::new(Code::Network, format!("the connection to {host} failed: {words}"))
                }
                Fault::TooLarge => {
                    let words = format!(
                        "the answer of {host} is larger than {} bytes",
                        client.settings.max_response_bytes
                    );
                    Error::bad_response(words).hint("maxResponseBytes permits more")
                }
                Fault::Aborted => aborted(),
            };
            let error = self.clean(error.at(purpose));
            if began.get().is_some() {
                error
            } else {
                error.unsent()
            }
        })
    }
    fn note(
        &self,
        purpose: &'static str,
        method: &'static str,
        path: Rc<str>,
        result: &Result<Response, Fault>,
        attempt: u32,
        began: u64,
    ) {
        let (platform, host) = (self.client.platform, &self.client.host);
        let status = result.as_ref().map_or(0, |answer| answer.status);
        let id = result.as_ref().ok().and_then(request_id);
        let hidden = id.as_ref().map(|_| redact::sensitive_values(&self.user)).unwrap_or_default();
        let id = id.map(|id| redact::scrub(&id, self.client.secrets.borrow().iter().chain(&hidden)));
        let duration_ms = host.now().saturating_sub(began);
        let (whom, request_id) = (&*self.whom, id.as_deref());
        host.event(&Event::Request {
            platform,
            whom,
            step: purpose,
            method,
            path: &path,
            status,
            duration_ms,
            request_id,
            attempt,
        });
        let request_id = id.map(Rc::from);
        self.evidence.borrow_mut().push(Evidence { purpose, method, path, status, request_id });
    }
}
/// Platforms' ids of requests are UUIDs, hexadecimal or base64 texts.
const LONGEST_ID: usize = 128;
fn request_id(answer: &Response) -> Option<String> {
    let id =
        ["x-request-id", "request-id", "x-correlation-id"].iter().find_map(|name| answer.header(name))?;
    // What a server echoes into it, a header or a body, is no id.
    let is_id = |c: char| c.is_ascii_alphanumeric() || "-_.:/+=@|".contains(c);
    (!id.is_empty() && id.len() <= LONGEST_ID && id.chars().all(is_id)).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn what_is_echoed_is_no_id() {
        let of = |id: &str| {
            let headers = vec![("X-Request-Id".to_owned(), id.to_owned())];
            request_id(&Response { status: 400, headers, body: Vec::new() })
        };
        for id in ["7c9e6679-7425-40de-944b-e07fc1f90ae7", "abc123==", "a.b:c/d_e", "1"] {
            assert_eq!(of(id).as_deref(), Some(id));
        }
        let long = "a".repeat(129);
        for echo in ["", "Bearer abc {\"dateOfBirth\":\"2000-01-01\"}", "%7B%22a%22", "&quot;a", "a b", &long]
        {
            assert_eq!(of(echo), None, "{echo}");
        }
    }
}
