//! `GET /organizations/{org}/workspaces` [D].

use super::{path, List, Named, Page};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Lists the workspaces.
#[derive(Clone, Debug)]
pub struct WorkspaceList<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The link to a later page.
    pub next: Option<String>,
}

impl Endpoint for WorkspaceList<'_> {
    const METADATA: Metadata = Metadata {
        name: "workspaceList",
        method: Method::Get,
        purpose: "list the workspaces",
        safety: Safety::Safe,
    };
    type Answer = Page<Named>;

    fn target(&self) -> Result<String> {
        Ok(self.next.clone().unwrap_or_else(|| path(self.organization, &["workspaces"])))
    }

    fn read(&self, answer: &Response) -> Result<Page<Named>> {
        Page::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

impl List for WorkspaceList<'_> {
    type Item = Named;

    fn page(&self, next: Option<String>) -> Self {
        Self { next, ..self.clone() }
    }
}
