//! The crash explorer: stops a run at every moment there is, drops everything but what was stored of the journal, and goes on
//! in a fresh process; alone, and with a single fault before or after the stop.
//!
//! The moments lie before and after every storing of journal lines (and in the middle of it), before every sending, and after
//! the server has done what was sent: so the last write is met both committed and not.
use super::bound::most_requests;
use super::explore::report;
use super::faults::{all, faults_of, kind_of, Fault, Kind};
use super::flow::{on_every_flow, Flow};
use super::judge::{Judge, Life, Undisturbed};
use super::schedule::Schedule;
use crate::rig::{Ended, Rig, Status};
use crate::shared::Subject;
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
    lives: usize,
}
fn crash<S: Subject>(flow: &Flow<S>) {
    let faults = all();
    let mut whole = flow.rig(None);
    let ended = whole.run(flow.journaled()).expect("alive");
    let moments = whole.moments();
    let kinds: Vec<Kind> = whole.sent().iter().map(kind_of::<S>).collect();
    let mut explorer = Explorer { flow, undisturbed: Undisturbed::of(&whole, &ended), lives: 0 };
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
        earlier.apply::<S>(&disturbed);
        disturbed.run(flow.journaled());
        let step = stride(kinds.len());
        for moment in (1..=disturbed.moments()).filter(|moment| moment % step == number % step) {
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
    /// Dies at this moment of a run that meets `earlier`, goes on in a life that meets `later`, and judges. Gives what the
    /// requests of the second life do.
    fn die(&mut self, moment: usize, earlier: &Schedule<'_>, later: &Schedule<'_>) -> Vec<Kind> {
        let mut rig = self.flow.rig(None);
        earlier.apply::<S>(&rig);
        rig.world.dies_at.set(Some(moment));
        if rig.run(self.flow.journaled()).is_some() {
            return Vec::new();
        }
        self.lives += 1;
        let name = format!("died at {moment} of {} requests, after {earlier}then {later}", rig.sent().len());
        let life = Life { name, schedule: earlier.clone(), server: rig.server().clone(), now: rig.now() };
        let mut rig = rig.reborn();
        later.apply::<S>(&rig);
        let ended = rig.run(self.flow.journaled()).expect("alive");
        let faults = earlier.size() + later.size();
        let judge = Judge { life: Some(&life), ..Judge::new(self.flow, &self.undisturbed, later, &rig) };
        judge.check(&ended, most_requests(self.undisturbed.requests, faults + 1));
        let kinds = rig.sent().iter().map(kind_of::<S>).collect();
        if faults == 0 {
            self.compare(&life.name, rig, &ended);
        }
        kinds
    }
    /// Without faults it ends as it would have; or, where nobody knows whether a create left, it says so, and is made good
    /// once the platform has settled.
    fn compare(&self, name: &str, mut rig: Rig<S::Model>, ended: &Ended) {
        assert!(ended.thrown.is_none(), "{name}: {:?}", ended.thrown);
        for (outcome, undisturbed) in ended.outcomes.iter().zip(&self.undisturbed.outcomes) {
            let has = |server: &S::Model| S::has(server, &outcome.subject);
            let is_done = has(&rig.server()) == has(&self.undisturbed.server);
            // What an earlier life has changed is no change any more; nothing but a create is taken for its own.
            let is_unchanged = outcome.status == Status::Unchanged && undisturbed.existed_before;
            let is_alike = outcome.status == undisturbed.status || is_unchanged;
            let is_honest = outcome.status == Status::Unknown && !is_done && !undisturbed.existed_before;
            assert!((is_alike && is_done) || is_honest, "{name}: {outcome:?}");
            let retry_at = outcome.error.as_ref().and_then(|error| error.retry_at);
            assert!(!is_honest || retry_at.is_some_and(|at| at > rig.now()), "{name}: {outcome:?}");
        }
        if ended.statuses().contains(&Status::Unknown) {
            rig.world.time.pass(16 * 60_000);
            let again = rig.run(self.flow.journaled()).expect("alive");
            assert_eq!(again.statuses(), ended.statuses(), "{name}: created again without being asked");
            let again = rig.run(self.flow.journaled().with(json!({"retry": "unknown"}))).expect("alive");
            let done = again.outcomes.iter().all(|outcome| outcome.status.is_done());
            assert!(
                done && S::state(&rig.server()) == S::state(&self.undisturbed.server),
                "{name}: {again:?}"
            );
        }
        // Whoever has a finished journal sends nothing.
        let before = rig.sent().len();
        let told = rig.run(self.flow.journaled()).expect("alive");
        assert_eq!(rig.sent().len(), before, "{name}: {told:?}");
        assert!(
            told.outcomes.iter().all(|outcome| outcome.resumed && outcome.status.is_done()),
            "{name}: {told:?}"
        );
    }
}
