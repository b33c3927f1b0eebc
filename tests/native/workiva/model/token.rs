//! The token endpoint: RFC 6749 §4.4 with id and secret in the form, tokens that end, scopes that are less.

use super::json_answer;
use crate::rig::decode;
use provisor::http::{RequestDocument, Response};
use serde_json::json;

pub const CLIENT_ID: &str = "a client & co";
/// It must not survive in any of its encodings.
pub const CLIENT_SECRET: &str = "canary+secret/\"ü\" & 1=";

#[derive(Clone, Debug)]
pub struct Tokens {
    valid: Vec<(String, u64)>,
    pub granted: u64,
    pub refused: bool,
    /// The scope granted, whatever was asked for.
    pub scope: Option<&'static str>,
    /// The scopes asked for.
    pub asked: Vec<Option<String>>,
    /// After so many admissions all tokens are ended, once.
    pub revoke_after: Option<u64>,
    /// No token is accepted any more.
    pub useless: bool,
}

impl Tokens {
    pub fn new() -> Self {
        Self {
            valid: Vec::new(),
            granted: 0,
            refused: false,
            scope: Some("organization:read organization:write"),
            asked: Vec::new(),
            revoke_after: None,
            useless: false,
        }
    }

    /// Ends all tokens.
    pub fn expire(&mut self) {
        self.valid.clear();
    }

    pub fn grant(&mut self, request: &RequestDocument, now: u64) -> Response {
        assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
        let form: Vec<(String, String)> = request
            .body
            .as_deref()
            .unwrap()
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (decode(name), decode(value)))
            .collect();
        let field = |name: &str| form.iter().find(|(have, _)| have == name).map(|(_, value)| value.clone());
        assert_eq!(field("grant_type").as_deref(), Some("client_credentials"));
        self.asked.push(field("scope"));
        let known = field("client_id").as_deref() == Some(CLIENT_ID)
            && field("client_secret").as_deref() == Some(CLIENT_SECRET);
        if !known || self.refused {
            return json_answer(
                401,
                &json!({"error": "invalid_client", "error_description": "no", "error_uri": ""}),
            );
        }
        self.granted += 1;
        let token = format!("canary-token-{}", self.granted);
        self.valid.push((token.clone(), now + 599_000));
        let mut answer = json!({"access_token": token, "expires_in": 599, "token_type": "bearer"});
        if let Some(scope) = self.scope {
            answer["scope"] = scope.into();
        }
        json_answer(200, &answer)
    }

    pub fn admits(&mut self, request: &RequestDocument, now: u64) -> bool {
        if let Some(left) = &mut self.revoke_after {
            *left -= 1;
            if *left == 0 {
                self.revoke_after = None;
                self.valid.clear();
            }
        }
        let shown = request.headers.get("authorization").and_then(|value| value.as_str());
        let token = shown.and_then(|value| value.strip_prefix("Bearer "));
        !self.useless && self.valid.iter().any(|(valid, until)| Some(valid.as_str()) == token && now < *until)
    }
}
