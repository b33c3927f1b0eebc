//! Bad input: refused before any request, naming the field and what to do.
use super::{on_every_platform, rig, Subject};
use crate::rig::{merge, Status, World, START};
use serde_json::{json, Value};

on_every_platform!(bad_users_cause_no_request, bad_options_make_no_client, what_is_not_offered_is_said);

fn with(mut user: Value, key: &str, value: Value) -> Value {
    user[key] = value;
    user
}
/// What is wrong everywhere, beside what is wrong on one platform only.
fn bad_users<S: Subject>() -> Vec<(Value, String)> {
    let good = || S::user("ann@doe.com");
    let named = S::KEY.to_owned();
    let mut bad: Vec<(Value, String)> = Vec::new();
    for value in [
        json!(""),
        json!(" "),
        json!("no address"),
        json!("a@b@c.co"),
        json!("a@b.co\r\nx: y"),
        json!("a\u{0}@b.co"),
        json!("a\u{7f}@b.co"),
        json!("a\u{200b}@b.co"),
        json!("a\u{ad}@b.co"),
        json!("\u{feff}a@b.co"),
        json!("a\u{202e}@b.co"),
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
            bad.push((with(good(), key, value), key.to_owned()));
        }
    }
    bad.push((with(good(), "emial", json!("a@b.co")), "emial".into()));
    bad.push((with(good(), "__proto__", json!({})), "__proto__".into()));
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
        assert!(error.code.starts_with("config_"), "{user}: {error:?}");
        assert!(error.message.contains(&named), "{user}: {named}: {error:?}");
        assert_eq!(rig.plan(user.clone()).unwrap_err().code, error.code, "{user}");
        // In bulk it is that row's outcome.
        let ended = rig.provision_all(std::slice::from_ref(&user));
        assert_eq!(ended.statuses(), [Status::Failed], "{user}");
        assert_eq!((ended.outcomes[0].requests, rig.sent().len()), (0, 0), "{user}");
        assert!(ended.outcomes[0].error.as_ref().unwrap().message.contains(&named), "{user}: {ended:?}");
    }
}
fn open<S: Subject>(options: &Value) -> provisor_next::error::Result<()> {
    let host = std::rc::Rc::new(crate::rig::Hosted(World::new(S::server(), START)));
    provisor_next::platforms::open(S::PLATFORM, options, host).map(drop)
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
        bad.push((at::<S>(json!(text)), "baseUrl".into()));
    }
    for value in [Value::Null, json!(7)] {
        bad.push((at::<S>(value), "baseUrl".into()));
    }
    for (key, value, named) in [
        ("credentials", json!("x"), "credentials"),
        ("timeoutMs", json!(0), "timeoutMs"),
        ("timeoutMs", json!("soon"), "timeoutMs"),
        ("maxRetries", json!(-1), "maxRetries"),
        ("concurrency", json!(0), "concurrency"),
        ("ifExists", json!("replace"), "ifExists"),
        ("headers", json!({"Authorization": "x"}), "headers"),
        ("headers", json!({"X-A": "a\r\nb"}), "headers"),
        ("timeout", json!(5), "timeout"),
    ] {
        bad.push((with(good(), key, value), named.into()));
    }
    bad.extend([Value::Null, json!([]), json!("x")].map(|options| (options, String::new())));
    bad.extend(S::bad_options().into_iter().map(|(options, named)| (options, named.to_owned())));
    for (options, named) in bad {
        let error = open::<S>(&options).err().unwrap_or_else(|| panic!("accepted: {options}"));
        let problem = crate::rig::Problem::of(&error);
        assert!(problem.code.starts_with("config_"), "{options}: {problem:?}");
        assert!(problem.message.contains(&named), "{options}: {named}: {problem:?}");
    }
    let mut tuned = good();
    merge(&mut tuned, &json!({"maxRetries": null, "headers": {}}));
    for options in
        [at::<S>(json!("http://127.0.0.1:8787")), at::<S>(json!("https://gateway.example/below/")), tuned]
    {
        assert!(open::<S>(&options).is_ok(), "{options}");
    }
    // What they hold is not shown when they are none.
    for key in ["credentials", "timeoutMs", "headers", "scim"] {
        for value in
            [json!("canary"), json!(["canary"]), json!({"clientSecret": ["canary"], "password": ["canary"]})]
        {
            if let Err(error) = open::<S>(&with(good(), key, value)) {
                crate::rig::Problem::of(&error);
            }
        }
    }
}
fn what_is_not_offered_is_said<S: Subject>() {
    let mut rig = rig::<S>(super::server_with::<S>(&["ann@doe.com"]));
    let outcome = rig.deprovision(S::user("ann@doe.com"));
    match S::DEPROVISIONS {
        true => assert_eq!(outcome.unwrap().status, Status::Deprovisioned),
        false => {
            let code =
                outcome.as_ref().map_or_else(|error| error.code.as_str(), |outcome| outcome.code().unwrap());
            assert_eq!(code, "unsupported", "{outcome:?}");
        }
    }
}
