//! Workforce Optimization as the shared rules see it.

use super::model::{
    Model, Ways, BASE, CREATE, LIST, LOGIN, LOGOUT, NEW_PASSWORD, PASSWORD, READ, USER_ID, WRITE,
};
use crate::rig::{End, Status};
use crate::shared::{Knob, Subject, Turn};
use serde_json::{json, Value};

pub struct WorkforceOptimization;

/// A person with as little said as may be.
pub fn person(user_name: &str) -> Value {
    json!({
        "userName": user_name, "firstName": "API", "lastName": "User", "roles": ["Administrator"],
        "team": "Default Team",
    })
}
/// The same with this said too.
pub fn with(mut user: Value, more: Value) -> Value {
    crate::rig::merge(&mut user, &more);
    user
}

impl Subject for WorkforceOptimization {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "workforce-optimization";
    const ROUTE: &'static str = "Workforce Optimization";
    const KEY: &'static str = "userName";
    const LOGIN: Option<&'static str> = Some(LOGIN);
    const LOGOUT: Option<&'static str> = Some(LOGOUT);
    const LOOK: &'static str = LIST;
    const CREATE: &'static str = CREATE;
    const CONFIRM: &'static str = READ;
    const WRITE: &'static str = WRITE;
    const EXPIRED: &'static [u16] = &[401, 403];

    fn options() -> Value {
        json!({ "baseUrl": BASE, "credentials": { "userId": USER_ID, "password": PASSWORD } })
    }
    fn other_accounts() -> Vec<Value> {
        vec![json!({"credentials": { "userId": "another.admin@doe.com", "password": PASSWORD }})]
    }
    fn worlds() -> Vec<(&'static str, Turn<Model>)> {
        vec![
            ("403 says that a session is over", |model| model.ways.expired_as = Some(403)),
            ("a duplicate is refused", |model| model.ways.duplicates = Some(409)),
            ("a duplicate is refused with 400", |model| model.ways.duplicates = Some(400)),
            ("a create drops the scope and the views", |model| {
                model.ways.create_drops = vec!["scope", "views"]
            }),
            ("a create drops names", |model| model.ways.create_drops = vec!["displayName", "lastName"]),
        ]
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
                End::Is(Status::Created, None),
            ),
            (
                with(person("wizard@doe.com"), json!({"roles": ["Wizard"]})),
                End::Is(Status::Failed, Some("not_found")),
            ),
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
    fn about(server: &Model, name: &str, change: &Value) -> Value {
        let Some(id) = server.ids_of(name).into_iter().next() else { return Value::Null };
        let person = server.person(id);
        match (change["kind"].as_str().unwrap(), change["field"].as_str().unwrap_or_default()) {
            ("create", _) => true.into(),
            ("deactivate", _) => person["deactivated"].is_number().into(),
            (_, "userName") => person["email"].clone(),
            (_, "team") => person["groupId"].clone(),
            (_, "team.group") => person["parentGroup"].clone(),
            (_, "wfmViews") => person["views"].clone(),
            (_, field @ ("firstName" | "lastName" | "displayName" | "timeZone" | "roles" | "scope")) => {
                person[field].clone()
            }
            other => panic!("{other:?}"),
        }
    }
    fn open_sessions(server: &Model) -> usize {
        server.sessions.len()
    }
    fn bad_users() -> Vec<(Value, &'static str)> {
        let of = |more: Value| with(person("api.user@doe.com"), more);
        let scope = |scope: Value| of(json!({ "scope": scope }));
        vec![
            (of(json!({"userName": null})), "userName"),
            (of(json!({"firstName": null})), "firstName"),
            (of(json!({"lastName": null})), "lastName"),
            (of(json!({"roles": null})), "roles"),
            (of(json!({"team": null})), "team"),
            (of(json!({"firstName": ""})), "firstName"),
            (of(json!({"lastName": "a\nb"})), "lastName"),
            (of(json!({"password": 7})), "password"),
            (of(json!({"roles": 7})), "roles"),
            (of(json!({"roles": []})), "roles"),
            (of(json!({"roles": [7]})), "roles"),
            (of(json!({"team": 7})), "team"),
            (scope(json!({"tenant": "yes"})), "scope.tenant"),
            (scope(json!({"tennant": true})), "scope.tennant"),
            (scope(json!({"groups": 7})), "scope.groups"),
            (of(json!({"wfmViews": [7]})), "wfmViews"),
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
            (with("credentials", pair("", "x")), "credentials.userId"),
            (with("credentials", pair("x", "")), "credentials.password"),
            (with("referenceUser", json!(7)), "referenceUser"),
            (with("paths", json!({"roles": "roles"})), "paths.roles"),
            (with("paths", json!({"views": "https://evil.example/x"})), "paths.views"),
            (with("paths", json!({"role": "/x"})), "paths.role"),
        ]
    }
    fn another_success() -> (u16, &'static str) {
        (200, r#"{"id":77}"#)
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
