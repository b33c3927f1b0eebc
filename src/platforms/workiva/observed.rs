//! What a look at Workiva finds: ids, names of roles, and the names of fields that differ; nothing personal.

use super::catalogue::canonical;
use super::endpoints::Named;
use super::user::Field;
use serde::{Deserialize, Serialize};

/// An account that exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Its id.
    pub id: String,
    /// The account is suspended.
    pub is_suspended: bool,
    /// The fields that differ from what was asked.
    pub differing: Vec<Field>,
}

/// What is to be added and taken away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// What was asked for and is not there.
    pub add: Vec<Named>,
    /// What is there and is not listed, where the list is to be exact.
    pub remove: Vec<Named>,
}

impl Changes {
    /// What leads from `held` to `wanted`. Nothing is taken away unless the list is `exact`; what everybody
    /// has by `default` is never taken away.
    pub fn between(held: &[Named], wanted: &[Named], exact: bool, default: Option<&str>) -> Self {
        let is_in = |list: &[Named], one: &Named| list.iter().any(|other| other.id == one.id);
        let is_default = |one: &Named| default.is_some_and(|name| canonical(name) == canonical(&one.name));
        let add = wanted.iter().filter(|one| !is_in(held, one)).cloned().collect();
        let surplus = held.iter().filter(|one| exact && !is_in(wanted, one) && !is_default(one));
        Self { add, remove: surplus.cloned().collect() }
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }
}

/// What was found in a workspace, and what it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceState {
    /// The workspace.
    pub workspace: Named,
    /// The membership, if there is one.
    pub membership: Option<String>,
    /// The membership is to end: the list of workspaces is exact, and this is not in it.
    pub leave: bool,
    /// The roles in it.
    pub roles: Changes,
    /// The groups in it.
    pub groups: Changes,
}

/// What was found for one person, and what it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Observed {
    /// The account, if there is one.
    pub account: Option<Account>,
    /// The roles in the organization.
    pub organization_roles: Changes,
    /// The workspaces.
    pub workspaces: Vec<WorkspaceState>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additive_unless_exact() {
        let named = |ids: &[&str]| -> Vec<Named> {
            ids.iter().map(|id| Named { id: (*id).into(), name: id.to_uppercase() }).collect()
        };
        let (held, wanted) = (named(&["a", "b", "d"]), named(&["b", "c"]));
        let additive = Changes::between(&held, &wanted, false, Some("D"));
        assert_eq!((additive.add, additive.remove), (named(&["c"]), named(&[])));
        let exact = Changes::between(&held, &wanted, true, Some("D"));
        assert_eq!((exact.add, exact.remove), (named(&["c"]), named(&["a"])));
        // The default role stays, whichever of its two names it has.
        for name in ["Organization Member", "org member"] {
            let held = [Named { id: "1".into(), name: name.into() }];
            assert!(Changes::between(&held, &[], true, Some("Organization Member")).is_empty(), "{name}");
        }
    }
}
