//! One request to its end: session, gate, retries, waits; and what a host of one's own hands over.

use super::context::Context;
use super::endpoint::Endpoint;
use super::hub::Hub;
use super::retry::{decide, Event, Policy, Verdict};
use crate::error::{Code, Error, Result};
use crate::http::{Request, Response, Safety};

/// How a request has ended, if not in an error.
pub(super) enum Exchange {
    Answer(Response),
    Unclear(Error),
}

impl Context {
    /// Sends a request until it has an answer to take. `about_to_send` runs before every try.
    pub(super) async fn exchange(
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
            let expired = request.session && hub.scheme.is_expired(status);
            if request.session && !expired && status != 0 {
                hub.session.borrow_mut().accepted(generation);
            }
            let verdict = if expired { Verdict::Renew } else { self.verdict(request, attempt, &event) };
            match verdict {
                Verdict::Renew if request.session => {
                    if renewed || !hub.session.borrow_mut().rejected(generation) {
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
                    let at = at.max(self.state.now().saturating_add(request.apart_ms));
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
            Safety::Unsafe => Ok(Exchange::Unclear(error)),
            _ => Err(error),
        }
    }

    fn verdict(&self, request: &Request, attempt: u32, event: &Event) -> Verdict {
        let policy = Policy { patient: self.state.patient, ..self.state.hub.settings.policy };
        decide(policy, request.safety, attempt, event, self.state.now(), self.state.random())
    }
}

/// The request of an endpoint, with the session and the client's own headers on it.
pub(crate) fn prepare<E: Endpoint>(hub: &Hub, endpoint: &E) -> Result<Request> {
    Ok(prepare_request(hub, endpoint.request(&hub.base)?))
}

pub(crate) fn prepare_request(hub: &Hub, request: Request) -> Request {
    let mut request = hub.scheme.attach(request);
    request.session = true;
    with_headers(hub, request)
}

pub(crate) fn with_headers(hub: &Hub, request: Request) -> Request {
    hub.settings.headers.iter().fold(request, |request, (name, value)| request.header(name, value))
}

fn rejected_for_good(event: &Event) -> Error {
    let error = match event {
        Event::Answer(answer) => super::retry::status_error(answer),
        Event::Fault(..) => Error::new(Code::AuthRejected, "the platform rejects the session"),
    };
    error.hint("a new session was rejected too: check the client's permissions").for_the_run()
}
