//! Plans: each request, each removal; and refused when the world has overtaken them.

use super::kit::*;
use super::model::Model;
use crate::rig::keep_quiet;
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

fn kinds(plan: &Value) -> Vec<&str> {
    plan["actions"].as_array().unwrap().iter().map(|action| action["kind"].as_str().unwrap()).collect()
}

#[test]
fn a_plan_shows_what_would_be_sent() {
    let mut fresh = desk(Model::new());
    let plan = fresh.plan(everything("ann@doe.com")).unwrap();
    assert_eq!(kinds(&plan), ["create", "assign", "join", "assign", "join"]);
    let has_request: Vec<_> =
        plan["actions"].as_array().unwrap().iter().map(|action| action["request"].is_object()).collect();
    assert_eq!(has_request, [true, false, false, false, false], "who is not there yet has no id");
    keep_quiet("a plan", &plan.to_string());

    let mut there = desk(Model::new().with("ann@doe.com", &["workspace:Annual Report"]));
    let mut user = everything("ann@doe.com");
    user["givenName"] = "Anna".into();
    let plan = there.plan(user).unwrap();
    assert_eq!(kinds(&plan), ["update", "assign", "assign", "join"]);
    assert!(there.sent.iter().all(|sent| sent.filled.method.as_str() == "GET"));
    let shown: Vec<Value> =
        plan["actions"].as_array().unwrap().iter().map(|action| action["request"].clone()).collect();
    let outcome = there.apply(plan, None).unwrap();
    assert_eq!(outcome.status, Status::Updated);
    let mut sent = there.sent_for(UPDATE);
    sent.extend(there.sent_for(CHANGE));
    for request in shown {
        assert!(sent.iter().any(|sent| json!(sent.shown) == request), "{request}");
    }
}

#[test]
fn a_plan_that_the_world_has_overtaken_is_refused() {
    type Change = fn(&mut Model);
    let cases: [(&str, Change); 4] = [
        ("appeared", |server| *server = server.clone().with("ann@doe.com", &[])),
        ("renamed", |server| server.group_mut("workspace:Annual Report").id = "other".into()),
        ("went", |server| server.groups.retain(|group| !group.name.ends_with("Reviewers"))),
        ("no e-mail", |server| server.ways.refuses_email = true),
    ];
    for (name, change) in cases {
        let mut desk = desk(Model::new());
        let plan = desk.plan(everything("ann@doe.com")).unwrap();
        change(&mut desk.server);
        let error = desk.apply(plan, None).unwrap_err();
        let expected = if name == "went" { Code::NotFound } else { Code::StalePlan };
        assert_eq!(error.code, expected, "{name}: {error}");
        assert!(desk.server.created.is_empty() && desk.server.moves.is_empty(), "{name}");
    }
}
