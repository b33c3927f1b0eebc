//! People who are there already: matched by user name and e-mail, changed where they differ.

use super::kit::*;
use super::model::Model;
use super::truth::{check, end};
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::json;

#[test]
fn fields_that_differ_are_changed_and_read_again() {
    let mut server = Model::new();
    server.add("Ann@Doe.com", "ann", 0);
    for (more, fields) in [
        (json!({}), vec![]),
        (json!({"userName": "ANN"}), vec![]),
        (json!({"givenName": "Anna"}), vec!["givenName"]),
        (json!({"familyName": "Roe", "displayName": "Ann Roe"}), vec!["familyName", "displayName"]),
        (json!({"userName": "annie"}), vec!["username"]),
        (json!({"userName": "ann", "email": "ann@new.com"}), vec!["email"]),
    ] {
        let mut desk = desk(server.clone());
        let user = with("ann@doe.com", more.clone());
        let outcome = desk.provision(user.clone()).unwrap();
        check(&more.to_string(), &desk, &outcome);
        assert_eq!(outcome.changes, fields, "{more}");
        let status = if fields.is_empty() { Status::Unchanged } else { Status::Updated };
        assert_eq!((outcome.status, desk.sent_for(UPDATE).len()), (status, usize::from(!fields.is_empty())));
        assert_eq!(desk.provision(user).unwrap().status, Status::Unchanged, "{more}");
        assert_eq!(desk.server.people.len(), 1);
    }
}

#[test]
fn more_than_one_match_stops_the_person() {
    let mut server = Model::new();
    server.add("ann@doe.com", "ann", 0);
    server.add("bob@doe.com", "bob", 0);
    let mut mixed = desk(server.clone());
    let result = mixed.provision(with("ann@doe.com", json!({"userName": "bob"})));
    assert_eq!(end(&result), (Some(Status::Conflict), Some(Code::Ambiguous)));
    check("mixed", &mixed, &result.unwrap());
    server.people[1].email = "ANN@doe.com".into();
    let mut twice = desk(server);
    let result = twice.provision(person("ann@doe.com"));
    assert_eq!(end(&result), (Some(Status::Conflict), Some(Code::Ambiguous)));
    assert_eq!(twice.purposes(), [TOKEN, USERS]);
}

#[test]
fn two_people_with_one_e_mail_or_one_user_name_are_refused() {
    for (first, second) in [
        (person("ann@doe.com"), person("ANN@doe.com")),
        (with("a@doe.com", json!({"userName": "ann"})), with("b@doe.com", json!({"userName": "Ann"}))),
        (with("ann@doe.com", json!({"userName": "x"})), with("ann@doe.com", json!({"userName": "y"}))),
        (person("ann@doe.com"), with("b@doe.com", json!({"userName": "ann@doe.com"}))),
    ] {
        let mut desk = desk(Model::new());
        let bulk = desk.provision_all(&[first, second]);
        assert_eq!(bulk.statuses(), [Status::Created, Status::Failed]);
        let error = bulk.outcomes[1].error.as_ref().unwrap();
        assert!(error.message.contains("twice"), "{error}");
        assert_eq!((desk.server.people.len(), bulk.outcomes[1].requests), (1, 0));
    }
}

#[test]
fn suspended_people_are_said_to_be() {
    let mut server = Model::new().with("ann@doe.com");
    server.people[0].is_suspended = true;
    let outcome = desk(server).provision(person("ann@doe.com")).unwrap();
    assert_eq!(outcome.status, Status::Unchanged);
    assert!(outcome.warnings[0].contains("suspended") && outcome.warnings[0].contains("SCIM"), "{outcome:?}");
}

#[test]
fn if_exists() {
    let mut wanted = everything("ann@doe.com");
    wanted["givenName"] = "Anna".into();
    for (if_exists, status, code) in [
        ("update", Status::Updated, None),
        ("leave", Status::Unchanged, None),
        ("fail", Status::Conflict, Some(Code::Conflict)),
    ] {
        let mut desk = desk_with(Model::new().with("ann@doe.com"), json!({"ifExists": if_exists}));
        let before = desk.server.state();
        let result = desk.provision(wanted.clone());
        assert_eq!(end(&result), (Some(status), code), "{if_exists}");
        let outcome = result.unwrap();
        check(if_exists, &desk, &outcome);
        assert!(outcome.existed_before && outcome.id.is_some());
        assert_eq!(desk.server.state() == before, status != Status::Updated);
        if status != Status::Updated {
            assert_eq!(desk.purposes(), [TOKEN, USERS]);
        }
    }
}

#[test]
fn every_way_in_which_a_change_can_fail() {
    let mut wanted = person("ann@doe.com");
    wanted["givenName"] = "Anna".into();
    use Status::{Failed, Unknown, Updated};
    for (name, times, fate, status, code) in [
        ("400", 1, Fate::instead(400, &[], r#"{"message":"no"}"#), Failed, Some(Code::ConfigInvalid)),
        ("403", 1, Fate::instead(403, &[], ""), Failed, Some(Code::Forbidden)),
        ("409", 1, Fate::instead(409, &[], ""), Failed, Some(Code::Conflict)),
        ("200, not done", 1, Fate::instead(200, &[], "{}"), Failed, Some(Code::Conflict)),
        ("HTML", 1, Fate::instead(200, &[], "<html>"), Failed, Some(Code::Conflict)),
        ("500 once", 1, Fate::instead(500, &[], ""), Updated, None),
        ("500, done", 99, Fate::done_but(500, ""), Updated, None),
        ("500, not done", 99, Fate::instead(500, &[], ""), Unknown, Some(Code::ServerError)),
        ("lost", 99, Fate::Lost(Fault::Network), Unknown, Some(Code::Network)),
        ("answer lost", 99, Fate::AnswerLost(Fault::Network), Updated, None),
        ("silence", 99, Fate::Silence { done: true }, Updated, None),
        ("a redirect", 1, Fate::done_but(302, ""), Updated, None),
        (
            "429 for an hour",
            1,
            Fate::instead(429, &[("retry-after", "3600")], ""),
            Failed,
            Some(Code::RateLimited),
        ),
    ] {
        let mut desk = desk(Model::new().with("ann@doe.com")).with_first(times, UPDATE, fate);
        let result = desk.provision(wanted.clone());
        assert_eq!(end(&result), (Some(status), code), "{name}: {result:?}");
        check(name, &desk, result.as_ref().unwrap());
    }
    for (name, fate, code) in [
        ("403", Fate::instead(403, &[], ""), Code::Forbidden),
        ("HTML", Fate::instead(200, &[], "<html>"), Code::BadResponse),
        ("gone", Fate::instead(404, &[], ""), Code::NotFound),
    ] {
        let mut desk = desk(Model::new().with("ann@doe.com")).with_fate_of(READ, fate);
        let result = desk.provision(wanted.clone());
        assert_eq!(end(&result), (Some(Unknown), Some(code)), "{name}");
    }
    let mut ignoring = desk(Model::new().with("ann@doe.com").ways(|ways| ways.ignores = Some("/givenName")));
    let error = ignoring.provision(wanted).unwrap().error.unwrap();
    assert!(error.code == Code::Conflict && error.message.contains("givenName"), "{error}");
}
