//! What a look at Workiva's SCIM finds: ids, names of groups, and the names of fields that differ; nothing personal.

use super::super::endpoints::Named;
use super::super::user::Field;
use super::group_names::{Kind, Place};
use serde::{Deserialize, Serialize};

/// An account that exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Its id, opaque.
    pub id: String,
    /// The account is suspended: `active` is false [D].
    pub is_suspended: bool,
    /// The fields that differ from what was asked.
    pub differing: Vec<Field>,
    /// Where the e-mail address is that differs.
    pub email_at: EmailAt,
}

/// Where a user has the address that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EmailAt {
    /// It is the one of type `work` [D].
    Work,
    /// It is the primary one.
    Primary,
    /// Nowhere that can be named without naming the address.
    Nowhere,
}

/// One group to get into, or out of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What the group stands for.
    pub place: Place,
    /// The group: its id and display name.
    pub group: Named,
    /// Into it, rather than out of it.
    pub is_added: bool,
    /// The group of the membership that must outlive a removal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub membership: Option<Named>,
}

impl Change {
    /// When it is its turn: a role or group of a workspace needs the membership first; and it goes before the
    /// membership does, never together with it [D].
    pub(super) fn turn(&self) -> u8 {
        match (self.is_added, self.place.kind) {
            (true, Kind::OrganizationRole | Kind::Workspace) => 0,
            (true, Kind::WorkspaceRole | Kind::WorkspaceGroup) => 1,
            (false, Kind::OrganizationRole | Kind::WorkspaceRole | Kind::WorkspaceGroup) => 2,
            (false, Kind::Workspace) => 3,
        }
    }

    /// In words for a person.
    pub(super) fn words(&self) -> String {
        let verb = match (self.place.kind, self.is_added) {
            (Kind::OrganizationRole | Kind::WorkspaceRole, true) => "give",
            (Kind::OrganizationRole | Kind::WorkspaceRole, false) => "take",
            (Kind::Workspace | Kind::WorkspaceGroup, true) => "join",
            (Kind::Workspace | Kind::WorkspaceGroup, false) => "leave",
        };
        format!("{verb} {}", self.place.words())
    }
}

/// The number of turns, see [`Change::turn`].
pub(super) const TURNS: u8 = 4;

/// What was found for one person, and what it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Observed {
    /// The account, if there is one.
    pub account: Option<Account>,
    /// The server looks users up by e-mail as well.
    pub is_found_by_email: bool,
    /// The groups to get into and out of, in order.
    pub changes: Vec<Change>,
}
