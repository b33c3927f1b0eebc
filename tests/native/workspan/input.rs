//! Input of WorkSpan's own; the rest is in `shared/input.rs`, and its tables in `subject.rs`.

use super::kit::client;
use super::model::{token, BASE};
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn options_that_are_taken() {
    let good = json!({
        "baseUrl": BASE,
        "credentials": { "clientId": token::CLIENT_ID, "clientSecret": token::CLIENT_SECRET },
    });
    let with = |pointer: &str, value: Value| {
        let mut options = good.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        options.pointer_mut(parent).unwrap()[key] = value;
        options
    };
    for (pointer, value) in [
        ("/environment", Value::Null),
        ("/environment", json!(" pre-uat.workspan.app\n")),
        ("/subscriptionKey", Value::Null),
        ("/subscriptionKey", json!("")),
        ("/baseUrl", json!("https://gateway.example/workspan/")),
    ] {
        let options = with(pointer, value);
        assert!(provisor::platforms::client("workspan", options.clone()).is_ok(), "{options}");
    }
}

#[test]
fn bad_input_of_builders() {
    let client = client(json!({}));
    for (endpoint, input, named) in [
        ("listUsers", json!({}), "userName: "),
        ("listUsers", json!({"userName": ""}), "userName: "),
        ("listUsers", json!({"username": "a"}), "username: "),
        ("readUser", json!({}), "id: "),
        ("readUser", json!({"id": ".."}), "id: "),
        ("readUser", json!({"id": "."}), "id: "),
        ("replaceUser", json!({"id": "1"}), "record: "),
        ("replaceUser", json!({"id": "1", "record": "x"}), "record: "),
        ("replaceUser", json!({"record": {}}), "id: "),
        ("createUser", json!({"email": "a@b.co"}), "givenName: "),
        ("deleteUser", json!({"id": "1"}), "deleteUser: "),
    ] {
        let error = client.build(endpoint, input.clone()).unwrap_err();
        assert_eq!(error.code, Code::ConfigInvalid, "{endpoint} {input}");
        assert!(error.message.contains(named) && error.hint.is_some(), "{endpoint} {input}: {error}");
    }
}
