//! The teams [C]: `GET /api/rest/org/common/team/permission/ViewOrg`, a bare array. A team's id is called
//! `groupId`, as a group's is.

use super::super::ids::{GroupId, TeamId};
use super::PREFIX;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use serde::{Deserialize, Serialize};

/// Asks for all teams.
#[derive(Clone, Copy, Debug)]
pub struct TeamList;

/// A team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationTeam", optional_fields))]
pub struct Team {
    /// The team's own id.
    #[serde(rename = "groupId")]
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub team_id: TeamId,
    /// Its name.
    pub name: String,
    /// The group that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "number", optional))]
    pub parent_group_id: Option<GroupId>,
}

impl Endpoint for TeamList {
    const METADATA: Metadata =
        Metadata { name: "teamList", method: Method::Get, purpose: "list the teams", safety: Safety::Safe };
    type Answer = Vec<Team>;

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/org/common/team/permission/ViewOrg"))
    }

    fn read(&self, answer: &Response) -> Result<Self::Answer> {
        answer.json()
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
