//! What a user is to be in: places by name, and the groups that stand for them.

use super::super::endpoints::Named;
use super::super::user::User;
use super::group_names::{Kind, Place};
use super::WorkivaScim;
use crate::engine::Context;
use crate::error::Result;

/// A place, and the group that stands for it.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub place: Place,
    pub group: Named,
}

impl WorkivaScim {
    /// Finds the groups of all that is asked for, before anything is written.
    ///
    /// # Errors
    /// See [`WorkivaScim::group`].
    pub(super) async fn resolve(&self, context: &Context, user: &User) -> Result<Vec<Wanted>> {
        let mut found: Vec<Wanted> = Vec::new();
        for place in places(user) {
            let group = self.group(context, &place).await?;
            // Two spellings can mean one group.
            if !found.iter().any(|wanted| wanted.group.id == group.id) {
                found.push(Wanted { place, group });
            }
        }
        Ok(found)
    }
}

/// Where a user is to be. Whoever is to have anything in a workspace is to be a member of it.
fn places(user: &User) -> Vec<Place> {
    let place = |kind, workspace: &str, name: &str| Place {
        kind,
        workspace: workspace.to_owned(),
        name: name.to_owned(),
    };
    let roles = user.organization_roles.iter().flatten();
    let mut places: Vec<_> = roles.map(|role| place(Kind::OrganizationRole, "", role)).collect();
    for wish in user.workspaces.iter().flatten() {
        let workspace = wish.workspace.as_str();
        places.push(place(Kind::Workspace, workspace, ""));
        let roles = wish.roles.iter().flatten();
        places.extend(roles.map(|role| place(Kind::WorkspaceRole, workspace, role)));
        let groups = wish.groups.iter().flatten();
        places.extend(groups.map(|group| place(Kind::WorkspaceGroup, workspace, group)));
    }
    places
}
