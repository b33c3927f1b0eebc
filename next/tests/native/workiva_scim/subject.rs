//! Workiva's SCIM route as the shared rules see it.

use super::model::{Model, Ways, BASE, CREATE, PASSWORD, TOKEN, UPDATE, USERS};
use crate::rig::{End, Status};
use crate::shared::{Knob, Subject, Turn};
use crate::workiva::{everything, of, with};
use serde_json::{json, Value};

pub struct WorkivaScim;

pub fn options() -> Value {
    json!({ "route": "scim", "scim": { "baseUrl": BASE, "bearerToken": TOKEN } })
}
/// The first workspace with these roles and groups.
pub fn report(roles: &[&str], groups: &[&str]) -> Value {
    json!({"workspaces": [{"workspace": "Annual Report", "roles": roles, "groups": groups}]})
}

impl Subject for WorkivaScim {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "workiva";
    const ROUTE: &'static str = "Workiva, SCIM";
    const LOGIN: Option<&'static str> = None;
    const LOOK: &'static str = USERS;
    const CREATE: &'static str = CREATE;
    const CONFIRM: &'static str = USERS;
    const WRITE: &'static str = UPDATE;
    const HAS_STAGES: bool = true;

    fn options() -> Value {
        options()
    }
    fn base_url(options: &mut Value) -> &mut Value {
        &mut options["scim"]["baseUrl"]
    }
    fn other_accounts() -> Vec<Value> {
        let basic = json!({ "userName": "provisioner", "password": PASSWORD });
        // A token is renewed from time to time: it names no account.
        vec![json!({ "scim": { "baseUrl": BASE, "basic": basic } })]
    }
    fn worlds() -> Vec<(&'static str, Turn<Model>)> {
        vec![
            ("a duplicate is refused", |model| model.ways.makes_twins = false),
            ("e-mail does not filter", |model| model.ways.refuses_email = true),
            ("a filter by e-mail is ignored", |model| model.ways.ignores_email = true),
            ("no or", |model| model.ways.refuses_or = true),
            ("groups do not filter", |model| model.ways.refuses_group_filter = true),
            ("users show no groups", |model| model.ways.hides_groups = true),
            ("a few on a page, zero totals, 204", |model| {
                (model.ways.page, model.ways.zero_totals, model.ways.no_content) = (Some(5), true, true);
            }),
            ("losing a role loses the membership", |model| model.ways.takes_memberships = true),
        ]
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
        with(name, json!({}))
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
            (with("exact@doe.com", exact), End::Is(Status::Updated, None)),
            (with("wizard@doe.com", report(&["Wizard"], &[])), End::Is(Status::Failed, Some("not_found"))),
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
    fn about(server: &Model, name: &str, change: &Value) -> Value {
        let Some(person) = server.person(name) else { return Value::Null };
        let resource = &person.resource;
        let value = change["value"].as_str().unwrap_or_default();
        let (label, place) = of(value);
        let is_in = |group: String| {
            let name = if value.contains(':') { value.to_owned() } else { group };
            server.groups_of(person.email()).contains(&name.as_str()).into()
        };
        match (change["kind"].as_str().unwrap(), change["field"].as_str().unwrap_or_default()) {
            ("create", _) => true.into(),
            ("suspend", _) | (_, "active") => resource["active"].clone(),
            (_, "email") => resource["emails"][0]["value"].clone(),
            (_, field @ ("userName" | "displayName")) => resource[field].clone(),
            (_, field @ ("givenName" | "familyName")) => resource["name"][field].clone(),
            (_, "organizationRoles") => is_in(format!("organization:role:{label}")),
            (_, "workspaces") => is_in(format!("workspace:{label}")),
            (_, "workspaceRoles") => is_in(format!("workspace:{place}:role:{label}")),
            (_, "groups") => is_in(format!("workspace:{place}:group:{label}")),
            other => panic!("{other:?}"),
        }
    }
    fn bad_users() -> Vec<(Value, &'static str)> {
        [
            (json!({"userName": "ann example"}), "userName"),
            (json!({"organizationRoles": [1]}), "organizationRoles[0]"),
            (json!({"active": false}), "active"),
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
        vec![(with("scim", json!(null)), "scim"), (with("credentials", json!({})), "credentials")]
    }
    fn another_success() -> (u16, &'static str) {
        (201, r#"{"id":"x","userName":"jane@doe.com"}"#)
    }
    fn odd_successes() -> Vec<(&'static str, u16, &'static str)> {
        vec![
            ("half of ours", 201, r#"{"id":"x","userN"#),
            ("no id", 201, "{}"),
            ("an empty id", 201, r#"{"id":""}"#),
            ("an id that is a number", 201, r#"{"id":7}"#),
        ]
    }
}
