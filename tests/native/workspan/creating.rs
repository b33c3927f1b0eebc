//! Ways in which creating one person can go wrong that only WorkSpan has; the others are in `shared/creating.rs`.

use super::kit::case;
use super::kit::{ann, instead, replaced, CREATE, LOOK};
use crate::rig::Fate;
use crate::shared::truth::{conflict, failed, unknown, CREATED};
use provisor::engine::Status;
use provisor::error::Code;

#[test]
fn a_new_person_takes_three_calls_besides_the_token() {
    let (mut span, outcome) = case("ann").run(CREATED);
    let outcome = outcome.unwrap();
    assert_eq!(span.purposes()[1..], [LOOK, CREATE, LOOK]);
    assert_eq!((outcome.requests, outcome.id.as_deref()), (3, Some("Ws-Person_1/ä")));
    assert!(outcome.changes.is_empty() && outcome.warnings.is_empty(), "{:?}", outcome.warnings);
    let evidence: Vec<_> =
        outcome.evidence.iter().map(|e| (e.method.as_str(), e.path.as_str(), e.status)).collect();
    const USERS: &str = "/api/scim/v2/Users";
    assert_eq!(evidence, [("GET", USERS, 200), ("POST", USERS, 201), ("GET", USERS, 200)]);
    span.sent.clear();
    let again = span.provision(ann()).unwrap();
    assert_eq!((again.status, again.requests, again.verified), (Status::Unchanged, 1, true));
}

#[test]
fn the_create_is_refused() {
    for (status, code) in [
        (400, Code::ConfigInvalid),
        (403, Code::Forbidden),
        (404, Code::NotFound),
        (413, Code::ConfigInvalid),
    ] {
        for body in
            ["", "no", r#"{"detail":"the words"}"#, r#"{"statusCode":400,"message":"the words"}"#, "<html>"]
        {
            let (_, outcome) =
                case(format!("{status} {body}")).at(3, instead(status, body)).run(failed(code));
            let message = outcome.unwrap().error.unwrap().message.clone();
            assert_eq!(message.contains("the words"), body.contains("the words"), "{status}: {message}");
        }
    }
    case("by the server").ways(|ways| ways.refuses_creates = Some(400)).run(failed(Code::ConfigInvalid));
}

#[test]
fn where_the_id_may_stand() {
    let location = [("location", "https://api-sandbox.workspan.com/api/scim/v2/Users/Ws-Person_1%2F%C3%A4")];
    let answer = |status| crate::rig::response(status, &location, "");
    for status in [200, 201] {
        case(format!("{status}, in Location alone")).at(3, Fate::DoneBut(answer(status))).run(CREATED);
    }
    let (_, outcome) = case("200").ways(|ways| ways.creates_with_200 = true).run(CREATED);
    assert!(outcome.unwrap().warnings.concat().contains("200"), "it may have been there before");
}

#[test]
fn the_look_that_verifies() {
    const NOBODY: &str = r#"{"totalResults":0,"Resources":[]}"#;
    for (name, fate, expected) in [
        ("a stranger", replaced("\"userName\":\"ann@", "\"userName\":\"jane@"), unknown(Code::BadResponse)),
        ("another id", replaced("Person_1", "Person_2"), conflict(Code::Conflict)),
        ("not yet", instead(200, NOBODY), CREATED),
    ] {
        case(format!("verify: {name}")).at(4, fate).run(expected);
    }
    let (_, outcome) = case("not as asked").at(4, replaced("\"R&D\"", "\"Sales\"")).run(CREATED);
    assert!(outcome.unwrap().warnings.concat().contains("department"));
}
