//! `GET /organizations/{org}/workspaces/{workspace}/groups/{group}/members` [D]: ids of users.

use super::{path, Id, List, Page};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Lists the members of a group.
#[derive(Clone, Debug)]
pub struct GroupMembers<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The workspace's id.
    pub workspace: &'a str,
    /// The group's id.
    pub group: &'a str,
    /// The link to a later page.
    pub next: Option<String>,
}

impl Endpoint for GroupMembers<'_> {
    const METADATA: Metadata = Metadata {
        name: "groupMembers",
        method: Method::Get,
        purpose: "list the members of the group",
        safety: Safety::Safe,
    };
    type Answer = Page<Id>;

    fn target(&self) -> Result<String> {
        Ok(self.next.clone().unwrap_or_else(|| {
            path(self.organization, &["workspaces", self.workspace, "groups", self.group, "members"])
        }))
    }

    fn read(&self, answer: &Response) -> Result<Page<Id>> {
        Page::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

impl List for GroupMembers<'_> {
    type Item = Id;

    fn page(&self, next: Option<String>) -> Self {
        Self { next, ..self.clone() }
    }
}
