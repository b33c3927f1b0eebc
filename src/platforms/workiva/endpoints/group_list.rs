//! `GET /organizations/{org}/workspaces/{workspace}/groups` [D].

use super::{path, List, Named, Page};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Lists the groups of a workspace.
#[derive(Clone, Debug)]
pub struct GroupList<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The workspace's id.
    pub workspace: &'a str,
    /// The link to a later page.
    pub next: Option<String>,
}

impl Endpoint for GroupList<'_> {
    const METADATA: Metadata =
        Metadata { name: "groupList", method: Method::Get, purpose: "list the groups", safety: Safety::Safe };
    type Answer = Page<Named>;

    fn target(&self) -> Result<String> {
        Ok(self
            .next
            .clone()
            .unwrap_or_else(|| path(self.organization, &["workspaces", self.workspace, "groups"])))
    }

    fn read(&self, answer: &Response) -> Result<Page<Named>> {
        Page::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

impl List for GroupList<'_> {
    type Item = Named;

    fn page(&self, next: Option<String>) -> Self {
        Self { next, ..self.clone() }
    }
}
