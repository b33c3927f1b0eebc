//! The token endpoint: RFC 6749 §4.4 with id and secret in the form, tokens that end.

use super::filter::decode;
use super::json_answer;
use provisor::http::{RequestDocument, Response};
use serde_json::json;

pub const CLIENT_ID: &str = "a client & co";
/// It must not survive in any of its encodings.
pub const CLIENT_SECRET: &str = "canary+secret/\"ü\" & 1=";

#[derive(Clone, Debug)]
pub struct Tokens {
    /// Tokens and when they end.
    valid: Vec<(String, u64)>,
    /// How many were granted.
    pub granted: u64,
    pub life_s: u64,
    /// The credentials are refused.
    pub refused: bool,
    /// After so many admissions all tokens are ended, once.
    pub revoke_after: Option<u64>,
    /// No token is ever accepted.
    pub useless: bool,
}

impl Tokens {
    pub fn new() -> Self {
        Self {
            valid: Vec::new(),
            granted: 0,
            life_s: 3600,
            refused: false,
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
        assert!(!request.headers.contains_key("authorization"));
        let form: Vec<(String, String)> = request
            .body
            .as_deref()
            .unwrap()
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (decode(name), decode(value)))
            .collect();
        let field = |name: &str| form.iter().find(|(have, _)| have == name).map(|(_, value)| value.as_str());
        assert_eq!((field("grant_type"), field("scope")), (Some("client_credentials"), Some("api")));
        let known = field("client_id") == Some(CLIENT_ID) && field("client_secret") == Some(CLIENT_SECRET);
        if !known || self.refused {
            return json_answer(400, &json!({"error": "invalid_client"}));
        }
        self.granted += 1;
        let token = format!("canary-token-{}", self.granted);
        self.valid.push((token.clone(), now + self.life_s * 1000));
        json_answer(200, &json!({"access_token": token, "expires_in": self.life_s, "token_type": "Bearer"}))
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
