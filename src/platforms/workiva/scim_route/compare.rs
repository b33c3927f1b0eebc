//! What leads from where somebody is to where somebody is to be. Nothing is taken away unless a list is `exact`; and
//! then only from groups whose names say what they stand for.

use super::super::access::DEFAULT_ROLE;
use super::super::endpoints::Named;
use super::super::user::{User, WorkspaceWish};
use super::group_names::{Kind, Place};
use super::groups::all;
use super::members::members;
use super::observed::{Account, Change};
use super::wishes::Wanted;
use super::WorkivaScim;
use crate::email::fold;
use crate::engine::Context;
use crate::error::Result;
use crate::http::digest;
use crate::order::by_number;

/// What somebody who is not there yet is to get into.
pub(super) fn of_nobody(wanted: &[Wanted]) -> Vec<Change> {
    in_turn(wanted.iter().map(into).collect())
}

impl WorkivaScim {
    /// What an account is to get into, and out of; `own` are the groups that the server says the user is in.
    pub(super) async fn of_account(
        &self,
        context: &Context,
        user: &User,
        account: &Account,
        own: Option<&[String]>,
        wanted: &[Wanted],
    ) -> Result<Vec<Change>> {
        let fingerprint = digest(&format!("{} {own:?} {} {wanted:?}", account.id, user.exact));
        let search = async {
            let mut changes = Vec::new();
            for one in wanted {
                let there = members(context, &one.group.id).await?;
                if !there.has(&account.id, &one.group.id, own) {
                    changes.push(into(one));
                }
            }
            if user.exact {
                for (place, group) in self.surplus(context, user, own, wanted).await? {
                    if members(context, &group.id).await?.has(&account.id, &group.id, own) {
                        let membership = outliving(&place, wanted);
                        changes.push(Change { place, group, is_added: false, membership });
                    }
                }
            }
            Ok(in_turn(changes))
        };
        context.step("look up the memberships", &fingerprint, search).await
    }

    /// The groups that an exact user must not be in, as far as the user may be in them. A server that shows a user's
    /// groups shows all of them (RFC 7643 §4.1.2); where none are shown, all have to be read.
    async fn surplus(
        &self,
        context: &Context,
        user: &User,
        own: Option<&[String]>,
        wanted: &[Wanted],
    ) -> Result<Vec<(Place, Named)>> {
        if user.organization_roles.is_none() && user.workspaces.is_none() {
            return Ok(Vec::new());
        }
        let mut surplus = Vec::new();
        for group in all(context).await?.iter() {
            let may_be_in = own.is_none_or(|own| own.contains(&group.id));
            if !may_be_in || wanted.iter().any(|one| one.group.id == group.id) {
                continue;
            }
            let place = self.names.read(&group.name).filter(|place| is_surplus(user, place));
            surplus.extend(place.map(|place| (place, group.clone())));
        }
        Ok(surplus)
    }
}

/// Whether a list that is given, and so complete, lacks this place.
fn is_surplus(user: &User, place: &Place) -> bool {
    if place.kind == Kind::OrganizationRole {
        // Everybody has it.
        return user.organization_roles.is_some() && fold(&place.name) != fold(DEFAULT_ROLE);
    }
    let Some(wishes) = &user.workspaces else { return false };
    let named = |wish: &&WorkspaceWish| fold(wish.workspace.trim()) == fold(place.workspace.trim());
    match (place.kind, wishes.iter().find(named)) {
        (Kind::WorkspaceRole, Some(wish)) => wish.roles.is_some(),
        (Kind::WorkspaceGroup, Some(wish)) => wish.groups.is_some(),
        (_, Some(_)) => false,
        (_, None) => true,
    }
}

/// The membership that is to outlive the loss of a role or group in it.
fn outliving(place: &Place, wanted: &[Wanted]) -> Option<Named> {
    let of_it = |one: &&Wanted| {
        one.place.kind == Kind::Workspace && fold(&one.place.workspace) == fold(&place.workspace)
    };
    let is_inner = matches!(place.kind, Kind::WorkspaceRole | Kind::WorkspaceGroup);
    wanted.iter().find(of_it).filter(|_| is_inner).map(|one| one.group.clone())
}

fn into(wanted: &Wanted) -> Change {
    let Wanted { place, group } = wanted.clone();
    Change { place, group, is_added: true, membership: None }
}

fn in_turn(mut changes: Vec<Change>) -> Vec<Change> {
    by_number(&mut changes, |change| change.turn().into());
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{json, Value};

    #[test]
    fn only_a_list_that_is_given_is_complete() {
        let user = |more: Value| {
            let mut user = json!({"email": "a@b.co", "givenName": "A", "familyName": "B", "exact": true});
            for (key, value) in more.as_object().unwrap() {
                user[key] = value.clone();
            }
            User::parse(&user).unwrap()
        };
        let place = |kind, workspace: &str, name: &str| Place {
            kind,
            workspace: workspace.into(),
            name: name.into(),
        };
        let role = place(Kind::OrganizationRole, "", "Data Access Admin");
        let default = place(Kind::OrganizationRole, "", "organization member");
        let (kept, other) = (place(Kind::Workspace, "a", ""), place(Kind::Workspace, "B", ""));
        let (editor, group) =
            (place(Kind::WorkspaceRole, "A", "Editor"), place(Kind::WorkspaceGroup, "A", "G"));
        let other_s = place(Kind::WorkspaceRole, "B", "Editor");
        let all = [role, default, kept, other, editor, group, other_s];
        for (wish, expected) in [
            (json!({}), [false; 7]),
            (json!({"organizationRoles": []}), [true, false, false, false, false, false, false]),
            (json!({"workspaces": []}), [false, false, true, true, true, true, true]),
            (json!({"workspaces": [{"workspace": "A"}]}), [false, false, false, true, false, false, true]),
            (
                json!({"workspaces": [{"workspace": "A", "roles": []}]}),
                [false, false, false, true, true, false, true],
            ),
            (
                json!({"workspaces": [{"workspace": "A", "groups": []}]}),
                [false, false, false, true, false, true, true],
            ),
        ] {
            let user = user(wish.clone());
            assert_eq!(all.each_ref().map(|place| is_surplus(&user, place)), expected, "{wish}");
        }
    }
}
