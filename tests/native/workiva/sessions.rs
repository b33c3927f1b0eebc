//! Tokens: scopes granted and asked for, renewed in time, renewed once when rejected.

use super::kit::*;
use super::model::{Model, BASE};
use super::truth::end;
use crate::rig::Fate;
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn connecting_makes_one_harmless_read() {
    let mut desk = desk(Model::new().with("ann@doe.com"));
    let connection = desk.connect().unwrap();
    assert_eq!(desk.purposes(), [TOKEN, USERS]);
    assert!(desk.sent[1].line().ends_with("/users?$maxpagesize=1"));
    assert_eq!(
        (connection["platform"].as_str(), connection["warnings"].as_array().unwrap().len()),
        (Some("workiva"), 0)
    );
    assert_eq!(connection["expiresAt"], json!(crate::rig::START + 10 + 599_000));
    assert!(!connection.to_string().contains("ann@"));
}

#[test]
fn a_scope_that_is_less_is_said() {
    for (asked, granted, lacking) in [
        (None, Some("organization:read"), Some("organization:write")),
        (None, Some("organization:write  organization:read other"), None),
        (None, Some(""), Some("organization:read organization:write")),
        (None, None, None),
        (Some("organization:read"), Some("organization:read"), None),
        (Some(""), Some("anything"), None),
    ] {
        let mut server = Model::new();
        server.tokens.scope = granted;
        let mut desk = desk_with(server, json!({"scope": asked}));
        let connection = desk.connect().unwrap();
        let warnings = connection["warnings"].as_array().unwrap();
        assert_eq!(warnings.len(), usize::from(lacking.is_some()), "{asked:?} {granted:?}");
        if let Some(lacking) = lacking {
            assert!(warnings[0].as_str().unwrap().contains(lacking));
        }
        let sent = desk.server.tokens.asked[0].as_deref();
        assert_eq!(
            sent,
            asked.or(Some("organization:read organization:write")).filter(|text| !text.is_empty())
        );
    }
}

#[test]
fn what_connecting_can_find() {
    for (fate, code, words) in [
        (Fate::instead(404, &[], ""), Code::NotFound, "organization"),
        (Fate::instead(403, &[], ""), Code::Forbidden, "permissions"),
        (Fate::instead(200, &[], "<html>"), Code::BadResponse, "baseUrl"),
    ] {
        let mut desk = desk(Model::new()).with_fate_of(USERS, fate);
        let error = desk.connect().unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.to_string().contains(words), "{error}");
    }
    let mut refused = desk(Model::new());
    refused.server.tokens.refused = true;
    assert_eq!(refused.connect().unwrap_err().code, Code::AuthRejected);
}

#[test]
fn one_token_for_all_and_a_new_one_in_time() {
    let mut desk = desk(Model::new());
    desk.concurrency = Some(16);
    desk.provision_all(&people(150, &json!({})));
    assert_eq!(desk.server.tokens.granted, 1);
    desk.now += 540_000;
    desk.provision(person("late@doe.com")).unwrap();
    assert_eq!(desk.server.tokens.granted, 2);
}

#[test]
fn credentials_that_are_rejected_half_way_leave_a_truthful_end() {
    let whole = {
        let mut desk = desk(Model::new());
        desk.provision(everything("ann@doe.com")).unwrap();
        desk.purposes()
    };
    for number in 2..=whole.len() {
        let mut desk = desk(Model::new());
        desk.fates = Box::new(move |sent| match sent.purpose != TOKEN && sent.number >= number {
            true => Fate::instead(401, &[], ""),
            false => Fate::Answered,
        });
        let result = desk.provision(everything("ann@doe.com"));
        let is_there = desk.server.person("ann@doe.com").is_some();
        match end(&result) {
            (None, Some(Code::AuthRejected)) => assert!(!is_there, "{number}"),
            (Some(Status::Unknown | Status::Failed), Some(Code::AuthRejected)) => {
                assert!(is_there, "{number}: {result:?}");
                assert!(result.unwrap().id.is_some(), "{number}");
            }
            other => panic!("{number}: {other:?}"),
        }
    }
}

#[test]
fn the_token_path_is_an_option() {
    let desk = desk_with(Model::new(), json!({"tokenPath": "/oauth2/token"}));
    let built = desk.client.build("token", Value::Null).unwrap();
    assert_eq!(built.url, format!("{BASE}/oauth2/token"));
    assert_eq!(built.headers["x-version"], "2026-01-01");
}
