//! The seam to the world, and how a platform lets one in.
use super::call::{Request, Response};
use super::event::Event;
use crate::error::{Error, Result};
use std::any::Any;
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

/// A boxed future of this thread.
pub type Local<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A request as it leaves: with its session on. It cannot be printed, cloned or serialised; only [`Host::send`] takes it.
pub struct Outgoing {
    /// The whole address; before the transport has it, path and query.
    pub url: String,
    /// The method.
    pub method: &'static str,
    /// All headers, in lower case.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// The body as text.
    pub body: Option<String>,
}
impl Outgoing {
    /// With a header of the session.
    pub fn header(&mut self, name: &'static str, value: impl Into<String>) {
        self.headers.push((name.into(), value.into()));
    }
}
/// What bounds one exchange.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body that is taken.
    pub bytes: usize,
}
/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// None in time.
    Timeout,
    /// No connection, or one that broke; in words that are safe to show.
    Network(String),
    /// The body is larger than [`Limits`] permit.
    TooLarge,
    /// The caller's signal.
    Aborted,
}
/// `fetch`, a clock, a timer, a die. Dropping a future of `send` or `sleep` cancels what it does. Tests bring their own,
/// with a clock that jumps.
pub trait Host {
    /// Sends once and gives the answer, whole.
    fn send(&self, request: Outgoing, limits: Limits) -> Local<'_, Result<Response, Fault>>;
    /// Waits so many milliseconds.
    fn sleep(&self, ms: u64) -> Local<'_, ()>;
    /// Milliseconds since 1970.
    fn now(&self) -> u64;
    /// From 0 up to 1.
    fn random(&self) -> f64;
    /// Tells what happens.
    fn event(&self, _event: &Event) {}
    /// Locks these keys across processes, until what it gives is dropped. By default there is one process.
    fn lock(&self, _keys: &[String]) -> Local<'_, Result<Box<dyn Any>, String>> {
        Box::pin(async { Ok(Box::new(()) as Box<dyn Any>) })
    }
}

/// A session's token, and how long it lives in milliseconds if that is said.
pub struct Token {
    /// What goes with each request.
    pub value: String,
    /// Its life, in milliseconds.
    pub lives_ms: Option<u64>,
    /// The scope that was granted, if that is said.
    pub scope: Option<String>,
}
/// How a platform lets one in, and how it words a refusal. It alone knows the credentials.
pub trait Dialect {
    /// The request for a session; none where the credentials go with every request.
    fn login(&self) -> Option<Outgoing>;
    /// Reads the session.
    ///
    /// # Errors
    /// `auth_rejected` is final: the credentials are not tried again. Others are tried again like reads.
    fn token(&self, answer: &Response) -> Result<Token>;
    /// Puts the session on.
    fn attach(&self, outgoing: &mut Outgoing, token: &str);
    /// The session may be over: another is got, once.
    fn is_expired(&self, answer: &Response) -> bool {
        answer.status == 401
    }
    /// The platform's own words about a refusal, and its id of the request.
    fn refusal(&self, answer: &Response) -> Option<String>;
    /// What to do about a refusal, where the platform's ways tell.
    fn advice(&self, _answer: &Response) -> Option<&'static str> {
        None
    }
    /// Ends a session, where the platform counts them.
    fn log_out(&self) -> Option<Outgoing> {
        None
    }
    /// The platform counts sessions: they are ended as soon as nobody works, not only by `close`.
    fn counts_sessions(&self) -> bool {
        false
    }
    /// Changes go one at a time.
    fn has_one_writer(&self) -> bool {
        false
    }
    /// What must never be shown.
    fn secrets(&self) -> Vec<String>;
    /// What names the account besides the base URL: route, environment, organization, client or user id.
    fn account(&self) -> Vec<String>;
}
impl Request {
    /// As it leaves, before the session is put on.
    #[must_use]
    pub fn outgoing(&self) -> Outgoing {
        let headers =
            self.headers.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        Outgoing { url: self.target.clone(), method: self.method, headers, body: self.body.clone() }
    }
}
/// The error of a caller's signal: it ends the whole run.
pub fn aborted() -> Error {
    Error::new(crate::error::Code::Aborted, "aborted by the caller").fatal()
}
