//! Values and errors across the boundary: what is taken, what is refused, and what is handed out.

use crate::kit::{begin, client, code, empty, get, js, json, make_errors, text, JOHN, OPTIONS};
use js_sys::{Array, Function, Object};
use provisor::email::fold;
use provisor::wasm::{odata_filter, odata_query, on_error, parse_roster, JsClient};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn options_that_are_no_plain_data_are_refused() {
    make_errors();
    for options in [
        "undefined",
        "null",
        "5",
        "'text'",
        "[]",
        "Symbol('x')",
        "() => ({})",
        "10n",
        "{ ...GOOD, timeoutMs: 10n }",
        "{ ...GOOD, paths: { get createUser() { throw new Error('no') } } }",
        "{ ...GOOD, toJSON() { throw new Error('no') } }",
        "(() => { const a = { ...GOOD }; a.paths = a; return a })()",
        "(() => { let a = {}; for (let i = 0; i < 1000; i++) a = { a }; return { ...GOOD, paths: a } })()",
        "new Proxy({}, { ownKeys() { throw new Error('no') } })",
    ] {
        let value = js(&options.replace("GOOD", OPTIONS));
        assert_eq!(code(JsClient::new("myworkpal", &value).map(drop)), "config_invalid", "{options}");
    }
    assert_eq!(code(JsClient::new("nowhere", &js(OPTIONS)).map(drop)), "config_invalid");
}

#[wasm_bindgen_test]
fn what_json_leaves_out_was_not_given() {
    let client = client("timeoutMs: undefined, headers: undefined, ifExists: null, onSomething: () => {}");
    let user = r#"{ email: "a@b.co", subDomain: "doe", company: undefined, details: { employeeDetails: {
        startDate: new Date(0), call() {}, nothing: undefined, empty: null, list: [undefined, 1.5, () => 1], 'ü"': "\u2028",
    } } }"#;
    let request = client.build("createUser", &js(&user.replace("company: undefined,", ""))).unwrap();
    assert!(text(&request, "body").contains(
        r#""employeeDetails":{"startDate":"1970-01-01T00:00:00.000Z","empty":null,"list":[null,1.5,null],"ü\"":"#
    ));
    begin(&client, "provision", user, "{}");
}

#[wasm_bindgen_test]
fn what_is_handed_out_is_plain_data() {
    let client = client("");
    let request = client.build("userList", &js(r#"{ subDomain: "doe", email: "a@b.co" }"#)).unwrap();
    let keys: Vec<_> =
        Object::keys(request.unchecked_ref::<Object>()).iter().filter_map(|key| key.as_string()).collect();
    assert_eq!(keys, ["method", "url", "headers", "secrets"], "what is not there is not `undefined`");
    assert!(Array::is_array(&get(&request, "secrets")));
    let is_plain =
        js("(value) => Object.getPrototypeOf(value) === Object.prototype").unchecked_into::<Function>();
    for value in [&request, &get(&request, "headers")] {
        assert!(is_plain.call1(&JsValue::NULL, value).unwrap().is_truthy(), "an object, not a Map");
    }
    assert_eq!(text(&get(&request, "headers"), "authorization"), "Bearer {token}");
}

#[wasm_bindgen_test]
fn numbers_are_as_json_parse_makes_them() {
    let client = client("");
    let body = r#"{"id":1,"big":12345678901234567890,"bigger":123456789012345678901234,"part":1234.50,"tiny":5e-324}"#;
    let record = client.parse("employeeRecord", 200, empty_list(), body.into()).unwrap();
    assert_eq!(json(&record), json(&js_sys::JSON::parse(body).unwrap()));
    for (id, is_good) in
        [("4711", true), ("4711n", false), ("0", false), ("1.5", false), ("2 ** 53", false), ("'1'", false)]
    {
        let built = client.build("employeeRecord", &js(&format!("{{ systemId: {id} }}")));
        assert_eq!(built.is_ok(), is_good, "{id}");
    }
}

#[wasm_bindgen_test]
fn a_body_is_text_or_bytes_of_any_kind() {
    let client = client("");
    let parse = |body: &str| client.parse("userList", 200, empty_list(), js(body));
    for body in [
        "'[]'",
        "new TextEncoder().encode('[]')",
        "new TextEncoder().encode('[]').buffer",
        "new DataView(new TextEncoder().encode('x[]').buffer, 1)",
        "new Uint16Array(new TextEncoder().encode('[]').buffer)",
    ] {
        assert_eq!(json(&parse(body).unwrap()), r#"{"count":0,"results":[]}"#, "{body}");
    }
    for body in [
        "5",
        "1e12",
        "true",
        "{}",
        "[91, 93]",
        "{ length: 1e12 }",
        "() => {}",
        "Symbol('x')",
        "10n",
        "new Map()",
    ] {
        assert_eq!(code(parse(body)), "config_invalid", "{body}");
    }
    for body in ["undefined", "null", "''", "new Uint8Array()"] {
        assert_eq!(code(parse(body)), "bad_response", "{body}");
    }
    // Had one of them thrown through the module, the client would be locked now.
    assert!(parse("'[]'").is_ok());
}

#[wasm_bindgen_test]
fn errors_are_made_by_the_facade_or_are_plain_data() {
    let client = client("");
    let fail = || client.build("createUser", &js("{}")).unwrap_err();
    let error = fail();
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(
        (text(&error, "code"), text(&error, "platform")),
        ("config_invalid".into(), "myworkpal".into())
    );
    assert!(text(&error, "message").starts_with("email: ") && !text(&error, "hint").is_empty());
    on_error(Function::new_no_args("throw new Error('the facade is broken')"));
    let plain = fail();
    assert!(!plain.is_instance_of::<js_sys::Error>());
    assert_eq!(text(&plain, "code"), "config_invalid");
    make_errors();
    assert!(fail().is_instance_of::<js_sys::Error>());
}

#[wasm_bindgen_test]
fn the_input_of_a_verb_is_checked_before_anything_begins() {
    let client = client("");
    let fails = |verb: &str, input: &str, options: &str| {
        code(client.begin(verb, &js(input), &JsValue::UNDEFINED, js(options)).map(drop))
    };
    for input in
        ["undefined", "null", "5", "'john'", "[]", "{}", "() => {}", "{ email: 5 }", "{ email: 'a@b.co' }"]
    {
        for verb in ["provision", "plan", "deprovision"] {
            assert_eq!(fails(verb, input, "{}"), "config_invalid", "{verb} {input}");
        }
    }
    assert_eq!(fails("provisionAll", JOHN, "{}"), "config_invalid");
    assert_eq!(fails("apply", "{}", "{}"), "config_invalid");
    assert_eq!(fails("restore", "{}", "{}"), "config_invalid");
    assert_eq!(fails("restore", "'x'", "{}"), "stale_journal");
    assert_eq!(fails("dance", JOHN, "{}"), "config_invalid");
    for options in [
        "{ concurrency: 0 }",
        "{ concurrency: 1.5 }",
        "{ concurrency: 65 }",
        "{ concurrency: '4' }",
        "{ journal: 5 }",
    ] {
        assert_eq!(fails("provisionAll", "[]", options), "config_invalid", "{options}");
    }
}

#[wasm_bindgen_test]
fn only_what_was_handed_out_is_filled() {
    let client = client("");
    let token = client.build("token", &JsValue::UNDEFINED).unwrap();
    assert!(text(&token, "body").ends_with("client_secret={clientSecret}"));
    assert!(text(&client.fill(&token).unwrap(), "body").ends_with("client_secret=CANARY-secret"));
    js_sys::Reflect::set(&token, &"url".into(), &"https://evil.example/".into()).unwrap();
    assert_eq!(code(client.fill(&token)), "config_invalid");
    let list = client.build("tenantList", &empty()).unwrap();
    assert_eq!(code(client.fill(&list)), "config_missing", "there is no token yet");
    for rubbish in [
        "undefined",
        "null",
        "'GET /'",
        "{}",
        "[]",
        "() => {}",
        "{ method: 'GET', url: 5, headers: {}, secrets: [] }",
    ] {
        assert_eq!(code(client.fill(&js(rubbish))), "config_invalid", "{rubbish}");
    }
}

/// The host writes and reads floats: as native Rust does (`tests/odata.rs` has the same table).
#[wasm_bindgen_test]
fn floats_are_what_they_are_everywhere() {
    make_errors();
    let table = include_str!("../vectors/floats.txt").lines().filter(|line| !line.starts_with('#'));
    for row in table.map(|line| line.split_whitespace().collect::<Vec<_>>()) {
        for (kind, wanted) in [("double", row[1]), ("single", row[2])] {
            let filter = js(&format!("{{ eq: [{{ field: 'A' }}, {{ {kind}: {} }}] }}", row[0]));
            match wanted {
                "-" => {
                    assert_eq!(code(odata_filter(&filter, Some("v4".into()))), "config_invalid", "{row:?}")
                }
                _ => assert_eq!(odata_filter(&filter, Some("v4".into())).unwrap(), format!("A eq {wanted}")),
            }
        }
    }
}

/// The host folds what is not ASCII: as native Rust does (`src/email.rs` has the same table).
#[wasm_bindgen_test]
fn folded_texts_are_what_they_are_everywhere() {
    for row in include_str!("../vectors/folded.txt").lines().filter(|line| !line.starts_with('#')) {
        let (text, folded) = row.split_once(" = ").unwrap();
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[wasm_bindgen_test]
fn settings_with_fractions_are_read_and_named() {
    make_errors();
    for (setting, message) in [
        ("timeoutMs: 0.5", "timeoutMs: 0.5 is out of range"),
        ("timeoutMs: 1e21", "timeoutMs: 1e+21 is out of range"),
        ("requestsPerSecond: -0.25", "requestsPerSecond: -0.25 is out of range"),
        ("maxRetries: 30", "maxRetries: 30 is out of range"),
    ] {
        let options = js(&format!("{{ ...{OPTIONS}, {setting} }}"));
        let error = JsClient::new("myworkpal", &options).map(drop).unwrap_err();
        assert_eq!(text(&error, "message"), message);
    }
    client("timeoutMs: 1500.5, requestsPerSecond: 0.001");
}

#[wasm_bindgen_test]
fn builders_without_a_client() {
    make_errors();
    assert_eq!(odata_query(&js("{ top: 1 }"), None).unwrap(), "$top=1");
    assert_eq!(code(odata_query(&js("{ top: -1 }"), None)), "config_invalid");
    assert_eq!(code(odata_query(&js("{ top: 1 }"), Some("v9".into()))), "config_invalid");
    for rubbish in ["() => {}", "{ a: 10n }", "{ nope: 1 }"] {
        assert_eq!(code(odata_filter(&js(rubbish), None)), "config_invalid", "{rubbish}");
    }
    let roster = parse_roster("email,company\nyes@b.co,X\nno,X\n", "myworkpal").unwrap();
    assert_eq!(json(&get(&roster, "users")), r#"[{"email":"yes@b.co","company":"X"}]"#);
    assert_eq!(code(parse_roster("", "myworkpal")), "config_invalid");
}

fn empty_list() -> JsValue {
    Array::new().into()
}
