//! Waiting: backoff, `Retry-After` in all its forms, the rate, the width, and clocks that are wrong.
use super::{on_every_platform, path_of, people, rig, rig_with, Subject};
use crate::rig::{Call, Fate, Rig, Status, START};
use provisor_next::reconcile::Mode;
use serde_json::json;
use std::collections::BTreeSet;

on_every_platform!(
    backoff_stays_within_its_bounds_and_differs,
    retries_have_an_end,
    time_outs_are_the_client_s_own,
    every_form_of_retry_after_is_obeyed_at_every_step,
    a_wait_that_is_too_long_is_the_caller_s_decision,
    a_429_pauses_all_rows,
    the_rate_holds_over_every_second,
    the_width_holds,
    two_calls_of_one_client_share_the_width,
    a_clock_that_is_wrong_delays_nothing,
);

/// What a create sends before it, each step once, and the look that follows it.
fn reads<S: Subject>() -> Vec<&'static str> {
    let mut steps = super::creating::reads_before::<S>();
    steps.extend(S::LOGIN);
    steps
}
/// The times between the tries of one step, less what the server takes.
fn gaps<M: crate::rig::Server + 'static>(rig: &Rig<M>, step: &str) -> Vec<u64> {
    let times: Vec<_> = rig.sent_for(step).iter().map(|sent| sent.at).collect();
    times.windows(2).map(|pair| pair[1] - pair[0] - rig.world.latency_ms.get()).collect()
}
fn backoff_stays_within_its_bounds_and_differs<S: Subject>() {
    let mut seen = BTreeSet::new();
    for seed in 0..40 {
        let mut rig = rig::<S>(S::server()).with_first(4, S::LOOK, Fate::lost());
        rig.world.seed.set(seed * 1_000);
        rig.provision(S::user("ann@doe.com")).unwrap();
        let gaps = gaps(&rig, S::LOOK);
        for (gap, most) in gaps.iter().zip([500, 1_000, 2_000, 4_000]) {
            assert!((most / 2..=most).contains(gap), "{gaps:?}");
        }
        seen.insert(gaps[3] / 250);
    }
    assert!(seen.len() > 4, "jitter spreads: {seen:?}");
}
fn retries_have_an_end<S: Subject>() {
    for (max_retries, tries) in [(0, 1), (1, 2), (4, 5)] {
        for is_call in [false, true] {
            let options = json!({ "maxRetries": max_retries });
            let (of_client, of_call) = if is_call { (json!({}), options) } else { (options, json!({})) };
            let mut rig = rig_with::<S>(S::server(), of_client).with_fate_of(S::LOOK, Fate::lost());
            let call = Call::one(Mode::Provision, S::user("ann@doe.com")).with(of_call);
            assert_eq!(rig.run(call).unwrap().one().unwrap().code(), Some("network"));
            assert_eq!(rig.count(S::LOOK), tries);
        }
    }
}
fn time_outs_are_the_client_s_own<S: Subject>() {
    // One platform holds requests for half a minute: it has a time-out of its own at the least.
    let mut rig = rig_with::<S>(S::server(), json!({"timeoutMs": 45_500, "maxRetries": 0}))
        .with_fate_of(S::LOOK, Fate::Silence { done: false });
    assert_eq!(rig.provision(S::user("ann@doe.com")).unwrap().code(), Some("timeout"));
    let over = rig.sent_for(S::LOOK)[0].at + 45_500;
    assert!((over..over + 100).contains(&rig.now()), "{}", rig.now() - over);
}
fn every_form_of_retry_after_is_obeyed_at_every_step<S: Subject>() {
    // START is Tue, 14 Nov 2023 22:13:20 GMT.
    for (name, value, wait) in [
        ("retry-after", "7", Some(7_000)),
        ("Retry-After", "0", Some(0)),
        ("Retry-After", "Tue, 14 Nov 2023 22:13:30 GMT", None),
        ("retry-after-ms", "1500", Some(1_500)),
        ("x-ratelimit-reset", "3", Some(3_000)),
        ("X-RateLimit-Reset", "1700000010", None),
    ] {
        for step in reads::<S>() {
            let what = format!("{name}: {value}, {step}");
            let slower = Fate::instead(429, &[(name, value)], "");
            let mut rig = rig::<S>(S::server()).with_first(2, step, slower);
            let outcome = rig.provision(S::user("ann@doe.com")).unwrap();
            assert_eq!((outcome.status, S::created(&rig.server())), (Status::Created, 1), "{what}");
            match wait {
                Some(wait) => assert_eq!(gaps(&rig, step)[..2], [wait, wait], "{what}"),
                // A point in time: the second wait is none.
                None => assert_eq!(rig.sent_for(step)[1].at, START + 10_000, "{what}"),
            }
        }
    }
    for step in reads::<S>() {
        let mut rig = rig::<S>(S::server()).with_first(4, step, Fate::instead(429, &[], ""));
        assert_eq!(rig.provision(S::user("ann@doe.com")).unwrap().status, Status::Created, "{step}");
        let gaps = gaps(&rig, step);
        assert!(
            gaps.iter().zip([500, 1_000, 2_000, 4_000]).all(|(gap, most)| *gap <= most),
            "{step}: {gaps:?}"
        );
    }
}
fn a_wait_that_is_too_long_is_the_caller_s_decision<S: Subject>() {
    let later = || Fate::instead(429, &[("retry-after", "61")], "");
    let path = path_of::<S>(S::server(), S::user("ann@doe.com"));
    let create = path.iter().position(|step| *step == S::CREATE).unwrap();
    for (position, step) in path.iter().enumerate().filter(|(_, step)| Some(**step) != S::LOGOUT) {
        let mut rig = rig::<S>(S::server()).with_fate(position + 1, later());
        let ended = rig.run(Call::one(Mode::Provision, S::user("ann@doe.com"))).unwrap();
        let told = ended.outcomes.first();
        let error = ended.thrown.clone().or_else(|| told.and_then(|told| told.error.clone())).unwrap();
        assert_eq!(error.code, "rate_limited", "{step}: {ended:?}");
        let answered = rig.sent()[position].at + rig.world.latency_ms.get();
        assert_eq!(error.retry_at, Some(answered + 61_000), "{step}");
        let is_there = position > create;
        assert_eq!(S::created(&rig.server()), usize::from(is_there), "{step}");
        assert_eq!(
            told.is_some_and(|told| told.id.is_some()),
            is_there,
            "after a create, it hides nothing: {ended:?}"
        );
        let patient = json!({"maxWaitMs": 61_000});
        let mut patient = rig_with::<S>(S::server(), patient).with_fate(position + 1, later());
        assert_eq!(patient.provision(S::user("ann@doe.com")).unwrap().status, Status::Created, "{step}");
    }
}
fn a_429_pauses_all_rows<S: Subject>() {
    let mut creates = 0;
    let mut rig = rig_with::<S>(S::server(), json!({"concurrency": 8})).with(move |sent| {
        creates += u32::from(sent.step == S::CREATE);
        let is_third = creates == 3 && sent.step == S::CREATE;
        is_third.then(|| Fate::instead(429, &[("retry-after", "30")], ""))
    });
    let ended = rig.provision_all(&people::<S>(20));
    assert!(ended.outcomes.iter().all(|outcome| outcome.status == Status::Created), "{ended:?}");
    let told = rig.sent_for(S::CREATE)[2].at + rig.world.latency_ms.get();
    let meanwhile = |at: u64| at > told && at < told + 30_000;
    let sent: Vec<_> =
        rig.sent().iter().filter(|sent| meanwhile(sent.at)).map(|sent| sent.at - told).collect();
    assert!(sent.is_empty(), "{sent:?}");
}
fn the_rate_holds_over_every_second<S: Subject>() {
    for (rate, count) in [(5.0, 30), (3.0, 12), (0.5, 3)] {
        let mut rig = rig_with::<S>(S::server(), json!({"requestsPerSecond": rate, "concurrency": 16}));
        rig.world.latency_ms.set(1);
        let ended = rig.provision_all(&people::<S>(count));
        assert!(ended.outcomes.iter().all(|outcome| outcome.status == Status::Created));
        let times: Vec<_> = rig.sent().iter().map(|sent| sent.at).collect();
        let apart = (1000.0 / rate) as u64;
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= apart), "{rate}: {times:?}");
        let ideal = apart * (times.len() as u64 - 1);
        let took = times.last().unwrap() - times[0];
        assert!(took < ideal + ideal / 10 + 1_000, "not much slower than need be: {took} for {ideal}");
    }
}
fn the_width_holds<S: Subject>() {
    for (option, argument, most) in [(1, None, 1), (3, None, 3), (3, Some(7), 7)] {
        let mut rig = rig_with::<S>(S::server(), json!({ "concurrency": option }));
        let argument = argument.map_or(json!({}), |width: usize| json!({ "concurrency": width }));
        let ended = rig.run(Call::many(Mode::Provision, &people::<S>(40)).with(argument)).unwrap();
        assert_eq!(ended.outcomes.len(), 40);
        let width = rig.world.most_in_flight.get();
        assert!((1..=most).contains(&width), "{width} of {most}");
    }
}
fn two_calls_of_one_client_share_the_width<S: Subject>() {
    let rig = rig_with::<S>(S::server(), json!({"concurrency": 3}));
    let all = people::<S>(40);
    let calls = all.chunks(20).map(|half| rig.going(Call::many(Mode::Provision, half)));
    let ended = rig.world.time.run(futures_util::future::join_all(calls), || false).unwrap();
    assert!(ended.iter().all(|ended| ended.statuses() == [Status::Created; 20]), "{ended:?}");
    assert!(rig.world.most_in_flight.get() <= 3, "{}", rig.world.most_in_flight.get());
    super::no_twins::<S>("two calls", &rig.server());
}
/// It stands still, or steps back by a day in the middle: no wait is longer than it was planned to be.
fn a_clock_that_is_wrong_delays_nothing<S: Subject>() {
    let slower = || Fate::instead(429, &[("retry-after", "2")], "");
    let mut right = rig::<S>(S::server()).with_first(2, S::LOOK, slower());
    right.provision(S::user("ann@doe.com")).unwrap();
    let took = right.now() - START;
    for days in [-1_i64, -10_000, 1] {
        let mut rig =
            rig_with::<S>(S::server(), json!({"requestsPerSecond": 1000})).with_first(2, S::LOOK, slower());
        let world = std::rc::Rc::downgrade(&rig.world);
        rig = rig.with(move |sent| {
            if sent.number == 2 {
                world.upgrade().unwrap().skew_ms.set(days * 86_400_000);
            }
            None
        });
        let outcome = rig.provision(S::user("ann@doe.com")).unwrap();
        assert_eq!(outcome.status, Status::Created, "{days}: {outcome:?}");
        assert!(rig.now() - START <= took + 1_000, "{days}: {} for {took}", rig.now() - START);
    }
}
