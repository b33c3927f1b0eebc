//! Waiting: backoff, `Retry-After` in all its forms, the rate, the width, and aborting.

use super::sessions::people;
use super::truth::{end, failed, End};
use super::{on_every_platform, path_of, rig, rig_with, Subject};
use crate::rig::{Fate, Rig, Sent, START};
use provisor::engine::{Event, Fault, Host, Status};
use provisor::error::Code;
use serde_json::json;
use std::collections::BTreeSet;
use std::task::Waker;

on_every_platform!(
    backoff_stays_within_its_bounds_and_differs,
    retries_have_an_end,
    time_outs_are_the_client_s_own,
    every_form_of_retry_after_is_obeyed_at_every_step,
    a_429_without_a_time_backs_off,
    a_wait_that_is_too_long_is_the_caller_s_decision,
    a_429_pauses_all_rows,
    the_rate_holds_over_every_second,
    the_width_holds,
    two_runs_of_one_client_share_the_width,
    an_abort_ends_at_once,
);

/// What a create sends, each purpose once, but for the end of the session.
fn steps<S: Subject>() -> Vec<&'static str> {
    let mut steps: Vec<&'static str> = Vec::new();
    for purpose in path_of::<S>(S::server(), S::user("ann@doe.com")) {
        if !steps.contains(&purpose) && Some(purpose) != S::LOGOUT {
            steps.push(purpose);
        }
    }
    steps
}

/// The times between the tries of one purpose, less what the server takes.
fn gaps<M: crate::rig::Server>(rig: &Rig<M>, purpose: &str) -> Vec<u64> {
    let times: Vec<_> = rig.sent_for(purpose).iter().map(|sent| sent.at).collect();
    times.windows(2).map(|pair| pair[1] - pair[0] - rig.latency_ms).collect()
}

fn backoff_stays_within_its_bounds_and_differs<S: Subject>() {
    let mut seen = BTreeSet::new();
    for seed in 0..40 {
        let mut rig = rig::<S>(S::server()).with_first(4, S::LOOK, Fate::Lost(Fault::Network));
        rig.seed = seed * 1_000;
        rig.provision(S::user("ann@doe.com")).unwrap();
        let gaps = gaps(&rig, S::LOOK);
        for (gap, most) in gaps.iter().zip([500, 1_000, 2_000, 4_000]) {
            assert!(*gap <= most, "{gaps:?}");
        }
        seen.insert(gaps[3] / 500);
    }
    assert!(seen.len() > 4, "full jitter spreads: {seen:?}");
}

fn retries_have_an_end<S: Subject>() {
    for (max_retries, tries) in [(0, 1), (1, 2), (4, 5)] {
        let lost = Fate::Lost(Fault::Network);
        let mut rig =
            rig_with::<S>(S::server(), json!({"maxRetries": max_retries})).with_fate_of(S::LOOK, lost);
        assert_eq!(end(&rig.provision(S::user("ann@doe.com"))), failed(Code::Network));
        assert_eq!(rig.sent_for(S::LOOK).len(), tries);
    }
}

fn time_outs_are_the_client_s_own<S: Subject>() {
    let mut rig = rig_with::<S>(S::server(), json!({"timeoutMs": 1_500, "maxRetries": 0}))
        .with_fate_of(S::LOOK, Fate::Silence { done: false });
    assert_eq!(end(&rig.provision(S::user("ann@doe.com"))), failed(Code::Timeout));
    let over = rig.sent_for(S::LOOK)[0].at + 1_500;
    assert!((over..over + 100).contains(&rig.now), "{}", rig.now - over);
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
        for step in steps::<S>() {
            let what = format!("{name}: {value}, {step}");
            let mut rig = rig::<S>(S::server()).with_first(2, step, Fate::instead(429, &[(name, value)], ""));
            let outcome = rig.provision(S::user("ann@doe.com")).unwrap();
            assert_eq!((outcome.status, S::created(&rig.server)), (Status::Created, 1), "{what}");
            match wait {
                Some(wait) => assert_eq!(gaps(&rig, step)[..2], [wait, wait], "{what}"),
                // A point in time: the second wait is none.
                None => assert_eq!(rig.sent_for(step)[1].at, START + 10_000, "{what}"),
            }
        }
    }
}

fn a_429_without_a_time_backs_off<S: Subject>() {
    for step in steps::<S>() {
        let mut rig = rig::<S>(S::server()).with_first(4, step, Fate::instead(429, &[], ""));
        assert_eq!(rig.provision(S::user("ann@doe.com")).unwrap().status, Status::Created, "{step}");
        assert!(gaps(&rig, step)[..4].iter().zip([500, 1_000, 2_000, 4_000]).all(|(gap, most)| *gap <= most));
    }
}

fn a_wait_that_is_too_long_is_the_caller_s_decision<S: Subject>() {
    let later = || Fate::instead(429, &[("retry-after", "61")], "");
    let path = path_of::<S>(S::server(), S::user("ann@doe.com"));
    let create = path.iter().position(|purpose| *purpose == S::CREATE).unwrap();
    for (position, step) in path.iter().enumerate().filter(|(_, step)| Some(**step) != S::LOGOUT) {
        let mut rig = rig::<S>(S::server()).with_fate(position + 1, later());
        let result = rig.provision(S::user("ann@doe.com"));
        let expected = match () {
            () if Some(*step) == S::LOGIN => End::Throws(Code::RateLimited),
            () if position > create => End::Is(Status::Unknown, Some(Code::RateLimited)),
            () => failed(Code::RateLimited),
        };
        assert_eq!(end(&result), expected, "{step}");
        let error = match result {
            Err(error) => error,
            Ok(outcome) => {
                assert_eq!(outcome.id.is_some(), position > create, "after a create, it hides nothing");
                outcome.error.unwrap()
            }
        };
        let answered = rig.sent[position].at + rig.latency_ms;
        let innermost = |mut error: provisor::error::Error| loop {
            match error.cause.clone().filter(|_| error.retry_at.is_none()) {
                Some(cause) => error = cause,
                None => return error.retry_at,
            }
        };
        assert_eq!(innermost(error), Some(answered + 61_000), "{step}");
        let again = rig.sent[position + 1..].iter().filter(|sent| sent.purpose == *step).count();
        assert_eq!((again, S::created(&rig.server)), (0, usize::from(position > create)), "{step}");
        let patient = json!({"maxWaitMs": 61_000});
        let mut patient = rig_with::<S>(S::server(), patient).with_fate(position + 1, later());
        assert_eq!(patient.provision(S::user("ann@doe.com")).unwrap().status, Status::Created, "{step}");
    }
}

fn a_429_pauses_all_rows<S: Subject>() {
    let mut rig = rig_with::<S>(S::server(), json!({"concurrency": 8}));
    let mut creates = 0;
    rig.fates = Box::new(move |sent| {
        creates += u32::from(sent.purpose == S::CREATE);
        match creates == 3 && sent.purpose == S::CREATE {
            true => Fate::instead(429, &[("retry-after", "30")], ""),
            false => Fate::Answered,
        }
    });
    let bulk = rig.provision_all(&people::<S>(20));
    assert!(bulk.outcomes.iter().all(|outcome| outcome.status == Status::Created));
    let third = rig.sent_for(S::CREATE)[2];
    let (told, over) = (third.at + rig.latency_ms, third.at + rig.latency_ms + 30_000);
    let meanwhile: Vec<&Sent> = rig.sent.iter().filter(|sent| sent.at > told && sent.at < over).collect();
    assert!(meanwhile.is_empty(), "{:?}", meanwhile.iter().map(|sent| sent.at - told).collect::<Vec<_>>());
    assert!(rig.sent.iter().any(|sent| sent.at >= over));
    assert!(rig.waits.iter().any(|wait| wait.until == over && wait.reason.contains("429")));
}

fn the_rate_holds_over_every_second<S: Subject>() {
    for (rate, count) in [(5.0, 30), (3.0, 12), (0.5, 3)] {
        let mut rig = rig_with::<S>(S::server(), json!({"requestsPerSecond": rate, "concurrency": 16}));
        rig.latency_ms = 1;
        let bulk = rig.provision_all(&people::<S>(count));
        assert!(bulk.outcomes.iter().all(|outcome| outcome.status == Status::Created));
        let times: Vec<_> = rig.sent.iter().map(|sent| sent.at).collect();
        let apart = (1000.0 / rate) as u64;
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= apart), "{rate}: {times:?}");
        let ideal = apart * (times.len() as u64 - 1);
        let took = times.last().unwrap() - times[0];
        assert!(took < ideal + ideal / 10 + 100, "not much slower than need be: {took} for {ideal}");
    }
}

fn the_width_holds<S: Subject>() {
    for (option, argument, most) in [(json!(1), None, 1), (json!(3), None, 3), (json!(3), Some(7), 7)] {
        let mut rig = rig_with::<S>(S::server(), json!({"concurrency": option}));
        rig.concurrency = argument;
        let bulk = rig.provision_all(&people::<S>(40));
        assert_eq!(bulk.outcomes.len(), 40);
        assert!((1..=most).contains(&rig.most_in_flight), "{} of {most}", rig.most_in_flight);
    }
}

fn two_runs_of_one_client_share_the_width<S: Subject>() {
    let mut rig = rig_with::<S>(S::server(), json!({"concurrency": 3}));
    let all = people::<S>(40);
    let start =
        |half: &[serde_json::Value]| rig.client.provision_all(Host::default(), half.to_vec()).unwrap();
    let runs = all.chunks(20).map(start).collect();
    let ended = rig.drive_all(runs);
    assert!(ended.iter().all(|end| end.as_ref().unwrap().as_ref().unwrap()["done"] == 20), "{ended:?}");
    assert!(rig.most_in_flight <= 3, "{}", rig.most_in_flight);
    super::truth::no_twins::<S>("two runs", &rig.server);
}

fn an_abort_ends_at_once<S: Subject>() {
    // At every number of answers: nothing more is handed out, and the error says so.
    for answers in 0.. {
        let client = S::client(json!({}));
        let mut server = S::server();
        let mut run = client.provision_all(Host::default(), people::<S>(3)).unwrap();
        let mut waiting = std::collections::VecDeque::new();
        let mut now = START;
        for _ in 0..answers {
            let progress = run.poll(now, Waker::noop());
            waiting.extend(progress.sends);
            if waiting.is_empty() {
                now = progress.wait.map_or(now, |wait| wait.until);
                waiting.extend(run.poll(now, Waker::noop()).sends);
            }
            let Some(outgoing) = waiting.pop_front() else { break };
            let filled = client.fill(outgoing.request.document()).unwrap();
            let answer = crate::rig::Server::answer(&mut server, &filled, now);
            run.answer(outgoing.id, Event::Answer(answer)).unwrap();
        }
        if run.poll(now, Waker::noop()).done.is_some() {
            assert!(answers > 5, "{answers}");
            return;
        }
        run.abort();
        let progress = run.poll(now, Waker::noop());
        let error = progress.done.unwrap().unwrap_err();
        assert_eq!((error.code, error.platform.as_deref()), (Code::Aborted, Some(S::PLATFORM)));
        assert!(progress.sends.is_empty() && progress.wait.is_none() && error.hint.is_some());
        assert!(run.poll(now + 100_000, Waker::noop()).sends.is_empty());
        // The client goes on: no place and no claim is left behind.
        let mut rig = Rig::new(client, server);
        let begun = rig.now;
        let outcome = rig.provision(S::user("later@doe.com")).unwrap();
        assert_eq!(outcome.status, Status::Created);
        assert!(rig.now < begun + 2_000, "{answers}: {}", rig.now - begun);
        if S::LOGOUT.is_none() && !rig.client.must_log_out() {
            continue;
        }
        rig.close().unwrap();
        assert!(!rig.client.must_log_out());
    }
}
