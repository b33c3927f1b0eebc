//! Ways in which creating one person can go wrong that only MyWorkpal has; the others are in `shared/creating.rs`.

use super::kit::person;
use super::model::Model;
use super::MyWorkpal;
use crate::rig::Fate;
use crate::shared::answers::replaced;
use crate::shared::case::Case;
use crate::shared::truth::{conflict, failed, unknown, End, CREATED};
use provisor::error::Code;
use serde_json::json;

/// John, in an undisturbed run: 1 token, 2 tenant, 3 look, 4 create, 5 verify.
fn case(name: impl Into<String>) -> Case<MyWorkpal> {
    crate::shared::case::case(name).user(person("john@doe.com"))
}

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
    ] {
        case(format!("look-up: {name}")).at(3, fate.clone()).run(expected);
        if name == "an object" {
            case(format!("tenant: {name}")).at(2, fate).run(expected);
        }
    }
}

#[test]
fn a_server_that_ignores_filters_makes_nobody_adopt_a_stranger() {
    let mut server = Model::new().with("companydoe", "jane@doe.com");
    server.tenants.truncate(1);
    server.ways.ignores_filter = true;
    let one = case("one stranger").server(server.clone());
    one.run(failed(Code::BadResponse));
    let two = case("two strangers").server(server.with("companydoe", "jim@doe.com"));
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

#[test]
fn the_look_that_verifies() {
    for (name, fate, expected) in [
        ("a stranger", replaced("john@", "jane@"), unknown(Code::BadResponse)),
        ("another id", replaced(":4711", ":4712"), conflict(Code::Conflict)),
        (
            "ids that differ",
            replaced("\"userAccountId\":4711", "\"userAccountId\":4712"),
            unknown(Code::BadResponse),
        ),
        ("two of them", replaced("\"count\":1", "\"count\":2"), conflict(Code::Ambiguous)),
        ("not yet", Fate::instead(200, &[], r#"{"count":0,"results":[]}"#), CREATED),
    ] {
        case(format!("verify: {name}")).at(5, fate).run(expected);
    }
    case("create says another id").at(4, replaced(":4711", ":4712")).run(conflict(Code::Conflict));
}

#[test]
fn tokens_that_are_none() {
    for (name, fate, code) in [
        ("403", Fate::instead(403, &[], ""), Code::Forbidden),
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
fn somebody_else_is_faster_and_more_was_asked() {
    let mut detailed = person("john@doe.com");
    detailed["details"] = json!({"employeeDetails": {"jobTitle": "Baker"}});
    // Nothing was compared: that it matches is not known.
    let raced = case("with details").ways(|ways| ways.loses_races = true);
    raced.user(detailed).run(conflict(Code::Conflict));
}
