//! Ways in which creating one person can go wrong that only Workforce Optimization has; the others are in
//! `shared/creating.rs`.

use super::kit::{api, wfo, with, API, LIST, READ, ROLES, TEAMS, VIEWS, WRITE};
use super::model::{Model, Ways};
use super::WorkforceOptimization;
use crate::rig::Fate;
use crate::shared::answers::instead;
use crate::shared::case::Case;
use crate::shared::truth::{conflict, failed, is, unknown, CREATED};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::json;

/// The API user, with scope over the tenant.
fn case(name: impl Into<String>) -> Case<WorkforceOptimization> {
    crate::shared::case::case(name).user(with(api(), json!({"scope": {"tenant": true}})))
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
        ("404", instead(404, ""), failed(Code::NotFound)),
        ("400", instead(400, r#"{"errorMessage":"no","requestId":"r"}"#), failed(Code::ConfigInvalid)),
        ("409", instead(409, ""), conflict(Code::Conflict)),
    ] {
        case(format!("list: {name}")).nth(1, LIST, fate.clone()).run(expected);
        if ["an object", "400"].contains(&name) {
            for purpose in [TEAMS, ROLES, VIEWS] {
                case(format!("{purpose}: {name}")).nth(1, purpose, fate.clone()).run(expected);
            }
        }
    }
    for purpose in [TEAMS, ROLES, VIEWS] {
        case(format!("{purpose}: empty")).nth(1, purpose, instead(200, "[]")).run(failed(Code::NotFound));
        case(format!("{purpose}: wrong types")).nth(1, purpose, instead(200, r#"[{"id":"1"}]"#)).run(bad);
    }
    for purpose in [ROLES, VIEWS] {
        case(format!("{purpose}: 404")).nth(1, purpose, instead(404, "")).run(failed(Code::ConfigMissing));
    }
}

#[test]
fn the_create_is_refused() {
    let words = r#"{"errorMessage":"The password is not complex enough.","requestId":"r-1"}"#;
    case("400").ways(|ways| ways.refuses_creates = Some((400, words))).run(failed(Code::ConfigInvalid));
    let mut wfo = wfo(Model::new().ways(|ways| {
        ways.refuses_creates =
            Some((400, r#"{"errorMessage":"There is no license left.","requestId":"r-1"}"#));
    }));
    let error = wfo.provision(api()).unwrap().error.unwrap();
    assert!(error.message.contains("There is no license left."), "{error}");
    assert_eq!((error.status, error.request_id.as_deref()), (Some(400), Some("r-1")));
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
        case(format!("write: {name}")).ways(drops).nth(1, WRITE, fate).run(expected);
    }
}

#[test]
fn the_read_that_verifies() {
    for (name, fate, expected) in [
        ("half", instead(200, "{\"id\":1004,"), unknown(Code::BadResponse)),
        ("another id", Fate::body(|body| body.replace("1004", "1003")), unknown(Code::BadResponse)),
        ("another name", Fate::body(|body| body.replace("api.user", "apu.iser")), unknown(Code::BadResponse)),
        (
            "roles of another type",
            Fate::body(|body| body.replace("\"roles\":[{", "\"roles\":[7,{")),
            unknown(Code::BadResponse),
        ),
        ("not yet", instead(404, ""), CREATED),
    ] {
        case(format!("read: {name}")).nth(1, READ, fate).run(expected);
    }
    case("readable late").ways(|ways| ways.reads_late_ms = 3_000).run(CREATED);
    case("readable too late").ways(|ways| ways.reads_late_ms = 3_600_000).run(unknown(Code::NotFound));
}

#[test]
fn somebody_else_is_faster_and_the_refusal_is_a_400() {
    for (if_exists, expected) in [
        ("update", conflict(Code::Conflict)),
        ("leave", is(Status::Unchanged)),
        ("fail", conflict(Code::Conflict)),
    ] {
        let raced = case(if_exists).ways(|ways| ways.loses_races = Some(400));
        raced.options(json!({"ifExists": if_exists})).run(expected);
    }
}
