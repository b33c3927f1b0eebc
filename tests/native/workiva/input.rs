//! Bad input: refused before any request, naming the field and what to do. And rosters.

use super::kit::*;
use super::model::Model;
use provisor::engine::Status;
use provisor::error::Code;
use provisor::roster;
use serde_json::{json, Value};

#[test]
fn bad_users_cause_no_request() {
    for (more, named) in [
        (json!({"email": ""}), "email: "),
        (json!({"email": "a@b@c.co"}), "email: "),
        (json!({"email": "a@b.co\r\nx: y"}), "email: "),
        (json!({"givenName": ""}), "givenName: "),
        (json!({"familyName": null}), "familyName: "),
        (json!({"userName": "ann example"}), "userName: "),
        (json!({"organizationRoles": [1]}), "organizationRoles[0]: "),
        (json!({"workspaces": [{"workspace": "W"}, {"workspace": "W"}]}), "workspaces[1].workspace: "),
        (json!({"workspaces": [{"workspace": "W", "rolls": []}]}), "workspaces[0].rolls: "),
        (json!({"exact": 1}), "exact: "),
        (json!({"active": false}), "active: "),
    ] {
        let mut desk = desk(Model::new());
        let user = with("ann@doe.com", more.clone());
        let error = desk.provision(user.clone()).unwrap_err();
        assert_eq!(error.code, Code::ConfigInvalid, "{more}");
        assert!(error.message.contains(named) && error.hint.is_some(), "{more}: {error}");
        assert_eq!(desk.deprovision(user.clone()).unwrap_err(), error);
        let bulk = desk.provision_all(&[user]);
        assert_eq!((bulk.statuses(), desk.sent.len()), (vec![Status::Failed], 0));
    }
}

#[test]
fn bad_options_make_no_client() {
    let with = |key: &str, value: Value| {
        let mut options = options();
        options[key] = value;
        options
    };
    for (options, named) in [
        (with("route", json!(null)), "route: "),
        (with("route", json!("direct")), "route: "),
        (with("route", json!(7)), "route: "),
        (with("baseUrl", json!("http://api.example.com")), "baseUrl: "),
        (with("baseUrl", json!(null)), "baseUrl"),
        (with("credentials", json!({"clientId": "", "clientSecret": "x"})), "credentials.clientId: "),
        (with("credentials", json!({"clientId": "x", "clientSecret": ""})), "credentials.clientSecret: "),
        (with("credentials", json!({"clientId": "x"})), "credentials.clientSecret"),
        (with("organization", json!("")), "organization: "),
        (with("organization", json!("../users")), "organization: "),
        (with("organization", json!("3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5g")), "organization: "),
        (with("organization", json!(null)), "organization"),
        (with("apiVersion", json!("latest")), "apiVersion: "),
        (with("apiVersion", json!("2026-1-1")), "apiVersion: "),
        (with("tokenPath", json!("https://evil.example/token")), "tokenPath: "),
        (with("scope", json!("a\"b")), "scope: "),
        (with("headers", json!({"X-Version": "2020-01-01"})), "headers: x-version"),
        (with("paths", json!({})), "paths"),
        (json!(null), ""),
    ] {
        let Err(error) = provisor::platforms::client("workiva", options.clone()) else { panic!("{options}") };
        assert_eq!(error.code, Code::ConfigInvalid, "{options}");
        assert!(error.message.contains(named) && error.hint.is_some(), "{options}: {error}");
        assert_eq!(error.platform.as_deref(), Some("workiva"));
    }
}

#[test]
fn a_roster_in_csv() {
    let text = "email;givenName;familyName;organizationRoles;exact;workspaces.Annual Report.roles;workspaces.Annual Report.groups\n\
                ann@doe.com;Ann;Example;Org User Admin;;Editor|x;\n";
    let roster = roster::parse(&text.replace("|x", ""), "workiva").unwrap();
    assert!(roster.problems.is_empty(), "{:?}", roster.problems);
    let mut desk = desk(Model::new());
    let bulk = desk.provision_all(&roster.users);
    assert_eq!(bulk.statuses(), [Status::Created]);
    assert_eq!(desk.server.has("ann@doe.com")["Annual Report"], json!([["Editor"], []]));
    let bad = roster::parse("email,givenName,familyName,exact\nann@doe.com,A,B,perhaps\n,A,B,\n", "workiva")
        .unwrap();
    let columns: Vec<_> = bad.problems.iter().map(|problem| (problem.row, problem.column.as_str())).collect();
    assert_eq!(columns, [(2, "exact"), (3, "email")]);
}

#[test]
fn the_sandbox_s_roster_is_one() {
    let text = include_str!("../../vectors/rosters/workiva.json");
    let roster = roster::parse(text, "workiva").unwrap();
    assert!(roster.problems.is_empty(), "{:?}", roster.problems);
}
