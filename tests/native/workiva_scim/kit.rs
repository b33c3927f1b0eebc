//! What the tests of Workiva's SCIM route begin with: clients, people, rigs.

use super::model::{Model, BASE, TOKEN};
use crate::rig::Rig;
use provisor::engine::Client;
use serde_json::{json, Value};

pub type Desk = Rig<Model>;

pub const USERS: &str = "look up the users";
pub const CREATE: &str = "create the user";
pub const UPDATE: &str = "change the user";
pub const GROUP: &str = "look up the group";
pub const MEMBERS: &str = "read the members of the group";
pub const CHANGE: &str = "change the group's members";

pub fn options() -> Value {
    json!({ "route": "scim", "scim": { "baseUrl": BASE, "bearerToken": TOKEN } })
}

/// A client with these options beside.
pub fn client(more: Value) -> Client {
    let mut options = options();
    for (name, value) in more.as_object().unwrap() {
        options[name] = value.clone();
    }
    provisor::platforms::client("workiva", options).unwrap()
}

/// A client with these settings of the connection beside.
pub fn connection(more: Value) -> Value {
    let mut options = options();
    for (name, value) in more.as_object().unwrap() {
        options["scim"][name] = value.clone();
    }
    options
}

/// A rig over this server, with these options beside.
pub fn desk_with(server: Model, more: Value) -> Desk {
    Rig::new(client(more), server)
}

/// A rig over this server.
pub fn desk(server: Model) -> Desk {
    desk_with(server, json!({}))
}

/// Somebody with these fields beside.
pub fn with(email: &str, more: Value) -> Value {
    let mut user = json!({ "email": email, "givenName": "Ann", "familyName": "Example" });
    for (name, value) in more.as_object().unwrap() {
        user[name] = value.clone();
    }
    user
}

/// Somebody without any wishes.
pub fn person(email: &str) -> Value {
    with(email, json!({}))
}

/// A role in the organization, and a workspace with a role and a group in it.
pub fn everything(email: &str) -> Value {
    let report = json!({"workspace": "Annual Report", "roles": ["Editor"], "groups": ["Reviewers"]});
    with(email, json!({"organizationRoles": ["Org User Admin"], "workspaces": [report]}))
}

/// The groups that stand for that.
pub const EVERYTHING: [&str; 4] = [
    "organization:role:Org User Admin",
    "workspace:Annual Report",
    "workspace:Annual Report:role:Editor",
    "workspace:Annual Report:group:Reviewers",
];

/// So many people who want all this.
pub fn people(count: usize, more: &Value) -> Vec<Value> {
    (0..count).map(|number| with(&format!("person.{number}@doe.com"), more.clone())).collect()
}

/// The first workspace with these roles and groups.
pub fn report(roles: &[&str], groups: &[&str]) -> Value {
    json!({"workspaces": [{"workspace": "Annual Report", "roles": roles, "groups": groups}]})
}
