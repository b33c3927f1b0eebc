//! MyWorkpal as the shared rules see it.

use super::kit::{options, person};
use super::model::{Kind, Model, Ways};
use crate::shared::truth::{failed, is, End};
use crate::shared::{Knob, Subject};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

pub struct MyWorkpal;

impl Subject for MyWorkpal {
    type Model = Model;
    type Ways = Ways;

    const PLATFORM: &'static str = "myworkpal";
    const ROUTE: &'static str = "MyWorkpal";
    const LOGIN: Option<&'static str> = Some("get an access token");
    const SESSION: &'static [&'static str] = &["get an access token"];
    const LOOK: &'static str = "look up the user";
    const CREATE: &'static str = "create the user";
    const CONFIRM: &'static str = "look up the user";
    const WRITE: &'static str = "write the employee record";
    const REFUSES_DUPLICATES: bool = true;
    const RACED: End = is(Status::Unchanged);
    const DEPROVISIONS: bool = false;
    const SEALED: Option<&'static str> = Some("user.details.employeeDetails.salary");

    fn options() -> Value {
        options()
    }

    fn server() -> Model {
        Model::new()
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
            Knob::LosesRaces => server.ways.loses_races = true,
            Knob::RefusesLogin => server.tokens.refused = true,
            Knob::UselessSessions => server.tokens.useless = true,
            Knob::Hidden(name) => drop(server.add("companydoe", name, u64::MAX)),
        }
    }

    fn user(name: &str) -> Value {
        person(name)
    }

    fn wish(name: &str) -> Value {
        super::canary::detailed(name)
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
            (json!({"email": "neu@roe.de", "subDomain": "roe"}), is(Status::Created)),
            (json!({"email": "lost@doe.com", "company": "No Such Company"}), failed(Code::NotFound)),
            (both, is(Status::Updated)),
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

    fn bad_users() -> Vec<(Value, &'static str)> {
        let with = |key: &str, value: Value| {
            let mut user = person("john@doe.com");
            user[key] = value;
            user
        };
        vec![
            (json!({"company": "Company Doe"}), "email: "),
            (json!({"email": "a@b.co"}), "company, subDomain: "),
            (with("company", json!(" ")), "company, subDomain: "),
            (with("subDomain", json!("companydoe")), "company, subDomain: "),
            (with("company", json!("a\nb")), "company: "),
            (with("company", json!(7)), "company: "),
            (with("details", json!([])), "details: "),
            (with("details", json!({"jobTitle": "x"})), "details.jobTitle: "),
            (with("details", json!({"contactNumbers": {}})), "details.contactNumbers: "),
            (
                with("details", json!({"metaDataEmployee": {"groups": "x"}})),
                "details.metaDataEmployee.groups: ",
            ),
            (json!({"email": "a@b.co", "subDomain": ".."}), "subDomain: "),
            (json!({"email": "a@b.co", "subDomain": "a/b"}), "subDomain: "),
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
            (pair("clientId", json!("")), "credentials.clientId: "),
            (pair("clientSecret", json!("")), "credentials.clientSecret: "),
            (pair("password", json!("x")), "password"),
            (with("createUser", json!("users/create")), CREATE),
            (with("createUser", json!("//evil.example/x")), CREATE),
            (with("createUser", json!("https://evil.example/x")), CREATE),
            (with("createUser", json!("/a?b")), CREATE),
            (with("createUser", json!("/a/../b")), CREATE),
            (with("createUser", json!("/a b")), CREATE),
            (with("updateEmployee", json!("x")), "paths.updateEmployee: "),
            (with("createUsers", json!("/x")), "createUsers"),
        ]
    }

    fn odd_successes() -> Vec<(&'static str, u16, &'static str)> {
        vec![
            ("half of ours", 200, "{\"successful\":tr"),
            ("another type", 200, r#"{"successful":"yes"}"#),
            ("no id", 200, r#"{"successful":true}"#),
            ("id 0", 200, r#"{"successful":true,"userAccountId":0}"#),
            ("an id that is a text", 200, r#"{"successful":true,"userAccountId":"4711"}"#),
            ("somebody else", 200, r#"{"successful":true,"userAccountId":4711,"username":"jane@doe.com"}"#),
        ]
    }
}
