//! `GET /organizations/{org}/roles` and `…/workspaces/{workspace}/roles` [D]. Which roles there are varies by
//! licence: a name is turned into an id at run time, always.

use super::{path, List, Named, Page};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Lists the roles that the organization, or one of its workspaces, has to give.
#[derive(Clone, Debug)]
pub struct RoleList<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The workspace's id; none for the organization's own roles.
    pub workspace: Option<&'a str>,
    /// The link to a later page.
    pub next: Option<String>,
}

impl Endpoint for RoleList<'_> {
    const METADATA: Metadata = Metadata {
        name: "roleList",
        method: Method::Get,
        purpose: "list the roles there are",
        safety: Safety::Safe,
    };
    type Answer = Page<Named>;

    fn target(&self) -> Result<String> {
        Ok(match (&self.next, self.workspace) {
            (Some(link), _) => link.clone(),
            (None, Some(workspace)) => path(self.organization, &["workspaces", workspace, "roles"]),
            (None, None) => path(self.organization, &["roles"]),
        })
    }

    fn read(&self, answer: &Response) -> Result<Page<Named>> {
        Page::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

impl List for RoleList<'_> {
    type Item = Named;

    fn page(&self, next: Option<String>) -> Self {
        Self { next, ..self.clone() }
    }
}
