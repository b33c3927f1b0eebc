//! The builders and readers that JavaScript calls by name, from plain data to plain data.
use super::answer::{ambiguous, code, is_called, resources, words, Config};
use super::body::{creation, member_changes, patch, replaced, GROUP, MEMBERS_AT_ONCE, USER};
use super::filter::{query, Filter};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::index::Index;
use crate::input::{Fields, Input};
use crate::record::Record;
use crate::tree::{not, wrong};
use serde_json::{json, Map, Value};

/// A builder or reader of the JavaScript API `scim`.
///
/// # Errors
/// `config_invalid`, naming the part; `bad_response` and `ambiguous` of what reads an answer.
pub fn by_name(name: &str, input: &Value) -> Result<Value> {
    let given = Fields::new(name, input, &["of", "changes", "name", "status", "op"], &[])?;
    let of = given.or("of", Value::Null)?;
    match name {
        "filter" => Filter(of).text().map(Value::from),
        "query" => query(&of).map(Value::from),
        "user" => creation(name, USER, "userName", &of),
        "group" => creation(name, GROUP, "displayName", &of),
        "replacement" => replaced(&of, &given.or("changes", Map::new())?),
        "patch" => patch(&of),
        "members" => members(&given.get::<String>("op")?, Vec::read("members", &of)?),
        "list" => Ok(json!({ "resources": list(&of)?, "totalResults": of.get("totalResults") })),
        "onlyUser" => only(&of, "userName", &given.get::<String>("name")?),
        "onlyGroup" => only(&of, "displayName", &given.get::<String>("name")?),
        "problem" => Ok(problem(given.get("status")?, &of)),
        "config" => config(given.get("status")?, &of),
        _ => Err(not("scim", name, "a builder or reader")),
    }
}
fn members(op: &str, mut ids: Vec<String>) -> Result<Value> {
    if ids.iter().any(String::is_empty) {
        return Err(wrong("members", "an id must not be empty"));
    }
    let mut seen = Index::new();
    ids.retain(|id| seen.insert(id.clone(), 0).is_none());
    match op {
        "add" | "remove" => {
            let body = |ids: &[String]| member_changes(ids.iter().map(String::as_str), op == "add");
            Ok(ids.chunks(MEMBERS_AT_ONCE).map(body).collect())
        }
        _ => Err(not("members", op, "\"add\" or \"remove\"")),
    }
}
/// The answer whose body this is: its text, or its JSON.
fn answer(status: u16, body: &Value) -> Response {
    let body = match body {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    Response { status, headers: Vec::new(), body: body.into_bytes() }
}
fn list(body: &Value) -> Result<Vec<Record>> {
    resources(&answer(200, body))
}
fn only(body: &Value, attribute: &'static str, name: &str) -> Result<Value> {
    let listed = list(body)?;
    let mut own: Vec<_> = listed.iter().filter(|one| is_called(one, attribute, name)).collect();
    own.dedup_by_key(|one| one.text("/id"));
    match own.as_slice() {
        [one] => Ok(json!(one)),
        [] if listed.is_empty() => Ok(Value::Null),
        [] => Err(Error::bad_response("the server answers with another resource than was asked for")
            .hint("it seems to ignore the filter: list everything, and match here")),
        several => Err(ambiguous("resources have this name", several)),
    }
}
fn problem(status: u32, body: &Value) -> Value {
    let answer = answer(u16::try_from(status).unwrap_or_default(), body);
    let body: Value = answer.json().unwrap_or_default();
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    // Some servers say it with 200 or 400 and another status in the body.
    let said = body.get("status").and_then(|said| said.as_u64().or_else(|| said.as_str()?.parse().ok()));
    let said = said.and_then(|said| u16::try_from(said).ok()).filter(|said| (400..600).contains(said));
    let status = said.filter(|_| matches!(answer.status, 200..=299 | 400)).unwrap_or(answer.status);
    let kind = text("scimType");
    let message = Error::of_status(status, words(&answer)).message;
    let code = code(status, kind.unwrap_or_default());
    json!({ "code": code, "message": message, "status": status, "scimType": kind, "detail": text("detail") })
}
fn config(status: u32, body: &Value) -> Result<Value> {
    let (config, is_known) = match u16::try_from(status).unwrap_or_default() {
        200..=299 => (Config::read(&answer(200, body))?, true),
        401 | 403 | 404 | 405 | 410 | 501 => (Config::default(), false),
        status => return Err(Error::of_status(status, words(&answer(status, body)))),
    };
    let Config { patch, filter, etag, max_results } = config;
    Ok(
        json!({ "patch": patch, "filter": filter, "etag": etag, "maxResults": max_results, "isKnown": is_known }),
    )
}
