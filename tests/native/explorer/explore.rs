//! Explores all schedules of a flow: single faults, and pairs.
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

fn explore<S: Subject>(flow: &Flow<S>) {
    let faults = all();
    let mut rig = flow.rig(None);
    assert!(flow.run(&mut rig, None).expect("alive").thrown.is_none(), "{}", flow.name);
    let trace: Trace = rig.sent.iter().map(kind_of::<S>).collect();
    let undisturbed = Undisturbed::of(rig);
    let is_sampled = trace.len() > LONG && std::env::var("PROVISOR_EXPLORE").as_deref() != Ok("all");
    let one_in = if is_sampled { ONE_IN } else { 1 };
    let mut tally = Tally::default();
    for knob in &flow.knobs {
        let schedule = Schedule { knob: Some(*knob), ..Schedule::default() };
        let trace = try_out(flow, &undisturbed, &schedule, &mut tally);
        tally.single += 1;
        after_each(&trace, 0, &faults, |number, fault| {
            try_pair(flow, &undisturbed, &schedule.with(number, fault), &mut tally, one_in);
        });
    }
    after_each(&trace, 0, &faults, |number, fault| {
        let schedule = Schedule::default().with(number, fault);
        let trace = try_out(flow, &undisturbed, &schedule, &mut tally);
        tally.single += 1;
        after_each(&trace, number, &faults, |number, fault| {
            try_pair(flow, &undisturbed, &schedule.with(number, fault), &mut tally, one_in);
        });
    });
    report(&format!(
        "explored {}, {}: {} schedules ({} single faults, {} of {} pairs); {} requests undisturbed, {} at most, {} announced",
        S::ROUTE,
        flow.name,
        tally.single + tally.tried,
        tally.single,
        tally.tried,
        tally.pairs,
        undisturbed.requests,
        tally.most_sent,
        most_requests(undisturbed.requests, 2),
    ));
}

/// All faults of all requests after this one.
fn after_each<'a>(trace: &Trace, last: usize, faults: &'a [Fault], mut each: impl FnMut(usize, &'a Fault)) {
    for (position, kind) in trace.iter().enumerate().skip(last) {
        for fault in faults_of(*kind, faults) {
            each(position + 1, fault);
        }
    }
}

/// Runs and judges one of so many pairs.
fn try_pair<S: Subject>(
    flow: &Flow<S>,
    undisturbed: &Undisturbed<S>,
    schedule: &Schedule<'_>,
    tally: &mut Tally,
    one_in: usize,
) {
    tally.pairs += 1;
    if tally.pairs.is_multiple_of(one_in) {
        try_out(flow, undisturbed, schedule, tally);
        tally.tried += 1;
    }
}

/// Runs one schedule, and judges it.
fn try_out<S: Subject>(
    flow: &Flow<S>,
    undisturbed: &Undisturbed<S>,
    schedule: &Schedule<'_>,
    tally: &mut Tally,
) -> Trace {
    let mut rig = flow.rig(schedule.knob);
    schedule.apply(&mut rig, S::LOGIN);
    let ended = flow.run(&mut rig, None).expect("alive");
    let most = most_requests(undisturbed.requests, schedule.size());
    Judge { flow, undisturbed, schedule, rig: &rig, life: None }.check(&ended, most);
    tally.most_sent = tally.most_sent.max(rig.sent.len());
    rig.sent.iter().map(kind_of::<S>).collect()
}

/// Tells, whether or not the test's output is captured.
pub fn report(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
