//! Workiva's platform route as the shared rules see it.
use super::model::{Model, Report, Ways, BASE, CLIENT_ID, CREATE, ORGANIZATION, READ, TOKEN, UPDATE, USERS};
use crate::rig::{End, Status, CLIENT_SECRET};
use crate::shared::{Knob, Subject, Turn};
use serde_json::{json, Value};

pub struct Workiva;

pub fn options() -> Value {
    json!({
        "route": "platform",
        "baseUrl": BASE,
        "credentials": { "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET },
        "organization": ORGANIZATION,
    })
}
/// A person with these fields beside.
pub fn with(email: &str, more: Value) -> Value {
    let mut user = json!({ "email": email, "givenName": "Ann", "familyName": "Example" });
    crate::rig::merge(&mut user, &more);
    user
}
/// A role in the organization, and a workspace with a role and a group in it.
pub fn everything(email: &str) -> Value {
    let report = json!({"workspace": "Annual Report", "roles": ["Editor"], "groups": ["Reviewers"]});
    with(email, json!({"organizationRoles": ["Org User Admin"], "workspaces": [report]}))
}
/// "Editor of Annual Report" as its two names.
pub fn of(label: &str) -> (&str, &str) {
    label.rsplit_once(" of ").unwrap_or((label, ""))
}

impl Subject for Workiva {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "workiva";
    const ROUTE: &'static str = "Workiva, platform";
    const LOGIN: Option<&'static str> = Some(TOKEN);
    const LOOK: &'static str = USERS;
    const CREATE: &'static str = CREATE;
    const CONFIRM: &'static str = READ;
    const WRITE: &'static str = UPDATE;
    const HAS_STAGES: bool = true;

    fn options() -> Value {
        options()
    }
    fn other_accounts() -> Vec<Value> {
        let other = json!({ "clientId": "another client", "clientSecret": CLIENT_SECRET });
        let organization = "00000000-6c1e-4c0f-9d53-0a1b2c3d4e5f";
        vec![json!({ "organization": organization }), json!({ "credentials": other })]
    }
    fn server() -> Model {
        Model::new().ways(|ways| {
            ways.looks = 1;
            ways.makes_twins = true;
        })
    }
    fn worlds() -> Vec<(&'static str, Turn<Model>)> {
        vec![
            ("no report for this client", |model| model.ways.report = Report::Refused(403)),
            ("no report", |model| model.ways.report = Report::Refused(404)),
            ("the report has ids of its own", |model| model.ways.report = Report::OwnIds),
            ("a duplicate is refused", |model| model.ways.makes_twins = false),
            ("one on a page, null links", |model| {
                (model.ways.page_size, model.ways.null_links) = (1, true);
            }),
            ("roles are given at once", |model| model.ways.at_once = true),
            ("no role is given twice", |model| model.ways.strict_roles = true),
        ]
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
    /// With all roles and groups, exactly what is asked, and a role that is not there.
    fn peculiar(server: &mut Model) -> Vec<(Value, End)> {
        *server = std::mem::replace(server, Model::new())
            .with_member("exact@doe.com", "Annual Report", &["Viewer"], &["Reviewers"])
            .with_member("exact@doe.com", "SOX & Controls", &[], &[])
            .with_roles("exact@doe.com", &["Org User Admin"]);
        let report = json!({"workspace": "Annual Report", "roles": ["Editor"], "groups": []});
        let exact = json!({"exact": true, "organizationRoles": [], "workspaces": [report]});
        vec![
            (with("exact@doe.com", exact), End::Is(Status::Updated, None)),
            (
                with("wizard@doe.com", json!({"organizationRoles": ["Wizard"]})),
                End::Is(Status::Failed, Some("not_found")),
            ),
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
    fn about(server: &Model, name: &str, change: &Value) -> Value {
        let Some(person) = server.person(name) else { return Value::Null };
        let has = server.has(name);
        let contains =
            |list: &Value, name: &str| list.as_array().is_some_and(|list| list.contains(&name.into()));
        let (label, place) = of(change["value"].as_str().unwrap_or_default());
        match (change["kind"].as_str().unwrap(), change["field"].as_str().unwrap_or_default()) {
            ("create", _) => true.into(),
            ("delete", _) => false.into(),
            (_, "givenName") => person.given.as_str().into(),
            (_, "familyName") => person.family.as_str().into(),
            (_, "displayName") => person.display.as_str().into(),
            (_, "email") => person.email.as_str().into(),
            (_, "userName") => person.username.as_str().into(),
            (_, "organizationRoles") => contains(&has["organization"], label).into(),
            (_, "workspaces") => has.get(label).is_some().into(),
            (_, "workspaceRoles") => contains(&has[place][0], label).into(),
            (_, "groups") => contains(&has[place][1], label).into(),
            other => panic!("{other:?}"),
        }
    }
    fn bad_users() -> Vec<(Value, &'static str)> {
        [
            (json!({"givenName": ""}), "givenName"),
            (json!({"familyName": null}), "familyName"),
            (json!({"userName": "ann example"}), "userName"),
            (json!({"organizationRoles": [1]}), "organizationRoles[0]"),
            (json!({"workspaces": [{"workspace": "W"}, {"workspace": "W"}]}), "workspaces[1].workspace"),
            (json!({"workspaces": [{"workspace": "W", "rolls": []}]}), "workspaces[0].rolls"),
            (json!({"exact": 1}), "exact"),
            (json!({"active": false}), "active"),
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
            (with("route", json!("direct")), "route"),
            (with("route", json!(7)), "route"),
            (with("credentials", json!({"clientId": "", "clientSecret": "x"})), "credentials.clientId"),
            (with("credentials", json!({"clientId": "x", "clientSecret": ""})), "credentials.clientSecret"),
            (with("credentials", json!({"clientId": "x"})), "credentials.clientSecret"),
            (with("organization", json!("")), "organization"),
            (with("organization", json!("../users")), "organization"),
            (with("organization", json!("3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5g")), "organization"),
            (with("organization", json!(null)), "organization"),
            (with("apiVersion", json!("latest")), "apiVersion"),
            (with("apiVersion", json!("2026-1-1")), "apiVersion"),
            (with("tokenPath", json!("https://evil.example/token")), "tokenPath"),
            (with("scope", json!("a\"b")), "scope"),
            (with("paths", json!({})), "paths"),
        ]
    }
    fn another_success() -> (u16, &'static str) {
        (201, r#"{"id":"x","username":"jane@doe.com"}"#)
    }
    fn odd_successes() -> Vec<(&'static str, u16, &'static str)> {
        vec![
            ("half of ours", 201, r#"{"id":"x","usern"#),
            ("no id", 201, "{}"),
            ("an empty id", 201, r#"{"id":""}"#),
            ("an id that is a number", 201, r#"{"id":7}"#),
        ]
    }
}
