//! Plans: reads only, data to store, applied exactly, refused when what they rely on has changed.

use super::kit::{client, john, pal, pal_with, Pal};
use super::model::{Kind, Model};
use super::truth::check;
use crate::rig::{keep_quiet, Fate};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

fn existing() -> Model {
    Model::new().with("companydoe", "john@doe.com")
}

fn with_details(details: Value) -> Value {
    let mut user = john();
    user["details"] = details;
    user
}

fn job() -> Value {
    with_details(json!({"employeeDetails": {"jobTitle": "Baker"}}))
}

fn sensitive() -> Value {
    with_details(json!({
        "employeeDetails": {"jobTitle": "Baker", "salary": 91_827_364.25},
        "personDetails": {"niNumber": "canary-ni", "dateOfBirth": "canary-dob", "forenames": "John"},
    }))
}

/// A plan, as it comes back from a store.
fn stored(pal: &mut Pal, user: Value) -> Value {
    let plan = pal.plan(user).unwrap();
    let text = plan.to_string();
    keep_quiet("a plan", &text);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_plan_only_reads() {
    for (server, user) in [(Model::new(), john()), (existing(), john()), (existing(), sensitive())] {
        let mut pal = pal(server);
        stored(&mut pal, user);
        for sent in &pal.sent {
            let is_token = sent.purpose == "get an access token";
            assert!(is_token || sent.filled.method.as_str() == "GET", "{}", sent.line());
        }
        assert!(pal.server.created.is_empty() && pal.server.writes.is_empty());
    }
}

#[test]
fn what_was_shown_is_what_is_sent() {
    for user in [john(), sensitive()] {
        let mut pal = pal(Model::new());
        let plan = stored(&mut pal, user.clone());
        assert_eq!((&plan["platform"], &plan["subject"]), (&json!("myworkpal"), &json!("john@doe.com")));
        let actions = plan["actions"].as_array().unwrap();
        assert_eq!((actions.len(), &actions[0]["kind"]), (1, &json!("create")));
        let shown = actions[0]["request"].clone();
        let mut pal = pal.reborn(client(json!({})));
        let outcome = pal.apply(plan, Some(user.clone())).unwrap();
        assert_eq!((outcome.status, outcome.verified), (Status::Created, true));
        let sent = pal.sent_for("create the user")[0];
        assert_eq!(json!(sent.shown), shown);
        let body: Value = serde_json::from_str(sent.body()).unwrap();
        for section in ["employeeDetails", "personDetails"] {
            let expected = user.pointer(&format!("/details/{section}")).cloned().unwrap_or_else(|| json!({}));
            assert_eq!(body[section], expected, "{section} as given, sensitive values included");
        }
        check("applied", &pal, &outcome, false);
    }
}

#[test]
fn a_plan_for_nothing_does_nothing() {
    let mut pal = pal(existing());
    let plan = stored(&mut pal, john());
    assert_eq!(plan["actions"], json!([]));
    let outcome = pal.apply(plan, None).unwrap();
    assert_eq!((outcome.status, pal.server.created.len()), (Status::Unchanged, 0));
}

#[test]
fn a_plan_that_the_world_has_overtaken_is_refused() {
    type Change = fn(&mut Model);
    let cases: [(&str, Model, Value, Change, &str); 6] = [
        (
            "the account appeared",
            Model::new(),
            john(),
            |s| _ = s.add("companydoe", "john@doe.com", 0),
            "account",
        ),
        ("the account went", existing(), john(), |s| s.accounts.clear(), "account"),
        ("the tenant's id", Model::new(), john(), |s| s.tenants[0].id = 9, "tenant.id"),
        (
            "the tenant's sub-domain",
            Model::new(),
            john(),
            |s| s.tenants[0].sub_domain = "doe2".into(),
            "tenant.subDomainName",
        ),
        (
            "the account was closed",
            existing(),
            john(),
            |s| s.accounts[0].is_closed = true,
            "account.isClosed",
        ),
        (
            "the record",
            existing(),
            job(),
            |s| {
                let record = s.records.get_mut(&(Kind::Employee, 4711)).unwrap();
                *record = record.replace("Clerk", "Chief Clerk");
            },
            "employee.digest",
        ),
    ];
    for (name, server, user, change, named) in cases {
        let mut pal = pal(server);
        let plan = stored(&mut pal, user);
        change(&mut pal.server);
        let error = pal.apply(plan, None).unwrap_err();
        assert_eq!(error.code, Code::StalePlan, "{name}: {error}");
        assert!(error.message.contains(named), "{name}: {error}");
        assert!(error.hint.is_some());
        assert!(pal.server.created.is_empty() && pal.server.writes.is_empty(), "{name}");
    }
}

#[test]
fn a_plan_that_was_edited_is_refused() {
    let mut pal = pal(Model::new());
    let plan = stored(&mut pal, john());
    let sent = pal.sent.len();
    for (pointer, value) in [
        ("/subject", json!("jane@doe.com")),
        ("/user/email", json!("jane@doe.com")),
        ("/actions/0/summary", json!("harmless")),
        ("/actions/0/request/url", json!("https://webapi.myworkpal.co.uk/other")),
        ("/actions/0/request/body", json!("{}")),
        ("/observed/tenant/subDomainName", json!("roe")),
        ("/observed/account", json!({"systemId": 1, "isClosed": false, "isLockedOut": false})),
        ("/actions", json!([])),
        ("/fingerprint", json!("0")),
        ("/platform", json!("workiva")),
        ("/sealed", json!(["/email"])),
    ] {
        let mut edited = plan.clone();
        *edited.pointer_mut(pointer).unwrap() = value;
        let error = pal.apply(edited, None).unwrap_err();
        assert_eq!(error.code, Code::StalePlan, "{pointer}: {error}");
    }
    for nonsense in [json!(null), json!("plan"), json!({}), json!({"platform": 1})] {
        assert_eq!(pal.apply(nonsense, None).unwrap_err().code, Code::ConfigInvalid);
    }
    assert_eq!(pal.sent.len(), sent, "nothing is sent for such plans");
}

#[test]
fn other_settings_would_do_other_things() {
    let mut pal = pal(Model::new());
    let plan = stored(&mut pal, john());
    let other = client(json!({"paths": {"createUser": "/made-up/elsewhere"}}));
    let error = pal.reborn(other).apply(plan, None).unwrap_err();
    assert_eq!(error.code, Code::StalePlan);
    assert!(error.message.contains("settings"), "{error}");
}

#[test]
fn sensitive_values_are_needed_again_elsewhere() {
    let mut pal = pal(Model::new());
    let plan = stored(&mut pal, sensitive());
    let sealed = plan["sealed"].as_array().unwrap().len();
    assert_eq!(sealed, 3);
    let mut elsewhere = pal.reborn(client(json!({})));
    let error = elsewhere.apply(plan.clone(), None).unwrap_err();
    assert_eq!(error.code, Code::ConfigMissing);
    assert!(error.message.contains("user.details."), "{error}");
    assert!(error.hint.as_deref().unwrap().contains("user"), "{error}");
    let mut other = sensitive();
    other["details"]["personDetails"]["forenames"] = "Jim".into();
    assert_eq!(elsewhere.apply(plan.clone(), Some(other)).unwrap_err().code, Code::ConfigInvalid);
    assert!(elsewhere.sent.is_empty());
    assert_eq!(elsewhere.apply(plan.clone(), Some(sensitive())).unwrap().status, Status::Created);
    // The client that made it still has them.
    let mut same = super::kit::pal(Model::new());
    let plan = stored(&mut same, sensitive());
    assert_eq!(same.apply(plan, None).unwrap().status, Status::Created);
    assert!(same.server.records[&(Kind::Personal, 4711)].contains("canary-ni"));
}

#[test]
fn updates_are_planned_by_name_and_applied() {
    let mut pal = pal(existing());
    let plan = stored(&mut pal, sensitive());
    let summaries: Vec<_> =
        plan["actions"].as_array().unwrap().iter().map(|a| a["summary"].clone()).collect();
    assert_eq!(
        summaries,
        [
            "change employeeDetails.jobTitle, employeeDetails.salary",
            "change personDetails.niNumber, personDetails.dateOfBirth, personDetails.forenames"
        ]
    );
    pal.sent.clear();
    let outcome = pal.apply(plan, None).unwrap();
    assert_eq!((outcome.status, outcome.changes.len()), (Status::Updated, 5));
    check("updated", &pal, &outcome, true);
}

#[test]
fn if_exists_fail_is_known_when_planning() {
    let mut pal = pal_with(existing(), json!({"ifExists": "fail"}));
    let error = pal.plan(john()).unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("4711"), "{error}");
}

#[test]
fn applying_is_as_careful_as_provisioning() {
    for fate in [Fate::done_but(500, ""), Fate::instead(500, &[], ""), Fate::Silence { done: true }] {
        let mut pal = pal(Model::new());
        let plan = stored(&mut pal, john());
        let mut pal = pal.reborn(client(json!({}))).with_first(1, "create the user", fate);
        let outcome = pal.apply(plan, None).unwrap();
        assert_eq!(outcome.status, Status::Created);
        check("applied", &pal, &outcome, false);
    }
}
