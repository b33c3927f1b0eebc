//! What an account has: roles, memberships, groups; and what leads from there to what was asked.

use super::catalogue::{groups, workspaces, Wishes, WorkspaceWishes};
use super::endpoints::{GroupMembers, HeldRoles, Holder, MembershipList, Named};
use super::listing::{all, names};
use super::observed::{Changes, WorkspaceState};
use crate::engine::Context;
use crate::error::Result;
use crate::keyed::{Keyed, Texts};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Everybody's role in the organization [D]; no list takes it away.
pub(super) const DEFAULT_ROLE: &str = "Organization Member";

/// What somebody who is not there yet is to get.
pub(super) fn of_nobody(wishes: &Wishes) -> (Changes, Vec<WorkspaceState>) {
    let all =
        |wanted: &Option<Vec<Named>>| Changes { add: wanted.clone().unwrap_or_default(), remove: Vec::new() };
    let state = |wish: &WorkspaceWishes| WorkspaceState {
        workspace: wish.workspace.clone(),
        membership: None,
        leave: false,
        roles: all(&wish.roles),
        groups: all(&wish.groups),
    };
    (all(&wishes.organization_roles), wishes.workspaces.iter().flatten().map(state).collect())
}

/// What an account is to get, and to lose where its lists are `exact`.
pub(super) async fn of_account(
    context: &Context,
    organization: &str,
    user: &str,
    wishes: &Wishes,
    exact: bool,
) -> Result<(Changes, Vec<WorkspaceState>)> {
    let organization_roles = match &wishes.organization_roles {
        Some(wanted) if exact || !wanted.is_empty() => {
            let held = names(context, HeldRoles { organization, holder: Holder::User { user }, next: None });
            Changes::between(&held.await?, wanted, exact, Some(DEFAULT_ROLE))
        }
        _ => Changes::default(),
    };
    let Some(wished) = &wishes.workspaces else { return Ok((organization_roles, Vec::new())) };
    let mut questions = Vec::new();
    for wish in wished {
        let asked = match &wish.groups {
            Some(_) if exact => groups(context, organization, &wish.workspace.id).await?,
            wanted => wanted.clone().unwrap_or_default(),
        };
        questions.push((wish.workspace.clone(), asked));
    }
    if exact {
        let others = workspaces(context, organization).await?.into_iter();
        let others = others.filter(|one| !wished.iter().any(|wish| wish.workspace.id == one.id));
        questions.extend(others.map(|workspace| (workspace, Vec::new())));
    }
    let places = places(context, organization, user, &questions).await?;
    let mut states = Vec::new();
    for ((workspace, _), (number, place)) in questions.into_iter().zip(places.into_iter().enumerate()) {
        let Some(wish) = wished.get(number) else {
            if place.membership.is_some() {
                let (roles, groups) = Default::default();
                let membership = place.membership;
                states.push(WorkspaceState { workspace, membership, leave: true, roles, groups });
            }
            continue;
        };
        let held = match (&place.membership, &wish.roles) {
            (Some(membership), Some(wanted)) if exact || !wanted.is_empty() => {
                let holder = Holder::Membership { workspace: &workspace.id, membership };
                names(context, HeldRoles { organization, holder, next: None }).await?
            }
            _ => Vec::new(),
        };
        let between = |held: &[Named], wanted: &Option<Vec<Named>>| {
            wanted.as_ref().map(|wanted| Changes::between(held, wanted, exact, None)).unwrap_or_default()
        };
        states.push(WorkspaceState {
            workspace,
            leave: false,
            roles: between(&held, &wish.roles),
            groups: between(&place.groups, &wish.groups),
            membership: place.membership,
        });
    }
    Ok((organization_roles, states))
}

/// Where somebody stands in a workspace.
#[derive(Serialize, Deserialize)]
struct Place {
    membership: Option<String>,
    groups: Vec<Named>,
}

/// The memberships of a user in these workspaces, and in which of these groups of each the user is.
async fn places(
    context: &Context,
    organization: &str,
    user: &str,
    questions: &[(Named, Vec<Named>)],
) -> Result<Vec<Place>> {
    let ids: Vec<_> = questions
        .iter()
        .map(|(workspace, groups)| {
            let groups: Vec<_> = groups.iter().map(|group| group.id.as_str()).collect();
            format!("{} {}", workspace.id, groups.join(","))
        })
        .collect();
    let fingerprint = format!("places {organization} {user} {}", ids.join(";"));
    context
        .step("look up the memberships", &fingerprint, async {
            let mut places = Vec::new();
            for (workspace, asked) in questions {
                let there = memberships(context, organization, &workspace.id).await?;
                let mut place = Place { membership: there.get(user).cloned(), groups: Vec::new() };
                for group in asked {
                    if members(context, organization, &workspace.id, &group.id).await?.contains(user) {
                        place.groups.push(group.clone());
                    }
                }
                places.push(place);
            }
            Ok(places)
        })
        .await
}

/// User id → membership id, listed once in a run.
async fn memberships(context: &Context, organization: &str, workspace: &str) -> Result<Rc<Keyed<String>>> {
    let key = format!("memberships {workspace}");
    let (organization, workspace) = (organization.to_owned(), workspace.to_owned());
    context
        .once(&key, |context| async move {
            fresh_memberships(&context, &organization, &workspace).await.map(Rc::new)
        })
        .await
}

/// User id → membership id, as it is now.
pub(super) async fn fresh_memberships(
    context: &Context,
    organization: &str,
    workspace: &str,
) -> Result<Keyed<String>> {
    let list = all(context, MembershipList { organization, workspace, next: None }).await?;
    let mut memberships = Keyed::default();
    for membership in list {
        memberships.insert(membership.user.id, membership.id);
    }
    Ok(memberships)
}

/// Ids of the users in a group, listed once in a run.
async fn members(context: &Context, organization: &str, workspace: &str, group: &str) -> Result<Rc<Texts>> {
    let key = format!("members {workspace} {group}");
    let (organization, workspace, group) = (organization.to_owned(), workspace.to_owned(), group.to_owned());
    context
        .once(&key, |context| async move {
            fresh_members(&context, &organization, &workspace, &group).await.map(Rc::new)
        })
        .await
}

/// Ids of the users in a group, as it is now.
pub(super) async fn fresh_members(
    context: &Context,
    organization: &str,
    workspace: &str,
    group: &str,
) -> Result<Texts> {
    let list = all(context, GroupMembers { organization, workspace, group, next: None }).await?;
    let mut members = Texts::default();
    for member in list {
        members.insert(member.id);
    }
    Ok(members)
}
