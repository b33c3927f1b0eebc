//! Servers that echo: what a request held comes back in errors, and no secret of it may show.
//!
//! The rig looks for canaries in everything that all the other tests collect, too.

use super::{on_every_platform, rig, server_with, Subject};
use crate::rig::{keep_quiet, response, Fate, Rig, Sent};
use provisor::engine::{Event, Fault, Host};
use provisor::http::Response;
use serde_json::{json, Value};
use std::rc::Rc;

on_every_platform!(
    an_echo_shows_no_canary,
    the_host_s_own_words_are_looked_at,
    a_built_login_shows_no_canary,
    a_secret_goes_nowhere_but_home,
);

/// Everything a request holds, as a careless server repeats it.
fn everything(sent: &Sent) -> String {
    let headers: Vec<_> =
        sent.filled.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{} {} | {}", sent.line(), headers.join(" | "), sent.body())
}

/// What shows that somebody may come in.
fn credential(sent: &Sent) -> &str {
    let header = |name: &str| sent.filled.headers.get(name).and_then(Value::as_str);
    header("authorization").or(header("cookie")).unwrap_or_default()
}

/// What a server has of somebody, where an error should be.
const RECORD: &str =
    r#"{"user":[{"secretKey":"canary","niNumber":"canary","salary":91827364.5,"hashedPassword":"canary"}]}"#;

type Echo = fn(&Sent) -> Response;

fn json_of(status: u16, body: &Value) -> Response {
    response(status, &[], &body.to_string())
}

fn echoes() -> Vec<(&'static str, Echo)> {
    vec![
        ("text", |sent| response(400, &[], &everything(sent))),
        ("message", |sent| {
            json_of(
                400,
                &json!({"code": "400BadRequest", "message": everything(sent), "details": [{"message": everything(sent)}]}),
            )
        }),
        ("detail", |sent| json_of(400, &json!({"status": "400", "detail": everything(sent)}))),
        ("exception", |sent| json_of(400, &json!({"exceptionMessage": everything(sent)}))),
        ("errorMessage", |sent| {
            json_of(400, &json!({"errorMessage": everything(sent), "requestId": credential(sent)}))
        }),
        ("gateway", |sent| json_of(401, &json!({"statusCode": 401, "message": everything(sent)}))),
        ("403", |sent| {
            json_of(
                403,
                &json!({"statusCode": 403, "message": everything(sent), "error": {"message": everything(sent)}}),
            )
        }),
        ("409", |sent| json_of(409, &json!({"message": everything(sent)}))),
        ("429", |sent| response(429, &[("retry-after", "3600")], &everything(sent))),
        ("500", |sent| response(500, &[("x-request-id", &everything(sent))], &everything(sent))),
        ("refusal", |sent| {
            json_of(200, &json!({"successful": false, "exceptionMessages": [everything(sent)]}))
        }),
        ("oauth", |sent| {
            json_of(400, &json!({"error": "invalid_request", "error_description": everything(sent)}))
        }),
        ("credential", |sent| response(400, &[], credential(sent).trim_start_matches("Bearer "))),
        ("request id", |sent| response(500, &[("x-request-id", credential(sent))], "")),
        ("location", |sent| {
            response(202, &[("location", credential(sent)), ("retry-after", credential(sent))], "")
        }),
        ("operation", |sent| {
            json_of(
                200,
                &json!({"status": "failed", "details": [{"code": "x", "message": everything(sent)}]}),
            )
        }),
        ("body", |sent| response(400, &[], sent.body())),
        ("half a body", |sent| response(400, &[], sent.body().get(..40).unwrap_or(sent.body()))),
        ("wrong types", |sent| {
            let text = everything(sent);
            json_of(
                200,
                &json!({
                    "count": text, "results": text, "successful": text, "access_token": text, "Resources": text, "id": [text],
                    "name": text, "sessionId": text, "roles": text, "data": text,
                }),
            )
        }),
        ("a stranger", |sent| {
            json_of(200, &json!({"Resources": [{"id": "1", "userName": everything(sent)}]}))
        }),
        ("a record", |_| response(400, &[], RECORD)),
        ("half a record", |_| response(500, &[], &RECORD[..RECORD.len() - 3])),
        ("HTML", |sent| response(200, &[], &format!("<html>{}", everything(sent)))),
    ]
}

/// Does all there is to do, and looks at all that it shows.
fn all_verbs<S: Subject>(name: &str, mut rig: impl FnMut() -> Rig<S::Model>) -> Vec<&'static str> {
    let (new, old) = (S::wish("new@doe.com"), S::wish("old@doe.com"));
    let mut sent = Vec::new();
    let mut many = rig();
    keep_quiet(name, &format!("{:?}", many.provision_all(&[new, old.clone()])));
    keep_quiet(name, &format!("{:?}", many.close()));
    sent.extend(many.purposes());
    let mut one = rig();
    keep_quiet(name, &format!("{:?}", one.connect()));
    keep_quiet(name, &format!("{:?}", one.plan(old.clone())));
    keep_quiet(name, &format!("{:?}", one.provision(old.clone())));
    keep_quiet(name, &format!("{:?}", one.deprovision(old)));
    sent.extend(one.purposes());
    sent
}

fn an_echo_shows_no_canary<S: Subject>() {
    let server = || server_with::<S>(&["old@doe.com"]);
    let mut purposes = all_verbs::<S>("all well", || rig::<S>(server()));
    purposes.sort_unstable();
    purposes.dedup();
    for (name, echo) in echoes() {
        for purpose in &purposes {
            // The rig fails at the first canary.
            let echoing = || {
                let fate = Fate::Echoed(Rc::new(move |sent: &Sent| echo(sent)));
                rig::<S>(server()).with_fate_of(purpose, fate)
            };
            let sent = all_verbs::<S>(&format!("{name}: {purpose}"), echoing);
            assert!(sent.contains(purpose) || S::SESSION.contains(purpose), "{name}: {purpose}");
        }
    }
}

fn the_host_s_own_words_are_looked_at<S: Subject>() {
    let client = S::client(json!({}));
    let mut run = client.provision(Host::default(), S::wish("ann@doe.com")).unwrap();
    let mut now = crate::rig::START;
    for _ in 0..20 {
        let progress = run.poll(now, std::task::Waker::noop());
        keep_quiet("a poll", &format!("{progress:?}"));
        for outgoing in progress.sends {
            let filled = client.fill(outgoing.request.document()).unwrap();
            let words = format!("fetch failed: {} {}", filled.url, filled.body.unwrap_or_default());
            run.answer(outgoing.id, Event::Fault(Fault::Network, words)).unwrap();
        }
        now += 10_000;
    }
    assert!(run.is_done());
}

fn a_built_login_shows_no_canary<S: Subject>() {
    if S::LOGIN.is_none() {
        return;
    }
    let built = S::client(json!({})).build("token", Value::Null).unwrap();
    keep_quiet("a built login", &format!("{built:?} {}", json!(built)));
    let filled = S::client(json!({})).fill(built).unwrap();
    assert!(filled.body.unwrap().contains("canary"), "it is filled in all the same");
    // Options that are none show nothing of what they hold.
    for key in ["credentials", "timeoutMs", "headers"] {
        for value in
            [json!("canary"), json!(["canary"]), json!({"clientSecret": ["canary"], "password": ["canary"]})]
        {
            let mut options = S::options();
            options[key] = value;
            let error = provisor::platforms::client(S::PLATFORM, options).err();
            keep_quiet(key, &format!("{error:?}"));
        }
    }
}

fn a_secret_goes_nowhere_but_home<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    rig.provision(S::user("ann@doe.com")).unwrap();
    for sent in &rig.sent {
        let mut astray = sent.shown.clone();
        let host = astray.url.split('/').nth(2).unwrap().to_owned();
        astray.url = astray.url.replacen(&host, &format!("{host}.evil.example"), 1);
        let error = rig.client.fill(astray).unwrap_err();
        assert!(error.message.contains("baseUrl"), "{error}");
    }
}
