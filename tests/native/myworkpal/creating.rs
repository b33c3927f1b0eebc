//! Every way in which creating one person can go wrong, and how it ends.

use super::case::{case, conflict, failed, html, replaced, unknown, Case, CREATED};
use super::kit::person;
use super::model::{Model, Ways};
use super::truth::{check, End};
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::json;

const TOKEN: &str = "get an access token";
const TENANT: &str = "find the tenant";
const LOOK: &str = "look up the user";
const CREATE: &str = "create the user";

#[test]
fn answers_that_cannot_be_relied_on_write_nothing() {
    let list = |text: &'static str| Fate::instead(200, &[], text);
    let bad = failed(Code::BadResponse);
    for (name, fate, expected) in [
        ("two answer", replaced("\"count\":0", "\"count\":2"), bad),
        ("a count and nobody", list(r#"{"count":1,"results":[]}"#), bad),
        (
            "somebody and no count",
            list(r#"{"count":0,"results":[{"id":1,"emailAddress":"john@doe.com"}]}"#),
            bad,
        ),
        ("a stranger", list(r#"{"count":1,"results":[{"id":1,"emailAddress":"jane@doe.com"}]}"#), bad),
        ("nobody's record", list(r#"{"count":1,"results":[{"id":1}]}"#), bad),
        ("a stranger in a bare array", list(r#"[{"id":1,"emailAddress":"jane@doe.com"}]"#), bad),
        (
            "two of them",
            list(r#"{"count":2,"results":[{"id":1,"emailAddress":"john@doe.com"}]}"#),
            conflict(Code::Ambiguous),
        ),
        (
            "ids that differ",
            list(r#"{"count":1,"results":[{"id":1,"userAccountId":2,"emailAddress":"john@doe.com"}]}"#),
            bad,
        ),
        ("no id", list(r#"{"count":1,"results":[{"emailAddress":"john@doe.com"}]}"#), bad),
        ("id 0", list(r#"{"count":1,"results":[{"id":0,"emailAddress":"john@doe.com"}]}"#), bad),
        (
            "another tenant's",
            list(r#"{"count":1,"results":[{"id":1,"emailAddress":"john@doe.com","tenantId":9}]}"#),
            bad,
        ),
        (
            "another sub-domain's",
            list(r#"{"count":1,"results":[{"id":1,"emailAddress":"john@doe.com","tenant":"roe"}]}"#),
            bad,
        ),
        ("a text for a count", list(r#"{"count":"0","results":[]}"#), bad),
        (
            "a text for an id",
            list(r#"{"count":1,"results":[{"id":"1","emailAddress":"john@doe.com"}]}"#),
            bad,
        ),
        ("an object", list("{}"), bad),
        ("null", list("null"), bad),
        ("nothing", list(""), bad),
        ("half an answer", list(r#"{"count":0,"resu"#), bad),
        ("HTML", html(), bad),
        ("a redirect", Fate::instead(302, &[("location", "https://evil.example/")], ""), bad),
        ("403", Fate::instead(403, &[], ""), failed(Code::Forbidden)),
        ("404", Fate::instead(404, &[], ""), failed(Code::NotFound)),
        ("400", Fate::instead(400, &[], r#"{"message":"no"}"#), failed(Code::ConfigInvalid)),
        ("too large, cut off", Fate::Lost(Fault::TooLarge), bad),
    ] {
        case(format!("look-up: {name}")).at(3, fate.clone()).run(expected);
        if matches!(name, "an object" | "null" | "nothing" | "HTML" | "a redirect" | "403" | "404" | "400") {
            case(format!("tenant: {name}")).at(2, fate).run(expected);
        }
    }
}

#[test]
fn a_server_that_ignores_filters_makes_nobody_adopt_a_stranger() {
    let mut server = Model::new().with("companydoe", "jane@doe.com");
    server.tenants.truncate(1);
    server.ways.ignores_filter = true;
    let one = Case { server: server.clone(), ..case("one stranger") };
    one.run(failed(Code::BadResponse));
    let two = Case { server: server.with("companydoe", "jim@doe.com"), ..case("two strangers") };
    two.run(conflict(Code::Ambiguous));
}

#[test]
fn tenants_that_are_not_the_one() {
    let tenant = |text: &'static str| case(text).at(2, Fate::instead(200, &[], text));
    tenant(r#"{"count":0,"results":[]}"#).run(failed(Code::NotFound));
    tenant("[]").run(failed(Code::NotFound));
    let two = r#"{"count":2,"results":[{"id":1,"name":"Company Doe","subDomainName":"a"}]}"#;
    tenant(two).run(conflict(Code::Ambiguous));
    let other = r#"{"count":1,"results":[{"id":1,"name":"Company Dough","subDomainName":"a"}]}"#;
    tenant(other).run(failed(Code::BadResponse));
    for sub_domain in ["..", ".", "", " ", "a/b", "a\\\\b", "a\\nb"] {
        let text = r#"{"count":1,"results":[{"id":1,"name":"Company Doe","subDomainName":"@"}]}"#;
        let text = text.replace('@', sub_domain);
        case(format!("sub-domain {sub_domain:?}"))
            .at(2, Fate::instead(200, &[], &text))
            .run(failed(Code::BadResponse));
    }
    let wrong = json!({"email": "john@doe.com", "subDomain": "companydough"});
    case("a sub-domain nobody has").user(wrong).run(failed(Code::NotFound));
    case("bare arrays").ways(|ways| ways.bare_arrays = true).run(CREATED);
}

#[test]
fn the_create_is_refused() {
    let refused = |name: &str, status, body: &str| case(name).at(4, Fate::instead(status, &[], body));
    for (name, status, body) in [
        ("message", 400, r#"{"message":"the words"}"#),
        ("Message", 400, r#"{"Message":"the words"}"#),
        ("exceptionMessage", 400, r#"{"exceptionMessage":"the words"}"#),
        ("error", 400, r#"{"error":{"message":"the words"}}"#),
        ("text", 400, "the words"),
        ("empty", 400, ""),
        ("200 false", 200, r#"{"successful":false,"status":"False","exceptionMessage":"the words"}"#),
        ("200 false, a list", 200, r#"{"successful":false,"exceptionMessages":["the","words"]}"#),
        ("200 false, a boolean status", 200, r#"{"successful":false,"status":false,"userAccountId":0}"#),
    ] {
        refused(name, status, body).run(failed(Code::ConfigInvalid));
    }
    refused("403", 403, "").run(failed(Code::Forbidden));
    refused("404", 404, "").run(failed(Code::NotFound));
    refused("409 and nobody there", 409, "").run(conflict(Code::Conflict));
    case("by the server")
        .ways(|ways| ways.refuses_creates = Some("no licence"))
        .run(failed(Code::ConfigInvalid));
    case("no path").options(json!({"paths": {}})).run(failed(Code::ConfigMissing));
}

/// What an unclear answer to the create looks like; each is tried with and without the create being done.
fn unclear() -> Vec<(&'static str, Fate, Fate)> {
    let both = |status, body: &str| (Fate::instead(status, &[], body), Fate::done_but(status, body));
    let mut kinds = vec![
        ("connection lost", Fate::Lost(Fault::Network), Fate::AnswerLost(Fault::Network)),
        ("time-out by the host", Fate::Lost(Fault::Timeout), Fate::AnswerLost(Fault::Timeout)),
        ("silence", Fate::Silence { done: false }, Fate::Silence { done: true }),
        ("too large", Fate::Lost(Fault::TooLarge), Fate::AnswerLost(Fault::TooLarge)),
    ];
    for (name, status, body) in [
        ("500", 500, ""),
        ("503", 503, "<html>"),
        ("408", 408, ""),
        ("302", 302, ""),
        ("HTML with 200", 200, "<html>"),
        ("nothing with 204", 204, ""),
        ("half an answer", 200, "{\"successful\":tr"),
        ("another type", 200, r#"{"successful":"yes"}"#),
        ("no id", 200, r#"{"successful":true}"#),
        ("id 0", 200, r#"{"successful":true,"userAccountId":0}"#),
        ("an id that is a text", 200, r#"{"successful":true,"userAccountId":"4711"}"#),
        ("somebody else", 200, r#"{"successful":true,"userAccountId":4711,"username":"jane@doe.com"}"#),
        ("an array", 200, "[]"),
    ] {
        let (undone, done) = both(status, body);
        kinds.push((name, undone, done));
    }
    kinds
}

#[test]
fn the_answer_to_the_create_is_unclear() {
    for (name, undone, done) in unclear() {
        case(format!("{name}, not done")).at(4, undone.clone()).run(CREATED);
        case(format!("{name}, done")).at(4, done.clone()).run(CREATED);
        let late = |ms| move |ways: &mut Ways| ways.shows_late_ms = ms;
        case(format!("{name}, done, shows late")).at(4, done.clone()).ways(late(3_000)).run(CREATED);
        let hidden = case(format!("{name}, done, hidden")).at(4, done.clone()).ways(late(3_600_000));
        hidden.run(conflict(Code::Conflict));
        // Done at the first time, unclear both times, and no look shows it: nobody knows.
        let both =
            case(format!("{name}, twice, hidden")).at(4, done.clone()).first(2, CREATE, undone.clone());
        let result = both.ways(late(3_600_000));
        assert_unknown(result);
        let blind =
            case(format!("{name}, done, no look possible")).at(4, done).at(5, Fate::instead(403, &[], ""));
        blind.run(unknown(Code::Forbidden));
    }
}

fn assert_unknown(case: Case) {
    let (name, pal, result) = case.result();
    let outcome = result.unwrap();
    assert_eq!(outcome.status, Status::Unknown, "{name}: {outcome:?}");
    check(&name, &pal, &outcome, false);
    assert_eq!(pal.sent_for(CREATE).len(), 2, "{name}");
}

#[test]
fn an_answer_of_fifty_megabytes() {
    // What it says would be good news: too large is too large all the same.
    let padding = " ".repeat(50 << 20);
    let nobody = format!(r#"{{"count":0,"results":[]}}{padding}"#);
    case("look-up").at(3, Fate::instead(200, &[], &nobody)).run(failed(Code::BadResponse));
    case("create").at(4, Fate::done_but(200, &padding)).run(CREATED);
    let small = case("a limit of one's own").options(json!({"maxResponseBytes": 1024}));
    small.at(3, Fate::instead(200, &[], &nobody[..1025])).run(failed(Code::BadResponse));
}

#[test]
fn the_look_that_verifies() {
    for (name, fate, expected) in [
        ("403", Fate::instead(403, &[], ""), unknown(Code::Forbidden)),
        ("HTML", html(), unknown(Code::BadResponse)),
        ("a redirect", Fate::instead(302, &[], ""), unknown(Code::BadResponse)),
        ("a stranger", replaced("john@", "jane@"), unknown(Code::BadResponse)),
        ("another id", replaced(":4711", ":4712"), conflict(Code::Conflict)),
        (
            "ids that differ",
            replaced("\"userAccountId\":4711", "\"userAccountId\":4712"),
            unknown(Code::BadResponse),
        ),
        ("two of them", replaced("\"count\":1", "\"count\":2"), conflict(Code::Ambiguous)),
        ("500 once", Fate::instead(500, &[], ""), CREATED),
        ("lost once", Fate::Lost(Fault::Network), CREATED),
        ("silence once", Fate::Silence { done: false }, CREATED),
        ("not yet", Fate::instead(200, &[], r#"{"count":0,"results":[]}"#), CREATED),
    ] {
        case(format!("verify: {name}")).at(5, fate).run(expected);
    }
    case("shows late").ways(|ways| ways.shows_late_ms = 3_000).run(CREATED);
    case("shows too late").ways(|ways| ways.shows_late_ms = 3_600_000).run(unknown(Code::NotFound));
    case("create says another id").at(4, replaced(":4711", ":4712")).run(conflict(Code::Conflict));
}

#[test]
fn faults_that_pass_and_faults_that_stay() {
    for (name, fate, stays) in [
        ("500", Fate::instead(500, &[], ""), Code::ServerError),
        ("408", Fate::instead(408, &[], ""), Code::Timeout),
        ("silence", Fate::Silence { done: false }, Code::Timeout),
        ("lost", Fate::Lost(Fault::Network), Code::Network),
        ("answer lost", Fate::AnswerLost(Fault::Network), Code::Network),
    ] {
        for purpose in [TOKEN, TENANT, LOOK] {
            case(format!("{purpose}: {name}, passes")).first(4, purpose, fate.clone()).run(CREATED);
            let expected = if purpose == TOKEN { End::Throws(stays) } else { failed(stays) };
            case(format!("{purpose}: {name}, stays")).first(5, purpose, fate.clone()).run(expected);
        }
    }
    for (name, fate, code) in [
        ("403", Fate::instead(403, &[], ""), Code::Forbidden),
        ("404", Fate::instead(404, &[], ""), Code::NotFound),
        ("HTML", html(), Code::BadResponse),
        ("a redirect", Fate::instead(302, &[], ""), Code::BadResponse),
        ("no token", Fate::instead(200, &[], r#"{"token_type":"Bearer"}"#), Code::BadResponse),
        (
            "an empty token",
            Fate::instead(200, &[], r#"{"access_token":"","token_type":"Bearer"}"#),
            Code::BadResponse,
        ),
        (
            "another type",
            Fate::instead(200, &[], r#"{"access_token":"canary","token_type":"mac"}"#),
            Code::BadResponse,
        ),
        ("invalid_client", Fate::instead(401, &[], r#"{"error":"invalid_client"}"#), Code::AuthRejected),
        ("invalid_scope", Fate::instead(400, &[], r#"{"error":"invalid_scope"}"#), Code::AuthRejected),
    ] {
        case(format!("token: {name}")).at(1, fate).run(End::Throws(code));
    }
}

#[test]
fn somebody_else_is_faster() {
    let raced = |name: &str| case(name).ways(|ways| ways.loses_races = true);
    raced("plain").run(End::Is(Status::Unchanged, None));
    raced("leave").options(json!({"ifExists": "leave"})).run(End::Is(Status::Unchanged, None));
    raced("fail").options(json!({"ifExists": "fail"})).run(conflict(Code::Conflict));
    let mut detailed = person("john@doe.com");
    detailed["details"] = json!({"employeeDetails": {"jobTitle": "Baker"}});
    // Nothing was compared: that it matches is not known.
    raced("with details").user(detailed).run(conflict(Code::Conflict));
}
