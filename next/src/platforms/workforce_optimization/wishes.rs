//! What is asked of a person, with ids for names: roles, team, scope and views are fields of one record. What is asked of a
//! list is all of it: a role that is not named is taken away.
use super::endpoints::{list_groups, list_roles, list_teams, list_users, list_views, named, read_user};
use super::people::People;
use super::user::{Scope, User, ADMINISTRATOR};
use super::WorkforceOptimization;
use crate::error::{Code, Error, Result};
use crate::http::Http;
use crate::identity::fold_email;
use crate::names::{fold, Named, Names};
use crate::reconcile::{Who, Wish};
use serde_json::{json, Value};
use std::collections::BTreeSet;
use std::rc::Rc;

impl WorkforceOptimization {
    pub(super) async fn wishes(&self, http: &Http, user: &User) -> Result<Vec<Wish>> {
        let user = user.completed();
        let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        let (first, last) = (text(&user.first_name), text(&user.last_name));
        let display = self.defaults.display_name.as_deref().unwrap_or("{firstName} {lastName}");
        let display = display.replace("{firstName}", &first).replace("{lastName}", &last);
        let mut wishes = vec![
            Wish::new("firstName", "/firstName", first),
            Wish::new("lastName", "/lastName", last),
            // Who exists was found by it, as e-mail or as adLogin.
            Wish::new("userName", "/email", user.user_name.as_str()).on_create(),
        ];
        let mut text_or = |name: &str, given: &Option<String>, default: Option<String>| {
            let wish = |text: &str| Wish::new(name, format!("/{name}"), text.trim());
            let default = || default.as_deref().map(|text| wish(text).on_create());
            wishes.extend(given.as_deref().map(wish).or_else(default));
        };
        text_or("displayName", &user.display_name, Some(display));
        text_or("timeZone", &user.time_zone, self.defaults.time_zone.clone());
        let teams = http.list_as(list_teams(), |items| Names::new("team", items, fold)).await?;
        if let Some(name) = &user.team {
            let team = teams.resolve(name)?;
            wishes.push(Wish::new("team", "/groupId", number(team)));
            if let Some(group) = team.record.get("parentGroupId").filter(|group| !group.is_null()) {
                wishes.push(Wish::new("team.group", "/parentGroup", group.clone()));
            }
        }
        if let Some(asked) = &user.roles {
            let known = self.names(http, "roles").await?;
            let roles = distinct(asked.iter().map(|name| role(name, &known)))?;
            let roles: Vec<_> = roles.into_iter().map(|role| role.record.clone()).collect();
            wishes.push(Wish::new("roles", "/roles", roles).compared(same_ids).written(keep_entries));
        }
        wishes.push(match &user.scope {
            Some(scope) => {
                let groups = match scope.groups.is_empty() {
                    true => Rc::new(Names::new("group", Vec::new(), fold)),
                    false => http.list_as(list_groups(), |items| Names::new("group", items, fold)).await?,
                };
                scope_wish(scope, &groups, &teams)?
            }
            None => {
                Wish::new("scope", "/scope", json!({"tenant": null, "groups": [], "teams": []})).on_create()
            }
        });
        wishes.push(match &user.wfm_views {
            Some(asked) => {
                let known = self.names(http, "views").await?;
                let views = distinct(asked.iter().map(|name| known.resolve(name)))?;
                let views = views.iter().enumerate().map(|(index, view)| with_main(&view.record, index == 0));
                let views = views.collect::<Vec<_>>();
                Wish::new("wfmViews", "/views", views).compared(same_views).written(keep_views)
            }
            None => Wish::new("wfmViews", "/views", json!([])).on_create(),
        });
        Ok(wishes)
    }
    /// The roles or the views by name; where the list is not there (404) [A], those of `referenceUser`, as administrators copy
    /// them by hand.
    async fn names(&self, http: &Http, what: &'static str) -> Result<Rc<Names>> {
        let (list, one) = match what {
            "roles" => (list_roles(&self.paths.roles), "role"),
            _ => (list_views(&self.paths.views), "WFM view"),
        };
        let read = async {
            let listed = match http.all(list).await {
                Err(error) if error.code == Code::NotFound => self.copied(http, what).await?,
                listed => listed?,
            };
            Ok(Names::new(one, listed, fold))
        };
        http.once(what.to_owned(), read).await
    }
    async fn copied(&self, http: &Http, what: &str) -> Result<Vec<Named>> {
        let Some(name) = &self.reference_user else {
            let words = format!("the platform does not list its {what} where that is assumed (404)");
            return Err(Error::new(Code::ConfigMissing, words).hint(format!(
                "name a referenceUser who has the roles and views to copy, or set options.paths.{what}"
            )));
        };
        http.warn(&format!("the {what} are not listed: only those of referenceUser are known"));
        let people = http.list_as(list_users(), People::of).await?;
        let found = people.only(&fold_email(name), name)?;
        let (id, _) = found.ok_or_else(|| {
            Error::new(Code::NotFound, format!("options.referenceUser: nobody answers to {name}"))
                .hint("give the user name of a person with the roles and views to copy")
        })?;
        let person = http.call(read_user(&Who { id: id.to_string(), place: String::new() })).await?;
        named(entries(person.get(&format!("/{what}")).as_ref()).to_vec())
    }
}
/// The role of a name. The default ones can be renamed, but keep their flags: the flag comes first.
fn role<'a>(name: &str, known: &'a Names) -> Result<&'a Named> {
    const DEFAULTS: [(&str, &str); 3] = [
        (ADMINISTRATOR, "isAdminDefault"),
        ("Agent", "isAgentDefault"),
        ("Supervisor", "isSupervisorDefault"),
    ];
    let flag = DEFAULTS.into_iter().find(|(default, _)| fold(default) == fold(name)).map(|(_, flag)| flag);
    let is_flagged = |role: &&Named| flag.is_some_and(|flag| is_true(&role.record, flag));
    let mut flagged = known.all().iter().filter(is_flagged);
    match (flagged.next(), flagged.next()) {
        (Some(role), None) => Ok(role),
        _ => known.resolve(name),
    }
}
pub(super) fn is_true(record: &Value, key: &str) -> bool {
    record.get(key) == Some(&Value::Bool(true))
}
fn distinct<'a>(found: impl Iterator<Item = Result<&'a Named>>) -> Result<Vec<&'a Named>> {
    let mut seen = BTreeSet::new();
    let all: Vec<_> = found.collect::<Result<_>>()?;
    Ok(all.into_iter().filter(|one| seen.insert(one.id.clone())).collect())
}
fn number(of: &Named) -> Value {
    of.id.parse::<u64>().map(Value::from).unwrap_or_default()
}
/// "Selecting a Tenant name highlights all teams within that group" [S].
fn scope_wish(scope: &Scope, groups: &Names, teams: &Names) -> Result<Wish> {
    let ids = |names: &[String], known: &Names| -> Result<Vec<Value>> {
        let found = distinct(names.iter().map(|name| known.resolve(name)))?;
        Ok(found.into_iter().map(number).collect())
    };
    let in_scope = match scope.tenant {
        true => teams.all().iter().map(number).collect(),
        false => ids(&scope.teams, teams)?,
    };
    let value = json!({"tenant": null, "groups": ids(&scope.groups, groups)?, "teams": in_scope});
    let wish = Wish::new("scope", "/scope", value);
    Ok(match scope.tenant {
        true => wish.compared(covers_scope).written(widen_scope),
        false => wish.compared(same_scope).written(keep_scope),
    })
}

fn entries(list: Option<&Value>) -> &[Value] {
    list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
fn id(entry: &Value) -> Option<&Value> {
    entry.get("id")
}
fn is_in(entry: &Value, all: &[Value]) -> bool {
    id(entry).is_some() && all.iter().any(|other| id(other) == id(entry))
}
fn has_all(some: &[Value], all: &[Value]) -> bool {
    all.iter().all(|one| some.contains(one))
}
fn same_ids(seen: &Value, wanted: &Value) -> bool {
    let (seen, wanted) = (entries(Some(seen)), entries(Some(wanted)));
    seen.iter().all(|one| is_in(one, wanted)) && wanted.iter().all(|one| is_in(one, seen))
}
fn same_views(seen: &Value, wanted: &Value) -> bool {
    let main = |views: &Value| {
        entries(Some(views))
            .iter()
            .filter(|view| is_true(view, "isMain"))
            .filter_map(id)
            .cloned()
            .collect::<Vec<_>>()
    };
    same_ids(seen, wanted) && main(seen) == main(wanted)
}
/// Scope over the whole tenant: a value that is neither null nor false.
fn is_whole(scope: &Value) -> bool {
    !matches!(scope.get("tenant"), None | Some(Value::Null | Value::Bool(false)))
}
fn covers_scope(seen: &Value, wanted: &Value) -> bool {
    is_whole(seen)
        || ["groups", "teams"].iter().all(|key| has_all(entries(seen.get(key)), entries(wanted.get(key))))
}
fn same_scope(seen: &Value, wanted: &Value) -> bool {
    !is_whole(seen) && covers_scope(seen, wanted) && covers_scope(wanted, seen)
}
/// What is kept goes back as it came.
fn keep_entries(seen: &Value, wanted: &Value) -> Value {
    let kept = entries(Some(seen)).iter().filter(|one| is_in(one, entries(Some(wanted))));
    let added = entries(Some(wanted)).iter().filter(|one| !is_in(one, entries(Some(seen))));
    kept.chain(added).cloned().collect()
}
fn keep_views(seen: &Value, wanted: &Value) -> Value {
    let of = |view: &Value| {
        let kept = entries(Some(seen)).iter().find(|one| id(one) == id(view)).unwrap_or(view);
        with_main(kept, is_true(view, "isMain"))
    };
    entries(Some(wanted)).iter().map(of).collect()
}
fn with_main(view: &Value, is_main: bool) -> Value {
    let mut view = view.clone();
    if let Some(fields) = view.as_object_mut() {
        fields.insert("isMain".into(), is_main.into());
    }
    view
}
fn keep_scope(seen: &Value, wanted: &Value) -> Value {
    let mut scope = seen.as_object().cloned().unwrap_or_default();
    scope.extend(wanted.as_object().cloned().unwrap_or_default());
    scope.into()
}
/// Who has scope over everything may well have more.
fn widen_scope(seen: &Value, wanted: &Value) -> Value {
    let mut scope = wanted.clone();
    for key in ["groups", "teams"] {
        let missing = entries(wanted.get(key)).iter().filter(|one| !entries(seen.get(key)).contains(one));
        let all: Vec<Value> = entries(seen.get(key)).iter().chain(missing).cloned().collect();
        if let Some(list) = scope.get_mut(key) {
            *list = all.into();
        }
    }
    keep_scope(seen, &scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: i64, label: &str, name: &str, flag: &str) -> Named {
        let record = json!({"id": id, "name": name, "label": label, flag: true});
        Named {
            id: id.to_string(),
            name: name.into(),
            also: Some(label.into()).filter(|label: &String| !label.is_empty()),
            record,
        }
    }
    #[test]
    fn default_roles_are_known_by_flag_then_by_name() {
        let known = |roles: Vec<Named>| Names::new("role", roles, fold);
        let renamed = known(vec![
            named(1, "Administrator", "Systemverwaltung", "isAdminDefault"),
            named(2, "x", "Administrator", "-"),
            named(8, "", "Agentin", "isAgentDefault"),
        ]);
        let plain =
            known(vec![named(3, "x", "Administrator", "-"), named(4, "Supervisor", "Team Lead", "-")]);
        let two = known(vec![
            named(5, "a", "Administrator", "isAdminDefault"),
            named(6, "b", "Other", "isAdminDefault"),
        ]);
        for (roles, name, id) in [
            (&renamed, "Administrator", "1"),
            (&renamed, " ADMINISTRATOR ", "1"),
            (&renamed, "systemverwaltung", "1"),
            (&renamed, "Agent", "8"),
            (&renamed, "id:2", "2"),
            (&plain, "Administrator", "3"),
            (&plain, "team lead", "4"),
            (&plain, "Supervisor", "4"),
            (&two, "Administrator", "5"),
        ] {
            assert_eq!(role(name, roles).unwrap().id, id, "{name}");
        }
        let error = role("Team Laed", &plain).unwrap_err();
        assert_eq!(error.code, Code::NotFound);
        assert!(error.hint.unwrap().contains("did you mean \"Team Lead\""));
    }
    #[test]
    fn roles_and_views_are_compared_by_id() {
        let role = |id: i64| json!({"id": id, "name": "as it was renamed"});
        for (seen, wanted, is) in [
            (json!([role(1), role(2)]), json!([{"id": 2}, {"id": 1}]), true),
            (json!([role(1)]), json!([{"id": 1}, {"id": 2}]), false),
            (json!([role(1), role(2)]), json!([{"id": 1}]), false),
            (json!([{"name": "no id"}]), json!([{"id": 1}]), false),
            (Value::Null, json!([{"id": 1}]), false),
            (Value::Null, json!([]), true),
        ] {
            assert_eq!(same_ids(&seen, &wanted), is, "{seen} {wanted}");
        }
        let view = |id: i64, main: bool| json!({"id": id, "name": "V", "isMain": main});
        for (seen, is) in [
            (json!([view(7, true), view(8, false)]), true),
            (json!([view(8, false), view(7, true)]), true),
            (json!([view(7, false), view(8, true)]), false),
            (json!([view(7, true)]), false),
            (json!([view(7, true), view(8, true)]), false),
            (json!([{"id": 7, "isMain": true}, {"id": 8}]), true),
        ] {
            assert_eq!(same_views(&seen, &json!([view(7, true), view(8, false)])), is, "{seen}");
        }
    }
    #[test]
    fn what_is_kept_goes_back_as_it_came() {
        let kept = json!({"id": 40, "unknown": {"a": [1, null]}});
        let seen = json!([{"id": 1, "name": "taken"}, kept]);
        let wanted = json!([{"id": 2, "name": "new"}, {"id": 40, "name": "Auditor"}]);
        assert_eq!(keep_entries(&seen, &wanted), json!([kept, {"id": 2, "name": "new"}]));
        let views = keep_views(
            &json!([{"id": 7, "isMain": true, "x": 1}]),
            &json!([{"id": 8, "isMain": true}, {"id": 7, "isMain": false}]),
        );
        assert_eq!(views, json!([{"id": 8, "isMain": true}, {"id": 7, "isMain": false, "x": 1}]));
        assert_eq!(keep_entries(&Value::Null, &wanted), wanted);
    }
    #[test]
    fn scopes() {
        let scope = |tenant: Value, groups: Value, teams: Value| json!({"tenant": tenant, "groups": groups, "teams": teams});
        let wanted = scope(Value::Null, json!([10]), json!([110, 111]));
        for (seen, same, covers) in [
            (scope(Value::Null, json!([10]), json!([111, 110])), true, true),
            (scope(json!(false), json!([10]), json!([111, 110])), true, true),
            (scope(Value::Null, json!([10]), json!([111, 110, 999])), false, true),
            (scope(Value::Null, json!([]), json!([111, 110])), false, false),
            (scope(json!(1), json!([]), json!([])), false, true),
            (Value::Null, false, false),
            (json!({}), false, false),
        ] {
            assert_eq!(same_scope(&seen, &wanted), same, "{seen}");
            assert_eq!(covers_scope(&seen, &wanted), covers, "{seen}");
        }
        let seen = json!({"tenant": 1, "groups": [10, 11], "teams": [999], "more": "as it came"});
        let exact = json!({"tenant": null, "groups": [10], "teams": [110, 111], "more": "as it came"});
        assert_eq!(keep_scope(&seen, &wanted), exact);
        let wide =
            json!({"tenant": null, "groups": [10, 11], "teams": [999, 110, 111], "more": "as it came"});
        assert_eq!(widen_scope(&seen, &wanted), wide);
        assert_eq!(widen_scope(&Value::Null, &wanted), wanted);
    }
    #[test]
    fn a_tenant_is_all_of_its_teams() {
        let team = |id: i64, name: &str| Named { id: id.to_string(), name: name.into(), ..Named::default() };
        let teams = Names::new("team", vec![team(100, "Default Team"), team(110, "Retention")], fold);
        let groups = Names::new("group", vec![team(10, "Default Group")], fold);
        let whole = Scope { tenant: true, groups: vec!["default group".into()], ..Scope::default() };
        let wish = scope_wish(&whole, &groups, &teams).unwrap();
        assert_eq!(wish.value, json!({"tenant": null, "groups": [10], "teams": [100, 110]}));
        let named = Scope { teams: vec!["retention".into(), "id:110".into()], ..Scope::default() };
        let wish = scope_wish(&named, &groups, &teams).unwrap();
        assert_eq!(wish.value, json!({"tenant": null, "groups": [], "teams": [110]}));
        let missing = Scope { groups: vec!["Retention".into()], ..Scope::default() };
        assert_eq!(scope_wish(&missing, &groups, &teams).err().unwrap().code, Code::NotFound);
    }
}
