//! The retry policy: a pure function of what was asked and what came back.
use super::call::{Response, Safety};
use crate::error::{Code, Error};
use std::time::UNIX_EPOCH;

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Give the error to the caller.
    Stop,
    /// Send again after so many milliseconds.
    Wait(u64),
    /// The same; and nothing else is sent until then, for the platform asks for it.
    Pause(u64),
    /// The platform asks for a longer wait than is permitted: the run ends.
    TooLong(u64),
}
/// How often, and how long, one call is tried.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Attempts after the first.
    pub max_retries: u32,
    /// The longest single wait, in milliseconds.
    pub max_wait_ms: u64,
}
impl Policy {
    /// `asked` is what the platform asks to wait; `random` is from 0 up to 1.
    pub fn decide(
        &self,
        safety: Safety,
        attempt: u32,
        error: &Error,
        asked: Option<u64>,
        random: f64,
    ) -> Next {
        let is_rate = error.code == Code::RateLimited;
        let wait = asked.unwrap_or_else(|| backoff(attempt, random));
        match error.code {
            Code::RateLimited | Code::ServerError | Code::Timeout | Code::Network if error.fatal => {
                Next::Stop
            }
            _ if is_rate && wait > self.max_wait_ms => Next::TooLong(wait),
            _ if safety == Safety::Unsafe || attempt >= self.max_retries => Next::Stop,
            Code::RateLimited => Next::Pause(wait),
            Code::ServerError | Code::Timeout | Code::Network => Next::Wait(wait.min(self.max_wait_ms)),
            _ => Next::Stop,
        }
    }
}
/// Half a second, doubled with each attempt up to 32 seconds; between half of it and all of it.
pub fn backoff(attempt: u32, random: f64) -> u64 {
    let most = 500_u64 << attempt.min(6);
    (most as f64 * (0.5 + random.clamp(0.0, 1.0) / 2.0)) as u64
}
/// How long the platform asks to wait, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3),
/// `Retry-After-Ms`, `X-RateLimit-Reset` in seconds from now or since 1970.
pub fn retry_after(answer: &Response, now: u64) -> Option<u64> {
    // Longer than any wait that is permitted; so that nothing overflows.
    const MOST: u64 = 1 << 40;
    let number = |name: &str| answer.header(name)?.trim().parse::<f64>().ok().filter(|number| *number >= 0.0);
    let until = |at: u64| at.saturating_sub(now).min(MOST);
    let seconds = |seconds: f64| ((seconds * 1000.0).ceil() as u64).min(MOST);
    if let Some(ms) = number("retry-after-ms") {
        return Some((ms.ceil() as u64).min(MOST));
    }
    if let Some(text) = answer.header("retry-after").map(str::trim) {
        let date = || httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok();
        let found = number("retry-after").map(seconds);
        return found.or_else(|| date().map(|since| until(u64::try_from(since.as_millis()).unwrap_or(MOST))));
    }
    // A number of seconds since 1970 is larger than any wait.
    number("x-ratelimit-reset").map(|at| if at > 1e9 { until((at * 1000.0) as u64) } else { seconds(at) })
}
