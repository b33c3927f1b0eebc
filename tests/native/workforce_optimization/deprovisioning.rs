//! Taking people off: deactivated as of now, and nothing else.

use super::kit::{api, check, client, end, person, wfo, wfo_with, End, API, LIST, READ, WRITE};
use super::model::{Model, USER_ID};
use crate::rig::{Fate, START};
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

const ID: u64 = 1004;

#[test]
fn somebody_is_deactivated_once() {
    let mut wfo = wfo(Model::new());
    wfo.provision(api()).unwrap();
    let before = wfo.server.records[&ID].clone();
    wfo.server.created.clear();
    wfo.sent.clear();
    let outcome = wfo.deprovision(person("API.USER@doe.com")).unwrap();
    assert_eq!(
        (outcome.status, outcome.changes.as_slice()),
        (Status::Updated, &["deactivated".to_owned()][..])
    );
    check("deprovisioned", &wfo, &outcome, true);
    let at = wfo.server.person(ID)["deactivated"].as_u64().unwrap();
    assert!((START..=wfo.now).contains(&at));
    let expected = before.replace("\"deactivated\":null", &format!("\"deactivated\":{at}"));
    assert_eq!(wfo.server.writes, [(ID, expected)], "nothing else is touched");
    wfo.server.writes.clear();
    wfo.sent.clear();
    let again = wfo.deprovision(person(API)).unwrap();
    assert_eq!(again.status, Status::Unchanged);
    check("again", &wfo, &again, true);
}

#[test]
fn who_is_not_there_is_no_mistake() {
    let mut wfo = wfo(Model::new());
    let outcome = wfo.deprovision(person(API)).unwrap();
    assert_eq!((outcome.status, outcome.id, outcome.existed_before), (Status::Unchanged, None, false));
    assert!(outcome.warnings[0].contains("nobody answers to api.user@doe.com"), "{:?}", outcome.warnings);
    assert_eq!(wfo.sent.len(), 3);
}

#[test]
fn what_must_not_happen_by_mistake() {
    let mut own = wfo(Model::new());
    let outcome = own.deprovision(person(&USER_ID.to_uppercase())).unwrap();
    assert_eq!((outcome.status, own.sent.len()), (Status::Conflict, 0), "nobody locks themselves out");
    // Under either of the two names.
    let mut server = Model::new();
    let admin = server.records[&1001].replace("\"adLogin\":null", &format!("\"adLogin\":\"{API}\""));
    server.records.insert(1001, admin);
    let mut other = wfo(server);
    let outcome = other.deprovision(person(API)).unwrap();
    assert_eq!((outcome.status, other.server.writes.len()), (Status::Conflict, 0), "{outcome:?}");
    assert!(outcome.error.unwrap().message.contains("who these credentials log in as"));
    let mut two = wfo(Model::new().with(API, json!({})).with("x@doe.com", json!({"adLogin": API})));
    assert_eq!(end(&two.deprovision(person(API))), End::Is(Status::Conflict, Some(Code::Ambiguous)));
    assert!(two.server.writes.is_empty());
}

#[test]
fn people_of_a_phone_system_are_warned_about() {
    for (fields, warned) in [
        (json!({"isSynchronized": true}), true),
        (json!({"acdId": "4711"}), true),
        (json!({"acdId": 4711}), true),
        (json!({"acdId": ""}), false),
        (json!({}), false),
    ] {
        let mut wfo = wfo(Model::new().with(API, fields.clone()));
        let outcome = wfo.deprovision(person(API)).unwrap();
        assert_eq!(outcome.warnings.iter().any(|warning| warning.contains("ACD")), warned, "{fields}");
        assert_eq!(outcome.status, Status::Updated);
    }
}

#[test]
fn a_deactivation_to_come_is_brought_forward() {
    for (at, expected) in [(START + 86_400_000, Status::Updated), (START - 1, Status::Unchanged)] {
        let mut wfo = wfo(Model::new().with(API, json!({"deactivated": at})));
        assert_eq!(wfo.deprovision(person(API)).unwrap().status, expected);
    }
}

#[test]
fn every_way_in_which_it_can_fail() {
    let instead = |status, body: &str| Fate::instead(status, &[], body);
    use Status::{Failed, Unknown, Updated};
    for (name, nth, purpose, fate, status) in [
        ("list: 400", 1, LIST, instead(400, ""), Failed),
        ("read: 404", 1, READ, instead(404, ""), Failed),
        ("write: 400", 1, WRITE, instead(400, ""), Failed),
        ("write: not done", 1, WRITE, instead(200, ""), Failed),
        ("write: 500, done", 1, WRITE, Fate::done_but(500, ""), Updated),
        ("write: lost", 1, WRITE, Fate::Lost(Fault::Network), Updated),
        ("write: silence", 1, WRITE, Fate::Silence { done: true }, Updated),
        ("write: a redirect", 1, WRITE, Fate::done_but(302, ""), Unknown),
        ("check: HTML", 3, READ, instead(200, "<html>"), Unknown),
    ] {
        let mut wfo = wfo(Model::new().with(API, json!({})));
        let mut seen = 0;
        wfo.fates = Box::new(move |sent| {
            seen += usize::from(sent.purpose == purpose);
            if sent.purpose == purpose && seen == nth {
                fate.clone()
            } else {
                Fate::Answered
            }
        });
        let outcome = wfo.deprovision(person(API)).unwrap();
        assert_eq!(outcome.status, status, "{name}");
        check(name, &wfo, &outcome, true);
    }
}

#[test]
fn whenever_it_dies_it_ends_the_same() {
    let server = Model::new().with(API, json!({}));
    for moment in 1..60 {
        let mut first = wfo_with(server.clone(), json!({}));
        first.dies_at = Some(moment);
        let run = first.client.deprovision(provisor::engine::Host::default(), person(API)).unwrap();
        let died = first.drive(run).is_none();
        if !died {
            assert!(moment > 15, "{moment}");
            return;
        }
        let mut second = first.reborn(client(json!({})));
        let host = provisor::engine::Host { journal: Some(second.journal.clone()), ..Default::default() };
        let run = second.client.deprovision(host, person(API)).unwrap();
        let outcome: Value = second.drive(run).unwrap().unwrap();
        assert_eq!(
            (&outcome["status"], &outcome["verified"]),
            (&json!("updated"), &json!(true)),
            "died at {moment}"
        );
        assert!(second.server.person(ID)["deactivated"].as_u64().is_some_and(|at| at <= second.now));
    }
    panic!("it never ends");
}
