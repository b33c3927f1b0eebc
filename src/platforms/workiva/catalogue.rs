//! What roles, workspaces and groups there are, and which of them a name means. Listed once in a run.

use super::endpoints::{GroupList, Named, RoleList, WorkspaceList};
use super::listing::names;
use super::user::User;
use crate::email::fold;
use crate::engine::Context;
use crate::error::{Code, Result};
use crate::names;

/// What a user is to have, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    pub organization_roles: Option<Vec<Named>>,
    pub workspaces: Option<Vec<WorkspaceWishes>>,
}

/// What a user is to have in a workspace, by id.
#[derive(Clone, Debug)]
pub(super) struct WorkspaceWishes {
    pub workspace: Named,
    pub roles: Option<Vec<Named>>,
    pub groups: Option<Vec<Named>>,
}

/// Turns names into ids.
///
/// # Errors
/// `not_found`, naming the nearest and those that exist; `ambiguous` when several have the name.
pub(super) async fn resolve(context: &Context, organization: &str, user: &User) -> Result<Wishes> {
    let mut wishes = Wishes::default();
    if let Some(wanted) = &user.organization_roles {
        let there = match wanted.is_empty() {
            true => Vec::new(),
            false => roles(context, organization, None).await?,
        };
        wishes.organization_roles = Some(pick("organization role", wanted, &there)?);
    }
    let Some(wanted) = &user.workspaces else { return Ok(wishes) };
    let mut resolved = Vec::new();
    for wish in wanted {
        let there = workspaces(context, organization).await?;
        let workspace = pick_one("workspace", &wish.workspace, &there)?;
        let within = |kind: &str| format!("{kind} of the workspace {:?}", workspace.name);
        let mut found = WorkspaceWishes { workspace: workspace.clone(), roles: None, groups: None };
        if let Some(wanted) = &wish.roles {
            let there = match wanted.is_empty() {
                true => Vec::new(),
                false => roles(context, organization, Some(&workspace.id)).await?,
            };
            found.roles = Some(pick(&within("role"), wanted, &there)?);
        }
        if let Some(wanted) = &wish.groups {
            let there = match wanted.is_empty() {
                true => Vec::new(),
                false => groups(context, organization, &workspace.id).await?,
            };
            found.groups = Some(pick(&within("group"), wanted, &there)?);
        }
        resolved.push(found);
    }
    wishes.workspaces = Some(resolved);
    Ok(wishes)
}

async fn roles(context: &Context, organization: &str, workspace: Option<&str>) -> Result<Vec<Named>> {
    let (organization, workspace) = (organization.to_owned(), workspace.map(str::to_owned));
    let key = format!("roles {}", workspace.as_deref().unwrap_or_default());
    let search = |context: Context| async move {
        let list = RoleList { organization: &organization, workspace: workspace.as_deref(), next: None };
        names(&context, list).await
    };
    context.once(&key, search).await
}

/// The workspaces of the organization.
pub(super) async fn workspaces(context: &Context, organization: &str) -> Result<Vec<Named>> {
    let organization = organization.to_owned();
    let search = |context: Context| async move {
        names(&context, WorkspaceList { organization: &organization, next: None }).await
    };
    context.once("workspaces", search).await
}

/// The groups of a workspace.
pub(super) async fn groups(context: &Context, organization: &str, workspace: &str) -> Result<Vec<Named>> {
    let (organization, workspace) = (organization.to_owned(), workspace.to_owned());
    let key = format!("groups {workspace}");
    let search = |context: Context| async move {
        let list = GroupList { organization: &organization, workspace: &workspace, next: None };
        names(&context, list).await
    };
    context.once(&key, search).await
}

fn pick(kind: &str, wanted: &[String], there: &[Named]) -> Result<Vec<Named>> {
    let mut picked: Vec<Named> = Vec::new();
    for name in wanted {
        let one = pick_one(kind, name, there)?;
        // Two spellings can mean one role.
        if !picked.contains(&one) {
            picked.push(one);
        }
    }
    Ok(picked)
}

/// The one of this name; `Org` and `Organization` at its beginning are the same: documents differ [D].
fn pick_one(kind: &str, name: &str, there: &[Named]) -> Result<Named> {
    let missed = match names::find(kind, name, there, |one| &one.name) {
        Ok(found) => return Ok(found.clone()),
        Err(error) => error,
    };
    let mut alike = there.iter().filter(|one| canonical(&one.name) == canonical(name));
    match (missed.code, alike.next(), alike.next()) {
        (Code::NotFound, Some(found), None) => Ok(found.clone()),
        _ => Err(missed.at_step("find what the names mean")),
    }
}

/// The ways of writing a name that mean the same.
pub(super) fn spellings(name: &str) -> Vec<String> {
    let canonical = canonical(name);
    let long = canonical.strip_prefix("org ").map(|rest| format!("organization {rest}"));
    long.into_iter().chain([name.to_owned(), canonical.clone()]).collect()
}

/// A name as names are compared: folded, and with one word for the organization.
pub(super) fn canonical(name: &str) -> String {
    let folded = fold(name.trim());
    match folded.strip_prefix("organization ") {
        Some(rest) => format!("org {rest}"),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn org_and_organization_are_one() {
        let there: Vec<Named> = ["Organization Member", "Org User Admin", "Editor"]
            .iter()
            .map(|name| Named { id: name.to_lowercase(), name: (*name).to_owned() })
            .collect();
        let pick = |name: &str| pick_one("role", name, &there).map(|found| found.name);
        assert_eq!(pick("organization user admin").unwrap(), "Org User Admin");
        assert_eq!(pick("ORG MEMBER").unwrap(), "Organization Member");
        let error = pick("Organizaton User Admin").unwrap_err();
        assert!(error.to_string().contains("Org User Admin"), "{error}");
        let both = ["Org User Admin".to_owned(), "Organization User Admin".to_owned()];
        assert_eq!(super::pick("role", &both, &there).unwrap().len(), 1);
    }
}
