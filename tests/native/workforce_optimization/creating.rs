//! Every way in which creating one person can go wrong, and how it ends.

use super::kit::{
    api, check, end, explained, wfo, wfo_with, with, End, API, CREATE, LIST, READ, ROLES, TEAMS, VIEWS, WRITE,
};
use super::model::{Model, Ways};
use crate::rig::{Fate, Sent};
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

struct Case {
    name: String,
    options: Value,
    server: Model,
    /// The n-th request for this purpose meets this.
    fates: Vec<(usize, &'static str, Fate)>,
}

fn case(name: impl Into<String>) -> Case {
    Case { name: name.into(), options: json!({}), server: Model::new(), fates: Vec::new() }
}

impl Case {
    fn at(mut self, nth: usize, purpose: &'static str, fate: Fate) -> Self {
        self.fates.push((nth, purpose, fate));
        self
    }

    fn first(mut self, times: usize, purpose: &'static str, fate: Fate) -> Self {
        for nth in 1..=times {
            self.fates.push((nth, purpose, fate.clone()));
        }
        self
    }

    fn ways(mut self, change: impl FnOnce(&mut Ways)) -> Self {
        change(&mut self.server.ways);
        self
    }

    fn run(self, expected: End) {
        let Self { name, options, server, fates } = self;
        let mut wfo = wfo_with(server, options);
        let mut seen: Vec<&'static str> = Vec::new();
        wfo.fates = Box::new(move |sent: &Sent| {
            seen.push(sent.purpose);
            let nth = seen.iter().filter(|purpose| **purpose == sent.purpose).count();
            let fate = fates.iter().find(|(at, purpose, _)| (*at, *purpose) == (nth, sent.purpose));
            fate.map_or(Fate::Answered, |(_, _, fate)| fate.clone())
        });
        let result = wfo.provision(with(api(), json!({"scope": {"tenant": true}})));
        assert_eq!(end(&result), expected, "{name}: {result:?}");
        assert!(wfo.sent_for(CREATE).len() <= 1, "{name}: a create is never sent twice");
        match &result {
            Ok(outcome) => check(&name, &wfo, outcome, false),
            Err(error) => {
                assert!(wfo.server.created.is_empty(), "{name}");
                explained(&name, error);
            }
        }
    }
}

const CREATED: End = End::Is(Status::Created, None);

fn failed(code: Code) -> End {
    End::Is(Status::Failed, Some(code))
}

fn unknown(code: Code) -> End {
    End::Is(Status::Unknown, Some(code))
}

fn conflict(code: Code) -> End {
    End::Is(Status::Conflict, Some(code))
}

fn instead(status: u16, body: &str) -> Fate {
    Fate::instead(status, &[], body)
}

#[test]
fn answers_that_cannot_be_relied_on_write_nothing() {
    let bad = failed(Code::BadResponse);
    for (name, fate, expected) in [
        ("nobody at all", instead(200, "[]"), failed(Code::Forbidden)),
        (
            "two of them",
            instead(
                200,
                r#"[{"personId":1,"email":"api.user@doe.com"},{"personId":2,"adLogin":"API.USER@doe.com"}]"#,
            ),
            conflict(Code::Ambiguous),
        ),
        ("no id", instead(200, r#"[{"email":"api.user@doe.com"}]"#), bad),
        ("id 0", instead(200, r#"[{"personId":0,"email":"api.user@doe.com"}]"#), bad),
        ("a text for an id", instead(200, r#"[{"personId":"1"}]"#), bad),
        ("a number for a name", instead(200, r#"[{"personId":1,"email":5}]"#), bad),
        ("an object", instead(200, "{}"), bad),
        ("null", instead(200, "null"), bad),
        ("nothing", instead(200, ""), bad),
        ("half an answer", instead(200, r#"[{"perso"#), bad),
        ("HTML", instead(200, "<html>"), bad),
        ("a redirect", Fate::instead(302, &[("location", "https://evil.example/")], ""), bad),
        ("404", instead(404, ""), failed(Code::NotFound)),
        ("400", instead(400, r#"{"errorMessage":"no","requestId":"r"}"#), failed(Code::ConfigInvalid)),
        ("409", instead(409, ""), conflict(Code::Conflict)),
        ("too large, cut off", Fate::Lost(Fault::TooLarge), bad),
    ] {
        case(format!("list: {name}")).at(1, LIST, fate.clone()).run(expected);
        if ["an object", "null", "nothing", "HTML", "a redirect", "400"].contains(&name) {
            for purpose in [TEAMS, ROLES, VIEWS] {
                case(format!("{purpose}: {name}")).at(1, purpose, fate.clone()).run(expected);
            }
        }
    }
    for purpose in [TEAMS, ROLES, VIEWS] {
        case(format!("{purpose}: empty")).at(1, purpose, instead(200, "[]")).run(failed(Code::NotFound));
        case(format!("{purpose}: wrong types")).at(1, purpose, instead(200, r#"[{"id":"1"}]"#)).run(bad);
    }
    for purpose in [ROLES, VIEWS] {
        case(format!("{purpose}: 404")).at(1, purpose, instead(404, "")).run(failed(Code::ConfigMissing));
    }
}

#[test]
fn the_create_is_refused() {
    for (status, body, expected) in [
        (
            400,
            r#"{"errorMessage":"The password is not complex enough.","requestId":"r-1"}"#,
            failed(Code::ConfigInvalid),
        ),
        (400, "", failed(Code::ConfigInvalid)),
        (404, "", failed(Code::NotFound)),
        (409, "", conflict(Code::Conflict)),
        (415, "<html>", failed(Code::ConfigInvalid)),
    ] {
        case(format!("{status} {body}"))
            .ways(|ways| ways.refuses_creates = Some((status, body)))
            .run(expected);
    }
    let mut wfo = wfo(Model::new().ways(|ways| {
        ways.refuses_creates =
            Some((400, r#"{"errorMessage":"There is no license left.","requestId":"r-1"}"#));
    }));
    let error = wfo.provision(api()).unwrap().error.unwrap();
    assert!(error.message.contains("There is no license left."), "{error}");
    assert_eq!((error.status, error.request_id.as_deref()), (Some(400), Some("r-1")));
}

#[test]
fn the_answer_to_the_create_is_unclear() {
    let both = |status, body: &str| (instead(status, body), Fate::done_but(status, body));
    let mut kinds = vec![
        ("connection lost", Fate::Lost(Fault::Network), Fate::AnswerLost(Fault::Network), Code::Network),
        ("time-out by the host", Fate::Lost(Fault::Timeout), Fate::AnswerLost(Fault::Timeout), Code::Timeout),
        ("silence", Fate::Silence { done: false }, Fate::Silence { done: true }, Code::Timeout),
        ("too large", Fate::Lost(Fault::TooLarge), Fate::AnswerLost(Fault::TooLarge), Code::BadResponse),
    ];
    for (name, status, body, code) in [
        ("500", 500, "", Code::ServerError),
        ("503", 503, r#"{"errorMessage":"busy"}"#, Code::ServerError),
        ("408", 408, "", Code::Timeout),
        ("302", 302, "", Code::BadResponse),
        ("HTML with 200", 200, "<html>", Code::BadResponse),
        ("nothing with 204", 204, "", Code::BadResponse),
        ("half an answer", 200, "{\"id\":1", Code::BadResponse),
        ("no id", 200, "{}", Code::BadResponse),
        ("id 0", 200, r#"{"id":0}"#, Code::BadResponse),
        ("an id that is a text", 200, r#"{"id":"1004"}"#, Code::BadResponse),
        ("an array", 200, "[]", Code::BadResponse),
    ] {
        let (undone, done) = both(status, body);
        kinds.push((name, undone, done, code));
    }
    for (name, undone, done, code) in kinds {
        // Nothing documents that a second one is refused: it is not sent again.
        case(format!("{name}, not done")).at(1, CREATE, undone).run(unknown(code));
        case(format!("{name}, done")).at(1, CREATE, done.clone()).run(CREATED);
        let late = |ms| move |ways: &mut Ways| ways.shows_late_ms = ms;
        case(format!("{name}, done, late")).at(1, CREATE, done.clone()).ways(late(3_000)).run(CREATED);
        case(format!("{name}, done, hidden"))
            .at(1, CREATE, done.clone())
            .ways(late(3_600_000))
            .run(unknown(code));
        let blind = case(format!("{name}, done, no look possible")).at(1, CREATE, done);
        blind.at(2, LIST, instead(400, "")).run(unknown(Code::ConfigInvalid));
    }
}

#[test]
fn what_the_create_left_out_is_written_afterwards() {
    for drops in
        [vec!["roles"], vec!["scope"], vec!["views"], vec!["roles", "scope", "views"], vec!["lastName"]]
    {
        let ways = drops.clone();
        case(format!("{drops:?}")).ways(|w| w.create_drops = ways).run(CREATED);
        // And cannot be.
        let ways = drops.clone();
        case(format!("{drops:?}, for good"))
            .ways(|w| (w.create_drops, w.write_drops) = (ways.clone(), ways))
            .run(if drops == ["lastName"] { CREATED } else { conflict(Code::Conflict) });
    }
    let drops = |ways: &mut Ways| ways.create_drops = vec!["roles", "scope"];
    let mut wfo = wfo(Model::new().ways(drops));
    let outcome = wfo.provision(with(api(), json!({"scope": {"groups": ["Contact Centre"]}}))).unwrap();
    assert!(
        outcome.warnings.iter().any(|w| w.contains("left out roles, scope.groups")),
        "{:?}",
        outcome.warnings
    );
    assert_eq!(wfo.server.essence_of(API)[1], json!(["Administrator"]));
    for (name, fate, expected) in [
        ("400", instead(400, ""), conflict(Code::ConfigInvalid)),
        ("409", instead(409, ""), conflict(Code::Conflict)),
        ("500 once", instead(500, ""), CREATED),
        ("500, done", Fate::done_but(500, ""), CREATED),
        ("429", Fate::instead(429, &[("retry-after", "2")], ""), CREATED),
        ("503", Fate::instead(503, &[("retry-after", "2")], ""), CREATED),
        ("a redirect", Fate::done_but(302, ""), unknown(Code::BadResponse)),
        ("not done", instead(200, ""), conflict(Code::Conflict)),
    ] {
        case(format!("write: {name}")).ways(drops).at(1, WRITE, fate).run(expected);
    }
}

#[test]
fn the_read_that_verifies() {
    for (name, fate, expected) in [
        ("400", instead(400, ""), unknown(Code::ConfigInvalid)),
        ("HTML", instead(200, "<html>"), unknown(Code::BadResponse)),
        ("a redirect", instead(302, ""), unknown(Code::BadResponse)),
        ("half", instead(200, "{\"id\":1004,"), unknown(Code::BadResponse)),
        ("another id", Fate::body(|body| body.replace("1004", "1003")), unknown(Code::BadResponse)),
        ("another name", Fate::body(|body| body.replace("api.user", "apu.iser")), unknown(Code::BadResponse)),
        (
            "roles of another type",
            Fate::body(|body| body.replace("\"roles\":[{", "\"roles\":[7,{")),
            unknown(Code::BadResponse),
        ),
        ("500 once", instead(500, ""), CREATED),
        ("lost once", Fate::Lost(Fault::Network), CREATED),
        ("not yet", instead(404, ""), CREATED),
    ] {
        case(format!("read: {name}")).at(1, READ, fate).run(expected);
    }
    case("readable late").ways(|ways| ways.reads_late_ms = 3_000).run(CREATED);
    case("readable too late").ways(|ways| ways.reads_late_ms = 3_600_000).run(unknown(Code::NotFound));
}

#[test]
fn faults_that_pass_and_faults_that_stay() {
    for (name, fate, stays) in [
        ("500", instead(500, ""), Code::ServerError),
        ("503", instead(503, ""), Code::ServerError),
        ("408", instead(408, ""), Code::Timeout),
        ("silence", Fate::Silence { done: false }, Code::Timeout),
        ("lost", Fate::Lost(Fault::Network), Code::Network),
        ("answer lost", Fate::AnswerLost(Fault::Network), Code::Network),
    ] {
        for purpose in [LIST, TEAMS, ROLES, VIEWS] {
            case(format!("{purpose}: {name}, passes")).first(4, purpose, fate.clone()).run(CREATED);
            case(format!("{purpose}: {name}, stays")).first(5, purpose, fate.clone()).run(failed(stays));
        }
    }
}

#[test]
fn every_form_of_slow_down_is_obeyed() {
    for header in [
        ("retry-after", "2"),
        ("retry-after", "Tue, 14 Nov 2023 22:13:25 GMT"),
        ("retry-after-ms", "1500"),
        ("x-ratelimit-reset", "3"),
        ("x-none", ""),
    ] {
        for purpose in [LIST, TEAMS, CREATE, READ] {
            case(format!("{purpose}: {header:?}"))
                .at(1, purpose, Fate::instead(429, &[header], ""))
                .run_twice_ok();
        }
    }
    let long = Fate::instead(429, &[("retry-after", "3600")], "");
    case("an hour").at(1, LIST, long.clone()).run(failed(Code::RateLimited));
    case("an hour for the create").at(1, CREATE, long).run(failed(Code::RateLimited));
}

impl Case {
    /// A create that was refused with 429 was not done, so it may be sent again.
    fn run_twice_ok(self) {
        let Self { name, server, fates, .. } = self;
        let mut wfo = wfo(server);
        for (_, purpose, fate) in fates {
            wfo = wfo.with_first(1, purpose, fate);
        }
        let outcome = wfo.provision(api()).unwrap();
        assert_eq!(end(&Ok(outcome.clone())), CREATED, "{name}");
        check(&name, &wfo, &outcome, false);
    }
}

#[test]
fn somebody_else_is_faster() {
    for (if_exists, expected) in [
        ("update", conflict(Code::Conflict)),
        ("leave", End::Is(Status::Unchanged, None)),
        ("fail", conflict(Code::Conflict)),
    ] {
        for status in [400, 409] {
            let raced = case(if_exists).ways(|ways| ways.loses_races = Some(status));
            Case { options: json!({"ifExists": if_exists}), ..raced }.run(expected);
        }
    }
}
