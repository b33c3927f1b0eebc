//! Bad input: refused before any request, naming the field and what to do.

use super::kit::{ann, client, span};
use super::model::{token, Model, BASE};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn bad_users_cause_no_request() {
    let with = |key: &str, value: Value| {
        let mut user = ann();
        user[key] = value;
        user
    };
    for (user, named) in [
        (json!({"givenName": "A", "familyName": "B"}), "email: "),
        (json!({"email": "a@b.co", "familyName": "B"}), "givenName: "),
        (json!({"email": "a@b.co", "givenName": "A"}), "familyName: "),
        (with("email", json!("")), "email: "),
        (with("email", json!("no address")), "email: "),
        (with("email", json!("a@b.co\r\nx: y")), "email: "),
        (with("email", json!(7)), "email: "),
        (with("givenName", json!("  ")), "givenName: "),
        (with("givenName", json!("A\nB")), "givenName: "),
        (with("familyName", json!("\u{0}")), "familyName: "),
        (with("familyName", json!("x".repeat(201))), "familyName: "),
        (with("displayName", json!(["A"])), "displayName: "),
        (with("department", json!("a\tb")), "department: "),
        (with("active", json!("yes")), "active: "),
        (with("active", json!(1)), "active: "),
        (with("userName", json!("ann")), "userName: "),
        (with("emial", json!("a@b.co")), "emial: "),
        (json!("ann@partner.example"), "user"),
        (Value::Null, "user"),
    ] {
        let mut span = span(Model::new());
        let error = span.provision(user.clone()).unwrap_err();
        assert_eq!(error.code, Code::ConfigInvalid, "{user}");
        assert!(error.message.contains(named), "{user}: {error}");
        assert!(error.hint.is_some() && error.platform.as_deref() == Some("workspan"), "{user}");
        assert_eq!(span.plan(user.clone()).unwrap_err(), error);
        assert_eq!(span.deprovision(user.clone()).unwrap_err(), error);
        // In bulk it is that row's outcome.
        let bulk = span.provision_all(std::slice::from_ref(&user));
        assert_eq!(bulk.statuses(), [Status::Failed], "{user}");
        let error = bulk.outcomes[0].error.clone().unwrap();
        assert!(error.message.starts_with("users[0]: ") && error.message.contains(named), "{error}");
        assert_eq!((bulk.outcomes[0].requests, span.sent.len()), (0, 0));
    }
}

#[test]
fn bad_options_make_no_client() {
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
    let mut nameless = good.clone();
    nameless.as_object_mut().unwrap().remove("baseUrl");
    for (options, named) in [
        (nameless, "baseUrl"),
        (with("/baseUrl", json!("api.workspan.com")), "baseUrl: "),
        (with("/baseUrl", json!("http://api.workspan.com")), "baseUrl: "),
        (with("/baseUrl", json!("https://a.co?x=1")), "baseUrl: "),
        (with("/credentials", json!({})), "credentials"),
        (with("/credentials/clientId", json!(" ")), "credentials.clientId: "),
        (with("/credentials/clientSecret", json!("\n")), "credentials.clientSecret: "),
        (with("/credentials/scope", json!("x")), "credentials.scope: "),
        (with("/environment", json!("")), "environment: "),
        (with("/environment", json!("uat\r\nx: y")), "environment: "),
        (with("/environment", json!("üat.workspan.com")), "environment: "),
        (with("/environment", json!("two words")), "environment: "),
        (with("/subscriptionKey", json!("a\nb")), "subscriptionKey: "),
        (with("/subscriptionKey", json!("ü")), "subscriptionKey: "),
        (with("/ifExists", json!("replace")), "ifExists: "),
        (with("/enviroment", json!("uat")), "enviroment: "),
    ] {
        let error = provisor::platforms::client("workspan", options.clone()).err().expect(named);
        assert_eq!(error.platform.as_deref(), Some("workspan"), "{named}");
        assert!(error.message.contains(named), "{options}: {error}");
        assert!(error.hint.is_some(), "{named}: {error}");
    }
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
