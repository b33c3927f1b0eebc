//! The pair, and whose refusal it was: the pair's, the environment's, the access type's or the gateway's.

use super::kit::{client, instead, span, span_with, SMOKE, TOKEN};
use super::model::{Model, BASE};
use crate::rig::{response, Rig};
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn the_pair_is_trimmed_and_its_prefix_looked_at() {
    let warnings = |id: &str| {
        let options = json!({ "baseUrl": BASE, "credentials": { "clientId": id, "clientSecret": "x" } });
        let client = provisor::platforms::client("workspan", options).unwrap();
        let built = client.build("token", Value::Null).unwrap();
        assert!(built.body.unwrap().contains(&format!(r#""client_id":"{}""#, id.trim())));
        // Connecting says it; any token will do.
        let mut rig = Rig::new(client, Model::new());
        let token = json!({ "access_token": "canary-token-1", "token_type": "bearer" }).to_string();
        rig = rig.with_fate_of(TOKEN, instead(200, &token)).with_fate_of(SMOKE, instead(200, "[]"));
        rig.connect().unwrap()["warnings"].as_array().unwrap().len()
    };
    for (id, count) in [
        ("WS-ApplicationUser_1", 0),
        ("WSApplicationUser_1", 0),
        ("  WS-ApplicationUser_1\r\n", 0),
        ("ws-applicationuser_1", 1),
        ("Ws-Person_1", 1),
        ("WS-ApplicationUser", 1),
    ] {
        assert_eq!(warnings(id), count, "{id:?}");
    }
}

#[test]
fn connecting_gets_a_token_and_makes_one_harmless_read() {
    let mut span = span(Model::new());
    let connection = span.connect().unwrap();
    assert_eq!(span.purposes(), [TOKEN, SMOKE]);
    let expires = span.sent[0].at + span.latency_ms + 3_600_000;
    assert_eq!(connection, json!({ "platform": "workspan", "expiresAt": expires, "warnings": [] }));
    assert!(span.server.people.is_empty());
}

#[test]
fn connect_says_whose_refusal_it_was() {
    type Change = fn(&mut Model);
    let cases: [(&str, Change, Value, Code, &str, &[&str], usize); 8] = [
        (
            "wrong pair",
            |s| s.tokens.refused = true,
            json!({}),
            Code::AuthRejected,
            "invalid_request",
            &["pair", "secret", "environment"],
            1,
        ),
        (
            "wrong environment",
            |s| s.ways.environment = Some("uat.workspan.com"),
            json!({"environment": "demo.workspan.com"}),
            Code::AuthRejected,
            "invalid_request",
            &["environment", "pair"],
            1,
        ),
        (
            "no environment",
            |s| s.ways.environment = Some("uat.workspan.com"),
            json!({}),
            Code::AuthRejected,
            "(400)",
            &["environment"],
            1,
        ),
        (
            "narrow",
            |s| s.ways.narrow = true,
            json!({}),
            Code::Forbidden,
            "not this one",
            &["pair is good", "access type"],
            2,
        ),
        (
            "no key",
            |s| s.ways.key = Some("canary-key"),
            json!({}),
            Code::AuthRejected,
            "missing subscription key",
            &["set subscriptionKey"],
            1,
        ),
        (
            "another key",
            |s| s.ways.key = Some("canary-key"),
            json!({"subscriptionKey": "canary-other"}),
            Code::AuthRejected,
            "invalid subscription key",
            &["check subscriptionKey"],
            1,
        ),
        (
            "token never accepted",
            |s| s.tokens.useless = true,
            json!({}),
            Code::AuthRejected,
            "401",
            &["gets a token", "environment"],
            4,
        ),
        (
            "no such address",
            |_| (),
            json!({"baseUrl": "https://elsewhere.example"}),
            Code::NotFound,
            "404",
            &["baseUrl"],
            1,
        ),
    ];
    for (name, change, options, code, words, hints, calls) in cases {
        let mut server = Model::new();
        change(&mut server);
        let mut span = span_with(server, options);
        if code == Code::NotFound {
            span = span.with_fate_of(TOKEN, instead(404, "<html>no such page"));
        }
        let error = span.connect().unwrap_err();
        assert_eq!((error.code, span.sent.len()), (code, calls), "{name}: {error}");
        assert!(error.message.contains(words), "{name}: {error}");
        let hint = error.hint.as_deref().unwrap();
        assert!(hints.iter().all(|words| hint.contains(words)), "{name}: {hint}");
    }
}

#[test]
fn token_errors_of_both_shapes() {
    let client = client(json!({}));
    let refused = |status, body: &str| {
        client.parse("token", &response(status, &[("x-request-id", "r-1")], body)).unwrap_err()
    };
    for (status, body, code, words) in [
        (400, r#"{"error":"invalid_request"}"#, Code::AuthRejected, "invalid_request"),
        (
            400,
            r#"{"error":"invalid_client","error_description":"the words"}"#,
            Code::AuthRejected,
            "the words",
        ),
        (400, "", Code::AuthRejected, "400"),
        (
            401,
            r#"{"statusCode":401,"message":"the words"}"#,
            Code::AuthRejected,
            "the gateway refuses (401): the words",
        ),
        (401, r#"{"statusCode":401}"#, Code::AuthRejected, "no reason given"),
        (403, r#"{"statusCode":403,"message":"the words"}"#, Code::AuthRejected, "the words"),
        (403, r#"{"error":"access_denied"}"#, Code::Forbidden, "access_denied"),
        (404, r#"{"statusCode":404,"message":"Resource not found"}"#, Code::NotFound, "Resource not found"),
        (429, r#"{"statusCode":429,"message":"the words"}"#, Code::RateLimited, "the words"),
        (500, "<html>", Code::ServerError, "500"),
        (200, "<html>", Code::BadResponse, ""),
        (200, r#"{"token_type":"Bearer"}"#, Code::BadResponse, ""),
        (200, r#"{"access_token":"","token_type":"Bearer"}"#, Code::BadResponse, "empty"),
        (200, r#"{"access_token":"canary","token_type":"mac"}"#, Code::BadResponse, "token_type"),
    ] {
        let error = refused(status, body);
        assert_eq!(
            (error.code, error.platform.as_deref()),
            (code, Some("workspan")),
            "{status} {body}: {error}"
        );
        assert!(error.message.contains(words), "{status} {body}: {error}");
        if status >= 400 {
            assert_eq!((error.status, error.request_id.as_deref()), (Some(status), Some("r-1")), "{body}");
            assert!(error.hint.is_some(), "{body}");
        }
    }
}

#[test]
fn a_reset_secret_ends_the_one_before() {
    let mut span = span(Model::new());
    span.server.tokens.refused = true;
    let error = span.connect().unwrap_err();
    assert!(error.hint.as_deref().unwrap().contains("reset"), "{error:?}");
    // Asking again could lock the Application User out: only connecting is deliberate.
    span.server.tokens.refused = false;
    assert_eq!(span.provision(super::kit::ann()).unwrap_err().code, Code::AuthRejected);
    assert_eq!(span.sent.len(), 1);
    span.connect().unwrap();
}
