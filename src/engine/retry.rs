//! The retry decision: a pure function from what happened to what to do next.
//!
//! | what happened | safe or idempotent | unsafe (could create) |
//! | --- | --- | --- |
//! | 2xx, 4xx without a rule of its own | take the answer | take the answer |
//! | 401 with a session | renew it once | renew it once (nothing was done) |
//! | 429 | wait, everyone | wait, everyone (nothing was done) |
//! | 408, 5xx, network, time-out | again with backoff | look up: it may have been done |
//! | 3xx | give up | look up |
//! | aborted | give up | give up |

use crate::error::{Code, Error};
use crate::http::{Response, Safety};
use crate::number;

/// How a request failed to bring an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer in time.
    Timeout,
    /// Not delivered, or the connection broke: which of both, nobody knows.
    Network,
    /// The caller aborted.
    Aborted,
    /// An answer came, but its body was larger than the limit and was not read to its end.
    TooLarge,
}

/// What became of a request that was sent.
#[derive(Clone, Debug)]
pub enum Event {
    /// An answer.
    Answer(Response),
    /// None, with the host's words on it.
    Fault(Fault, String),
}

/// The limits of patience.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Tries after the first one.
    pub max_retries: u32,
    /// The longest wait a server may impose, in milliseconds.
    pub max_wait_ms: u64,
    /// The host can wait as long as it takes (it is told `wait`), so no wait is too long.
    pub patient: bool,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The answer is final: read it.
    Take,
    /// Send again at this time (milliseconds since 1970).
    Again {
        /// The time.
        at: u64,
        /// The whole client is to wait, not only this request.
        everyone: bool,
        /// In words.
        reason: String,
    },
    /// The session was rejected: get a new one and send again.
    Renew,
    /// It may have been done or not: look before anything else.
    LookUp(Error),
    /// There is nothing more to try.
    GiveUp(Error),
}

const BACKOFF_FIRST_MS: u64 = 500;
const BACKOFF_LAST_MS: u64 = 8_000;

/// Exponential backoff with full jitter: `random` is between 0 and 1, `attempt` counts from 0.
pub fn backoff_ms(attempt: u32, random: f64) -> u64 {
    let ceiling = BACKOFF_FIRST_MS.saturating_mul(1_u64 << attempt.min(10)).min(BACKOFF_LAST_MS);
    (ceiling as f64 * random.clamp(0.0, 1.0)) as u64
}

/// Decides; see the table at the head of this file. `attempt` counts from 0.
pub fn decide(policy: Policy, safety: Safety, attempt: u32, event: &Event, now: u64, random: f64) -> Verdict {
    match event {
        Event::Fault(fault, detail) => after_fault(policy, safety, attempt, *fault, detail, now, random),
        Event::Answer(answer) => after_answer(policy, safety, attempt, answer, now, random),
    }
}

fn after_fault(
    policy: Policy,
    safety: Safety,
    attempt: u32,
    fault: Fault,
    detail: &str,
    now: u64,
    random: f64,
) -> Verdict {
    let error = fault_error(fault, detail);
    match fault {
        Fault::Aborted => Verdict::GiveUp(error.for_the_run()),
        _ if safety == Safety::Unsafe => Verdict::LookUp(error),
        // What was too large once is too large again.
        Fault::TooLarge => Verdict::GiveUp(error),
        _ if attempt < policy.max_retries => again(now.saturating_add(backoff_ms(attempt, random)), &error),
        _ => Verdict::GiveUp(error),
    }
}

fn after_answer(
    policy: Policy,
    safety: Safety,
    attempt: u32,
    answer: &Response,
    now: u64,
    random: f64,
) -> Verdict {
    match answer.status {
        401 => Verdict::Renew,
        429 => after_429(policy, attempt, answer, now, random),
        408 | 500..=599 if safety == Safety::Unsafe => Verdict::LookUp(status_error(answer)),
        408 | 500..=599 => {
            let asked = retry_after(answer, now);
            let at = asked.unwrap_or_else(|| now.saturating_add(backoff_ms(attempt, random)));
            let mut error = status_error(answer);
            error.retry_at = asked;
            if attempt < policy.max_retries && is_bearable(policy, at, now) {
                again(at, &error)
            } else {
                Verdict::GiveUp(error)
            }
        }
        300..=399 | 0..=199 if safety == Safety::Unsafe => Verdict::LookUp(status_error(answer)),
        300..=399 | 0..=199 => Verdict::GiveUp(status_error(answer)),
        _ => Verdict::Take,
    }
}

/// A 429 is a refusal before anything was done: every kind of request may be sent again.
fn after_429(policy: Policy, attempt: u32, answer: &Response, now: u64, random: f64) -> Verdict {
    let asked = retry_after(answer, now);
    let at = asked.unwrap_or_else(|| now.saturating_add(backoff_ms(attempt, random)));
    if attempt < policy.max_retries && is_bearable(policy, at, now) {
        return Verdict::Again {
            at,
            everyone: true,
            reason: "the platform asks to slow down (429)".to_owned(),
        };
    }
    let mut error = status_error(answer);
    error.retry_at = Some(at);
    Verdict::GiveUp(error)
}

fn is_bearable(policy: Policy, at: u64, now: u64) -> bool {
    policy.patient || at.saturating_sub(now) <= policy.max_wait_ms
}

fn again(at: u64, error: &Error) -> Verdict {
    Verdict::Again { at, everyone: false, reason: format!("trying again: {}", error.message) }
}

/// The time a server asks to wait for: `retry-after-ms`, `Retry-After` (seconds or date, RFC 9110
/// §10.2.3) or `x-ratelimit-reset` (seconds from now, or a Unix time).
pub fn retry_after(answer: &Response, now: u64) -> Option<u64> {
    asked_wait(answer, now).map(|at| at.min(LATEST).max(now))
}

/// The latest time that JavaScript has (ECMA-262, "Time Values and Time Range").
const LATEST: u64 = 8_640_000_000_000_000;

fn asked_wait(answer: &Response, now: u64) -> Option<u64> {
    let in_ms = |ms: f64| (ms.is_finite() && ms >= 0.0).then(|| now.saturating_add(ms.ceil() as u64));
    let asked = |name| answer.header(name).and_then(number::parse);
    if let Some(at) = asked("retry-after-ms").and_then(in_ms) {
        return Some(at);
    }
    if let Some(text) = answer.header("retry-after") {
        if let Some(at) = number::parse(text).and_then(|seconds| in_ms(seconds * 1000.0)) {
            return Some(at);
        }
        let date = httpdate::parse_http_date(text).ok()?;
        let ms = date.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis();
        return Some(u64::try_from(ms).ok()?.max(now));
    }
    // A Unix time in seconds has been larger than this since 2001.
    const LEAST_UNIX_TIME: f64 = 1e9;
    match asked("x-ratelimit-reset") {
        Some(unix) if unix >= LEAST_UNIX_TIME => Some(((unix * 1000.0) as u64).max(now)),
        Some(seconds) => in_ms(seconds * 1000.0),
        None => None,
    }
}

fn fault_error(fault: Fault, detail: &str) -> Error {
    let (code, what) = match fault {
        Fault::Timeout => (Code::Timeout, "no answer in time"),
        Fault::Network => (Code::Network, "the connection failed"),
        Fault::Aborted => (Code::Aborted, "aborted by the caller"),
        Fault::TooLarge => (Code::BadResponse, "the answer is larger than the limit"),
    };
    match detail {
        "" => Error::new(code, what),
        detail => Error::new(code, format!("{what}: {detail}")),
    }
}

/// The error that a status alone stands for.
pub fn status_error(answer: &Response) -> Error {
    let (code, what) = match answer.status {
        401 => (Code::AuthRejected, "the platform rejects the session"),
        403 => (Code::Forbidden, "the credentials may not do this"),
        404 | 410 => (Code::NotFound, "the platform knows no such address"),
        409 | 412 => (Code::Conflict, "the platform reports a conflict"),
        408 => (Code::Timeout, "the platform gave up waiting"),
        429 => (Code::RateLimited, "the platform asks to slow down"),
        400..=499 => (Code::ConfigInvalid, "the platform refuses the request"),
        500..=599 => (Code::ServerError, "the platform failed"),
        300..=399 => (Code::BadResponse, "the platform redirects, which is never followed with credentials"),
        _ => (Code::BadResponse, "the platform answered with an unexpected status"),
    };
    let mut error = Error::new(code, format!("{what} ({})", answer.status)).with_status(answer.status);
    error.request_id = answer.request_id();
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_000_000;
    const POLICY: Policy = Policy { max_retries: 4, max_wait_ms: 60_000, patient: false };

    fn answer(status: u16, headers: &[(&str, &str)]) -> Event {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Event::Answer(Response::new(status, headers, Vec::new()))
    }

    fn verdict(safety: Safety, attempt: u32, event: &Event) -> &'static str {
        match decide(POLICY, safety, attempt, event, NOW, 1.0) {
            Verdict::Take => "take",
            Verdict::Again { everyone: true, .. } => "pause",
            Verdict::Again { .. } => "again",
            Verdict::Renew => "renew",
            Verdict::LookUp(_) => "look up",
            Verdict::GiveUp(_) => "give up",
        }
    }

    #[test]
    fn the_table() {
        let fault = |fault| Event::Fault(fault, String::new());
        // (event, safe first, safe last, unsafe first)
        let rows = [
            (answer(200, &[]), "take", "take", "take"),
            (answer(201, &[]), "take", "take", "take"),
            (answer(204, &[]), "take", "take", "take"),
            (answer(400, &[]), "take", "take", "take"),
            (answer(401, &[]), "renew", "renew", "renew"),
            (answer(403, &[]), "take", "take", "take"),
            (answer(404, &[]), "take", "take", "take"),
            (answer(409, &[]), "take", "take", "take"),
            (answer(408, &[]), "again", "give up", "look up"),
            (answer(429, &[]), "pause", "give up", "pause"),
            (answer(429, &[("Retry-After", "30")]), "pause", "give up", "pause"),
            (answer(429, &[("Retry-After", "3600")]), "give up", "give up", "give up"),
            (answer(500, &[]), "again", "give up", "look up"),
            (answer(502, &[]), "again", "give up", "look up"),
            (answer(503, &[("Retry-After", "3600")]), "give up", "give up", "look up"),
            (answer(302, &[]), "give up", "give up", "look up"),
            (answer(0, &[]), "give up", "give up", "look up"),
            (fault(Fault::Timeout), "again", "give up", "look up"),
            (fault(Fault::Network), "again", "give up", "look up"),
            (fault(Fault::TooLarge), "give up", "give up", "look up"),
            (fault(Fault::Aborted), "give up", "give up", "give up"),
        ];
        for (event, safe_first, safe_last, unsafe_first) in rows {
            assert_eq!(verdict(Safety::Safe, 0, &event), safe_first, "{event:?}");
            assert_eq!(verdict(Safety::Idempotent, 0, &event), safe_first, "{event:?}");
            assert_eq!(verdict(Safety::Safe, 4, &event), safe_last, "{event:?}");
            assert_eq!(verdict(Safety::Unsafe, 0, &event), unsafe_first, "{event:?}");
        }
    }

    #[test]
    fn a_patient_host_waits_an_hour() {
        let patient = Policy { patient: true, ..POLICY };
        let event = answer(429, &[("Retry-After", "3600")]);
        let Verdict::Again { at, everyone: true, .. } = decide(patient, Safety::Unsafe, 0, &event, NOW, 0.5)
        else {
            panic!("expected a wait")
        };
        assert_eq!(at, NOW + 3_600_000);
    }

    #[test]
    fn every_form_of_retry_after() {
        for (name, value, expected) in [
            ("Retry-After", "7", Some(NOW + 7_000)),
            ("Retry-After", "0", Some(NOW)),
            ("Retry-After", "Tue, 14 Nov 2023 22:13:30 GMT", Some(NOW + 10_000)),
            ("Retry-After", "Tue, 14 Nov 2000 22:13:30 GMT", Some(NOW)),
            ("Retry-After", "soon", None),
            ("Retry-After", "-5", None),
            ("retry-after-ms", "1500", Some(NOW + 1_500)),
            ("Retry-After", "1e300", Some(LATEST)),
            ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT", Some(253_402_300_799_000)),
            ("retry-after-ms", "1e19", Some(LATEST)),
            ("X-RateLimit-Reset", "inf", None),
            ("X-RateLimit-Reset", "1e300", Some(LATEST)),
            ("X-RateLimit-Reset", "12", Some(NOW + 12_000)),
            ("X-RateLimit-Reset", "1700000020", Some(NOW + 20_000)),
            ("X-Other", "12", None),
        ] {
            let Event::Answer(response) = answer(429, &[(name, value)]) else { unreachable!() };
            assert_eq!(retry_after(&response, NOW), expected, "{name}: {value}");
        }
    }

    #[test]
    fn backoff_grows_and_is_capped() {
        let delays: Vec<_> = (0..7).map(|attempt| backoff_ms(attempt, 1.0)).collect();
        assert_eq!(delays, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
        assert_eq!(backoff_ms(3, 0.0), 0);
    }

    #[test]
    fn giving_up_on_a_429_names_the_time() {
        let event = answer(429, &[("Retry-After", "3600")]);
        let Verdict::GiveUp(error) = decide(POLICY, Safety::Safe, 0, &event, NOW, 0.5) else {
            panic!("expected an end")
        };
        assert_eq!((error.code, error.retry_at), (Code::RateLimited, Some(NOW + 3_600_000)));
    }
}
