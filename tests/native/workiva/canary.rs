//! Servers that echo: what a request held comes back in errors, and no secret of it may show.
//!
//! The rig looks for canaries in everything that all the other tests collect, too.

use super::kit::*;
use super::model::Model;
use crate::rig::keep_quiet;
use serde_json::{json, Value};

#[test]
fn nothing_about_a_client_prints_its_secrets() {
    let mut desk = desk(Model::new());
    desk.provision(person("first@doe.com")).unwrap();
    let built = desk.client.build("token", Value::Null).unwrap();
    keep_quiet("a built token request", &format!("{built:?} {}", json!(built)));
    assert!(desk.client.fill(built).unwrap().body.unwrap().contains("canary%2Bsecret"));
    for wrong in [
        json!({"route": "platform", "credentials": "canary"}),
        json!({"route": "canary"}),
        json!({"route": "platform", "baseUrl": "https://x.co", "organization": 7, "credentials": {"clientId": "a", "clientSecret": ["canary"]}}),
    ] {
        let Err(error) = provisor::platforms::client("workiva", wrong) else { panic!() };
        keep_quiet("an error", &format!("{error:?}"));
    }
}
