//! The session under the context: got once for all who wait, renewed once when rejected, never retried
//! when the credentials were refused.

use crate::error::{Code, Error};
use serde::{Deserialize, Serialize};

/// Where a client's session stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum State {
    /// There is none.
    #[default]
    None,
    /// Somebody is getting one; whoever else needs it waits, until the lease ends.
    Claimed { until: u64 },
    /// There is one.
    Held(Held),
    /// The credentials were refused: asking again could lock the account.
    Refused(Error),
}

/// A session that was granted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Held {
    /// Counts the sessions of a client: tells which one a request carried.
    pub generation: u64,
    /// When to stop using it (milliseconds since 1970), skew deducted.
    pub use_until: Option<u64>,
    /// When the platform will end it, without skew.
    pub expires_at: Option<u64>,
    /// The scope granted.
    pub scope: Option<String>,
    /// A request with it has succeeded.
    pub accepted: bool,
    /// It replaced one that was rejected.
    pub is_renewal: bool,
}

/// The session of one client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    pub state: State,
    generations: u64,
    renewing: bool,
    failures: u64,
    failure: Option<Error>,
    /// A fresh session was answered as one that may be over: that status speaks of permission here.
    denies: bool,
}

impl Session {
    /// The session to use now, if there is one that is still good.
    pub fn usable(&self, now: u64) -> Option<&Held> {
        match &self.state {
            State::Held(held) if held.use_until.is_none_or(|until| now < until) => Some(held),
            _ => None,
        }
    }

    /// The scope granted with the session there is.
    pub fn granted_scope(&self) -> Option<String> {
        match &self.state {
            State::Held(held) => held.scope.clone(),
            _ => None,
        }
    }

    /// How often getting one has failed.
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// The failure of an attempt that ended since `failures` were counted: it is that of all who waited.
    pub fn failed_since(&self, failures: u64) -> Option<Error> {
        self.failure.clone().filter(|_| self.failures > failures)
    }

    /// Notes that getting one has failed. Refused credentials are not tried again; an abort is one caller's.
    pub fn fail(&mut self, error: Error) {
        if error.code == Code::AuthRejected {
            self.state = State::Refused(error.clone());
        }
        if error.code != Code::Aborted {
            self.failures = self.failures.saturating_add(1);
            self.failure = Some(error);
        }
    }

    /// Takes a granted session into use and gives its generation. Skew: a tenth of its life, a minute at most.
    pub fn hold(&mut self, now: u64, expires_in_ms: Option<u64>, scope: Option<String>) -> u64 {
        const MOST_SKEW_MS: u64 = 60_000;
        self.generations = self.generations.saturating_add(1);
        let after = |ms: u64| now.saturating_add(ms);
        self.state = State::Held(Held {
            generation: self.generations,
            use_until: expires_in_ms.map(|life| after(life.saturating_sub((life / 10).min(MOST_SKEW_MS)))),
            expires_at: expires_in_ms.map(after),
            scope,
            accepted: false,
            is_renewal: std::mem::take(&mut self.renewing),
        });
        self.generations
    }

    /// Notes that a status which may say that a session is over was said to a fresh one.
    pub fn denied(&mut self) {
        self.denies = true;
    }

    /// Whether a status which may say that a session is over is known to speak of permission.
    pub fn denies(&self) -> bool {
        self.denies
    }

    /// Whether this is the session in use.
    pub fn is_held(&self, generation: u64) -> bool {
        matches!(&self.state, State::Held(held) if held.generation == generation)
    }

    /// Notes that the platform accepted this session.
    pub fn accepted(&mut self, generation: u64) {
        if let State::Held(held) = &mut self.state {
            held.accepted |= held.generation == generation;
        }
    }

    /// Notes that the platform rejected this session; says whether another one is worth getting:
    /// not when a session fresh from a renewal was rejected before it was ever accepted.
    pub fn rejected(&mut self, generation: u64) -> bool {
        match &self.state {
            State::Held(held) if held.generation == generation => {
                if held.is_renewal && !held.accepted {
                    return false;
                }
                self.renewing = true;
                self.state = State::None;
                true
            }
            // Somebody else has renewed it meanwhile.
            _ => true,
        }
    }

    /// The same, read back from data, which does not say that every failure here is one of the whole run.
    pub fn for_the_run(mut self) -> Self {
        if let State::Refused(error) = self.state {
            self.state = State::Refused(error.for_the_run());
        }
        self.failure = self.failure.map(Error::for_the_run);
        self
    }

    /// Forgets the session, and any refusal.
    pub fn clear(&mut self) {
        self.state = State::None;
        self.renewing = false;
        self.denies = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skew_is_a_tenth_or_a_minute() {
        for (life, use_until) in [(3_600_000, 3_540_000), (100_000, 90_000), (0, 0)] {
            let mut session = Session::default();
            session.hold(0, Some(life), None);
            let State::Held(held) = &session.state else { unreachable!() };
            assert_eq!((held.use_until, held.expires_at), (Some(use_until), Some(life)));
            assert_eq!(session.usable(use_until.saturating_sub(1)).is_some(), use_until > 0);
            assert!(session.usable(use_until).is_none());
        }
        let mut endless = Session::default();
        endless.hold(0, None, None);
        assert!(endless.usable(u64::MAX).is_some());
    }

    #[test]
    fn one_renewal_for_each_rejected_session() {
        let mut session = Session::default();
        session.hold(0, None, None);
        assert!(session.rejected(1), "the first rejection is worth a renewal");
        session.hold(0, None, None);
        assert!(session.rejected(1), "a late rejection of the old one is not about the new one");
        assert!(!session.rejected(2), "a fresh one that is rejected at once is the end");
        session.accepted(2);
        assert!(session.rejected(2), "one that was good once may be renewed");
    }
}
