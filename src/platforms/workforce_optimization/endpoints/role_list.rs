//! The roles. No public source names this address [A]: `paths.roles` replaces the assumed
//! `GET /api/rest/org/common/role/permission/ViewOrg`. Where it is not there (404), a reference person's roles
//! are known instead. The shape of a role is that in a person [C].

use super::super::user::ADMINISTRATOR;
use super::super::WorkforceOptimization;
use crate::email::fold;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use serde::{Deserialize, Serialize};

/// Asks for all roles.
#[derive(Clone, Copy, Debug)]
pub struct RoleList<'a> {
    /// The platform's settings: the path is one.
    pub platform: &'a WorkforceOptimization,
}

/// A role. The default ones can be renamed, not deleted; their flags stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationRole"))]
pub struct Role {
    /// The role's id.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub id: i64,
    /// Its label.
    #[serde(default)]
    pub label: String,
    /// Its name.
    pub name: String,
    /// It is the default role of agents.
    #[serde(default)]
    pub is_agent_default: bool,
    /// It is the default role of administrators.
    #[serde(default)]
    pub is_admin_default: bool,
    /// It is the default role of supervisors.
    #[serde(default)]
    pub is_supervisor_default: bool,
}

impl Role {
    /// Whether it is the default administrator's: by its flag, and where no flag says so, by its name.
    pub fn is_administrator(&self) -> bool {
        self.is_admin_default || fold(self.name.trim()) == fold(ADMINISTRATOR)
    }
}

impl Endpoint for RoleList<'_> {
    const METADATA: Metadata =
        Metadata { name: "roleList", method: Method::Get, purpose: "list the roles", safety: Safety::Safe };
    type Answer = Vec<Role>;

    fn target(&self) -> Result<String> {
        Ok(self.platform.paths.roles().to_owned())
    }

    fn read(&self, answer: &Response) -> Result<Self::Answer> {
        answer.json()
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
