//! `POST …/memberships/membershipCreation` [D]: 201. Nobody is written to: the mails are switched off.

use super::{path, Id};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde_json::json;

/// Makes a user a member of a workspace.
#[derive(Clone, Copy, Debug)]
pub struct CreateMembership<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The workspace's id.
    pub workspace: &'a str,
    /// The user's id.
    pub user: &'a str,
}

impl Endpoint for CreateMembership<'_> {
    const METADATA: Metadata = Metadata {
        name: "createMembership",
        method: Method::Post,
        purpose: "join the workspace",
        safety: Safety::Unsafe,
    };
    type Answer = Id;

    fn target(&self) -> Result<String> {
        Ok(path(self.organization, &["workspaces", self.workspace, "memberships", "membershipCreation"]))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.body("application/json", {
            let options = json!({"notifyNewMember": false, "sendWelcomeEmail": false});
            json!({"user": self.user, "options": options}).to_string()
        }))
    }

    fn read(&self, answer: &Response) -> Result<Id> {
        super::made(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
