//! What the tests of WorkSpan begin with: clients, people, rigs.

use super::model::{token, Model, BASE};
use crate::rig::{Fate, Rig};
use provisor::engine::Client;
use serde_json::{json, Value};

pub type Span = Rig<Model>;

pub const TOKEN: &str = "get an access token";
pub const SMOKE: &str = "prove the pair by a harmless read";
pub const LOOK: &str = "look up the user";
pub const CREATE: &str = "create the user";
pub const READ: &str = "read the user";
pub const REPLACE: &str = "replace the user";
pub const LOGOUT: &str = "give the token back";

/// A client with these options beside.
pub fn client(more: Value) -> Client {
    let mut options = json!({
        "baseUrl": BASE,
        "credentials": { "clientId": token::CLIENT_ID, "clientSecret": token::CLIENT_SECRET },
    });
    for (name, value) in more.as_object().unwrap() {
        options[name] = value.clone();
    }
    provisor::platforms::client("workspan", options).unwrap()
}

/// A rig over this server, with these options beside.
pub fn span_with(server: Model, more: Value) -> Span {
    Rig::new(client(more), server)
}

/// A rig over this server.
pub fn span(server: Model) -> Span {
    span_with(server, json!({}))
}

/// Somebody whom nobody knows.
pub fn ann() -> Value {
    person("ann@partner.example")
}

/// Somebody of this address.
pub fn person(email: &str) -> Value {
    json!({ "email": email, "givenName": "Ann", "familyName": "Example", "department": "R&D" })
}

/// Jane as [`Model::jane`] has her.
pub fn jane() -> Value {
    json!({
        "email": "jane.roe@partner.example", "givenName": "Jane", "familyName": "Roe", "displayName": "Jane Roe",
        "department": "Alliances",
    })
}

/// Jane in another department.
pub fn moved_jane() -> Value {
    let mut jane = jane();
    jane["department"] = "Alliances & Channels".into();
    jane
}

pub type Case = crate::shared::case::Case<super::WorkSpan>;

/// Ann, in a server that knows nobody. Creating, undisturbed: 1 token, 2 look, 3 create, 4 look. Changing: 1 token,
/// 2 look, 3 read, 4 replace, 5 read.
pub fn case(name: impl Into<String>) -> Case {
    crate::shared::case::case(name).user(ann())
}

pub fn instead(status: u16, body: &str) -> Fate {
    Fate::instead(status, &[], body)
}

pub fn html() -> Fate {
    Fate::instead(200, &[("content-type", "text/html")], "<!doctype html><title>Sign in</title>")
}

pub fn replaced(from: &'static str, to: &'static str) -> Fate {
    Fate::body(move |body| {
        assert!(body.contains(from), "{from} is not in {body}");
        body.replace(from, to)
    })
}
