//! MyWorkpal as the shared rules see it.

use super::model::{Kind, Model, Ways, BASE, CLIENT_ID, CREATE, CREATE_PATH, LOOK, TOKEN, WRITE_EMPLOYEE};
use crate::rig::CLIENT_SECRET;
use crate::rig::{End, Status};
use crate::shared::{Knob, Subject, Turn};
use serde_json::{json, Value};

pub struct MyWorkpal;

/// Options with all paths set.
pub fn options() -> Value {
    json!({
        "baseUrl": BASE,
        "credentials": { "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET },
        "paths": {
            "createUser": CREATE_PATH,
            "updateEmployee": "/made-up/employee/{systemId}",
            "updatePersonal": "/made-up/personal/{subDomain}/{systemId}",
        },
    })
}
/// A person of Company Doe.
pub fn person(email: &str) -> Value {
    json!({ "email": email, "company": "Company Doe" })
}
/// A person with everything that must not show.
pub fn detailed(email: &str) -> Value {
    let mut user = person(email);
    user["details"] = json!({
        "employeeDetails": {"jobTitle": "Baker", "salary": 91_827_364.25, "Salary": 91_827_364.75},
        "personDetails": {"niNumber": "canary \"ni\" ü", "dateOfBirth": "canary-dob", "deep": [{"secretKey": {"a": "canary"}}]},
        "contactNumbers": [{"hashedPassword": "canary-hash"}],
    });
    user
}

impl Subject for MyWorkpal {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "myworkpal";
    const ROUTE: &'static str = "MyWorkpal";
    const LOGIN: Option<&'static str> = Some(TOKEN);
    const LOOK: &'static str = LOOK;
    const CREATE: &'static str = CREATE;
    const CONFIRM: &'static str = LOOK;
    const WRITE: &'static str = WRITE_EMPLOYEE;
    const DEPROVISIONS: bool = false;

    fn options() -> Value {
        options()
    }
    fn other_accounts() -> Vec<Value> {
        vec![json!({"credentials": { "clientId": "another client", "clientSecret": CLIENT_SECRET }})]
    }
    fn worlds() -> Vec<(&'static str, Turn<Model>)> {
        vec![
            ("a duplicate is refused", |model| model.ways.makes_twins = false),
            ("lists are bare arrays", |model| model.ways.bare_arrays = true),
            ("one condition at most", |model| model.ways.most_conditions = Some(1)),
            ("a create takes no details", |model| model.ways.drops_details = true),
        ]
    }
    /// What it does with an e-mail that exists is not said: the worst case.
    fn server() -> Model {
        Model::new().ways(|ways| ways.makes_twins = true)
    }
    fn add(server: &mut Model, name: &str) {
        server.add("companydoe", name, 0);
    }
    fn ways(server: &mut Model) -> &mut Ways {
        &mut server.ways
    }
    fn turn(server: &mut Model, knob: Knob) {
        match knob {
            Knob::ShowsLate(ms) => server.ways.shows_late_ms = ms,
            Knob::LosesRaces => (server.ways.loses_races, server.ways.makes_twins) = (true, false),
            Knob::RefusesLogin => server.tokens.refused = true,
            Knob::UselessSessions => server.tokens.useless = true,
            Knob::Hidden(name) => {
                server.ways.makes_twins = false;
                server.add("companydoe", name, u64::MAX);
            }
        }
    }
    fn user(name: &str) -> Value {
        person(name)
    }
    fn wish(name: &str) -> Value {
        detailed(name)
    }
    fn change(name: &str) -> Value {
        let mut user = person(name);
        user["details"] = json!({"employeeDetails": {"jobTitle": "Baker", "salary": 91_827_364.25}});
        user
    }
    /// Of another tenant, of no tenant, and with both records to be changed.
    fn peculiar(server: &mut Model) -> Vec<(Value, End)> {
        Self::add(server, "both@doe.com");
        let mut both = person("both@doe.com");
        both["details"] = json!({
            "employeeDetails": {"jobTitle": "Baker"},
            "personDetails": {"surname": "Doe", "niNumber": "canary-ni"},
        });
        vec![
            (json!({"email": "neu@roe.de", "subDomain": "roe"}), End::Is(Status::Created, None)),
            (
                json!({"email": "lost@doe.com", "company": "No Such Company"}),
                End::Is(Status::Failed, Some("not_found")),
            ),
            (both, End::Is(Status::Updated, None)),
        ]
    }
    fn ids(server: &Model, name: &str) -> Vec<String> {
        let of = server.accounts.iter().filter(|account| account.email.eq_ignore_ascii_case(name));
        of.map(|account| account.id.to_string()).collect()
    }
    fn names(server: &Model) -> Vec<String> {
        server.accounts.iter().map(|account| account.email.to_lowercase()).collect()
    }
    fn created(server: &Model) -> usize {
        server.created.len()
    }
    fn has(server: &Model, name: &str) -> Value {
        let account = server.accounts.iter().find(|account| account.email.eq_ignore_ascii_case(name));
        let Some(account) = account else { return Value::Null };
        let record = |kind, id: &str| -> Value {
            let mut record: Value = serde_json::from_str(&server.records[&(kind, account.id)]).unwrap();
            record.as_object_mut().unwrap().remove(id);
            record
        };
        json!([account.sub_domain, record(Kind::Employee, "id"), record(Kind::Personal, "userId")])
    }
    fn about(server: &Model, name: &str, change: &Value) -> Value {
        let account = server.accounts.iter().find(|account| account.email.eq_ignore_ascii_case(name));
        let Some(account) = account else { return Value::Null };
        let record = |kind| -> Value { serde_json::from_str(&server.records[&(kind, account.id)]).unwrap() };
        let field = change["field"].as_str().unwrap_or_default();
        let name = field.rsplit('.').next().unwrap();
        match change["kind"].as_str().unwrap() {
            "create" => true.into(),
            _ if field.starts_with("details.employeeDetails.") => record(Kind::Employee)[name].clone(),
            _ if field.starts_with("details.personDetails.") => record(Kind::Personal)[name].clone(),
            _ => panic!("{change}"),
        }
    }
    fn bad_users() -> Vec<(Value, &'static str)> {
        let with = |key: &str, value: Value| {
            let mut user = person("john@doe.com");
            user[key] = value;
            user
        };
        vec![
            (json!({"company": "Company Doe"}), "email"),
            (json!({"email": "a@b.co"}), "company or subDomain"),
            (with("company", json!(" ")), "company or subDomain"),
            (with("subDomain", json!("companydoe")), "company or subDomain"),
            (with("company", json!("a\nb")), "company"),
            (with("company", json!(7)), "company"),
            (with("details", json!([])), "details"),
            (with("details", json!({"jobTitle": "x"})), "details.jobTitle"),
            (with("details", json!({"contactNumbers": {}})), "details.contactNumbers"),
            (
                with("details", json!({"metaDataEmployee": {"groups": "x"}})),
                "details.metaDataEmployee.groups",
            ),
            (json!({"email": "a@b.co", "subDomain": ".."}), "subDomain"),
            (json!({"email": "a@b.co", "subDomain": "a/b"}), "subDomain"),
        ]
    }
    fn bad_options() -> Vec<(Value, &'static str)> {
        let with = |path: &str, value: Value| {
            let mut options = options();
            options["paths"][path] = value;
            options
        };
        let pair = |key: &str, value: Value| {
            let mut options = options();
            options["credentials"][key] = value;
            options
        };
        const CREATE: &str = "paths.createUser: ";
        vec![
            (pair("clientId", json!("")), "credentials.clientId"),
            (pair("clientSecret", json!("")), "credentials.clientSecret"),
            (pair("password", json!("x")), "password"),
            (with("createUser", json!("users/create")), CREATE),
            (with("createUser", json!("//evil.example/x")), CREATE),
            (with("createUser", json!("https://evil.example/x")), CREATE),
            (with("createUser", json!("/a/../b")), CREATE),
            (with("createUser", json!("/a b")), CREATE),
            (with("updateEmployee", json!("x")), "paths.updateEmployee"),
            (with("createUsers", json!("/x")), "createUsers"),
        ]
    }
    fn another_success() -> (u16, &'static str) {
        (200, r#"{"successful":true,"userAccountId":77,"username":"jane@doe.com"}"#)
    }
    fn odd_successes() -> Vec<(&'static str, u16, &'static str)> {
        vec![
            ("half of ours", 200, "{\"successful\":tr"),
            ("another type", 200, r#"{"successful":"yes"}"#),
            ("no id", 200, r#"{"successful":true}"#),
            ("id 0", 200, r#"{"successful":true,"userAccountId":0}"#),
            ("an id that is a text", 200, r#"{"successful":true,"userAccountId":"4711"}"#),
        ]
    }
}
