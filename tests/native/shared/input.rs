//! Bad input: refused before any request, naming the field and what to do.

use super::{on_every_platform, rig, Subject};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

on_every_platform!(
    bad_users_cause_no_request,
    bad_options_make_no_client,
    twins_in_a_roster_are_provisioned_once,
    an_empty_roster_is_done_without_a_request,
    what_is_not_offered_is_said,
);

fn with(mut user: Value, key: &str, value: Value) -> Value {
    user[key] = value;
    user
}

/// What is wrong everywhere, beside what is wrong on one platform only.
fn bad_users<S: Subject>() -> Vec<(Value, String)> {
    let good = || S::user("ann@doe.com");
    let named = format!("{}: ", S::KEY);
    let mut bad: Vec<(Value, String)> = Vec::new();
    for value in [
        json!(""),
        json!(" "),
        json!("no address"),
        json!("a@b@c.co"),
        json!("a@b.co\r\nx: y"),
        json!("a\u{0}@b.co"),
        json!("a\u{7f}@b.co"),
        json!(7),
        json!(true),
        json!(["a@b.co"]),
        json!({"a": "b"}),
    ] {
        bad.push((with(good(), S::KEY, value), named.clone()));
    }
    let mut nameless = good();
    nameless.as_object_mut().unwrap().remove(S::KEY);
    bad.push((nameless, named));
    // Every text that a user has, as something else, and with a control character in it.
    for (key, value) in good().as_object().unwrap() {
        let Some(text) = value.as_str().filter(|_| key != S::KEY) else { continue };
        for value in
            [json!(7), json!([text]), json!({"a": text}), json!(format!("{text}\u{7}")), json!("a\r\nb")]
        {
            bad.push((with(good(), key, value), format!("{key}: ")));
        }
    }
    bad.push((with(good(), "emial", json!("a@b.co")), "emial: ".into()));
    bad.push((with(good(), "__proto__", json!({})), "__proto__: ".into()));
    for value in [json!("ann@doe.com"), json!([good()]), json!(7), Value::Null] {
        bad.push((value, "user".into()));
    }
    bad.extend(S::bad_users().into_iter().map(|(user, named)| (user, named.to_owned())));
    bad
}

fn bad_users_cause_no_request<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    for (user, named) in bad_users::<S>() {
        let error = rig.provision(user.clone()).expect_err(&user.to_string());
        assert_eq!(error.code, Code::ConfigInvalid, "{user}");
        assert!(error.message.contains(&named), "{user}: {error}");
        assert!(error.hint.is_some() && error.platform.as_deref() == Some(S::PLATFORM), "{user}");
        assert_eq!(rig.plan(user.clone()).unwrap_err(), error);
        assert_eq!(rig.deprovision(user.clone()).unwrap_err(), error);
        // In bulk it is that row's outcome.
        let bulk = rig.provision_all(std::slice::from_ref(&user));
        assert_eq!(bulk.statuses(), [Status::Failed], "{user}");
        let error = bulk.outcomes[0].error.clone().unwrap();
        assert!(error.message.starts_with("users[0]: ") && error.message.contains(&named), "{error}");
        assert_eq!((bulk.outcomes[0].requests, rig.sent.len()), (0, 0));
    }
}

/// Good options but for the address.
fn at<S: Subject>(address: Value) -> Value {
    let mut options = S::options();
    *S::base_url(&mut options) = address;
    options
}

fn bad_options_make_no_client<S: Subject>() {
    let good = || S::options();
    let mut bad: Vec<(Value, String)> = Vec::new();
    for text in [
        "",
        "api.example.co.uk",
        "http://api.example.co.uk",
        "https://a.co?x=1",
        "https://a.co/#x",
        "https://me:pw@a.co",
    ] {
        bad.push((at::<S>(json!(text)), "baseUrl: ".into()));
    }
    for value in [Value::Null, json!(7)] {
        bad.push((at::<S>(value), "baseUrl".into()));
    }
    for (key, value, named) in [
        ("credentials", json!({}), "credentials"),
        ("credentials", json!("x"), "credentials"),
        ("timeoutMs", json!(0), "timeoutMs: "),
        ("timeoutMs", json!("soon"), "timeoutMs: "),
        ("maxRetries", json!(-1), "maxRetries: "),
        ("concurrency", json!(0), "concurrency: "),
        ("ifExists", json!("replace"), "ifExists: "),
        ("headers", json!({"Authorization": "x"}), "headers: authorization"),
        ("headers", json!({"X-A": "a\r\nb"}), "headers: "),
        ("timeout", json!(5), "timeout"),
    ] {
        bad.push((with(good(), key, value), named.into()));
    }
    bad.extend([Value::Null, json!([]), json!("x")].map(|options| (options, String::new())));
    bad.extend(S::bad_options().into_iter().map(|(options, named)| (options, named.to_owned())));
    for (options, named) in bad {
        let error = provisor::platforms::client(S::PLATFORM, options.clone()).err();
        let error = error.unwrap_or_else(|| panic!("accepted: {options}"));
        assert_eq!(error.code, Code::ConfigInvalid, "{options}");
        assert!(error.message.contains(&named), "{options}: {error}");
        assert!(error.hint.is_some() && error.platform.as_deref() == Some(S::PLATFORM), "{options}: {error}");
    }
    for options in [
        at::<S>(json!("http://127.0.0.1:8787")),
        at::<S>(json!("https://gateway.example/below/")),
        with(good(), "maxRetries", Value::Null),
        with(good(), "headers", json!({})),
    ] {
        assert!(provisor::platforms::client(S::PLATFORM, options.clone()).is_ok(), "{options}");
    }
}

fn twins_in_a_roster_are_provisioned_once<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    let users = ["ann@doe.com", "ANN@doe.com", "bob@doe.com", "ann@doe.com"].map(S::user);
    let bulk = rig.provision_all(&users);
    use Status::{Created, Failed};
    assert_eq!(bulk.statuses(), [Created, Failed, Created, Failed]);
    for row in [1, 3] {
        let error = bulk.outcomes[row].error.clone().unwrap();
        assert!(
            error.message.contains(&format!("users[{row}]")) && error.message.contains("users[0]"),
            "{error}"
        );
        assert!(error.code == Code::ConfigInvalid && error.hint.is_some());
        assert_eq!(bulk.outcomes[row].requests, 0);
    }
    assert_eq!(S::created(&rig.server), 2);
}

fn an_empty_roster_is_done_without_a_request<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    let bulk = rig.provision_all(&[]);
    assert_eq!(bulk.result.unwrap().unwrap(), json!({"rows": 0, "done": 0}));
    assert!(rig.sent.is_empty());
}

fn what_is_not_offered_is_said<S: Subject>() {
    let mut rig = rig::<S>(super::server_with::<S>(&["ann@doe.com"]));
    let outcome = rig.deprovision(S::user("ann@doe.com")).unwrap();
    match S::DEPROVISIONS {
        true => assert_eq!(outcome.status, Status::Updated),
        false => {
            assert_eq!((outcome.status, outcome.error.unwrap().code), (Status::Failed, Code::Unsupported));
            assert!(rig.sent.is_empty());
        }
    }
    assert_eq!(provisor::platforms::client("nowhere", json!({})).err().unwrap().code, Code::ConfigInvalid);
}
