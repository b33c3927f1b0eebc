//! `client.requests` and `client.responses`: every endpoint by name, from plain data.

use super::endpoints::{CreateUser, CreatedUser, ListUsers, ReadUser, ReplaceUser, ReportList};
use super::user::User;
use crate::data;
use crate::engine::settings::read;
use crate::engine::{sealed_name, Endpoint, BUILT};
use crate::error::{Error, Result};
use crate::http::{BaseUrl, Request, Response};
use serde::Deserialize;
use serde_json::{json, Value};

/// The input of a request builder; each endpoint takes some of it.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Input {
    user_name: Option<String>,
    id: Option<String>,
    record: Option<Value>,
}

fn given<'a>(field: &str, text: Option<&'a str>) -> Result<&'a str> {
    let text = text.filter(|text| !text.is_empty() && *text != "." && *text != "..");
    text.ok_or_else(|| Error::invalid(format!("{field}: is missing")).hint("this request needs it"))
}

/// Builds the request of an endpoint.
pub(super) fn build(base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
    if endpoint == "createUser" {
        return CreateUser { user: &User::parse(&input)? }.request(base);
    }
    let input: Input = match input {
        Value::Null => Input::default(),
        input => read("input", input)?,
    };
    let id = || given("id", input.id.as_deref()).map(str::to_owned);
    match endpoint {
        "reportList" => ReportList.request(base),
        "listUsers" => {
            ListUsers { user_name: given("userName", input.user_name.as_deref())?.to_owned() }.request(base)
        }
        "readUser" => ReadUser { id: id()? }.request(base),
        "replaceUser" => {
            let whole = input.record.as_ref().filter(|record| record.is_object());
            whole.ok_or_else(|| {
                Error::invalid("record: is missing").hint("give the whole user, as it was read")
            })?;
            ReplaceUser { id: id()?, resource: sealed_name(BUILT, "/record") }.request(base)
        }
        _ => Err(no_such(endpoint)),
    }
}

/// Reads the answer of an endpoint. Users are given as they came: they are the caller's own.
pub(super) fn parse(endpoint: &str, answer: &Response) -> Result<Value> {
    match endpoint {
        "reportList" => ReportList.answer(answer).map(|()| Value::Null),
        "listUsers" => {
            let list = ListUsers { user_name: String::new() }.answer(answer)?;
            let total = list.total_hint();
            Ok(json!({ "totalResults": total, "resources": list.to_values() }))
        }
        "createUser" if answer.is_success() => data::write(&CreatedUser::read(answer)?),
        // What is not a success is read alike everywhere.
        "createUser" => ReportList.answer(answer).map(|()| Value::Null),
        "readUser" => ReadUser { id: String::new() }.answer(answer).map(|user| user.to_value()),
        "replaceUser" => {
            let resource = sealed_name(BUILT, "/record");
            ReplaceUser { id: String::new(), resource }.answer(answer).map(|()| Value::Null)
        }
        _ => Err(no_such(endpoint)),
    }
}

fn no_such(endpoint: &str) -> Error {
    Error::invalid(format!("requests.{endpoint}: WorkSpan has no such call"))
        .hint("there are: token, reportList, listUsers, createUser, readUser, replaceUser")
}
