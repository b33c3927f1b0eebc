//! Sessions: one for all, got anew once when over, never asked for again once refused, always ended.

use super::kit::{
    api, end, logged_out, people, person, wfo, wfo_with, End, Wfo, CREATE, LIST, LOGIN, LOGOUT, READ, TEAMS,
    WRITE,
};
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::{Fault, Host, Status};
use provisor::error::Code;
use serde_json::json;

fn count(wfo: &Wfo, purpose: &str) -> usize {
    wfo.sent_for(purpose).len()
}

#[test]
fn a_rejected_password_is_tried_once() {
    let mut wfo = wfo(Model::new().ways(|ways| ways.refuses_login = true));
    wfo.concurrency = Some(16);
    let bulk = wfo.provision_all(&people(20));
    assert!(bulk.outcomes.is_empty());
    let error = bulk.thrown();
    assert_eq!((error.code, wfo.server.logins, wfo.sent.len()), (Code::AuthRejected, 1, 1));
    assert!(error.hint.as_deref().unwrap().contains("lock"), "{error}");
    // Not by anything that comes later, either.
    for user in people(3) {
        assert_eq!(end(&wfo.provision(user.clone())), End::Throws(Code::AuthRejected));
        assert_eq!(wfo.plan(user).unwrap_err().code, Code::AuthRejected);
    }
    wfo.close().unwrap();
    assert_eq!(wfo.connect().unwrap_err().code, Code::AuthRejected);
    assert_eq!(end(&wfo.provision(api())), End::Throws(Code::AuthRejected));
    assert_eq!((wfo.server.logins, wfo.sent.len()), (1, 1));
    assert!(wfo.server.created.is_empty());
}

#[test]
fn every_refusal_of_a_login_is_final() {
    for (status, body, code) in [
        (400, r#"{"errorMessage":"no"}"#, Code::AuthRejected),
        (401, "", Code::AuthRejected),
        (403, "", Code::AuthRejected),
        (404, "", Code::NotFound),
        (200, "<html>", Code::BadResponse),
        (200, "{}", Code::BadResponse),
        (200, r#"{"sessionId":"a; b"}"#, Code::BadResponse),
        (302, "", Code::BadResponse),
    ] {
        let mut wfo = wfo(Model::new()).with_fate(1, Fate::instead(status, &[], body));
        assert_eq!(end(&wfo.provision(api())), End::Throws(code), "{status} {body}");
        assert_eq!(wfo.sent.len(), 1, "{status} {body}");
    }
}

#[test]
fn a_session_that_is_over_is_got_anew_once() {
    for status in [401, 403] {
        for number in 1..=7 {
            let server = Model::new().ways(|ways| {
                ways.expired_as = Some(status);
                ways.ends_session_after = Some(number);
            });
            let mut wfo = wfo(server);
            let outcome = wfo.provision(api()).unwrap();
            assert_eq!((outcome.status, outcome.verified), (Status::Created, true), "{status} at {number}");
            // The eighth request is the log-out itself: nobody logs in for that.
            assert_eq!(wfo.server.logins, if number == 7 { 1 } else { 2 }, "{status} at {number}");
            assert_eq!(wfo.server.created.len(), 1);
            logged_out("renewed", &wfo);
        }
    }
}

#[test]
fn a_session_that_is_never_accepted_ends_the_run() {
    for (status, code) in [(401, Code::AuthRejected), (403, Code::Forbidden)] {
        let server = Model::new().ways(|ways| {
            ways.expired_as = Some(status);
            ways.useless_sessions = true;
        });
        let mut wfo = wfo(server);
        assert_eq!(end(&wfo.provision(api())), End::Throws(code), "{status}");
        assert_eq!((wfo.server.logins, count(&wfo, LIST)), (2, 2), "{status}");
        assert!(wfo.server.created.is_empty());
        assert!(!wfo.client.must_log_out());
    }
}

#[test]
fn whatever_ends_a_run_it_logs_out() {
    for (name, purpose, fate) in [
        ("400", LIST, Fate::instead(400, &[], "")),
        ("HTML", LIST, Fate::instead(200, &[], "<html>")),
        ("500", TEAMS, Fate::instead(500, &[], "")),
        ("lost", TEAMS, Fate::Lost(Fault::Network)),
        ("refused", CREATE, Fate::instead(400, &[], "")),
        ("unclear", CREATE, Fate::done_but(500, "")),
        ("unclear, not done", CREATE, Fate::instead(500, &[], "")),
        ("unread", READ, Fate::instead(400, &[], "")),
        ("aborted before", LIST, Fate::Lost(Fault::Aborted)),
        ("aborted while creating", CREATE, Fate::Lost(Fault::Aborted)),
        ("aborted after", READ, Fate::Lost(Fault::Aborted)),
    ] {
        let mut one = wfo(Model::new()).with_fate_of(purpose, fate.clone());
        let result = one.provision(api());
        if name.starts_with("aborted") {
            assert_eq!(end(&result), End::Throws(Code::Aborted), "{name}");
        }
        assert_eq!(one.purposes().last(), Some(&LOGOUT), "{name}");
        logged_out(name, &one);
        let mut many = wfo(Model::new()).with_fate_of(purpose, fate);
        many.provision_all(&people(3));
        assert_eq!(many.purposes().last(), Some(&LOGOUT), "{name}");
        logged_out(name, &many);
    }
}

#[test]
fn a_log_out_that_fails_changes_no_outcome() {
    for fate in [
        Fate::instead(500, &[], ""),
        Fate::instead(401, &[], ""),
        Fate::Lost(Fault::Network),
        Fate::Silence { done: true },
    ] {
        let mut wfo = wfo(Model::new()).with_fate_of(LOGOUT, fate);
        assert_eq!(wfo.provision(api()).unwrap().status, Status::Created);
        assert!(!wfo.client.must_log_out());
        assert_eq!(wfo.server.logins, 1, "nobody logs in to log out");
    }
}

#[test]
fn two_runs_of_one_client_share_a_session_and_end_it_once() {
    let mut wfo = wfo(Model::new());
    let runs =
        people(2).into_iter().map(|user| wfo.client.provision(Host::default(), user).unwrap()).collect();
    let ended = wfo.drive_all(runs);
    assert!(ended.iter().all(|end| end.as_ref().unwrap().as_ref().unwrap()["status"] == "created"));
    assert_eq!((wfo.server.logins, wfo.server.logouts), (1, 1));
    wfo.provision(person("later@doe.com")).unwrap();
    assert_eq!((wfo.server.logins, wfo.server.logouts), (2, 2), "the next run has a session of its own");
}

#[test]
fn a_rejection_after_the_create_hides_no_create() {
    let mut wfo = wfo_with(Model::new(), json!({"concurrency": 1}));
    let mut created = false;
    wfo.fates = Box::new(move |sent| {
        let rejected = created && [READ, WRITE].contains(&sent.purpose);
        created |= sent.purpose == CREATE;
        if rejected {
            Fate::instead(401, &[], "")
        } else {
            Fate::Answered
        }
    });
    let outcome = wfo.provision(api()).unwrap();
    assert_eq!((outcome.status, outcome.id.as_deref()), (Status::Unknown, Some("1004")));
    assert_eq!(outcome.error.unwrap().code, Code::AuthRejected);
    assert_eq!(count(&wfo, LOGIN), 2);
}
