//! Deactivating means suspending.

use super::kit::*;
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn somebody_is_suspended_once() {
    for no_content in [false, true] {
        let server = Model::new().with("ann@doe.com", &EVERYTHING).ways(|ways| ways.no_content = no_content);
        let mut desk = desk(server);
        let outcome = desk.deprovision(person("ANN@doe.com")).unwrap();
        assert_eq!((outcome.status, outcome.verified, outcome.existed_before), (Status::Updated, true, true));
        assert_eq!(outcome.changes, ["active"]);
        assert_eq!(desk.server.people[0].resource["active"], json!(false));
        assert_eq!(desk.server.groups_of("ann@doe.com").len(), 4, "and nothing else");
        let body: Value = serde_json::from_str(desk.sent_for(UPDATE)[0].body()).unwrap();
        assert_eq!(body["Operations"], json!([{"op": "replace", "path": "active", "value": false}]));
        let again = desk.deprovision(person("ann@doe.com")).unwrap();
        assert_eq!((again.status, again.verified, desk.sent_for(UPDATE).len()), (Status::Unchanged, true, 1));
    }
}

#[test]
fn nobody_is_not_suspended() {
    let mut desk = desk(Model::new());
    let outcome = desk.deprovision(person("ann@doe.com")).unwrap();
    assert_eq!((outcome.status, outcome.existed_before), (Status::Unchanged, false));
    assert!(outcome.warnings[0].contains("no such user"));
    assert!(desk.sent_for(UPDATE).is_empty());
}

#[test]
fn every_way_in_which_it_can_fail() {
    for (name, times, fate, status, code) in [
        ("400", 1, Fate::instead(400, &[], ""), Status::Failed, Some(Code::ConfigInvalid)),
        ("403", 1, Fate::instead(403, &[], ""), Status::Failed, Some(Code::Forbidden)),
        ("200, not done", 1, Fate::instead(200, &[], r#"{"id":"1"}"#), Status::Failed, Some(Code::Conflict)),
        ("500, done", 99, Fate::done_but(500, ""), Status::Updated, None),
        ("lost", 99, Fate::Lost(Fault::Network), Status::Unknown, Some(Code::Network)),
    ] {
        let mut desk = desk(Model::new().with("ann@doe.com", &[])).with_first(times, UPDATE, fate);
        let outcome = desk.deprovision(person("ann@doe.com")).unwrap();
        assert_eq!((outcome.status, outcome.error.map(|error| error.code)), (status, code), "{name}");
    }
}
