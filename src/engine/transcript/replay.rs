//! Going through a transcript again, and comparing with what was recorded.

use super::play::{gist, play, Played};
use super::read::{lines, Script};
use super::{stale, Maker};
use crate::data;
use crate::engine::Outcome;
use crate::error::{Error, Result};
use crate::http::RequestDocument;
use serde::Serialize;
use serde_json::Value;

/// What a transcript comes to when its run is gone through again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Replayed {
    /// The platform.
    pub platform: String,
    /// The verb: `provision`, `provisionAll`, …
    pub verb: String,
    /// Every request that the run hands out, byte for byte as it was, in order.
    pub requests: Vec<RequestDocument>,
    /// The outcomes, in the order in which they were told; texts and ids of the platform's are masked in them.
    pub outcomes: Vec<Outcome>,
    /// What the call came to, where that is no outcome: a connection, a plan, the summary of a bulk run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "unknown", optional))]
    pub result: Option<Value>,
    /// The error that the call ended with, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(as = "Option<crate::error::ErrorInfo>", optional))]
    pub error: Option<Error>,
}

/// Goes through a transcript again with a client that `make` makes, without any network.
///
/// # Errors
/// `stale_journal` when the transcript is damaged, of another version, or the run goes another way: it names the
/// first request that differs, and where.
pub fn replay(transcript: &str, make: Maker) -> Result<Replayed> {
    read_and_play(transcript, make).map_err(|error| match error.hint {
        Some(_) => error,
        None => error.hint("it was edited, or this version does something else than the one that wrote it"),
    })
}

fn read_and_play(transcript: &str, make: Maker) -> Result<Replayed> {
    let script = Script::read(&lines(transcript)?)?;
    let played = play(&script, make).map_err(|error| error.on(&script.platform))?;
    let told = played.lines();
    let mut recorded = script.turns.iter().flat_map(|turn| &turn.told);
    for now in &told {
        let then = recorded.next().map(gist).unwrap_or_default();
        if then != gist(now) {
            let words = format!("what the run tells differs: then {then}, now {}", gist(now));
            return Err(stale(&words).on(&script.platform));
        }
    }
    if recorded.next().is_some() {
        return Err(stale("the run tells less than it told").on(&script.platform));
    }
    Ok(Replayed::of(&script, played))
}

impl Replayed {
    fn of(script: &Script, played: Played) -> Self {
        let Played { requests, mut outcomes, end } = played;
        let (result, error) = match end {
            Some(Ok(result)) => match data::read(&result) {
                Ok(outcome) => {
                    outcomes.push(outcome);
                    (None, None)
                }
                Err(_) => (Some(result), None),
            },
            Some(Err(error)) => (None, Some(error)),
            None => (None, None),
        };
        let (platform, verb) = (script.platform.clone(), script.verb.clone());
        Self { platform, verb, requests, outcomes, result, error }
    }
}

/// How a request differs from the line that was recorded, in words.
///
/// # Errors
/// `stale_journal` when the line is damaged.
pub(super) fn difference(line: &Value, id: u64, now: &RequestDocument) -> Result<Option<String>> {
    let damaged = || stale(&format!("its request {id} is damaged"));
    let then = line.get("request").ok_or_else(damaged)?;
    let then: RequestDocument = data::read(then).map_err(|_| damaged())?;
    if line.get("id").and_then(Value::as_u64) != Some(id) {
        return Ok(Some("in its number".to_owned()));
    }
    if then.method != now.method {
        let words = format!("in its method: then {}, now {}", then.method.as_str(), now.method.as_str());
        return Ok(Some(words));
    }
    let named = |what: &str, then: &str, now: &str| {
        Ok(at(then, now)
            .map(|(byte, then, now)| format!("in its {what} at byte {byte}: then {then:?}, now {now:?}")))
    };
    if then.url != now.url {
        return named("URL", &then.url, &now.url);
    }
    let written = |request: &RequestDocument| Value::Object(request.headers.clone()).to_string();
    if written(&then) != written(now) {
        return named("headers", &written(&then), &written(now));
    }
    let body = |request: &RequestDocument| request.body.clone().unwrap_or_default();
    if body(&then) != body(now) || then.body.is_some() != now.body.is_some() {
        let words = named("body", &body(&then), &body(now))?;
        return Ok(words.or(Some("in having a body".to_owned())));
    }
    Ok((then.secrets != now.secrets).then(|| "in the places of its secrets".to_owned()))
}

/// The first byte at which two texts differ, and some of both from there.
fn at<'a>(then: &'a str, now: &'a str) -> Option<(usize, &'a str, &'a str)> {
    const SHOWN: usize = 40;
    let same = then.char_indices().zip(now.chars()).find(|((_, a), b)| a != b);
    let byte = same.map_or(then.len().min(now.len()), |((byte, _), _)| byte);
    let from = |text: &'a str| {
        let rest = text.get(byte..).unwrap_or_default();
        let end = rest.char_indices().nth(SHOWN).map_or(rest.len(), |(end, _)| end);
        rest.get(..end).unwrap_or_default()
    };
    (then != now).then(|| (byte, from(then), from(now)))
}
