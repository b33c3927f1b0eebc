//! Ways in which creating one person can go wrong that only Workiva has; the others are in `shared/creating.rs`.

use super::kit::*;
use super::model::Model;
use super::truth::check;
use super::Workiva;
use crate::rig::Fate;
use crate::shared::case::{case as shared_case, Case};
use crate::shared::truth::{conflict, end, failed, unknown, CREATED};
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::json;

fn case(name: impl Into<String>) -> Case<Workiva> {
    shared_case(name)
}

#[test]
fn answers_that_cannot_be_relied_on_write_nothing() {
    let list = |text: &str| Fate::instead(200, &[], text);
    let bad = failed(Code::BadResponse);
    for (name, fate, expected) in [
        ("no data", list("{}"), bad),
        ("an array", list("[]"), bad),
        ("no id", list(r#"{"data":[{"username":"x"}]}"#), bad),
        ("a number for an id", list(r#"{"data":[{"id":7}]}"#), bad),
        ("a number for a name", list(r#"{"data":[{"id":"7","username":7}]}"#), bad),
        ("a link that is a number", list(r#"{"data":[],"@nextLink":7}"#), bad),
    ] {
        let (desk, _) = case(name).first(1, USERS, fate).run(expected);
        assert!(desk.server.created.is_empty());
    }
}

#[test]
fn the_create_is_refused() {
    for (status, code) in [(400, Code::ConfigInvalid), (403, Code::Forbidden), (404, Code::NotFound)] {
        let body = format!(
            r#"{{"code":"{status}","message":"the words","target":"email","details":[{{"code":"c","message":"more words"}}]}}"#
        );
        case(status.to_string()).first(1, CREATE, Fate::instead(status, &[], &body)).run(failed(code));
    }
    let body = r#"{"code":"400BadRequest","message":"the words","target":"email","details":[]}"#;
    let mut desk = desk(Model::new()).with_first(1, CREATE, Fate::instead(400, &[], body));
    let error = desk.provision(person("ann@doe.com")).unwrap().error.unwrap();
    assert!(error.message.contains("400BadRequest: the words (email)"), "{error}");
    // The user name is somebody's of another organization.
    let (desk, _) = case("409").ways(|ways| ways.taken = Some("ann@doe.com")).run(conflict(Code::Conflict));
    assert!(desk.server.people.is_empty());
}

#[test]
fn an_account_found_after_a_lost_answer_gets_its_roles() {
    let mut desk = desk(Model::new()).with_first(1, CREATE, Fate::AnswerLost(Fault::Network));
    let outcome = desk.provision(everything("ann@doe.com")).unwrap();
    assert_eq!((outcome.status, outcome.verified, outcome.warnings.len()), (Status::Created, true, 1));
    check("found", &desk, &outcome);
    assert_eq!(desk.server.has("ann@doe.com")["Annual Report"], json!([["Editor"], ["Reviewers"]]));
    assert_eq!(desk.sent_for(CREATE).len(), 1);
}

#[test]
fn an_account_found_after_a_lost_answer_must_be_as_asked() {
    // Somebody else's create was faster, and ours has left no word.
    let mut server = Model::new();
    server.ways.loses_races = true;
    let mut desk = desk(server).with_first(1, CREATE, Fate::done_but(500, ""));
    let mut user = person("ann@doe.com");
    user["givenName"] = "Anna".into();
    let result = desk.provision(user.clone());
    assert_eq!(end(&result), failed(Code::Conflict), "{result:?}");
    let error = result.clone().unwrap().error.unwrap();
    assert!(error.message.contains("givenName"), "{error}");
    check("found, and another", &desk, &result.unwrap());
    assert_eq!(desk.provision(user).unwrap().status, Status::Updated);
}

#[test]
fn a_create_that_the_scope_does_not_allow_says_so() {
    let mut server = Model::new();
    server.tokens.scope = Some("organization:read");
    let mut desk = desk(server).with_first(1, CREATE, Fate::instead(403, &[], ""));
    let result = desk.provision(person("ann@doe.com"));
    assert_eq!(end(&result), failed(Code::Forbidden));
    let hint = result.unwrap().error.unwrap().hint.clone().unwrap();
    assert!(hint.contains("organization:write"), "{hint}");
}

#[test]
fn the_look_that_verifies() {
    let changed = |from: &'static str, to: &'static str| {
        Fate::body(move |body| {
            assert!(body.contains(from), "{body}");
            body.replace(from, to)
        })
    };
    for (name, fate, expected) in [
        ("another id", changed("WFUser/", "WFUser/9"), unknown(Code::BadResponse)),
        ("another name", changed("\"Ann\"", "\"Anne\""), failed(Code::Conflict)),
        ("not yet", Fate::instead(404, &[], ""), CREATED),
    ] {
        case(format!("verify: {name}")).first(1, READ, fate).run(expected);
    }
    let said = Fate::body(|body| body.replace("WFUser/", "WFUser/9"));
    case("create says another id").first(1, CREATE, said).run(unknown(Code::NotFound));
}

#[test]
fn many_are_verified_together() {
    let mut late = desk(Model::new().ways(|ways| ways.shows_late_ms = 2_000));
    let bulk = late.provision_all(&people(3, &json!({})));
    assert_eq!(bulk.statuses(), [Status::Created; 3]);
    for (name, fate, status) in [
        ("403", Fate::instead(403, &[], ""), Status::Unknown),
        ("nobody", Fate::instead(200, &[], r#"{"data":[]}"#), Status::Created),
        ("another id", Fate::body(|body| body.replace("WFUser/", "WFUser/9")), Status::Conflict),
    ] {
        let mut desk = desk(Model::new());
        let mut listed = 0;
        desk.fates = Box::new(move |sent| {
            listed += u32::from(sent.purpose == USERS);
            if sent.purpose == USERS && listed > 1 {
                fate.clone()
            } else {
                Fate::Answered
            }
        });
        let bulk = desk.provision_all(&people(3, &json!({})));
        assert_eq!(bulk.statuses(), [status; 3], "{name}");
    }
}
