//! The least number of calls, for one person and for many.

use super::kit::*;
use super::model::{Model, BASE, ORGANIZATION};
use provisor::engine::Status;
use serde_json::json;

#[test]
fn one_new_person_takes_three_calls_besides_the_token() {
    let mut desk = desk(Model::new());
    let outcome = desk.provision(person("Ann@Doe.com")).unwrap();
    assert_eq!(desk.purposes(), [TOKEN, USERS, CREATE, READ]);
    assert_eq!((outcome.status, outcome.verified, outcome.requests), (Status::Created, true, 3));
    assert!(outcome.changes.is_empty() && outcome.warnings.is_empty());
    let list = format!("GET {BASE}/organizations/{ORGANIZATION}/users?$maxpagesize=1000");
    assert_eq!(desk.sent[1].line(), list);
    let body = r#"{"givenName":"Ann","familyName":"Example","email":"Ann@Doe.com","username":"ann@doe.com"}"#;
    assert_eq!(desk.sent[2].body(), body);
    assert!(desk.sent[3].line().ends_with("/users/WFUser%2F8%2Ba%3D"), "{}", desk.sent[3].line());
}

#[test]
fn one_who_exists_takes_one_and_a_second_run_changes_nothing() {
    let mut desk = desk(Model::new());
    desk.provision(everything("ann@doe.com")).unwrap();
    let state = desk.server.state();
    desk.sent.clear();
    let outcome = desk.provision(person("ANN@doe.com")).unwrap();
    assert_eq!((desk.purposes(), outcome.status, outcome.verified), (vec![USERS], Status::Unchanged, true));
    desk.sent.clear();
    let outcome = desk.provision(everything("ann@doe.com")).unwrap();
    assert_eq!((outcome.status, outcome.changes.len()), (Status::Unchanged, 0));
    assert!(desk.sent.iter().all(|sent| sent.filled.method.as_str() == "GET"));
    assert_eq!(desk.server.state(), state);
}

#[test]
fn everything_in_order() {
    let mut desk = desk(Model::new());
    let outcome = desk.provision(everything("ann@doe.com")).unwrap();
    let roles = "list the roles there are";
    assert_eq!(
        desk.purposes(),
        [
            TOKEN,
            USERS,
            roles,
            "list the workspaces",
            roles,
            "list the groups",
            CREATE,
            HELD,
            ROLES,
            POLL,
            POLL,
            HELD,
            JOIN,
            HELD,
            ROLES,
            POLL,
            POLL,
            HELD,
            MEMBERSHIPS,
            GROUP,
            MEMBERS,
            READ
        ]
    );
    assert_eq!((outcome.status, outcome.verified), (Status::Created, true));
    assert_eq!(
        outcome.changes,
        [
            "organizationRoles: + Org User Admin",
            "workspaces Annual Report: + membership",
            "workspaces Annual Report: + Editor",
            "workspaces Annual Report: + group Reviewers",
        ]
    );
    let expected = json!({
        "organization": ["Organization Member", "Org User Admin"],
        "Annual Report": [["Editor"], ["Reviewers"]],
    });
    assert_eq!(desk.server.has("ann@doe.com"), expected);
    assert_eq!(desk.sent_for(ROLES)[0].body(), r#"["2"]"#);
    super::truth::check("everything", &desk, &outcome);
}

#[test]
fn every_request_carries_exactly_what_it_should() {
    let mut desk = desk_with(Model::new().with("old@doe.com"), json!({"headers": {"X-Trace": "a1"}}));
    desk.provision(everything("ann@doe.com")).unwrap();
    let mut changed = person("old@doe.com");
    changed["givenName"] = "Otto".into();
    desk.provision(changed).unwrap();
    for sent in &desk.sent {
        let mut expected = vec!["accept"];
        if sent.purpose != TOKEN {
            expected.push("authorization");
            assert_eq!(sent.shown.headers["authorization"], "Bearer {token}");
        }
        if sent.filled.body.is_some() {
            expected.push("content-type");
        }
        expected.extend(["x-trace", "x-version"]);
        let mut names: Vec<_> = sent.filled.headers.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{}", sent.line());
        assert_eq!(sent.filled.headers["x-version"], "2026-01-01");
    }
    let patch = desk.sent_for(UPDATE)[0];
    assert_eq!(patch.filled.headers["content-type"], "application/json-patch+json");
    assert_eq!(patch.body(), r#"[{"op":"replace","path":"/givenName","value":"Otto"}]"#);
    assert_eq!(
        desk.sent[0].body(),
        "grant_type=client_credentials&scope=organization%3Aread%20organization%3Awrite&client_id=a%20client%20%26%20co\
         &client_secret=canary%2Bsecret%2F%22%C3%BC%22%20%26%201%3D"
    );
}

#[test]
fn a_hundred_people_in_one_group_take_one_change() {
    let wish = json!({"organizationRoles": ["Org User Admin"], "workspaces": [{"workspace": "Annual Report", "roles": ["Editor"], "groups": ["Reviewers"]}]});
    let mut desk = desk(Model::new());
    let users = people(100, &wish);
    let bulk = desk.provision_all(&users);
    assert_eq!(bulk.statuses(), [Status::Created; 100]);
    assert!(bulk.outcomes.iter().all(|outcome| outcome.verified));
    let count = |purpose| desk.sent_for(purpose).len();
    assert_eq!((count(TOKEN) <= 2, count(GROUP), count(MEMBERS), count(MEMBERSHIPS)), (true, 1, 1, 1));
    // Before, and to verify them all.
    assert_eq!(count(USERS), 2);
    // The platform has no call that gives a role, or a membership, to several.
    assert_eq!((count(CREATE), count(JOIN), count(ROLES)), (100, 100, 200));
    assert_eq!(desk.server.workspaces[0].groups[0].members.len(), 100);
    assert!(desk.most_in_flight <= 4);
    desk.sent.clear();
    let again = desk.provision_all(&users);
    assert_eq!(again.statuses(), [Status::Unchanged; 100]);
    let count = |purpose| desk.sent_for(purpose).len();
    assert_eq!((count(USERS), count(MEMBERSHIPS), count(MEMBERS), count(HELD)), (1, 1, 1, 200));
}

#[test]
fn two_hundred_and_fifty_take_three() {
    let mut desk = desk(Model::new());
    let wish = json!({"workspaces": [{"workspace": "Annual Report", "groups": ["Reviewers"]}]});
    let bulk = desk.provision_all(&people(250, &wish));
    assert_eq!(bulk.statuses(), [Status::Created; 250]);
    assert_eq!(desk.sent_for(GROUP).len(), 3);
    assert_eq!(desk.server.workspaces[0].groups[0].members.len(), 250);
}
