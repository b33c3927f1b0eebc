//! Read one user [D]: `GET /api/scim/v2/Users/{id}`.

use super::USERS;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{percent, Method, Response, Safety};
use crate::scim::User;

/// Reads the user of this id.
#[derive(Clone, Debug)]
pub struct ReadUser {
    /// The id, opaque.
    pub id: String,
}

impl Endpoint for ReadUser {
    const METADATA: Metadata =
        Metadata { name: "readUser", method: Method::Get, purpose: "read the user", safety: Safety::Safe };
    type Answer = User;

    fn target(&self) -> Result<String> {
        Ok(format!("{USERS}/{}", percent::component(&self.id)))
    }

    fn read(&self, answer: &Response) -> Result<User> {
        User::from_response(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
