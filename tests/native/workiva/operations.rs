//! 202: followed to the end, once a second at most, no longer than allowed; and what the end says.

use super::kit::*;
use super::model::Model;
use super::truth::{check, end};
use crate::rig::{Fate, Sent};
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

fn wish() -> Value {
    with("ann@doe.com", json!({"organizationRoles": ["Org User Admin"]}))
}

fn server() -> Model {
    Model::new().with("ann@doe.com")
}

fn has_role(desk: &Desk) -> bool {
    desk.server.person("ann@doe.com").unwrap().roles.contains("2")
}

#[test]
fn every_end() {
    for (name, ends, status, code) in [
        ("completed", None, Status::Updated, None),
        ("failed", Some(("failed", "500InternalServerError")), Status::Failed, Some(Code::ServerError)),
        ("failed, no licence", Some(("failed", "403Forbidden")), Status::Failed, Some(Code::Forbidden)),
        ("failed, no role", Some(("failed", "404NotFound")), Status::Failed, Some(Code::NotFound)),
        ("failed, conflict", Some(("failed", "409Conflict")), Status::Failed, Some(Code::Conflict)),
        ("failed, odd", Some(("failed", "é")), Status::Failed, Some(Code::ServerError)),
        ("cancelled", Some(("cancelled", "400BadRequest")), Status::Failed, Some(Code::ConfigInvalid)),
    ] {
        let mut desk = desk(server().ways(|ways| ways.ends = ends));
        let result = desk.provision(wish());
        assert_eq!(end(&result), (Some(status), code), "{name}: {result:?}");
        let outcome = result.unwrap();
        check(name, &desk, &outcome);
        assert_eq!(has_role(&desk), status == Status::Updated, "{name}");
        if let Some(error) = outcome.error {
            assert!(error.message.contains("the words"), "{name}: {error}");
        }
    }
}

#[test]
fn every_look_keeps_its_distance() {
    // The model fails when it is looked at twice within a second.
    for (retry_after, looks, at_least_ms) in [
        (None, 1, 1_000),
        (None, 7, 7_000),
        (Some("0"), 3, 3_000),
        (Some("5"), 1, 5_000),
        (Some("soon"), 2, 2_000),
        (Some("Tue, 14 Nov 2023 22:13:50 GMT"), 1, 25_000),
    ] {
        let mut desk = desk(server().ways(|ways| {
            ways.looks = looks;
            ways.retry_after = retry_after.map(str::to_owned);
        }));
        let begun = desk.now;
        let outcome = desk.provision(wish()).unwrap();
        assert_eq!(
            (outcome.status, desk.sent_for(POLL).len()),
            (Status::Updated, looks as usize),
            "{retry_after:?}"
        );
        assert!(desk.now - begun >= at_least_ms, "{retry_after:?}: {}", desk.now - begun);
    }
}

#[test]
fn one_that_never_ends_is_left_after_the_longest_wait() {
    for (options, most) in [(json!({}), 60), (json!({"maxWaitMs": 5_000}), 5), (json!({"maxWaitMs": 0}), 1)] {
        let mut desk = desk_with(server().ways(|ways| ways.looks = u32::MAX), options.clone());
        let result = desk.provision(wish());
        assert_eq!(end(&result), (Some(Status::Unknown), Some(Code::Timeout)), "{options}");
        let outcome = result.unwrap();
        check("never ends", &desk, &outcome);
        assert!(outcome.error.unwrap().retry_at.is_some());
        let looks = desk.sent_for(POLL).len();
        assert!(looks <= most && looks * 10 >= most * 7, "{looks} looks");
    }
    // A wait that is longer than allowed is not begun.
    let mut desk = desk(server().ways(|ways| ways.retry_after = Some("3600".into())));
    let outcome = desk.provision(wish()).unwrap();
    assert_eq!((outcome.status, desk.sent_for(POLL).len()), (Status::Unknown, 0));
    assert!(outcome.error.unwrap().retry_at.unwrap() >= crate::rig::START + 3_600_000);
}

#[test]
fn one_that_nobody_says_where_to_find() {
    let mut desk = desk(server().ways(|ways| ways.location = false));
    let result = desk.provision(wish());
    assert_eq!(end(&result), (Some(Status::Unknown), Some(Code::BadResponse)));
    check("no Location", &desk, &result.unwrap());
}

#[test]
fn looks_that_fail() {
    use Status::{Unknown, Updated};
    for (name, times, fate, status, code) in [
        ("500 once", 1, Fate::instead(500, &[], ""), Updated, None),
        ("lost once", 1, Fate::Lost(Fault::Network), Updated, None),
        ("429", 1, Fate::instead(429, &[("retry-after", "3")], ""), Updated, None),
        ("500", 99, Fate::instead(500, &[], ""), Unknown, Some(Code::ServerError)),
        ("404", 99, Fate::instead(404, &[], ""), Unknown, Some(Code::NotFound)),
        ("HTML", 99, Fate::instead(200, &[], "<html>"), Unknown, Some(Code::BadResponse)),
        (
            "an unknown state",
            99,
            Fate::instead(200, &[], r#"{"status":"odd"}"#),
            Unknown,
            Some(Code::BadResponse),
        ),
        ("wrong types", 99, Fate::instead(200, &[], r#"{"status":7}"#), Unknown, Some(Code::BadResponse)),
        // It is said to be done, and a look says otherwise.
        (
            "completed, not done",
            99,
            Fate::instead(200, &[], r#"{"status":"completed","details":null}"#),
            Status::Failed,
            Some(Code::Conflict),
        ),
    ] {
        let mut desk = desk(server()).with_first(times, POLL, fate);
        let result = desk.provision(wish());
        assert_eq!(end(&result), (Some(status), code), "{name}: {result:?}");
        check(name, &desk, result.as_ref().unwrap());
    }
}

#[test]
fn changes_that_fail() {
    use Status::{Failed, Unknown, Updated};
    for (name, times, fate, status, code) in [
        (
            "400",
            1,
            Fate::instead(400, &[], r#"{"code":"400BadRequest","message":"no"}"#),
            Failed,
            Some(Code::ConfigInvalid),
        ),
        ("403", 1, Fate::instead(403, &[], ""), Failed, Some(Code::Forbidden)),
        ("409", 1, Fate::instead(409, &[], ""), Failed, Some(Code::Conflict)),
        ("500 once", 1, Fate::instead(500, &[], ""), Updated, None),
        ("accepted, then 500", 1, Fate::done_but(500, ""), Updated, None),
        ("answer lost once", 1, Fate::AnswerLost(Fault::Timeout), Updated, None),
        ("silence once", 1, Fate::Silence { done: true }, Updated, None),
        ("500", 99, Fate::instead(500, &[], ""), Unknown, Some(Code::ServerError)),
        ("lost", 99, Fate::Lost(Fault::Network), Unknown, Some(Code::Network)),
        ("HTML", 1, Fate::instead(200, &[], "<html>"), Unknown, Some(Code::BadResponse)),
        ("429", 1, Fate::instead(429, &[("retry-after", "2")], ""), Updated, None),
        (
            "429 for an hour",
            1,
            Fate::instead(429, &[("retry-after", "3600")], ""),
            Failed,
            Some(Code::RateLimited),
        ),
    ] {
        let mut desk = desk(server()).with_first(times, ROLES, fate);
        let result = desk.provision(wish());
        assert_eq!(end(&result), (Some(status), code), "{name}: {result:?}");
        check(name, &desk, result.as_ref().unwrap());
        assert_eq!(has_role(&desk), status == Updated, "{name}");
    }
}

/// The first try is accepted and its answer lost; the second is refused, because the first is under way.
fn lost_then(status: u16, body: &'static str) -> impl FnMut(&Sent) -> Fate {
    let mut tries = 0;
    move |sent| {
        tries += u32::from(sent.purpose == ROLES);
        match (sent.purpose, tries) {
            (ROLES, 1) => Fate::AnswerLost(Fault::Timeout),
            (ROLES, _) => Fate::instead(status, &[("retry-after", "3600")], body),
            _ => Fate::Answered,
        }
    }
}

#[test]
fn a_refusal_after_a_lost_answer_is_no_proof_that_nothing_was_done() {
    for (status, body, code) in [
        (409, r#"{"code":"409Conflict","message":"under way"}"#, Code::Conflict),
        (400, "", Code::ConfigInvalid),
        (429, "", Code::RateLimited),
    ] {
        let mut desk = desk(server());
        desk.fates = Box::new(lost_then(status, body));
        let result = desk.provision(wish());
        assert_eq!(end(&result), (Some(Status::Unknown), Some(code)), "{status}: {result:?}");
        check("lost, then refused", &desk, &result.unwrap());
    }
    // Where a look shows it, it is done.
    let mut desk = desk(server().ways(|ways| ways.at_once = true));
    desk.fates = Box::new(lost_then(409, ""));
    let outcome = desk.provision(wish()).unwrap();
    assert_eq!((outcome.status, has_role(&desk)), (Status::Updated, true), "{outcome:?}");
}

#[test]
fn roles_that_cannot_be_read_back_are_unknown() {
    let mut desk = desk(server());
    let mut read = 0;
    desk.fates = Box::new(move |sent| {
        read += u32::from(sent.purpose == HELD);
        if sent.purpose == HELD && read > 1 {
            Fate::instead(403, &[], "")
        } else {
            Fate::Answered
        }
    });
    let result = desk.provision(wish());
    assert_eq!(end(&result), (Some(Status::Unknown), Some(Code::Forbidden)));
    check("read back", &desk, &result.unwrap());
}

#[test]
fn what_was_created_stays_said_when_a_role_fails() {
    let mut desk = desk(Model::new().ways(|ways| ways.ends = Some(("failed", "403Forbidden"))));
    let outcome = desk.provision(everything("ann@doe.com")).unwrap();
    assert_eq!((outcome.status, outcome.existed_before), (Status::Failed, false));
    assert_eq!(outcome.id, Some(desk.server.people[0].id.clone()));
    // It stops there: nothing is joined.
    assert!(desk.sent_for(JOIN).is_empty());
    desk.server.ways.ends = None;
    let again = desk.provision(everything("ann@doe.com")).unwrap();
    assert_eq!((again.status, again.changes.len()), (Status::Updated, 4), "{again:?}");
}
