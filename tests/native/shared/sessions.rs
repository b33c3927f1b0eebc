//! Sessions: one for all, got anew once when over, never asked for again once refused.

use super::answers::{html, instead};
use super::truth::{check, end, logged_out, End};
use super::{on_every_platform, path_of, rig, rig_with, server_with, Knob, Subject};
use crate::rig::{Fate, Rig, START};
use provisor::engine::{Fault, Host, Status};
use provisor::error::Code;
use serde_json::{json, Value};

on_every_platform!(
    many_take_one_session,
    two_runs_of_one_client_take_one_session,
    a_run_that_is_dropped_while_getting_the_session_holds_nobody_up,
    refused_credentials_are_tried_once,
    a_login_that_fails_fails_all_who_wait_at_once,
    a_session_that_is_over_is_got_anew_once,
    a_session_that_is_never_accepted_ends_the_run,
    a_rejection_after_a_write_hides_no_write,
    the_second_person_s_rejection_hides_no_create,
    whatever_ends_a_run_it_logs_out,
);

fn logins<S: Subject>(rig: &Rig<S::Model>) -> usize {
    S::LOGIN.map_or(0, |login| rig.sent_for(login).len())
}

/// How many sessions a run takes when all is well.
fn one<S: Subject>() -> usize {
    usize::from(S::LOGIN.is_some())
}

pub fn people<S: Subject>(count: usize) -> Vec<Value> {
    (0..count).map(|number| S::user(&format!("person.{number}@doe.com"))).collect()
}

fn many_take_one_session<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    rig.concurrency = Some(16);
    let bulk = rig.provision_all(&people::<S>(50));
    assert_eq!(bulk.statuses(), [Status::Created; 50]);
    assert_eq!((logins::<S>(&rig), S::created(&rig.server)), (one::<S>(), 50));
    logged_out::<S>("many", &rig);
}

fn two_runs_of_one_client_take_one_session<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    let start = |user| rig.client.provision(Host::default(), user).unwrap();
    let runs = people::<S>(2).into_iter().map(start).collect();
    let ended = rig.drive_all(runs);
    assert!(ended.iter().all(|end| end.as_ref().unwrap().as_ref().unwrap()["status"] == "created"));
    assert_eq!(logins::<S>(&rig), one::<S>());
    logged_out::<S>("two runs", &rig);
}

fn a_run_that_is_dropped_while_getting_the_session_holds_nobody_up<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    let mut dropped = rig.client.provision(Host::default(), S::user("a@doe.com")).unwrap();
    assert_eq!(dropped.poll(START, std::task::Waker::noop()).sends.len(), 1);
    drop(dropped);
    assert_eq!(rig.provision(S::user("a@doe.com")).unwrap().status, Status::Created);
    assert!(rig.now < START + 1_000, "it waited for a lease");
}

fn refused_credentials_are_tried_once<S: Subject>() {
    if S::LOGIN.is_none() {
        return;
    }
    let mut rig = rig::<S>(S::server());
    S::turn(&mut rig.server, Knob::RefusesLogin);
    rig.concurrency = Some(16);
    let bulk = rig.provision_all(&people::<S>(20));
    assert!(bulk.outcomes.is_empty());
    let error = bulk.thrown();
    assert_eq!((error.code, rig.sent.len()), (Code::AuthRejected, 1));
    assert!(
        error.hint.as_deref().unwrap().contains("credentials.")
            || error.hint.as_deref().unwrap().contains("pair")
    );
    // Asking again could lock the account, so no later call does.
    for user in people::<S>(3) {
        assert_eq!(end(&rig.provision(user.clone())), End::Throws(Code::AuthRejected));
        assert_eq!(rig.plan(user).unwrap_err().code, Code::AuthRejected);
    }
    assert_eq!((rig.sent.len(), S::created(&rig.server)), (1, 0));
}

fn a_login_that_fails_fails_all_who_wait_at_once<S: Subject>() {
    let Some(login) = S::LOGIN else { return };
    for (name, fate, code, calls) in [
        ("500", instead(500, ""), Code::ServerError, 5),
        ("lost", Fate::Lost(Fault::Network), Code::Network, S::LOGIN_TRIES),
        ("silence", Fate::Silence { done: false }, Code::Timeout, S::LOGIN_TRIES),
        ("HTML", html(), Code::BadResponse, 1),
        ("an object", instead(200, "{}"), Code::BadResponse, 1),
        ("a list", instead(200, "[]"), Code::BadResponse, 1),
        ("nothing", instead(200, ""), Code::BadResponse, 1),
        ("a redirect", instead(302, ""), Code::BadResponse, 1),
        ("401", instead(401, ""), Code::AuthRejected, 1),
        ("404", instead(404, ""), Code::NotFound, 1),
        ("an hour", Fate::instead(429, &[("retry-after", "3600")], ""), Code::RateLimited, 1),
    ] {
        for width in [1, 3, 16] {
            let mut rig = rig::<S>(S::server()).with_fate_of(login, fate.clone());
            rig.concurrency = Some(width);
            let bulk = rig.provision_all(&people::<S>(20));
            assert!(bulk.outcomes.is_empty(), "{name}");
            assert_eq!((bulk.thrown().code, rig.sent.len()), (code, calls), "{name}");
        }
    }
}

/// What is done to whom: somebody new, somebody who differs, somebody who leaves.
fn errands<S: Subject>() -> Vec<(&'static str, S::Model, Value, Status)> {
    let with_ann = || server_with::<S>(&["ann@doe.com"]);
    let mut errands = vec![
        ("new", S::server(), S::user("ann@doe.com"), Status::Created),
        ("new, with all", S::server(), S::wish("ann@doe.com"), Status::Created),
        ("as asked", with_ann(), S::user("ann@doe.com"), Status::Unchanged),
        ("differs", with_ann(), S::wish("ann@doe.com"), Status::Updated),
    ];
    if S::DEPROVISIONS {
        errands.push(("leaves", with_ann(), S::user("ann@doe.com"), Status::Updated));
    }
    errands
}

fn a_session_that_is_over_is_got_anew_once<S: Subject>() {
    if S::LOGIN.is_none() {
        return;
    }
    for (name, server, user, expected) in errands::<S>() {
        let run = |rig: &mut Rig<S::Model>| match name {
            "leaves" => rig.deprovision(user.clone()),
            _ => rig.provision(user.clone()),
        };
        let mut whole = rig::<S>(server.clone());
        run(&mut whole).unwrap();
        for (number, purpose) in (1..).zip(whole.purposes()) {
            for status in S::EXPIRED {
                if Some(purpose) == S::LOGIN {
                    continue;
                }
                let what = format!("{name}: {status} at {number}");
                let mut rig = rig::<S>(server.clone()).with_fate(number, instead(*status, ""));
                if *status == 401 {
                    rig = rig.with_fate(number, Fate::Expired);
                }
                let outcome = run(&mut rig).unwrap();
                assert_eq!((outcome.status, outcome.verified), (expected, true), "{what}: {outcome:?}");
                assert_eq!(S::state(&rig.server), S::state(&whole.server), "{what}");
                // Nobody logs in to log out.
                let is_end = Some(purpose) == S::LOGOUT;
                assert_eq!(logins::<S>(&rig), if is_end { 1 } else { 2 }, "{what}");
            }
        }
    }
}

fn a_session_that_is_never_accepted_ends_the_run<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    S::turn(&mut rig.server, Knob::UselessSessions);
    let result = rig.provision(S::user("ann@doe.com"));
    assert_eq!(end(&result), End::Throws(Code::AuthRejected));
    // Two sessions, one read under each; a credential that is the session is shown once.
    let sent = rig.sent.iter().filter(|sent| Some(sent.purpose) != S::LOGOUT).count();
    assert_eq!((logins::<S>(&rig), sent), (2 * one::<S>(), 1 + 3 * one::<S>()));
    assert!(result.unwrap_err().hint.is_some());
    let bulk = rig.provision_all(&people::<S>(20));
    assert!(bulk.outcomes.is_empty());
    assert_eq!((bulk.thrown().code, S::created(&rig.server)), (Code::AuthRejected, 0));
}

/// After the first write, every request that a check for it makes is rejected.
fn rejected_after<S: Subject>(rig: &mut Rig<S::Model>, write: &'static str) {
    let mut written = false;
    rig.fates = Box::new(move |sent| {
        let rejected = written && !S::SESSION.contains(&sent.purpose);
        written |= sent.purpose == write;
        if rejected {
            Fate::Expired
        } else {
            Fate::Answered
        }
    });
}

fn a_rejection_after_a_write_hides_no_write<S: Subject>() {
    for (server, user, write) in [
        (S::server(), S::user("ann@doe.com"), S::CREATE),
        (server_with::<S>(&["ann@doe.com"]), S::wish("ann@doe.com"), S::WRITE),
    ] {
        let before = !S::ids(&server, "ann@doe.com").is_empty();
        let mut rig = rig::<S>(server);
        rejected_after::<S>(&mut rig, write);
        let outcome = rig.provision(user).unwrap();
        assert_eq!(outcome.status, Status::Unknown, "{write}: {outcome:?}");
        assert_eq!(outcome.id, S::ids(&rig.server, "ann@doe.com").pop(), "{write}");
        assert_eq!(outcome.error.as_ref().unwrap().code, Code::AuthRejected, "{write}");
        assert_eq!(logins::<S>(&rig), 2 * one::<S>(), "{write}");
        check::<S>(write, &rig, &outcome, before);
    }
}

/// The run ends, but not before the one who was written is told.
fn the_second_person_s_rejection_hides_no_create<S: Subject>() {
    let mut rig = rig_with::<S>(S::server(), json!({"concurrency": 1}));
    let mut created = 0;
    rig.fates = Box::new(move |sent| {
        created += usize::from(sent.purpose == S::CREATE);
        match sent.purpose == S::CREATE && created > 1 {
            true => instead(401, ""),
            false => Fate::Answered,
        }
    });
    let bulk = rig.provision_all(&people::<S>(2));
    let told: Vec<_> = bulk.outcomes.iter().map(|outcome| (outcome.row, outcome.status)).collect();
    assert_eq!(told, [(Some(0), Status::Created)]);
    assert_eq!((bulk.thrown().code, S::created(&rig.server)), (Code::AuthRejected, 1));
}

fn whatever_ends_a_run_it_logs_out<S: Subject>() {
    let Some(logout) = S::LOGOUT else { return };
    let path = path_of::<S>(S::server(), S::user("ann@doe.com"));
    for (number, purpose) in (1..).zip(&path) {
        if Some(*purpose) == S::LOGIN || *purpose == logout {
            continue;
        }
        for (name, fate) in [
            ("400", instead(400, "")),
            ("HTML", html()),
            ("500", instead(500, "")),
            ("done, then 500", Fate::done_but(500, "")),
            ("lost", Fate::Lost(Fault::Network)),
            ("aborted", Fate::Lost(Fault::Aborted)),
        ] {
            let what = format!("{purpose}: {name}");
            let mut one = rig::<S>(S::server()).with_fate(number, fate.clone());
            let result = one.provision(S::user("ann@doe.com"));
            assert_eq!(name == "aborted", end(&result) == End::Throws(Code::Aborted), "{what}");
            let mut many = rig::<S>(S::server()).with_fate_of(purpose, fate);
            many.provision_all(&people::<S>(3));
            for rig in [one, many] {
                assert_eq!(rig.purposes().last(), Some(&logout), "{what}");
                assert_eq!(rig.sent_for(logout).len(), 1, "{what}");
                logged_out::<S>(&what, &rig);
            }
        }
    }
    // A log-out that fails changes no outcome.
    for fate in [instead(500, ""), instead(401, ""), Fate::Lost(Fault::Network), Fate::Silence { done: true }]
    {
        let mut rig = rig::<S>(S::server()).with_fate_of(logout, fate);
        assert_eq!(rig.provision(S::user("ann@doe.com")).unwrap().status, Status::Created);
        assert!(!rig.client.must_log_out());
        assert_eq!(logins::<S>(&rig), 1, "nobody logs in to log out");
    }
}
