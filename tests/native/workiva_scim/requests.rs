//! Every request byte for byte, and the answers.

use super::kit::*;
use crate::rig::{decode, response};
use provisor::error::Code;
use serde_json::{json, Value};

const BASE: &str = "https://scim.workiva.example/v2";

#[test]
fn builders() {
    let client = client(json!({}));
    let user = with("Ann@Doe.com", json!({"displayName": "A & B"}));
    let created = concat!(
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann@doe.com","#,
        r#""name":{"givenName":"Ann","familyName":"Example"},"displayName":"A & B","#,
        r#""emails":[{"value":"Ann@Doe.com","type":"work","primary":true}],"active":true}"#,
    );
    let patch = |operations: &str| {
        format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{operations}}}"#
        )
    };
    let fields = patch(concat!(
        r#"[{"op":"replace","path":"displayName","value":"A & B"},"#,
        r#"{"op":"replace","path":"emails[type eq \"work\"].value","value":"Ann@Doe.com"},"#,
        r#"{"op":"replace","path":"active","value":true}]"#,
    ));
    let added = patch(r#"[{"op":"add","path":"members","value":[{"value":"a/1="},{"value":"b"}]}]"#);
    let removed = patch(r#"[{"op":"remove","path":"members[value eq \"a\\\"1\"]"}]"#);
    for (endpoint, input, method, target, sent) in [
        ("scimUserList", Value::Null, "GET", "/Users?startIndex=1&count=100", None),
        (
            "scimUserList",
            json!({"userNames": ["a\"b", "c"], "startIndex": 5, "count": 7}),
            "GET",
            "/Users?filter=userName eq \"a\\\"b\" or userName eq \"c\"&startIndex=5&count=7",
            None,
        ),
        (
            "scimUserList",
            json!({"emails": ["a@b.co"]}),
            "GET",
            "/Users?filter=emails.value eq \"a@b.co\"&startIndex=1&count=100",
            None,
        ),
        ("scimUser", json!({"id": "a/1="}), "GET", "/Users/a/1=", None),
        ("scimCreateUser", json!({"user": user}), "POST", "/Users", Some(created.to_owned())),
        (
            "scimUpdateUser",
            json!({"id": "1", "user": user, "fields": ["displayName", "email"], "active": true}),
            "PATCH",
            "/Users/1",
            Some(fields),
        ),
        (
            "scimGroupList",
            Value::Null,
            "GET",
            "/Groups?startIndex=1&count=100&excludedAttributes=members",
            None,
        ),
        (
            "scimGroupList",
            json!({"displayName": "R&D #1"}),
            "GET",
            "/Groups?filter=displayName eq \"R&D #1\"&startIndex=1&count=100&excludedAttributes=members",
            None,
        ),
        ("scimGroup", json!({"id": "g/1="}), "GET", "/Groups/g/1=", None),
        ("scimModifyMembers", json!({"group": "g", "add": ["a/1=", "b"]}), "PATCH", "/Groups/g", Some(added)),
        ("scimModifyMembers", json!({"group": "g", "remove": ["a\"1"]}), "PATCH", "/Groups/g", Some(removed)),
    ] {
        let built = client.build(endpoint, input.clone()).unwrap();
        assert_eq!(
            (built.method.as_str(), decode(&built.url)),
            (method, format!("{BASE}{target}")),
            "{input}"
        );
        assert_eq!(built.body, sent, "{endpoint}");
        assert_eq!(built.headers["accept"], "application/scim+json");
        assert_eq!(built.headers["authorization"], "Bearer {bearerToken}");
        assert_eq!(built.headers.get("content-type").is_some(), built.body.is_some());
    }
    let segment = client.build("scimUser", json!({"id": "a/1=?#"})).unwrap();
    assert!(segment.url.ends_with("/Users/a%2F1%3D%3F%23"), "{}", segment.url);
    for (endpoint, input, named) in [
        ("scimUser", Value::Null, "id: "),
        ("scimUser", json!({"id": ".."}), "id: "),
        ("scimUserList", json!({"userNames": []}), "or: "),
        ("scimUserList", json!({"userNames": ["a"], "emails": ["b"]}), "userNames, emails: "),
        ("scimCreateUser", Value::Null, "user: "),
        ("scimUpdateUser", json!({"id": "1"}), "fields: "),
        ("scimModifyMembers", json!({"group": "g"}), "add, remove: "),
        ("scimModifyMembers", json!({"group": "g", "add": ["a"], "remove": ["b"]}), "add, remove: "),
        ("scimModifyMembers", json!({"group": "g", "add": []}), "users: "),
        (
            "scimModifyMembers",
            json!({"group": "g", "add": (0..101).map(|n| n.to_string()).collect::<Vec<_>>()}),
            "users: ",
        ),
        ("createUser", Value::Null, "requests.createUser: "),
        ("userList", Value::Null, "requests.userList: "),
    ] {
        let error = client.build(endpoint, input.clone()).unwrap_err();
        assert_eq!(error.code, Code::ConfigInvalid);
        assert!(error.message.starts_with(named), "{endpoint} {input}: {error}");
    }
    assert_eq!(client.build("token", Value::Null).unwrap_err().code, Code::Unsupported);
}

#[test]
fn answers() {
    let client = client(json!({}));
    let read = |endpoint: &str, status, body: &str| client.parse(endpoint, &response(status, &[], body));
    let list = r#"{"totalResults":"7","Resources":[{"id":"1"}]}"#;
    assert_eq!(
        read("scimUserList", 200, list).unwrap(),
        json!({"totalResults": 7, "resources": [{"id": "1"}]})
    );
    assert_eq!(read("scimGroupList", 200, r#"{"totalResults":0}"#).unwrap()["resources"], json!([]));
    assert_eq!(read("scimUser", 200, r#"{"id":"1","x":2}"#).unwrap(), json!({"id": "1", "x": 2}));
    assert_eq!(read("scimGroup", 200, r#"{"id":"1"}"#).unwrap(), json!({"id": "1"}));
    assert_eq!(read("scimCreateUser", 201, r#"{"id":"1"}"#).unwrap(), json!({"id": "1", "isNew": true}));
    assert_eq!(read("scimCreateUser", 200, r#"{"id":"1"}"#).unwrap(), json!({"id": "1", "isNew": false}));
    for endpoint in ["scimUpdateUser", "scimModifyMembers"] {
        assert_eq!(read(endpoint, 204, "").unwrap(), Value::Null);
        assert_eq!(read(endpoint, 200, r#"{"id":"1"}"#).unwrap(), Value::Null);
        assert_eq!(read(endpoint, 202, "").unwrap_err().code, Code::BadResponse);
    }
    for (status, body, code) in [
        (400, r#"{"scimType":"invalidFilter","detail":"d"}"#, Code::Unsupported),
        (400, r#"{"scimType":"uniqueness"}"#, Code::Conflict),
        (409, r#"{"scimType":"uniqueness"}"#, Code::Conflict),
        (403, "", Code::Forbidden),
        (413, r#"{"scimType":"tooMany"}"#, Code::ConfigInvalid),
        (500, "", Code::ServerError),
        (200, "<html>", Code::BadResponse),
    ] {
        for endpoint in ["scimUserList", "scimUser", "scimCreateUser", "scimGroupList", "scimGroup"] {
            let error = read(endpoint, status, body).unwrap_err();
            assert_eq!(error.code, code, "{endpoint} {status} {body}");
            assert_eq!(error.platform.as_deref(), Some("workiva"));
        }
    }
}
