//! `requests.*` and `responses.*`: every call by name.

use super::kit::client;
use super::model::{BASE, ORGANIZATION};
use provisor::error::Code;
use provisor::http::Response;
use serde_json::{json, Value};

#[test]
fn every_request_by_name() {
    let client = client(json!({}));
    let user = json!({"email": "A@b.co", "givenName": "A", "familyName": "B", "displayName": "A B"});
    let (w, m, g) = ("W/1=", "M 1", "G?1");
    for (name, input, line, body) in [
        ("userList", json!(null), "GET /users?$maxpagesize=1000", None),
        (
            "userList",
            json!({"nextLink": format!("https://api.eu.wdesk.com/organizations/{ORGANIZATION}/users?$next=a%2Fb")}),
            "GET /users?$next=a%2Fb",
            None,
        ),
        ("user", json!({"id": "U/1="}), "GET /users/U%2F1%3D", None),
        (
            "createUser",
            json!({"user": user}),
            "POST /users",
            Some(
                json!({"givenName": "A", "familyName": "B", "email": "A@b.co", "username": "a@b.co", "displayName": "A B"}),
            ),
        ),
        (
            "updateUser",
            json!({"id": "u", "user": user, "fields": ["givenName", "email"]}),
            "PATCH /users/u",
            Some(
                json!([{"op": "replace", "path": "/givenName", "value": "A"}, {"op": "replace", "path": "/email", "value": "A@b.co"}]),
            ),
        ),
        ("deleteUser", json!({"id": "u"}), "DELETE /users/u", None),
        ("assignUser", json!({"id": "u"}), "POST /users/assignment", Some(json!({"user": "u"}))),
        ("organizationRoles", json!(null), "GET /roles", None),
        ("workspaceRoles", json!({"workspace": w}), "GET /workspaces/W%2F1%3D/roles", None),
        ("userRoles", json!({"id": "u"}), "GET /users/u/roles", None),
        (
            "assignUserRoles",
            json!({"id": "u", "roles": ["1", "2"]}),
            "POST /users/u/roles/assignment",
            Some(json!(["1", "2"])),
        ),
        (
            "revokeUserRoles",
            json!({"id": "u", "roles": ["1"]}),
            "POST /users/u/roles/revocation",
            Some(json!(["1"])),
        ),
        (
            "membershipRoles",
            json!({"workspace": w, "membership": m}),
            "GET /workspaces/W%2F1%3D/memberships/M%201/roles",
            None,
        ),
        (
            "assignMembershipRoles",
            json!({"workspace": w, "membership": m, "roles": ["1"]}),
            "POST /workspaces/W%2F1%3D/memberships/M%201/roles/assignment",
            Some(json!(["1"])),
        ),
        (
            "revokeMembershipRoles",
            json!({"workspace": w, "membership": m, "roles": ["1"]}),
            "POST /workspaces/W%2F1%3D/memberships/M%201/roles/revocation",
            Some(json!(["1"])),
        ),
        ("workspaceList", json!(null), "GET /workspaces", None),
        ("membershipList", json!({"workspace": w}), "GET /workspaces/W%2F1%3D/memberships", None),
        (
            "createMembership",
            json!({"workspace": w, "id": "u"}),
            "POST /workspaces/W%2F1%3D/memberships/membershipCreation",
            Some(json!({"user": "u", "options": {"notifyNewMember": false, "sendWelcomeEmail": false}})),
        ),
        (
            "deleteMembership",
            json!({"workspace": w, "membership": m}),
            "DELETE /workspaces/W%2F1%3D/memberships/M%201",
            None,
        ),
        ("groupList", json!({"workspace": w}), "GET /workspaces/W%2F1%3D/groups", None),
        (
            "createGroup",
            json!({"workspace": w, "name": "N"}),
            "POST /workspaces/W%2F1%3D/groups",
            Some(json!({"name": "N"})),
        ),
        (
            "groupMembers",
            json!({"workspace": w, "group": g}),
            "GET /workspaces/W%2F1%3D/groups/G%3F1/members",
            None,
        ),
        (
            "modifyGroupMembers",
            json!({"workspace": w, "group": g, "add": ["u"]}),
            "POST /workspaces/W%2F1%3D/groups/G%3F1/members/modification",
            Some(json!({"toAdd": ["u"], "toRemove": []})),
        ),
    ] {
        let built = client.build(name, input).unwrap();
        let (method, below) = line.split_once(' ').unwrap();
        assert_eq!(built.method.as_str(), method, "{name}");
        assert_eq!(built.url, format!("{BASE}/organizations/{ORGANIZATION}{below}"), "{name}");
        let sent = built.body.as_deref().map(|text| serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(sent, body, "{name}");
        assert_eq!(built.headers["x-version"], "2026-01-01", "{name}");
    }
    for (input, below) in [
        (json!({"operation": "O/1"}), "/operations/O%2F1"),
        (json!({"location": "https://api.eu.wdesk.com/gate/operations/1?a=b"}), "/operations/1?a=b"),
        (json!({"location": "/gate/operations/1"}), "/operations/1"),
    ] {
        assert_eq!(client.build("operation", input).unwrap().url, format!("{BASE}{below}"));
    }
}

#[test]
fn bad_input_is_named() {
    let client = client(json!({}));
    for (name, input, named) in [
        ("user", json!({}), "id: "),
        ("user", json!({"id": ""}), "id: "),
        ("createUser", json!({"user": {"email": "x"}}), "email: "),
        ("createUser", json!({}), "user: "),
        (
            "updateUser",
            json!({"id": "u", "user": {"email": "a@b.co", "givenName": "A", "familyName": "B"}, "fields": ["status"]}),
            "fields[0]: ",
        ),
        ("workspaceRoles", json!({}), "workspace: "),
        ("assignMembershipRoles", json!({"workspace": "w"}), "membership: "),
        ("modifyGroupMembers", json!({"workspace": "w", "group": "g"}), "add, remove: "),
        ("operation", json!({}), "operation: "),
        ("userList", json!({"next": "x"}), "next: "),
        ("nope", json!({}), "nope: "),
    ] {
        let error = client.build(name, input.clone()).unwrap_err();
        assert_eq!(error.code, Code::ConfigInvalid, "{name} {input}");
        assert!(error.message.contains(named) && error.hint.is_some(), "{name} {input}: {error}");
    }
    for (name, input) in [
        ("userList", json!({"nextLink": "https://evil.example/x?token=1"})),
        ("userList", json!({"nextLink": "//evil.example/x"})),
        ("operation", json!({"location": "https://wdesk.com.evil.example/operations/1"})),
    ] {
        let error = client.build(name, input).unwrap_err();
        assert!(error.message.contains("evil.example") && !error.to_string().contains("token"), "{error}");
    }
    assert_eq!(
        client.parse("nope", &Response::new(200, Vec::new(), Vec::new())).unwrap_err().code,
        Code::ConfigInvalid
    );
}

#[test]
fn every_answer_by_name() {
    let client = client(json!({}));
    let read = |name: &str, status, body: &str| {
        let headers = vec![
            ("Location".to_owned(), "https://x.example/operations/1".to_owned()),
            ("Retry-After".to_owned(), "3".to_owned()),
        ];
        client.parse(name, &Response::new(status, headers, body.as_bytes().to_vec()))
    };
    let user = r#"{"id":"u","givenName":"A","familyName":"B","displayName":null,"email":"a@b.co","username":"a","status":"active","created":"x"}"#;
    let shown = json!({"id": "u", "givenName": "A", "familyName": "B", "email": "a@b.co", "username": "a", "status": "active"});
    let named = r#"{"data":[{"id":"1","name":"N","more":7}],"@nextLink":"https://x.example/y"}"#;
    let named_shown = json!({"data": [{"id": "1", "name": "N"}], "@nextLink": "https://x.example/y"});
    for (name, status, body, expected) in [
        ("userList", 200, format!(r#"{{"data":[{user}]}}"#), json!({"data": [shown]})),
        ("user", 200, user.to_owned(), shown.clone()),
        ("updateUser", 200, user.to_owned(), shown.clone()),
        ("assignUser", 200, user.to_owned(), shown.clone()),
        ("createUser", 201, user.to_owned(), json!({"id": "u"})),
        ("deleteUser", 204, String::new(), json!(null)),
        ("organizationRoles", 200, named.to_owned(), named_shown.clone()),
        ("workspaceRoles", 200, named.to_owned(), named_shown.clone()),
        ("userRoles", 200, named.to_owned(), named_shown.clone()),
        ("membershipRoles", 200, named.to_owned(), named_shown.clone()),
        ("workspaceList", 200, named.to_owned(), named_shown.clone()),
        ("groupList", 200, named.to_owned(), named_shown),
        (
            "assignUserRoles",
            202,
            String::new(),
            json!({"location": "https://x.example/operations/1", "retryAfter": "3"}),
        ),
        (
            "operation",
            200,
            r#"{"id":"1","status":"started","details":[]}"#.to_owned(),
            json!({"status": "started", "details": [], "retryAfter": "3"}),
        ),
        (
            "membershipList",
            200,
            r#"{"data":[{"id":"m","user":{"id":"u","displayName":"X"},"workspace":{"id":"w"}}]}"#.to_owned(),
            json!({"data": [{"id": "m", "user": {"id": "u"}}]}),
        ),
        ("createMembership", 201, r#"{"id":"m"}"#.to_owned(), json!({"id": "m"})),
        ("createGroup", 201, r#"{"id":"g","name":"N"}"#.to_owned(), json!({"id": "g"})),
        ("groupMembers", 200, r#"{"data":[{"id":"u"}]}"#.to_owned(), json!({"data": [{"id": "u"}]})),
        ("modifyGroupMembers", 204, String::new(), json!(null)),
    ] {
        assert_eq!(read(name, status, &body).unwrap(), expected, "{name}");
    }
    let error = r#"{"code":"409Conflict","message":"taken","target":"username","details":[]}"#;
    for (status, code) in [
        (400, Code::ConfigInvalid),
        (401, Code::AuthRejected),
        (403, Code::Forbidden),
        (404, Code::NotFound),
        (409, Code::Conflict),
        (429, Code::RateLimited),
        (500, Code::ServerError),
    ] {
        for name in ["userList", "createUser", "assignUserRoles", "operation", "modifyGroupMembers"] {
            let error = read(name, status, error).unwrap_err();
            assert_eq!(error.code, code, "{name} {status}");
            assert!(error.message.contains("409Conflict: taken (username)"), "{error}");
        }
    }
}
