//! WorkSpan as the shared rules see it.
use super::model::{Model, Ways, BASE, CLIENT_ID, CREATE, ENTERPRISE, LOOK, REPLACE, TOKEN};
use crate::rig::{End, Status, CLIENT_SECRET};
use crate::shared::{Knob, Subject, Turn};
use serde_json::{json, Value};

pub struct WorkSpan;

impl Subject for WorkSpan {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "workspan";
    const ROUTE: &'static str = "WorkSpan";
    const LOGIN: Option<&'static str> = Some(TOKEN);
    const LOOK: &'static str = LOOK;
    const CREATE: &'static str = CREATE;
    const CONFIRM: &'static str = LOOK;
    const WRITE: &'static str = REPLACE;

    fn options() -> Value {
        json!({
            "baseUrl": BASE,
            "credentials": { "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET },
            "subscriptionKey": "gateway-key-canary",
        })
    }
    fn other_accounts() -> Vec<Value> {
        let other = json!({ "clientId": "WS-ApplicationUser_other", "clientSecret": CLIENT_SECRET });
        vec![json!({"environment": "uat.workspan.com"}), json!({"credentials": other})]
    }
    fn server() -> Model {
        Model::new().ways(|ways| ways.key = Some("gateway-key-canary"))
    }
    fn worlds() -> Vec<(&'static str, Turn<Model>)> {
        vec![
            ("as published", |model| model.ways.published = true),
            ("as published, and a PUT merges", |model| {
                (model.ways.published, model.ways.merges) = (true, true);
            }),
            ("a duplicate is refused", |model| model.ways.duplicates = Some(409)),
            ("a duplicate is answered with who is there", |model| model.ways.duplicates = Some(200)),
            ("zero totals, no resources, 200", |model| {
                (model.ways.zero_totals, model.ways.no_resources, model.ways.creates_with_200) =
                    (true, true, true);
            }),
            ("a create takes no department", |model| model.ways.drops_department = true),
        ]
    }
    fn add(server: &mut Model, name: &str) {
        *server = std::mem::replace(server, Model::new()).with_name(name);
    }
    fn ways(server: &mut Model) -> &mut Ways {
        &mut server.ways
    }
    fn turn(server: &mut Model, knob: Knob) {
        match knob {
            Knob::ShowsLate(ms) => server.ways.shows_late_ms = ms,
            Knob::LosesRaces => {
                server.ways.loses_races = true;
                server.ways.duplicates = Some(409);
            }
            Knob::RefusesLogin => server.tokens.refused = true,
            Knob::UselessSessions => server.tokens.useless = true,
            Knob::Hidden(name) => {
                server.ways.duplicates = Some(409);
                server.add(json!({ "userName": name, "active": true }), u64::MAX);
            }
        }
    }
    fn user(name: &str) -> Value {
        json!({ "email": name, "givenName": "Ann", "familyName": "Example", "department": "R&D" })
    }
    fn wish(name: &str) -> Value {
        let mut user = Self::user(name);
        user["department"] = "Alliances & Channels".into();
        user
    }
    /// One name with much to encode, and a person who is to be suspended.
    fn peculiar(server: &mut Model) -> Vec<(Value, End)> {
        Self::add(server, "gone@doe.com");
        let mut gone = Self::user("gone@doe.com");
        gone["active"] = false.into();
        vec![
            (Self::user("o'shea+x@doe.com"), End::Is(Status::Created, None)),
            (gone, End::Is(Status::Updated, None)),
        ]
    }
    fn ids(server: &Model, name: &str) -> Vec<String> {
        let of = server.people.iter().filter(|person| person.is_called(name));
        of.map(|person| person.id().to_owned()).collect()
    }
    fn names(server: &Model) -> Vec<String> {
        server.people.iter().map(|person| person.name().to_lowercase()).collect()
    }
    fn created(server: &Model) -> usize {
        server.created.len()
    }
    fn has(server: &Model, name: &str) -> Value {
        let Some(person) = server.person(name) else { return Value::Null };
        let mut resource = person.resource.clone();
        for key in ["id", "meta"] {
            resource.as_object_mut().unwrap().remove(key);
        }
        resource
    }
    fn about(server: &Model, name: &str, change: &Value) -> Value {
        let Some(person) = server.person(name) else { return Value::Null };
        let resource = &person.resource;
        match (change["kind"].as_str().unwrap(), change["field"].as_str().unwrap_or_default()) {
            ("create", _) => true.into(),
            ("suspend", _) | (_, "active") => resource["active"].clone(),
            (_, "email") => resource["emails"][0]["value"].clone(),
            (_, "department") => resource[ENTERPRISE]["department"].clone(),
            (_, "displayName") => resource["displayName"].clone(),
            (_, field @ ("givenName" | "familyName")) => resource["name"][field].clone(),
            other => panic!("{other:?}"),
        }
    }
    fn bad_users() -> Vec<(Value, &'static str)> {
        let with = |key: &str, value: Value| {
            let mut user = Self::user("ann@doe.com");
            user[key] = value;
            user
        };
        vec![
            (json!({"givenName": "A", "familyName": "B"}), "email"),
            (json!({"email": "a@b.co", "familyName": "B"}), "givenName"),
            (json!({"email": "a@b.co", "givenName": "A"}), "familyName"),
            (with("givenName", json!("  ")), "givenName"),
            (with("givenName", json!("A\nB")), "givenName"),
            (with("familyName", json!("\u{0}")), "familyName"),
            (with("familyName", json!("x".repeat(201))), "familyName"),
            (with("displayName", json!(["A"])), "displayName"),
            (with("department", json!("a\tb")), "department"),
            (with("active", json!("yes")), "active"),
            (with("active", json!(1)), "active"),
            (with("userName", json!("ann")), "userName"),
        ]
    }
    fn bad_options() -> Vec<(Value, &'static str)> {
        let with = |key: &str, value: Value| {
            let mut options = Self::options();
            options[key] = value;
            options
        };
        let pair = |key: &str, value: Value| {
            let mut options = Self::options();
            options["credentials"][key] = value;
            options
        };
        vec![
            (pair("clientId", json!(" ")), "credentials.clientId"),
            (pair("clientSecret", json!("\n")), "credentials.clientSecret"),
            (pair("scope", json!("x")), "credentials.scope"),
            (with("environment", json!("")), "environment"),
            (with("environment", json!("uat\r\nx: y")), "environment"),
            (with("environment", json!("üat.workspan.com")), "environment"),
            (with("environment", json!("two words")), "environment"),
            (with("subscriptionKey", json!("a\nb")), "subscriptionKey"),
            (with("subscriptionKey", json!("ü")), "subscriptionKey"),
            (with("enviroment", json!("uat")), "enviroment"),
        ]
    }
    fn another_success() -> (u16, &'static str) {
        (201, r#"{"id":"x","userName":"jane@doe.com"}"#)
    }
    fn odd_successes() -> Vec<(&'static str, u16, &'static str)> {
        vec![
            ("half of ours", 201, r#"{"id":"Ws-Per"#),
            ("no id", 201, r#"{"userName":"ann@doe.com"}"#),
            ("an empty id", 201, r#"{"id":""}"#),
            ("an id that is a number", 201, r#"{"id":7}"#),
        ]
    }
}
