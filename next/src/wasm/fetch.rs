//! One exchange through the host's `fetch`. Nothing about the host is believed: a `fetch` may throw, reject with anything,
//! resolve to rubbish, or ignore its signal.
use super::values::{awaited, bytes, get, method, words};
use crate::http::{Fault, Outgoing, Response};
use gloo_net::http::Headers;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit, RequestRedirect};

/// The headers that anything reads.
const READ: [&str; 6] =
    ["content-length", "retry-after", "location", "x-request-id", "request-id", "x-correlation-id"];

/// Aborts when it is dropped: whoever no longer waits lets the connection go.
struct Flight(Option<AbortController>);
impl Drop for Flight {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Sends a request and reads the answer, up to `limit` bytes of body.
///
/// # Errors
/// What `fetch` threw, in words; a body that is too large.
pub async fn exchange(fetch: &Function, request: Outgoing, limit: usize) -> Result<Response, Fault> {
    let mut flight = Flight(AbortController::new().ok());
    let result = attempt(fetch, request, &flight, limit).await;
    if result.is_ok() {
        // It has ended: there is nothing to abort.
        flight.0 = None;
    }
    result.map_err(|thrown| match thrown.is_null() {
        true => Fault::TooLarge,
        false => Fault::Network(words(&thrown)),
    })
}

/// `null` stands for a body that is too large.
async fn attempt(
    fetch: &Function,
    request: Outgoing,
    flight: &Flight,
    limit: usize,
) -> Result<Response, JsValue> {
    let (url, init) = (JsValue::from_str(&request.url), init(&request, flight)?);
    drop(request);
    // No `this`: a page's fetch refuses any other than the window's.
    let answer = awaited(&fetch.call2(&JsValue::UNDEFINED, &url, &init)?).await?;
    let Some(status) = get(&answer, "status").as_f64().filter(|status| (0.0..1000.0).contains(status)) else {
        return Err(JsValue::from_str("fetch gave something that is not a response"));
    };
    // A page hides redirects that are not followed behind status 0.
    let is_redirect = status == 0.0 && get(&answer, "type").as_string().as_deref() == Some("opaqueredirect");
    let status = if is_redirect { 302 } else { status as u16 };
    let mut response = Response { status, headers: headers(&get(&answer, "headers")), body: Vec::new() };
    let announced = response.header("content-length").and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        cancel(&get(&answer, "body"));
        return Err(JsValue::NULL);
    }
    response.body = body(&answer, limit).await?;
    Ok(response)
}

/// Only what every runtime takes: Workers refuse `cache`, `integrity` and `redirect: "error"`.
fn init(request: &Outgoing, flight: &Flight) -> Result<RequestInit, JsValue> {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        // A browser throws at others; and nothing may throw through the module.
        if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            return Err(JsValue::from_str(&format!("the header {name} holds what no header may hold")));
        }
        headers.append(name, value);
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers.into_raw());
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(flight.0.as_ref().map(AbortController::signal).as_ref());
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    Ok(init)
}

/// Those that are texts.
fn headers(source: &JsValue) -> Vec<(String, String)> {
    let Some(read) = method(source, "get") else { return Vec::new() };
    let value = |name: &&str| read.call1(source, &JsValue::from_str(name)).ok()?.as_string();
    READ.iter().filter_map(|name| Some(((*name).to_owned(), value(name)?))).collect()
}

async fn body(answer: &JsValue, limit: usize) -> Result<Vec<u8>, JsValue> {
    let stream = get(answer, "body");
    if let Some(get_reader) = method(&stream, "getReader") {
        return chunks(&get_reader.call0(&stream)?, limit).await;
    }
    let read = method(answer, "arrayBuffer").or_else(|| method(answer, "text"));
    let read = read.ok_or_else(|| JsValue::from_str("fetch gave a response without a body to read"))?;
    let body = bytes(&awaited(&read.call0(answer)?).await?).ok_or_else(no_bytes)?;
    if body.len() > limit {
        Err(JsValue::NULL)
    } else {
        Ok(body)
    }
}
async fn chunks(reader: &JsValue, limit: usize) -> Result<Vec<u8>, JsValue> {
    let mut body = Vec::new();
    let read = method(reader, "read").ok_or_else(no_bytes)?;
    loop {
        let step = awaited(&read.call0(reader)?).await?;
        if get(&step, "done").is_truthy() {
            return Ok(body);
        }
        let chunk = get(&step, "value");
        let chunk = bytes(&chunk).filter(|_| !chunk.is_string()).ok_or_else(no_bytes)?;
        if body.len().saturating_add(chunk.len()) > limit {
            cancel(reader);
            return Err(JsValue::NULL);
        }
        body.extend_from_slice(&chunk);
    }
}

/// Lets the connection go: Workers have six of them. Whether that works is of no interest.
fn cancel(stream: &JsValue) {
    if let Some(Ok(promise)) = method(stream, "cancel").map(|cancel| cancel.call0(stream)) {
        drop(awaited(&promise));
    }
}
fn no_bytes() -> JsValue {
    JsValue::from_str("fetch gave a body that is not made of bytes")
}
