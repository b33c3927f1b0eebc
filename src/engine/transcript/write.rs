//! The lines of a transcript.

use super::body::{self, bare_error};
use super::known::Known;
use super::mask::Mask;
use super::play::{gist, play};
use super::pseudonym::Pseudonyms;
use super::read::Script;
use super::record::{Recorder, Sent, Tape, Turn};
use super::FORMAT;
use crate::data;
use crate::engine::hub::Hub;
use crate::engine::journal::Journal;
use crate::engine::state::State;
use crate::engine::Outcome;
use crate::error::{Error, Result};
use crate::http::RequestDocument;
use crate::keyed::Keyed;
use serde_json::{json, Map, Value};

/// The transcript of what has happened so far, where it was kept.
pub(in crate::engine) fn text(state: &State) -> Option<String> {
    let recorder = state.recorder.get()?;
    let tape = recorder.tape.borrow();
    let mut lines = Writer::new(&state.hub, recorder, &tape).lines(recorder, &tape);
    tell(&state.hub, &mut lines);
    Some(lines.into_iter().fold(String::new(), |text, line| text + &line.to_string() + "\n"))
}

/// Writes down what the masked run tells when it is gone through again: no word of a server is left in that. Should
/// it take another way than the run did, the bare facts stand, and the first line says so.
fn tell(hub: &Hub, lines: &mut [Value]) {
    let Some(described) = hub.described.get() else { return };
    let played = Script::read(lines).and_then(|script| play(&script, described.make));
    let told = match played {
        Ok(played) => played.lines(),
        Err(error) => return doubt(lines, &error.message),
    };
    let is_told = |line: &Value| matches!(event(line), "outcome" | "end");
    let recorded = lines.iter().filter(|line| is_told(line)).map(gist);
    if !recorded.eq(told.iter().map(gist)) {
        return doubt(lines, "it would end in another way");
    }
    for (line, told) in lines.iter_mut().filter(|line| is_told(line)).zip(told) {
        for key in ["outcome", "result", "error"] {
            if let (Some(place), Some(value)) = (line.get_mut(key), told.get(key)) {
                *place = value.clone();
            }
        }
    }
}

fn doubt(lines: &mut [Value], why: &str) {
    if let Some(start) = lines.first_mut().and_then(Value::as_object_mut) {
        start.insert("doubt".to_owned(), format!("what is masked hides what mattered here: {why}").into());
    }
}

/// What kind of line it is.
pub(super) fn event(line: &Value) -> &str {
    line.get("event").and_then(Value::as_str).unwrap_or_default()
}

struct Writer {
    mask: Mask,
    /// The client's own headers, masked.
    headers: Keyed<Value>,
    start: Map<String, Value>,
    /// What each request is for, in the order of their ids.
    purposes: Vec<(u64, &'static str)>,
    limit: usize,
}

impl Writer {
    fn new(hub: &Hub, recorder: &Recorder, tape: &Tape) -> Self {
        let start = &recorder.start;
        let mask = Mask {
            known: Known::default(),
            is_sensitive: start.is_sensitive,
            harmless: start.harmless,
            credentials: hub.vault.credential_finder(),
            finder: hub.vault.finder(),
            names: Pseudonyms::default(),
        };
        let mut writer = Self {
            mask,
            headers: Keyed::default(),
            start: Map::new(),
            purposes: Vec::new(),
            limit: hub.settings.max_response_bytes,
        };
        let mut options = hub.described.get().map(|described| described.options.clone()).unwrap_or_default();
        for (name, value) in options.get_mut("headers").and_then(Value::as_object_mut).into_iter().flatten() {
            *value = writer.mask.hidden(value);
            writer.headers.insert(name.to_ascii_lowercase(), value.clone());
        }
        let input = writer.input(start.header.verb == "apply", tape);
        let user = tape.given.user.as_ref().map(|user| writer.mask.user(user));
        let user = user.map(|user| writer.public(&user)).unwrap_or_default();
        writer.mask.known.add_value(&user);
        for text in &tape.given.compared {
            writer.mask.known.add(text);
        }
        for sent in tape.turns.iter().flat_map(|turn| &turn.sent) {
            let request = writer.request(&sent.request);
            writer.mask.known.add_request(&request);
            writer.purposes.push((sent.id, sent.purpose));
        }
        let options = writer.mask.options(&options);
        let options = writer.public(&options);
        writer.mask.known.add_value(&options);
        let journal = writer.journal(start.host.journal.as_deref());
        let line = json!({
            "event": "start", "format": FORMAT, "version": env!("CARGO_PKG_VERSION"),
            "platform": start.header.platform, "flow": start.header.flow, "verb": start.header.verb,
            "seed": start.host.seed, "concurrency": start.host.concurrency, "stepwise": start.host.stepwise,
            "circuitBreaker": start.host.breaker,
            "options": options, "input": input, "user": user, "journal": journal,
        });
        if let Value::Object(line) = line {
            writer.start = line;
        }
        writer
    }

    fn input(&mut self, is_plan: bool, tape: &Tape) -> Value {
        let given = &tape.given;
        let mut users = match &given.input {
            Value::Array(users) => users.clone(),
            one => vec![one.clone()],
        };
        for (row, user) in users.iter_mut().enumerate() {
            let is_refused = given.refused.contains(&row);
            *user = match is_refused {
                true => self.mask.no_user(user),
                false if is_plan => user.clone(),
                false => self.mask.user(user),
            };
            *user = self.public(user);
            match is_refused {
                true => self.called(user),
                false => self.mask.known.add_value(user),
            }
        }
        match &given.input {
            Value::Array(_) => Value::Array(users),
            _ => users.pop().unwrap_or_default(),
        }
    }

    /// What a row that is no user is called by.
    fn called(&mut self, row: &Value) {
        let names = ["email", "userName"].into_iter().filter_map(|name| row.get(name)?.as_str());
        names.for_each(|name| self.mask.known.add(name));
    }

    /// The journal's entries; what of it is shown is known.
    fn journal(&mut self, text: Option<&str>) -> Value {
        let entries = text.map(Journal::entries_of).and_then(Result::ok).unwrap_or_default();
        let entries: Vec<_> = entries.iter().map(|entry| self.mask.journal("", entry)).collect();
        entries.iter().for_each(|entry| self.mask.known.add_value(entry));
        if text.is_some() {
            Value::Array(entries)
        } else {
            Value::Null
        }
    }

    /// What is shown everywhere, but for credentials that somebody has put into it by mistake.
    fn public(&self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                fields.iter().map(|(name, field)| (name.clone(), self.public(field))).collect()
            }
            Value::Array(items) => items.iter().map(|item| self.public(item)).collect(),
            Value::String(text) => self.mask.credentials.redact(text).into(),
            plain => plain.clone(),
        }
    }

    fn request(&self, request: &RequestDocument) -> RequestDocument {
        let mut request = request.clone();
        request.url = self.mask.credentials.redact(&request.url);
        request.body = request.body.map(|body| self.mask.credentials.redact(&body));
        for (name, value) in &mut request.headers {
            *value = self.headers.get(name).cloned().unwrap_or_else(|| self.public(value));
        }
        request
    }

    fn lines(mut self, recorder: &Recorder, tape: &Tape) -> Vec<Value> {
        let mut lines = vec![Value::Object(std::mem::take(&mut self.start))];
        for (number, turn) in (1_u64..).zip(&tape.turns) {
            let (before, is_over) = (lines.len(), turn.end.is_some());
            self.turn(number, turn, &mut lines);
            if lines.len() == before {
                lines.push(line("turn", number, turn, Map::new()));
            }
            if is_over {
                return lines;
            }
        }
        let platform = &recorder.start.header.platform;
        lines.push(json!({ "event": "unfinished", "platform": platform }));
        lines
    }

    fn turn(&mut self, number: u64, turn: &Turn, lines: &mut Vec<Value>) {
        let mut push =
            |event: &str, fields: Map<String, Value>| lines.push(line(event, number, turn, fields));
        if let Some(others) = &turn.others {
            let shared = self.shared(&data::write(others).unwrap_or_default());
            push("others", one("shared", shared));
        }
        for (id, event) in &turn.heard {
            let mut fields = one("id", (*id).into());
            fields.insert("purpose".to_owned(), self.purpose(*id).into());
            fields.extend(body::shown(&mut self.mask, event, self.limit));
            push("answer", fields);
        }
        if turn.is_abort {
            push("abort", Map::new());
        }
        for sent in &turn.sent {
            push("send", self.sent(sent));
        }
        if let Some(verdict) = &turn.verdict {
            let error = verdict.as_ref().err().map(|error| data::write(error).unwrap_or_default());
            push("check", one("error", error.unwrap_or_default()));
        }
        for outcome in &turn.told {
            push("outcome", one("outcome", bare_outcome(outcome)));
        }
        match &turn.end {
            Some(Ok(result)) => push("end", one("result", bare_result(result))),
            Some(Err(error)) => push("end", one("error", bare_error(error))),
            None => {}
        }
    }

    fn purpose(&self, id: u64) -> &'static str {
        let place = self.purposes.binary_search_by_key(&id, |(id, _)| *id);
        place.ok().and_then(|place| self.purposes.get(place)).map_or("", |(_, purpose)| purpose)
    }

    fn sent(&self, sent: &Sent) -> Map<String, Value> {
        let mut fields = one("id", sent.id.into());
        fields.insert("scope".to_owned(), sent.scope.as_str().into());
        if let Some(row) = sent.scope.strip_prefix('r').and_then(|row| row.parse::<u32>().ok()) {
            fields.insert("row".to_owned(), row.into());
        }
        fields.insert("purpose".to_owned(), sent.purpose.into());
        fields.insert("safety".to_owned(), data::write(&sent.safety).unwrap_or_default());
        let request = data::write(&self.request(&sent.request)).unwrap_or_default();
        fields.insert("request".to_owned(), request);
        fields
    }

    /// What other runs have done, without the words of their errors.
    fn shared(&self, value: &Value) -> Value {
        match value {
            Value::Object(fields) if fields.contains_key("code") => {
                data::read::<Error>(value).map(|error| bare_error(&error)).unwrap_or_default()
            }
            Value::Object(fields) => {
                fields.iter().map(|(name, field)| (name.clone(), self.shared(field))).collect()
            }
            Value::String(text) => self.mask.finder.redact(text).into(),
            plain => plain.clone(),
        }
    }
}

fn line(event: &str, number: u64, turn: &Turn, fields: Map<String, Value>) -> Value {
    let mut line = one("event", event.into());
    line.insert("turn".to_owned(), number.into());
    line.insert("at".to_owned(), turn.at.into());
    line.extend(fields);
    Value::Object(line)
}

fn one(key: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), value)])
}

/// An outcome without anything that a server may have said.
fn bare_outcome(outcome: &Outcome) -> Value {
    let (id, changes, warnings) = Default::default();
    let bare = Outcome { id, changes, warnings, error: None, ..outcome.clone() };
    let mut bare = data::write(&bare).unwrap_or_default();
    if let (Some(fields), Some(error)) = (bare.as_object_mut(), &outcome.error) {
        fields.insert("error".to_owned(), bare_error(error));
    }
    bare
}

fn bare_result(result: &Value) -> Value {
    match data::read::<Outcome>(result) {
        Ok(outcome) => bare_outcome(&outcome),
        Err(_) if result.get("rows").is_some() => result.clone(),
        Err(_) => Value::Null,
    }
}
