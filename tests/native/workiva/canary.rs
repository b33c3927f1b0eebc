//! Servers that echo: what a request held comes back in errors, and no secret of it may show.
//!
//! The rig looks for canaries in everything that all the other tests collect, too.

use super::kit::*;
use super::model::Model;
use crate::rig::{keep_quiet, response, Fate, Sent};
use provisor::http::Response;
use serde_json::{json, Value};
use std::rc::Rc;

fn everything_sent(sent: &Sent) -> String {
    let headers: Vec<_> =
        sent.filled.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{} {} | {}", sent.line(), headers.join(" | "), sent.body())
}

type Echo = fn(&Sent) -> Response;

fn echoes() -> Vec<(&'static str, Echo)> {
    vec![
        ("message", |sent| {
            response(400, &[], &json!({"code": "400BadRequest", "message": everything_sent(sent), "details": [{"message": everything_sent(sent)}]}).to_string())
        }),
        ("500", |sent| response(500, &[], &json!({"message": everything_sent(sent)}).to_string())),
        ("403", |sent| response(403, &[], &json!({"error": {"message": everything_sent(sent)}}).to_string())),
        ("oauth", |sent| {
            response(
                400,
                &[],
                &json!({"error": "invalid_request", "error_description": everything_sent(sent)}).to_string(),
            )
        }),
        ("operation", |sent| {
            response(
                200,
                &[],
                &json!({"status": "failed", "details": [{"code": "x", "message": everything_sent(sent)}]})
                    .to_string(),
            )
        }),
        ("location", |sent| {
            let bearer = sent.filled.headers.get("authorization").and_then(Value::as_str).unwrap_or_default();
            response(202, &[("location", bearer)], "")
        }),
        ("request id", |sent| {
            let bearer = sent.filled.headers.get("authorization").and_then(Value::as_str).unwrap_or_default();
            response(500, &[("x-request-id", bearer)], "")
        }),
        ("HTML", |sent| response(200, &[], &format!("<html>{}", everything_sent(sent)))),
    ]
}

#[test]
fn an_echo_shows_no_canary() {
    for (name, echo) in echoes() {
        for purpose in
            [TOKEN, USERS, CREATE, READ, ROLES, POLL, JOIN, GROUP, MEMBERS, UPDATE, MEMBERSHIPS, HELD]
        {
            let server = Model::new().with("old@doe.com");
            let mut desk =
                desk(server).with_fate_of(purpose, Fate::Changed(Rc::new(move |sent, _| echo(sent))));
            let mut old = everything("old@doe.com");
            old["givenName"] = "Otto".into();
            // The rig fails at the first canary.
            let bulk = desk.provision_all(&[everything("new@doe.com"), old]);
            assert!(!desk.sent_for(purpose).is_empty(), "{name}: {purpose}");
            keep_quiet("a bulk run", &format!("{bulk:?}"));
        }
    }
}

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
