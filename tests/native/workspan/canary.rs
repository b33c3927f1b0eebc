//! Servers that echo: what a request held comes back in errors, and none of it may show.
//!
//! The rig looks for canaries in everything that all the other tests collect, too.

use super::kit::{
    ann, client, moved_jane, span_with, Span, CREATE, LOGOUT, LOOK, READ, REPLACE, SMOKE, TOKEN,
};
use super::model::{token::CLIENT_SECRET, Model};
use crate::rig::{keep_quiet, response, Fate, Sent};
use provisor::http::Response;
use serde_json::{json, Value};
use std::rc::Rc;

/// Everything a request holds, as a careless server repeats it.
fn everything(sent: &Sent) -> String {
    let headers: Vec<_> =
        sent.filled.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{} {} | {}", sent.line(), headers.join(" | "), sent.body())
}

type Echo = fn(&Sent) -> Response;

fn echoes() -> [(&'static str, Echo); 9] {
    [
        ("text", |sent| response(400, &[], &everything(sent))),
        ("detail", |sent| {
            response(400, &[], &json!({"status": "400", "detail": everything(sent)}).to_string())
        }),
        ("gateway", |sent| {
            response(401, &[], &json!({"statusCode": 401, "message": everything(sent)}).to_string())
        }),
        ("oauth", |sent| {
            response(400, &[], &json!({"error": "x", "error_description": everything(sent)}).to_string())
        }),
        ("403", |sent| {
            response(403, &[], &json!({"statusCode": 403, "message": everything(sent)}).to_string())
        }),
        ("500", |sent| response(500, &[("x-request-id", &everything(sent))], &everything(sent))),
        ("wrong types", |sent| {
            let text = everything(sent);
            response(
                200,
                &[],
                &json!({"Resources": text, "id": [text], "access_token": text, "name": text}).to_string(),
            )
        }),
        ("a stranger", |sent| {
            response(200, &[], &json!({"Resources": [{"id": "1", "userName": everything(sent)}]}).to_string())
        }),
        ("HTML", |sent| response(200, &[], &format!("<html>{}", everything(sent)))),
    ]
}

fn echoing(purpose: &'static str, echo: Echo) -> Span {
    let options = json!({ "subscriptionKey": "gateway-key-canary", "environment": "uat.workspan.com" });
    let server = Model::jane().ways(|ways| {
        ways.key = Some("gateway-key-canary");
        ways.environment = Some("uat.workspan.com");
    });
    span_with(server, options).with_fate_of(purpose, Fate::Changed(Rc::new(move |sent, _| echo(sent))))
}

#[test]
fn an_echo_shows_no_canary() {
    for (name, echo) in echoes() {
        for purpose in [TOKEN, SMOKE, LOOK, CREATE, READ, REPLACE, LOGOUT] {
            // The rig fails at the first canary.
            let mut span = echoing(purpose, echo);
            keep_quiet(name, &format!("{:?}", span.connect()));
            keep_quiet(name, &format!("{:?}", span.plan(moved_jane())));
            keep_quiet(name, &format!("{:?}", span.provision_all(&[ann(), moved_jane()])));
            keep_quiet(name, &format!("{:?}", span.provision(moved_jane())));
            keep_quiet(name, &format!("{:?}", span.deprovision(moved_jane())));
            keep_quiet(name, &format!("{:?}", span.close()));
            assert!(!span.sent_for(purpose).is_empty() || purpose == LOGOUT, "{name}: {purpose}");
        }
    }
}

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

#[test]
fn a_secret_goes_nowhere_but_home() {
    let client = client(json!({}));
    for endpoint in ["token", "reportList"] {
        let mut built = client.build(endpoint, Value::Null).unwrap();
        built.url = "https://api-sandbox.workspan.com.evil.example/oauth/token".into();
        assert!(client.fill(built).unwrap_err().message.contains("baseUrl"));
    }
}
