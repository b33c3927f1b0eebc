//! The crash explorer: stops a run at every moment there is, drops everything but what was stored of the journal, and
//! goes on in a fresh process; alone, and with a single fault before or after the stop.
//!
//! The moments lie before and after every storing of journal lines (and in the middle of it), before every sending,
//! and after the server has done what was sent: so the last write is met both committed and not.

use super::bound::most_requests;
use super::explore::report;
use super::faults::{all, faults_of, kind_of, Fault, Kind};
use super::flow::{on_every_flow, Flow};
use super::judge::{Judge, Undisturbed};
use super::schedule::Schedule;
use crate::rig::Rig;
use crate::shared::Subject;
use provisor::engine::{Outcome, Status};
use serde_json::json;

on_every_flow!(crash);

/// Where there are many requests, faults are combined with every so many-th moment only.
fn stride(requests: usize) -> usize {
    if requests <= 12 {
        2
    } else {
        7
    }
}

struct Explorer<'a, S: Subject> {
    flow: &'a Flow<S>,
    undisturbed: Undisturbed<S>,
    statuses: Vec<Status>,
    lives: usize,
}

fn crash<S: Subject>(flow: &Flow<S>) {
    let faults = all();
    let mut whole = flow.rig(None);
    let ended = flow.run(&mut whole, None).expect("alive");
    let moments = whole.moments;
    let kinds: Vec<Kind> = whole.sent.iter().map(kind_of::<S>).collect();
    let statuses = ended.outcomes.iter().map(|outcome| outcome.status).collect();
    let mut explorer = Explorer { flow, undisturbed: Undisturbed::of(whole), statuses, lives: 0 };
    let quiet = Schedule::default();
    for moment in 1..=moments {
        let later = explorer.die(moment, &quiet, &quiet);
        for (number, fault) in every(&later, &faults).filter(|_| moment % stride(kinds.len()) == 0) {
            explorer.die(moment, &quiet, &quiet.with(number, fault));
        }
    }
    for (number, fault) in every(&kinds, &faults) {
        let earlier = quiet.with(number, fault);
        let mut disturbed = flow.rig(None);
        earlier.apply(&mut disturbed, S::LOGIN);
        flow.run(&mut disturbed, None);
        let step = stride(kinds.len());
        for moment in (1..=disturbed.moments).filter(|moment| moment % step == number % step) {
            explorer.die(moment, &earlier, &quiet);
        }
    }
    let lives = explorer.lives;
    report(&format!("crashed {}, {}: {lives} times, at {moments} moments", S::ROUTE, flow.name));
}

fn every<'a>(kinds: &[Kind], faults: &'a [Fault]) -> impl Iterator<Item = (usize, &'a Fault)> {
    let kinds = kinds.to_vec();
    kinds.into_iter().enumerate().flat_map(|(at, kind)| {
        faults_of(kind, faults).into_iter().map(move |fault| (at + 1, fault)).collect::<Vec<_>>()
    })
}

impl<S: Subject> Explorer<'_, S> {
    /// Dies at this moment of a run that meets `earlier`, goes on in a life that meets `later`, and judges. Gives what
    /// the requests of the second life do.
    fn die(&mut self, moment: usize, earlier: &Schedule<'_>, later: &Schedule<'_>) -> Vec<Kind> {
        let mut rig = self.flow.rig(None);
        earlier.apply(&mut rig, S::LOGIN);
        rig.dies_at = Some(moment);
        if self.flow.run(&mut rig, None).is_some() {
            return Vec::new();
        }
        self.lives += 1;
        let left_open = S::open_sessions(&rig.server);
        let first = rig.sent.len();
        let now = rig.now;
        let mut rig: Rig<S::Model> = rig.reborn(S::client(json!({})));
        later.apply(&mut rig, S::LOGIN);
        let journal = rig.journal.clone();
        let ended = self.flow.run(&mut rig, Some(journal)).expect("alive");
        let name = format!("died at {moment} of {first} requests, after {earlier}then {later}");
        let faults = earlier.size() + later.size();
        let judge = Judge {
            flow: self.flow,
            undisturbed: &self.undisturbed,
            schedule: later,
            rig: &rig,
            life: Some((&name, earlier, left_open, now)),
        };
        judge.check(&ended, most_requests(self.undisturbed.requests, faults + 1));
        if faults == 0 {
            self.compare(&name, &rig, &ended.outcomes);
        }
        rig.sent.iter().map(kind_of::<S>).collect()
    }

    /// Without faults it ends as it would have; or, where nobody knows whether a request left, it says so.
    fn compare(&self, name: &str, rig: &Rig<S::Model>, outcomes: &[Outcome]) {
        assert_eq!(outcomes.len(), self.statuses.len(), "{name}");
        for (outcome, status) in outcomes.iter().zip(&self.statuses) {
            let as_asked = |server| S::has(server, &outcome.subject);
            let is_done = as_asked(&rig.server) == as_asked(&self.undisturbed.server);
            let is_honest = outcome.status == Status::Unknown && !is_done && !S::REFUSES_DUPLICATES;
            assert!(outcome.status == *status && is_done || is_honest, "{name}: {outcome:?}");
        }
    }
}
