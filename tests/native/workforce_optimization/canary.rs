//! Servers that echo: what a request held comes back in errors, and none of it may show.
//!
//! The rig looks for canaries in everything that all the other tests collect, too.

use super::kit::{api, client, wfo, API};
use super::model::{Model, NEW_PASSWORD, PASSWORD};
use crate::rig::keep_quiet;
use provisor::engine::Host;
use serde_json::{json, Value};

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
