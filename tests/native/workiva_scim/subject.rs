//! Workiva's SCIM route as the shared rules see it.

use super::kit::{client, everything, options, person, report, with, CREATE, UPDATE, USERS};
use super::model::{Model, Ways};
use crate::shared::truth::{failed, is, End};
use crate::shared::{Knob, Subject};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

pub struct WorkivaScim;

impl Subject for WorkivaScim {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "workiva";
    const ROUTE: &'static str = "Workiva, SCIM";
    const LOGIN: Option<&'static str> = None;
    const SESSION: &'static [&'static str] = &[];
    const LOOK: &'static str = USERS;
    const CREATE: &'static str = CREATE;
    const CONFIRM: &'static str = USERS;
    const WRITE: &'static str = UPDATE;
    const REFUSES_DUPLICATES: bool = false;
    const HAS_STAGES: bool = true;

    fn options() -> Value {
        options()
    }

    fn base_url(options: &mut Value) -> &mut Value {
        &mut options["scim"]["baseUrl"]
    }

    fn server() -> Model {
        Model::new().ways(|ways| ways.makes_twins = true)
    }

    fn add(server: &mut Model, name: &str) {
        *server = std::mem::replace(server, Model::new()).with(name, &[]);
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
            Knob::RefusesLogin | Knob::UselessSessions => server.ways.refuses_token = true,
            Knob::Hidden(name) => {
                server.ways.makes_twins = false;
                *server = std::mem::replace(server, Model::new()).with(name, &[]);
                server.people.last_mut().unwrap().shows_at = u64::MAX;
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

    /// Exactly what is asked, and a role that is not there.
    fn peculiar(server: &mut Model) -> Vec<(Value, End)> {
        let held =
            ["workspace:Annual Report", "workspace:Annual Report:role:Viewer", "workspace:SOX & Controls"];
        *server = std::mem::replace(server, Model::new()).with("exact@doe.com", &held);
        let report_only = json!({"workspace": "Annual Report", "roles": ["Editor"], "groups": []});
        let exact = json!({"exact": true, "organizationRoles": [], "workspaces": [report_only]});
        vec![
            (with("exact@doe.com", exact), is(Status::Updated)),
            (with("wizard@doe.com", report(&["Wizard"], &[])), failed(Code::NotFound)),
        ]
    }

    fn ids(server: &Model, name: &str) -> Vec<String> {
        let of = server.people.iter().filter(|person| person.email().eq_ignore_ascii_case(name));
        of.map(|person| person.id.clone()).collect()
    }

    fn names(server: &Model) -> Vec<String> {
        server.people.iter().map(|person| person.email().to_lowercase()).collect()
    }

    fn created(server: &Model) -> usize {
        server.created.len()
    }

    fn has(server: &Model, name: &str) -> Value {
        match server.person(name) {
            Some(person) => json!([person.user_name(), person.resource, server.groups_of(name)]),
            None => Value::Null,
        }
    }

    fn bad_users() -> Vec<(Value, &'static str)> {
        [
            (json!({"userName": "ann example"}), "userName: "),
            (json!({"organizationRoles": [1]}), "organizationRoles[0]: "),
            (json!({"active": false}), "active: "),
        ]
        .into_iter()
        .map(|(more, named)| (with("ann@doe.com", more), named))
        .collect()
    }

    /// The connection's own are in `input.rs`.
    fn bad_options() -> Vec<(Value, &'static str)> {
        let with = |key: &str, value: Value| {
            let mut options = options();
            options[key] = value;
            options
        };
        vec![
            (with("route", json!(null)), "route: "),
            (with("scim", json!(null)), "scim"),
            (with("credentials", json!({})), "credentials"),
        ]
    }

    fn odd_successes() -> Vec<(&'static str, u16, &'static str)> {
        vec![
            ("half of ours", 201, r#"{"id":"x","userN"#),
            ("no id", 201, "{}"),
            ("an empty id", 201, r#"{"id":""}"#),
            ("an id that is a number", 201, r#"{"id":7}"#),
            ("somebody else", 201, r#"{"id":"x","userName":"jane@doe.com"}"#),
        ]
    }

    fn client(more: Value) -> provisor::engine::Client {
        client(more)
    }
}
