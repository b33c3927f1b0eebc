//! What a client builds and prints shows no secret. Servers that echo are in `shared/secrecy.rs`, and the rig looks for
//! canaries in everything that all the other tests collect, too.

use super::kit::{ann, moved_jane, REPLACE};
use super::model::{token::CLIENT_SECRET, Model};
use crate::rig::keep_quiet;
use serde_json::{json, Value};

#[test]
fn what_a_person_has_besides_shows_nowhere() {
    // Jane's attributes that no wish names are canaries.
    let mut span = super::kit::span(Model::jane());
    let plan = span.plan(moved_jane()).unwrap();
    keep_quiet("a plan", &plan.to_string());
    keep_quiet("an outcome", &format!("{:?}", span.apply(plan, None).unwrap()));
    assert!(span.sent_for(REPLACE)[0].body().contains("canary"), "it goes back all the same");
}

#[test]
fn nothing_about_a_client_prints_its_secrets() {
    let mut span = super::kit::span(Model::new());
    span.provision(ann()).unwrap(); // from here on there is a token
    let client = &span.client;
    for (endpoint, input) in [
        ("token", Value::Null),
        ("reportList", Value::Null),
        ("replaceUser", json!({"id": "1", "record": {"title": "canary \"title\""}})),
    ] {
        let built = client.build(endpoint, input).unwrap();
        keep_quiet(endpoint, &format!("{built:?} {}", json!(built)));
        if endpoint != "reportList" {
            assert!(client.fill(built).unwrap().body.unwrap().contains("canary"), "filled in all the same");
        }
    }
    let pair = |id: Value, secret: Value| json!({ "clientId": id, "clientSecret": secret });
    for (name, wrong) in [
        (
            "a list",
            json!({"baseUrl": "https://x.co", "credentials": pair("a".into(), json!([CLIENT_SECRET]))}),
        ),
        ("no pair", json!({"baseUrl": "https://x.co", "credentials": CLIENT_SECRET})),
        (
            "a key that is an object",
            json!({"baseUrl": "https://x.co", "credentials": pair("a".into(), "b".into()), "subscriptionKey": {"k": CLIENT_SECRET}}),
        ),
        (
            "a key of two lines",
            json!({"baseUrl": "https://x.co", "credentials": pair("a".into(), "b".into()), "subscriptionKey": "canary\r\nx: y"}),
        ),
    ] {
        let error = provisor::platforms::client("workspan", wrong).err().expect(name);
        keep_quiet(name, &format!("{error} {error:?}"));
    }
}
