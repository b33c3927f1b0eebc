//! Writes.

use super::pages::user_record;
use super::{error, role, Membership, Model};
use crate::rig::{json_answer, response};
use provisor_next::http::Response;
use serde_json::{json, Value};
use std::collections::BTreeSet;

impl Model {
    pub(super) fn change(&mut self, method: &str, path: &[&str], body: &Value, now: u64) -> Response {
        let nothing = || response(204, &[], "");
        let missing = || error(404, "404NotFound", "there is no such thing");
        match (method, path) {
            ("POST", ["users"]) => self.create(body, now),
            ("PATCH", ["users", id]) => self.patch(id, body),
            ("DELETE", ["users", id]) => {
                let before = self.people.len();
                self.people.retain(|one| one.id != *id);
                for workspace in &mut self.workspaces {
                    workspace.memberships.retain(|one| one.user != *id);
                }
                if before == self.people.len() {
                    missing()
                } else {
                    nothing()
                }
            }
            ("POST", ["users", id, "roles", change]) => {
                if !self.people.iter().any(|one| one.id == *id) {
                    return missing();
                }
                self.accept(id, body, *change == "revocation")
            }
            (_, ["workspaces", id, rest @ ..]) => {
                let Some(at) = self.workspaces.iter().position(|one| one.id == *id) else { return missing() };
                match (method, rest) {
                    ("POST", ["memberships", "membershipCreation"]) => self.join(at, body),
                    ("DELETE", ["memberships", membership]) => {
                        let workspace = &mut self.workspaces[at];
                        let Some(place) = workspace.memberships.iter().position(|one| one.id == *membership)
                        else {
                            return missing();
                        };
                        let user = workspace.memberships.remove(place).user;
                        for group in &mut workspace.groups {
                            group.members.remove(&user);
                        }
                        nothing()
                    }
                    ("POST", ["memberships", membership, "roles", change]) => {
                        self.accept(membership, body, *change == "revocation")
                    }
                    ("POST", ["groups", group, "members", "modification"]) => self.modify(at, group, body),
                    _ => missing(),
                }
            }
            _ => missing(),
        }
    }

    fn create(&mut self, body: &Value, now: u64) -> Response {
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        let username = text("username");
        assert_eq!(username, username.to_lowercase());
        if self.ways.loses_races {
            self.ways.loses_races = false;
            self.add(&text("email"), &username, 0);
        }
        let is_taken = !self.ways.makes_twins && self.people.iter().any(|one| one.username == username);
        if is_taken || self.ways.taken == Some(username.as_str()) {
            return error(409, "409Conflict", "the user name is taken");
        }
        let id = self.add(&text("email"), &username, now + self.ways.shows_late_ms);
        let person = self.people.iter_mut().find(|one| one.id == id).unwrap();
        (person.given, person.family) = (text("givenName"), text("familyName"));
        person.display =
            body["displayName"].as_str().map_or(format!("{} {}", person.given, person.family), str::to_owned);
        let record = user_record(person);
        self.created.push(username);
        json_answer(201, &record)
    }

    fn patch(&mut self, id: &str, body: &Value) -> Response {
        let ignores = self.ways.ignores;
        let Some(person) = self.people.iter_mut().find(|one| one.id == id) else {
            return error(404, "404NotFound", "no such user");
        };
        for operation in body.as_array().unwrap() {
            assert_eq!(operation["op"], "replace");
            let value = operation["value"].as_str().unwrap().to_owned();
            let field = operation["path"].as_str().unwrap();
            if ignores == Some(field) {
                continue;
            }
            match field {
                "/givenName" => person.given = value,
                "/familyName" => person.family = value,
                "/displayName" => person.display = value,
                "/username" => person.username = value,
                "/email" => person.email = value,
                other => return error(400, "400BadRequest", &format!("{other} cannot be replaced")),
            }
        }
        json_answer(200, &user_record(person))
    }

    fn join(&mut self, at: usize, body: &Value) -> Response {
        assert_eq!(body["options"], json!({"notifyNewMember": false, "sendWelcomeEmail": false}));
        let user = body["user"].as_str().unwrap().to_owned();
        if self.workspaces[at].memberships.iter().any(|one| one.user == user) {
            return error(409, "409Conflict", "is a member already");
        }
        let id = self.next_id("Membership");
        let roles: BTreeSet<_> =
            self.ways.gives.iter().map(|name| role(&self.workspace_roles, name)).collect();
        let membership = Membership { id, user, roles };
        let record = self.membership_record(&self.workspaces[at].id, &membership);
        self.workspaces[at].memberships.push(membership);
        json_answer(201, &record)
    }

    fn modify(&mut self, at: usize, group: &str, body: &Value) -> Response {
        let ids = |key: &str| -> Vec<String> {
            body[key].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
        };
        let id_of =
            |email: Option<&str>| email.and_then(|email| self.person(email)).map(|one| one.id.clone());
        let (left_out, objection) = (id_of(self.ways.left_out), id_of(self.ways.objects_to));
        let (add, remove) = (ids("toAdd"), ids("toRemove"));
        assert!(!add.is_empty() || !remove.is_empty());
        if add.iter().any(|id| Some(id) == objection.as_ref()) {
            return error(400, "400BadRequest", "one of them cannot be added");
        }
        let workspace = &mut self.workspaces[at];
        let members: BTreeSet<_> = workspace.memberships.iter().map(|one| one.user.clone()).collect();
        let Some(group) = workspace.groups.iter_mut().find(|one| one.id == group) else {
            return error(404, "404NotFound", "no such group");
        };
        for id in add.into_iter().filter(|id| members.contains(id) && Some(id) != left_out.as_ref()) {
            group.members.insert(id);
        }
        for id in remove {
            group.members.remove(&id);
        }
        response(204, &[], "")
    }
}
