//! Sessions: one for all, got anew once when over, never asked for again once refused, always ended.

use super::kit::{api, end, logged_out, people, person, wfo, End, Wfo, CREATE, LIST, LOGIN, LOGOUT, READ};
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::{Fault, Host, Status};
use provisor::error::Code;

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
        (409, "", Code::AuthRejected),
        (423, "", Code::AuthRejected),
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
fn a_session_that_is_never_accepted_ends_the_run() {
    // A 403 to a fresh session means what it says: the run goes on, if it can.
    let denied = End::Is(Status::Failed, Some(Code::Forbidden));
    for (status, expected) in [(401, End::Throws(Code::AuthRejected)), (403, denied)] {
        let server = Model::new().ways(|ways| {
            ways.expired_as = Some(status);
            ways.useless_sessions = true;
        });
        let mut wfo = wfo(server);
        assert_eq!(end(&wfo.provision(api())), expected, "{status}");
        assert_eq!((wfo.server.logins, count(&wfo, LIST)), (2, 2), "{status}");
        assert!(wfo.server.created.is_empty());
        assert!(!wfo.client.must_log_out());
    }
}

#[test]
fn a_403_that_means_what_it_says_is_one_row_s_and_leaves_no_session_open() {
    let mut wfo = wfo(Model::new());
    let is_denied = |body: &str| body.contains("person.1@") || body.contains("person.3@");
    wfo.fates = Box::new(move |sent| match sent.purpose == CREATE && is_denied(sent.body()) {
        true => Fate::instead(403, &[], ""),
        false => Fate::Answered,
    });
    let bulk = wfo.provision_all(&people(5));
    use Status::{Created, Failed};
    assert_eq!(bulk.statuses(), [Created, Failed, Created, Failed, Created]);
    let error = bulk.outcomes[1].error.as_ref().unwrap();
    assert_eq!((error.code, error.status), (Code::Forbidden, Some(403)));
    // The first one could have been a session that is over: it was ended, and another one got, once. After that it is
    // known what a 403 means here.
    assert_eq!((wfo.server.logins, wfo.server.logouts, count(&wfo, CREATE)), (2, 2, 6));
    logged_out("403", &wfo);
}

#[test]
fn a_session_that_is_perhaps_over_is_ended_before_another_one_is_got() {
    let mut wfo = wfo(Model::new()).with_first(1, READ, Fate::instead(403, &[], ""));
    let outcome = wfo.provision(api()).unwrap();
    assert_eq!((outcome.status, wfo.server.logins, wfo.server.logouts), (Status::Created, 2, 2));
    let purposes = wfo.purposes();
    let at = purposes.iter().position(|purpose| *purpose == READ).unwrap();
    assert_eq!(purposes[at..], [READ, LOGOUT, LOGIN, READ, LOGOUT]);
    logged_out("perhaps", &wfo);
}

#[test]
fn a_password_that_may_have_been_rejected_is_sent_twice_at_most() {
    for fate in
        [Fate::AnswerLost(Fault::Network), Fate::AnswerLost(Fault::Timeout), Fate::Silence { done: true }]
    {
        let server = Model::new().ways(|ways| ways.refuses_login = true);
        let mut wfo = wfo(server).with_first(9, LOGIN, fate);
        let error = wfo.provision(api()).unwrap_err();
        assert!(matches!(error.code, Code::Network | Code::Timeout), "{error}");
        assert_eq!(wfo.server.logins, 2);
    }
    // One that is lost once is good for a run.
    let mut wfo = wfo(Model::new()).with_first(1, LOGIN, Fate::Lost(Fault::Network));
    assert_eq!(wfo.provision(api()).unwrap().status, Status::Created);
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
fn an_abort_while_a_session_that_is_perhaps_over_is_ended_leaves_none_open() {
    let mut wfo = wfo(Model::new());
    let mut seen = 0;
    wfo.fates = Box::new(move |sent| {
        seen += usize::from(sent.purpose == LOGOUT);
        match (sent.purpose, seen) {
            (READ, _) => Fate::instead(403, &[], ""),
            (LOGOUT, 1) => Fate::Lost(Fault::Aborted),
            _ => Fate::Answered,
        }
    });
    assert_eq!(end(&wfo.provision(api())), End::Throws(Code::Aborted));
    assert_eq!((wfo.server.logins, wfo.server.logouts), (1, 1));
    logged_out("aborted", &wfo);
}
