//! People who are new, and people who are there.

use super::kit::*;
use super::model::{Model, Ways};
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn a_new_person_gets_all_that_is_asked_in_order() {
    let mut desk = desk(Model::new());
    let outcome = desk.provision(everything("Ann@Doe.com")).unwrap();
    assert_eq!((outcome.status, outcome.verified, outcome.existed_before), (Status::Created, true, false));
    assert_eq!(
        outcome.changes,
        [
            "organizationRoles: + Org User Admin",
            "workspaces Annual Report: + membership",
            "workspaces Annual Report: + Editor",
            "workspaces Annual Report: + group Reviewers",
        ]
    );
    let mut groups = desk.server.groups_of("ann@doe.com");
    groups.sort_unstable();
    let mut expected = EVERYTHING;
    expected.sort_unstable();
    assert_eq!(groups, expected);
    let moves: Vec<_> = desk.server.moves.iter().map(|(group, _)| group.as_str()).collect();
    let at = |name: &str| moves.iter().position(|group| *group == name).unwrap();
    assert!(at(EVERYTHING[1]) < at(EVERYTHING[2]) && at(EVERYTHING[1]) < at(EVERYTHING[3]), "{moves:?}");
    let body: Value = serde_json::from_str(desk.sent_for(CREATE)[0].body()).unwrap();
    assert_eq!(
        body,
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": "ann@doe.com",
            "name": { "givenName": "Ann", "familyName": "Example" },
            "emails": [{ "value": "Ann@Doe.com", "type": "work", "primary": true }],
            "active": true
        })
    );
    let sent = desk.sent.len();
    let again = desk.provision(everything("ann@doe.COM")).unwrap();
    assert_eq!((again.status, again.verified, again.changes.len()), (Status::Unchanged, true, 0));
    assert!(desk.sent[sent..].iter().all(|sent| sent.filled.method.as_str() == "GET"));
}

#[test]
fn what_differs_is_changed_and_nothing_else() {
    for no_content in [false, true] {
        let server = Model::new().with("ann@doe.com", &EVERYTHING).ways(|ways| ways.no_content = no_content);
        let mut desk = desk(server);
        let mut user = everything("ann@doe.com");
        user["familyName"] = "O'Brien \"B\" \\ 山田".into();
        user["displayName"] = "Ann & Co".into();
        let outcome = desk.provision(user.clone()).unwrap();
        assert_eq!((outcome.status, outcome.verified), (Status::Updated, true));
        assert_eq!(outcome.changes, ["familyName", "displayName"]);
        let body: Value = serde_json::from_str(desk.sent_for(UPDATE)[0].body()).unwrap();
        assert_eq!(body["Operations"].as_array().unwrap().len(), 2);
        assert_eq!(desk.server.people[0].resource["name"]["familyName"], user["familyName"]);
        assert_eq!(desk.provision(user).unwrap().status, Status::Unchanged);
    }
    let mut ignoring = desk(Model::new().with("ann@doe.com", &[]).ways(|ways| ways.ignores_writes = true));
    let outcome = ignoring.provision(with("ann@doe.com", json!({"givenName": "Anna"}))).unwrap();
    assert_eq!((outcome.status, outcome.error.unwrap().code), (Status::Failed, Code::Conflict));
}

#[test]
fn if_somebody_exists() {
    let server = || Model::new().with("ann@doe.com", &[]);
    let mut user = everything("ann@doe.com");
    user["givenName"] = "Anna".into();
    for (if_exists, status, code) in [
        ("update", Status::Updated, None),
        ("leave", Status::Unchanged, None),
        ("fail", Status::Conflict, Some(Code::Conflict)),
    ] {
        let mut desk = desk_with(server(), json!({ "ifExists": if_exists }));
        let outcome = desk.provision(user.clone()).unwrap();
        assert_eq!((outcome.status, outcome.error.map(|error| error.code)), (status, code), "{if_exists}");
        let is_written = !desk.server.moves.is_empty();
        assert_eq!(is_written, if_exists == "update");
        assert_eq!(desk.sent_for(GROUP).is_empty(), if_exists != "update", "no group is needed");
    }
}

#[test]
fn one_who_is_suspended_stays_so_and_that_is_said() {
    let mut server = Model::new().with("ann@doe.com", &[]);
    server.people[0].resource["active"] = json!(false);
    let mut desk = desk(server);
    let outcome = desk.provision(person("ann@doe.com")).unwrap();
    assert_eq!(outcome.status, Status::Unchanged);
    assert!(outcome.warnings[0].contains("suspended"), "{:?}", outcome.warnings);
}

#[test]
fn a_create_in_doubt_makes_one_account() {
    type Change = fn(&mut Ways);
    let cases: [(&str, Fate, Change, Status, Option<Code>); 8] = [
        ("done, 500", Fate::done_but(500, ""), |_| {}, Status::Created, None),
        ("done, lost", Fate::AnswerLost(Fault::Network), |_| {}, Status::Created, None),
        ("done, HTML", Fate::done_but(200, "<html>"), |_| {}, Status::Created, None),
        (
            "done, somebody else",
            Fate::done_but(201, r#"{"id":"1","userName":"x"}"#),
            |_| {},
            Status::Created,
            None,
        ),
        ("not done", Fate::Lost(Fault::Network), |_| {}, Status::Unknown, Some(Code::Network)),
        ("late", Fate::Answered, |ways| ways.shows_late_ms = 2_000, Status::Created, None),
        ("raced", Fate::Answered, |ways| ways.loses_races = true, Status::Conflict, Some(Code::Conflict)),
        (
            "refused",
            Fate::Answered,
            |ways| ways.refuses_creates = Some(409),
            Status::Conflict,
            Some(Code::Conflict),
        ),
    ];
    for (name, fate, change, status, code) in cases {
        // Nothing promises that a second create would be refused.
        let server = Model::new().ways(|ways| {
            ways.makes_twins = name != "raced";
            change(ways);
        });
        let mut desk = desk(server).with_first(1, CREATE, fate);
        let outcome = desk.provision(everything("ann@doe.com")).unwrap();
        assert_eq!((outcome.status, outcome.error.map(|error| error.code)), (status, code), "{name}");
        assert_eq!(desk.sent_for(CREATE).len(), 1, "{name}");
        assert!(desk.server.people.len() <= 1, "{name}");
        if status == Status::Created {
            assert_eq!(desk.server.groups_of("ann@doe.com").len(), 4, "{name}");
        }
    }
}

#[test]
fn a_200_is_no_proof_that_somebody_is_new() {
    let mut desk = desk(Model::new().ways(|ways| ways.creates_with_200 = true));
    let outcome = desk.provision(person("ann@doe.com")).unwrap();
    assert_eq!(outcome.status, Status::Created);
    assert!(outcome.warnings[0].contains("200"), "{:?}", outcome.warnings);
}
