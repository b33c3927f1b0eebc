//! How a person differs from what is asked: a pure function. What is asked is all of it: a role that is not
//! asked for is taken away, and the plan says so. What is not said is left to whoever has it already.

use super::endpoints::PersonRecord;
use super::ids::{GroupId, TeamId};
use super::observed::{Scope, Wanted};
use super::user::User;
use crate::data;
use crate::error::{Error, Result};
use serde_json::{json, Map, Value};

/// How a person differs.
#[derive(Default)]
pub(super) struct Difference {
    /// The fields to write, with their new values.
    pub change: Map<String, Value>,
    /// Their names.
    pub names: Vec<String>,
    /// What is taken away by that.
    pub taken: Vec<String>,
    /// What was not said, and is left although somebody new would get something else.
    pub left: Vec<String>,
    /// The person becomes an administrator by that.
    pub becomes_administrator: bool,
}

/// Whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Somebody whom this run has created: what is not said is the default.
    New,
    /// Somebody who was there: what is not said stays, unless there is nothing.
    Existing,
}

impl Difference {
    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.names.push(name.to_owned());
        self.change.insert(name.to_owned(), value.into());
    }
}

/// Compares a person with what is asked.
///
/// # Errors
/// `bad_response` when a role or view of the person has no id.
pub(super) fn compare(person: &PersonRecord, user: &User, wanted: &Wanted, who: Who) -> Result<Difference> {
    let seen = &person.seen;
    let mut difference = Difference::default();
    let is_left = |is_said: bool, has_some: bool| who == Who::Existing && !is_said && has_some;
    if seen.first_name.as_deref() != Some(&user.first_name) {
        difference.set("firstName", user.first_name.as_str());
    }
    if seen.last_name.as_deref() != Some(&user.last_name) {
        difference.set("lastName", user.last_name.as_str());
    }
    let group = wanted.team.parent_group_id;
    let is_elsewhere = seen.group_id != Some(wanted.team.team_id);
    if is_elsewhere && is_left(user.has_team, seen.group_id.is_some()) {
        difference.left.push("team".to_owned());
    } else if is_elsewhere || (group.is_some() && seen.parent_group != group) {
        difference.names.push("team".to_owned());
        difference.change.insert("groupId".to_owned(), wanted.team.team_id.0.into());
        if let Some(GroupId(group)) = group {
            difference.change.insert("parentGroup".to_owned(), group.into());
        }
    }
    let roles = seen.roles.as_deref().unwrap_or_default();
    match is_left(user.has_roles, !roles.is_empty()) {
        true => leave("roles", roles, wanted.roles.iter().map(|role| role.id), &mut difference)?,
        false => compare_roles(roles, wanted, &mut difference)?,
    }
    if let Some(scope) = &wanted.scope {
        let (tenant, groups, teams) = match &seen.scope {
            Some(seen) => (
                !matches!(seen.tenant, Value::Null | Value::Bool(false)),
                seen.groups.as_deref().unwrap_or_default(),
                seen.teams.as_deref().unwrap_or_default(),
            ),
            None => (false, [].as_slice(), [].as_slice()),
        };
        compare_scope(tenant, groups, teams, scope, &mut difference)?;
    }
    let views = seen.views.as_deref().unwrap_or_default();
    match is_left(user.has_views, !views.is_empty()) {
        true => leave("wfmViews", views, wanted.views.iter().map(|view| view.id), &mut difference)?,
        false => compare_views(views, wanted, &mut difference)?,
    }
    Ok(difference)
}

/// Leaves what somebody has; that it is something else than the default is worth a word.
fn leave(
    name: &str,
    have: &[Value],
    default: impl Iterator<Item = i64>,
    difference: &mut Difference,
) -> Result<()> {
    let ids = have.iter().map(id_of).collect::<Result<Vec<_>>>()?;
    let default: Vec<i64> = default.collect();
    if !ids.iter().all(|id| default.contains(id)) || !default.iter().all(|id| ids.contains(id)) {
        difference.left.push(name.to_owned());
    }
    Ok(())
}

fn compare_roles(have: &[Value], wanted: &Wanted, difference: &mut Difference) -> Result<()> {
    let ids = have.iter().map(id_of).collect::<Result<Vec<_>>>()?;
    let missing: Vec<_> = wanted.roles.iter().filter(|role| !ids.contains(&role.id)).collect();
    let is_asked =
        |role: &&Value| wanted.roles.iter().any(|wanted| id_of(role).is_ok_and(|id| id == wanted.id));
    let extra: Vec<_> = have.iter().filter(|role| !is_asked(role)).collect();
    if missing.is_empty() && extra.is_empty() {
        return Ok(());
    }
    // What is kept goes back as it came.
    let mut roles: Vec<Value> = have.iter().filter(is_asked).cloned().collect();
    for role in &missing {
        roles.push(data::write(role)?);
    }
    difference.becomes_administrator = missing.iter().any(|role| role.is_administrator());
    difference.taken.extend(extra.iter().map(|role| format!("the role {}", name_of(role))));
    difference.set("roles", roles);
    Ok(())
}

fn compare_scope(
    tenant: bool,
    groups: &[GroupId],
    teams: &[TeamId],
    wanted: &Scope,
    difference: &mut Difference,
) -> Result<()> {
    if wanted.tenant && tenant {
        return Ok(());
    }
    let mut names = Vec::new();
    let mut scope = Map::new();
    if tenant {
        names.push("scope.tenant".to_owned());
        difference.taken.push("scope over the whole tenant".to_owned());
    }
    scope.insert("tenant".to_owned(), Value::Null);
    let (groups, groups_differ) = side(groups, &wanted.groups, wanted.tenant);
    let (teams, teams_differ) = side(teams, &wanted.teams, wanted.tenant);
    for (key, ids, (missing, extra)) in
        [("groups", data::write(&groups)?, groups_differ), ("teams", data::write(&teams)?, teams_differ)]
    {
        if missing || extra > 0 {
            names.push(format!("scope.{key}"));
        }
        if extra > 0 {
            difference.taken.push(format!("scope over {extra} {key}"));
        }
        scope.insert(key.to_owned(), ids);
    }
    if !names.is_empty() {
        difference.names.extend(names);
        difference.change.insert("scope".to_owned(), Value::Object(scope));
    }
    Ok(())
}

/// What is to stand on one side of a scope; whether something is missing there, and how many are too many.
/// Who has scope over everything may well name more.
fn side<T: Copy + PartialEq>(have: &[T], wanted: &[T], may_have_more: bool) -> (Vec<T>, (bool, usize)) {
    let missing: Vec<T> = wanted.iter().filter(|id| !have.contains(id)).copied().collect();
    let is_kept = |id: &&T| may_have_more || wanted.contains(id);
    let mut ids: Vec<T> = have.iter().filter(is_kept).copied().collect();
    let extra = have.len().saturating_sub(ids.len());
    ids.extend_from_slice(&missing);
    (ids, (!missing.is_empty(), extra))
}

fn compare_views(have: &[Value], wanted: &Wanted, difference: &mut Difference) -> Result<()> {
    let ids = have.iter().map(id_of).collect::<Result<Vec<_>>>()?;
    let is_main = |view: &Value| view.get("isMain").and_then(Value::as_bool).unwrap_or(false);
    let extra: Vec<_> = have
        .iter()
        .zip(&ids)
        .filter(|(_, id)| !wanted.views.iter().any(|view| view.id == **id))
        .map(|(view, _)| format!("the view {}", name_of(view)))
        .collect();
    let matches = wanted
        .views
        .iter()
        .all(|view| have.iter().zip(&ids).any(|(have, id)| *id == view.id && is_main(have) == view.is_main));
    if matches && extra.is_empty() {
        return Ok(());
    }
    let mut views = Vec::new();
    for view in &wanted.views {
        let kept = have.iter().zip(&ids).find(|(_, id)| **id == view.id).map(|(have, _)| have.clone());
        let mut new = kept.map_or_else(|| data::write(view), Ok)?;
        if let Some(fields) = new.as_object_mut() {
            fields.insert("isMain".to_owned(), view.is_main.into());
        }
        views.push(new);
    }
    difference.taken.extend(extra);
    difference.names.push("wfmViews".to_owned());
    difference.change.insert("views".to_owned(), json!(views));
    Ok(())
}

fn id_of(item: &Value) -> Result<i64> {
    item.get("id")
        .and_then(Value::as_i64)
        .ok_or_else(|| Error::bad_response("a role or view of the person has no id"))
}

fn name_of(item: &Value) -> &str {
    item.get("name").and_then(Value::as_str).unwrap_or("without a name")
}
