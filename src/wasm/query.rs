//! What needs no client: OData queries, rosters, transcripts.

use super::convert::{json, throw, to_js};
use crate::error::Error;
use crate::odata::{self, Expr, Query, Version};
use wasm_bindgen::prelude::*;

fn version(name: Option<String>) -> Result<Version, JsValue> {
    name.map_or(Ok(Version::default()), |name| name.parse().map_err(refused))
}

fn refused(error: odata::Error) -> JsValue {
    throw(Error::invalid(error.to_string()))
}

/// The query string of a query made by the `odata` builders.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = odataQuery)]
pub fn odata_query(query: &JsValue, dialect: Option<String>) -> Result<String, JsValue> {
    let query = Query::from_json(&json("query", query)?).map_err(refused)?;
    query.to_query_string(version(dialect)?).map_err(refused)
}

/// The text of a filter made by the `odata` builders, not encoded.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = odataFilter)]
pub fn odata_filter(filter: &JsValue, dialect: Option<String>) -> Result<String, JsValue> {
    let filter = Expr::from_json(&json("filter", filter)?).map_err(refused)?;
    filter.to_text(version(dialect)?).map_err(refused)
}

/// How an Application User is made on WorkSpan: `{ steps, warnings }`.
///
/// # Errors
/// `config_invalid` when the name or the access type is missing.
#[wasm_bindgen(js_name = workspanSteps)]
pub fn workspan_steps(input: &JsValue) -> Result<JsValue, JsValue> {
    to_js(&crate::platforms::workspan::application_user_steps(json("input", input)?).map_err(throw)?)
}

/// Goes through a transcript again, without a network.
///
/// # Errors
/// `stale_journal`, naming the first request that differs, or what is damaged.
#[wasm_bindgen]
pub fn replay(transcript: &str) -> Result<JsValue, JsValue> {
    to_js(&crate::platforms::replay(transcript).map_err(throw)?)
}

/// Reads a roster: `{ users, problems }`.
///
/// # Errors
/// `config_invalid` when the text is no roster.
#[wasm_bindgen(js_name = parseRoster)]
pub fn parse_roster(text: &str, platform: &str) -> Result<JsValue, JsValue> {
    to_js(&crate::roster::parse(text, platform).map_err(throw)?)
}

/// Who is on one roster and no longer on another.
///
/// # Errors
/// `config_invalid` when one of them holds somebody who is no user.
#[wasm_bindgen(js_name = rosterLeavers)]
pub fn roster_leavers(before: &JsValue, now: &JsValue, platform: &str) -> Result<JsValue, JsValue> {
    let list = |name: &str, value: &JsValue| match json(name, value)? {
        serde_json::Value::Array(users) => Ok(users),
        _ => Err(throw(Error::invalid(format!("{name}: is not a list")).hint("pass a list of users"))),
    };
    let leavers = crate::roster::leavers(&list("before", before)?, &list("now", now)?, platform);
    to_js(&leavers.map_err(throw)?)
}
