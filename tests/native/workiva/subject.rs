//! Workiva's platform route as the shared rules see it.

use super::kit::{everything, options, person, with, CREATE, READ, TOKEN, UPDATE, USERS};
use super::model::{Model, Ways};
use crate::shared::truth::{failed, is, End};
use crate::shared::{Knob, Subject};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

pub struct Workiva;

impl Subject for Workiva {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "workiva";
    const ROUTE: &'static str = "Workiva, platform";
    const LOGIN: Option<&'static str> = Some(TOKEN);
    const SESSION: &'static [&'static str] = &[TOKEN];
    const LOOK: &'static str = USERS;
    const CREATE: &'static str = CREATE;
    const CONFIRM: &'static str = READ;
    const WRITE: &'static str = UPDATE;
    const REFUSES_DUPLICATES: bool = false;
    const HAS_STAGES: bool = true;

    fn options() -> Value {
        options()
    }

    fn server() -> Model {
        Model::new().ways(|ways| {
            ways.looks = 1;
            ways.makes_twins = true;
        })
    }

    fn add(server: &mut Model, name: &str) {
        server.add(name, &name.to_lowercase(), 0);
    }

    fn ways(server: &mut Model) -> &mut Ways {
        &mut server.ways
    }

    fn turn(server: &mut Model, knob: Knob) {
        match knob {
            Knob::ShowsLate(ms) => server.ways.shows_late_ms = ms,
            Knob::LosesRaces => {
                server.ways.loses_races = true;
                server.ways.makes_twins = false;
            }
            Knob::RefusesLogin => server.tokens.refused = true,
            Knob::UselessSessions => server.tokens.useless = true,
            Knob::Hidden(name) => {
                server.ways.makes_twins = false;
                server.add(name, name, u64::MAX);
            }
        }
    }

    fn user(name: &str) -> Value {
        person(name)
    }

    fn wish(name: &str) -> Value {
        let mut user = everything(name);
        user["givenName"] = "Anna".into();
        user
    }

    fn change(name: &str) -> Value {
        with(name, json!({"givenName": "Anna"}))
    }

    /// With all roles and groups, exactly what is asked, and a role that is not there.
    fn peculiar(server: &mut Model) -> Vec<(Value, End)> {
        *server = std::mem::replace(server, Model::new())
            .with_member("exact@doe.com", "Annual Report", &["Viewer"], &["Reviewers"])
            .with_member("exact@doe.com", "SOX & Controls", &[], &[])
            .with_roles("exact@doe.com", &["Org User Admin"]);
        let report = json!({"workspace": "Annual Report", "roles": ["Editor"], "groups": []});
        let exact = json!({"exact": true, "organizationRoles": [], "workspaces": [report]});
        vec![
            (with("exact@doe.com", exact), is(Status::Updated)),
            (with("wizard@doe.com", json!({"organizationRoles": ["Wizard"]})), failed(Code::NotFound)),
        ]
    }

    fn ids(server: &Model, name: &str) -> Vec<String> {
        let of = server.people.iter().filter(|person| person.email.eq_ignore_ascii_case(name));
        of.map(|person| person.id.clone()).collect()
    }

    fn names(server: &Model) -> Vec<String> {
        server.people.iter().map(|person| person.email.to_lowercase()).collect()
    }

    fn created(server: &Model) -> usize {
        server.created.len()
    }

    fn has(server: &Model, name: &str) -> Value {
        match server.person(name) {
            Some(person) => json!([person.username, person.given, person.family, server.has(name)]),
            None => Value::Null,
        }
    }

    fn bad_users() -> Vec<(Value, &'static str)> {
        [
            (json!({"givenName": ""}), "givenName: "),
            (json!({"familyName": null}), "familyName: "),
            (json!({"userName": "ann example"}), "userName: "),
            (json!({"organizationRoles": [1]}), "organizationRoles[0]: "),
            (json!({"workspaces": [{"workspace": "W"}, {"workspace": "W"}]}), "workspaces[1].workspace: "),
            (json!({"workspaces": [{"workspace": "W", "rolls": []}]}), "workspaces[0].rolls: "),
            (json!({"exact": 1}), "exact: "),
            (json!({"active": false}), "active: "),
        ]
        .into_iter()
        .map(|(more, named)| (with("ann@doe.com", more), named))
        .collect()
    }

    fn bad_options() -> Vec<(Value, &'static str)> {
        let with = |key: &str, value: Value| {
            let mut options = options();
            options[key] = value;
            options
        };
        vec![
            (with("route", json!(null)), "route: "),
            (with("route", json!("direct")), "route: "),
            (with("route", json!(7)), "route: "),
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
        ]
    }

    fn odd_successes() -> Vec<(&'static str, u16, &'static str)> {
        vec![
            ("half of ours", 201, r#"{"id":"x","usern"#),
            ("no id", 201, "{}"),
            ("an empty id", 201, r#"{"id":""}"#),
            ("an id that is a number", 201, r#"{"id":7}"#),
            ("somebody else", 201, r#"{"id":"x","username":"jane@doe.com"}"#),
        ]
    }
}
