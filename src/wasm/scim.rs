//! The `scim` builders and readers of the package.

use super::convert::{json, throw, to_js};
use crate::error::{Error, Result};
use crate::scim::{plain, Filter, ListQuery, Patch};
use serde_json::Value;
use wasm_bindgen::prelude::*;

type Thrown<T> = std::result::Result<T, JsValue>;

fn made(value: Result<Value>) -> Thrown<JsValue> {
    to_js(&value.map_err(throw)?)
}

/// The text of a filter made by the builders, not encoded.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = scimFilter)]
pub fn filter(filter: &JsValue) -> Thrown<String> {
    Filter::from_json(&json("filter", filter)?).and_then(|filter| filter.to_text()).map_err(throw)
}

/// The query string of a listing.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = scimQuery)]
pub fn query(query: &JsValue) -> Thrown<String> {
    ListQuery::from_json(&json("query", query)?).and_then(|query| query.to_query_string()).map_err(throw)
}

/// The body that creates a user.
///
/// # Errors
/// `config_invalid`, naming the attribute.
#[wasm_bindgen(js_name = scimUser)]
pub fn user(attributes: &JsValue) -> Thrown<JsValue> {
    made(plain::user_body(&json("user", attributes)?))
}

/// The body that creates a group.
///
/// # Errors
/// `config_invalid`, naming the attribute.
#[wasm_bindgen(js_name = scimGroup)]
pub fn group(attributes: &JsValue) -> Thrown<JsValue> {
    made(plain::group_body(&json("group", attributes)?))
}

/// The body of a PUT: what was read, with changes.
///
/// # Errors
/// `config_invalid`, naming the path.
#[wasm_bindgen(js_name = scimReplacement)]
pub fn replacement(current: &JsValue, changes: &JsValue) -> Thrown<JsValue> {
    made(plain::replacement_body(&json("current", current)?, &json("changes", changes)?))
}

/// The body of a PATCH.
///
/// # Errors
/// `config_invalid`, naming the operation.
#[wasm_bindgen(js_name = scimPatch)]
pub fn patch(operations: &JsValue) -> Thrown<JsValue> {
    made(Patch::from_json(&json("operations", operations)?).map(|patch| patch.to_value()))
}

/// The bodies that add or remove members.
///
/// # Errors
/// `config_invalid` when the ids are no list of texts.
#[wasm_bindgen(js_name = scimMembers)]
pub fn members(op: &str, ids: &JsValue) -> Thrown<JsValue> {
    made(plain::member_bodies(op, &json("members", ids)?))
}

/// Reads a listing.
///
/// # Errors
/// `bad_response` when it is none.
#[wasm_bindgen(js_name = scimList)]
pub fn list(body: &JsValue) -> Thrown<JsValue> {
    made(plain::read_list(&json("body", body)?))
}

/// The `user` or `group` of a name in the answer to a look-up, or null.
///
/// # Errors
/// `ambiguous` or `bad_response`, as the answer is.
#[wasm_bindgen(js_name = scimFound)]
pub fn found(kind: &str, body: &JsValue, name: &str) -> Thrown<JsValue> {
    let body = json("body", body)?;
    match kind {
        "user" => made(plain::found_user(&body, name)),
        "group" => made(plain::found_group(&body, name)),
        _ => Err(throw(Error::invalid(format!("kind: {kind:?} is neither user nor group")))),
    }
}

/// Reads a refusal.
///
/// # Errors
/// `config_invalid` when the body is not data.
#[wasm_bindgen(js_name = scimProblem)]
pub fn problem(status: u16, body: &JsValue) -> Thrown<JsValue> {
    made(Ok(plain::read_problem(status, &json("body", body)?)))
}

/// Reads what a server can do.
///
/// # Errors
/// What the server refuses with.
#[wasm_bindgen(js_name = scimConfig)]
pub fn config(status: u16, body: &JsValue) -> Thrown<JsValue> {
    made(plain::read_config(status, &json("body", body)?))
}
