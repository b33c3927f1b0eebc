//! The groups [C]: `GET /api/rest/org/common/group/permission/ViewOrg`, a bare array.

use super::super::ids::GroupId;
use super::PREFIX;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use serde::{Deserialize, Serialize};

/// Asks for all groups.
#[derive(Clone, Copy, Debug)]
pub struct GroupList;

/// A group of teams.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationGroup"))]
pub struct Group {
    /// The group's id.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub group_id: GroupId,
    /// Its name.
    pub name: String,
}

impl Endpoint for GroupList {
    const METADATA: Metadata =
        Metadata { name: "groupList", method: Method::Get, purpose: "list the groups", safety: Safety::Safe };
    type Answer = Vec<Group>;

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/org/common/group/permission/ViewOrg"))
    }

    fn read(&self, answer: &Response) -> Result<Self::Answer> {
        answer.json()
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
