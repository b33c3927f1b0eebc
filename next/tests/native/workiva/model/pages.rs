//! Lists, in pages; the link to the next one names another host.

use super::{error, Membership, Model, Person, Report};
use crate::rig::{decode, json_answer};
use provisor_next::http::Response;
use serde_json::{json, Value};

impl Model {
    pub(super) fn read(&self, path: &[&str], target: &str, query: &str, now: u64) -> Response {
        let named = |roles: &[(String, String)]| -> Vec<Value> {
            roles.iter().map(|(id, name)| json!({"id": id, "name": name})).collect()
        };
        let held = |roles: &[(String, String)], ids: &std::collections::BTreeSet<String>| {
            roles
                .iter()
                .filter(|(id, _)| ids.contains(id))
                .map(|(id, name)| json!({"id": id, "name": name}))
                .collect()
        };
        let missing = || error(404, "404NotFound", "there is no such thing");
        let items: Vec<Value> = match path {
            ["users"] => self.people.iter().filter(|one| one.shows_at <= now).map(user_record).collect(),
            ["users", id] => {
                return match self.people.iter().find(|one| one.id == *id && one.shows_at <= now) {
                    Some(person) => json_answer(200, &user_record(person)),
                    None => missing(),
                }
            }
            ["users", id, "roles"] => match self.people.iter().find(|one| one.id == *id) {
                Some(person) => held(&self.organization_roles, &person.roles),
                None => return missing(),
            },
            ["roles"] => named(&self.organization_roles),
            ["workspaces"] => {
                self.workspaces.iter().map(|one| json!({"id": one.id, "name": one.name})).collect()
            }
            ["workspaces", id, rest @ ..] => {
                let Some(workspace) = self.workspaces.iter().find(|one| one.id == *id) else {
                    return missing();
                };
                match rest {
                    ["roles"] => named(&self.workspace_roles),
                    ["memberships"] => {
                        workspace.memberships.iter().map(|one| self.membership_record(id, one)).collect()
                    }
                    ["memberships", membership, "roles"] => {
                        match workspace.memberships.iter().find(|one| one.id == *membership) {
                            Some(membership) => held(&self.workspace_roles, &membership.roles),
                            None => return missing(),
                        }
                    }
                    ["groups"] => {
                        workspace.groups.iter().map(|one| json!({"id": one.id, "name": one.name})).collect()
                    }
                    ["groups", group, "members"] => {
                        match workspace.groups.iter().find(|one| one.id == *group) {
                            Some(group) => group.members.iter().map(|id| json!({"id": id})).collect(),
                            None => return missing(),
                        }
                    }
                    _ => return missing(),
                }
            }
            _ => return missing(),
        };
        self.page(items, target, query)
    }

    fn page(&self, items: Vec<Value>, target: &str, query: &str) -> Response {
        let mut from = 0;
        let mut size = self.ways.page_size;
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match decode(name).as_str() {
                "$maxpagesize" => size = size.min(value.parse().unwrap()),
                "$next" => {
                    let place = decode(value);
                    from = place.strip_prefix("+/").expect("a cursor as it was given").parse().unwrap();
                }
                _ => return error(400, "400BadRequest", "no such option"),
            }
        }
        let total = items.len();
        let data: Vec<_> = items.into_iter().skip(from).take(size).collect();
        let mut page = json!({ "data": data });
        if from + size < total {
            let link = format!("{}{target}?$maxpagesize={size}&$next=%2B%2F{}", self.ways.links, from + size);
            page["@nextLink"] = link.into();
        } else if self.ways.null_links {
            page["@nextLink"] = Value::Null;
        }
        json_answer(200, &page)
    }

    /// Everybody's roles and workspaces, by names that are spelt otherwise than in the lists of roles; pages have links of
    /// their own, which name another path [D].
    pub(super) fn report(&self, query: &str, now: u64) -> Response {
        if let Report::Refused(status) = self.ways.report {
            return error(status, "403Forbidden", "for organization administrators");
        }
        let (mut size, mut from) = (1000, 0);
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match decode(name).as_str() {
                "page[size]" => size = value.parse().unwrap(),
                "page[after]" => from = value.parse().unwrap(),
                other => panic!("no option {other}"),
            }
        }
        size = size.min(self.ways.page_size);
        let names = |roles: &[(String, String)], held: &std::collections::BTreeSet<String>| -> Vec<String> {
            let of = roles.iter().filter(|(id, _)| held.contains(id));
            of.map(|(_, name)| name.replace("Org ", "Organization ")).collect()
        };
        let shown: Vec<_> = self.people.iter().filter(|person| person.shows_at <= now).collect();
        let users = shown.iter().skip(from).take(size).map(|person| {
            let of = self.workspaces.iter().filter_map(|workspace| {
                let membership = workspace.memberships.iter().find(|one| one.user == person.id)?;
                Some(json!({
                    "id": workspace.id, "workspaceName": workspace.name,
                    "workspaceRoles": names(&self.workspace_roles, &membership.roles),
                }))
            });
            let id = if self.ways.report == Report::OwnIds {
                format!("report-{}", person.id)
            } else {
                person.id.clone()
            };
            json!({
                "id": id, "type": "orgReportUser",
                "attributes": {
                    "email": person.email, "username": person.username, "displayName": "canary-display-name",
                    "organizationRoles": names(&self.organization_roles, &person.roles),
                    "workspaceMemberships": of.collect::<Vec<_>>(),
                },
            })
        });
        let mut page = json!({ "data": users.collect::<Vec<_>>(), "links": {} });
        if from + size < shown.len() {
            let link = format!(
                "{}/admin/v1/x/orgReportUsers?page%5Bsize%5D={size}&page%5Bafter%5D={}",
                self.ways.links,
                from + size
            );
            page["links"]["next"] = link.into();
        }
        json_answer(200, &page)
    }

    pub(super) fn membership_record(&self, workspace: &str, membership: &Membership) -> Value {
        json!({
            "id": membership.id,
            "user": {"id": membership.user, "displayName": "canary-display-name"},
            "workspace": {"id": workspace},
        })
    }
}

pub fn user_record(person: &Person) -> Value {
    json!({
        "id": person.id,
        "givenName": person.given,
        "familyName": person.family,
        "displayName": person.display,
        "email": person.email,
        "username": person.username,
        "status": if person.is_suspended { "suspended" } else { "active" },
        "created": "2020-01-01T00:00:00Z",
        "modified": "2020-01-01T00:00:00Z",
    })
}
