//! Servers that echo: what a request held comes back in errors, and none of it may show.
//!
//! The rig looks for canaries in everything that all the other tests collect, too.

use super::kit::{client, pal, people, person, Pal};
use super::model::{token::CLIENT_SECRET, Model};
use crate::rig::{keep_quiet, response, Fate, Sent};
use provisor::engine::{Fault, Host};
use provisor::http::Response;
use serde_json::{json, Value};
use std::rc::Rc;

const STEPS: [&str; 6] = [
    "get an access token",
    "find the tenant",
    "look up the user",
    "create the user",
    "read the employee record",
    "write the employee record",
];

/// Everything a request holds, as a careless server repeats it.
fn everything(sent: &Sent) -> String {
    let headers: Vec<_> =
        sent.filled.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{} {} | {}", sent.line(), headers.join(" | "), sent.body())
}

/// What a server has of somebody, where an error should be.
const RECORD: &str =
    r#"{"user":[{"secretKey":"canary","niNumber":"canary","salary":91827364.5,"hashedPassword":"canary"}]}"#;

type Echo = fn(&Sent) -> Response;

fn echoes() -> Vec<(&'static str, Echo)> {
    vec![
        ("text", |sent| response(400, &[], &everything(sent))),
        ("message", |sent| response(400, &[], &json!({"message": everything(sent)}).to_string())),
        ("exception", |sent| response(400, &[], &json!({"exceptionMessage": everything(sent)}).to_string())),
        ("500", |sent| response(500, &[], &everything(sent))),
        ("403", |sent| response(403, &[], &json!({"error": {"message": everything(sent)}}).to_string())),
        ("refusal", |sent| {
            response(
                200,
                &[],
                &json!({"successful": false, "exceptionMessages": [everything(sent)]}).to_string(),
            )
        }),
        ("oauth", |sent| {
            let text = json!({"error": "invalid_request", "error_description": everything(sent)});
            response(400, &[], &text.to_string())
        }),
        ("bearer", |sent| {
            response(
                400,
                &[],
                &sent
                    .filled
                    .headers
                    .get("authorization")
                    .map_or("", |h| h.as_str().unwrap_or(""))
                    .replace("Bearer ", ""),
            )
        }),
        ("request id", |sent| {
            let bearer = sent.filled.headers.get("authorization").and_then(Value::as_str).unwrap_or_default();
            response(500, &[("x-request-id", bearer)], "")
        }),
        ("wrong types", |sent| {
            let text = everything(sent);
            response(
                200,
                &[],
                &json!({"count": text, "results": text, "successful": text, "access_token": text})
                    .to_string(),
            )
        }),
        ("a record", |_| response(400, &[], RECORD)),
        ("half a record", |_| response(500, &[], &RECORD[..RECORD.len() - 3])),
        ("HTML", |sent| response(200, &[], &format!("<html>{}", everything(sent)))),
    ]
}

fn detailed(email: &str) -> Value {
    let mut user = person(email);
    user["details"] = json!({
        "employeeDetails": {"jobTitle": "Baker", "salary": 91_827_364.25, "Salary": 91_827_364.75},
        "personDetails": {"niNumber": "canary \"ni\" ü", "dateOfBirth": "canary-dob", "deep": [{"secretKey": {"a": "canary"}}]},
        "contactNumbers": [{"hashedPassword": "canary-hash"}],
    });
    user
}

fn pal_that_echoes(purpose: &'static str, echo: Echo) -> Pal {
    let server = Model::new().with("companydoe", "old.hand@doe.com");
    pal(server).with_fate_of(purpose, Fate::Changed(Rc::new(move |sent, _| echo(sent))))
}

#[test]
fn an_echo_shows_no_canary() {
    for (name, echo) in echoes() {
        for purpose in STEPS {
            let users = [detailed("new@doe.com"), detailed("old.hand@doe.com")];
            // The rig fails at the first canary.
            let mut many = pal_that_echoes(purpose, echo);
            let bulk = many.provision_all(&users);
            assert!(!many.sent_for(purpose).is_empty(), "{name}: {purpose}");
            keep_quiet("a bulk run", &format!("{bulk:?}"));
            for user in users {
                let mut one = pal_that_echoes(purpose, echo);
                keep_quiet(name, &format!("{:?}", one.plan(user.clone())));
                keep_quiet(name, &format!("{:?}", one.provision(user)));
            }
        }
    }
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
fn the_host_s_own_words_are_looked_at() {
    let client = client(json!({}));
    let mut run = client.provision(Host::default(), person("a@b.co")).unwrap();
    let mut now = crate::rig::START;
    for _ in 0..20 {
        let progress = run.poll(now, std::task::Waker::noop());
        keep_quiet("a poll", &format!("{progress:?}"));
        for outgoing in progress.sends {
            let filled = client.fill(outgoing.request.document()).unwrap();
            let words = format!("fetch failed: {} {}", filled.url, filled.body.unwrap_or_default());
            run.answer(outgoing.id, provisor::engine::Event::Fault(Fault::Network, words)).unwrap();
        }
        now += 10_000;
    }
    assert!(run.is_done());
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

#[test]
fn a_secret_goes_nowhere_but_home() {
    let client = client(json!({}));
    let mut built = client.build("token", Value::Null).unwrap();
    built.url = "https://webapi.myworkpal.co.uk.evil.example/idp/connect/token".into();
    let error = client.fill(built).unwrap_err();
    assert!(error.message.contains("baseUrl"), "{error}");
}
