//! What the tests of the boundary share: JavaScript values, a platform in a few lines of it, and errors read.

use js_sys::{Array, Function, Object, Promise, Reflect};
use provisor::wasm::{on_error, Hooks, JsClient, JsRun};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The value of a JavaScript expression.
pub fn js(expression: &str) -> JsValue {
    eval(&format!("return ({expression})"))
}

fn eval(body: &str) -> JsValue {
    Function::new_no_args(body).call0(&JsValue::UNDEFINED).expect(body)
}

pub fn get(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(key)).expect(key)
}

pub fn text(of: &JsValue, key: &str) -> String {
    get(of, key).as_string().unwrap_or_else(|| panic!("{key} is {:?}", get(of, key)))
}

pub fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).map(String::from).unwrap_or_default()
}

/// Errors become what the package makes of them, less its class.
pub fn make_errors() {
    let make = "return Object.assign(new Error(info.message), info, cause === undefined ? {} : { cause })";
    on_error(Function::new_with_args("info, cause", make));
}

/// The code of something thrown; it has words and a remedy.
pub fn code<T>(result: Result<T, JsValue>) -> String {
    let Err(error) = result else { panic!("expected an error") };
    assert!(!text(&error, "message").is_empty());
    text(&error, "code")
}

pub const OPTIONS: &str = r#"{
    baseUrl: "https://webapi.example.com", credentials: { clientId: "id", clientSecret: "CANARY-secret" },
    paths: { createUser: "/create" }, maxRetries: 0, concurrency: 1,
}"#;
pub const JOHN: &str = r#"{ email: "john@doe.com", company: "Company Doe" }"#;

pub fn client(more: &str) -> JsClient {
    make_errors();
    JsClient::new("myworkpal", &js(&format!("{{ ...{OPTIONS}, ...{{ {more} }} }}"))).expect("a client")
}

pub fn begin(client: &JsClient, verb: &str, input: &str, options: &str) -> JsRun {
    client.begin(verb, &js(input), &JsValue::UNDEFINED, js(options)).expect(verb)
}

/// A platform that knows one tenant. `around` is what happens to each call, `(url, init, next) => …`; what it
/// wants to tell the test it puts into `own`.
pub struct Platform(JsValue);

impl Platform {
    pub fn new(around: &str) -> Self {
        Self(eval(&format!(
            r#"
            "use strict"; // or `this` is never undefined
            const calls = [], events = [], accounts = [], own = {{}};
            const answer = (value) => new Response(JSON.stringify(value), {{ status: 200 }});
            const list = (results) => answer({{ count: results.length, results }});
            const user = (email, n) => ({{ id: 4711 + n, emailAddress: email, tenant: "companydoe", tenantId: 123 }});
            const next = async (url, init) => {{
                if (url.endsWith("/token"))
                    return answer({{ access_token: "CANARY-token", expires_in: 3600, token_type: "Bearer" }});
                if (url.includes("/tenant/"))
                    return list([{{ id: 123, name: "Company Doe", subDomainName: "companydoe" }}]);
                if (url.endsWith("/create")) {{
                    const {{ emailAddress }} = JSON.parse(init.body).userAccount;
                    return answer({{ successful: true, userAccountId: 4710 + accounts.push(emailAddress) }});
                }}
                const asked = decodeURIComponent(url);
                return list(accounts.map(user).filter(({{ emailAddress }}) => asked.includes(emailAddress)));
            }};
            const around = {around};
            const path = (url) => url.split("/").at(-1).split("?")[0];
            function fetch(url, init) {{
                calls.push(`${{init.method}} ${{path(url)}}`);
                events.push(path(url));
                return around.call(this, url, init, () => next(url, init));
            }}
            return {{ calls, events, accounts, own, fetch, next }};
            "#
        )))
    }

    pub fn calls(&self) -> String {
        Array::from(&get(&self.0, "calls")).join(", ").into()
    }

    pub fn accounts(&self) -> u32 {
        Array::from(&get(&self.0, "accounts")).length()
    }

    /// What else a test wants of it: `platform` is its object.
    pub fn ask(&self, expression: &str) -> JsValue {
        let ask = Function::new_with_args("platform", &format!("return ({expression})"));
        ask.call1(&JsValue::UNDEFINED, &self.0).expect(expression)
    }

    /// Drives a run against it; `hooks` are further ones, and may use `platform`.
    pub async fn drive(&self, run: &JsRun, hooks: &str) -> Result<JsValue, JsValue> {
        let hooks = self.ask(&format!("Object.assign({{ fetch: platform.fetch }}, {{ {hooks} }})"));
        wait(&run.drive(hooks.unchecked_into::<Hooks>())).await
    }

    /// The answer to a request that was handed out, as its parts.
    pub async fn answer(&self, request: &JsValue) -> (u16, JsValue) {
        let call = Function::new_with_args("platform, request", "return platform.next(request.url, request)");
        let promise = call.call2(&JsValue::UNDEFINED, &self.0, request).expect("an answer");
        let answer = wait(promise.unchecked_ref()).await.expect("an answer");
        let text =
            Function::new_with_args("answer", "return answer.text()").call1(&JsValue::UNDEFINED, &answer);
        let body = wait(text.expect("a body").unchecked_ref()).await.expect("a body");
        (get(&answer, "status").as_f64().expect("a status") as u16, body)
    }
}

pub async fn wait(promise: &Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise.clone()).await
}

/// An object without anything in it.
pub fn empty() -> JsValue {
    Object::new().into()
}
