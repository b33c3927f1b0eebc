//! Every way in which creating one person can go wrong: at most one account, and a truthful outcome.
//!
//! The model makes a twin of whoever is created twice, since nothing says that the platform would not.

use super::case::{case, conflict, failed, unknown, Case, CREATED, UNCHANGED};
use super::kit::{ann, html, instead, person, replaced, span, CREATE, LOOK};
use super::model::{Model, Ways};
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::json;

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
fn many_take_one_token_and_end_each_for_themselves() {
    let mut span = span(Model::jane().with_name("known@partner.example"));
    let users: Vec<_> = (0..12)
        .map(|n| person(&format!("p{n}@partner.example")))
        .chain([person("known@partner.example")])
        .collect();
    let bulk = span.provision_all(&users);
    assert_eq!(bulk.statuses()[..12], [Status::Created; 12]);
    assert_eq!(bulk.statuses()[12], Status::Unchanged);
    assert_eq!((span.sent.len(), span.server.tokens.granted), (1 + 12 * 3 + 1, 1));
    assert!(span.most_in_flight <= 4, "{}", span.most_in_flight);
    span.server.check_no_twins();
}

#[test]
fn the_create_is_refused() {
    for (status, code) in [
        (400, Code::ConfigInvalid),
        (403, Code::Forbidden),
        (404, Code::NotFound),
        (405, Code::ConfigInvalid),
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
    case("409 and nobody there").at(3, instead(409, "")).run(conflict(Code::Conflict));
    case("by the server").ways(|ways| ways.refuses_creates = Some(400)).run(failed(Code::ConfigInvalid));
}

/// What an unclear answer to the create looks like; each is tried with and without the create being done.
fn unclear() -> Vec<(&'static str, Fate, Fate)> {
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
        ("nothing with 200", 200, ""),
        ("nothing with 204", 204, ""),
        ("half an answer", 201, r#"{"id":"Ws-Per"#),
        ("no id", 201, r#"{"userName":"ann@partner.example"}"#),
        ("an empty id", 201, r#"{"id":""}"#),
        ("an id that is a number", 201, r#"{"id":7}"#),
        ("an array", 201, "[]"),
    ] {
        kinds.push((name, instead(status, body), Fate::done_but(status, body)));
    }
    kinds
}

#[test]
fn the_answer_to_the_create_is_unclear() {
    for (name, undone, done) in unclear() {
        let late = |ms| move |ways: &mut Ways| ways.shows_late_ms = ms;
        let disturbed = |what: &str, fate: &Fate| case(format!("{name}, {what}")).at(3, fate.clone());
        disturbed("done", &done).run(CREATED);
        disturbed("done, shows late", &done).ways(late(3_000)).run(CREATED);
        // Nothing promises that a second one would be refused: it is not sent again, and nobody knows.
        for case in [disturbed("not done", &undone), disturbed("done, hidden", &done).ways(late(3_600_000))] {
            let (span, outcome) = assert_unknown(case);
            assert_eq!(span.sent_for(CREATE).len(), 1, "{name}");
            assert!(outcome.error.unwrap().hint.as_deref().unwrap().contains("again"), "{name}");
        }
        disturbed("no look possible", &done).at(4, instead(403, "")).run(unknown(Code::Forbidden));
        // The next run finds out.
        let (mut span, _) = assert_unknown(disturbed("not done", &undone));
        assert_eq!(span.provision(ann()).unwrap().status, Status::Created, "{name}");
        span.server.check_no_twins();
    }
}

fn assert_unknown(case: Case) -> (super::kit::Span, provisor::engine::Outcome) {
    let (name, (span, outcome)) = (case.name.clone(), case.result());
    let outcome = outcome.unwrap();
    assert_eq!(outcome.status, Status::Unknown, "{name}: {outcome:?}");
    (span, outcome)
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
        ("403", instead(403, ""), unknown(Code::Forbidden)),
        ("HTML", html(), unknown(Code::BadResponse)),
        ("a redirect", instead(302, ""), unknown(Code::BadResponse)),
        ("a stranger", replaced("\"userName\":\"ann@", "\"userName\":\"jane@"), unknown(Code::BadResponse)),
        ("another id", replaced("Person_1", "Person_2"), conflict(Code::Conflict)),
        ("500 once", instead(500, ""), CREATED),
        ("lost once", Fate::Lost(Fault::Network), CREATED),
        ("silence once", Fate::Silence { done: false }, CREATED),
        ("not yet", instead(200, NOBODY), CREATED),
    ] {
        case(format!("verify: {name}")).at(4, fate).run(expected);
    }
    case("shows late").ways(|ways| ways.shows_late_ms = 3_000).run(CREATED);
    case("shows too late").ways(|ways| ways.shows_late_ms = 3_600_000).run(unknown(Code::NotFound));
    let (_, outcome) = case("not as asked").at(4, replaced("\"R&D\"", "\"Sales\"")).run(CREATED);
    assert!(outcome.unwrap().warnings.concat().contains("department"));
}

#[test]
fn somebody_else_is_faster() {
    let raced = |name: &str| {
        case(name).ways(|ways| {
            ways.loses_races = true;
            ways.duplicates = Some(409);
        })
    };
    // What the other one wrote is not what was asked.
    raced("update").run(conflict(Code::Conflict));
    raced("leave").options(json!({"ifExists": "leave"})).run(UNCHANGED);
    raced("fail").options(json!({"ifExists": "fail"})).run(conflict(Code::Conflict));
}
