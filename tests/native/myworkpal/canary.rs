//! What a client builds and prints shows no secret. Servers that echo are in `shared/secrecy.rs`, and the rig looks for
//! canaries in everything that all the other tests collect, too.

use super::kit::{pal, people, person};
use super::model::{token::CLIENT_SECRET, Model};
use crate::rig::{keep_quiet, response, Fate, Sent};
use serde_json::{json, Value};
use std::rc::Rc;

/// Somebody with everything that must not show.
pub fn detailed(email: &str) -> Value {
    let mut user = person(email);
    user["details"] = json!({
        "employeeDetails": {"jobTitle": "Baker", "salary": 91_827_364.25, "Salary": 91_827_364.75},
        "personDetails": {"niNumber": "canary \"ni\" ü", "dateOfBirth": "canary-dob", "deep": [{"secretKey": {"a": "canary"}}]},
        "contactNumbers": [{"hashedPassword": "canary-hash"}],
    });
    user
}

#[test]
fn a_cut_leaves_no_piece_of_a_secret() {
    for padding in 200..330 {
        let echo = move |sent: &Sent, _| {
            let bearer = sent.filled.headers["authorization"].as_str().unwrap().to_owned();
            response(
                400,
                &[],
                &json!({"message": format!("{}{bearer} and more", "x".repeat(padding))}).to_string(),
            )
        };
        let token = json!({"access_token": "an-opaque-token-1-CANARY", "token_type": "Bearer"}).to_string();
        let mut pal = pal(Model::new())
            .with_fate_of("get an access token", Fate::instead(200, &[], &token))
            .with_fate_of("find the tenant", Fate::Changed(Rc::new(echo)));
        let outcome = pal.provision(people(1).remove(0)).unwrap();
        let message = outcome.error.unwrap().message.clone();
        assert!(!message.contains("an-opaqu"), "{padding}: {message}");
    }
}

#[test]
fn nothing_about_a_client_prints_its_secrets() {
    let mut pal = pal(Model::new());
    pal.provision(person("first@doe.com")).unwrap(); // from here on there is a token
    let client = &pal.client;
    let built = client.build("token", Value::Null).unwrap();
    keep_quiet("a built token request", &format!("{built:?} {}", json!(built)));
    let filled = client.fill(built).unwrap();
    assert!(filled.body.unwrap().contains("canary%2Bsecret"), "it is filled in all the same");
    let user = json!({"subDomain": "doe", "email": "a@b.co", "details": detailed("a@b.co")["details"]});
    let built = client.build("createUser", user).unwrap();
    keep_quiet("a built create", &format!("{built:?} {}", json!(built)));
    let filled = client.fill(built).unwrap().body.unwrap();
    let sent: Value = serde_json::from_str(&filled).unwrap();
    assert_eq!(sent["personDetails"], detailed("a@b.co")["details"]["personDetails"]);
    assert_eq!(sent["employeeDetails"]["salary"], json!(91_827_364.25));
    let record = json!({"systemId": 7, "record": {"salary": 91_827_364.5}});
    let built = client.build("updateEmployee", record).unwrap();
    keep_quiet("a built update", &json!(built).to_string());
    assert_eq!(client.fill(built).unwrap().body.unwrap(), r#"{"salary":91827364.5}"#);
    for wrong in [
        json!({"baseUrl": "https://x.co", "credentials": {"clientId": "a", "clientSecret": [CLIENT_SECRET]}}),
        json!({"baseUrl": "https://x.co", "credentials": CLIENT_SECRET}),
        json!({"baseUrl": "https://x.co", "credentials": {"clientId": "a", "clientSecret": CLIENT_SECRET}, "timeoutMs": CLIENT_SECRET}),
        json!({"baseUrl": format!("https://user:{CLIENT_SECRET}@x.co"), "credentials": {"clientId": "a", "clientSecret": "b"}}),
    ] {
        let error = provisor::platforms::client("myworkpal", wrong).err().unwrap();
        keep_quiet("an error", &format!("{error} {error:?}"));
    }
}
