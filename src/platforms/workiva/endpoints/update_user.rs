//! `PATCH /organizations/{org}/users/{id}` [D]: JSON Patch (RFC 6902), `replace` of five fields only. `status`
//! is not one of them.

use super::super::user::{Field, User};
use super::path;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde_json::{json, Value};

/// Changes fields of a user.
#[derive(Clone, Debug)]
pub struct UpdateUser<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The user's id.
    pub id: &'a str,
    /// What the fields are to be.
    pub user: &'a User,
    /// Which of them to change.
    pub fields: &'a [Field],
}

impl Endpoint for UpdateUser<'_> {
    const METADATA: Metadata = Metadata {
        name: "updateUser",
        method: Method::Patch,
        purpose: "change the user",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(path(self.organization, &["users", self.id]))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let replace = |field: &Field| {
            let value = field.wanted(self.user)?;
            Some(json!({"op": "replace", "path": format!("/{}", field.name()), "value": value}))
        };
        let patch: Vec<Value> = self.fields.iter().filter_map(replace).collect();
        Ok(request.body("application/json-patch+json", Value::Array(patch).to_string()))
    }

    /// The user is read again, whatever is answered.
    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
