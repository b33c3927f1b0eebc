//! Answers to queries: judged by what is in them, not by what they say of themselves.

use super::resource::unreadable;
use super::{object, schema, Group, User};
use crate::error::{Error, Result};
use crate::http::Response;
use serde_json::{Map, Value};

/// One page of a listing (RFC 7644 §3.4.2).
///
/// ```
/// use provisor::scim::ListResponse;
/// use serde_json::json;
///
/// // WorkSpan's own example says `totalResults: 0` above one resource.
/// let list = ListResponse::from_value(json!({ "totalResults": 0, "Resources": [{ "id": "1", "userName": "jo" }] }))?;
/// assert_eq!(list.users().len(), 1);
/// let none = ListResponse::from_value(json!({ "totalResults": 0 }))?;
/// assert!(none.is_empty());
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct ListResponse {
    pub(super) resources: Vec<Map<String, Value>>,
    total: Option<u64>,
}

impl std::fmt::Debug for ListResponse {
    /// People's attributes are not for a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListResponse {{ {} resources, total: {:?} }}", self.resources.len(), self.total)
    }
}

impl ListResponse {
    /// Reads a page out of an answer.
    ///
    /// # Errors
    /// What the server refuses with; `bad_response` when the answer is no list. An object that merely lacks
    /// `Resources` is one only if it says so: else a stray `{}` would mean "there is no such user".
    pub fn from_response(answer: &Response) -> Result<Self> {
        if !answer.is_success() {
            return Err(super::refusal(answer));
        }
        let value = answer.json_as_sent()?;
        if value.as_object().is_some_and(|fields| schema::says(fields, schema::ERROR)) {
            return Err(super::refusal(answer));
        }
        Self::from_value(value).map_err(|error| unreadable(answer, &error.message))
    }

    /// Reads a page of JSON.
    ///
    /// # Errors
    /// `bad_response` when it is no list.
    pub fn from_value(value: Value) -> Result<Self> {
        let Value::Object(mut fields) = value else {
            return Err(Error::bad_response("is not a SCIM list"));
        };
        let total = object::get(&fields, "totalResults").and_then(object::count);
        let key = object::key(&fields, "Resources").map(str::to_owned);
        let items = match key.map(|key| fields.get_mut(&key).map(Value::take).unwrap_or_default()) {
            Some(Value::Array(items)) => items,
            None | Some(Value::Null) if total.is_some() || schema::says(&fields, schema::LIST_RESPONSE) => {
                Vec::new()
            }
            _ => return Err(Error::bad_response("is not a SCIM list")),
        };
        let object = |item| match item {
            Value::Object(fields) => Ok(fields),
            _ => Err(Error::bad_response("is a SCIM list with something in it that is no resource")),
        };
        let resources = items.into_iter().map(object).collect::<Result<_>>()?;
        Ok(Self { resources, total })
    }

    pub(super) fn with(resources: Vec<Map<String, Value>>, total: Option<u64>) -> Self {
        Self { resources, total }
    }

    /// How many resources there are on this page.
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// Whether there are none on this page.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }

    /// How many there are in all, as the server says. Only a hint: servers count wrongly, before the filter or
    /// per page.
    pub fn total_hint(&self) -> Option<u64> {
        self.total
    }

    /// The resources as users.
    pub fn users(self) -> Vec<User> {
        self.resources.into_iter().map(User::from_fields).collect()
    }

    /// The resources as groups.
    pub fn groups(self) -> Vec<Group> {
        self.resources.into_iter().map(Group::from_fields).collect()
    }

    /// The resources as JSON.
    pub fn to_values(self) -> Vec<Value> {
        self.resources.into_iter().map(Value::Object).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use serde_json::json;

    #[test]
    fn lists_are_judged_by_their_resources() {
        let says = json!([schema::LIST_RESPONSE]);
        for (value, wanted) in [
            (json!({"totalResults": 0, "startIndex": 0, "Resources": [{"id": "1"}]}), Some(1)),
            (json!({"totalResults": 7, "Resources": []}), Some(0)),
            (json!({"totalResults": "7"}), Some(0)),
            (json!({"schemas": says, "Resources": null}), Some(0)),
            (json!({"schemas": says}), Some(0)),
            (json!({"resources": [{}, {}]}), Some(2)),
            (json!({}), None),
            (json!({"message": "ok"}), None),
            (json!({"Resources": {}, "totalResults": 1}), None),
            (json!({"Resources": ["x"]}), None),
            (json!([{"id": "1"}]), None),
            (json!(null), None),
        ] {
            let read = ListResponse::from_value(value.clone());
            assert_eq!(read.as_ref().ok().map(ListResponse::len), wanted, "{value}");
        }
    }

    #[test]
    fn an_error_with_a_good_status_is_an_error() {
        let answer = |status, body: Value| Response::new(status, vec![], body.to_string().into_bytes());
        let error = json!({"schemas": [schema::ERROR], "status": "404", "detail": "gone"});
        for (answer, code) in [
            (answer(200, error.clone()), Code::NotFound),
            (answer(404, error), Code::NotFound),
            (answer(200, json!({"message": "ok"})), Code::BadResponse),
            (Response::new(200, vec![], b"<html>".to_vec()), Code::BadResponse),
            (Response::new(200, vec![], Vec::new()), Code::BadResponse),
        ] {
            assert_eq!(ListResponse::from_response(&answer).unwrap_err().code, code);
        }
    }
}
