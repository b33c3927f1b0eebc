//! The drop explorer: drops the future at every poll, as a caller does who no longer wants to wait, and goes on with the same
//! client. Nothing is left behind: no request, no lock, no session that nobody ends; and nobody is created twice.
use super::explore::report;
use super::flow::{on_every_flow, Flow};
use super::judge::Undisturbed;
use crate::rig::{Call, Status};
use crate::shared::{no_twins, Subject};
use serde_json::json;

on_every_flow!(drops);

fn drops<S: Subject>(flow: &Flow<S>) {
    let mut drops = 0;
    for acts_late in [false, true] {
        for call in [flow.call(), flow.journaled()] {
            let mut whole = flow.rig(None);
            whole.world.acts_late.set(acts_late);
            let ended = whole.run(call.clone()).expect("alive");
            let undisturbed = Undisturbed::<S>::of(&whole, &ended);
            for poll in 1..whole.world.time.polls.get() {
                drop_at(flow, &undisturbed, &call, acts_late, poll);
                drops += 1;
            }
        }
    }
    report(&format!("dropped {}, {}: {drops} times", S::ROUTE, flow.name));
}
fn drop_at<S: Subject>(
    flow: &Flow<S>,
    undisturbed: &Undisturbed<S>,
    call: &Call,
    acts_late: bool,
    poll: usize,
) {
    let what =
        format!("{}, {}: dropped at poll {poll} ({acts_late}, {})", S::ROUTE, flow.name, call.has_journal);
    let mut rig = flow.rig(None);
    rig.world.acts_late.set(acts_late);
    let time = rig.world.time.clone();
    let dropped = time.run(rig.going(call.clone()), || time.polls.get() >= poll);
    assert!(dropped.is_none(), "{what}");
    assert_eq!(rig.world.held(), (0, 0), "{what}: requests and locks are left");
    assert!(
        rig.journal().lines().filter(|line| line.contains("\"intent\"")).count() <= flow.users.len(),
        "{what}"
    );
    let began = rig.now();
    let ended = rig.run(call.clone()).expect("alive");
    assert!(ended.thrown.is_none(), "{what}: {ended:?}");
    no_twins::<S>(&what, &rig.server());
    // Nothing that was dropped holds up what comes after it.
    assert!(rig.now() - began < 120_000, "{what}: {} ms", rig.now() - began);
    for outcome in &ended.outcomes {
        let has = |server: &S::Model| S::has(server, &outcome.subject);
        let is_done = has(&rig.server()) == has(&undisturbed.server);
        let is_honest = call.has_journal && outcome.status == Status::Unknown && !is_done;
        assert!(outcome.status.is_done() && is_done || is_honest, "{what}: {outcome:?}");
    }
    if ended.statuses().contains(&Status::Unknown) {
        rig.world.time.pass(16 * 60_000);
        let again = rig.run(call.clone().with(json!({"retry": "unknown"}))).expect("alive");
        assert!(again.outcomes.iter().all(|outcome| outcome.status.is_done()), "{what}: {again:?}");
        assert_eq!(S::state(&rig.server()), S::state(&undisturbed.server), "{what}");
    }
    rig.close();
    assert_eq!(rig.world.held(), (0, 0), "{what}: requests and locks are left after all");
    assert_eq!(rig.world.time.timers(), 0, "{what}: timers are left");
    // A log-in whose answer nobody heard opens a session that nobody can end.
    let unheard = usize::from(S::LOGIN.is_some_and(|login| rig.count(login) > 1));
    assert!(S::open_sessions(&rig.server()) <= unheard, "{what}: sessions are left open");
}
