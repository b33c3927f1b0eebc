//! `POST /Users` [D]: `userName`, `name.givenName`, `name.familyName`, `emails[type=work,primary].value`, `active`.
//! 201, or 409 with `uniqueness` for a name that is taken (RFC 7644 §3.3); a 200 is expected as well.

use super::super::super::user::User;
use super::{speaks_scim, USERS};
use crate::email::fold;
use crate::engine::{Endpoint, Metadata};
use crate::error::{Error, Result};
use crate::http::{Method, Request, Response, Safety};
use crate::scim;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Creates this user.
#[derive(Clone, Copy, Debug)]
pub struct CreateUser<'a> {
    /// The user.
    pub user: &'a User,
}

/// The answer to a create that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaScimCreatedUser"))]
pub struct CreatedUser {
    /// The user's id.
    pub id: String,
    /// Whether the server says that the user is new: 201. A 200 may be the answer for one who exists already.
    pub is_new: bool,
}

impl CreatedUser {
    /// Reads a success; `user` is who was to be created, where that is known.
    pub(crate) fn read(answer: &Response, user: Option<&User>) -> Result<Self> {
        let id = scim::created_id(answer)?;
        let id =
            id.ok_or_else(|| Error::bad_response("the server says it created the user, but gives no id"))?;
        let record = answer.json::<Value>().ok().and_then(|record| scim::User::from_value(record).ok());
        let name = record.as_ref().and_then(|record| record.user_name());
        if user.zip(name).is_some_and(|(user, name)| fold(name) != user.user_name) {
            return Err(
                Error::bad_response("the server says it created somebody else").with_status(answer.status)
            );
        }
        Ok(Self { id, is_new: answer.status == 201 })
    }
}

impl Endpoint for CreateUser<'_> {
    const METADATA: Metadata = Metadata {
        name: "scimCreateUser",
        method: Method::Post,
        purpose: "create the user",
        safety: Safety::Unsafe,
    };
    type Answer = CreatedUser;

    fn target(&self) -> Result<String> {
        Ok(USERS.to_owned())
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let user = self.user;
        let mut body = scim::User::new(&user.user_name);
        body.set_given_name(&user.given_name)?;
        body.set_family_name(&user.family_name)?;
        if let Some(name) = &user.display_name {
            body.set_display_name(name)?;
        }
        body.set_email(user.email.as_str())?;
        body.set_active(true)?;
        Ok(request.body(scim::MEDIA_TYPE, body.creation().to_string()))
    }

    fn read(&self, answer: &Response) -> Result<CreatedUser> {
        CreatedUser::read(answer, Some(self.user))
    }

    speaks_scim!();
}
