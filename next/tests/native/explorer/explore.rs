//! Explores all schedules of a flow: single faults, and pairs; single faults also where each assumption is otherwise.
//!
//! A flow of more than [`LONG`] requests has some hundred thousand pairs: of them every [`ONE_IN`]-th is tried, and all
//! where the environment variable `PROVISOR_EXPLORE` is `all`. Single faults are tried at every step of every flow.
use super::bound::most_requests;
use super::faults::{all, faults_of, kind_of, Fault, Kind};
use super::flow::{on_every_flow, Flow};
use super::judge::{Judge, Undisturbed};
use super::schedule::Schedule;
use crate::shared::Subject;
use std::io::Write;

on_every_flow!(explore);

/// From so many requests on, a flow is long.
const LONG: usize = 14;
/// The share of a long flow's pairs that is tried unless told otherwise; prime, so that it falls on every fault.
const ONE_IN: usize = 11;

/// What has been explored.
#[derive(Default)]
struct Tally {
    single: usize,
    pairs: usize,
    tried: usize,
    most_sent: usize,
}
/// What each request of a run does to the server: where a later fault can strike.
type Trace = Vec<Kind>;

/// All faults of all requests after this one.
fn after_each<'a>(trace: &Trace, last: usize, faults: &'a [Fault], mut each: impl FnMut(usize, &'a Fault)) {
    for (position, kind) in trace.iter().enumerate().skip(last) {
        for fault in faults_of(*kind, faults) {
            each(position + 1, fault);
        }
    }
}
struct Explorer<'a, S: Subject> {
    flow: &'a Flow<S>,
    undisturbed: Undisturbed<S>,
    trace: Trace,
    tally: Tally,
    /// One of so many pairs is tried; none at 0.
    one_in: usize,
}
impl<'a, S: Subject> Explorer<'a, S> {
    fn of(flow: &'a Flow<S>) -> Self {
        let mut rig = flow.rig(None);
        let ended = flow.run(&mut rig).expect("alive");
        assert!(
            ended.thrown.is_none() && ended.outcomes.iter().all(|outcome| outcome.status.is_done()),
            "{}: {ended:?}",
            flow.name
        );
        let trace: Trace = rig.sent().iter().map(kind_of::<S>).collect();
        let undisturbed = Undisturbed::of(&rig, &ended);
        let is_sampled = trace.len() > LONG && std::env::var("PROVISOR_EXPLORE").as_deref() != Ok("all");
        let one_in = if is_sampled { ONE_IN } else { 1 };
        Self { flow, undisturbed, trace, tally: Tally::default(), one_in }
    }
    /// Runs one schedule, and judges it.
    fn try_out(&mut self, schedule: &Schedule<'_>) -> Trace {
        let mut rig = self.flow.rig(schedule.knob);
        schedule.apply::<S>(&rig);
        let ended = self.flow.run(&mut rig).expect("alive");
        let most = most_requests(self.undisturbed.requests, schedule.size());
        Judge::new(self.flow, &self.undisturbed, schedule, &rig).check(&ended, most);
        self.tally.most_sent = self.tally.most_sent.max(rig.sent().len());
        let trace = rig.sent().iter().map(kind_of::<S>).collect();
        trace
    }
    /// Runs one of so many pairs.
    fn try_pair(&mut self, schedule: &Schedule<'_>) {
        self.tally.pairs += 1;
        if self.one_in > 0 && self.tally.pairs.is_multiple_of(self.one_in) {
            self.try_out(schedule);
            self.tally.tried += 1;
        }
    }
    fn go(&mut self, faults: &[Fault]) {
        for knob in &self.flow.knobs {
            let schedule = Schedule { knob: Some(*knob), ..Schedule::default() };
            let trace = self.try_out(&schedule);
            self.tally.single += 1;
            after_each(&trace, 0, faults, |number, fault| self.try_pair(&schedule.with(number, fault)));
        }
        after_each(&self.trace.clone(), 0, faults, |number, fault| {
            let schedule = Schedule::default().with(number, fault);
            let trace = self.try_out(&schedule);
            self.tally.single += 1;
            after_each(&trace, number, faults, |number, fault| self.try_pair(&schedule.with(number, fault)));
        });
        let Tally { single, pairs, tried, most_sent } = self.tally;
        report(&format!(
            "explored {}, {}: {} schedules ({single} single faults, {tried} of {pairs} pairs); {} requests undisturbed, {most_sent} at most, {} announced",
            S::ROUTE,
            self.flow.name,
            single + tried,
            self.undisturbed.requests,
            most_requests(self.undisturbed.requests, 2),
        ));
    }
}
fn explore<S: Subject>(flow: &Flow<S>) {
    let faults = all();
    Explorer::of(flow).go(&faults);
    for (name, turn) in S::worlds() {
        let mut server = flow.server.clone();
        turn(&mut server);
        let name = format!("{} ({name})", flow.name);
        let (users, knobs) = (flow.users.clone(), flow.knobs.clone());
        let flow = Flow { name, server, users, knobs, ..*flow };
        Explorer { one_in: 0, ..Explorer::of(&flow) }.go(&faults);
    }
}
/// Tells, whether or not the test's output is captured.
pub fn report(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
