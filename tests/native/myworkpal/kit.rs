//! What the tests of MyWorkpal begin with: clients, people, rigs.

use super::model::{token, Model, BASE, CREATE};
use crate::rig::Rig;
use provisor::engine::Client;
use serde_json::{json, Value};

pub type Pal = Rig<Model>;

/// Options with all paths set.
pub fn options() -> Value {
    json!({
        "baseUrl": BASE,
        "credentials": { "clientId": token::CLIENT_ID, "clientSecret": token::CLIENT_SECRET },
        "paths": {
            "createUser": CREATE,
            "updateEmployee": "/made-up/employee/{systemId}",
            "updatePersonal": "/made-up/personal/{subDomain}/{systemId}",
        },
    })
}

/// A client with these options beside.
pub fn client(more: Value) -> Client {
    let mut options = options();
    for (name, value) in more.as_object().unwrap() {
        options[name] = value.clone();
    }
    provisor::platforms::client("myworkpal", options).unwrap()
}

/// A rig over this server, with these options beside.
pub fn pal_with(server: Model, more: Value) -> Pal {
    Rig::new(client(more), server)
}

/// A rig over this server.
pub fn pal(server: Model) -> Pal {
    pal_with(server, json!({}))
}

/// The walk-through's person.
pub fn john() -> Value {
    person("john@doe.com")
}

/// Somebody of Company Doe.
pub fn person(email: &str) -> Value {
    json!({ "email": email, "company": "Company Doe" })
}

/// So many people of Company Doe.
pub fn people(count: usize) -> Vec<Value> {
    (0..count).map(|number| person(&format!("person.{number}@doe.com"))).collect()
}
