//! What the tests of Workforce Optimization begin with: clients, people, rigs, and what is true of every ending.

use super::model::{Model, BASE, NEW_PASSWORD, PASSWORD, USER_ID};
use crate::rig::truth::{self, Facts};
use crate::rig::Rig;
use provisor::engine::{Client, Outcome, Status};
use serde_json::{json, Value};

pub use crate::rig::truth::{end, End};

pub type Wfo = Rig<Model>;

pub const LOGIN: &str = "log in";
pub const LOGOUT: &str = "log out";
pub const LIST: &str = "list the people";
pub const TEAMS: &str = "list the teams";
pub const ROLES: &str = "list the roles";
pub const VIEWS: &str = "list the views";
pub const READ: &str = "read the person";
pub const CREATE: &str = "create the person";
pub const WRITE: &str = "write the person";

pub const API: &str = "api.user@doe.com";

/// A client with these options beside.
pub fn client(more: Value) -> Client {
    let mut options = json!({ "baseUrl": BASE, "credentials": { "userId": USER_ID, "password": PASSWORD } });
    for (name, value) in more.as_object().unwrap() {
        options[name] = value.clone();
    }
    provisor::platforms::client("workforce-optimization", options).unwrap()
}

/// A rig over this server, with these options beside.
pub fn wfo_with(server: Model, more: Value) -> Wfo {
    Rig::new(client(more), server)
}

/// A rig over this server.
pub fn wfo(server: Model) -> Wfo {
    wfo_with(server, json!({}))
}

/// Somebody with nothing said but names.
pub fn person(user_name: &str) -> Value {
    json!({ "userName": user_name, "firstName": "API", "lastName": "User" })
}

/// The source document's API user.
pub fn api() -> Value {
    let mut user = person(API);
    user["password"] = NEW_PASSWORD.into();
    user
}

/// The same with this said too.
pub fn with(mut user: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        user[name] = value.clone();
    }
    user
}

/// So many people.
pub fn people(count: usize) -> Vec<Value> {
    (0..count).map(|number| person(&format!("person.{number}@doe.com"))).collect()
}

/// Fails when an outcome about one person says what is not so. `before`: the person was there already.
pub fn check(name: &str, wfo: &Wfo, outcome: &Outcome, before: bool) {
    wfo.server.check_no_twins();
    let ids = wfo.server.ids_of(&outcome.subject);
    let facts = Facts { before, is_there: !ids.is_empty(), was_created: !wfo.server.created.is_empty() };
    truth::check(name, wfo, outcome, facts, &[LOGIN, LOGOUT]);
    match outcome.status {
        Status::Created => assert_eq!(outcome.id, Some(ids[0].to_string()), "{name}"),
        Status::Updated => assert!(!wfo.server.writes.is_empty() && !outcome.changes.is_empty(), "{name}"),
        Status::Unchanged => assert!(wfo.server.writes.is_empty(), "{name}"),
        Status::Failed | Status::Conflict | Status::Unknown => {}
    }
    logged_out(name, wfo);
}

/// Whoever logged in has logged out.
pub fn logged_out(name: &str, wfo: &Wfo) {
    assert!(wfo.server.sessions.is_empty(), "{name}: left open: {}", wfo.server.sessions.len());
    assert!(!wfo.client.must_log_out(), "{name}");
}
