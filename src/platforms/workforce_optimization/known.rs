//! Names into ids: teams, groups, roles and views, each listed once in a run.
//!
//! No public source names the lists of roles and views [A]. Where one is not there, those of a reference
//! person are known instead, as administrators copy them by hand.

use super::endpoints::{Group, GroupList, Person, Role, RoleList, Team, TeamList, View, ViewList};
use super::lookup::{everybody, matches, only};
use super::observed::{Scope, Wanted};
use super::user::User;
use super::WorkforceOptimization;
use crate::data;
use crate::email::fold;
use crate::engine::Context;
use crate::error::{Code, Error, Result};
use crate::names;
use crate::order::by_number;
use serde::{Deserialize, Serialize};

/// A reference person's roles and views.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Reference {
    roles: Vec<Role>,
    views: Vec<View>,
}

/// A list, and whether it is only a reference person's.
#[derive(Clone, Debug)]
struct Listed<T> {
    items: Vec<T>,
    is_copied: bool,
}

/// What is asked for by names, as the platform knows it.
///
/// # Errors
/// `not_found`, naming the nearest; `ambiguous`; `config_missing` where a list is not there and nobody is named
/// to copy from.
pub(super) async fn resolve(
    platform: &WorkforceOptimization,
    context: &Context,
    user: &User,
) -> Result<Wanted> {
    let teams = teams(context).await?;
    let team = names::find("team", &user.team, &teams, |team| &team.name)?.clone();
    let scope = match &user.scope {
        None => None,
        Some(scope) => {
            let groups = if scope.groups.is_empty() { Vec::new() } else { groups(context).await? };
            let group = |name: &String| names::find("group", name, &groups, |group: &Group| &group.name);
            let named = |name: &String| names::find("team", name, &teams, |team: &Team| &team.name);
            let mut found = Scope { tenant: scope.tenant, groups: Vec::new(), teams: Vec::new() };
            for name in &scope.groups {
                put(&mut found.groups, group(name)?.group_id);
            }
            for name in &scope.teams {
                put(&mut found.teams, named(name)?.team_id);
            }
            if scope.tenant {
                // "Selecting a Tenant name highlights all teams within that group" [S].
                teams.iter().for_each(|team| put(&mut found.teams, team.team_id));
            }
            by_number(&mut found.groups, |id| id.0);
            by_number(&mut found.teams, |id| id.0);
            Some(found)
        }
    };
    let known = roles(platform, context).await?;
    let mut roles: Vec<Role> = Vec::new();
    for name in &user.roles {
        let role = known.explain(role_of(name, &known.items))?;
        if !roles.iter().any(|have| have.id == role.id) {
            roles.push(role.clone());
        }
    }
    let mut wanted: Vec<View> = Vec::new();
    if !user.views.is_empty() {
        let known = views(platform, context).await?;
        for name in &user.views {
            let view = known.explain(names::find("WFM view", name, &known.items, |view| &view.name))?;
            if !wanted.iter().any(|have| have.id == view.id) {
                wanted.push(View { is_main: wanted.is_empty(), ..view.clone() });
            }
        }
    }
    Ok(Wanted { team, roles, scope, views: wanted })
}

fn put<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The role of a name. The default administrator's can be renamed, but keeps its flag: the flag comes first.
pub(super) fn role_of<'a>(name: &str, roles: &'a [Role]) -> Result<&'a Role> {
    let wanted = fold(name.trim());
    if wanted == fold(super::user::ADMINISTRATOR) {
        let mut flagged = roles.iter().filter(|role| role.is_admin_default);
        if let (Some(role), None) = (flagged.next(), flagged.next()) {
            return Ok(role);
        }
    }
    let is_named = |role: &&Role| fold(role.name.trim()) == wanted;
    if roles.iter().filter(is_named).count() == 0 {
        // What the user interface shows may be the label.
        let mut labelled = roles.iter().filter(|role| fold(role.label.trim()) == wanted);
        if let (Some(role), None) = (labelled.next(), labelled.next()) {
            return Ok(role);
        }
    }
    names::find("role", name, roles, |role| &role.name)
}

impl<T> Listed<T> {
    /// A name that is missing from a reference person's things may be there all the same.
    fn explain<'a>(&self, found: Result<&'a T>) -> Result<&'a T> {
        found.map_err(|error| match (self.is_copied, error.hint.clone()) {
            (true, hint) => {
                let hint = hint.unwrap_or_default();
                error.hint(format!(
                    "{hint} (only what referenceUser has is known, because the platform lists none)"
                ))
            }
            _ => error,
        })
    }
}

async fn teams(context: &Context) -> Result<Vec<Team>> {
    context.once("teams", |context| async move { context.call(&TeamList).await }).await
}

async fn groups(context: &Context) -> Result<Vec<Group>> {
    context.once("groups", |context| async move { context.call(&GroupList).await }).await
}

async fn roles(platform: &WorkforceOptimization, context: &Context) -> Result<Listed<Role>> {
    let platform = platform.clone();
    let find = |context: Context| async move {
        match context.call(&RoleList { platform: &platform }).await {
            Err(error) if error.code == Code::NotFound => {
                let items = reference(&platform, &context, "roles", error).await?.roles;
                Ok(Listed { items, is_copied: true })
            }
            listed => listed.map(|items| Listed { items, is_copied: false }),
        }
    };
    context.once("roles", find).await
}

async fn views(platform: &WorkforceOptimization, context: &Context) -> Result<Listed<View>> {
    let platform = platform.clone();
    let find = |context: Context| async move {
        match context.call(&ViewList { platform: &platform }).await {
            Err(error) if error.code == Code::NotFound => {
                let items = reference(&platform, &context, "views", error).await?.views;
                Ok(Listed { items, is_copied: true })
            }
            listed => listed.map(|items| Listed { items, is_copied: false }),
        }
    };
    context.once("views", find).await
}

async fn reference(
    platform: &WorkforceOptimization,
    context: &Context,
    what: &str,
    error: Error,
) -> Result<Reference> {
    let Some(name) = platform.reference_user.clone() else {
        return Err(Error::new(
            Code::ConfigMissing,
            format!("the platform does not list its {what} where that is assumed (404)"),
        )
        .caused_by(error)
        .hint(format!(
            "name a referenceUser who has the roles and views to copy, or set paths.{what} to the list's address"
        )));
    };
    context.warn(&format!("the {what} are not listed: those of referenceUser are known instead"));
    context.once("reference", |context| async move { ask_reference(&context, &name).await }).await
}

async fn ask_reference(context: &Context, name: &str) -> Result<Reference> {
    let look = async {
        let list = everybody(context).await?;
        let found = only(matches(&list, name), name).map_err(|error| {
            let message = format!("referenceUser: {}", error.message);
            Error::new(error.code, message).hint("name somebody who is there once")
        })?;
        let account = found.ok_or_else(|| {
            Error::new(Code::NotFound, format!("referenceUser: nobody answers to {name}"))
                .hint("give the user name of somebody with the roles and views to copy")
        })?;
        let person = context.peek(&Person { id: account.id }).await?;
        let bad = |_| Error::bad_response("referenceUser: the roles or views are not as documented");
        let roles = serde_json::Value::Array(person.seen.roles.unwrap_or_default());
        let views = serde_json::Value::Array(person.seen.views.unwrap_or_default());
        Ok(Reference { roles: data::read(&roles).map_err(bad)?, views: data::read(&views).map_err(bad)? })
    };
    context.step("copy from referenceUser", &crate::http::digest(&fold(name)), look).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(id: i64, label: &str, name: &str, admin: bool) -> Role {
        Role {
            id,
            label: label.into(),
            name: name.into(),
            is_agent_default: false,
            is_admin_default: admin,
            is_supervisor_default: false,
        }
    }

    #[test]
    fn the_administrator_is_known_by_flag_then_by_name() {
        let renamed =
            [role(1, "Administrator", "Systemverwaltung", true), role(2, "x", "Administrator", false)];
        let plain = [role(3, "x", "Administrator", false), role(4, "Supervisor", "Team Lead", false)];
        let two = [role(5, "a", "Administrator", true), role(6, "b", "Other", true)];
        for (roles, name, id) in [
            (&renamed, "Administrator", 1),
            (&renamed, " ADMINISTRATOR ", 1),
            (&renamed, "systemverwaltung", 1),
            (&plain, "Administrator", 3),
            (&plain, "team lead", 4),
            (&plain, "Supervisor", 4),
            (&two, "Administrator", 5),
        ] {
            assert_eq!(role_of(name, roles).unwrap().id, id, "{name}");
        }
        let error = role_of("Team Laed", &plain).unwrap_err();
        assert_eq!(error.code, Code::NotFound);
        assert!(error.hint.as_deref().unwrap().contains("did you mean \"Team Lead\""), "{error}");
        let twins = [role(1, "", "Auditor", false), role(2, "", "auditor", false)];
        assert_eq!(role_of("Auditor", &twins).unwrap_err().code, Code::Ambiguous);
    }
}
