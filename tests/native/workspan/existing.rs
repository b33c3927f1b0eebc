//! People who are there already: left, reported, or replaced with nothing lost.

use super::kit::{case, Case};
use super::kit::{html, instead, jane, moved_jane, replaced, READ, REPLACE};
use super::model::{Model, ENTERPRISE};
use crate::rig::truth::End;
use crate::rig::Fate;
use crate::shared::truth::{conflict, failed, is, unknown, UNCHANGED, UPDATED};
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

fn moved(name: &str) -> Case {
    case(name).server(Model::jane()).user(moved_jane())
}

#[test]
fn if_exists() {
    for (if_exists, user, expected, written) in [
        ("update", jane(), UNCHANGED, 0),
        ("update", moved_jane(), UPDATED, 1),
        ("leave", moved_jane(), UNCHANGED, 0),
        ("fail", moved_jane(), conflict(Code::Conflict), 0),
        ("fail", jane(), conflict(Code::Conflict), 0),
    ] {
        let jane = case(if_exists).server(Model::jane()).user(user).options(json!({"ifExists": if_exists}));
        let (span, outcome) = jane.run(expected);
        let outcome = outcome.unwrap();
        assert_eq!((span.server.writes.len(), outcome.id.as_deref()), (written, Some("Ws-Person_1/ä")));
        assert!(outcome.existed_before, "{if_exists}");
    }
}

#[test]
fn a_replace_loses_nothing() {
    let mut user = moved_jane();
    user["displayName"] = "Jane \"JR\" Roe".into();
    let (mut span, outcome) = moved("replace").user(user.clone()).run(UPDATED);
    assert_eq!(outcome.unwrap().changes, ["displayName", "department"]);
    let before = &Model::jane().people[0].resource;
    let mut expected = before.clone();
    expected["displayName"] = "Jane \"JR\" Roe".into();
    expected[ENTERPRISE]["department"] = "Alliances & Channels".into();
    // Only the server may say these.
    for read_only in ["meta", "groups"] {
        expected.as_object_mut().unwrap().remove(read_only);
    }
    let [(id, body)] = span.server.writes.as_slice() else { panic!("one write") };
    assert_eq!((id.as_str(), serde_json::from_str::<Value>(body).unwrap()), ("Ws-Person_1/ä", expected));
    assert!(body.contains(r#""x-unknown":[1.5,null,"canary \"quoted\" \\ ü"]"#), "{body}");
    let shown = &span.sent_for(REPLACE)[0].shown;
    assert_eq!(shown.url, format!("{}/api/scim/v2/Users/Ws-Person_1%2F%C3%A4", super::model::BASE));
    assert_eq!(shown.body.as_deref(), Some("{user#Ws-Person_1/ä}"), "nothing personal is shown");
    let again = span.provision(user).unwrap();
    assert_eq!((again.status, again.changes.len(), span.server.writes.len()), (Status::Unchanged, 0, 1));
}

#[test]
fn only_what_was_asked_is_compared() {
    let wish = |more: Value| {
        let mut user =
            json!({ "email": "jane.roe@partner.example", "givenName": "Jane", "familyName": "Roe" });
        user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        user
    };
    for (more, changes) in [
        (json!({}), vec![]),
        (json!({"department": "Alliances"}), vec![]),
        (json!({"department": "", "displayName": " "}), vec![]),
        (json!({"active": true}), vec![]),
        (json!({"active": null}), vec![]),
        (json!({"department": "alliances"}), vec!["department"]),
        (json!({"givenName": "Janet", "familyName": "Doe"}), vec!["givenName", "familyName"]),
        (json!({"active": false, "displayName": "J"}), vec!["displayName", "active"]),
    ] {
        let status = if changes.is_empty() { UNCHANGED } else { UPDATED };
        let (_, outcome) = moved(&more.to_string()).user(wish(more)).run(status);
        assert_eq!(outcome.unwrap().changes, changes);
    }
}

#[test]
fn somebody_suspended_is_said_to_be_and_stays_so_unless_asked() {
    let suspended = || {
        let mut server = Model::jane();
        server.people[0].resource["active"] = "False".into();
        server
    };
    let asked = |active: Value, user: Value| {
        let mut user = user;
        user["active"] = active;
        case(format!("suspended, {user}")).server(suspended()).user(user)
    };
    let (_, outcome) = asked(Value::Null, jane()).run(UNCHANGED);
    assert!(outcome.unwrap().warnings.concat().contains("suspended"));
    let (span, _) = asked(Value::Null, moved_jane()).run(UPDATED);
    assert_eq!(span.server.people[0].resource["active"], "False", "as it was");
    let (_, outcome) = asked(json!(false), jane()).run(UNCHANGED);
    assert!(outcome.unwrap().warnings.is_empty());
    for yes in [json!(true), json!("TRUE")] {
        let (span, outcome) = asked(yes, jane()).run(UPDATED);
        assert_eq!(
            (outcome.unwrap().changes, &span.server.people[0].resource["active"]),
            (vec!["active".into()], &json!(true))
        );
    }
}

#[test]
fn a_write_that_has_no_effect_is_not_called_done() {
    let (span, outcome) =
        moved("ignored").ways(|ways| ways.ignores_writes = true).run(failed(Code::Conflict));
    let outcome = outcome.unwrap();
    assert!(outcome.error.unwrap().message.contains("department"));
    assert_eq!((outcome.changes.len(), span.server.writes.len()), (0, 1));
}

#[test]
fn every_way_in_which_a_replace_can_fail() {
    use Status::Updated;
    // 1 token, 2 look, 3 read, 4 replace, 5 read.
    for (name, number, fate, expected) in [
        ("read: 403", 3, instead(403, ""), failed(Code::Forbidden)),
        ("read: 404", 3, instead(404, ""), failed(Code::NotFound)),
        ("read: an array", 3, instead(200, "[]"), failed(Code::BadResponse)),
        ("read: no id", 3, instead(200, r#"{"userName":"x"}"#), failed(Code::BadResponse)),
        ("read: somebody else", 3, replaced("Person_1", "Person_2"), failed(Code::BadResponse)),
        (
            "read: a name that is a text",
            3,
            instead(200, r#"{"id":"Ws-Person_1/ä","name":"Jane"}"#),
            failed(Code::ConfigInvalid),
        ),
        ("read: HTML", 3, html(), failed(Code::BadResponse)),
        ("read: 500 once", 3, instead(500, ""), is(Updated)),
        ("write: 400", 4, instead(400, r#"{"detail":"no"}"#), failed(Code::ConfigInvalid)),
        ("write: 403", 4, instead(403, ""), failed(Code::Forbidden)),
        ("write: 404", 4, instead(404, ""), failed(Code::NotFound)),
        ("write: 409", 4, instead(409, ""), failed(Code::Conflict)),
        ("write: not done", 4, instead(200, ""), failed(Code::Conflict)),
        ("write: 204, done", 4, Fate::done_but(204, ""), is(Updated)),
        ("write: HTML, done", 4, Fate::done_but(200, "<html>"), is(Updated)),
        ("write: 500", 4, instead(500, ""), is(Updated)),
        ("write: 500, done", 4, Fate::done_but(500, ""), is(Updated)),
        ("write: lost", 4, Fate::Lost(Fault::Network), is(Updated)),
        ("write: answer lost", 4, Fate::AnswerLost(Fault::Network), is(Updated)),
        ("write: silence", 4, Fate::Silence { done: true }, is(Updated)),
        ("write: a redirect", 4, Fate::done_but(302, ""), unknown(Code::BadResponse)),
        ("check: 403", 5, instead(403, ""), unknown(Code::Forbidden)),
        ("check: HTML", 5, html(), unknown(Code::BadResponse)),
        ("check: somebody else", 5, replaced("Person_1", "Person_2"), unknown(Code::BadResponse)),
        ("check: 500 once", 5, instead(500, ""), is(Updated)),
    ] {
        moved(name).at(number, fate).run(expected);
    }
    let stays = |purpose, fate| moved("stays").first(5, purpose, fate);
    stays(REPLACE, instead(500, "")).run(unknown(Code::ServerError));
    stays(REPLACE, Fate::AnswerLost(Fault::Network)).run(unknown(Code::Network));
    stays(REPLACE, Fate::Silence { done: true }).run(unknown(Code::Timeout));
    stays(READ, instead(500, "")).run(failed(Code::ServerError));
}

#[test]
fn somebody_else_has_done_it_meanwhile() {
    let mut server = Model::jane();
    server.people[0].resource[ENTERPRISE]["department"] = "Alliances & Channels".into();
    // The look is old already: nothing is left to write.
    let old = Fate::body(|body| body.replace("Alliances & Channels", "Alliances"));
    let (span, _) = moved("meanwhile").server(server).at(2, old).run(End::Is(Status::Updated, None));
    assert!(span.server.writes.is_empty());
}
