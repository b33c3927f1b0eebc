//! Bad input of MyWorkpal's own; the rest is in `shared/input.rs`, and its tables in `subject.rs`.

use super::kit::{john, options, pal, person};
use super::model::Model;
use provisor::engine::Status;
use serde_json::{json, Value};

#[test]
fn a_secret_with_a_line_break_is_refused_before_it_is_sent() {
    let mut bad = options();
    bad["credentials"]["clientSecret"] = json!("canary\n");
    // In a form it is encoded: it does no harm, and the platform decides.
    let client = provisor::platforms::client("myworkpal", bad).unwrap();
    let built = client.build("token", Value::Null).unwrap();
    assert!(client.fill(built).unwrap().body.unwrap().ends_with("canary%0A"));
}

#[test]
fn twins_in_a_roster_are_provisioned_once() {
    let mut pal = pal(Model::new());
    let other_tenant = json!({"email": "john@doe.com", "subDomain": "roe"});
    let bulk = pal.provision_all(&[john(), person("JOHN@doe.com"), other_tenant, john()]);
    use Status::{Created, Failed};
    assert_eq!(bulk.statuses(), [Created, Failed, Created, Failed]);
    for row in [1, 3] {
        let error = bulk.outcomes[row].error.clone().unwrap();
        assert!(
            error.message.contains(&format!("users[{row}]")) && error.message.contains("users[0]"),
            "{error}"
        );
        assert_eq!(bulk.outcomes[row].requests, 0);
    }
    assert_eq!(pal.server.created.len(), 2);
}

#[test]
fn one_tenant_under_two_names_still_gets_one_account() {
    let mut pal = pal(Model::new());
    let bulk = pal.provision_all(&[john(), json!({"email": "john@doe.com", "subDomain": "companydoe"})]);
    let mut statuses = bulk.statuses();
    statuses.sort_by_key(|status| *status as u8);
    assert_eq!(statuses, [Status::Created, Status::Unchanged]);
    assert_eq!(pal.server.created.len(), 1);
}

#[test]
fn builders_and_parsers_name_what_is_wrong() {
    let pal = pal(Model::new());
    for (endpoint, input, named) in [
        ("userList", json!({"email": "a@b.co"}), "subDomain: "),
        ("userList", json!({"subDomain": "doe"}), "email: "),
        ("userList", json!({"subDomain": "doe", "emails": []}), "emails: "),
        ("userList", json!({"subDomain": "", "email": "a@b.co"}), "subDomain: "),
        ("tenantList", json!({"company": "a", "subDomain": "b"}), "company, subDomain: "),
        ("employeeRecord", json!({}), "systemId: "),
        ("employeeRecord", json!({"systemId": 0}), "systemId: "),
        ("employeeRecord", json!({"systemId": -1}), "systemId: "),
        ("updateEmployee", json!({"systemId": 1}), "record: "),
        ("addresses", json!({"systemId": 1}), "paths.addresses"),
        ("metadataValues", json!({"systemId": 1}), "tenantId: "),
        ("noSuchCall", json!({}), "requests.noSuchCall: "),
        ("tenantList", json!({"nope": 1}), "nope"),
    ] {
        let error = pal.client.build(endpoint, input.clone()).unwrap_err();
        assert!(error.message.contains(named), "{endpoint} {input}: {error}");
        assert!(error.hint.is_some() && error.platform.is_some(), "{endpoint} {input}");
    }
}
