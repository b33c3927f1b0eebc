//! `GET /Groups/{id}` (RFC 7644 §3.4.1), with its members.

use super::{one_of, speaks_scim, GROUPS};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use crate::scim::Group;

/// Reads one group.
#[derive(Clone, Copy, Debug)]
pub struct GroupById<'a> {
    /// The id, opaque.
    pub id: &'a str,
}

impl Endpoint for GroupById<'_> {
    const METADATA: Metadata = Metadata {
        name: "scimGroup",
        method: Method::Get,
        purpose: "read the members of the group",
        safety: Safety::Safe,
    };
    type Answer = Group;

    fn target(&self) -> Result<String> {
        Ok(one_of(GROUPS, self.id))
    }

    fn read(&self, answer: &Response) -> Result<Group> {
        Group::from_response(answer)
    }

    speaks_scim!();
}
