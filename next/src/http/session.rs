//! The session of a client: got once for all who wait, renewed once when rejected, ended where the platform counts them.
use super::client::Session;
use super::host::{Outgoing, Token};
use super::retry::{retry_after, Next};
use super::transport::Http;
use super::Safety;
use crate::error::{Code, Error, Result};

const LOG_IN: &str = "log in";

impl Http {
    /// The token there is, or a new one, got once for all who wait. If one who gets it gives up, the next goes on; if it
    /// cannot be got, or has failed since this number of failures, that is so for all who wait.
    pub(crate) async fn token(&self, failures: u64) -> Result<String> {
        let client = &*self.client;
        let mut session = client.session.lock().await;
        if let Some(held) = session.as_ref() {
            if held.until.is_none_or(|until| client.host.now() < until) {
                return Ok(held.token.clone());
            }
        }
        if let Some(error) = client.refused.borrow().clone() {
            return Err(error);
        }
        if let (true, Some(error)) = (self.failures() != failures, client.failures.borrow().1.clone()) {
            return Err(error);
        }
        let Some(login) = client.dialect.login() else {
            *session = Some(Session { token: String::new(), until: None, scope: None });
            return Ok(String::new());
        };
        let token = self.log_in(login).await.inspect_err(|error| self.note_failure(error))?;
        client.remember(&token.value);
        // A little early: ten percent, at most a minute.
        let life = token.lives_ms.map(|ms| ms.saturating_sub((ms / 10).min(60_000)));
        let until = life.map(|ms| client.host.now().saturating_add(ms));
        *session = Some(Session { token: token.value.clone(), until, scope: token.scope });
        Ok(token.value)
    }
    pub(crate) fn failures(&self) -> u64 {
        self.client.failures.borrow().0
    }
    /// What a caller gives up is no failure of the others.
    pub(crate) fn note_failure(&self, error: &Error) {
        if error.code != Code::Aborted {
            let mut failures = self.client.failures.borrow_mut();
            *failures = (failures.0.saturating_add(1), Some(error.clone()));
        }
    }
    async fn log_in(&self, first: Outgoing) -> Result<Token> {
        let client = &*self.client;
        let (mut login, mut attempt, mut unanswered) = (Some(first), 0_u32, 0_u32);
        loop {
            let Some(outgoing) = login.take().or_else(|| client.dialect.login()) else {
                return Err(Error::internal("the platform has no login"));
            };
            let (error, asked) = match self.exchange_once(outgoing, LOG_IN, attempt, false).await {
                Ok(answer) => match client.dialect.token(&answer) {
                    Ok(token) => return Ok(token),
                    Err(error) => (self.clean(error.at(LOG_IN)), retry_after(&answer, client.host.now())),
                },
                Err(error) => {
                    unanswered = unanswered.saturating_add(1);
                    (error, None)
                }
            };
            if error.code == Code::AuthRejected {
                // Refused credentials are final: they are never sent again.
                let error = error.fatal();
                *client.refused.borrow_mut() = Some(error.clone());
                return Err(error);
            }
            let next = self.policy().decide(Safety::Safe, attempt, &error, asked, client.host.random());
            attempt = attempt.saturating_add(1);
            match next {
                // A login without an answer may have counted: it is sent once more, not again and again.
                Next::Wait(ms) | Next::Pause(ms) if unanswered <= 1 => self.sleep("log in again", ms).await?,
                Next::TooLong(ms) => return Err(self.too_long(error, ms)),
                _ => return Err(error.fatal()),
            }
        }
    }
    /// When the session ends, in milliseconds since 1970, and the scope that was granted; where the platform says so.
    pub async fn session(&self) -> (Option<u64>, Option<String>) {
        let session = self.client.session.lock().await;
        session.as_ref().map(|held| (held.until, held.scope.clone())).unwrap_or_default()
    }
    /// Forgets a token that was rejected, unless another has been got meanwhile.
    pub(crate) async fn drop_token(&self, token: &str) {
        self.client.session.lock().await.take_if(|held| held.token == token);
    }
    /// Ends the session where the platform counts them. What it answers changes nothing; if this is dropped, the next one
    /// ends it.
    pub async fn log_out(&self) {
        let mut session = self.client.session.lock().await;
        let Some(held) = session.as_ref() else { return };
        if let Some(mut outgoing) = self.client.dialect.log_out() {
            self.client.dialect.attach(&mut outgoing, &held.token);
            drop(self.exchange_once(outgoing, "log out", 0, true).await);
        }
        *session = None;
    }
}
