//! Values and errors across the boundary.

use crate::data;
use crate::engine::settings::read;
use crate::error::{Code, Error};
use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array, JSON};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

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

/// Plain JavaScript data. Numbers become what `JSON.parse` makes of them: beyond 2^53 they are rounded.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let text = data::write(value).map(|value| value.to_string()).map_err(throw)?;
    JSON::parse(&text)
}

/// A small structure of ours, such as what the facade says about the host.
pub fn from_js<T: DeserializeOwned>(what: &str, value: &JsValue) -> Result<T, JsValue> {
    read(what, json(what, value)?).map_err(throw)
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
    crate::json::read(&text).map_err(|_| bad("is nested too deeply"))
}

/// A property, or `undefined`, whatever `of` is and however it fights back.
pub fn get(of: &JsValue, key: &str) -> JsValue {
    if !of.is_object() && !of.is_function() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(of, &JsValue::from_str(key)).unwrap_or_default()
}

/// Waits for whatever a host gives: a promise, of another make or only looking like one, or no promise at all. Whatever
/// it throws when it is looked at rejects, for that is what resolving a promise of our own with it does.
pub fn awaited(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, _| {
        let _ = resolve.call1(&JsValue::UNDEFINED, value);
    }))
}

/// The bytes of a buffer or of a view of one, of any realm, not yet copied. The constructors are called in a
/// way that catches what they throw: an exception must not pass through the module.
pub fn view(value: &JsValue) -> Option<Uint8Array> {
    let make = |name: &str, inputs: &Array| {
        let constructor: Function = get(&js_sys::global(), name).dyn_into().ok()?;
        Reflect::construct(&constructor, inputs).ok()
    };
    let view = match ArrayBuffer::is_view(value) {
        true => value.clone(),
        // Nothing but a buffer can be viewed.
        false => make("DataView", &Array::of1(value))?,
    };
    let [buffer, offset, length] = ["buffer", "byteOffset", "byteLength"].map(|key| get(&view, key));
    make("Uint8Array", &Array::of3(&buffer, &offset, &length))?.dyn_into().ok()
}

/// The bytes of a text, a buffer or a view of one.
pub fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.as_string().map(String::into_bytes).or_else(|| view(value).map(|view| view.to_vec()))
}

/// The body of an answer that a host hands over; nothing is an empty one.
pub fn body_of(value: &JsValue) -> Result<Vec<u8>, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(Vec::new());
    }
    let refusal =
        || Error::invalid("body: is neither text nor bytes").hint("pass the answer's text or bytes");
    bytes(value).ok_or_else(|| throw(refusal()))
}

/// The host's own words on something thrown, whatever it is.
pub fn describe(thrown: &JsValue) -> String {
    let text = |value: &JsValue, key: &str| get(value, key).as_string();
    if let Some(text) = thrown.as_string() {
        return text;
    }
    if !thrown.is_object() && !thrown.is_function() {
        return format!("{thrown:?}");
    }
    let message = text(thrown, "message").or_else(|| text(thrown, "name")).unwrap_or_default();
    // Node hides the reason in the cause: "fetch failed" ← ECONNREFUSED.
    let cause = get(thrown, "cause");
    match cause.is_object().then(|| text(&cause, "code").or_else(|| text(&cause, "message"))).flatten() {
        Some(cause) => format!("{message} ({cause})"),
        None => message,
    }
}

/// An error of the boundary itself.
pub fn internal(what: &str) -> JsValue {
    throw(Error::new(Code::Internal, what))
}
