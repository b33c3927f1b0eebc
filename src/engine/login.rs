//! Getting and ending the session: one caller gets it for all.

use super::context::Context;
use super::exchange::{with_headers, Exchange};
use super::session::State as SessionState;
use super::state::{Checked, State};
use crate::error::{Code, Error, Result};
use std::future::Future;

impl Context {
    /// Does a run's work. Where a session is not kept for later, whoever is the last to work under it
    /// ends it, whatever the result.
    pub(super) async fn under_session<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let hub = self.state.hub.clone();
        let at_work = hub.at_work();
        let result = work.await;
        drop(at_work);
        if hub.must_log_out() {
            if let Err(error) = self.log_out().await {
                self.warn(&format!("the session could not be ended: {error}"));
            }
        }
        result
    }

    /// Ends the session where the platform knows such a thing, and forgets it in any case.
    pub(super) async fn log_out(&self) -> Result<()> {
        let hub = &self.state.hub;
        let held = matches!(hub.session.borrow().state, SessionState::Held(_));
        let result = match hub.scheme.logout() {
            Some(logout) if held => {
                // Whoever wants a session meanwhile waits, and then gets a new one.
                hub.session.borrow_mut().state =
                    SessionState::Claimed { until: self.state.now().saturating_add(self.lease()) };
                let _claim = Claim(&self.state);
                let request = with_headers(hub, logout);
                let apart = self.scoped("session");
                let sent = apart.exchange(&request, &mut || Ok(())).await;
                sent.map(drop).map_err(|error| self.finish(error, request.purpose))
            }
            _ => Ok(()),
        };
        hub.forget_session();
        result
    }

    /// Gives up a session that was rejected; says whether another one is worth getting. One that is `perhaps` still
    /// open is ended first: a new one would leave it open for good.
    pub(super) async fn give_up(&self, generation: u64, perhaps: bool) -> Result<bool> {
        let hub = &self.state.hub;
        let before =
            Some(hub.session.borrow().state.clone()).filter(|_| hub.session.borrow().is_held(generation));
        if !hub.session.borrow_mut().rejected(generation) {
            return Ok(false);
        }
        if let (Some(logout), Some(before), true) = (hub.scheme.logout(), before, perhaps) {
            // Whoever wants a session meanwhile waits: the next one takes the place of this one in the vault.
            hub.session.borrow_mut().state =
                SessionState::Claimed { until: self.state.now().saturating_add(self.lease()) };
            let claim = Claim(&self.state);
            let request = with_headers(hub, logout);
            let sent = self.scoped("session").exchange(&request, &mut || Ok(())).await;
            drop(claim);
            if let Some(error) = sent.err().filter(|error| error.code == Code::Aborted) {
                // The end of the run tries once more.
                hub.session.borrow_mut().state = before;
                return Err(error);
            }
        }
        Ok(true)
    }

    /// The session to use: the one there is, or a new one, got by one caller for all.
    pub(super) async fn session(&self) -> Result<u64> {
        const LOOK_AGAIN_MS: u64 = 250;
        let hub = &self.state.hub;
        if hub.scheme.login().is_none() {
            return Ok(0);
        }
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
        let login = hub.scheme.login().ok_or_else(|| Error::new(Code::Internal, "there is no login"))?;
        let request = with_headers(hub, login);
        let apart = self.scoped("session");
        let mut alive = || {
            if let SessionState::Claimed { until } = &mut hub.session.borrow_mut().state {
                *until = self.state.now().saturating_add(self.lease());
            }
            Ok(())
        };
        let result = match apart.exchange(&request, &mut alive).await {
            Ok(Exchange::Answer(answer, _)) => hub.scheme.read(&answer),
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
