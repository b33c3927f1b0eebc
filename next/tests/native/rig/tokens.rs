//! Bearer tokens, as authorization servers grant them.
use super::Request;

/// It must not survive in any of its encodings. A few first letters of it, cut off, tell nothing.
pub const CLIENT_SECRET: &str = "+secret \"\\/\" & ü=1% canary";

#[derive(Clone, Debug)]
pub struct Tokens {
    /// Tokens, and when they end.
    valid: Vec<(String, u64)>,
    /// How many were granted.
    pub granted: u64,
    pub life_s: u64,
    /// The pair is refused.
    pub refused: bool,
    /// No token is ever accepted.
    pub useless: bool,
    /// After so many admissions all tokens are ended, once.
    pub revoke_after: Option<u64>,
}
impl Tokens {
    pub fn new(life_s: u64) -> Self {
        Self { valid: Vec::new(), granted: 0, life_s, refused: false, useless: false, revoke_after: None }
    }
    /// Ends all tokens.
    pub fn expire(&mut self) {
        self.valid.clear();
    }
    pub fn grant(&mut self, now: u64) -> String {
        self.granted += 1;
        let token = format!("canary-token-{}", self.granted);
        self.valid.push((token.clone(), now + self.life_s * 1000));
        token
    }
    pub fn admits(&mut self, request: &Request, now: u64) -> bool {
        if let Some(left) = &mut self.revoke_after {
            *left -= 1;
            if *left == 0 {
                self.revoke_after = None;
                self.valid.clear();
            }
        }
        let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        !self.useless && self.valid.iter().any(|(valid, until)| Some(valid.as_str()) == token && now < *until)
    }
    /// How many are good at this time.
    pub fn good(&self, now: u64) -> usize {
        self.valid.iter().filter(|(_, until)| now < *until).count()
    }
}
