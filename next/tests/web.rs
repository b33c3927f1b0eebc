//! The boundary to JavaScript, in Node and in a browser: values in and out, and a `fetch` that is not believed.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]
use js_sys::{Array, Function, Reflect};
use provisor_next::wasm::{odata, roster, scim, JsAbort, JsClient, Parts};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

fn js(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return ({expression})")).call0(&JsValue::UNDEFINED).expect(expression)
}
fn get(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(key)).expect(key)
}
fn text(of: &JsValue, key: &str) -> String {
    get(of, key).as_string().unwrap_or_default()
}
fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).map(String::from).unwrap_or_default()
}
/// A MyWorkpal of a few lines; `around(url, init, next)` is what happens to each call.
fn platform(around: &str) -> JsValue {
    js(&PLATFORM.replace("AROUND", around))
}
const PLATFORM: &str = r#"(() => {
    "use strict"; // or `this` is never undefined
    const calls = [], accounts = [], own = {};
    const answer = (value) => new Response(JSON.stringify(value));
    const list = (results) => answer({ count: results.length, results });
    const user = (email, n) => ({ id: 4711 + n, userAccountId: 4711 + n, emailAddress: email, tenant: "companydoe", tenantId: 123 });
    const next = async (url, init) => {
        if (url.endsWith("/token")) return answer({ access_token: "CANARY-token", expires_in: 3600, token_type: "Bearer" });
        if (url.includes("/tenant/")) return list([{ id: 123, name: "Company Doe", subDomainName: "companydoe" }]);
        if (url.endsWith("/create")) {
            const { emailAddress } = JSON.parse(init.body).userAccount;
            return answer({ successful: true, userAccountId: 4710 + accounts.push(emailAddress) });
        }
        const asked = decodeURIComponent(url);
        return list(accounts.map(user).filter(({ emailAddress }) => asked.includes(emailAddress)));
    };
    const around = AROUND;
    function fetch(url, init) {
        calls.push(url.split("/").at(-1).split("?")[0]);
        return around.call(this, url, init, () => next(url, init), own);
    }
    return { fetch, calls, accounts, own };
})()"#;
const OPTIONS: &str = r#"{
    baseUrl: "https://webapi.example.com", credentials: { clientId: "id", clientSecret: "CANARY-secret" },
    paths: { createUser: "/create" }, maxRetries: 0,
}"#;
fn client(platform: &JsValue, more: &str) -> JsClient {
    let options = js(&format!("{{ ...{OPTIONS}, ...{{ {more} }} }}"));
    JsClient::new("myworkpal", options, platform.unchecked_ref::<Parts>()).ok().expect("a client")
}
async fn provision(client: &JsClient, abort: Option<JsAbort>) -> Result<JsValue, JsValue> {
    let user = js(r#"{ email: "john@doe.com", company: "Company Doe" }"#);
    JsFuture::from(client.one("provision", user, JsValue::UNDEFINED, abort)).await
}
async fn connect(client: &JsClient) -> Result<JsValue, JsValue> {
    JsFuture::from(client.connect(JsValue::UNDEFINED, None)).await
}

#[wasm_bindgen_test]
async fn a_person_is_created_once_and_told_as_plain_data() {
    let platform = platform("(url, init, next) => next()");
    let client = client(&platform, "");
    let outcome = provision(&client, None).await.unwrap();
    assert_eq!((text(&outcome, "status"), text(&outcome, "id")), ("created".into(), "4711".into()));
    let is_plain =
        js("(value) => Object.getPrototypeOf(value) === Object.prototype").unchecked_into::<Function>();
    assert!(is_plain.call1(&JsValue::NULL, &outcome).unwrap().is_truthy());
    assert_eq!(text(&provision(&client, None).await.unwrap(), "status"), "unchanged");
    assert_eq!(Array::from(&get(&platform, "accounts")).length(), 1);
    assert!(!json(&outcome).contains("CANARY"));
}
#[wasm_bindgen_test]
async fn fetch_is_called_without_this_with_what_every_runtime_takes() {
    let around = r#"function (url, init, next, own) {
        own.seen = [this === undefined, Object.keys(init).sort().join(), init.redirect, init.headers instanceof Headers,
            init.signal.aborted, init.headers.get("authorization")];
        return next();
    }"#;
    let platform = platform(around);
    connect(&client(&platform, "")).await.unwrap();
    let seen = json(&get(&get(&platform, "own"), "seen"));
    assert_eq!(seen, r#"[true,"headers,method,redirect,signal","manual",true,false,"Bearer CANARY-token"]"#);
}
#[wasm_bindgen_test]
async fn whatever_a_fetch_does_is_an_error_with_a_code() {
    for (act, words) in [
        ("() => { throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }) }", "fetch failed (ECONNREFUSED)"),
        ("() => Promise.reject(new Error('GET https://x.example/a?token=CANARY failed'))", "https://x.example/a failed"),
        ("() => Promise.reject()", "said nothing"),
        ("() => Promise.reject(Symbol('odd'))", "said nothing"),
        ("() => Promise.reject({ get message() { throw new Error('no') } })", "said nothing"),
        ("() => Promise.reject(new Proxy({}, { get() { throw new Error('no') } }))", "said nothing"),
        ("() => Object.assign(Promise.resolve(), { then() { throw new Error('odd') } })", "odd"),
        ("() => ({ get then() { throw new Error('odd') } })", "odd"),
        ("() => undefined", "not a response"),
        ("async () => 200", "not a response"),
        ("async () => ({ status: NaN })", "not a response"),
        ("async () => ({ get status() { throw new Error('no') } })", "not a response"),
        ("async () => ({ status: 200 })", "without a body"),
        ("async () => ({ status: 200, body: { getReader() { throw new Error('locked') } } })", "without a body"),
        ("async () => ({ status: 200, body: { getReader: () => ({ read: async () => ({ value: 'text' }) }) } })", "bytes"),
        ("async () => ({ status: 200, arrayBuffer: async () => Symbol('x') })", "bytes"),
        ("async () => ({ status: 200, text: () => Promise.reject(new Error('odd')) })", "odd"),
    ] {
        let error = connect(&client(&platform(act), "")).await.unwrap_err();
        assert_eq!(text(&error, "code"), "network", "{act}");
        assert!(text(&error, "message").contains(words), "{act}: {}", text(&error, "message"));
        assert!(!json(&error).contains("CANARY"), "{act}");
        // On a create it is a doubt, which is looked into.
        let around =
            format!("async (url, init, next, own) => url.endsWith('/create') && !own.done ? (own.done = true, await next(), ({act})()) : next()");
        let platform = platform(&around);
        let outcome = provision(&client(&platform, ""), None).await.unwrap();
        assert_eq!(text(&outcome, "status"), "created", "{act}: {}", json(&outcome));
        assert_eq!(Array::from(&get(&platform, "accounts")).length(), 1, "{act}");
    }
}
#[wasm_bindgen_test]
async fn responses_of_any_make_are_read_up_to_their_limit() {
    for make in [
        "({ status, arrayBuffer: async () => bytes.buffer })",
        "({ status, headers: new Map([['retry-after', '1']]), text: () => new TextDecoder().decode(bytes) })",
        "({ status, headers: { get() { throw new Error('no') } }, body: new Response(bytes).body })",
        "({ status, body: { getReader: () => { let at = 0; return { read: async () => at < bytes.length ? { value: bytes.subarray(at, ++at) } : { done: true } } } } })",
    ] {
        let around = format!("async (url, init, next) => {{ const answer = await next(), {{ status }} = answer; const bytes = new Uint8Array(await answer.arrayBuffer()); return {make} }}");
        let outcome = provision(&client(&platform(&around), ""), None).await.unwrap();
        assert_eq!(text(&outcome, "status"), "created", "{make}");
    }
    for large in [
        "async (url, init, next, own) => ({ status: 200, headers: new Headers({ 'content-length': '5000' }), body: { cancel() { own.cancelled = true } } })",
        "async (url, init, next, own) => ({ status: 200, body: { getReader: () => ({ read: async () => ({ value: new Uint8Array(900) }), cancel() { own.cancelled = true } }) } })",
        "async () => ({ status: 200, arrayBuffer: async () => new ArrayBuffer(5000) })",
    ] {
        let platform = platform(large);
        let error = connect(&client(&platform, "maxResponseBytes: 2048")).await.unwrap_err();
        assert_eq!(text(&error, "code"), "bad_response", "{large}");
        assert_eq!(get(&get(&platform, "own"), "cancelled").is_truthy(), large.contains("cancel"), "{large}");
    }
}
#[wasm_bindgen_test]
async fn whoever_gives_up_lets_the_connection_go() {
    let around = r#"(url, init, next, own) => {
        init.signal.addEventListener("abort", () => (own.aborted = true));
        return url.endsWith("/token") ? next() : new Promise(() => {});
    }"#;
    let slow = platform(around);
    let error = connect(&client(&slow, "timeoutMs: 20")).await.unwrap_err();
    assert_eq!(text(&error, "code"), "timeout");
    assert!(get(&get(&slow, "own"), "aborted").is_truthy());
    let hanging = platform(around);
    let abort = JsAbort::new();
    let call = provision_now(&client(&hanging, ""), &abort);
    JsFuture::from(js("new Promise((done) => setTimeout(done, 10))").unchecked_into::<js_sys::Promise>())
        .await
        .unwrap();
    abort.abort();
    assert_eq!(text(&JsFuture::from(call).await.unwrap_err(), "code"), "aborted");
    assert!(get(&get(&hanging, "own"), "aborted").is_truthy());
}
fn provision_now(client: &JsClient, abort: &JsAbort) -> js_sys::Promise {
    let user = js(r#"{ email: "john@doe.com", company: "Company Doe" }"#);
    client.one("provision", user, JsValue::UNDEFINED, Some(abort.share()))
}
#[wasm_bindgen_test]
fn values_are_read_strictly_and_numbers_are_as_json_parse_makes_them() {
    let platform = platform("(url, init, next) => next()");
    for (options, words) in [
        ("undefined", "options"),
        ("5", "options"),
        ("{ baseUrl: 5 }", "options.baseUrl must be a string, not a number"),
        ("{ baseURL: 'x' }", "did you mean \"baseUrl\""),
        ("() => {}", "plain data"),
    ] {
        let error =
            JsClient::new("myworkpal", js(options), platform.unchecked_ref::<Parts>()).err().expect(options);
        assert!(["config_invalid", "config_missing"].contains(&text(&error, "code").as_str()), "{options}");
        assert!(text(&error, "message").contains(words), "{options}: {}", text(&error, "message"));
    }
    assert!(JsClient::new("nowhere", js(OPTIONS), platform.unchecked_ref::<Parts>()).is_err());
    let client = client(&platform, "");
    let body = r#"{"id":1,"big":12345678901234567890,"part":1234.50,"tiny":5e-324}"#;
    for given in [
        body.into(),
        js(&format!("new TextEncoder().encode('{body}')")),
        js(&format!("new TextEncoder().encode('{body}').buffer")),
    ] {
        let record = client.response("readEmployeeRecord", 200, JsValue::UNDEFINED, &given).unwrap();
        assert_eq!(json(&record), json(&js_sys::JSON::parse(body).unwrap()));
    }
    for bad in ["5", "{}", "Symbol('x')", "[91]"] {
        let error = client.response("readEmployeeRecord", 200, JsValue::UNDEFINED, &js(bad)).unwrap_err();
        assert_eq!(text(&error, "code"), "config_invalid", "{bad}");
    }
    let request =
        client.request("listUsers", js(r#"{ subDomain: "companydoe", emails: ["a@b.co"] }"#)).unwrap();
    assert_eq!(text(&request, "method"), "GET");
    assert!(!json(&request).contains("CANARY"));
}
#[wasm_bindgen_test]
fn builders_take_plain_data_and_name_what_is_wrong() {
    let query =
        odata("query", js("{ of: { filter: { eq: [{ field: 'Name' }, 'O\\'Neill'] }, top: 1 } }")).unwrap();
    assert!(query.as_string().unwrap().contains("O%27%27Neill"));
    let filter = scim("filter", js("{ of: { eq: ['userName', 'a\"b'] } }")).unwrap();
    assert_eq!(filter.as_string().unwrap(), r#"userName eq "a\"b""#);
    let read = roster("parse", js("{ text: 'email,company\\na@b.co,X', platform: 'myworkpal' }")).unwrap();
    assert_eq!(json(&get(&read, "users")), r#"[{"company":"X","email":"a@b.co"}]"#);
    for error in [
        odata("query", js("{ of: { filter: 'raw text' } }")).unwrap_err(),
        scim("filter", js("{ of: { eq: ['a b', 1] } }")).unwrap_err(),
        roster("parse", js("{ text: '', platform: 'myworkpal' }")).unwrap_err(),
    ] {
        assert_eq!(text(&error, "code"), "config_invalid");
    }
}
