//! Servers that echo: what a request held comes back in errors, and none of it may show.
//!
//! The rig looks for canaries in everything that all the other tests collect, too.

use super::kit::{
    api, client, person, wfo, with, Wfo, API, CREATE, LIST, LOGIN, LOGOUT, READ, ROLES, TEAMS, WRITE,
};
use super::model::{Model, NEW_PASSWORD, PASSWORD};
use crate::rig::{keep_quiet, response, Fate, Sent};
use provisor::engine::Host;
use provisor::http::Response;
use serde_json::{json, Value};
use std::rc::Rc;

fn everything(sent: &Sent) -> String {
    let headers: Vec<_> =
        sent.filled.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{} {} | {}", sent.line(), headers.join(" | "), sent.body())
}

type Echo = fn(&Sent) -> Response;

fn echoes() -> Vec<(&'static str, Echo)> {
    vec![
        ("text", |sent| response(400, &[], &everything(sent))),
        ("words", |sent| response(400, &[], &json!({"errorMessage": everything(sent)}).to_string())),
        ("id", |sent| {
            let cookie = sent.filled.headers.get("cookie").and_then(Value::as_str).unwrap_or_default();
            response(400, &[], &json!({"errorMessage": "no", "requestId": cookie}).to_string())
        }),
        ("500", |sent| response(500, &[], &everything(sent))),
        ("409", |sent| response(409, &[], &json!({"message": everything(sent)}).to_string())),
        ("body", |sent| response(400, &[], sent.body())),
        ("half a body", |sent| response(400, &[], sent.body().get(..40).unwrap_or(sent.body()))),
        ("wrong types", |sent| {
            let text = everything(sent);
            response(200, &[], &json!({"id": text, "sessionId": text, "roles": text}).to_string())
        }),
        ("HTML", |sent| response(200, &[], &format!("<html>{}", everything(sent)))),
    ]
}

fn echoing(purpose: &'static str, echo: Echo) -> Wfo {
    let server = Model::new().with("old.hand@doe.com", json!({"roles": []}));
    wfo(server).with_fate_of(purpose, Fate::Changed(Rc::new(move |sent, _| echo(sent))))
}

#[test]
fn an_echo_shows_no_canary() {
    let users = [api(), with(person("old.hand@doe.com"), json!({"password": NEW_PASSWORD}))];
    for (name, echo) in echoes() {
        for purpose in [LOGIN, LIST, TEAMS, ROLES, CREATE, READ, WRITE, LOGOUT] {
            let mut many = echoing(purpose, echo);
            let bulk = many.provision_all(&users);
            assert!(!many.sent_for(purpose).is_empty() || purpose == LOGOUT, "{name}: {purpose}");
            keep_quiet("a bulk run", &format!("{bulk:?}"));
            for user in &users {
                let mut one = echoing(purpose, echo);
                keep_quiet(name, &format!("{:?}", one.plan(user.clone())));
                keep_quiet(name, &format!("{:?}", one.provision(user.clone())));
                keep_quiet(name, &format!("{:?}", one.deprovision(user.clone())));
            }
        }
    }
}

#[test]
fn nothing_about_a_client_prints_its_secrets() {
    let mut wfo = wfo(Model::new());
    wfo.provision(api()).unwrap();
    let built = wfo.client.build("token", Value::Null).unwrap();
    keep_quiet("a built login", &format!("{built:?} {}", json!(built)));
    let input = json!({
        "userName": API, "firstName": "API", "lastName": "User", "password": NEW_PASSWORD,
        "team": {"groupId": 100, "name": "Default Team"},
    });
    let built = wfo.client.build("createPerson", input).unwrap();
    keep_quiet("a built create", &format!("{built:?} {}", json!(built)));
    let filled = wfo.client.fill(built).unwrap();
    let body: Value = serde_json::from_str(filled.body.as_deref().unwrap()).unwrap();
    assert_eq!(body["password"], NEW_PASSWORD);
    let record = json!({"id": 1004, "employeeId": "canary-employee"});
    let built = wfo.client.build("updatePerson", json!({"personId": 1004, "record": record})).unwrap();
    keep_quiet("a built write", &format!("{built:?} {}", json!(built)));
    let error = provisor::platforms::client(
        "workforce-optimization",
        json!({"baseUrl": "http://a.co", "credentials": {"userId": "a", "password": PASSWORD}}),
    );
    keep_quiet("a refused client", &format!("{:?}", error.err()));
}

#[test]
fn a_saved_run_holds_no_password() {
    let mut wfo = wfo(Model::new());
    let host = Host { stepwise: true, ..Host::default() };
    let run = wfo.client.provision(host, api()).unwrap();
    wfo.drive(run).unwrap().unwrap();
    keep_quiet("a journal", &wfo.journal);
    // Elsewhere the password is needed again.
    let other = client(json!({}));
    let saved = wfo.journal.clone();
    assert_eq!(
        other.restore(Host::default(), saved.clone(), None).err().unwrap().code,
        provisor::error::Code::ConfigMissing
    );
    assert!(other.restore(Host::default(), saved, Some(api())).is_ok());
}
