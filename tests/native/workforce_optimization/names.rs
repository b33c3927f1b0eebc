//! Names into ids: roles by flag, teams, scopes, views, and a reference person where a list is not there.

use super::kit::{api, check, end, person, wfo, wfo_with, with, End, API, CREATE, READ};
use super::model::{Model, FIRST_ID};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

fn failed(code: Code) -> End {
    End::Is(Status::Failed, Some(code))
}

#[test]
fn what_is_not_there_is_refused_with_the_nearest_name() {
    let conflict = End::Is(Status::Conflict, Some(Code::Ambiguous));
    for (more, expected, words) in [
        (json!({"roles": ["Administrater"]}), failed(Code::NotFound), "did you mean \"Administrator\""),
        (
            json!({"roles": ["Agent", "Wizard"]}),
            failed(Code::NotFound),
            "There are: Administrator, Agent, Auditor",
        ),
        (json!({"team": "Retentoin"}), failed(Code::NotFound), "did you mean \"Retention\""),
        (json!({"team": "Night"}), conflict, "rename"),
        (json!({"scope": {"teams": ["Nihgt"]}}), failed(Code::NotFound), "did you mean \"Night\""),
        (
            json!({"scope": {"groups": ["Contact Center"]}}),
            failed(Code::NotFound),
            "did you mean \"Contact Centre\"",
        ),
        (json!({"wfmViews": ["EnterpriseViews"]}), failed(Code::NotFound), "did you mean \"EnterpriseView\""),
    ] {
        for server in [Model::new(), Model::new().with(API, json!({}))] {
            let mut wfo = wfo(server);
            let result = wfo.provision(with(api(), more.clone()));
            assert_eq!(end(&result), expected, "{more}");
            let outcome = result.unwrap();
            let hint = outcome.error.as_ref().unwrap().hint.clone().unwrap();
            assert!(hint.contains(words), "{more}: {hint}");
            assert!(wfo.server.created.is_empty() && wfo.server.writes.is_empty());
            super::kit::logged_out("names", &wfo);
        }
    }
}

#[test]
fn one_bad_name_stops_one_row() {
    let mut wfo = wfo(Model::new());
    let users = [person("a@doe.com"), with(person("b@doe.com"), json!({"team": "Day"})), person("c@doe.com")];
    let bulk = wfo.provision_all(&users);
    assert_eq!(bulk.statuses(), [Status::Created, Status::Failed, Status::Created]);
}

#[test]
fn the_administrator_is_known_by_flag() {
    let mut server = Model::new();
    server.roles[0]["name"] = "Systemverwaltung".into();
    server.roles[2]["name"] = "Administrator".into();
    let mut wfo = wfo(server);
    assert_eq!(wfo.provision(api()).unwrap().status, Status::Created);
    assert_eq!(wfo.server.person(FIRST_ID)["roles"][0]["id"], 1);
}

#[test]
fn scopes() {
    for (scope, expected) in [
        (json!({"tenant": true}), json!([[], [100, 110, 111, 112]])),
        (json!({"tenant": true, "groups": ["Contact Centre"]}), json!([[11], [100, 110, 111, 112]])),
        (json!({"groups": ["Contact Centre", "default group", "Contact Centre"]}), json!([[10, 11], []])),
        (json!({"teams": ["Retention"]}), json!([[], [110]])),
        (json!({}), json!([[], []])),
        (json!({"tenant": false}), json!([[], []])),
    ] {
        let mut wfo = wfo(Model::new());
        let outcome = wfo.provision(with(api(), json!({"scope": scope}))).unwrap();
        check("scope", &wfo, &outcome, false);
        let found = &wfo.server.person(FIRST_ID)["scope"];
        assert_eq!(json!([found["groups"], found["teams"]]), expected, "{scope}");
        assert_eq!(found["tenant"], Value::Null);
        let again = wfo.provision(with(api(), json!({"scope": scope}))).unwrap();
        assert_eq!(again.status, Status::Unchanged, "{scope}: {:?}", again.changes);
    }
}

#[test]
fn a_reference_person_stands_in_for_the_lists() {
    let server = Model::new().ways(|ways| {
        ways.no_roles = true;
        ways.no_views = true;
    });
    // Whom to copy from is not said.
    let mut nobody = wfo(server.clone());
    let outcome = nobody.provision(api()).unwrap();
    let error = outcome.error.unwrap();
    assert_eq!((outcome.status, error.code), (Status::Failed, Code::ConfigMissing));
    assert!(error.hint.as_deref().unwrap().contains("referenceUser"), "{error}");
    assert!(error.hint.as_deref().unwrap().contains("paths.roles"), "{error}");
    for (reference, expected) in [
        ("Provisor.Admin@doe.com", End::Is(Status::Created, None)),
        ("nobody@doe.com", failed(Code::NotFound)),
        // Has neither the role nor the view.
        ("canary.stranger@doe.com", failed(Code::NotFound)),
    ] {
        let mut wfo = wfo_with(server.clone(), json!({"referenceUser": reference}));
        let users = [api(), person("other@doe.com")];
        let bulk = wfo.provision_all(&users);
        for outcome in &bulk.outcomes {
            assert_eq!(end(&Ok(outcome.clone())), expected, "{reference}: {outcome:?}");
        }
        if expected == End::Is(Status::Created, None) {
            // One read for the reference, one for each person who was created.
            assert_eq!((wfo.sent_for(READ).len(), wfo.sent_for(CREATE).len()), (3, 2));
            assert_eq!(wfo.server.essence_of(API)[1], json!(["Administrator"]));
        }
    }
    let mut wizard = wfo_with(server, json!({"referenceUser": "provisor.admin@doe.com"}));
    let outcome = wizard.provision(with(api(), json!({"roles": ["Agent"]}))).unwrap();
    let hint = outcome.error.unwrap().hint.clone().unwrap();
    assert!(hint.contains("only what referenceUser has"), "{hint}");
}

#[test]
fn the_lists_can_be_elsewhere() {
    let server = Model::new().ways(|ways| ways.roles_at = Some("/api/rest/roles"));
    let mut lost = wfo(server.clone());
    assert_eq!(end(&lost.provision(api())), failed(Code::ConfigMissing));
    let mut found = wfo_with(server, json!({"paths": {"roles": "/api/rest/roles"}}));
    assert_eq!(found.provision(api()).unwrap().status, Status::Created);
}
