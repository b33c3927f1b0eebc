//! Every request byte for byte, as it leaves, and the answers as the platform's own pages print them.

use super::kit::{ann, client, jane, moved_jane, person, span_with, LOGOUT};
use super::model::{token, Model, BASE};
use crate::rig::{decode, response};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

const USERS: &str = "https://api-sandbox.workspan.com/api/scim/v2/Users";

#[test]
fn builders() {
    let client = client(json!({"environment": "uat.workspan.com", "subscriptionKey": "canary-key"}));
    let body = concat!(
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","#,
        r#""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"userName":"ann@partner.example","#,
        r#""emails":[{"value":"ann@partner.example","type":"work","primary":true}],"#,
        r#""name":{"givenName":"Ann","familyName":"Example"},"#,
        r#""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"R&D"},"active":true}"#,
    );
    let pair = r#"{"grant_type":"client_credentials","client_id":"WS-ApplicationUser_ahFzfnZtd2FyZ","client_secret":"{clientSecret}"}"#;
    for (endpoint, input, method, target, sent) in [
        ("token", Value::Null, "POST", "/oauth/token", Some(pair)),
        ("reportList", Value::Null, "GET", "/report/v1/list", None),
        (
            "listUsers",
            json!({"userName": "ann@partner.example"}),
            "GET",
            "/api/scim/v2/Users?filter=userName%20eq%20%22ann%40partner.example%22&startIndex=1&count=10",
            None,
        ),
        ("createUser", ann(), "POST", "/api/scim/v2/Users", Some(body)),
        ("readUser", json!({"id": "Ws-Person_1/ä"}), "GET", "/api/scim/v2/Users/Ws-Person_1%2F%C3%A4", None),
        (
            "replaceUser",
            json!({"id": "a?b#c", "record": {"id": "a?b#c", "x": 1}}),
            "PUT",
            "/api/scim/v2/Users/a%3Fb%23c",
            None,
        ),
    ] {
        let built = client.build(endpoint, input).unwrap();
        assert_eq!((built.method.as_str(), built.url), (method, format!("{BASE}{target}")), "{endpoint}");
        let is_a_place = endpoint == "replaceUser" && built.body.as_deref().unwrap().starts_with("{record#");
        assert!(is_a_place || built.body.as_deref() == sent, "{endpoint}: {:?}", built.body);
        let mut headers = json!({
            "accept": "application/json", "x-ws-env": "uat.workspan.com",
            "ocp-apim-subscription-key": "{subscriptionKey}",
        });
        if endpoint != "token" {
            headers["authorization"] = "Bearer {token}".into();
        }
        if built.body.is_some() {
            headers["content-type"] = "application/json".into();
        }
        assert_eq!(json!(built.headers), headers, "{endpoint}: exactly these headers");
    }
}

#[test]
fn names_in_filters_are_json_and_percent_encoded() {
    let client = client(json!({}));
    for (name, literal) in [
        (r#"o'brien "ob""#, "%22o%27brien%20%5C%22ob%5C%22%22"),
        (r"back\slash", "%22back%5C%5Cslash%22"),
        ("a+b&c#d%20=e@f.co", "%22a%2Bb%26c%23d%2520%3De%40f.co%22"),
        ("山田@例え.jp", "%22%E5%B1%B1%E7%94%B0%40%E4%BE%8B%E3%81%88.jp%22"),
        ("x\" or userName pr or \"", "%22x%5C%22%20or%20userName%20pr%20or%20%5C%22%22"),
        ("tab\there", "%22tab%5Cthere%22"),
    ] {
        let built = client.build("listUsers", json!({ "userName": name })).unwrap();
        assert_eq!(built.url, format!("{USERS}?filter=userName%20eq%20{literal}&startIndex=1&count=10"));
        let (_, encoded) = built.url.split_once("eq%20").unwrap();
        let text: String = serde_json::from_str(&decode(encoded.split('&').next().unwrap())).unwrap();
        assert_eq!(text, name);
    }
}

#[test]
fn what_a_run_sends_carries_the_environment_and_the_key_everywhere() {
    let server = Model::jane().ways(|ways| {
        ways.environment = Some("uat.workspan.com");
        ways.key = Some("canary-key");
    });
    let options = json!({
        "environment": " uat.workspan.com ", "subscriptionKey": "canary-key\n", "headers": {"X-Trace": "a1"},
    });
    let mut span = span_with(server, options);
    assert_eq!(span.connect().unwrap()["warnings"], json!([]));
    assert_eq!(span.provision(person("new@partner.example")).unwrap().status, Status::Created);
    assert_eq!(span.provision(moved_jane()).unwrap().status, Status::Updated);
    assert_eq!(span.deprovision(jane()).unwrap().status, Status::Updated);
    span.close().unwrap();
    for sent in &span.sent {
        let (shown, filled) = (&sent.shown.headers, &sent.filled.headers);
        assert_eq!(filled["x-ws-env"], "uat.workspan.com", "{}", sent.line());
        assert_eq!(shown["ocp-apim-subscription-key"], "{subscriptionKey}", "{}", sent.line());
        assert_eq!(filled["ocp-apim-subscription-key"], "canary-key", "{}", sent.line());
        assert_eq!(filled["x-trace"], "a1");
        assert_eq!(
            filled.contains_key("authorization"),
            sent.shown.url != format!("{BASE}/oauth/token") || sent.purpose == LOGOUT
        );
    }
    assert_eq!(span.sent.last().unwrap().line(), format!("DELETE {BASE}/oauth/token"));
    // In production neither is there.
    let mut plain = span_with(Model::new(), json!({}));
    plain.provision(ann()).unwrap();
    let is_plain = |name: &str| plain.sent.iter().all(|sent| !sent.filled.headers.contains_key(name));
    assert!(is_plain("x-ws-env") && is_plain("ocp-apim-subscription-key"));
}

#[test]
fn the_token_request_is_the_page_s_own() {
    let options = json!({
        "baseUrl": BASE,
        "credentials": {
            // As the page prints the sample: a space at the beginning, and no hyphen.
            "clientId": " WSApplicationUser_ahFzfnZtd2FyZS1iaWctYmV0c3IZCxIPQXBwbGljYXRpb25Vc2VyGJHE9dwDDA",
            "clientSecret": "cd3a1eaa3f5144a8a8494b2af1ef8b72e\n",
        },
    });
    let client = provisor::platforms::client("workspan", options).unwrap();
    let filled = client.fill(client.build("token", Value::Null).unwrap()).unwrap();
    assert_eq!(
        filled.body.as_deref(),
        Some(concat!(
            r#"{"grant_type":"client_credentials","#,
            r#""client_id":"WSApplicationUser_ahFzfnZtd2FyZS1iaWctYmV0c3IZCxIPQXBwbGljYXRpb25Vc2VyGJHE9dwDDA","#,
            r#""client_secret":"cd3a1eaa3f5144a8a8494b2af1ef8b72e"}"#,
        ))
    );
    let awkward = super::kit::client(json!({}));
    let filled = awkward.fill(awkward.build("token", Value::Null).unwrap()).unwrap();
    let sent: Value = serde_json::from_str(filled.body.as_deref().unwrap()).unwrap();
    assert_eq!(sent["client_secret"], token::CLIENT_SECRET);
}

#[test]
fn answers() {
    let client = client(json!({}));
    let read = |endpoint: &str, status, body: &str| client.parse(endpoint, &response(status, &[], body));
    let token = include_str!("../../vectors/workspan/token.response.json");
    let found = r#"{"totalResults":0,"startIndex":0,"Resources":[{"id":"Ws-Person_1","userName":"a@b.co","x":[1.50]}]}"#;
    let user = r#"{"id":"Ws-Person_1","userName":"a@b.co","active":true}"#;
    for (endpoint, status, body, expected) in [
        ("token", 200, token, json!({"expiresInMs": 863_999_000, "scope": null})),
        ("reportList", 200, r#"{"reports":[]}"#, Value::Null),
        ("reportList", 200, "[]", Value::Null),
        (
            "listUsers",
            200,
            found,
            // A number stays as it was written.
            serde_json::from_str(
                r#"{"totalResults":0,"resources":[{"id":"Ws-Person_1","userName":"a@b.co","x":[1.50]}]}"#,
            )
            .unwrap(),
        ),
        ("listUsers", 200, r#"{"totalResults":0}"#, json!({"totalResults": 0, "resources": []})),
        ("readUser", 200, user, json!({"id": "Ws-Person_1", "userName": "a@b.co", "active": true})),
        ("replaceUser", 200, user, Value::Null),
        ("replaceUser", 204, "", Value::Null),
    ] {
        assert_eq!(read(endpoint, status, body).unwrap(), expected, "{endpoint}");
    }
    for status in [200, 201] {
        let created = json!({"id": "Ws-Person_1", "isNew": status == 201});
        assert_eq!(read("createUser", status, user).unwrap(), created);
    }
    for endpoint in ["reportList", "listUsers", "createUser", "readUser", "replaceUser"] {
        for (status, body, code) in [
            (
                400,
                r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","detail":"the words"}"#,
                Code::ConfigInvalid,
            ),
            (401, r#"{"statusCode":401,"message":"the words"}"#, Code::AuthRejected),
            (403, r#"{"detail":"the words"}"#, Code::Forbidden),
            (404, r#"{"message":"the words","statusCode":404}"#, Code::NotFound),
            (409, r#"{"detail":"the words"}"#, Code::Conflict),
            (500, r#"{"detail":"the words"}"#, Code::ServerError),
        ] {
            let error = read(endpoint, status, body).unwrap_err();
            assert_eq!((error.code, error.status), (code, Some(status)), "{endpoint}");
            assert!(error.message.contains("the words"), "{endpoint} {status}: {error}");
        }
        if endpoint != "replaceUser" {
            assert_eq!(read(endpoint, 200, "<html>").unwrap_err().code, Code::BadResponse, "{endpoint}");
        }
    }
}
