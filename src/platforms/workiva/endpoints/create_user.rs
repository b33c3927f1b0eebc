//! `POST /organizations/{org}/users` [D]: 201 with the user. A welcome mail is the platform's own matter.

use super::super::user::User;
use super::{path, Id};
use crate::email::fold;
use crate::engine::{Endpoint, Metadata};
use crate::error::{Error, Result};
use crate::http::{Method, Request, Response, Safety};
use serde_json::{json, Value};

/// Creates this user.
#[derive(Clone, Debug)]
pub struct CreateUser<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The user.
    pub user: &'a User,
}

impl CreateUser<'_> {
    /// Reads a 201; `user` is who was to be created, where that is known.
    pub(crate) fn read(answer: &Response, user: Option<&User>) -> Result<Id> {
        let made = super::made(answer)?;
        let record: Value = answer.json()?;
        let name = record.get("username").and_then(Value::as_str);
        let is_other = user.zip(name).is_some_and(|(user, name)| fold(name) != user.user_name);
        if is_other {
            return Err(
                Error::bad_response("the platform says it created somebody else").with_status(answer.status)
            );
        }
        Ok(made)
    }
}

impl Endpoint for CreateUser<'_> {
    const METADATA: Metadata = Metadata {
        name: "createUser",
        method: Method::Post,
        purpose: "create the user",
        safety: Safety::Unsafe,
    };
    type Answer = Id;

    fn target(&self) -> Result<String> {
        Ok(path(self.organization, &["users"]))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let user = self.user;
        let mut body = json!({
            "givenName": user.given_name,
            "familyName": user.family_name,
            "email": user.email.as_str(),
            "username": user.user_name,
        });
        if let (Some(fields), Some(name)) = (body.as_object_mut(), &user.display_name) {
            fields.insert("displayName".to_owned(), name.as_str().into());
        }
        Ok(request.body("application/json", body.to_string()))
    }

    fn read(&self, answer: &Response) -> Result<Id> {
        Self::read(answer, Some(self.user))
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
