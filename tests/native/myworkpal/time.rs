//! Waiting: backoff, `Retry-After` in all its forms, the rate, the width, and aborting.

use super::kit::{client, john, pal, pal_with, people, Pal};
use super::model::Model;
use super::truth::{end, End};
use crate::rig::{Fate, Sent, START};
use provisor::engine::{Event, Fault, Host, Status};
use provisor::error::Code;
use serde_json::{json, Value};
use std::task::Waker;

const STEPS: [&str; 4] = ["get an access token", "find the tenant", "look up the user", "create the user"];

/// The times between the tries of one purpose, less what the server takes.
fn gaps(pal: &Pal, purpose: &str) -> Vec<u64> {
    let times: Vec<_> = pal.sent_for(purpose).iter().map(|sent| sent.at).collect();
    times.windows(2).map(|pair| pair[1] - pair[0] - pal.latency_ms).collect()
}

#[test]
fn backoff_stays_within_its_bounds_and_differs() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let mut pal = pal(Model::new()).with_first(4, "find the tenant", Fate::Lost(Fault::Network));
        pal.seed = seed * 1_000;
        pal.provision(john()).unwrap();
        let gaps = gaps(&pal, "find the tenant");
        assert_eq!(gaps.len(), 4);
        for (gap, most) in gaps.iter().zip([500, 1_000, 2_000, 4_000]) {
            assert!(*gap <= most, "{gaps:?}");
        }
        seen.insert(gaps[3] / 500);
    }
    assert!(seen.len() > 4, "full jitter spreads: {seen:?}");
}

#[test]
fn retries_have_an_end() {
    for (max_retries, tries) in [(0, 1), (1, 2), (4, 5)] {
        let lost = Fate::Lost(Fault::Network);
        let mut pal =
            pal_with(Model::new(), json!({"maxRetries": max_retries})).with_fate_of("find the tenant", lost);
        assert_eq!(end(&pal.provision(john())), End::Is(Status::Failed, Some(Code::Network)));
        assert_eq!(pal.sent_for("find the tenant").len(), tries);
    }
}

#[test]
fn time_outs_are_the_client_s_own() {
    let mut pal = pal_with(Model::new(), json!({"timeoutMs": 1_500, "maxRetries": 0}));
    pal = pal.with_fate_of("find the tenant", Fate::Silence { done: false });
    assert_eq!(end(&pal.provision(john())), End::Is(Status::Failed, Some(Code::Timeout)));
    assert_eq!(pal.now, START + 10 + 1_500);
}

#[test]
fn every_form_of_retry_after_is_obeyed_at_every_step() {
    // START is Tue, 14 Nov 2023 22:13:20 GMT.
    for (name, value, wait) in [
        ("retry-after", "7", Some(7_000)),
        ("Retry-After", "0", Some(0)),
        ("Retry-After", "Tue, 14 Nov 2023 22:13:30 GMT", None),
        ("retry-after-ms", "1500", Some(1_500)),
        ("x-ratelimit-reset", "3", Some(3_000)),
        ("X-RateLimit-Reset", "1700000010", None),
    ] {
        for step in STEPS {
            let mut pal = pal(Model::new()).with_first(2, step, Fate::instead(429, &[(name, value)], ""));
            let outcome = pal.provision(john()).unwrap();
            assert_eq!(
                (outcome.status, pal.server.created.len()),
                (Status::Created, 1),
                "{name}: {value}, {step}"
            );
            let sent = pal.sent_for(step);
            match wait {
                Some(wait) => assert_eq!(gaps(&pal, step)[..2], [wait, wait], "{name}: {value}, {step}"),
                // A point in time: the second wait is none.
                None => assert_eq!(sent[1].at, START + 10_000, "{name}: {value}, {step}"),
            }
        }
    }
}

#[test]
fn a_429_without_a_time_backs_off() {
    for step in STEPS {
        let mut pal = pal(Model::new()).with_first(4, step, Fate::instead(429, &[], ""));
        assert_eq!(pal.provision(john()).unwrap().status, Status::Created, "{step}");
        assert!(gaps(&pal, step)[..4].iter().zip([500, 1_000, 2_000, 4_000]).all(|(gap, most)| *gap <= most));
    }
}

#[test]
fn a_wait_that_is_too_long_is_the_caller_s_decision() {
    let later = || Fate::instead(429, &[("retry-after", "61")], "");
    for step in STEPS {
        let mut pal = pal(Model::new()).with_fate_of(step, later());
        let result = pal.provision(john());
        let error = match &result {
            Err(error) if step == "get an access token" => error.clone(),
            Ok(outcome) => {
                assert_eq!(outcome.status, Status::Failed, "{step}");
                outcome.error.clone().unwrap()
            }
            Err(error) => panic!("{step}: {error}"),
        };
        assert_eq!(error.code, Code::RateLimited, "{step}");
        let answered = pal.sent_for(step)[0].at + pal.latency_ms;
        assert_eq!(error.retry_at, Some(answered + 61_000), "{step}");
        assert_eq!(pal.sent_for(step).len(), 1, "{step}");
        assert!(pal.server.created.is_empty());
        let mut patient = pal_with(Model::new(), json!({"maxWaitMs": 61_000})).with_first(1, step, later());
        assert_eq!(patient.provision(john()).unwrap().status, Status::Created, "{step}");
    }
    // After a create, it hides nothing.
    let mut pal = pal(Model::new()).with_fate(5, later());
    let outcome = pal.provision(john()).unwrap();
    assert_eq!((outcome.status, outcome.id.as_deref()), (Status::Unknown, Some("4711")));
}

#[test]
fn a_429_pauses_all_rows() {
    let mut pal = pal_with(Model::new(), json!({"concurrency": 8}));
    let mut creates = 0;
    pal.fates = Box::new(move |sent| {
        creates += u32::from(sent.purpose == "create the user");
        match (sent.purpose, creates) {
            ("create the user", 3) => Fate::instead(429, &[("retry-after", "30")], ""),
            _ => Fate::Answered,
        }
    });
    let bulk = pal.provision_all(&people(20));
    assert!(bulk.outcomes.iter().all(|outcome| outcome.status == Status::Created));
    let third = pal.sent_for("create the user")[2];
    let (told, over) = (third.at + pal.latency_ms, third.at + pal.latency_ms + 30_000);
    let meanwhile: Vec<&Sent> = pal.sent.iter().filter(|sent| sent.at > told && sent.at < over).collect();
    assert!(meanwhile.is_empty(), "{:?}", meanwhile.iter().map(|sent| sent.at - told).collect::<Vec<_>>());
    assert!(pal.sent.iter().any(|sent| sent.at >= over));
    assert!(pal.waits.iter().any(|wait| wait.until == over && wait.reason.contains("429")));
}

#[test]
fn the_rate_holds_over_every_second() {
    for (rate, people_count) in [(5.0, 30), (3.0, 12), (0.5, 3)] {
        let mut pal = pal_with(Model::new(), json!({"requestsPerSecond": rate, "concurrency": 16}));
        pal.latency_ms = 1;
        pal.provision_all(&people(people_count));
        let times: Vec<_> = pal.sent.iter().map(|sent| sent.at).collect();
        let apart = (1000.0 / rate) as u64;
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= apart), "{rate}: {times:?}");
        let ideal = apart * (times.len() as u64 - 1);
        let took = times.last().unwrap() - times[0];
        assert!(took < ideal + ideal / 10 + 100, "not much slower than need be: {took} for {ideal}");
    }
}

#[test]
fn the_width_holds() {
    for (option, argument, most) in [(json!(1), None, 1), (json!(3), None, 3), (json!(3), Some(7), 7)] {
        let mut pal = pal_with(Model::new(), json!({"concurrency": option}));
        pal.concurrency = argument;
        let bulk = pal.provision_all(&people(60));
        assert_eq!(bulk.outcomes.len(), 60);
        assert_eq!(pal.most_in_flight, most);
    }
}

#[test]
fn two_runs_of_one_client_share_the_width() {
    let mut pal = pal_with(Model::new(), json!({"concurrency": 3}));
    let half = |from: usize| -> Vec<Value> { people(40).split_off(from).into_iter().take(20).collect() };
    let runs = [0, 20].map(|from| pal.client.provision_all(Host::default(), half(from)).unwrap());
    let ended = pal.drive_all(runs.into());
    assert!(ended.iter().all(|end| end.as_ref().unwrap().as_ref().unwrap()["done"] == 20), "{ended:?}");
    assert_eq!(pal.most_in_flight, 3);
}

#[test]
fn an_abort_ends_at_once() {
    // At every number of answers: nothing more is handed out, and the error says so.
    for answers in 0..7 {
        let client = client(json!({}));
        let mut server = Model::new();
        let mut run = client.provision_all(Host::default(), people(3)).unwrap();
        let mut given = 0;
        let mut waiting = std::collections::VecDeque::new();
        loop {
            waiting.extend(run.poll(START, Waker::noop()).sends);
            if given == answers {
                break;
            }
            let outgoing = waiting.pop_front().expect("a request");
            let filled = client.fill(outgoing.request.document()).unwrap();
            let answer = crate::rig::Server::answer(&mut server, &filled, START);
            run.answer(outgoing.id, Event::Answer(answer)).unwrap();
            given += 1;
        }
        run.abort();
        let progress = run.poll(START, Waker::noop());
        let error = progress.done.unwrap().unwrap_err();
        assert_eq!((error.code, error.platform.as_deref()), (Code::Aborted, Some("myworkpal")));
        assert!(progress.sends.is_empty() && error.hint.is_some());
        assert!(run.poll(START + 100_000, Waker::noop()).sends.is_empty());
        // The client goes on: no place and no claim is left behind.
        let mut pal = Pal::new(client, server);
        assert_eq!(pal.provision(john()).unwrap().status, Status::Created);
        assert!(pal.now < START + 1_000);
    }
}
