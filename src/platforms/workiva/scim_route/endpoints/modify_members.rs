//! `PATCH /Groups/{id}` (RFC 7644 §3.5.2): 200 or 204, at most 100 members a request. People come or go, never both
//! in one request: a role revoked together with a membership took people out of a whole workspace [D].

use super::{one_of, speaks_scim, GROUPS};
use crate::engine::{Endpoint, Metadata};
use crate::error::{Error, Result};
use crate::http::{Method, Request, Response, Safety};
use crate::scim::{self, Patch, MEMBERS_AT_ONCE};

/// Adds users to a group, or takes them out.
#[derive(Clone, Debug)]
pub struct ModifyMembers<'a> {
    /// The group's id, opaque.
    pub group: &'a str,
    /// Ids of users, at least one and at most 100.
    pub users: Vec<&'a str>,
    /// They come, rather than go.
    pub is_added: bool,
}

impl Endpoint for ModifyMembers<'_> {
    const METADATA: Metadata = Metadata {
        name: "scimModifyMembers",
        method: Method::Patch,
        purpose: "change the group's members",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(one_of(GROUPS, self.group))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let users = self.users.iter().copied();
        let mut patches = match self.is_added {
            true => Patch::add_members(users),
            false => Patch::remove_members(users)?,
        }
        .into_iter();
        match (patches.next(), patches.next()) {
            (Some(patch), None) => Ok(request.body(scim::MEDIA_TYPE, patch.to_value().to_string())),
            _ => Err(Error::invalid(format!("users: {} are no number for one request", self.users.len()))
                .hint(format!("give from 1 to {MEMBERS_AT_ONCE}"))),
        }
    }

    /// What it answers is not relied on: the group is read again.
    fn read(&self, answer: &Response) -> Result<()> {
        scim::patched(answer).map(drop)
    }

    speaks_scim!();
}
