//! Create a user [D]: `POST /api/scim/v2/Users`, 201; "creates the user if none exists with the same e-mail".
//! What a duplicate does is not documented: 200 and 409 are expected as well.

use super::super::user::User;
use super::USERS;
use crate::engine::{Endpoint, Metadata};
use crate::error::{Error, Result};
use crate::http::{Method, Request, Response, Safety};
use crate::scim;
use serde::{Deserialize, Serialize};

/// Creates this user.
#[derive(Clone, Debug)]
pub struct CreateUser<'a> {
    /// The user.
    pub user: &'a User,
}

/// The answer to a create that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkSpanCreatedUser"))]
pub struct CreatedUser {
    /// The new user's id.
    pub id: String,
    /// Whether the platform says that it is new: 201. A 200 may be the answer for one who exists already.
    pub is_new: bool,
}

impl CreatedUser {
    /// Reads a 200 or 201: the id is in the body, or at the end of `Location`.
    pub(crate) fn read(answer: &Response) -> Result<Self> {
        let id = scim::created_id(answer)?;
        let id =
            id.ok_or_else(|| Error::bad_response("the platform says it created the user, but gives no id"))?;
        Ok(Self { id, is_new: answer.status == 201 })
    }
}

impl Endpoint for CreateUser<'_> {
    const METADATA: Metadata = Metadata {
        name: "createUser",
        method: Method::Post,
        purpose: "create the user",
        safety: Safety::Unsafe,
    };
    type Answer = CreatedUser;

    fn target(&self) -> Result<String> {
        Ok(USERS.to_owned())
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.body("application/json", self.user.resource()?.creation().to_string()))
    }

    fn read(&self, answer: &Response) -> Result<CreatedUser> {
        CreatedUser::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
