//! The token endpoint: client credentials as JSON, tokens that end or are given back.

use super::{gateway, json_answer};
use crate::rig::response;
use provisor::http::{RequestDocument, Response};
use serde_json::{json, Value};

pub const CLIENT_ID: &str = "WS-ApplicationUser_ahFzfnZtd2FyZ";
/// It must not survive in any of its encodings. A few first letters of it, cut off, tell nothing.
pub const CLIENT_SECRET: &str = "+secret \"\\/\" & ü=1% canary";

#[derive(Clone, Debug)]
pub struct Tokens {
    /// Tokens and when they end.
    valid: Vec<(String, u64)>,
    /// How many were granted.
    pub granted: u64,
    pub life_s: u64,
    /// The pair is refused.
    pub refused: bool,
    /// No token is ever accepted.
    pub useless: bool,
}

impl Tokens {
    pub fn new() -> Self {
        Self { valid: Vec::new(), granted: 0, life_s: 3600, refused: false, useless: false }
    }

    /// Ends all tokens.
    pub fn expire(&mut self) {
        self.valid.clear();
    }

    pub fn grant(&mut self, request: &RequestDocument, now: u64) -> Response {
        assert_eq!(request.headers["content-type"], "application/json");
        assert!(!request.headers.contains_key("authorization"));
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        let expected = json!({
            "grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
        });
        if body != expected || self.refused {
            return json_answer(400, &json!({ "error": "invalid_request" }));
        }
        self.granted += 1;
        let token = format!("token-{}-canary", self.granted);
        self.valid.push((token.clone(), now + self.life_s * 1000));
        json_answer(
            200,
            &json!({
                "access_token": token, "token_type": "Bearer", "expires_in": self.life_s,
                "refresh_token": "canary-refresh",
            }),
        )
    }

    pub fn end(&mut self, request: &RequestDocument, now: u64) -> Response {
        assert_eq!(request.body, None);
        if !self.admits(request, now) {
            return gateway(403, "the access token is already invalid");
        }
        self.valid.clear();
        response(200, &[], "")
    }

    pub fn admits(&self, request: &RequestDocument, now: u64) -> bool {
        let shown = request.headers.get("authorization").and_then(|value| value.as_str());
        let token = shown.and_then(|value| value.strip_prefix("Bearer "));
        !self.useless && self.valid.iter().any(|(valid, until)| Some(valid.as_str()) == token && now < *until)
    }

    /// How many are good at this time.
    pub fn good(&self, now: u64) -> usize {
        self.valid.iter().filter(|(_, until)| now < *until).count()
    }
}
