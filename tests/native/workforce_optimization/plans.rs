//! Plans: reads only, data to store, applied exactly, refused when what they rely on has changed.

use super::kit::{api, check, client, person, wfo, wfo_with, with, Wfo, API, CREATE, LOGIN, LOGOUT};
use super::model::{Model, NEW_PASSWORD};
use crate::rig::keep_quiet;
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

fn stored(wfo: &mut Wfo, user: Value) -> Value {
    let text = wfo.plan(user).unwrap().to_string();
    keep_quiet("a plan", &text);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_plan_only_reads_and_warns() {
    for (server, kinds) in [
        (Model::new(), json!(["create"])),
        (Model::new().with(API, json!({})), json!([])),
        (Model::new().with(API, json!({"roles": []})), json!(["update"])),
    ] {
        let mut wfo = wfo(server);
        let plan = stored(&mut wfo, api());
        let found: Vec<_> = plan["actions"].as_array().unwrap().iter().map(|a| a["kind"].clone()).collect();
        assert_eq!(json!(found), kinds);
        for sent in &wfo.sent {
            assert!([LOGIN, LOGOUT].contains(&sent.purpose) || sent.filled.method.as_str() == "GET");
        }
        assert!(wfo.server.created.is_empty() && wfo.server.writes.is_empty());
        let warnings = plan["warnings"].to_string();
        let warned = |words: &str| warnings.contains(words);
        assert_eq!(warned("licence"), kinds != json!([]), "{warnings}");
        assert_eq!(warned("activation mail"), kinds == json!(["create"]), "{warnings}");
        super::kit::logged_out("plan", &wfo);
    }
}

#[test]
fn the_licence_is_warned_of_where_no_flag_says_who_administers() {
    let mut server = Model::new();
    server.roles = json!([{"id": 1, "label": "Administrator", "name": "Administrator"}]);
    let mut wfo = wfo(server);
    assert_eq!(wfo.connect().unwrap()["warnings"].as_array().unwrap().len(), 1, "none about the role");
    let plan = stored(&mut wfo, api());
    let warnings = plan["warnings"].to_string();
    assert!(warnings.contains("System Administrator licence"), "{warnings}");
}

#[test]
fn what_was_shown_is_what_is_sent() {
    let mut wfo = wfo(Model::new());
    let plan = stored(&mut wfo, api());
    assert_eq!(plan["sealed"], json!(["/password"]));
    let shown = plan["actions"][0]["request"].clone();
    let mut wfo = wfo.reborn(client(json!({})));
    // A plan holds no password: it is needed again elsewhere.
    let error = wfo.apply(plan.clone(), None).unwrap_err();
    assert_eq!((error.code, wfo.sent.len()), (Code::ConfigMissing, 0));
    let outcome = wfo.apply(plan, Some(api())).unwrap();
    assert_eq!(outcome.status, Status::Created);
    check("applied", &wfo, &outcome, false);
    let sent = wfo.sent_for(CREATE)[0];
    assert_eq!(json!(sent.shown), shown);
    let body: Value = serde_json::from_str(sent.body()).unwrap();
    assert_eq!(body["password"], NEW_PASSWORD);
}

#[test]
fn a_plan_that_the_world_has_overtaken_is_refused() {
    type Change = fn(&mut Model);
    let there = || Model::new().with(API, json!({"roles": []}));
    let cases: [(&str, Model, Change, &str); 6] = [
        ("somebody appeared", Model::new(), |s| _ = s.add(json!({"email": API})), "account"),
        ("somebody went", there(), |s| _ = s.records.remove(&1004), "account"),
        (
            "the record",
            there(),
            |s| *s = Model::new().with(API, json!({"roles": [], "locale": "de"})),
            "state.digest",
        ),
        ("the team's id", Model::new(), |s| s.teams[0]["groupId"] = 99.into(), "wanted.team.groupId"),
        ("a role's name", Model::new(), |s| s.roles[0]["name"] = "Boss".into(), "wanted.roles"),
        ("a view's id", Model::new(), |s| s.views[0]["id"] = 9.into(), "wanted.views"),
    ];
    for (name, server, change, named) in cases {
        let mut wfo = wfo(server);
        let plan = stored(&mut wfo, person(API));
        change(&mut wfo.server);
        let error = wfo.apply(plan, None).unwrap_err();
        assert_eq!(error.code, Code::StalePlan, "{name}: {error}");
        assert!(error.message.contains(named), "{name}: {error}");
        assert!(wfo.server.created.is_empty() && wfo.server.writes.is_empty(), "{name}");
        assert!(!wfo.client.must_log_out(), "{name}");
    }
}

#[test]
fn updates_are_planned_by_name_and_applied() {
    let mut wfo = wfo(Model::new().with(API, json!({})));
    let user = with(person(API), json!({"roles": ["Auditor"], "team": "Retention"}));
    let plan = stored(&mut wfo, user);
    assert_eq!(plan["actions"][0]["summary"], "change team, roles");
    assert_eq!(plan["actions"][0]["request"]["body"], "{personRecord#1004}");
    assert!(plan["warnings"].to_string().contains("takes away the role Administrator"));
    wfo.sent.clear();
    let outcome = wfo.apply(plan, None).unwrap();
    assert_eq!(
        (outcome.status, outcome.changes),
        (Status::Updated, vec!["team".to_owned(), "roles".to_owned()])
    );
    let person = wfo.server.person(1004);
    assert_eq!((&person["groupId"], &person["parentGroup"]), (&json!(110), &json!(11)));
}

#[test]
fn if_exists_fail_is_known_when_planning() {
    let mut wfo = wfo_with(Model::new().with(API, json!({})), json!({"ifExists": "fail"}));
    assert_eq!(wfo.plan(person(API)).unwrap_err().code, Code::Conflict);
    super::kit::logged_out("fail", &wfo);
}
