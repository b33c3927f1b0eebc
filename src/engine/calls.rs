//! Calling an endpoint: kept as a step, only looked at, or sent once because it could create something.

use super::context::Context;
use super::endpoint::Endpoint;
use super::exchange::{self, Exchange};
use super::join::Boxed;
use super::journal::Entry;
use super::steps::Known;
use super::typed::{Asked, Kept, Typed};
use crate::data;
use crate::error::{Code, Error, Result};
use crate::http::{Request, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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

    /// The request of an endpoint, with the session and the client's own headers on it.
    pub(crate) fn prepare(&self, endpoint: &dyn Asked) -> Result<Request> {
        exchange::prepare(&self.state.hub, endpoint).map_err(|error| self.finish(error, endpoint.purpose()))
    }
}
