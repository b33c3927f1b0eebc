//! A run that is made to go through a transcript again.

use super::read::{Script, Turn};
use super::replay::difference;
use super::{stale, Maker};
use crate::data;
use crate::engine::client::{Client, Host, RemovalLimits};
use crate::engine::run::Run;
use crate::engine::state::{Notice, Outgoing};
use crate::engine::Outcome;
use crate::error::{Error, Result};
use crate::http::RequestDocument;
use serde_json::{json, Value};
use std::task::Waker;

/// What a run that was gone through again has brought.
#[derive(Default)]
pub(super) struct Played {
    pub requests: Vec<RequestDocument>,
    pub outcomes: Vec<Outcome>,
    pub end: Option<Result<Value>>,
}

impl Played {
    /// What it has told, as lines of a transcript.
    pub fn lines(&self) -> Vec<Value> {
        let mut lines: Vec<_> = self.outcomes.iter().map(|outcome| json!({ "outcome": outcome })).collect();
        lines.extend(self.end.as_ref().map(|end| match end {
            Ok(result) => json!({ "result": result }),
            Err(error) => json!({ "error": error }),
        }));
        lines
    }
}

/// What must be the same of what a line tells: how it ended, and for whom.
pub(super) fn gist(line: &Value) -> Value {
    let told = line.get("outcome").or(line.get("result")).unwrap_or(&Value::Null);
    let code = |value: &Value| value.pointer("/error/code").cloned();
    json!([told.get("status"), told.get("row"), told.get("rows"), told.get("done"), code(told), code(line)])
}

/// Goes through a transcript with a client of its own.
///
/// # Errors
/// `stale_journal`, naming the first request that differs, or what else is in the way.
pub(super) fn play(script: &Script, make: Maker) -> Result<Played> {
    let refused = |what: &str| {
        let what = what.to_owned();
        move |error: Error| stale(&format!("its {what} are refused: {}", error.message))
    };
    let client = make(&script.platform, script.start("options").clone()).map_err(refused("options"))?;
    let mut run = begin(&client, script).map_err(refused("users"))?;
    let flow = run.state.journal.borrow().flow();
    if flow != script.flow {
        return Err(stale(&format!("it is of version {} of the flow, not {flow}", script.flow)));
    }
    remember(&run, script)?;
    run.state.foreseen.replace(script.verdict.clone());
    let mut played = Played::default();
    for turn in &script.turns {
        take(&mut run, turn, &mut played)?;
    }
    match (&played.end, script.is_over) {
        (None, true) => Err(stale("the run does not end where it ended")),
        (Some(_), false) => Err(stale("the run ends where it went on")),
        _ => Ok(played),
    }
}

/// Begins the same run.
fn begin(client: &Client, script: &Script) -> Result<Run> {
    let whole = |key: &str| script.start(key).as_u64();
    let host = Host {
        seed: whole("seed").unwrap_or_default(),
        journal: None,
        concurrency: whole("concurrency").and_then(|number| u32::try_from(number).ok()),
        stepwise: script.start("stepwise").as_bool().unwrap_or_default(),
        breaker: Some(script.start("circuitBreaker"))
            .filter(|breaker| breaker.is_object())
            .and_then(|breaker| data::read(breaker).ok()),
        transcript: false,
    };
    let input = script.start("input").clone();
    let user = Some(script.start("user").clone()).filter(|user| !user.is_null());
    match (script.verb.as_str(), input) {
        ("connect", _) => client.connect(host),
        ("close", _) => client.close(host),
        ("plan", user) => client.plan(host, user),
        ("apply", plan) => client.apply(host, plan, user),
        ("provision", user) => client.provision(host, user),
        ("provisionAll", Value::Array(users)) => client.provision_all(host, users),
        ("deprovision", user) => client.deprovision(host, user),
        ("deprovisionAll", Value::Array(users)) => {
            // The brake has been passed.
            let limits = RemovalLimits { max_deprovision: users.len().into(), ..RemovalLimits::default() };
            client.deprovision_all(host, users, limits)
        }
        (verb, _) => Err(Error::invalid(format!("there is no verb {verb:?} for them"))),
    }
}

/// Gives the run what it had from an earlier life.
fn remember(run: &Run, script: &Script) -> Result<()> {
    let Some(entries) = script.start("journal").as_array() else { return Ok(()) };
    let read = |entry| data::read(entry).map_err(|_| stale("the journal in it is damaged"));
    let entries = entries.iter().map(read).collect::<Result<_>>()?;
    run.state.journal.borrow_mut().believe(entries, !script.has_stale_journal());
    Ok(())
}

/// One poll, and what came before it.
fn take(run: &mut Run, turn: &Turn, played: &mut Played) -> Result<()> {
    if let Some(others) = &turn.others {
        run.state.hub.restore(others.clone());
    }
    for (id, event) in &turn.heard {
        let unasked = |_| stale(&format!("it answers request {id}, which is not sent this time"));
        run.answer(*id, event.clone()).map_err(unasked)?;
    }
    let was_over = played.end.is_some();
    let (sends, notices) = if turn.is_abort {
        run.abort();
        (Vec::new(), Vec::new())
    } else {
        let progress = run.poll(turn.at, Waker::noop());
        (progress.sends, progress.notices)
    };
    compare(turn, sends, played)?;
    played.outcomes.extend(notices.into_iter().filter_map(|notice| match notice {
        Notice::Outcome(outcome) => Some(*outcome),
        Notice::Log(_) => None,
    }));
    if !was_over {
        played.end = run.result();
    }
    Ok(())
}

fn compare(turn: &Turn, sends: Vec<Outgoing>, played: &mut Played) -> Result<()> {
    let mut recorded = turn.sent.iter();
    for Outgoing { id, request, .. } in sends {
        let document = request.document();
        let Some(line) = recorded.next() else {
            return Err(stale(&format!("request {id} ({}) is sent now, and was not then", request.purpose)));
        };
        if let Some(words) = difference(line, id, &document)? {
            return Err(stale(&format!("request {id} ({}) differs {words}", request.purpose)));
        }
        played.requests.push(document);
    }
    match recorded.next() {
        None => Ok(()),
        Some(line) => {
            let id = line.get("id").and_then(Value::as_u64).unwrap_or_default();
            let purpose = line.get("purpose").and_then(Value::as_str).unwrap_or_default();
            Err(stale(&format!("request {id} ({purpose}) was sent then, and is not now")))
        }
    }
}
