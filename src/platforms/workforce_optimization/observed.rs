//! What a look at Workforce Optimization finds: ids, names of roles and teams, names of fields; nothing personal.

use super::endpoints::{Role, Team, View};
use super::ids::{GroupId, PersonId, TeamId};
use serde::{Deserialize, Serialize};

/// What was asked for by names, as the platform knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wanted {
    /// The team.
    pub team: Team,
    /// The roles.
    pub roles: Vec<Role>,
    /// The scope, if anything is said about it.
    pub scope: Option<Scope>,
    /// The views; the first is the main one.
    pub views: Vec<View>,
}

/// A scope by ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// The whole tenant was asked for: `teams` are all there are.
    pub tenant: bool,
    /// Groups.
    pub groups: Vec<GroupId>,
    /// Teams.
    pub teams: Vec<TeamId>,
}

/// Somebody in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Who.
    pub id: PersonId,
    /// Whether active.
    pub active: bool,
}

/// How a person was, compared with what is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// A digest of the record; the record itself is not kept.
    pub digest: String,
    /// The fields that differ; names only.
    pub differing: Vec<String>,
    /// What would be taken away: names of roles and views, and kinds of scope.
    pub taken: Vec<String>,
    /// What was not said and is left, although somebody new would get something else.
    pub left: Vec<String>,
    /// The person would become an administrator.
    pub becomes_administrator: bool,
    /// A phone system keeps this person up to date.
    pub is_synchronized: bool,
}

/// What was found for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// The person, if there is one.
    pub account: Option<Account>,
    /// What was asked for; not looked at where somebody who exists is left alone.
    pub wanted: Option<Wanted>,
    /// How somebody who exists compares.
    pub state: Option<State>,
}
