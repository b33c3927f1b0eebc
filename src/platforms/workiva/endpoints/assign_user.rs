//! `POST /organizations/{org}/users/assignment` [D]: admits a user who exists in another organization. The
//! flow cannot use it: nothing tells the id of somebody elsewhere.

use super::path;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde_json::json;

/// Admits a user of another organization.
#[derive(Clone, Copy, Debug)]
pub struct AssignUser<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The user's id.
    pub user: &'a str,
}

impl Endpoint for AssignUser<'_> {
    const METADATA: Metadata = Metadata {
        name: "assignUser",
        method: Method::Post,
        purpose: "admit the user",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(path(self.organization, &["users", "assignment"]))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.body("application/json", json!({"user": self.user}).to_string()))
    }

    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
