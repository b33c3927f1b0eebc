//! Values and errors across the boundary: in as one [`Value`], out as one text for `JSON.parse`.
use crate::error::{Error, Result};
use crate::redact::without_queries;
use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array, JSON};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Plain data of the facade, as JSON has it; nothing is null.
///
/// # Errors
/// `config_invalid` for what is no data.
pub fn from_js(what: &str, value: JsValue) -> Result<Value> {
    if value.is_undefined() {
        return Ok(Value::Null);
    }
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| Error::invalid(format!("{what} must be plain data: {error}")))
}
/// Plain data; numbers become what `JSON.parse` makes of them.
///
/// # Errors
/// `internal`, should it not be possible to write it.
pub fn to_js(value: &impl Serialize) -> Result<JsValue> {
    let text = serde_json::to_string(value);
    parse(&text.map_err(|_| Error::internal("a value cannot be written as JSON"))?)
}
/// What a JSON text says.
///
/// # Errors
/// `internal`, should it be none.
pub fn parse(text: &str) -> Result<JsValue> {
    JSON::parse(text).map_err(|_| Error::internal("a text is not JSON"))
}
/// An error as plain data: the facade makes its own class of it.
pub fn thrown(error: Error) -> JsValue {
    let text = serde_json::to_string(&error).unwrap_or_default();
    JSON::parse(&text).unwrap_or_else(|_| JsValue::from_str(&error.message))
}

/// A property, or `undefined`, whatever `of` is and however it fights back.
pub fn get(of: &JsValue, key: &str) -> JsValue {
    if !of.is_object() && !of.is_function() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(of, &JsValue::from_str(key)).unwrap_or_default()
}
/// A method, if there is one.
pub fn method(of: &JsValue, key: &str) -> Option<Function> {
    get(of, key).dyn_into().ok()
}
/// Waits for whatever a host gives: a promise, something that looks like one, or none at all. What it throws when it is
/// looked at rejects.
pub fn awaited(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::race(&Array::of1(value)))
}
/// The bytes of a text, of a buffer, or of a view of one, of any realm; at most so many. The constructors are called in a
/// way that catches what they throw: an exception must not pass through the module.
pub fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    if value.is_instance_of::<Uint8Array>() {
        return Some(value.unchecked_ref::<Uint8Array>().to_vec());
    }
    if let Some(text) = value.as_string() {
        return Some(text.into_bytes());
    }
    let make =
        |name: &str, inputs: &Array| Reflect::construct(&method(&js_sys::global(), name)?, inputs).ok();
    let view = match ArrayBuffer::is_view(value) {
        true => value.clone(),
        // Nothing but a buffer can be viewed.
        false => make("DataView", &Array::of1(value))?,
    };
    let [buffer, offset, length] = ["buffer", "byteOffset", "byteLength"].map(|key| get(&view, key));
    let array: Uint8Array = make("Uint8Array", &Array::of3(&buffer, &offset, &length))?.dyn_into().ok()?;
    Some(array.to_vec())
}
/// The host's own words on something thrown, whatever it is, with the reason that Node hides in its cause:
/// `fetch failed (ECONNREFUSED)`; without what URLs in them carry.
pub fn words(thrown: &JsValue) -> String {
    const LONGEST: usize = 300;
    let text = |value: &JsValue, key: &str| get(value, key).as_string().filter(|text| !text.is_empty());
    let message = text(thrown, "message").or_else(|| thrown.as_string()).or_else(|| text(thrown, "name"));
    let cause = get(thrown, "cause");
    let cause = text(&cause, "code").or_else(|| text(&cause, "message"));
    let cause = cause.map(|cause| format!(" ({cause})")).unwrap_or_default();
    let all = message.unwrap_or_else(|| "it said nothing".to_owned()) + &cause;
    without_queries(&all).chars().take(LONGEST).collect()
}
