//! Workforce Optimization as the shared rules see it.

use super::kit::{person, with, CREATE, LIST, LOGIN, LOGOUT, READ, WRITE};
use super::model::{Model, Ways, BASE, NEW_PASSWORD, PASSWORD, USER_ID};
use crate::shared::truth::{failed, is, End};
use crate::shared::{Knob, Subject};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

pub struct WorkforceOptimization;

impl Subject for WorkforceOptimization {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "workforce-optimization";
    const ROUTE: &'static str = "Workforce Optimization";
    const KEY: &'static str = "userName";
    const LOGIN: Option<&'static str> = Some(LOGIN);
    const LOGOUT: Option<&'static str> = Some(LOGOUT);
    const SESSION: &'static [&'static str] = &[LOGIN, LOGOUT];
    const LOOK: &'static str = LIST;
    const CREATE: &'static str = CREATE;
    const CONFIRM: &'static str = READ;
    const WRITE: &'static str = WRITE;
    const EXPIRED: &'static [u16] = &[401, 403];
    const REFUSES_DUPLICATES: bool = false;
    const LOGIN_TRIES: usize = 2;
    const SEALED: Option<&'static str> = Some("user.password");

    fn options() -> Value {
        json!({ "baseUrl": BASE, "credentials": { "userId": USER_ID, "password": PASSWORD } })
    }

    fn server() -> Model {
        Model::new()
    }

    fn add(server: &mut Model, name: &str) {
        *server = std::mem::replace(server, Model::new()).with(name, json!({}));
    }

    fn ways(server: &mut Model) -> &mut Ways {
        &mut server.ways
    }

    fn turn(server: &mut Model, knob: Knob) {
        match knob {
            Knob::ShowsLate(ms) => {
                server.ways.shows_late_ms = ms;
                server.ways.reads_late_ms = ms;
            }
            Knob::LosesRaces => server.ways.loses_races = Some(409),
            Knob::RefusesLogin => server.ways.refuses_login = true,
            Knob::UselessSessions => server.ways.useless_sessions = true,
            Knob::Hidden(name) => server.hide(name),
        }
    }

    fn user(name: &str) -> Value {
        person(name)
    }

    fn wish(name: &str) -> Value {
        with(person(name), json!({"roles": ["Auditor"], "scope": {"tenant": true}, "password": NEW_PASSWORD}))
    }

    /// With a scope that the create leaves out, and a role that is not there.
    fn peculiar(server: &mut Model) -> Vec<(Value, End)> {
        server.ways.create_drops = vec!["scope"];
        vec![
            (
                with(person("scoped@doe.com"), json!({"scope": {"groups": ["Contact Centre"]}})),
                is(Status::Created),
            ),
            (with(person("wizard@doe.com"), json!({"roles": ["Wizard"]})), failed(Code::NotFound)),
        ]
    }

    fn ids(server: &Model, name: &str) -> Vec<String> {
        server.ids_of(name).iter().map(u64::to_string).collect()
    }

    fn names(server: &Model) -> Vec<String> {
        let emails = server.records.keys().map(|id| server.person(*id)["email"].clone());
        emails.filter_map(|email| Some(email.as_str()?.to_lowercase())).collect()
    }

    fn created(server: &Model) -> usize {
        server.created.len()
    }

    fn has(server: &Model, name: &str) -> Value {
        let Some(id) = server.ids_of(name).into_iter().next() else { return Value::Null };
        let mut person = server.person(id);
        person.as_object_mut().unwrap().remove("id");
        person["deactivated"] = person["deactivated"].is_number().into();
        json!([person, server.passwords.get(&id)])
    }

    fn open_sessions(server: &Model) -> usize {
        server.sessions.len()
    }

    fn bad_users() -> Vec<(Value, &'static str)> {
        let of = |more: Value| with(person("api.user@doe.com"), more);
        let scope = |scope: Value| of(json!({ "scope": scope }));
        vec![
            (json!({"firstName": "A", "lastName": "B"}), "userName: "),
            (json!({"userName": "a@b.co", "lastName": "B"}), "firstName: "),
            (json!({"userName": "a@b.co", "firstName": "A"}), "lastName: "),
            (of(json!({"firstName": ""})), "firstName: "),
            (of(json!({"lastName": "a\nb"})), "lastName: "),
            (of(json!({"password": 7})), "password: "),
            (of(json!({"roles": 7})), "roles: "),
            (of(json!({"roles": []})), "roles: "),
            (of(json!({"roles": [7]})), "roles: "),
            (of(json!({"team": 7})), "team: "),
            (scope(json!({"tenant": "yes"})), "scope.tenant: "),
            (scope(json!({"tennant": true})), "scope.tennant: "),
            (scope(json!({"groups": 7})), "scope.groups: "),
            (of(json!({"wfmViews": [7]})), "wfmViews: "),
        ]
    }

    fn bad_options() -> Vec<(Value, &'static str)> {
        let with = |key: &str, value: Value| {
            let mut options = Self::options();
            options[key] = value;
            options
        };
        let pair = |user: &str, password: &str| json!({"userId": user, "password": password});
        vec![
            (with("credentials", pair("", "x")), "credentials.userId: "),
            (with("credentials", pair("x", "")), "credentials.password: "),
            (with("referenceUser", json!(7)), "referenceUser: "),
            (with("paths", json!({"roles": "roles"})), "paths.roles: "),
            (with("paths", json!({"views": "https://evil.example/x"})), "paths.views: "),
            (with("paths", json!({"role": "/x"})), "paths.role"),
        ]
    }

    fn odd_successes() -> Vec<(&'static str, u16, &'static str)> {
        vec![
            ("half of ours", 200, "{\"id\":1"),
            ("no id", 200, "{}"),
            ("id 0", 200, r#"{"id":0}"#),
            ("an id that is a text", 200, r#"{"id":"1004"}"#),
        ]
    }
}
