//! Servers that echo: what a request held comes back in errors, and no secret of it may show. The rig looks for canaries in
//! everything that all the other tests collect, too.
use super::{on_every_platform, rig, server_with, Subject};
use crate::rig::{keep_quiet, response, Fate, Rig, Sent};
use provisor_next::http::{Fault, Response};
use serde_json::{json, Value};
use std::rc::Rc;

on_every_platform!(an_echo_shows_no_canary, a_host_that_fails_shows_no_canary);

/// Everything a request holds, as a careless server repeats it.
fn everything(sent: &Sent) -> String {
    let headers: Vec<_> =
        sent.request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{} {} | {}", sent.line(), headers.join(" | "), sent.body())
}
/// What shows that somebody may come in.
fn credential(sent: &Sent) -> &str {
    sent.request.header("authorization").or(sent.request.header("cookie")).unwrap_or_default()
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
            let details = json!([{"message": everything(sent)}]);
            json_of(400, &json!({"code": "400BadRequest", "message": everything(sent), "details": details}))
        }),
        ("detail", |sent| json_of(400, &json!({"status": "400", "detail": everything(sent)}))),
        ("exception", |sent| json_of(400, &json!({"exceptionMessage": everything(sent)}))),
        ("errorMessage", |sent| {
            json_of(400, &json!({"errorMessage": everything(sent), "requestId": credential(sent)}))
        }),
        ("gateway", |sent| json_of(401, &json!({"statusCode": 401, "message": everything(sent)}))),
        ("403", |sent| {
            json_of(403, &json!({"message": everything(sent), "error": {"message": everything(sent)}}))
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
                    "count": text, "results": text, "successful": text, "access_token": text, "Resources": text,
                    "id": [text], "name": text, "sessionId": text, "roles": text, "data": text,
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
/// Does all there is to do; the rig looks at all that it shows.
fn all_verbs<S: Subject>(name: &str, rig: impl Fn() -> Rig<S::Model>) -> Vec<&'static str> {
    let (new, old) = (S::wish("new@doe.com"), S::wish("old@doe.com"));
    let mut many = rig();
    keep_quiet(name, &format!("{:?}", many.journaled(&[new, old.clone()])));
    many.close();
    let mut sent = many.steps();
    let mut one = rig();
    keep_quiet(name, &format!("{:?}", one.connect()));
    keep_quiet(name, &format!("{:?}", one.plan(old.clone())));
    keep_quiet(name, &format!("{:?}", one.provision(old.clone())));
    keep_quiet(name, &format!("{:?}", one.deprovision(old)));
    sent.extend(one.steps());
    sent
}
fn an_echo_shows_no_canary<S: Subject>() {
    let server = || server_with::<S>(&["old@doe.com"]);
    let mut steps = all_verbs::<S>("all well", || rig::<S>(server()));
    steps.sort_unstable();
    steps.dedup();
    for (name, echo) in echoes() {
        for step in &steps {
            all_verbs::<S>(&format!("{name}: {step}"), || {
                rig::<S>(server()).with_fate_of(step, Fate::Echoed(Rc::new(echo)))
            });
        }
    }
}
/// The words of a host's fault are the host's own; what the client adds is quiet.
fn a_host_that_fails_shows_no_canary<S: Subject>() {
    let server = || server_with::<S>(&["old@doe.com"]);
    for fault in [Fault::Timeout, Fault::TooLarge, Fault::Network("fetch failed".into())] {
        all_verbs::<S>("fault", || rig::<S>(server()).with_first(3, S::LOOK, Fate::Lost(fault.clone())));
    }
}
