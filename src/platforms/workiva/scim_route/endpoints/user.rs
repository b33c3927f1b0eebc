//! `GET /Users/{id}` (RFC 7644 §3.4.1).

use super::{one_of, speaks_scim, USERS};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use crate::scim::User;

/// Reads one user.
#[derive(Clone, Copy, Debug)]
pub struct UserById<'a> {
    /// The id, opaque.
    pub id: &'a str,
}

impl Endpoint for UserById<'_> {
    const METADATA: Metadata =
        Metadata { name: "scimUser", method: Method::Get, purpose: "read the user", safety: Safety::Safe };
    type Answer = User;

    fn target(&self) -> Result<String> {
        Ok(one_of(USERS, self.id))
    }

    fn read(&self, answer: &Response) -> Result<User> {
        User::from_response(answer)
    }

    speaks_scim!();
}
