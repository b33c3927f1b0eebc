//! Every way in which creating one person can go wrong, and how it ends.

use super::kit::*;
use super::model::{Model, Ways};
use super::truth::{check, end, End};
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

const CREATED: End = (Some(Status::Created), None);

struct Case {
    name: String,
    options: Value,
    server: Model,
    fates: Vec<(usize, &'static str, Fate)>,
}

fn case(name: impl Into<String>) -> Case {
    Case { name: name.into(), options: json!({}), server: Model::new(), fates: Vec::new() }
}

impl Case {
    fn first(mut self, times: usize, purpose: &'static str, fate: Fate) -> Self {
        self.fates.push((times, purpose, fate));
        self
    }

    fn ways(mut self, change: impl FnOnce(&mut Ways)) -> Self {
        change(&mut self.server.ways);
        self
    }

    fn run(self, expected: End) -> Desk {
        let mut desk = desk_with(self.server, self.options);
        for (times, purpose, fate) in self.fates {
            desk = desk.with_first(times, purpose, fate);
        }
        let result = desk.provision(person("ann@doe.com"));
        assert_eq!(end(&result), expected, "{}: {result:?}", self.name);
        match &result {
            Ok(outcome) => check(&self.name, &desk, outcome),
            Err(_) => assert!(desk.server.created.is_empty()),
        }
        desk
    }
}

fn failed(code: Code) -> End {
    (Some(Status::Failed), Some(code))
}

fn unknown(code: Code) -> End {
    (Some(Status::Unknown), Some(code))
}

fn conflict(code: Code) -> End {
    (Some(Status::Conflict), Some(code))
}

#[test]
fn answers_that_cannot_be_relied_on_write_nothing() {
    let list = |text: &str| Fate::instead(200, &[], text);
    let bad = failed(Code::BadResponse);
    for (name, fate, expected) in [
        ("no data", list("{}"), bad),
        ("an array", list("[]"), bad),
        ("nothing", list(""), bad),
        ("null", list("null"), bad),
        ("HTML", list("<html>"), bad),
        ("half an answer", list(r#"{"data":[{"id":"1","use"#), bad),
        ("no id", list(r#"{"data":[{"username":"x"}]}"#), bad),
        ("a number for an id", list(r#"{"data":[{"id":7}]}"#), bad),
        ("a number for a name", list(r#"{"data":[{"id":"7","username":7}]}"#), bad),
        ("a link that is a number", list(r#"{"data":[],"@nextLink":7}"#), bad),
        ("a redirect", Fate::instead(302, &[("location", "https://evil.example/")], ""), bad),
        ("too large", Fate::Lost(Fault::TooLarge), bad),
        (
            "400",
            Fate::instead(400, &[], r#"{"code":"400BadRequest","message":"no"}"#),
            failed(Code::ConfigInvalid),
        ),
        ("403", Fate::instead(403, &[], ""), failed(Code::Forbidden)),
        ("404", Fate::instead(404, &[], ""), failed(Code::NotFound)),
    ] {
        let desk = case(name).first(1, USERS, fate).run(expected);
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
    let desk = case("409").ways(|ways| ways.taken = Some("ann@doe.com")).run(conflict(Code::Conflict));
    assert!(desk.server.people.is_empty());
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
        ("nothing with 201", 201, ""),
        ("half an answer", 201, r#"{"id":"x","usern"#),
        ("no id", 201, "{}"),
        ("an empty id", 201, r#"{"id":""}"#),
        ("an id that is a number", 201, r#"{"id":7}"#),
        ("somebody else", 201, r#"{"id":"x","username":"jane@doe.com"}"#),
        ("an array", 201, "[]"),
    ] {
        kinds.push((name, Fate::instead(status, &[], body), Fate::done_but(status, body)));
    }
    kinds
}

#[test]
fn the_answer_to_the_create_is_unclear() {
    for (name, undone, done) in unclear() {
        case(format!("{name}, not done")).first(1, CREATE, undone.clone()).run(CREATED);
        case(format!("{name}, done")).first(1, CREATE, done.clone()).run(CREATED);
        let late = |ms| move |ways: &mut Ways| ways.shows_late_ms = ms;
        case(format!("{name}, done, shows late"))
            .first(1, CREATE, done.clone())
            .ways(late(3_000))
            .run(CREATED);
        let hidden =
            case(format!("{name}, done, hidden")).first(1, CREATE, done.clone()).ways(late(3_600_000));
        hidden.run(conflict(Code::Conflict));
        let twice = case(format!("{name}, twice")).first(9, CREATE, undone).run_any();
        assert_eq!(twice.0, Some(Status::Unknown), "{name}");
        let mut blind = desk(Model::new()).with_first(1, CREATE, done);
        let mut before = std::mem::replace(&mut blind.fates, Box::new(|_| Fate::Answered));
        let mut listed = 0;
        blind.fates = Box::new(move |sent| {
            listed += u32::from(sent.purpose == USERS);
            if sent.purpose == USERS && listed > 1 {
                Fate::instead(403, &[], "")
            } else {
                before(sent)
            }
        });
        let result = blind.provision(person("ann@doe.com"));
        assert_eq!(end(&result), unknown(Code::Forbidden), "{name}");
        check(name, &blind, &result.unwrap());
    }
}

impl Case {
    fn run_any(self) -> End {
        let mut desk = desk_with(self.server, self.options);
        for (times, purpose, fate) in self.fates {
            desk = desk.with_first(times, purpose, fate);
        }
        let result = desk.provision(person("ann@doe.com"));
        check(&self.name, &desk, result.as_ref().unwrap());
        assert_eq!(desk.sent_for(CREATE).len(), 2, "{}", self.name);
        end(&result)
    }
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
fn the_look_that_verifies() {
    let changed = |from: &'static str, to: &'static str| {
        Fate::body(move |body| {
            assert!(body.contains(from), "{body}");
            body.replace(from, to)
        })
    };
    for (name, fate, expected) in [
        ("403", Fate::instead(403, &[], ""), unknown(Code::Forbidden)),
        ("HTML", Fate::instead(200, &[], "<html>"), unknown(Code::BadResponse)),
        ("another id", changed("WFUser/", "WFUser/9"), unknown(Code::BadResponse)),
        ("another name", changed("\"Ann\"", "\"Anne\""), failed(Code::Conflict)),
        ("500 once", Fate::instead(500, &[], ""), CREATED),
        ("lost once", Fate::Lost(Fault::Network), CREATED),
        ("not yet", Fate::instead(404, &[], ""), CREATED),
    ] {
        case(format!("verify: {name}")).first(1, READ, fate).run(expected);
    }
    case("shows late").ways(|ways| ways.shows_late_ms = 3_000).run(CREATED);
    case("shows too late").ways(|ways| ways.shows_late_ms = 3_600_000).run(unknown(Code::NotFound));
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

#[test]
fn faults_that_pass_and_faults_that_stay() {
    for (name, fate, stays) in [
        ("500", Fate::instead(500, &[], ""), Code::ServerError),
        ("408", Fate::instead(408, &[], ""), Code::Timeout),
        ("silence", Fate::Silence { done: false }, Code::Timeout),
        ("lost", Fate::Lost(Fault::Network), Code::Network),
        ("429", Fate::instead(429, &[("retry-after", "1")], ""), Code::RateLimited),
        (
            "429, a date",
            Fate::instead(429, &[("retry-after", "Tue, 14 Nov 2023 22:13:30 GMT")], ""),
            Code::RateLimited,
        ),
        (
            "429, bare",
            Fate::instead(429, &[], r#"{"code":"429TooManyRequests","message":"slow"}"#),
            Code::RateLimited,
        ),
    ] {
        for purpose in [TOKEN, USERS] {
            case(format!("{purpose}: {name}, passes")).first(4, purpose, fate.clone()).run(CREATED);
            let expected = if purpose == TOKEN { (None, Some(stays)) } else { failed(stays) };
            case(format!("{purpose}: {name}, stays")).first(5, purpose, fate.clone()).run(expected);
        }
    }
    let slow = Fate::instead(429, &[("retry-after", "1")], "");
    case("create: 429 passes").first(2, CREATE, slow.clone()).run(CREATED);
    case("create: 429 stays").first(9, CREATE, slow).run(failed(Code::RateLimited));
}

#[test]
fn somebody_else_is_faster() {
    for (if_exists, expected) in [
        ("update", conflict(Code::Conflict)),
        ("leave", (Some(Status::Unchanged), None)),
        ("fail", conflict(Code::Conflict)),
    ] {
        let raced = case(if_exists).ways(|ways| ways.loses_races = true);
        let desk = Case { options: json!({"ifExists": if_exists}), ..raced }.run(expected);
        assert!(desk.server.created.is_empty());
    }
}
