//! A run that the driver takes through an injected `fetch`: order, time-outs, aborts, and a host that misbehaves.

use crate::kit::{begin, client, get, json, text, Platform, JOHN};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const PLAIN: &str = "(url, init, next) => next()";
const ALL_FIVE: &str = "POST token, GET get, GET companydoe, POST create, GET companydoe";

async fn provision(platform: &Platform, options: &str, hooks: &str) -> Result<JsValue, JsValue> {
    let client = client(options);
    platform.drive(&begin(&client, "provision", JOHN, "{}"), hooks).await
}

/// How it ended, and what the host threw.
fn ended(result: Result<JsValue, JsValue>) -> (String, JsValue) {
    let error = result.expect_err("it was to fail");
    (text(&error, "code"), get(&error, "cause"))
}

#[wasm_bindgen_test]
async fn a_person_is_provisioned() {
    let platform = Platform::new(
        "function (url, init, next) {
            if (this !== undefined || arguments.length !== 3) throw new Error('called with more than (url, init)');
            if (typeof url !== 'string' || init.redirect !== 'manual') throw new Error('not as every runtime takes it');
            if (!(init.headers instanceof Headers) || init.signal.aborted) throw new Error('headers or signal');
            return next();
        }",
    );
    let outcome =
        provision(&platform, "", "log: (event) => platform.calls.log = (platform.calls.log ?? 0) + 1").await;
    let outcome = outcome.unwrap();
    assert_eq!((text(&outcome, "status"), text(&outcome, "id")), ("created".into(), "4711".into()));
    assert_eq!((platform.calls().as_str(), platform.accounts()), (ALL_FIVE, 1));
    assert_eq!(platform.ask("platform.calls.log").as_f64(), Some(6.0), "five requests and one outcome");
    assert!(!json(&outcome).contains("CANARY"));
}

#[wasm_bindgen_test]
async fn hooks_that_throw_end_nothing() {
    let throws = "log: () => { throw new Error('full') }, outcome: () => { throw new Error('full') }";
    let platform = Platform::new(PLAIN);
    let client = client("");
    platform.drive(&begin(&client, "provisionAll", &format!("[{JOHN}]"), "{}"), throws).await.unwrap();
    assert_eq!(platform.accounts(), 1);
}

#[wasm_bindgen_test]
async fn outcomes_are_told_as_they_come() {
    let platform = Platform::new(PLAIN);
    let client = client("");
    let people = r#"[{ email: "a@b.co", subDomain: "companydoe" }, { email: "no at", company: "X" }, 5]"#;
    let hook = "outcome: ({ row, status }) => platform.events.push(`${row} ${status}`)";
    let summary = platform.drive(&begin(&client, "provisionAll", people, "{}"), hook).await.unwrap();
    assert_eq!(json(&summary), r#"{"rows":3,"done":1}"#);
    let told = platform.ask("platform.events.filter((event) => event.includes(' ')).join()");
    assert_eq!(told.as_string().unwrap(), "1 failed,2 failed,0 created");
}

#[wasm_bindgen_test]
async fn the_journal_is_stored_before_anything_that_it_announces_is_sent() {
    let platform = Platform::new(PLAIN);
    // Each line takes a few turns to be stored, and tells when it is.
    let hook = "append: async (text) => {
        platform.events.push('storing');
        for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setTimeout(done, 1));
        platform.events.push(...text.trim().split('\\n').map((line) => `stored:${/\"(intent|step|done|provisor)\"/.exec(line)[1]}`));
    }";
    let people: Vec<_> =
        (0..12).map(|n| format!("{{ email: 'p{n}@doe.com', subDomain: 'companydoe' }}")).collect();
    let client = client("");
    let run = begin(&client, "provisionAll", &format!("[{}]", people.join(",")), "{ concurrency: 4 }");
    platform.drive(&run, hook).await.unwrap();
    assert_eq!(platform.accounts(), 12);
    let events = Array::from(&platform.ask("platform.events"));
    let (mut announced, mut storing) = (0_u32, false);
    for event in events.iter().filter_map(|event| event.as_string()) {
        match event.as_str() {
            "storing" => storing = true,
            "create" => {
                assert!(announced > 0, "a create was sent before its line was stored");
                announced -= 1;
            }
            "stored:intent" => announced += 1,
            _ => {}
        }
        if event.starts_with("stored:") {
            storing = false;
        } else if event != "storing" {
            assert!(!storing, "{event} was sent while the journal was being stored");
        }
    }
    assert_eq!(announced, 0);
}

#[wasm_bindgen_test]
async fn a_journal_that_cannot_be_stored_ends_the_run() {
    for append in [
        "append: () => Promise.reject(platform.full = new Error('disk full'))",
        "append: () => { throw platform.full = new Error('disk full') }",
    ] {
        let platform = Platform::new(PLAIN);
        let error = provision(&platform, "", append).await.unwrap_err();
        assert!(text(&error, "message").contains("disk full"));
        assert_eq!(get(&error, "cause"), platform.ask("platform.full"));
        assert_eq!(platform.calls(), "");
    }
}

#[wasm_bindgen_test]
async fn an_abort_ends_at_once_and_lets_go() {
    for (stage, calls) in [("token", 1), ("get", 2), ("companydoe", 3), ("create", 4)] {
        let platform = Platform::new(&format!(
            "async (url, init, next) => {{
                const answer = await next();
                if (!url.split('?')[0].endsWith('/{stage}')) return answer;
                own.signal = init.signal;
                own.stop(own.reason = new RangeError('enough'));
                return new Promise(() => {{}});
            }}"
        ));
        let hook = "aborted: new Promise((done) => platform.own.stop = done)";
        let (code, cause) = ended(provision(&platform, "", hook).await);
        assert_eq!(code, "aborted", "{stage}");
        assert_eq!(cause, platform.ask("platform.own.reason"));
        assert!(platform.ask("platform.own.signal.aborted").is_truthy());
        assert_eq!(Array::from(&platform.ask("platform.calls")).length(), calls);
    }
}

#[wasm_bindgen_test]
async fn an_abort_that_came_before_sends_nothing() {
    let platform = Platform::new(PLAIN);
    let (code, cause) = ended(provision(&platform, "", "aborted: Promise.resolve('earlier')").await);
    assert_eq!((code.as_str(), cause.as_string().as_deref()), ("aborted", Some("earlier")));
    assert_eq!(platform.calls(), "");
}

#[wasm_bindgen_test]
async fn a_fetch_that_never_answers_is_waited_for_no_longer_than_told() {
    let platform = Platform::new("(url, init) => { own.signal = init.signal; return new Promise(() => {}) }");
    let (code, _) = ended(provision(&platform, "timeoutMs: 15", "").await);
    assert_eq!(code, "timeout");
    assert!(platform.ask("platform.own.signal.aborted").is_truthy(), "it is told all the same");
    let lost = Platform::new("(url, init, next) => url.endsWith('/create') && !accounts.length ? next().then(() => new Promise(() => {})) : next()");
    let outcome = provision(&lost, "timeoutMs: 500", "").await.unwrap();
    assert_eq!((text(&outcome, "status"), lost.accounts()), ("created".into(), 1));
}

#[wasm_bindgen_test]
async fn a_host_that_misbehaves_is_a_network_error() {
    for act in [
        "() => { throw new TypeError('fetch failed') }",
        "() => Promise.reject(new TypeError('fetch failed'))",
        "() => Promise.reject('no network')",
        "() => Promise.reject(undefined)",
        "() => Promise.reject(Symbol('odd'))",
        "() => Promise.reject(Object.create(null))",
        "() => Promise.reject(new Proxy({}, { get() { throw new Error('trap') } }))",
        "() => undefined",
        "async () => null",
        "async () => '200 OK'",
        "async () => ({})",
        "async () => ({ status: '200' })",
        "async () => ({ status: 200 })",
        "async () => ({ get status() { throw new Error('no') } })",
        "() => ({ get then() { throw new Error('no') } })",
        "async () => ({ status: 200, arrayBuffer: async () => 1e12 })",
        "async () => ({ status: 200, arrayBuffer: async () => Symbol('x') })",
        "async () => ({ status: 200, text: () => { throw new Error('no') } })",
        "async () => ({ status: 200, body: { getReader: () => ({}) } })",
        "async () => ({ status: 200, body: { getReader: () => ({ read: async () => ({ value: 1e12 }) }) } })",
        "async () => ({ status: 200, body: { getReader: () => ({ read: async () => ({ value: Symbol('x') }) }) } })",
        "async () => ({ status: 200, body: { getReader: () => ({ read: async () => ({ value: 'text' }) }) } })",
        "async () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('torn')) }))",
    ] {
        let (code, _) = ended(provision(&Platform::new(act), "", "").await);
        assert_eq!(code, "network", "{act}");
    }
    let platform = Platform::new("() => Promise.reject(own.thrown = new RangeError('mine'))");
    let (_, cause) = ended(provision(&platform, "", "").await);
    assert_eq!(cause, platform.ask("platform.own.thrown"), "what the host threw is the cause");
}

#[wasm_bindgen_test]
async fn answers_of_any_make() {
    for make in [
        "(answer) => ({ status: answer.status, headers: answer.headers, text: () => answer.text() })",
        "(answer) => ({ status: answer.status, arrayBuffer: () => answer.arrayBuffer() })",
        "(answer) => ({ status: answer.status, headers: { entries() { throw new Error('no') } }, body: answer.body })",
        "(answer) => ({ status: answer.status, headers: new Map([['a', 'b']]), body: null, text: () => answer.text() })",
    ] {
        let platform = Platform::new(&format!("(url, init, next) => next().then({make})"));
        assert_eq!(text(&provision(&platform, "", "").await.unwrap(), "status"), "created", "{make}");
    }
    // What a page sees of a redirect that is not followed.
    let hidden = "async () => ({ status: 0, type: 'opaqueredirect', body: null, arrayBuffer: async () => new ArrayBuffer() })";
    let (code, _) = ended(provision(&Platform::new(hidden), "", "").await);
    assert_eq!(code, "bad_response");
}

#[wasm_bindgen_test]
async fn too_large_an_answer_is_let_go() {
    let endless = "async () => new Response(new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(4096)), cancel: () => { own.cancelled = true },
    }))";
    let platform = Platform::new(endless);
    let (code, _) = ended(provision(&platform, "maxResponseBytes: 8192", "").await);
    assert_eq!(code, "bad_response");
    assert!(platform.ask("platform.own.cancelled").is_truthy());
    let announced = Platform::new("async () => ({ status: 200, headers: new Headers({ 'content-length': '99999' }), body: { cancel() { own.cancelled = true } } })");
    assert_eq!(ended(provision(&announced, "maxResponseBytes: 8192", "").await).0, "bad_response");
    assert!(announced.ask("platform.own.cancelled").is_truthy());
}
