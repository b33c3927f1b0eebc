//! Every way of asking for a token, and every answer to it.

use super::*;

fn client(style: Style) -> ClientCredentials {
    ClientCredentials {
        token_url: "https://a.co/token".into(),
        client_id: "id with:odd&chars\"{clientSecret}".into(),
        client_secret: Secret::new("s/e+c r&e%t\"\\"),
        scope: Some("api".into()),
        style,
    }
}

fn sent(style: Style) -> crate::http::RequestDocument {
    let vault = Vault::default();
    client(style).deposit(&vault);
    let shown = client(style).login().unwrap().document();
    assert!(!serde_json::to_string(&shown).unwrap().contains("s/e"), "the secret shows");
    shown.filled(&vault).unwrap()
}

#[test]
fn form() {
    assert_eq!(
        sent(Style::Form).body.unwrap(),
        "grant_type=client_credentials&scope=api\
         &client_id=id%20with%3Aodd%26chars%22%7BclientSecret%7D&client_secret=s%2Fe%2Bc%20r%26e%25t%22%5C"
    );
}

#[test]
fn json() {
    let body: serde_json::Value = serde_json::from_str(&sent(Style::Json).body.unwrap()).unwrap();
    let expected = serde_json::json!({
        "grant_type": "client_credentials",
        "client_id": "id with:odd&chars\"{clientSecret}",
        "client_secret": "s/e+c r&e%t\"\\",
        "scope": "api",
    });
    assert_eq!(body, expected);
}

#[test]
fn basic_both_ways() {
    let decoded = |style| {
        let request = sent(style);
        assert_eq!(request.body.as_deref(), Some("grant_type=client_credentials&scope=api"));
        let header = request.headers["authorization"].as_str().unwrap().to_owned();
        let base64 = header.strip_prefix("Basic ").unwrap();
        String::from_utf8(base64::engine::general_purpose::STANDARD.decode(base64).unwrap()).unwrap()
    };
    assert_eq!(decoded(Style::BasicRaw), "id with:odd&chars\"{clientSecret}:s/e+c r&e%t\"\\");
    assert_eq!(
        decoded(Style::BasicEncoded),
        "id%20with%3Aodd%26chars%22%7BclientSecret%7D:s%2Fe%2Bc%20r%26e%25t%22%5C"
    );
}

fn read(status: u16, body: &str) -> Result<Grant> {
    client(Style::Form).read(&Response::new(status, Vec::new(), body.as_bytes().to_vec()))
}

#[test]
fn good_answers() {
    for (body, expires) in [
        (r#"{"access_token":"a","token_type":"bearer","expires_in":3600,"x":{}}"#, Some(3_600_000)),
        (r#"{"access_token":"a","token_type":"Bearer"}"#, None),
        (r#"{"access_token":"a","token_type":"BEARER","expires_in":"599"}"#, Some(599_000)),
        (r#"{"access_token":"a","token_type":"Bearer","expires_in":null}"#, None),
        (r#"{"access_token":"a","token_type":"Bearer","expires_in":-1}"#, None),
    ] {
        let grant = read(200, body).unwrap();
        assert_eq!((grant.secret.expose(), grant.expires_in_ms), ("a", expires), "{body}");
    }
    let long = "x".repeat(100_000);
    let grant = read(200, &format!(r#"{{"access_token":"{long}","token_type":"Bearer"}}"#)).unwrap();
    assert_eq!(grant.secret.expose().len(), 100_000);
}

#[test]
fn bad_answers_are_told_apart() {
    for (status, body, code) in [
        (400, r#"{"error":"invalid_client","error_description":"no such client"}"#, Code::AuthRejected),
        (401, r#"{"error":"invalid_client"}"#, Code::AuthRejected),
        (400, r#"{"error":"invalid_request"}"#, Code::AuthRejected),
        (400, r#"{"error":"unsupported_grant_type"}"#, Code::AuthRejected),
        (401, r#"{"statusCode":401,"message":"Access denied"}"#, Code::AuthRejected),
        (401, "", Code::AuthRejected),
        (403, "", Code::Forbidden),
        (404, "<html>", Code::NotFound),
        (200, "<html>", Code::BadResponse),
        (200, r#"{"access_token":"a"}"#, Code::BadResponse),
        (200, r#"{"token_type":"Bearer"}"#, Code::BadResponse),
        (200, r#"{"access_token":"","token_type":"Bearer"}"#, Code::BadResponse),
        (200, r#"{"access_token":"a\nb","token_type":"Bearer"}"#, Code::BadResponse),
        (200, r#"{"access_token":"a","token_type":"mac"}"#, Code::BadResponse),
        (200, r#"{"access_token":7,"token_type":"Bearer"}"#, Code::BadResponse),
    ] {
        let error = read(status, body).unwrap_err();
        assert_eq!(error.code, code, "{status} {body}: {error}");
        assert_eq!(error.status, Some(status));
    }
    let words = read(400, r#"{"error":"invalid_client","error_description":"no such client"}"#).unwrap_err();
    assert!(words.message.contains("invalid_client, no such client"), "{words}");
}
