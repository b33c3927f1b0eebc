//! The boundary to JavaScript, in Node and in a browser: `cargo xtask test --next --only web-node,web-chrome`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use js_sys::{Function, Promise, Reflect};
use provisor_next::wasm::{JsAbort, JsClient, Parts};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const OPTIONS: &str = r#"({
    baseUrl: "https://webapi.example.com", credentials: { clientId: "id", clientSecret: "CANARY-secret" },
    paths: { createUser: "/create" }, maxRetries: 0, timeoutMs: 500,
})"#;
const JOHN: &str = r#"({ email: "john@doe.com", company: "Company Doe" })"#;
/// A platform that knows one tenant.
const PLATFORM: &str = r#"(() => {
    const accounts = [];
    const answer = (value) => new Response(JSON.stringify(value), { status: 200 });
    const list = (results) => answer({ count: results.length, results });
    return async (url, init) => {
        if (url.endsWith("/token")) return answer({ access_token: "CANARY-token", expires_in: 3600, token_type: "Bearer" });
        if (url.includes("/tenant/")) return list([{ id: 123, name: "Company Doe", subDomainName: "companydoe" }]);
        if (url.endsWith("/create")) {
            const { emailAddress } = JSON.parse(init.body).userAccount;
            const userAccountId = 4710 + accounts.push(emailAddress);
            return answer({ successful: true, status: "True", userAccountId, username: emailAddress });
        }
        const asked = decodeURIComponent(url);
        const user = (emailAddress, n) => ({ id: 4711 + n, userAccountId: 4711 + n, emailAddress, tenant: "companydoe", tenantId: 123 });
        return list(accounts.map(user).filter(({ emailAddress }) => asked.includes(emailAddress)));
    };
})()"#;

fn js(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return {expression}")).call0(&JsValue::UNDEFINED).expect(expression)
}
fn text(of: &JsValue, key: &str) -> String {
    let value = Reflect::get(of, &JsValue::from_str(key)).expect(key);
    value.as_string().unwrap_or_else(|| format!("{value:?}"))
}
fn client(options: &str, fetch: &str) -> Result<JsClient, JsValue> {
    let parts = js(&format!("({{ fetch: {fetch} }})")).unchecked_into::<Parts>();
    JsClient::new("myworkpal", js(options), &parts)
}
async fn wait(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

#[wasm_bindgen_test]
async fn a_person_is_provisioned_and_left_alone_the_second_time() {
    let client = client(OPTIONS, PLATFORM).unwrap();
    for status in ["created", "unchanged"] {
        let outcome = wait(client.one("provision", js(JOHN), js("({})"), None)).await.unwrap();
        assert_eq!((text(&outcome, "status"), text(&outcome, "id")), (status.into(), "4711".into()));
        let said = String::from(js_sys::JSON::stringify(&outcome).unwrap());
        assert!(!said.contains("CANARY"), "{said}");
    }
}

#[wasm_bindgen_test]
async fn a_host_that_misbehaves_is_a_network_error() {
    for act in [
        "() => { throw new TypeError('fetch failed') }",
        "() => Promise.reject(undefined)",
        "() => Promise.reject(Object.create(null))",
        "() => Promise.reject(new Proxy({}, { get() { throw new Error('trap') } }))",
        "() => undefined",
        "async () => '200 OK'",
        "async () => ({ get status() { throw new Error('no') } })",
        "() => ({ get then() { throw new Error('no') } })",
        "async () => ({ status: 200, arrayBuffer: async () => 1e12 })",
        "async () => ({ status: 200, body: { getReader: () => ({ read: async () => ({ value: Symbol('x') }) }) } })",
        "async () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('torn')) }))",
    ] {
        let error = wait(client(OPTIONS, act).unwrap().one("provision", js(JOHN), js("({})"), None)).await;
        assert_eq!(text(&error.expect_err(act), "code"), "network", "{act}");
    }
}

#[wasm_bindgen_test]
async fn no_answer_is_waited_for_no_longer_than_told_and_an_abort_ends_at_once() {
    let silent = "() => new Promise(() => {})";
    let late = wait(client(OPTIONS, silent).unwrap().one("provision", js(JOHN), js("({})"), None)).await;
    assert_eq!(text(&late.unwrap_err(), "code"), "timeout");
    let abort = JsAbort::new();
    let call = client(OPTIONS, silent).unwrap().one("provision", js(JOHN), js("({})"), Some(abort.share()));
    abort.abort();
    assert_eq!(text(&wait(call).await.unwrap_err(), "code"), "aborted");
}

#[wasm_bindgen_test]
fn options_are_read_strictly_and_named() {
    for (options, words) in [
        ("({})", "baseUrl"),
        ("5", "options"),
        (
            "({ baseUrl: 'https://a.co', credentials: { clientId: 'a', clientSecret: 'b' }, timeout: 5 })",
            "timeoutMs",
        ),
        ("({ baseUrl: 'http://a.co', credentials: { clientId: 'a', clientSecret: 'b' } })", "http"),
    ] {
        let error = client(options, PLATFORM).map(drop).unwrap_err();
        assert!(text(&error, "message").contains(words), "{options}: {}", text(&error, "message"));
    }
}
