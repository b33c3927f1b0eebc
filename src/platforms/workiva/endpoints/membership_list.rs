//! `GET …/workspaces/{workspace}/memberships` [D]: `{id, user{id,displayName}, workspace}`.

use super::{path, Id, List, Page};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use serde::{Deserialize, Serialize};

/// Lists the memberships of a workspace.
#[derive(Clone, Debug)]
pub struct MembershipList<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The workspace's id.
    pub workspace: &'a str,
    /// The link to a later page.
    pub next: Option<String>,
}

/// A membership; the person's name is not read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaMembership"))]
pub struct MembershipRecord {
    /// Its id.
    pub id: String,
    /// Who.
    pub user: Id,
}

impl Endpoint for MembershipList<'_> {
    const METADATA: Metadata = Metadata {
        name: "membershipList",
        method: Method::Get,
        purpose: "list the memberships",
        safety: Safety::Safe,
    };
    type Answer = Page<MembershipRecord>;

    fn target(&self) -> Result<String> {
        let first = || path(self.organization, &["workspaces", self.workspace, "memberships"]);
        Ok(self.next.clone().unwrap_or_else(first))
    }

    fn read(&self, answer: &Response) -> Result<Page<MembershipRecord>> {
        Page::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

impl List for MembershipList<'_> {
    type Item = MembershipRecord;

    fn page(&self, next: Option<String>) -> Self {
        Self { next, ..self.clone() }
    }
}
