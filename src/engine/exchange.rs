//! One request to its end: session, gate, retries, waits; and what a host of one's own hands over.

use super::context::Context;
use super::hub::Hub;
use super::join::Boxed;
use super::retry::{decide, Event, Policy, Verdict};
use super::typed::Asked;
use crate::error::{Code, Error, Result};
use crate::http::{Request, Response, Safety};

/// How a request has ended, if not in an error.
pub(super) enum Exchange {
    /// An answer to take; and why an earlier try of a write may have been done, if one may.
    Answer(Response, Option<Error>),
    Unclear(Error),
}

impl Context {
    /// Sends a request until it has an answer to take. `about_to_send` runs before every try. The first write
    /// for somebody is not sent when the run is being stopped.
    ///
    /// Boxed, like all that every call goes through: the module holds it once, and not in each caller.
    pub(super) fn exchange<'a>(
        &'a self,
        request: &'a Request,
        about_to_send: &'a mut dyn FnMut() -> Result<()>,
    ) -> Boxed<'a, Result<Exchange>> {
        Box::pin(self.exchange_now(request, about_to_send))
    }

    async fn exchange_now(
        &self,
        request: &Request,
        about_to_send: &mut dyn FnMut() -> Result<()>,
    ) -> Result<Exchange> {
        let hub = &self.state.hub;
        let mut attempt = 0_u32;
        let mut renewed = false;
        let mut lost = 0_u32;
        let mut doubt: Option<Error> = None;
        let is_write = request.session && request.safety != Safety::Safe;
        let mut about_to_send = || {
            if is_write && !self.scope.writes.get() {
                self.may_begin()?;
                self.scope.writes.set(true);
            }
            about_to_send()
        };
        loop {
            let generation = if request.session { self.session().await? } else { 0 };
            let event = self.state.transmit(request, self.scope_name(), &mut about_to_send).await?;
            self.account_for(request, &event, attempt);
            let status = match &event {
                Event::Answer(answer) => answer.status,
                Event::Fault(..) => {
                    lost = lost.saturating_add(1);
                    0
                }
            };
            let perhaps = hub.scheme.may_be_expired(status) && !hub.session.borrow().denies();
            let expired = request.session && (perhaps || hub.scheme.is_expired(status));
            if request.session && !expired && status != 0 {
                hub.session.borrow_mut().accepted(generation);
            }
            let verdict = if expired { Verdict::Renew } else { self.verdict(request, attempt, lost, &event) };
            match verdict {
                Verdict::Renew if request.session && hub.scheme.login().is_none() => {
                    return Err(token_rejected(&event).after(doubt));
                }
                Verdict::Renew if request.session => {
                    if !renewed && self.give_up(generation, perhaps).await? {
                        renewed = true;
                        self.warn("the platform rejects the session: getting a new one");
                        if request.apart_ms > 0 {
                            let at = self.state.now().saturating_add(request.apart_ms);
                            self.state.sleep(at, "another look keeps its distance").await;
                        }
                        continue;
                    }
                    match event {
                        // A fresh session is told the same: it is about what was asked.
                        Event::Answer(answer) if perhaps => {
                            hub.session.borrow_mut().denied();
                            return self.within_limit(answer, request, doubt);
                        }
                        event => return Err(rejected_for_good(&event).after(doubt)),
                    }
                }
                Verdict::Take | Verdict::Renew => match event {
                    Event::Answer(answer) => return self.within_limit(answer, request, doubt),
                    Event::Fault(_, detail) => return Err(Error::new(Code::Internal, detail)),
                },
                Verdict::Again { at, everyone, reason } => {
                    let at = at.max(self.state.now().saturating_add(request.apart_ms));
                    let reason = hub.vault.redact(&reason);
                    // A 429 is said before anything is done; after anything else it may have been done.
                    if !everyone && request.safety == Safety::Idempotent {
                        let error = Error::new(Code::Network, "an earlier try had no clear answer");
                        doubt = Some(error);
                    }
                    self.warn(&format!("{}: {reason}", request.purpose));
                    if everyone {
                        hub.pause(at);
                    }
                    self.state.sleep(at, &reason).await;
                    attempt = attempt.saturating_add(1);
                }
                Verdict::LookUp(error) => return Ok(Exchange::Unclear(error)),
                Verdict::GiveUp(error) => return Err(error.after(doubt)),
            }
        }
    }

    /// A host of one's own may hand over more than the limit; it is not parsed.
    fn within_limit(&self, answer: Response, request: &Request, doubt: Option<Error>) -> Result<Exchange> {
        let limit = self.state.hub.settings.max_response_bytes;
        if answer.body.len() <= limit {
            return Ok(Exchange::Answer(answer, doubt));
        }
        let error = Error::bad_response(format!("the answer is larger than the limit of {limit} bytes"))
            .with_status(answer.status)
            .hint("set maxResponseBytes if the platform's answers really are this large");
        match request.safety {
            Safety::Unsafe => Ok(Exchange::Unclear(error)),
            _ => Err(error),
        }
    }

    fn verdict(&self, request: &Request, attempt: u32, lost: u32, event: &Event) -> Verdict {
        let mut policy = Policy { patient: self.state.patient, ..self.state.hub.settings.policy };
        if request.most_lost.is_some_and(|most| lost > most) && matches!(event, Event::Fault(..)) {
            policy.max_retries = 0;
        }
        decide(policy, request.safety, attempt, event, self.state.now(), self.state.random())
    }
}

/// The request of an endpoint, with the session and the client's own headers on it.
pub(crate) fn prepare(hub: &Hub, endpoint: &dyn Asked) -> Result<Request> {
    endpoint.asked(&hub.base).map(|request| prepare_request(hub, request))
}

pub(crate) fn prepare_request(hub: &Hub, request: Request) -> Request {
    let mut request = hub.scheme.attach(request);
    request.session = true;
    with_headers(hub, request)
}

pub(crate) fn with_headers(hub: &Hub, request: Request) -> Request {
    hub.settings.headers.iter().fold(request, |request, (name, value)| request.header(name, value))
}

/// There is no other one to get: it was handed over.
fn token_rejected(event: &Event) -> Error {
    let Event::Answer(answer) = event else { return rejected_for_good(event) };
    let mut error = super::retry::status_error(answer);
    error.message = format!("the platform rejects the token ({})", answer.status);
    error.hint("it was handed over by an administrator, and only they can give another one").for_the_run()
}

fn rejected_for_good(event: &Event) -> Error {
    let error = match event {
        Event::Answer(answer) => super::retry::status_error(answer),
        Event::Fault(..) => Error::new(Code::AuthRejected, "the platform rejects the session"),
    };
    error.hint("a new session was rejected too: check the client's permissions").for_the_run()
}
