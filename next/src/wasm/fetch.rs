//! One exchange through the host's `fetch`. Nothing about the host is believed: a `fetch` may throw, reject with anything,
//! resolve to rubbish, or ignore its signal.
use super::values::{awaited, bytes, get, words};
use crate::http::{Fault, Outgoing, Response};
use gloo_net::http::Headers;
use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit, RequestRedirect};

/// A response, its headers, its body, and what reads that; or whatever a host gives instead: each of these may throw.
#[wasm_bindgen]
extern "C" {
    type Given;
    #[wasm_bindgen(method, getter, catch)]
    fn status(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn headers(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = get)]
    fn header(this: &Given, name: &JsString) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn body(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn read(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn done(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn value(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = arrayBuffer)]
    fn buffer(this: &Given) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn text(this: &Given) -> Result<JsValue, JsValue>;
}
fn given(value: &JsValue) -> &Given {
    value.unchecked_ref()
}
/// The headers that anything reads.
const READ: [&str; 6] =
    ["content-length", "retry-after", "location", "x-request-id", "request-id", "x-correlation-id"];
thread_local! {
    static NAMES: [JsString; 6] = READ.map(JsString::from);
}

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
    let Some(status) =
        given(&answer).status().unwrap_or_default().as_f64().filter(|status| (0.0..1000.0).contains(status))
    else {
        return Err(JsValue::from_str("fetch gave something that is not a response"));
    };
    // A page hides redirects that are not followed behind status 0.
    let is_redirect = status == 0.0 && get(&answer, "type").as_string().as_deref() == Some("opaqueredirect");
    let status = if is_redirect { 302 } else { status as u16 };
    let mut response = Response { status, headers: headers(&answer), body: Vec::new() };
    let announced = response.header("content-length").and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        cancel(&given(&answer).body().unwrap_or_default());
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
fn headers(answer: &JsValue) -> Vec<(String, String)> {
    let Ok(all) = given(answer).headers() else { return Vec::new() };
    let value = |name: &JsString| given(&all).header(name).ok()?.as_string();
    let read = |(name, own): (&&str, &JsString)| Some(((*name).to_owned(), value(own)?));
    NAMES.with(|names| READ.iter().zip(names).filter_map(read).collect())
}

async fn body(answer: &JsValue, limit: usize) -> Result<Vec<u8>, JsValue> {
    let stream = given(answer).body().unwrap_or_default();
    if let Some(reader) = given(&stream).reader().ok().filter(|_| stream.is_object()) {
        return chunks(&reader, limit).await;
    }
    let read = given(answer).buffer().or_else(|_| given(answer).text());
    let read = read.map_err(|_| JsValue::from_str("fetch gave a response without a body to read"))?;
    let body = bytes(&awaited(&read).await?).ok_or_else(no_bytes)?;
    if body.len() > limit {
        Err(JsValue::NULL)
    } else {
        Ok(body)
    }
}
async fn chunks(reader: &JsValue, limit: usize) -> Result<Vec<u8>, JsValue> {
    let mut body = Vec::new();
    loop {
        let step = awaited(&given(reader).read()?).await?;
        if given(&step).done()?.is_truthy() {
            return Ok(body);
        }
        let chunk = given(&step).value()?;
        let chunk = bytes(&chunk).filter(|_| !chunk.is_string()).ok_or_else(no_bytes)?;
        if body.len().saturating_add(chunk.len()) > limit {
            cancel(reader);
            return Err(JsValue::NULL);
        }
        match body.is_empty() {
            true => body = chunk,
            false => body.extend_from_slice(&chunk),
        }
    }
}

/// Lets the connection go: Workers have six of them. Whether that works is of no interest.
fn cancel(stream: &JsValue) {
    if let Ok(promise) = given(stream).cancel() {
        drop(awaited(&promise));
    }
}
fn no_bytes() -> JsValue {
    JsValue::from_str("fetch gave a body that is not made of bytes")
}
