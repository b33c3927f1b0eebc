//! `DELETE …/memberships/{membership}` [D]: 204. Its roles and groups go with it.

use super::path;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Takes a user out of a workspace.
#[derive(Clone, Copy, Debug)]
pub struct DeleteMembership<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The workspace's id.
    pub workspace: &'a str,
    /// The membership's id.
    pub membership: &'a str,
}

impl Endpoint for DeleteMembership<'_> {
    const METADATA: Metadata = Metadata {
        name: "deleteMembership",
        method: Method::Delete,
        purpose: "leave the workspace",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(path(self.organization, &["workspaces", self.workspace, "memberships", self.membership]))
    }

    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
