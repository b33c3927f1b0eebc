//! A resource as the server sent it: read by name in any case, changed in place, sent back whole.
//!
//! A PUT replaces the whole resource (RFC 7644 §3.5.1), so whatever is not ours goes back as it came: attributes
//! that no schema here knows, their order, and the spelling of their names.

use super::schema;
use super::words::wrong;
use super::{object, AttrPath};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::record::is_same;
use serde_json::{Map, Value};
use std::fmt;

/// A user, a group, or anything else that SCIM keeps.
#[derive(Clone, PartialEq)]
pub struct Resource {
    schema: &'static str,
    fields: Map<String, Value>,
}

impl fmt::Debug for Resource {
    /// A person's attributes are not for a log: only their names show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("attributes", &self.fields.keys().collect::<Vec<_>>()).finish()
    }
}

impl Resource {
    pub(super) fn new(schema: &'static str) -> Self {
        let mut fields = Map::new();
        fields.insert("schemas".to_owned(), Value::from(vec![schema]));
        Self { schema, fields }
    }

    pub(super) fn of(schema: &'static str, fields: Map<String, Value>) -> Self {
        Self { schema, fields }
    }

    /// Reads one resource out of an answer.
    pub(super) fn read(schema: &'static str, answer: &Response) -> Result<Self> {
        if !answer.is_success() {
            return Err(super::refusal(answer));
        }
        let resource = match answer.json_as_sent()? {
            Value::Object(fields) if !schema::says(&fields, schema::ERROR) => Self { schema, fields },
            Value::Object(_) => return Err(super::refusal(answer)),
            _ => return Err(unreadable(answer, "is not a SCIM resource")),
        };
        match resource.id() {
            Some(_) => Ok(resource),
            None => Err(unreadable(answer, "is a SCIM resource without an id")),
        }
    }

    /// The server's id; never an empty one.
    pub fn id(&self) -> Option<&str> {
        self.text(&["id"]).filter(|id| !id.is_empty())
    }

    /// The client's id, as `externalId` keeps it.
    pub fn external_id(&self) -> Option<&str> {
        self.text(&["externalId"])
    }

    /// Sets the client's id, and says whether that changed anything.
    ///
    /// # Errors
    /// None at present.
    pub fn set_external_id(&mut self, id: &str) -> Result<bool> {
        self.put(&["externalId"], id.into())
    }

    /// The version of `meta`, which is what the `ETag` header says (RFC 7643 §3.1).
    pub fn version(&self) -> Option<&str> {
        self.text(&["meta", "version"])
    }

    /// The value at a path; null and missing are the same (RFC 7643 §2.5).
    ///
    /// ```
    /// use provisor::scim::{attr, User};
    ///
    /// let user = User::from_value(serde_json::json!({ "id": "1", "Name": { "GivenName": "Jo" } }))?;
    /// assert_eq!(user.get(&attr("name.givenName")?).and_then(|name| name.as_str()), Some("Jo"));
    /// # Ok::<(), provisor::error::Error>(())
    /// ```
    pub fn get(&self, path: &AttrPath) -> Option<&Value> {
        self.at(&self.steps(path))
    }

    /// Puts a value at a path, and says whether that changed anything. An extension that the resource did not
    /// have is added to `schemas`.
    ///
    /// # Errors
    /// `config_invalid` when the path leads through something that is no object, such as a list of values.
    pub fn set(&mut self, path: &AttrPath, value: impl Into<Value>) -> Result<bool> {
        let steps: Vec<String> = self.steps(path).into_iter().map(str::to_owned).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        self.put(&steps, value.into())
    }

    /// Takes the value at a path away, and says whether there was one.
    pub fn clear(&mut self, path: &AttrPath) -> bool {
        let steps: Vec<String> = self.steps(path).into_iter().map(str::to_owned).collect();
        let Some((last, way)) = steps.split_last() else { return false };
        let mut fields = &mut self.fields;
        for step in way {
            let Some(key) = object::key(fields, step).map(str::to_owned) else { return false };
            let Some(Value::Object(inner)) = fields.get_mut(&key) else { return false };
            fields = inner;
        }
        let had = object::get(fields, last).is_some();
        object::remove(fields, last);
        had
    }

    /// The resource as JSON, as it is now.
    pub fn to_value(&self) -> Value {
        Value::Object(self.fields.clone())
    }

    /// What a POST sends: without what only the server can say (`id`, `meta`, a user's `groups`).
    pub fn creation(&self) -> Value {
        self.without(&["id", "meta", "groups"])
    }

    /// What a PUT sends: all there is, but for what is read-only. The `id` stays, as in RFC 7644 §3.5.1's example.
    pub fn replacement(&self) -> Value {
        self.without(&["meta", "groups"])
    }

    fn without(&self, names: &[&str]) -> Value {
        let mut copy = self.clone();
        for name in names {
            // `groups` is a user's, and read-only there (RFC 7643 §4.1.2); another resource's are its own.
            if *name != "groups" || self.schema == schema::USER {
                object::remove(&mut copy.fields, name);
            }
        }
        copy.declare(self.schema);
        let with_content =
            copy.fields.iter().filter(|(key, value)| super::path::is_urn(key) && !value.is_null());
        let extensions: Vec<String> = with_content.map(|(key, _)| key.clone()).collect();
        extensions.iter().for_each(|urn| copy.declare(urn));
        Value::Object(copy.fields)
    }

    /// Sees to it that `schemas` names this one: it must name every schema whose attributes are there
    /// (RFC 7643 §3).
    fn declare(&mut self, urn: &str) {
        if !schema::says(&self.fields, urn) {
            match object::place(&mut self.fields, "schemas") {
                Value::Array(known) => known.push(urn.into()),
                other => *other = Value::from(vec![urn]),
            }
        }
    }

    /// The names to follow for a path. Attributes of the resource's own schema are at the top, those of an
    /// extension under its URN (RFC 7643 §3.3); the URN of an extension alone is a path as well.
    fn steps<'a>(&'a self, path: &'a AttrPath) -> Vec<&'a str> {
        let mut steps = Vec::with_capacity(3);
        match path.schema() {
            Some(urn) if !urn.eq_ignore_ascii_case(self.schema) => {
                let whole = path.to_string();
                if let Some(key) = object::key(&self.fields, &whole) {
                    return vec![key];
                }
                steps.push(urn);
            }
            _ => {}
        }
        steps.push(path.name());
        steps.extend(path.sub_attribute());
        steps
    }

    pub(super) fn at(&self, steps: &[&str]) -> Option<&Value> {
        let (last, way) = steps.split_last()?;
        let mut fields = &self.fields;
        for step in way {
            fields = object::get(fields, step)?.as_object()?;
        }
        object::get(fields, last)
    }

    pub(super) fn text(&self, steps: &[&str]) -> Option<&str> {
        self.at(steps)?.as_str()
    }

    pub(super) fn list(&self, name: &str) -> &[Value] {
        self.at(&[name]).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    pub(super) fn list_mut(&mut self, name: &str) -> Result<&mut Vec<Value>> {
        let place = object::place(&mut self.fields, name);
        if place.is_null() {
            *place = Value::Array(Vec::new());
        }
        place.as_array_mut().ok_or_else(|| wrong(name, "is not a list on the server").hint("check it there"))
    }

    pub(super) fn put(&mut self, steps: &[&str], value: Value) -> Result<bool> {
        if self.at(steps).is_some_and(|have| is_same(have, &value)) {
            return Ok(false);
        }
        let Some((last, way)) = steps.split_last() else { return Ok(false) };
        if let Some(extension) = way.first().filter(|step| super::path::is_urn(step)) {
            self.declare(extension);
        }
        let mut fields = &mut self.fields;
        for step in way {
            let place = object::place(fields, step);
            if place.is_null() {
                *place = Value::Object(Map::new());
            }
            fields = place.as_object_mut().ok_or_else(|| {
                wrong(step, "has no sub-attributes on the server").hint("set the attribute as a whole")
            })?;
        }
        *object::place(fields, last) = value;
        Ok(true)
    }
}

pub(super) fn unreadable(answer: &Response, what: &str) -> Error {
    let mut error = Error::bad_response(["the answer ", what].concat()).with_status(answer.status);
    error.request_id = answer.request_id();
    error
}

/// Implements what every typed resource has: it is made from JSON or an answer, and is a [`Resource`].
macro_rules! typed {
    ($type:ident $schema:path) => {
        impl $type {
            /// Takes a resource as JSON; `schemas` and `id` may be missing.
            ///
            /// # Errors
            /// `bad_response` when it is no object.
            pub fn from_value(value: serde_json::Value) -> crate::error::Result<Self> {
                match value {
                    serde_json::Value::Object(fields) => Ok(Self::from_fields(fields)),
                    _ => Err(crate::error::Error::bad_response("a SCIM resource is not an object")),
                }
            }

            pub(super) fn from_fields(fields: serde_json::Map<String, serde_json::Value>) -> Self {
                Self(super::Resource::of($schema, fields))
            }

            /// Reads the answer to a GET, POST or PUT of one.
            ///
            /// # Errors
            /// What the server refuses with; `bad_response` when the answer is no resource with an `id`.
            pub fn from_response(answer: &crate::http::Response) -> crate::error::Result<Self> {
                super::Resource::read($schema, answer).map(Self)
            }
        }

        impl std::ops::Deref for $type {
            type Target = super::Resource;

            fn deref(&self) -> &super::Resource {
                &self.0
            }
        }

        impl std::ops::DerefMut for $type {
            fn deref_mut(&mut self) -> &mut super::Resource {
                &mut self.0
            }
        }
    };
}
pub(super) use typed;

/// The id of what a POST made: out of the body, else the last part of `Location` (RFC 7644 §3.3). Nothing means
/// that it was made and has to be looked up.
///
/// # Errors
/// What the server refuses with; `bad_response` when a body is there and cannot be read.
pub fn created_id(answer: &Response) -> Result<Option<String>> {
    if !answer.is_success() {
        return Err(super::refusal(answer));
    }
    if !answer.body.trim_ascii().is_empty() {
        return Resource::read("", answer).map(|resource| resource.id().map(str::to_owned));
    }
    let last = answer.header("location").and_then(|url| {
        let path = url.split(['?', '#']).next()?.trim_end_matches('/');
        let (before, last) = path.rsplit_once('/')?;
        let id = percent_encoding::percent_decode_str(last).decode_utf8().ok()?.into_owned();
        // A host alone is no id, nor is the address of all of them.
        let is_one = before.to_ascii_lowercase().ends_with("/users")
            || before.to_ascii_lowercase().ends_with("/groups");
        (is_one && !id.is_empty()).then_some(id)
    });
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn the_id_of_what_was_created() {
        let created = |status, location: &str, body: &str| {
            let headers = vec![("Location".to_owned(), location.to_owned())];
            created_id(&Response::new(status, headers, body.as_bytes().to_vec()))
        };
        for (status, location, body, id) in [
            (201, "", r#"{"id":"Ws-Person_1"}"#, Some("Ws-Person_1")),
            (200, "https://a.co/Users/2", r#"{"id":"1"}"#, Some("1")),
            (201, "https://a.co/v2/Users/a%20b%2Fc/?x#y", "", Some("a b/c")),
            (201, "/Groups/7", " ", Some("7")),
            (201, "https://a.co/v2/Users", "", None),
            (201, "https://a.co/v2/Users/", "", None),
            (201, "https://a.co", "", None),
            (204, "", "", None),
        ] {
            assert_eq!(created(status, location, body).unwrap().as_deref(), id, "{location} {body}");
        }
        for (status, body, code) in [
            (201, "<html>", Code::BadResponse),
            (201, "{}", Code::BadResponse),
            (201, r#"{"id":""}"#, Code::BadResponse),
            (409, "{}", Code::Conflict),
        ] {
            assert_eq!(created(status, "/Users/1", body).unwrap_err().code, code, "{body}");
        }
    }
}
