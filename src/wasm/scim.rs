//! The SCIM builders and readers, which need no client.

use super::convert::{json, throw, to_js};
use crate::error::Result;
use crate::scim::{
    plain::{self, Listing},
    Filter, ListQuery, Patch,
};
use serde_json::Value;
use wasm_bindgen::prelude::*;

fn hand_over(value: Result<Value>) -> std::result::Result<JsValue, JsValue> {
    to_js(&value.map_err(throw)?)
}

/// The query string of a query made by the `scim` builders.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = scimQuery)]
pub fn scim_query(query: &JsValue) -> std::result::Result<String, JsValue> {
    let query = ListQuery::from_json(&json("query", query)?).and_then(|query| query.to_query_string());
    query.map_err(throw)
}

/// The text of a filter made by the `scim` builders, not encoded.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = scimFilter)]
pub fn scim_filter(filter: &JsValue) -> std::result::Result<String, JsValue> {
    Filter::from_json(&json("filter", filter)?).and_then(|filter| filter.to_text()).map_err(throw)
}

/// The body that creates a user.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = scimUser)]
pub fn scim_user(attributes: &JsValue) -> std::result::Result<JsValue, JsValue> {
    hand_over(plain::user_body(&json("user", attributes)?))
}

/// The body that creates a group.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = scimGroup)]
pub fn scim_group(attributes: &JsValue) -> std::result::Result<JsValue, JsValue> {
    hand_over(plain::group_body(&json("group", attributes)?))
}

/// The body of a PUT: what was read, with changes by path.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen(js_name = scimReplacement)]
pub fn scim_replacement(current: &JsValue, changes: &JsValue) -> std::result::Result<JsValue, JsValue> {
    hand_over(plain::replacement_body(&json("resource", current)?, &json("changes", changes)?))
}

/// The body of a PATCH.
///
/// # Errors
/// `config_invalid`, naming the operation.
#[wasm_bindgen(js_name = scimPatch)]
pub fn scim_patch(operations: &JsValue) -> std::result::Result<JsValue, JsValue> {
    hand_over(Patch::from_json(&json("operations", operations)?).map(|patch| patch.to_value()))
}

/// The bodies that `add` or `remove` members.
///
/// # Errors
/// `config_invalid` when the ids are no list of texts.
#[wasm_bindgen(js_name = scimMembers)]
pub fn scim_members(op: &str, ids: &JsValue) -> std::result::Result<JsValue, JsValue> {
    hand_over(plain::member_bodies(op, &json("members", ids)?))
}

/// The resources of a listing.
///
/// # Errors
/// `bad_response` when it is none.
#[wasm_bindgen(js_name = scimList)]
pub fn scim_list(body: &JsValue) -> std::result::Result<JsValue, JsValue> {
    hand_over(plain::read_list(&json("body", body)?))
}

/// The `user` or `group` of this name in the answer to a look-up, or null.
///
/// # Errors
/// `ambiguous` and `bad_response`.
#[wasm_bindgen(js_name = scimFound)]
pub fn scim_found(kind: &str, body: &JsValue, name: &str) -> std::result::Result<JsValue, JsValue> {
    let body = json("body", body)?;
    hand_over(if kind == "group" { plain::found_group(&body, name) } else { plain::found_user(&body, name) })
}

/// What a refusal says.
///
/// # Errors
/// None but for a body that is no data.
#[wasm_bindgen(js_name = scimProblem)]
pub fn scim_problem(status: u16, body: &JsValue) -> std::result::Result<JsValue, JsValue> {
    to_js(&plain::read_problem(status, &json("body", body)?))
}

/// What a server can do.
///
/// # Errors
/// What the server refuses with.
#[wasm_bindgen(js_name = scimConfig)]
pub fn scim_config(status: u16, body: &JsValue) -> std::result::Result<JsValue, JsValue> {
    hand_over(plain::read_config(status, &json("body", body)?))
}

/// A listing from beginning to end.
#[wasm_bindgen]
pub struct ScimListing(Listing);

#[wasm_bindgen]
impl ScimListing {
    /// A listing by this query.
    ///
    /// # Errors
    /// `config_invalid`, naming the part.
    #[wasm_bindgen(constructor)]
    pub fn new(query: &JsValue) -> std::result::Result<Self, JsValue> {
        Listing::from_json(&json("query", query)?).map(Self).map_err(throw)
    }

    /// The query string of the next page; nothing at the end.
    ///
    /// # Errors
    /// `config_invalid`, naming the part.
    pub fn next(&self) -> std::result::Result<Option<String>, JsValue> {
        self.0.next().map_err(throw)
    }

    /// Takes the answer to it, and gives the resources that are new.
    ///
    /// # Errors
    /// `bad_response`.
    pub fn take(&mut self, body: &JsValue) -> std::result::Result<JsValue, JsValue> {
        hand_over(self.0.take(&json("body", body)?))
    }
}
