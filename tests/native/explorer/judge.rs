//! The judge: compares what is said with what is so on the server.
//!
//! | what is said | what must be so |
//! | --- | --- |
//! | `created` | the person was not there, and now is, once, exactly as in the undisturbed run; a read has shown it |
//! | `updated` | the person was there otherwise, and now is exactly as in the undisturbed run; a read has shown it |
//! | `unchanged` | nothing was changed |
//! | `failed` | nothing was changed; or it is not as asked, and the outcome names the account |
//! | `conflict` | somebody refused (409, or a second account of one name), and no read says that it is as asked |
//! | `unknown` | something was sent that could change the person, and no read since, which the flow would have taken as proof, has shown it as asked |
//! | an error is thrown | this life has changed nothing for anybody who is not told of |
//!
//! And always: no name is there twice, the run logs out, it sends no more requests than announced, and it sleeps
//! through no long wait. Secrets are looked for by the rig.

use super::faults::{kind_of, Kind};
use super::flow::{Ended, Flow, Verb};
use super::schedule::Schedule;
use crate::rig::{Rig, START};
use crate::shared::truth::no_twins;
use crate::shared::{Knob, Subject};
use provisor::engine::{Outcome, Status};
use serde_json::Value;

/// The longest that any schedule may take on the virtual clock: two waits of a minute and all looks.
const LONGEST_MS: u64 = 600_000;

/// What an undisturbed run of a flow comes to.
pub struct Undisturbed<S: Subject> {
    pub server: S::Model,
    pub requests: usize,
    /// The purposes of the reads, one after the other, that prove the last write.
    proof: Vec<&'static str>,
}

impl<S: Subject> Undisturbed<S> {
    pub fn of(rig: Rig<S::Model>) -> Self {
        let is_read = |sent: &&crate::rig::Sent| kind_of::<S>(sent) == Kind::Read;
        let own = |sent: &&crate::rig::Sent| !S::SESSION.contains(&sent.purpose);
        let reads: Vec<_> =
            rig.sent.iter().rev().filter(own).take_while(is_read).map(|sent| sent.purpose).collect();
        // One look can be more than one request.
        let proof = reads.iter().copied().take_while(|purpose| Some(purpose) == reads.first()).collect();
        Self { requests: rig.sent.len(), proof, server: rig.server }
    }
}

pub struct Judge<'a, S: Subject> {
    pub flow: &'a Flow<S>,
    pub undisturbed: &'a Undisturbed<S>,
    pub schedule: &'a Schedule<'a>,
    pub rig: &'a Rig<S::Model>,
    /// Where an earlier life of the run has died: how, what it met, the sessions it left open, and the time.
    pub life: Option<(&'a str, &'a Schedule<'a>, usize, u64)>,
}

impl<S: Subject> Judge<'_, S> {
    fn what(&self) -> String {
        let life = self.life.map_or("", |(life, ..)| life);
        format!("{}, {}: {}{life}", S::ROUTE, self.flow.name, self.schedule)
    }

    /// Fails when anything that is said, or was done, is not as it must be.
    pub fn check(&self, ended: &Ended, most_requests: usize) {
        no_twins::<S>(&self.what(), &self.rig.server);
        for user in &self.flow.users {
            let name = S::name_of(user);
            match ended.outcomes.iter().find(|outcome| outcome.subject == name) {
                Some(outcome) => self.check_outcome(name, outcome),
                None => {
                    assert!(ended.thrown.is_some(), "{}: {name} is not told of", self.what());
                    // What an earlier life has changed, its journal knows.
                    let before = self.life.is_none().then(|| self.before(name));
                    let (what, after) = (self.what(), self.after(name));
                    assert!(
                        before.is_none_or(|before| before == after),
                        "{what}: {name} is not told of: {after}"
                    );
                }
            }
        }
        if let Some(error) = &ended.thrown {
            assert_eq!(error.platform.as_deref(), Some(S::PLATFORM), "{}: {error:?}", self.what());
            assert!(self.is_about_the_session(), "{}: thrown: {error:?}", self.what());
        }
        let sent = self.rig.sent.len();
        assert!(sent <= most_requests, "{}: {sent} requests, announced were {most_requests}", self.what());
        let begun = self.life.map_or(START, |(.., now)| now);
        assert!(self.rig.now - begun < LONGEST_MS, "{}: took {} ms", self.what(), self.rig.now - begun);
        self.check_session();
    }

    /// Only what is about the session, or the token, may end a run.
    fn is_about_the_session(&self) -> bool {
        self.has("expired session")
            || self.rig.sent.iter().any(|sent| self.strikes(sent.number) && Some(sent.purpose) == S::LOGIN)
    }

    /// Whether this life or an earlier one has met this fault.
    fn has(&self, fault: &str) -> bool {
        self.schedule.has(fault) || self.life.is_some_and(|(_, earlier, ..)| earlier.has(fault))
    }

    fn strikes(&self, number: usize) -> bool {
        self.schedule.strikes(number)
    }

    /// Every session that the client was told of is over, unless the log-out itself met a fault.
    fn check_session(&self) {
        if S::LOGOUT.is_none() {
            return;
        }
        let excused =
            |sent: &&crate::rig::Sent| self.strikes(sent.number) && S::SESSION.contains(&sent.purpose);
        let excused = self.rig.sent.iter().filter(excused).count();
        let excused = excused + self.life.map_or(0, |(_, _, left_open, _)| left_open);
        let open = S::open_sessions(&self.rig.server);
        assert!(open <= excused, "{}: {open} sessions are left open", self.what());
        assert!(!self.rig.client.must_log_out(), "{}: there is a session to end", self.what());
    }

    fn before(&self, name: &str) -> Value {
        let mut server = self.flow.server.clone();
        if let Some(knob @ Knob::Hidden(_)) = self.schedule.knob {
            S::turn(&mut server, knob);
        }
        S::has(&server, name)
    }

    fn after(&self, name: &str) -> Value {
        S::has(&self.rig.server, name)
    }

    /// Whether a read that met no fault came after the last request that could change anything.
    fn has_read_since(&self) -> bool {
        let kinds = || self.rig.sent.iter().rev().map(|sent| (kind_of::<S>(sent), sent.number));
        kinds()
            .take_while(|(kind, _)| *kind != Kind::Write)
            .any(|(kind, number)| kind == Kind::Read && !self.strikes(number))
    }

    fn check_outcome(&self, name: &str, outcome: &Outcome) {
        let what = || format!("{}: {outcome:?}", self.what());
        let (before, after) = (self.before(name), self.after(name));
        let wished = S::has(&self.undisturbed.server, name);
        let id_is_theirs = || {
            let ids = S::ids(&self.rig.server, name);
            outcome.id.as_ref().is_some_and(|id| ids.contains(id) || ids.is_empty())
        };
        match outcome.status {
            Status::Created => {
                assert!(outcome.verified && !outcome.existed_before && id_is_theirs(), "{}", what());
                assert_eq!((&before, &after), (&Value::Null, &wished), "{}", what());
            }
            Status::Updated => {
                assert!(outcome.verified && outcome.existed_before && id_is_theirs(), "{}", what());
                assert!(before != wished && after == wished, "{}: {after}", what());
            }
            Status::Unchanged => {
                assert!(outcome.verified && before == after && before == wished, "{}: {after}", what());
            }
            Status::Failed => {
                assert!(!outcome.verified, "{}", what());
                let is_told = S::HAS_STAGES && outcome.id.is_some() && after != wished;
                let what = what();
                assert!(after == before || is_told, "{what}: changed to {after}");
            }
            Status::Conflict => {
                assert!(!outcome.verified, "{}", what());
                assert!(self.has("409") || self.schedule.knob.is_some(), "{}: who says so?", what());
            }
            Status::Unknown => {
                assert!(!outcome.verified, "{}", what());
                self.check_unknown(name, outcome, &after, &wished);
            }
        }
        // Of several, the last write may be another's; and an earlier life may have read.
        if outcome.verified && self.flow.verb != Verb::ProvisionAll && self.life.is_none() {
            assert!(self.has_read_since(), "{}: nothing has shown it", what());
        }
        match &outcome.error {
            None => assert!(outcome.verified, "{}", what()),
            Some(error) => {
                assert_eq!(error.platform.as_deref(), Some(S::PLATFORM), "{}", what());
                assert!(error.step.is_some() && !outcome.verified, "{}", what());
            }
        }
        assert_eq!(outcome.requests as usize, outcome.evidence.len(), "{}", what());
    }

    fn check_unknown(&self, name: &str, outcome: &Outcome, after: &Value, wished: &Value) {
        let what = || format!("{}: {outcome:?}", self.what());
        let error = outcome.error.as_ref().expect("an error");
        assert!(error.hint.is_some(), "{}", what());
        let is_write = |sent: &&crate::rig::Sent| kind_of::<S>(sent) == Kind::Write;
        // In an earlier life something may have been sent.
        let write = self.rig.sent.iter().rfind(is_write).map(|sent| (sent.number, sent.at));
        let write = write.or(self.life.map(|(.., now)| (0, now)));
        let Some((number, at)) = write else {
            panic!("{}: nothing was sent that could change {name}", what())
        };
        // Where several are written, the last write may be another's.
        let is_one = self.flow.verb != Verb::ProvisionAll;
        // A token that was handed over is over for good: no read since has shown anything.
        let is_shut_out = S::LOGIN.is_none() && self.has("expired session");
        if is_one && after == wished && !is_shut_out {
            let shows_at = match self.schedule.knob {
                Some(Knob::ShowsLate(ms)) => at + ms,
                _ => 0,
            };
            let has_shown = |sent: &crate::rig::Sent, purpose: &str| {
                sent.number > number
                    && sent.purpose == purpose
                    && !self.strikes(sent.number)
                    && sent.at > shows_at
            };
            let proof = &self.undisturbed.proof;
            let mut looks = self.rig.sent.windows(proof.len().max(1));
            let shown =
                looks.find(|look| look.iter().zip(proof).all(|(sent, purpose)| has_shown(sent, purpose)));
            let shown = shown.filter(|_| !proof.is_empty()).map(|look| look[0].number);
            assert_eq!(shown, None, "{}: this request has shown it", what());
        }
    }
}
