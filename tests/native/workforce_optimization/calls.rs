//! Requests and answers by name, as data.

use super::kit::client;
use super::model::BASE;
use crate::rig::response;
use provisor::error::Code;
use provisor::platforms;
use serde_json::{json, Value};

#[test]
fn every_call_is_built_by_name() {
    let client = client(json!({"paths": {"views": "/api/rest/views"}}));
    let team = json!({"groupId": 100, "name": "Default Team", "parentGroupId": 10});
    let person = json!({"userName": "a@b.co", "firstName": "A", "lastName": "B", "team": team});
    for (name, input, line) in [
        ("token", Value::Null, "POST /api/rest/authorize"),
        ("logOut", Value::Null, "DELETE /api/rest/authorize"),
        ("personList", Value::Null, "GET /api/rest/org/common/person/permission/ViewOrg"),
        ("person", json!({"personId": 7}), "GET /api/rest/org/common/person/7"),
        ("createPerson", person.clone(), "POST /api/rest/org/common/person"),
        ("updatePerson", json!({"personId": 7, "record": {"id": 7}}), "PUT /api/rest/org/common/person/7"),
        ("personStatus", json!({"personId": 7}), "GET /api/rest/org/common/person/7/status"),
        (
            "setPersonStatus",
            json!({"personId": 7, "status": "locked"}),
            "PUT /api/rest/org/common/person/7/status",
        ),
        ("groupList", Value::Null, "GET /api/rest/org/common/group/permission/ViewOrg"),
        ("teamList", Value::Null, "GET /api/rest/org/common/team/permission/ViewOrg"),
        ("roleList", Value::Null, "GET /api/rest/org/common/role/permission/ViewOrg"),
        ("viewList", Value::Null, "GET /api/rest/views"),
    ] {
        let built = client.build(name, input).unwrap();
        assert_eq!(format!("{} {}", built.method.as_str(), built.url.replace(BASE, "")), line, "{name}");
        if name != "token" {
            assert_eq!(built.headers["cookie"], "hazelcast.sessionId={session}", "{name}");
        }
    }
    let locked = client.build("setPersonStatus", json!({"personId": 7, "status": "locked"})).unwrap();
    assert_eq!(locked.body.as_deref(), Some(r#"{"status":"locked"}"#));
    for (name, input) in [
        ("person", Value::Null),
        ("person", json!({"personId": 0})),
        ("person", json!({"personId": "7"})),
        ("person", json!({"id": 7})),
        ("updatePerson", json!({"personId": 7})),
        ("setPersonStatus", json!({"personId": 7, "status": "open"})),
        ("createPerson", json!({"userName": "a@b.co", "firstName": "A", "lastName": "B"})),
        ("createPerson", json!({"userName": "a", "firstName": "A", "lastName": "B", "team": team})),
        ("createPerson", json!({"userName": "a@b.co", "lastName": "B", "team": team})),
        ("tenantList", Value::Null),
    ] {
        let error = client.build(name, input.clone()).err().unwrap();
        assert_eq!(error.code, Code::ConfigInvalid, "{name} {input}: {error}");
        assert!(error.hint.is_some());
    }
}

#[test]
fn every_answer_is_read_by_name() {
    let client = client(json!({}));
    let role = json!({
        "id": 1, "label": "L", "name": "N", "isAgentDefault": true, "isAdminDefault": false, "isSupervisorDefault": false,
    });
    let record = r#"{"id":7,"email":null,"ratio":1.5,"extra":{"a":null}}"#;
    for (name, body, expected) in [
        ("token", r#"{"sessionId":"s"}"#, json!({"expiresInMs": null, "scope": null})),
        ("logOut", "", Value::Null),
        (
            "personList",
            r#"[{"personId":7,"email":null,"adLogin":"d\\a","active":true,"displayId":"x"}]"#,
            json!([{"personId": 7, "email": null, "adLogin": "d\\a", "active": true}]),
        ),
        ("person", record, serde_json::from_str(record).unwrap()),
        ("createPerson", r#"{"id":7}"#, json!({"id": 7})),
        ("updatePerson", "{}", Value::Null),
        ("personStatus", r#"{"status":"locked"}"#, json!("locked")),
        ("setPersonStatus", "", Value::Null),
        ("groupList", r#"[{"groupId":7,"name":"N"}]"#, json!([{"groupId": 7, "name": "N"}])),
        ("teamList", r#"[{"groupId":7,"name":"N"}]"#, json!([{"groupId": 7, "name": "N"}])),
        ("roleList", &json!([role]).to_string(), json!([role])),
        ("viewList", r#"[{"id":7,"name":"N"}]"#, json!([{"id": 7, "name": "N", "isMain": false}])),
    ] {
        assert_eq!(client.parse(name, &response(200, &[], body)).unwrap(), expected, "{name}");
        let refused = response(400, &[], r#"{"errorMessage":"the words","requestId":"r-1"}"#);
        let error = client.parse(name, &refused).unwrap_err();
        if name != "token" {
            assert_eq!(
                (error.code, error.request_id.as_deref()),
                (Code::ConfigInvalid, Some("r-1")),
                "{name}"
            );
            assert!(error.message.contains("the words"), "{name}: {error}");
            for (status, code) in [
                (401, Code::AuthRejected),
                (403, Code::Forbidden),
                (404, Code::NotFound),
                (409, Code::Conflict),
                (429, Code::RateLimited),
                (503, Code::ServerError),
            ] {
                assert_eq!(client.parse(name, &response(status, &[], "")).unwrap_err().code, code, "{name}");
            }
        }
    }
}

#[test]
fn options_are_refused_by_name() {
    let good = json!({"baseUrl": BASE, "credentials": {"userId": "a@b.co", "password": "p"}});
    for (pointer, value, field) in [
        ("/baseUrl", json!(null), "options.baseUrl"),
        ("/baseUrl", json!("calabriocloud.com"), "baseUrl"),
        ("/credentials/userId", json!(" "), "credentials.userId"),
        ("/credentials/password", json!(""), "credentials.password"),
        ("/credentials/password", json!(7), "options.credentials.password"),
        ("/referenceUser", json!(""), "referenceUser"),
        ("/paths", json!({"roles": "roles"}), "paths.roles"),
        ("/paths", json!({"views": "https://evil.example/"}), "paths.views"),
        ("/paths", json!({"people": "/x"}), "options.paths.people"),
        ("/clientId", json!("x"), "options.clientId"),
    ] {
        let mut options = good.clone();
        match options.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => options[pointer.trim_start_matches('/')] = value,
        }
        let error = platforms::client("workforce-optimization", options).err().unwrap();
        assert!(error.message.starts_with(&format!("{field}: ")), "{pointer}: {error}");
        assert_eq!(error.platform.as_deref(), Some("workforce-optimization"));
    }
    assert!(platforms::client("workforce-optimization", good).is_ok());
}

#[test]
fn rosters() {
    let text = "userName,firstName,lastName,roles,scope.tenant,scope.teams\n\
                a@doe.com,A,Doe,Agent; Auditor,,Retention\nb@doe.com,B,Doe,,true,\nno,C,Doe,,,\n";
    let roster = provisor::roster::parse(text, "workforce-optimization").unwrap();
    assert_eq!(roster.users.len(), 2);
    assert_eq!((roster.problems[0].row, roster.problems[0].column.as_str()), (4, "userName"));
}
