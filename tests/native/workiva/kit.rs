//! What the tests of Workiva begin with: clients, people, rigs.

use super::model::{Model, BASE, CLIENT_ID, CLIENT_SECRET, ORGANIZATION};
use crate::rig::Rig;
use provisor::engine::Client;
use serde_json::{json, Value};

pub type Desk = Rig<Model>;

pub const TOKEN: &str = "get an access token";
pub const USERS: &str = "list the users";
pub const CREATE: &str = "create the user";
pub const UPDATE: &str = "change the user";
pub const READ: &str = "read the user";
pub const ROLES: &str = "change roles";
pub const POLL: &str = "follow the operation";
pub const HELD: &str = "read the roles held";
pub const JOIN: &str = "join the workspace";
pub const MEMBERSHIPS: &str = "list the memberships";
pub const GROUP: &str = "change the group's members";
pub const MEMBERS: &str = "list the members of the group";
pub const DELETE: &str = "remove the user";

pub fn options() -> Value {
    json!({
        "route": "platform",
        "baseUrl": BASE,
        "credentials": { "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET },
        "organization": ORGANIZATION,
    })
}

/// A client with these options beside.
pub fn client(more: Value) -> Client {
    let mut options = options();
    for (name, value) in more.as_object().unwrap() {
        options[name] = value.clone();
    }
    provisor::platforms::client("workiva", options).unwrap()
}

/// A rig over this server, with these options beside.
pub fn desk_with(server: Model, more: Value) -> Desk {
    Rig::new(client(more), server)
}

/// A rig over this server.
pub fn desk(server: Model) -> Desk {
    desk_with(server, json!({}))
}

/// Somebody without any wishes.
pub fn person(email: &str) -> Value {
    json!({ "email": email, "givenName": "Ann", "familyName": "Example" })
}

/// Somebody with these fields beside.
pub fn with(email: &str, more: Value) -> Value {
    let mut user = person(email);
    for (name, value) in more.as_object().unwrap() {
        user[name] = value.clone();
    }
    user
}

/// A role in the organization, and a workspace with a role and a group in it.
pub fn everything(email: &str) -> Value {
    let report = json!({"workspace": "Annual Report", "roles": ["Editor"], "groups": ["Reviewers"]});
    with(email, json!({"organizationRoles": ["Org User Admin"], "workspaces": [report]}))
}

/// So many people who want all this.
pub fn people(count: usize, more: &Value) -> Vec<Value> {
    (0..count).map(|number| with(&format!("person.{number}@doe.com"), more.clone())).collect()
}
