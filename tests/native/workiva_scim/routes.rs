//! The two routes are two flows; and what connecting by SCIM finds out.

use super::kit::*;
use super::model::Model;
use crate::rig::{Fate, Rig};
use crate::shared::Subject;
use crate::workiva::Workiva;
use provisor::engine::{Client, Status};
use provisor::error::Code;
use serde_json::json;

fn platform_client() -> Client {
    Workiva::client(json!({}))
}

#[test]
fn a_journal_of_the_other_route_is_stale() {
    let users = [person("ann@doe.com")];
    let mut by_scim = desk(Model::new());
    by_scim.provision_all(&users);
    let mut other = by_scim.reborn(platform_client());
    let error = other.resume_all(&users).thrown();
    assert_eq!((error.code, other.sent.len()), (Code::StaleJournal, 0));
    assert!(error.message.contains("the route scim, not platform"), "{error}");

    let mut run = platform_client().provision_all(provisor::engine::Host::default(), users.to_vec()).unwrap();
    run.poll(crate::rig::START, std::task::Waker::noop());
    let mut desk: Desk = Rig::new(client(json!({})), Model::new());
    desk.journal = run.save();
    let error = desk.resume_all(&users).thrown();
    assert!(error.message.contains("the route platform, not scim"), "{error}");
    assert!(desk.sent.is_empty());
}

#[test]
fn a_plan_of_the_other_names_is_stale() {
    let mut server = Model::new();
    server.add_groups(["Org: Org User Admin".to_owned()]);
    let mut desk = desk(server.with("ann@doe.com", &[]));
    let plan = desk.plan(with("ann@doe.com", json!({"organizationRoles": ["Org User Admin"]}))).unwrap();
    let names = json!({"groupNames": {"organizationRole": "Org: {role}"}});
    desk.client = provisor::platforms::client("workiva", connection(names)).unwrap();
    assert_eq!(desk.apply(plan, None).unwrap_err().code, Code::StalePlan);
}

#[test]
fn connecting_proves_the_connection() {
    let mut desk = desk(Model::new());
    let connection = desk.connect().unwrap();
    assert_eq!((connection["platform"].as_str(), &connection["warnings"]), (Some("workiva"), &json!([])));
    assert_eq!(desk.sent.len(), 1);
    assert!(desk.sent[0].line().ends_with("/Users?startIndex=1&count=1"));
    for (status, code, hint) in [
        (401, Code::AuthRejected, "provisioning connection"),
        (403, Code::Forbidden, "acts"),
        (404, Code::NotFound, "scim.baseUrl"),
    ] {
        let mut desk = desk_with(Model::new(), json!({})).with_fate_of(USERS, Fate::instead(status, &[], ""));
        let error = desk.connect().unwrap_err();
        assert_eq!((error.code, desk.sent.len()), (code, 1), "{status}");
        assert!(error.hint.as_deref().unwrap().contains(hint), "{status}: {error}");
    }
    let mut lost = desk_with(Model::new(), json!({})).with_fate_of(USERS, Fate::instead(200, &[], "<html>"));
    assert!(lost.connect().unwrap_err().to_string().contains("scim.baseUrl"));
}

#[test]
fn a_token_that_is_rejected_ends_the_run_at_once() {
    let mut desk = desk(Model::new().ways(|ways| ways.refuses_token = true));
    let bulk = desk.provision_all(&people(3, &json!({})));
    let error = bulk.thrown();
    assert_eq!((error.code, desk.sent.len()), (Code::AuthRejected, 1), "{error}");
    assert!(error.message.contains("rejects the token"), "{error}");
}

#[test]
fn a_time_out_that_is_too_short_is_said_to_be() {
    for (timeout, is_hasty) in [(json!(null), false), (json!(30_000), true), (json!(30_001), false)] {
        let mut desk = desk_with(Model::new(), json!({ "timeoutMs": timeout }));
        let warnings = desk.connect().unwrap()["warnings"].to_string();
        assert_eq!(warnings.contains("timeoutMs"), is_hasty);
        let plan = desk.plan(everything("ann@doe.com")).unwrap();
        assert_eq!(plan["warnings"].to_string().contains("timeoutMs"), is_hasty);
    }
    // Whoever is held for longer than the client waits has perhaps been served.
    let mut hasty = desk_with(Model::new(), json!({"timeoutMs": 1_000, "maxRetries": 0}))
        .with_fate_of(CHANGE, Fate::Silence { done: true });
    assert_eq!(hasty.provision(everything("ann@doe.com")).unwrap().status, Status::Created);
}
