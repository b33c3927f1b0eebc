//! `GET …/users/{id}/roles` and `GET …/memberships/{id}/roles` [D].

use super::{path, List, Named, Page};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Who holds roles: a user those of the organization, a membership those of its workspace.
#[derive(Clone, Copy, Debug)]
pub enum Holder<'a> {
    /// A user.
    User {
        /// The user's id.
        user: &'a str,
    },
    /// A membership of a workspace.
    Membership {
        /// The workspace's id.
        workspace: &'a str,
        /// The membership's id.
        membership: &'a str,
    },
}

impl Holder<'_> {
    /// The path of its roles, with `more` behind.
    pub(super) fn path(&self, organization: &str, more: &[&str]) -> String {
        let mut segments = match self {
            Self::User { user } => vec!["users", *user],
            Self::Membership { workspace, membership } => {
                vec!["workspaces", *workspace, "memberships", *membership]
            }
        };
        segments.push("roles");
        segments.extend_from_slice(more);
        path(organization, &segments)
    }
}

/// Lists the roles that somebody holds.
#[derive(Clone, Debug)]
pub struct HeldRoles<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// Whose.
    pub holder: Holder<'a>,
    /// The link to a later page.
    pub next: Option<String>,
}

impl Endpoint for HeldRoles<'_> {
    const METADATA: Metadata = Metadata {
        name: "heldRoles",
        method: Method::Get,
        purpose: "read the roles held",
        safety: Safety::Safe,
    };
    type Answer = Page<Named>;

    fn target(&self) -> Result<String> {
        Ok(self.next.clone().unwrap_or_else(|| self.holder.path(self.organization, &[])))
    }

    fn read(&self, answer: &Response) -> Result<Page<Named>> {
        Page::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

impl List for HeldRoles<'_> {
    type Item = Named;

    fn page(&self, next: Option<String>) -> Self {
        Self { next, ..self.clone() }
    }
}
