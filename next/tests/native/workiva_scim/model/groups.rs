//! Groups over SCIM: nobody makes one; a role or group of a workspace needs the membership.

use super::filter::query;
use super::{operations, page, problem, scim, Group, Model};
use crate::rig::response;
use provisor_next::http::Response;
use serde_json::{json, Value};

const MOST_MEMBERS: usize = 100;

impl Model {
    pub(super) fn list_groups(&self, text: &str) -> Response {
        let query = query(text);
        if !query.any_of.is_empty() && self.ways.refuses_group_filter {
            return problem(400, Some("invalidFilter"), "displayName: cannot be filtered by");
        }
        let fits = |group: &&Group| {
            let is_named = |(attribute, name): &(String, String)| {
                assert_eq!(attribute, "displayName");
                group.name.to_lowercase() == name.to_lowercase()
            };
            self.ways.ignores_filter || query.any_of.is_empty() || query.any_of.iter().any(is_named)
        };
        let found = self.groups.iter().filter(fits);
        page(&self.ways, &query, found.map(|group| self.group_shown(group, !query.without_members)).collect())
    }

    fn group_shown(&self, group: &Group, with_members: bool) -> Value {
        let mut shown = json!({ "id": group.id, "displayName": group.name });
        if with_members && !self.ways.hides_members {
            shown["members"] =
                group.members.iter().map(|id| json!({ "value": id, "display": "canary" })).collect();
        }
        shown
    }

    pub(super) fn read_group(&self, id: &str) -> Response {
        match self.groups.iter().find(|group| group.id == id) {
            Some(group) => scim(200, &self.group_shown(group, true)),
            None => problem(404, None, "There is no such group."),
        }
    }

    /// All or nothing.
    pub(super) fn change_group(&mut self, id: &str, body: &Value) -> Response {
        let Some(at) = self.groups.iter().position(|group| group.id == id) else {
            return problem(404, None, "There is no such group.");
        };
        let name = self.groups[at].name.clone();
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for (op, path, value) in operations(body) {
            match op.as_str() {
                "add" => {
                    assert_eq!(path, "members");
                    let ids = value.as_array().unwrap().iter();
                    added.extend(ids.map(|member| member["value"].as_str().unwrap().to_owned()));
                }
                "remove" => {
                    let literal = path.strip_prefix("members[value eq ").unwrap().strip_suffix(']').unwrap();
                    removed.push(serde_json::from_str::<String>(literal).unwrap());
                }
                _ => panic!("{op}"),
            }
        }
        assert!(added.is_empty() || removed.is_empty(), "people come or go, never both");
        if added.len() + removed.len() > MOST_MEMBERS {
            return problem(413, Some("tooMany"), "At most 100 members a request.");
        }
        if self.ways.unlicensed.is_some_and(|unlicensed| name.ends_with(unlicensed)) {
            return problem(403, None, "There is no licence for this role.");
        }
        let named = |model: &Self, id: &str| {
            model.people.iter().find(|person| person.id == id).map(|person| person.user_name().to_owned())
        };
        for id in &added {
            let Some(user) = named(self, id) else {
                return problem(400, Some("invalidValue"), "no such user");
            };
            if self.ways.objects_to.contains(&user.as_str()) {
                return problem(400, Some("invalidValue"), "one of them cannot be added");
            }
        }
        let membership = name.split(":role:").next().unwrap().split(":group:").next().unwrap().to_owned();
        if name.starts_with("workspace:") && membership != name {
            let there = &self.groups.iter().find(|group| group.name == membership).unwrap().members;
            if added.iter().any(|id| !there.contains(id)) {
                return problem(500, None, "The user is no member of the workspace.");
            }
        }
        added.retain(|id| named(self, id).as_deref() != self.ways.left_out);
        for (ids, sign) in [(&added, '+'), (&removed, '-')] {
            let names = ids.iter().map(|id| format!("{sign}{}", named(self, id).unwrap_or_default()));
            let moved = names.collect::<Vec<_>>().join(" ");
            if !moved.is_empty() {
                self.moves.push((name.clone(), moved));
            }
        }
        if !self.ways.ignores_writes {
            self.groups[at].members.extend(added);
            self.groups[at].members.retain(|id| !removed.contains(id));
            self.aftermath(&name, &membership, &removed);
        }
        match self.ways.no_content {
            true => response(204, &[], ""),
            false => scim(200, &self.group_shown(&self.groups[at], true)),
        }
    }

    /// Who leaves a workspace loses what is in it; and, in the worst case, the other way round.
    fn aftermath(&mut self, name: &str, membership: &str, removed: &[String]) {
        let takes =
            self.ways.takes_memberships && name.contains(":role:") && membership.starts_with("workspace:");
        let inner = format!("{name}:");
        for group in &mut self.groups {
            if group.name.starts_with(&inner) || (takes && group.name == membership) {
                group.members.retain(|id| !removed.contains(id));
            }
        }
    }
}
