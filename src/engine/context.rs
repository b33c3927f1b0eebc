//! What a flow sees: calls that are sent, retried, journalled and accounted for, and nothing of how. The calls
//! themselves are in `calls.rs`, the steps in `steps.rs`.

use super::account::Scope;
use super::hub::Writing;
use super::join::Boxed;
use super::settings::Settings;
use super::state::{Checked, Found, Level, State};
use super::typed::Typed;
use crate::error::{Code, Error, Result};
use crate::http::BaseUrl;
use std::any::Any;
use std::future::Future;
use std::rc::Rc;

/// The flow's way out: every call goes through here.
#[derive(Clone)]
pub struct Context {
    pub(crate) state: Rc<State>,
    pub(super) scope: Rc<Scope>,
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
        let mut parts = self.scope.parts.borrow_mut();
        if let Some(part) = parts.get(&name) {
            return part.clone();
        }
        let part = self.scoped(&name);
        parts.insert(name, part.clone());
        part
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

    /// Whether the server was found not to do this, by any run of the client.
    pub fn lacks(&self, what: &str) -> bool {
        self.state.hub.lacks(what)
    }

    /// Remembers that the server does not do this, so that no run of the client asks for it again.
    pub fn note_lack(&self, what: &str) {
        self.state.hub.note_lack(what);
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
}
