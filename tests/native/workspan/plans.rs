//! Plans: reads only, data to store, applied exactly, refused when what they rely on has changed.

use super::kit::{ann, client, jane, moved_jane, person, span, span_with, Span, CREATE, REPLACE, TOKEN};
use super::model::{Model, ENTERPRISE};
use super::truth::check;
use crate::rig::{keep_quiet, Fate};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

/// A plan, as it comes back from a store.
fn stored(span: &mut Span, user: Value) -> Value {
    let text = span.plan(user).unwrap().to_string();
    keep_quiet("a plan", &text);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_plan_only_reads() {
    for (server, user, kinds) in [
        (Model::new(), ann(), vec!["create"]),
        (Model::jane(), jane(), vec![]),
        (Model::jane(), moved_jane(), vec!["update"]),
    ] {
        let mut span = span(server);
        let plan = stored(&mut span, user);
        let actions = plan["actions"].as_array().unwrap();
        let planned: Vec<_> = actions.iter().map(|action| action["kind"].as_str().unwrap()).collect();
        assert_eq!(planned, kinds);
        for sent in &span.sent {
            assert!(sent.purpose == TOKEN || sent.filled.method.as_str() == "GET", "{}", sent.line());
        }
        assert!(span.server.created.is_empty() && span.server.writes.is_empty());
    }
}

#[test]
fn what_was_shown_is_what_is_sent() {
    for (server, user, purpose, status, summary) in [
        (Model::new(), ann(), CREATE, Status::Created, "create ann@partner.example"),
        (Model::jane(), moved_jane(), REPLACE, Status::Updated, "change department"),
    ] {
        let before = !server.people.is_empty();
        let mut span = span(server);
        let plan = stored(&mut span, user);
        assert_eq!(plan["actions"][0]["summary"], summary);
        let shown = plan["actions"][0]["request"].clone();
        let mut span = span.reborn(client(json!({})));
        let outcome = span.apply(plan, None).unwrap();
        assert_eq!((outcome.status, outcome.verified), (status, true));
        assert_eq!(json!(span.sent_for(purpose)[0].shown), shown);
        check("applied", &span, &outcome, before);
    }
}

#[test]
fn a_plan_that_the_world_has_overtaken_is_refused() {
    type Change = fn(&mut Model);
    let cases: [(&str, Model, Value, Change); 5] = [
        ("appeared", Model::new(), ann(), |s| {
            s.add(json!({"userName": "ann@partner.example"}), 0);
        }),
        ("went", Model::jane(), moved_jane(), |s| s.people.clear()),
        ("suspended", Model::jane(), moved_jane(), |s| s.people[0].resource["active"] = json!(false)),
        ("moved", Model::jane(), moved_jane(), |s| {
            s.people[0].resource[ENTERPRISE]["department"] = "Alliances & Channels".into();
        }),
        ("something else", Model::jane(), moved_jane(), |s| s.people[0].resource["x-unknown"] = json!([2])),
    ];
    for (name, server, user, change) in cases {
        let mut span = span(server);
        let plan = stored(&mut span, user);
        change(&mut span.server);
        let error = span.apply(plan, None).unwrap_err();
        assert_eq!(error.code, Code::StalePlan, "{name}: {error}");
        assert!(error.message.contains("account") && error.hint.is_some(), "{name}: {error}");
        assert!(span.server.created.is_empty() && span.server.writes.is_empty(), "{name}");
    }
}

#[test]
fn a_plan_that_was_edited_is_refused() {
    let mut span = span(Model::jane());
    let plan = stored(&mut span, moved_jane());
    let sent = span.sent.len();
    for (pointer, value) in [
        ("/subject", json!("ann@partner.example")),
        ("/user/department", json!("Sales")),
        ("/actions/0/request/url", json!("https://api-sandbox.workspan.com/api/scim/v2/Users/other")),
        ("/actions/0/request/body", json!("{}")),
        ("/observed/account/id", json!("other")),
        ("/observed/account", Value::Null),
        ("/actions", json!([])),
        ("/platform", json!("workiva")),
    ] {
        let mut edited = plan.clone();
        *edited.pointer_mut(pointer).unwrap() = value;
        let error = span.apply(edited, None).unwrap_err();
        assert_eq!(error.code, Code::StalePlan, "{pointer}: {error}");
    }
    assert_eq!(span.sent.len(), sent, "nothing is sent for such plans");
}

#[test]
fn warnings_and_obstacles_are_known_when_planning() {
    let mut server = Model::jane();
    server.people[0].resource["active"] = json!(false);
    let plan = stored(&mut span(server), jane());
    assert!(plan["warnings"][0].as_str().unwrap().contains("suspended"));
    let error = span_with(Model::jane(), json!({"ifExists": "fail"})).plan(jane()).unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("Ws-Person_1"), "{error}");
    let mut strangers =
        span(Model::new().with_name("b@partner.example").ways(|ways| ways.ignores_filter = true));
    assert_eq!(strangers.plan(person("ann@partner.example")).unwrap_err().code, Code::BadResponse);
}

#[test]
fn applying_is_as_careful_as_provisioning() {
    for fate in [
        Fate::done_but(500, ""),
        Fate::AnswerLost(provisor::engine::Fault::Network),
        Fate::Silence { done: true },
    ] {
        let mut span = span(Model::new());
        let plan = stored(&mut span, ann());
        let mut span = span.reborn(client(json!({}))).with_first(1, CREATE, fate);
        let outcome = span.apply(plan, None).unwrap();
        assert_eq!(outcome.status, Status::Created);
        check("applied", &span, &outcome, false);
    }
}
