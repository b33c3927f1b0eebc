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
        (r#"{"access_token":"a","token_type":"Bearer","expires_in":1e300}"#, Some(3_155_760_000_000)),
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

mod properties {
    use super::*;
    use proptest::prelude::*;
    use url::form_urlencoded;

    fn filled(style: Style, id: &str, secret: &str, scope: &str) -> crate::http::RequestDocument {
        let client = ClientCredentials {
            token_url: "https://a.co/token".into(),
            client_id: id.into(),
            client_secret: Secret::new(secret),
            scope: Some(scope.into()),
            style,
        };
        let vault = Vault::default();
        client.deposit(&vault);
        client.login().unwrap().document().filled(&vault).unwrap()
    }

    fn pairs(form: &str) -> Vec<(String, String)> {
        form_urlencoded::parse(form.as_bytes()).into_owned().collect()
    }

    proptest! {
        /// Any id, secret and scope arrive as they are, in each of the four ways.
        #[test]
        fn a_pair_arrives_as_it_is(id in any::<String>(), secret in any::<String>(), scope in any::<String>()) {
            let owned = |pairs: &[(&str, &str)]| -> Vec<_> {
                pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
            };
            let [grant, scoped] = [("grant_type", "client_credentials"), ("scope", scope.as_str())];
            let form = filled(Style::Form, &id, &secret, &scope).body.unwrap();
            let pair = [("client_id", id.as_str()), ("client_secret", &secret)];
            prop_assert_eq!(pairs(&form), owned(&[grant, scoped, pair[0], pair[1]]));
            let json = filled(Style::Json, &id, &secret, &scope).body.unwrap();
            let expected = serde_json::json!({
                "grant_type": "client_credentials", "client_id": id, "client_secret": secret, "scope": scope,
            });
            prop_assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), expected);
            for style in [Style::BasicRaw, Style::BasicEncoded] {
                let request = filled(style, &id, &secret, &scope);
                prop_assert_eq!(pairs(&request.body.unwrap()), owned(&[grant, scoped]));
                let header = request.headers["authorization"].as_str().unwrap();
                let pair = header.strip_prefix("Basic ").unwrap();
                let pair = base64::engine::general_purpose::STANDARD.decode(pair).unwrap();
                let pair = String::from_utf8(pair).unwrap();
                if style == Style::BasicRaw {
                    prop_assert_eq!(pair, format!("{id}:{secret}"));
                } else {
                    let (one, other) = pair.split_once(':').unwrap();
                    let read = pairs(&format!("a={one}&b={other}"));
                    prop_assert_eq!(read, owned(&[("a", &id), ("b", &secret)]));
                }
            }
        }

        /// A token that is taken can be sent as it is, and its end is a time that JavaScript has.
        #[test]
        fn a_token_that_is_taken_can_be_sent(token in "[ -~\\PC\r\n]{0,6}", life in any::<f64>()) {
            let body = serde_json::json!({"access_token": token, "token_type": "bearer", "expires_in": life});
            let Ok(grant) = read(200, &body.to_string()) else { return Ok(()) };
            prop_assert!(grant.expires_in_ms.is_none_or(|ms| ms < 8_640_000_000_000_000 / 2));
            let vault = Vault::default();
            vault.keep(grant.name, grant.secret);
            let request = Request::new(Method::Get, "https://a.co".into(), "look", crate::http::Safety::Safe);
            let sent = client(Style::Form).attach(request).document().filled(&vault);
            // Beyond ASCII a token can be taken and not sent: that is an error of its own, not another header.
            prop_assert_eq!(sent.is_ok(), token.is_ascii());
            if let Ok(sent) = sent {
                prop_assert_eq!(&sent.headers["authorization"], &format!("Bearer {token}"));
            }
        }
    }
}
