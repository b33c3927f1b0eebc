//! A run that a host of its own takes step by step.

use crate::kit::{begin, client, code, get, js, json, text, Platform, JOHN};
use js_sys::Array;
use provisor::wasm::{JsClient, JsRun};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const STEPWISE: &str = "{ stepwise: true }";
const PLAIN: &str = "(url, init, next) => next()";

/// Goes on until `stop` says so or the run is done; gives the last step.
async fn go(platform: &Platform, client: &JsClient, run: &JsRun, stop: &str) -> JsValue {
    loop {
        let next = run.next(1000.0).unwrap();
        if text(&next, "type") != "send" || text(&next, "purpose") == stop {
            return next;
        }
        let filled = client.fill(&get(&next, "request")).unwrap();
        let (status, body) = platform.answer(&filled).await;
        run.respond(id(&next), status, Array::new().into(), body).unwrap();
    }
}

fn id(step: &JsValue) -> f64 {
    get(step, "id").as_f64().unwrap()
}

#[wasm_bindgen_test]
async fn step_by_step_to_the_end() {
    let (platform, client) = (Platform::new(PLAIN), client(""));
    let run = begin(&client, "provision", JOHN, STEPWISE);
    let create = go(&platform, &client, &run, "create the user").await;
    assert_eq!(text(&create, "safety"), "unsafe");
    assert_eq!(text(&get(&get(&create, "request"), "headers"), "authorization"), "Bearer {token}");
    assert_eq!(text(&run.next(1000.0).unwrap(), "type"), "wait", "a request is handed out once");
    let (status, body) = platform.answer(&client.fill(&get(&create, "request")).unwrap()).await;
    run.respond(id(&create), status, Array::new().into(), body).unwrap();
    let done = go(&platform, &client, &run, "").await;
    let outcome = get(&done, "outcome");
    assert_eq!((text(&done, "type"), text(&outcome, "status")), ("done".into(), "created".into()));
    assert_eq!(json(&run.next(5.0).unwrap()), json(&done));
    let events = Array::from(&run.notices().unwrap());
    assert!(events.length() >= 6);
    assert!(events.iter().all(|event| !json(&event).contains("CANARY")));
    assert_eq!(Array::from(&run.notices().unwrap()).length(), 0, "each is told once");
}

#[wasm_bindgen_test]
async fn saved_with_the_create_unanswered_and_restored_elsewhere() {
    let (platform, first) = (Platform::new(PLAIN), client(""));
    let run = begin(&first, "provision", JOHN, STEPWISE);
    let create = go(&platform, &first, &run, "create the user").await;
    let saved = run.save();
    assert!(!saved.contains("CANARY"));
    platform.answer(&first.fill(&get(&create, "request")).unwrap()).await;
    let second = client("");
    let restored = second.begin("restore", &saved.into(), &JsValue::UNDEFINED, js(STEPWISE)).unwrap();
    let done = go(&platform, &second, &restored, "create the user").await;
    assert_eq!(
        (text(&done, "type"), platform.accounts()),
        ("done".into(), 1),
        "it looked, and did not create"
    );
    assert_eq!(text(&get(&done, "outcome"), "status"), "created");
}

#[wasm_bindgen_test]
async fn what_a_host_says_wrongly_is_refused_and_forgotten() {
    let (platform, client) = (Platform::new(PLAIN), client(""));
    let run = begin(&client, "provision", JOHN, STEPWISE);
    let token = run.next(0.0).unwrap();
    let none = || -> JsValue { Array::new().into() };
    for now in [f64::NAN, f64::INFINITY, -1.0] {
        assert_eq!(code(run.next(now)), "config_invalid");
    }
    for unknown in [0.0, -1.0, 99.0, f64::NAN] {
        assert_eq!(code(run.respond(unknown, 200, none(), "".into())), "config_invalid");
    }
    for headers in ["5", "'a: b'", "[['a']]", "[['a', 1]]", "{}", "() => {}"] {
        assert_eq!(code(run.respond(id(&token), 200, js(headers), "".into())), "config_invalid", "{headers}");
    }
    for body in ["5", "1e12", "{}", "Symbol('x')"] {
        assert_eq!(code(run.respond(id(&token), 200, none(), js(body))), "config_invalid", "{body}");
    }
    for failure in
        ["undefined", "null", "'timeout'", "{}", "{ kind: 'tired' }", "{ kind: 'timeout', message: 5 }"]
    {
        assert_eq!(code(run.fail(id(&token), js(failure))), "config_invalid", "{failure}");
    }
    let filled = client.fill(&get(&token, "request")).unwrap();
    let (status, body) = platform.answer(&filled).await;
    run.respond(id(&token), status, none(), body).unwrap();
    run.respond(id(&token), 500, none(), "too late".into()).unwrap();
    assert_eq!(text(&go(&platform, &client, &run, "").await, "type"), "done");
}

#[wasm_bindgen_test]
async fn how_a_request_failed() {
    for (kind, expected) in [("timeout", "timeout"), ("network", "network"), ("aborted", "aborted")] {
        let client = client("");
        let run = begin(&client, "provision", JOHN, STEPWISE);
        let token = run.next(0.0).unwrap();
        run.fail(id(&token), js(&format!("{{ kind: '{kind}', message: 'the cable' }}"))).unwrap();
        let error = run.next(0.0).unwrap_err();
        assert_eq!(text(&error, "code"), expected);
        assert!(text(&error, "message").contains("the cable"));
    }
}
