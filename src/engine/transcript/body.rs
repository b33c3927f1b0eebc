//! Answers as a whole: what a transcript shows of them, and the answers that this stands for.

use super::mask::Mask;
use super::stale;
use crate::engine::{Event, Fault};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::json::{self, Flaw};
use serde_json::{json, Map, Value};

/// The headers that are read; no other is kept.
const HEADERS: [&str; 11] = [
    "retry-after",
    "retry-after-ms",
    "x-ratelimit-reset",
    "content-type",
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-ms-request-id",
    "location",
    "content-location",
    "etag",
];

/// What is shown of what the host said; `limit` is the size beyond which a body is not read.
pub(super) fn shown(mask: &mut Mask, event: &Event, limit: usize) -> Map<String, Value> {
    let mut line = Map::new();
    match event {
        Event::Answer(answer) => {
            line.insert("status".to_owned(), answer.status.into());
            line.insert("headers".to_owned(), Value::Object(headers(mask, answer)));
            let (key, body) = body(mask, answer, limit);
            line.insert(key.to_owned(), body);
        }
        Event::Fault(fault, detail) => {
            line.insert("fault".to_owned(), name(*fault).into());
            line.insert("detail".to_owned(), mask.finder.redact(detail).into());
        }
    }
    line
}

fn headers(mask: &mut Mask, answer: &Response) -> Map<String, Value> {
    let mut shown = Map::new();
    for (name, value) in &answer.headers {
        let is_plain = || value.chars().all(|c| c.is_ascii_alphanumeric() || " ,:;./+-_=".contains(c));
        let value = match name.as_str() {
            "location" | "content-location" | "etag" => mask.text(name, value),
            kept if HEADERS.contains(&kept) && value.len() <= 100 && is_plain() => mask.finder.redact(value),
            kept if HEADERS.contains(&kept) => mask.names.text(value),
            _ => continue,
        };
        // The first of a name is the one that is read.
        shown.entry(name.as_str()).or_insert(value.into());
    }
    shown
}

/// A body that is JSON keeps its structure. One that is none becomes a mark that is as little JSON, in the same
/// manner; only its beginning and its size are ever looked at.
fn body(mask: &mut Mask, answer: &Response, limit: usize) -> (&'static str, Value) {
    if answer.body.len() > limit {
        return ("tooLarge", answer.body.len().into());
    }
    let first = answer.body.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    let flaw = match (json::read_bytes(&answer.body), first) {
        (Ok(value), _) => return ("json", mask.answer("", &value)),
        (Err(_), None) => return ("text", if answer.body.is_empty() { "" } else { " " }.into()),
        (Err(flaw), Some(_)) => flaw,
    };
    let mark = match (first, flaw == Flaw::Cut) {
        (Some(b'<'), _) => "<masked>",
        (Some(b'{'), true) => "{",
        (Some(b'['), true) => "[",
        (_, true) => "\"masked",
        (Some(b'{'), false) => "{masked",
        (Some(b'['), false) => "[masked",
        (_, false) => "masked",
    };
    ("text", mark.into())
}

/// What the host said, out of a line.
pub(super) fn heard(line: &Value, limit: usize) -> Result<Event> {
    let damaged = || stale("an answer in it is none");
    let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
    if line.get("fault").is_some() {
        let fault = [Fault::Timeout, Fault::Network, Fault::Aborted, Fault::TooLarge]
            .into_iter()
            .find(|fault| name(*fault) == text("fault"));
        return Ok(Event::Fault(fault.ok_or_else(damaged)?, text("detail").to_owned()));
    }
    let status = line.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    let headers = line.get("headers").and_then(Value::as_object).ok_or_else(damaged)?;
    let headers =
        headers.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()));
    let body = match (line.get("json"), line.get("text"), line.get("tooLarge")) {
        (Some(value), _, _) => value.to_string().into_bytes(),
        (_, Some(Value::String(text)), _) => text.clone().into_bytes(),
        (_, _, Some(_)) => vec![b' '; limit.saturating_add(1)],
        _ => return Err(damaged()),
    };
    Ok(Event::answer(status.ok_or_else(damaged)?, headers.collect(), body))
}

/// The size of a line's body, where it is one to be read.
pub(super) fn size(line: &Value) -> usize {
    line.get("json").map_or(0, |value| value.to_string().len())
}

fn name(fault: Fault) -> &'static str {
    match fault {
        Fault::Timeout => "timeout",
        Fault::Network => "network",
        Fault::Aborted => "aborted",
        Fault::TooLarge => "tooLarge",
    }
}

/// An error without the words that a server may have put into it.
pub(super) fn bare_error(error: &Error) -> Value {
    let mut bare = Map::new();
    bare.insert("code".to_owned(), json!(error.code));
    bare.insert("message".to_owned(), "not shown".into());
    for (key, value) in [
        ("platform", json!(error.platform)),
        ("step", json!(error.step)),
        ("status", json!(error.status)),
        ("retryAt", json!(error.retry_at)),
    ] {
        if !value.is_null() {
            bare.insert(key.to_owned(), value);
        }
    }
    Value::Object(bare)
}
