//! Which calls are made, and what each carries.

use super::kit::{
    api, check, people, person, wfo, wfo_with, with, API, CREATE, LIST, LOGIN, LOGOUT, READ, ROLES, TEAMS,
    VIEWS, WRITE,
};
use super::model::{Model, FIRST_ID, NEW_PASSWORD};
use provisor::engine::Status;
use serde_json::{json, Value};

#[test]
fn a_new_api_user() {
    let mut wfo = wfo(Model::new());
    let outcome = wfo.provision(api()).unwrap();
    assert_eq!(wfo.purposes(), [LOGIN, LIST, TEAMS, ROLES, VIEWS, CREATE, READ, LOGOUT]);
    assert_eq!((outcome.status, outcome.id.as_deref()), (Status::Created, Some("1004")));
    assert!(outcome.changes.is_empty());
    check("new", &wfo, &outcome, false);
    let warned = |words: &str| outcome.warnings.iter().any(|warning| warning.contains(words));
    assert!(warned("licence") && warned("activation mail") && warned("no scope"), "{:?}", outcome.warnings);
    assert!(!warned("no password"));
    assert_eq!(wfo.server.passwords[&FIRST_ID], NEW_PASSWORD);
    let scope = json!({"tenant": null, "groups": [], "teams": []});
    assert_eq!(wfo.server.essence_of(API), json!(["API", ["Administrator"], 100, scope, ["EnterpriseView"]]));
}

#[test]
fn the_create_is_what_the_source_document_says() {
    let mut wfo = wfo(Model::new());
    let scope = json!({"groups": ["contact centre"], "teams": ["Retention"]});
    wfo.provision(with(api(), json!({"scope": scope, "wfmViews": ["Centre View", "EnterpriseView"]})))
        .unwrap();
    let sent = wfo.sent_for(CREATE)[0];
    assert_eq!(sent.line(), "POST https://uk.calabriocloud.com/api/rest/org/common/person");
    let body: Value = serde_json::from_str(sent.body()).unwrap();
    let role = json!({
        "id": 1, "label": "Administrator", "name": "Administrator",
        "isAgentDefault": false, "isAdminDefault": true, "isSupervisorDefault": false,
    });
    let expected = json!({
        "firstName": "API", "lastName": "User", "email": API, "groupId": 100, "roles": [role],
        "scope": {"tenant": null, "groups": [11], "teams": [110]},
        "views": [
            {"id": 8, "name": "Centre View", "isMain": true},
            {"id": 7, "name": "EnterpriseView", "isMain": false},
        ],
        "parentGroup": 10, "password": NEW_PASSWORD,
    });
    assert_eq!(body, expected);
    let shown = sent.shown.body.as_deref().unwrap();
    assert!(shown.contains("\"password\":{password#"), "{shown}");
}

#[test]
fn one_who_exists_and_a_second_run_that_changes_nothing() {
    let mut wfo = wfo(Model::new());
    wfo.provision(api()).unwrap();
    wfo.sent.clear();
    let outcome = wfo.provision(with(api(), json!({"userName": "API.User@DOE.com"}))).unwrap();
    assert_eq!(wfo.purposes(), [LOGIN, LIST, TEAMS, ROLES, VIEWS, READ, LOGOUT]);
    assert_eq!((outcome.status, outcome.verified, outcome.existed_before), (Status::Unchanged, true, true));
    assert_eq!((wfo.server.created.len(), wfo.server.writes.len()), (1, 0));
}

#[test]
fn somebody_who_is_changed() {
    let mut wfo = wfo(Model::new().with(API, json!({"roles": []})));
    let outcome = wfo.provision(person(API)).unwrap();
    assert_eq!(wfo.purposes(), [LOGIN, LIST, TEAMS, ROLES, VIEWS, READ, READ, WRITE, READ, LOGOUT]);
    assert_eq!((outcome.status, outcome.changes.as_slice()), (Status::Updated, &["roles".to_owned()][..]));
    check("changed", &wfo, &outcome, true);
    let write = wfo.sent_for(WRITE)[0];
    assert_eq!(write.line(), "PUT https://uk.calabriocloud.com/api/rest/org/common/person/1004");
    assert_eq!(write.shown.body.as_deref(), Some("{personRecord#1004}"));
}

#[test]
fn every_request_carries_exactly_what_it_should() {
    let mut wfo = wfo_with(Model::new(), json!({"headers": {"X-Trace": "a1"}}));
    wfo.provision(api()).unwrap();
    for sent in &wfo.sent {
        let mut expected = vec!["accept"];
        if sent.filled.body.is_some() {
            expected.push("content-type");
        }
        if sent.purpose != LOGIN {
            expected.push("cookie");
            assert_eq!(sent.shown.headers["cookie"], "hazelcast.sessionId={session}");
            assert_eq!(sent.filled.headers["cookie"], "hazelcast.sessionId=canary-session-1");
        }
        expected.push("x-trace");
        let mut names: Vec<_> = sent.filled.headers.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{}", sent.line());
        assert_eq!(sent.filled.body.is_some(), ["POST", "PUT"].contains(&sent.filled.method.as_str()));
    }
}

#[test]
fn many_share_the_lists_and_are_written_one_at_a_time() {
    let mut server = Model::new();
    for number in [3, 4, 5] {
        server = server.with(&format!("person.{number}@doe.com"), json!({"roles": []}));
    }
    let mut wfo = wfo(server);
    wfo.concurrency = Some(8);
    let bulk = wfo.provision_all(&people(6));
    use Status::{Created, Updated};
    assert_eq!(bulk.statuses(), [Created, Created, Created, Updated, Updated, Updated]);
    assert!(bulk.outcomes.iter().all(|outcome| outcome.verified && outcome.error.is_none()));
    let count = |purpose| wfo.sent_for(purpose).len();
    assert_eq!((count(LOGIN), count(LIST), count(TEAMS), count(ROLES), count(VIEWS)), (1, 1, 1, 1, 1));
    assert_eq!((count(CREATE), count(WRITE), count(READ), count(LOGOUT)), (3, 3, 12, 1));
    let writes: Vec<_> =
        wfo.sent.iter().filter(|sent| [CREATE, WRITE].contains(&sent.purpose)).map(|sent| sent.at).collect();
    assert!(writes.windows(2).all(|pair| pair[1] >= pair[0] + wfo.latency_ms), "{writes:?}");
    super::kit::logged_out("bulk", &wfo);
}

#[test]
fn connecting_is_one_harmless_read() {
    type Change = fn(&mut Model);
    let cases: [(&str, Change, &[&str], usize); 4] = [
        ("all well", |_| (), &[LOGIN, ROLES, LOGOUT], 1),
        ("no administrator", |server| server.roles = json!([]), &[LOGIN, ROLES, LOGOUT], 2),
        ("no roles", |server| server.ways.no_roles = true, &[LOGIN, ROLES, TEAMS, LOGOUT], 2),
        (
            "nothing",
            |server| {
                server.ways.no_roles = true;
                server.teams = json!([]);
            },
            &[LOGIN, ROLES, TEAMS, LOGOUT],
            3,
        ),
    ];
    for (name, change, purposes, warnings) in cases {
        let mut server = Model::new();
        change(&mut server);
        let mut wfo = wfo(server);
        let connection = wfo.connect().unwrap();
        assert_eq!(connection["platform"], "workforce-optimization");
        assert_eq!(connection["warnings"].as_array().unwrap().len(), warnings, "{name}: {connection}");
        assert_eq!(wfo.purposes(), purposes, "{name}");
        super::kit::logged_out(name, &wfo);
    }
}
