//! Types at the edge only: the engine's inner calls pass plain values, and are compiled once; a caller's types meet
//! them here.

use super::endpoint::Endpoint;
use super::join::Boxed;
use crate::data;
use crate::error::Result;
use crate::http::{BaseUrl, Request, Response};
use serde::Serialize;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A call whose result is still to be read as what the caller asked for.
#[must_use = "nothing is done before it is awaited"]
pub struct Typed<'a, V, T> {
    found: Boxed<'a, Result<V>>,
    read: fn(V) -> Result<T>,
}

impl<'a, V, T> Typed<'a, V, T> {
    pub(super) fn new(found: Boxed<'a, Result<V>>, read: fn(V) -> Result<T>) -> Self {
        Self { found, read }
    }
}

impl<V, T> Future for Typed<'_, V, T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        self.found.as_mut().poll(context).map(|found| (self.read)(found?))
    }
}

/// An [`Endpoint`] without the type of its answer.
pub(crate) trait Asked {
    fn purpose(&self) -> &'static str;
    fn asked(&self, base: &BaseUrl) -> Result<Request>;
}

impl<E: Endpoint> Asked for E {
    fn purpose(&self) -> &'static str {
        E::METADATA.purpose
    }

    fn asked(&self, base: &BaseUrl) -> Result<Request> {
        self.request(base)
    }
}

/// An endpoint whose answer can be kept.
pub(super) trait Kept: Asked {
    /// The answer, as the journal holds it.
    fn kept(&self, answer: &Response) -> Result<Value>;
}

impl<E: Endpoint> Kept for E
where
    E::Answer: Serialize,
{
    fn kept(&self, answer: &Response) -> Result<Value> {
        data::write(&self.answer(answer)?)
    }
}
