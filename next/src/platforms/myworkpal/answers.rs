//! What MyWorkpal answers: lists in two shapes, and writes whose refusals are worded in many ways.
use crate::error::{Error, Result};
use crate::http::Response;
use crate::platforms::words::{member, text};
use crate::platforms::Json;
use provisor_lists::myworkpal::{self as list, Listing, User as FoundUser};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// An envelope with a count [S], or a bare array [D].
pub(super) fn listing<T: DeserializeOwned>(answer: &Response) -> Result<Listing<T>> {
    let listing = match answer.body.trim_ascii_start().first() {
        Some(b'[') => {
            let results: Vec<T> = answer.json()?;
            Listing { count: results.len() as u64, results }
        }
        _ => answer.object()?,
    };
    checked(listing.count, listing.results.len())?;
    Ok(listing)
}
/// A list of users.
pub(super) fn users(answer: &Response) -> Result<Listing<FoundUser<'static>>> {
    let listing = answer.read(|text| list::users(text).map(Listing::into_owned))?;
    checked(listing.count, listing.results.len())?;
    Ok(listing)
}
/// The same as JSON, with nothing in between: the list may be long.
pub(super) fn users_as_json(answer: &Response) -> Result<Json> {
    let read = |text: &str| list::users(text).map(|list| (list.count, list.results.len(), list.to_json()));
    let (count, sent, json) = answer.read(read)?;
    checked(count, sent)?;
    Ok(Json(json))
}
fn checked(count: u64, sent: usize) -> Result<()> {
    let sent = sent as u64;
    match sent > count || (sent == 0 && count > 0) {
        false => Ok(()),
        true => Err(Error::bad_response(format!(
            "the list's count ({count}) and results ({sent}) contradict each other"
        ))
        .hint("the platform's list cannot be relied on at the moment: try again later")),
    }
}
/// What a create says. "The Success and Status attributes will flag as False with a message" [S], and the sample has other
/// words: all that says no is a refusal, with its words. Only an answer that says neither is unclear.
pub(super) fn created(answer: &Response) -> Result<String> {
    let (says_yes, id) = verdict(answer)?;
    match id.filter(|_| says_yes) {
        Some(id) => Ok(id.to_string()),
        None => {
            Err(Error::bad_response("the answer says neither that the user was created nor that it was not"))
        }
    }
}
/// What the write of a record says; where it says nothing, another read tells.
pub(super) fn accepted(answer: &Response) -> Result<()> {
    verdict(answer).map(drop)
}
/// Whether it says yes, and the id in it.
fn verdict(answer: &Response) -> Result<(bool, Option<u64>)> {
    let body: Map<String, Value> = answer.json().unwrap_or_default();
    let said: Vec<bool> = ["successful", "success", "status"]
        .into_iter()
        .filter_map(|key| match member(&body, key)? {
            Value::Bool(said) => Some(*said),
            Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        })
        .collect();
    let account = member(&body, "userAccountId");
    let id = account.and_then(Value::as_u64).filter(|id| *id > 0);
    let words = ["exceptionMessage", "exceptionMessages", "message", "error", "errors"];
    let words = words.into_iter().find_map(|key| text(member(&body, key)?));
    // Without a flag: a message, beside an id that is none.
    let is_none = said.is_empty() && account.is_some() && id.is_none() && words.is_some();
    if said.contains(&false) || is_none {
        let status =
            member(&body, "status").and_then(text).filter(|text| !text.trim().eq_ignore_ascii_case("false"));
        let words = words.or(status).unwrap_or_else(|| "no reason given".to_owned());
        return Err(Error {
            status: Some(answer.status),
            ..Error::invalid(format!("the platform refuses it: {words}"))
        }
        .hint("the platform's words say what it does not accept"));
    }
    Ok((said.contains(&true), id))
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use serde_json::json;

    fn answer(body: &str) -> Response {
        Response { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }
    #[test]
    fn both_shapes_of_a_list() {
        for (body, count, sent) in [
            (r#"{"count":5,"results":[1],"x":0}"#, 5, 1),
            (" [1,2]", 2, 2),
            (r#"{"count":0,"results":[]}"#, 0, 0),
        ] {
            let listing = listing::<u32>(&answer(body)).unwrap();
            assert_eq!((listing.count, listing.results.len()), (count, sent), "{body}");
        }
        for body in [
            r#"{"count":0,"results":[1]}"#,
            r#"{"count":1,"results":[]}"#,
            r#"{"count":-1,"results":[]}"#,
            r#"{"count":"1","results":[1]}"#,
            r#"{"results":[1]}"#,
            r#"{"count":1}"#,
            r#"{"count":1,"results":null}"#,
            "null",
            "<html>",
            "",
            "[1",
        ] {
            assert_eq!(listing::<u32>(&answer(body)).unwrap_err().code, Code::BadResponse, "{body}");
        }
    }
    #[test]
    fn a_create_of_the_walk_through() {
        let body = include_str!("../../../../tests/vectors/myworkpal/user-created.response.txt")
            .replace("{{system_id}}", "4711");
        assert_eq!(created(&answer(&body)).unwrap(), "4711");
    }
    #[test]
    fn every_wording_of_a_refusal_is_one_with_its_words() {
        let no = [json!(false), json!("False"), json!("false"), json!(" FALSE ")];
        for key in ["successful", "success", "Successful", "SUCCESS", "Success", "Status", "status"] {
            for (no, id) in no.iter().zip([json!(0), json!(-1), Value::Null, json!(4711)]) {
                for (name, words) in [
                    ("exceptionMessage", json!("User with same email address exists.")),
                    ("exceptionMessages", json!(["User with same", "email address exists."])),
                    ("message", json!("User with same email address exists.")),
                    ("Message", json!(["User with same email address exists."])),
                    ("error", json!({"message": "User with same email address exists."})),
                ] {
                    let body = json!({key: no, name: words, "userAccountId": id});
                    let error = created(&answer(&body.to_string())).unwrap_err();
                    assert_eq!((error.code, error.is_unclear()), (Code::ConfigInvalid, false), "{body}");
                    assert!(error.message.contains("User with same"), "{body}: {error}");
                    assert!(accepted(&answer(&body.to_string())).is_err(), "{body}");
                }
            }
        }
        for (body, words) in [
            (json!({"successful": false}), "no reason given"),
            (json!({"successful": false, "status": "False"}), "no reason given"),
            (json!({"successful": false, "status": "Not permitted"}), "Not permitted"),
            (json!({"successful": true, "status": "False", "exceptionMessage": "no"}), "it: no"),
            (json!({"userAccountId": 0, "message": "Email exists"}), "Email exists"),
            (json!({"successful": false, "exceptionMessage": "", "exceptionMessages": ["a", "b"]}), "a; b"),
            (json!({"successful": false, "exceptionMessage": "x".repeat(1000)}), "xxx…"),
        ] {
            let error = created(&answer(&body.to_string())).unwrap_err();
            assert!(error.code == Code::ConfigInvalid && error.message.contains(words), "{body}: {error}");
        }
    }
    #[test]
    fn what_says_neither_yes_nor_no_is_unclear() {
        for body in [
            r#"{"successful":true}"#,
            r#"{"successful":true,"userAccountId":0}"#,
            r#"{"successful":true,"userAccountId":-1}"#,
            r#"{"successful":true,"userAccountId":null}"#,
            r#"{"successful":"maybe","userAccountId":4711}"#,
            r#"{"successful":null,"userAccountId":4711}"#,
            r#"{"userAccountId":4711}"#,
            r#"{"successful":true,"userAccountId":"4711"}"#,
            "{}",
            "[]",
            "",
            "<html>",
            "null",
        ] {
            assert!(created(&answer(body)).unwrap_err().is_unclear(), "{body}");
        }
        for body in ["", "{}", "null", r#"{"successful":true}"#, r#"{"userAccountId":4711}"#] {
            assert!(accepted(&answer(body)).is_ok(), "{body}");
        }
        for yes in ["true", "\"True\"", "\"true\""] {
            assert_eq!(created(&answer(&format!(r#"{{"Success":{yes},"UserAccountId":7}}"#))).unwrap(), "7");
        }
    }
}
