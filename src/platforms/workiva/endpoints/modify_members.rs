//! `POST …/groups/{group}/members/modification` [D]: a bare 204, even when a member was refused; so the
//! members are read back. One call serves many people.

use super::path;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde_json::json;

/// Adds members to a group, and takes members out of it.
#[derive(Clone, Debug)]
pub struct ModifyMembers<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The workspace's id.
    pub workspace: &'a str,
    /// The group's id.
    pub group: &'a str,
    /// Ids of users to add.
    pub add: Vec<&'a str>,
    /// Ids of users to take out.
    pub remove: Vec<&'a str>,
}

impl Endpoint for ModifyMembers<'_> {
    const METADATA: Metadata = Metadata {
        name: "modifyGroupMembers",
        method: Method::Post,
        purpose: "change the group's members",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        let group = ["workspaces", self.workspace, "groups", self.group, "members", "modification"];
        Ok(path(self.organization, &group))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let body = json!({"toAdd": self.add, "toRemove": self.remove});
        Ok(request.body("application/json", body.to_string()))
    }

    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
