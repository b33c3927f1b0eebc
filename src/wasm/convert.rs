//! Values and errors across the boundary.

use crate::error::{Code, Error};
use js_sys::{Function, JSON};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// Makes the package's own error out of plain data and a cause.
    static MAKE_ERROR: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Says how to make an error: `(info, cause) => Error`.
#[wasm_bindgen(js_name = onError)]
pub fn on_error(make: Function) {
    MAKE_ERROR.with(|known| *known.borrow_mut() = Some(make));
}

/// The JavaScript error of an error, with the host's own error as its cause where there is one.
pub fn to_js_error(error: &Error, cause: &JsValue) -> JsValue {
    let info = to_js(error).unwrap_or_else(|_| JsValue::from_str(&error.message));
    let made = MAKE_ERROR.with(|make| {
        make.borrow().as_ref().and_then(|make| make.call2(&JsValue::UNDEFINED, &info, cause).ok())
    });
    made.unwrap_or(info)
}

/// An error without a cause of the host's.
pub fn throw(error: Error) -> JsValue {
    to_js_error(&error, &JsValue::UNDEFINED)
}

/// Plain JavaScript data.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&serializer)
        .map_err(|error| JsValue::from_str(&format!("a value cannot be handed to JavaScript: {error}")))
}

/// A small structure of ours, such as an answer.
pub fn from_js<T: DeserializeOwned>(what: &str, value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| {
        throw(Error::invalid(format!("{what}: {error}")).hint("compare with the types of the package"))
    })
}

/// A caller's data, as JSON sees it: dates become text, functions and `undefined` are left out.
pub fn json(what: &str, value: &JsValue) -> Result<Value, JsValue> {
    if value.is_undefined() {
        return Ok(Value::Null);
    }
    let bad = |why: &str| {
        throw(
            Error::invalid(format!("{what}: {why}"))
                .hint("give plain data: texts, numbers, lists and objects"),
        )
    };
    let text = match JSON::stringify(value) {
        Ok(text) => text,
        Err(error) => return Err(bad(&describe(&error))),
    };
    // A function or a symbol has no JSON at all.
    let text = text.as_string().ok_or_else(|| bad("is not data"))?;
    serde_json::from_str(&text).map_err(|_| bad("is nested too deeply"))
}

/// The host's own words on something thrown, whatever it is.
pub fn describe(thrown: &JsValue) -> String {
    let text = |value: &JsValue, key: &str| {
        js_sys::Reflect::get(value, &JsValue::from_str(key)).ok().and_then(|found| found.as_string())
    };
    if let Some(text) = thrown.as_string() {
        return text;
    }
    if !thrown.is_object() {
        return format!("{thrown:?}");
    }
    let message = text(thrown, "message").or_else(|| text(thrown, "name")).unwrap_or_default();
    // Node hides the reason in the cause: "fetch failed" ← ECONNREFUSED.
    let cause = js_sys::Reflect::get(thrown, &JsValue::from_str("cause")).unwrap_or_default();
    match cause.is_object().then(|| text(&cause, "code").or_else(|| text(&cause, "message"))).flatten() {
        Some(cause) => format!("{message} ({cause})"),
        None => message,
    }
}

/// An error of the boundary itself.
pub fn internal(what: &str) -> JsValue {
    throw(Error::new(Code::Internal, what))
}
