//! Bad input: refused before any request, naming the field and what to do.

use super::kit::{john, options, pal, person};
use super::model::Model;
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn bad_users_cause_no_request() {
    let with = |key: &str, value: Value| {
        let mut user = john();
        user[key] = value;
        user
    };
    for (user, named) in [
        (json!({"company": "Company Doe"}), "email: "),
        (with("email", json!("")), "email: "),
        (with("email", json!("a@b@c.co")), "email: "),
        (with("email", json!("a@b.co\r\nx: y")), "email: "),
        (with("email", json!("a\u{0}@b.co")), "email: "),
        (with("email", json!(7)), "email: "),
        (json!({"email": "a@b.co"}), "company, subDomain: "),
        (with("company", json!(" ")), "company, subDomain: "),
        (with("subDomain", json!("companydoe")), "company, subDomain: "),
        (with("company", json!("a\nb")), "company: "),
        (with("emial", json!("a@b.co")), "emial: "),
        (with("details", json!({"jobTitle": "x"})), "details.jobTitle: "),
        (with("details", json!({"contactNumbers": {}})), "details.contactNumbers: "),
        (with("details", json!({"metaDataEmployee": {"groups": "x"}})), "details.metaDataEmployee.groups: "),
        (json!({"email": "a@b.co", "subDomain": ".."}), "subDomain: "),
        (json!({"email": "a@b.co", "subDomain": "a/b"}), "subDomain: "),
        (json!("john@doe.com"), "user"),
        (Value::Null, "user"),
    ] {
        let mut pal = pal(Model::new());
        let error = pal.provision(user.clone()).unwrap_err();
        assert_eq!(error.code, Code::ConfigInvalid, "{user}");
        assert!(error.message.contains(named), "{user}: {error}");
        assert!(error.hint.is_some() && error.platform.as_deref() == Some("myworkpal"), "{user}");
        assert_eq!(pal.plan(user.clone()).unwrap_err(), error);
        // In bulk it is that row's outcome.
        let bulk = pal.provision_all(std::slice::from_ref(&user));
        assert_eq!(bulk.statuses(), [Status::Failed], "{user}");
        let error = bulk.outcomes[0].error.clone().unwrap();
        assert!(error.message.starts_with("users[0]: ") && error.message.contains(named), "{error}");
        assert_eq!((bulk.outcomes[0].requests, pal.sent.len()), (0, 0));
    }
}

#[test]
fn bad_options_make_no_client() {
    let with = |pointer: &str, value: Value| {
        let mut options = options();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        options.pointer_mut(parent).unwrap()[key] = value;
        options
    };
    for (options, code, named) in [
        (with("/baseUrl", json!("https://a.co?x=1")), Code::ConfigInvalid, "baseUrl: "),
        (with("/baseUrl", json!("https://a.co/#x")), Code::ConfigInvalid, "baseUrl: "),
        (with("/baseUrl", json!("http://webapi.example.co.uk")), Code::ConfigInvalid, "baseUrl: "),
        (with("/baseUrl", json!("webapi.example.co.uk")), Code::ConfigInvalid, "baseUrl: "),
        (with("/baseUrl", json!("https://me:pw@a.co")), Code::ConfigInvalid, "baseUrl: "),
        (with("/baseUrl", json!("")), Code::ConfigInvalid, "baseUrl: "),
        (with("/baseUrl", json!(null)), Code::ConfigInvalid, "baseUrl"),
        (with("/credentials", json!({})), Code::ConfigInvalid, "credentials"),
        (with("/credentials/clientId", json!("")), Code::ConfigInvalid, "credentials.clientId: "),
        (with("/credentials/clientSecret", json!("")), Code::ConfigInvalid, "credentials.clientSecret: "),
        (with("/credentials/password", json!("x")), Code::ConfigInvalid, "password"),
        (with("/paths/createUser", json!("users/create")), Code::ConfigInvalid, "paths.createUser: "),
        (with("/paths/createUser", json!("//evil.example/x")), Code::ConfigInvalid, "paths.createUser: "),
        (
            with("/paths/createUser", json!("https://evil.example/x")),
            Code::ConfigInvalid,
            "paths.createUser: ",
        ),
        (with("/paths/createUser", json!("/a?b")), Code::ConfigInvalid, "paths.createUser: "),
        (with("/paths/createUser", json!("/a/../b")), Code::ConfigInvalid, "paths.createUser: "),
        (with("/paths/createUser", json!("/a b")), Code::ConfigInvalid, "paths.createUser: "),
        (with("/paths/updateEmployee", json!("x")), Code::ConfigInvalid, "paths.updateEmployee: "),
        (with("/paths/createUsers", json!("/x")), Code::ConfigInvalid, "createUsers"),
        (with("/timeoutMs", json!(0)), Code::ConfigInvalid, "timeoutMs: "),
        (with("/headers", json!({"Authorization": "x"})), Code::ConfigInvalid, "headers: authorization"),
        (with("/timeout", json!(5)), Code::ConfigInvalid, "timeout"),
        (json!(null), Code::ConfigInvalid, "options"),
    ] {
        let error = provisor::platforms::client("myworkpal", options.clone()).err();
        let error = error.unwrap_or_else(|| panic!("accepted: {options}"));
        assert_eq!(error.code, code, "{options}");
        assert!(error.message.contains(named), "{options}: {error}");
        assert!(error.hint.is_some(), "{options}: {error}");
    }
    assert!(
        provisor::platforms::client("myworkpal", with("/baseUrl", json!("http://127.0.0.1:8787"))).is_ok()
    );
    assert_eq!(provisor::platforms::client("nowhere", json!({})).err().unwrap().code, Code::ConfigInvalid);
}

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
fn an_empty_roster_is_done_without_a_request() {
    let mut pal = pal(Model::new());
    let bulk = pal.provision_all(&[]);
    assert_eq!(bulk.result.unwrap().unwrap(), json!({"rows": 0, "done": 0}));
    assert!(pal.sent.is_empty());
}

#[test]
fn what_the_platform_does_not_offer_is_said() {
    let mut pal = pal(Model::new().with("companydoe", "john@doe.com"));
    let run = pal.client.deprovision(provisor::engine::Host::default(), john()).unwrap();
    let outcome = crate::rig::outcome(pal.drive(run).unwrap().unwrap());
    assert_eq!((outcome.status, outcome.error.unwrap().code), (Status::Failed, Code::Unsupported));
    assert!(pal.sent.is_empty());
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
