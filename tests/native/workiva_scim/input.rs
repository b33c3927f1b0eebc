//! Options that are none.

use super::kit::*;
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn options_that_are_none_are_named() {
    let names = |more: Value| connection(json!({ "groupNames": more }));
    let mut foreign = options();
    foreign["credentials"] = json!({"clientId": "a", "clientSecret": "b"});
    for (options, named) in [
        (json!({"route": "scim"}), "options.scim"),
        (json!({"route": "scim", "scim": {}}), "options.scim"),
        (json!({"route": "scim", "scim": {"bearerToken": "x"}}), "scim.baseUrl: "),
        (json!({"route": "SCIM"}), "route: "),
        (foreign, "options.credentials"),
        (connection(json!({"baseUrl": ""})), "scim.baseUrl: "),
        (connection(json!({"baseUrl": "http://scim.example"})), "scim.baseUrl: "),
        (connection(json!({"baseUrl": "https://a.co/v2?x=1"})), "scim.baseUrl: "),
        (connection(json!({"bearerToken": " "})), "scim.bearerToken: "),
        (connection(json!({"bearerToken": "Bearer canary"})), "scim.bearerToken: "),
        (connection(json!({"bearerToken": "canary\r\nx: y"})), "scim.bearerToken: "),
        (connection(json!({"bearerToken": 7})), "options.scim.bearerToken"),
        (connection(json!({"token": "canary"})), "options.scim.token"),
        (names(json!({"role": "{role}"})), "options.scim.groupNames.role"),
        (names(json!({"organizationRole": ""})), "scim.groupNames.organizationRole: "),
        (names(json!({"organizationRole": "admins"})), "scim.groupNames.organizationRole: "),
        (names(json!({"organizationRole": "{workspace}:{role}"})), "scim.groupNames.organizationRole: "),
        (names(json!({"workspace": "w"})), "scim.groupNames.workspace: "),
        (names(json!({"workspace": "{workspace}\u{7}"})), "scim.groupNames.workspace: "),
        (names(json!({"workspaceRole": "{role}"})), "scim.groupNames.workspaceRole: "),
        (names(json!({"workspaceGroup": "{workspace}:{role}"})), "scim.groupNames.workspaceGroup: "),
        (names(json!({"workspaceGroup": 7})), "options.scim.groupNames.workspaceGroup"),
    ] {
        let error = provisor::platforms::client("workiva", options.clone()).err();
        let error = error.unwrap_or_else(|| panic!("accepted: {options}"));
        assert_eq!(error.code, Code::ConfigInvalid, "{options}");
        assert!(error.message.starts_with(named), "{options}: {error}");
        assert!(error.hint.is_some() && error.platform.as_deref() == Some("workiva"));
        crate::rig::keep_quiet("an error", &format!("{error} {error:?}"));
    }
    let token = connection(json!({"bearerToken": " scim-token-canary\n"}));
    assert!(provisor::platforms::client("workiva", token).is_ok(), "a pasted one is trimmed");
}
