//! Deprovisioning: `active: false`, which is all that the platform offers.

use super::kit::{case, Case};
use super::kit::{html, instead, jane, moved_jane, LOOK, READ, REPLACE, TOKEN};
use super::model::Model;
use crate::rig::Fate;
use crate::shared::truth::{conflict, failed, unknown, UNCHANGED, UPDATED};
use provisor::engine::Fault;
use provisor::error::Code;
use serde_json::{json, Value};

fn leaving(name: &str) -> Case {
    case(name).server(Model::jane()).user(moved_jane())
}

#[test]
fn done_and_read_again() {
    let (mut span, outcome) = leaving("done").leaves(UPDATED);
    let outcome = outcome.unwrap();
    assert_eq!(span.purposes(), [TOKEN, LOOK, READ, REPLACE, READ]);
    assert_eq!(
        (outcome.id.as_deref(), outcome.changes.as_slice()),
        (Some("Ws-Person_1/ä"), ["active".to_owned()].as_slice())
    );
    assert!(outcome.verified && outcome.existed_before && outcome.warnings.is_empty());
    // Nothing but that: a wish is not carried out on the way out.
    let mut expected = Model::jane().people[0].resource.clone();
    expected["active"] = json!(false);
    expected.as_object_mut().unwrap().remove("groups");
    assert_eq!(span.server.people[0].resource, expected);
    let again = span.deprovision(jane()).unwrap();
    assert_eq!((crate::rig::truth::end(&Ok(again)), span.server.writes.len()), (UNCHANGED, 1));
}

#[test]
fn nobody_and_somebody_suspended_already() {
    let (span, outcome) = case("absent").leaves(UNCHANGED);
    let outcome = outcome.unwrap();
    assert!(outcome.verified && !outcome.existed_before && outcome.id.is_none());
    assert!(outcome.warnings.concat().contains("no such user"));
    assert_eq!(span.purposes(), [TOKEN, LOOK]);
    for suspended in [json!(false), json!("false")] {
        let mut server = Model::jane();
        server.people[0].resource["active"] = suspended;
        let (span, outcome) = leaving("suspended").server(server).leaves(UNCHANGED);
        assert!(outcome.unwrap().existed_before && span.server.writes.is_empty());
    }
    // Where nothing is said of it, it is set.
    let mut server = Model::jane();
    server.people[0].resource.as_object_mut().unwrap().remove("active");
    let (span, _) = leaving("not said").server(server).leaves(UPDATED);
    assert_eq!(span.server.people[0].resource["active"], json!(false));
}

#[test]
fn what_can_go_wrong() {
    for (name, number, fate, expected) in [
        ("look: two", 2, two(), conflict(Code::Ambiguous)),
        ("look: HTML", 2, html(), failed(Code::BadResponse)),
        ("look: 403", 2, instead(403, ""), failed(Code::Forbidden)),
        ("read: 404", 3, instead(404, ""), failed(Code::NotFound)),
        ("write: 403", 4, instead(403, ""), failed(Code::Forbidden)),
        ("write: lost", 4, Fate::Lost(Fault::Network), UPDATED),
        ("write: answer lost", 4, Fate::AnswerLost(Fault::Network), UPDATED),
        ("write: a redirect", 4, instead(302, ""), unknown(Code::BadResponse)),
        ("check: 403", 5, instead(403, ""), unknown(Code::Forbidden)),
        ("check: 500 once", 5, instead(500, ""), UPDATED),
    ] {
        let (span, outcome) = leaving(name).at(number, fate).leaves(expected);
        let outcome = outcome.unwrap();
        let is_suspended = span.server.people[0].resource["active"] == json!(false);
        assert!(!outcome.verified || is_suspended, "{name}");
        assert_eq!(outcome.verified, outcome.error.is_none(), "{name}");
    }
    let ignored = leaving("ignored").ways(|ways| ways.ignores_writes = true);
    let (_, outcome) = ignored.leaves(failed(Code::Conflict));
    assert!(outcome.unwrap().changes.is_empty());
}

fn two() -> Fate {
    Fate::body(|body| {
        let list: Value = serde_json::from_str(&body).unwrap();
        let one = list["Resources"][0].clone();
        let mut other = one.clone();
        other["id"] = "another".into();
        json!({ "Resources": [one, other] }).to_string()
    })
}
