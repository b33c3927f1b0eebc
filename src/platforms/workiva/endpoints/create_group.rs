//! `POST …/groups` [D]: 201. The flow never makes a group: a name that is not there is an error.

use super::{path, Id};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde_json::json;

/// Makes a group in a workspace.
#[derive(Clone, Copy, Debug)]
pub struct CreateGroup<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The workspace's id.
    pub workspace: &'a str,
    /// Its name.
    pub name: &'a str,
}

impl Endpoint for CreateGroup<'_> {
    const METADATA: Metadata = Metadata {
        name: "createGroup",
        method: Method::Post,
        purpose: "create the group",
        safety: Safety::Unsafe,
    };
    type Answer = Id;

    fn target(&self) -> Result<String> {
        Ok(path(self.organization, &["workspaces", self.workspace, "groups"]))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.body("application/json", json!({"name": self.name}).to_string()))
    }

    fn read(&self, answer: &Response) -> Result<Id> {
        super::made(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
