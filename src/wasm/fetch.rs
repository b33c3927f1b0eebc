//! One exchange through the host's `fetch`. Nothing about the host is believed: a `fetch` may throw, reject
//! with anything, resolve to rubbish, or ignore its signal.

use super::convert::{awaited, bytes, describe, get, view};
use crate::engine::{Event, Fault};
use crate::http::RequestDocument;
use gloo_net::http::Headers;
use js_sys::{Function, Object, Reflect, Symbol};
use wasm_bindgen::prelude::*;

/// What an exchange has come to, and what the host threw, if it did.
pub type Fetched = (Event, Option<JsValue>);

/// Sends a filled request and reads the answer, up to `limit` bytes of body.
pub async fn exchange(fetch: Function, request: RequestDocument, signal: JsValue, limit: usize) -> Fetched {
    match attempt(fetch, request, signal, limit).await {
        Ok(event) => (event, None),
        Err(thrown) => (Event::Fault(Fault::Network, words(&thrown)), Some(thrown)),
    }
}

async fn attempt(
    fetch: Function,
    request: RequestDocument,
    signal: JsValue,
    limit: usize,
) -> Result<Event, JsValue> {
    let url = JsValue::from_str(&request.url);
    let init = init(&request, &signal)?;
    // No `this`: a page's fetch refuses any other than the window's.
    let promise = fetch.call2(&JsValue::UNDEFINED, &url, &init)?;
    let answer = awaited(&promise).await?;
    let Some(status) = get(&answer, "status").as_f64().filter(|status| (0.0..1000.0).contains(status)) else {
        return Err(JsValue::from_str("fetch gave something that is not a response"));
    };
    // A page hides redirects that are not followed behind status 0.
    let is_redirect = get(&answer, "type").as_string().as_deref() == Some("opaqueredirect");
    let status = if is_redirect { 302 } else { status as u16 };
    let headers = headers(&get(&answer, "headers"));
    let too_large = || Event::Fault(Fault::TooLarge, String::new());
    let announced = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    if announced.and_then(|(_, length)| length.parse::<usize>().ok()).is_some_and(|length| length > limit) {
        cancel(&get(&answer, "body"));
        return Ok(too_large());
    }
    Ok(match body(&answer, limit).await? {
        Some(body) => Event::answer(status, headers, body),
        None => too_large(),
    })
}

/// Only what every runtime takes: Workers refuse `cache`, `integrity` and `redirect: "error"`.
fn init(request: &RequestDocument, signal: &JsValue) -> Result<Object, JsValue> {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.append(name, value.as_str().unwrap_or_default());
    }
    let init = Object::new();
    let set = |key: &str, value: &JsValue| Reflect::set(&init, &JsValue::from_str(key), value);
    set("method", &JsValue::from_str(request.method.as_str()))?;
    set("headers", &headers.into_raw().into())?;
    set("redirect", &JsValue::from_str("manual"))?;
    set("signal", signal)?;
    if let Some(body) = &request.body {
        set("body", &JsValue::from_str(body))?;
    }
    Ok(init)
}

/// The names and values that are texts. Whatever goes wrong on the way, what came before it counts.
fn headers(source: &JsValue) -> Vec<(String, String)> {
    // More than any server sends: a list without end must not hold up the host.
    const MOST: usize = 1000;
    let Some((list, next)) = pairs(source) else { return Vec::new() };
    let entries = (0..MOST).map_while(|_| {
        let entry = next.call0(&list).ok()?;
        (entry.is_object() && !get(&entry, "done").is_truthy()).then(|| get(&entry, "value"))
    });
    entries.filter_map(|pair| Some((get(&pair, "0").as_string()?, get(&pair, "1").as_string()?))).collect()
}

/// The iterator of some headers, and how to ask it for the next.
fn pairs(headers: &JsValue) -> Option<(JsValue, Function)> {
    let method = |of: &JsValue, key: &JsValue| Reflect::get(of, key).ok()?.dyn_into::<Function>().ok();
    let entries: Function = get(headers, "entries").dyn_into().ok()?;
    let entries = entries.call0(headers).ok().filter(JsValue::is_object)?;
    let list = method(&entries, &Symbol::iterator().into())?.call0(&entries).ok()?;
    let next = get(&list, "next").dyn_into().ok()?;
    Some((list, next))
}

/// The body's bytes; `None` when there are more than `limit`.
async fn body(answer: &JsValue, limit: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let stream = get(answer, "body");
    if let Ok(get_reader) = get(&stream, "getReader").dyn_into::<Function>() {
        return chunks(&get_reader.call0(&stream)?, limit).await;
    }
    for method in ["arrayBuffer", "text"] {
        let Ok(read) = get(answer, method).dyn_into::<Function>() else { continue };
        let content = awaited(&read.call0(answer)?).await?;
        let bytes = bytes(&content).ok_or_else(no_bytes)?;
        return Ok((bytes.len() <= limit).then_some(bytes));
    }
    Err(JsValue::from_str("fetch gave a response without a body to read"))
}

async fn chunks(reader: &JsValue, limit: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let mut bytes = Vec::new();
    let read: Function = get(reader, "read").dyn_into()?;
    loop {
        let chunk = awaited(&read.call0(reader)?).await?;
        if get(&chunk, "done").is_truthy() {
            return Ok(Some(bytes));
        }
        let chunk = view(&get(&chunk, "value")).ok_or_else(no_bytes)?;
        let length = usize::try_from(chunk.length()).unwrap_or(usize::MAX);
        if bytes.len().saturating_add(length) > limit {
            cancel(reader);
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk.to_vec());
    }
}

/// Lets the connection go: Workers have six of them. Whether that works is of no interest.
fn cancel(stream: &JsValue) {
    if let Ok(cancel) = get(stream, "cancel").dyn_into::<Function>() {
        if let Ok(promise) = cancel.call0(stream) {
            drop(awaited(&promise));
        }
    }
}

fn no_bytes() -> JsValue {
    JsValue::from_str("fetch gave a body that is not made of bytes")
}

fn words(thrown: &JsValue) -> String {
    describe(thrown).chars().take(300).collect()
}
