//! `DELETE /organizations/{org}/users/{id}` [D]: 204. It takes the user out of the organization for good;
//! suspending instead is for the SCIM route.

use super::path;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Removes a user.
#[derive(Clone, Copy, Debug)]
pub struct DeleteUser<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The user's id.
    pub user: &'a str,
}

impl Endpoint for DeleteUser<'_> {
    const METADATA: Metadata = Metadata {
        name: "deleteUser",
        method: Method::Delete,
        purpose: "remove the user",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(path(self.organization, &["users", self.user]))
    }

    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
