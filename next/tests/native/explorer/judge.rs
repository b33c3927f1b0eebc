//! The judge: compares what is told with what is so on the server.
//!
//! | what is told | what must be so |
//! | --- | --- |
//! | `created` | the person was not there, and now is, once, exactly as in the undisturbed run; a read has shown it |
//! | `updated`, `deprovisioned` | the person was there otherwise, and now is exactly as in the undisturbed run; a read has shown it |
//! | `unchanged` | nothing was changed, and it is as in the undisturbed run |
//! | `partial` | the account is there; what is told as done is so, what is told as refused or not begun is not |
//! | `failed` | nothing was changed |
//! | `conflict` | somebody refused (409, or a second account of one name), and nothing was changed |
//! | `unknown` | no look has shown whether there is an account; or something was sent that could change the person, and no read since, which the flow would have taken as proof, has shown it as asked |
//! | an error is thrown | this life has changed nothing for anybody who is not told of |
//!
//! And always: every single change that is told as done is so, and what is pending and not unclear is not; no name is there
//! twice; the run logs out, leaves no lock and no request, sends no more requests than announced, and sleeps through no long
//! wait. Secrets are looked for by the rig.
use super::faults::{kind_of, Kind};
use super::flow::{Flow, NEW};
use super::schedule::Schedule;
use crate::rig::{Ended, Outcome, Rig, Sent, Status, START};
use crate::shared::{no_twins, Knob, Subject};
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// The longest that any schedule may take on the virtual clock: two waits of a minute and all looks.
const LONGEST_MS: u64 = 600_000;
/// Longer than any run waits for an account to show.
const HOUR: u64 = 3_600_000;

/// What an undisturbed run of a flow comes to.
pub struct Undisturbed<S: Subject> {
    pub server: S::Model,
    pub requests: usize,
    pub outcomes: Vec<Outcome>,
    /// How many requests the first look takes.
    first_looks: usize,
    /// The steps of the reads, one after the other, that prove the last write.
    proof: Vec<&'static str>,
}
impl<S: Subject> Undisturbed<S> {
    pub fn of(rig: &Rig<S::Model>, ended: &Ended) -> Self {
        let sent = rig.sent();
        let own = sent.iter().rev().filter(|sent| !S::is_session(sent));
        let reads: Vec<_> =
            own.take_while(|sent| kind_of::<S>(sent) == Kind::Read).map(|sent| sent.step).collect();
        // One look can be more than one request.
        let proof = reads.iter().copied().take_while(|step| Some(step) == reads.first()).collect();
        let before = sent.iter().take_while(|sent| kind_of::<S>(sent) != Kind::Write);
        let first_looks = before.filter(|sent| sent.step == S::LOOK).count();
        let (server, outcomes) = (rig.server().clone(), ended.outcomes.clone());
        Self { requests: sent.len(), first_looks, proof, server, outcomes }
    }
}
/// An earlier life of the run, which has died.
#[derive(Clone)]
pub struct Life<'a, S: Subject> {
    pub name: String,
    pub schedule: Schedule<'a>,
    /// As it left the server.
    pub server: S::Model,
    pub now: u64,
}
pub struct Judge<'a, S: Subject> {
    pub flow: &'a Flow<S>,
    pub undisturbed: &'a Undisturbed<S>,
    pub schedule: &'a Schedule<'a>,
    pub rig: &'a Rig<S::Model>,
    pub life: Option<&'a Life<'a, S>>,
}
impl<'a, S: Subject> Judge<'a, S> {
    pub fn new(
        flow: &'a Flow<S>,
        undisturbed: &'a Undisturbed<S>,
        schedule: &'a Schedule<'a>,
        rig: &'a Rig<S::Model>,
    ) -> Self {
        Self { flow, undisturbed, schedule, rig, life: None }
    }
    pub fn what(&self) -> String {
        let life = self.life.map_or("", |life| &life.name);
        format!("{}, {}: {}{life}", S::ROUTE, self.flow.name, self.schedule)
    }
    /// Fails when anything that is told, or was done, is not as it must be.
    pub fn check(&self, ended: &Ended, most_requests: usize) {
        if self.is_past_what_is_assumed() {
            return;
        }
        no_twins::<S>(&self.what(), &self.rig.server());
        for user in &self.flow.users {
            let name = S::name_of(user);
            let mut told = ended.outcomes.iter().filter(|outcome| outcome.subject.eq_ignore_ascii_case(name));
            match told.next() {
                Some(outcome) => self.check_outcome(name, outcome),
                None => {
                    assert!(ended.thrown.is_some(), "{}: {name} is not told of", self.what());
                    let (what, after) = (self.what(), self.after(name));
                    assert!(self.begun(name) == after, "{what}: {name} is not told of: {after}");
                }
            }
            assert!(told.next().is_none(), "{}: {name} is told of twice", self.what());
        }
        if let Some(error) = &ended.thrown {
            assert!(self.ends_a_run(), "{}: thrown: {error:?}", self.what());
        }
        let sent = self.rig.sent().len();
        assert!(sent <= most_requests, "{}: {sent} requests, announced were {most_requests}", self.what());
        let took = self.rig.now() - self.life.map_or(START, |life| life.now);
        assert!(took < LONGEST_MS, "{}: took {took} ms", self.what());
        assert_eq!(self.rig.world.held(), (0, 0), "{}: requests and locks are left", self.what());
        self.check_session();
    }
    /// It is assumed, and said to users, that an account shows within the looks that follow a create: where none shows it for
    /// an hour, and the platform refuses a create that it has done, a second one is made.
    fn is_past_what_is_assumed(&self) -> bool {
        let knob = self.schedule.knob == Some(Knob::ShowsLate(HOUR));
        let names = S::names(&self.rig.server());
        knob && (self.has("401, done") || self.has("429, done"))
            && names.iter().filter(|name| *name == NEW).count() == 2
    }
    /// Only what is about the session, or a wait that is too long, may end a run.
    fn ends_a_run(&self) -> bool {
        ["expired session", "401", "429, an hour"].iter().any(|name| self.has(name))
            || self
                .rig
                .sent()
                .iter()
                .any(|sent| self.schedule.strikes(sent.number) && Some(sent.step) == S::LOGIN)
    }
    /// Whether this life or an earlier one has met this fault.
    fn has(&self, fault: &str) -> bool {
        self.schedule.has(fault) || self.life.is_some_and(|life| life.schedule.has(fault))
    }
    /// Every session that the client was told of is over, unless the log-out itself met a fault.
    fn check_session(&self) {
        if S::LOGOUT.is_none() {
            return;
        }
        // Nor is there anything to end where the platform says itself that it is over.
        let is_over = |at: usize| {
            self.schedule.faults.iter().any(|(number, fault)| *number == at && fault.name == "401, done")
        };
        let excused = |sent: &&Sent| {
            self.schedule.strikes(sent.number) && (S::is_session(sent) || is_over(sent.number))
        };
        let excused = self.rig.sent().iter().filter(excused).count()
            + self.life.map_or(0, |life| S::open_sessions(&life.server));
        let open = S::open_sessions(&self.rig.server());
        assert!(open <= excused, "{}: {open} sessions are left open: {:?}", self.what(), self.rig.steps());
    }
    /// The server at the beginning of all.
    fn first(&self) -> S::Model {
        let mut server = self.flow.server.clone();
        if let Some(knob @ Knob::Hidden(_)) = self.schedule.knob {
            S::turn(&mut server, knob);
        }
        server
    }
    /// All that a person had at the beginning of this life.
    fn begun(&self, name: &str) -> Value {
        self.life.map_or_else(|| S::has(&self.first(), name), |life| S::has(&life.server, name))
    }
    fn after(&self, name: &str) -> Value {
        S::has(&self.rig.server(), name)
    }
    /// Whether a read that met no fault came after the last request that could change anything.
    fn has_read_since(&self) -> bool {
        let sent = self.rig.sent();
        let mut since = sent.iter().rev().take_while(|sent| kind_of::<S>(sent) != Kind::Write);
        since.any(|sent| kind_of::<S>(sent) == Kind::Read && !self.schedule.strikes(sent.number))
    }
    fn check_outcome(&self, name: &str, outcome: &Outcome) {
        let what = || format!("{}: {outcome:?}", self.what());
        let (first, begun, after) = (S::has(&self.first(), name), self.begun(name), self.after(name));
        let wished = S::has(&self.undisturbed.server, name);
        let id_is_theirs = || {
            let ids = S::ids(&self.rig.server(), name);
            outcome.id.as_ref().is_some_and(|id| ids.contains(id) || ids.is_empty())
        };
        assert_eq!(outcome.platform, S::PLATFORM, "{}", what());
        match outcome.status {
            Status::Created => {
                assert!(!outcome.existed_before && id_is_theirs(), "{}", what());
                assert_eq!((&first, &after), (&Value::Null, &wished), "{}", what());
            }
            Status::Updated | Status::Deprovisioned => {
                assert!(outcome.existed_before && id_is_theirs(), "{}", what());
                assert!((begun != wished || outcome.resumed) && after == wished, "{}: {after}", what());
            }
            Status::Unchanged => assert!(begun == after && after == wished, "{}: {after}", what()),
            Status::Partial => {
                assert!(id_is_theirs() && after != Value::Null, "{}", what());
                assert_eq!(outcome.existed_before, first != Value::Null, "{}", what());
                let is_taken_over = self.life.is_some() && !outcome.existed_before;
                assert!(begun != after || is_taken_over, "{}: nothing was done", what());
                self.check_completeness(name, outcome);
            }
            Status::Failed => assert!(after == begun, "{}: changed to {after}", what()),
            Status::Conflict => {
                assert!(self.has("409") || self.schedule.knob.is_some(), "{}: who says so?", what());
                assert!(after == begun, "{}: changed to {after}", what());
            }
            Status::Unknown => self.check_unknown(name, outcome, &after, &wished),
        }
        self.check_changes(name, outcome);
        // Of several, the last write may be another's; and an earlier life may have read.
        if outcome.status.is_done() && self.flow.is_single && self.life.is_none() {
            assert!(self.has_read_since(), "{}: nothing has shown it", what());
        }
        assert_eq!(outcome.requests, outcome.evidence.len(), "{}", what());
    }
    /// Every change that is told as done is so; what is refused or was not begun is as it was.
    fn check_changes(&self, name: &str, outcome: &Outcome) {
        let what = |change: &Value| format!("{}: {change}: {outcome:?}", self.what());
        let now = |change: &Value| S::about(&self.rig.server(), name, change);
        for change in outcome.changes.iter().filter(|_| !outcome.resumed) {
            assert_eq!(
                now(change),
                S::about(&self.undisturbed.server, name, change),
                "not done: {}",
                what(change)
            );
        }
        for change in outcome.pending.iter().filter(|change| change["state"] != "unclear") {
            let before = match self.life {
                Some(life) => S::about(&life.server, name, change),
                None => S::about(&self.first(), name, change),
            };
            // Who has just been created may have got it by that; and who is nobody is in nothing.
            let is_new = !outcome.existed_before && change["kind"] == "set";
            let is_same = now(change) == before || (before.is_null() && now(change) == false);
            assert!(is_new || is_same, "done: {}", what(change));
        }
    }
    /// What is done and what is pending are together what an undisturbed run does.
    fn check_completeness(&self, name: &str, outcome: &Outcome) {
        let is_same = |other: &&Outcome| other.subject.eq_ignore_ascii_case(name);
        let undisturbed = self.undisturbed.outcomes.iter().find(is_same).expect("an outcome");
        if self.life.is_some() || outcome.existed_before != undisturbed.existed_before {
            return;
        }
        let set = |changes: &mut dyn Iterator<Item = &Value>| -> BTreeSet<String> {
            changes.map(|one| json!([one["kind"], one["field"], one["value"]]).to_string()).collect()
        };
        let told = set(&mut outcome.changes.iter().chain(&outcome.pending));
        let asked = set(&mut undisturbed.changes.iter());
        assert!(asked.is_subset(&told), "{}: {told:?} of {asked:?}: {outcome:?}", self.what());
    }
    fn check_unknown(&self, name: &str, outcome: &Outcome, after: &Value, wished: &Value) {
        let what = || format!("{}: {outcome:?}", self.what());
        let error = outcome.error.as_ref().expect("an error");
        let sent = self.rig.sent();
        // In an earlier life something may have been sent.
        let write =
            sent.iter().rfind(|sent| kind_of::<S>(sent) == Kind::Write).map(|sent| (sent.number, sent.at));
        let write = write.or(self.life.map(|life| (0, life.now)));
        let Some((number, at)) = write else {
            // Then no look has shown whether there is an account.
            let looks =
                sent.iter().filter(|sent| sent.step == S::LOOK && !self.schedule.strikes(sent.number));
            assert!(looks.count() < self.undisturbed.first_looks, "{}: a look has shown {name}", what());
            return;
        };
        assert!(error.hint.is_some(), "{}", what());
        // Where several are written, the last write may be another's. A token that was handed over is over for good: no read
        // since has shown anything.
        let is_shut_out = S::LOGIN.is_none() && self.has("expired session");
        if !self.flow.is_single || after != wished || is_shut_out {
            return;
        }
        let shows_at = match self.schedule.knob {
            Some(Knob::ShowsLate(ms)) => at + ms,
            Some(Knob::Hidden(_)) => u64::MAX,
            _ => 0,
        };
        let has_shown = |sent: &Sent, step: &str| {
            let is_after = sent.number > number && sent.at > shows_at;
            is_after && sent.step == step && !self.schedule.strikes(sent.number)
        };
        let proof = &self.undisturbed.proof;
        let mut looks = sent.windows(proof.len().max(1));
        let shown = looks.find(|look| look.iter().zip(proof).all(|(sent, step)| has_shown(sent, step)));
        let shown = shown.filter(|_| !proof.is_empty()).map(|look| look[0].number);
        assert_eq!(shown, None, "{}: this request has shown it: {after}", what());
    }
}
