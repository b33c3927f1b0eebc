//! People over SCIM.

use super::filter::query;
use super::{operations, page, problem, scim, Model, Person};
use provisor_next::http::Response;
use serde_json::{json, Value};

impl Model {
    pub(super) fn list_users(&self, text: &str, now: u64) -> Response {
        let query = query(text);
        let names = |attribute: &str| query.any_of.iter().any(|(name, _)| name == attribute);
        if self.ways.refuses_or && query.any_of.len() > 1 {
            return problem(400, Some("invalidFilter"), "one condition, please");
        }
        if names("emails.value") && self.ways.refuses_email {
            return problem(400, Some("invalidFilter"), "emails.value: cannot be filtered by");
        }
        assert!(query.any_of.iter().all(|(name, _)| name == "userName" || name == "emails.value"));
        let ignored = self.ways.ignores_filter || (names("emails.value") && self.ways.ignores_email);
        let is_hit = |person: &&Person| {
            let mails = person.resource["emails"].as_array().into_iter().flatten();
            let mails: Vec<_> = mails.map(|email| email["value"].as_str().unwrap().to_lowercase()).collect();
            let user_name = person.user_name().to_lowercase();
            let fits = |(name, value): &(String, String)| match name.as_str() {
                "userName" => user_name == value.to_lowercase(),
                _ => mails.contains(&value.to_lowercase()),
            };
            person.shows_at <= now && (ignored || query.any_of.is_empty() || query.any_of.iter().any(fits))
        };
        let found = self.people.iter().filter(is_hit).map(|person| self.shown(person)).collect();
        page(&self.ways, &query, found)
    }

    fn shown(&self, person: &Person) -> Value {
        let mut shown = person.resource.clone();
        shown["id"] = person.id.as_str().into();
        shown["x-personal"] = "canary".into();
        let groups: Vec<_> = self
            .groups
            .iter()
            .filter(|group| group.members.contains(&person.id))
            .map(|group| json!({ "value": group.id, "display": group.name }))
            .collect();
        if !self.ways.hides_groups {
            shown["groups"] = groups.into();
        }
        shown
    }

    pub(super) fn read_user(&self, id: &str) -> Response {
        match self.people.iter().find(|person| person.id == id) {
            Some(person) => scim(200, &self.shown(person)),
            None => problem(404, None, "There is no such user."),
        }
    }

    pub(super) fn create(&mut self, resource: Value, now: u64) -> Response {
        let name = resource["userName"].as_str().unwrap().to_owned();
        assert!(name == name.to_lowercase() && !name.contains(char::is_whitespace), "{name}");
        assert_eq!(resource["active"], true);
        if self.ways.loses_races {
            self.add(json!({ "userName": name, "active": true, "emails": resource["emails"] }));
        }
        if let Some(status) = self.ways.refuses_creates {
            return problem(status, None, "no");
        }
        if !self.ways.makes_twins && self.people.iter().any(|person| person.user_name() == name) {
            return problem(409, Some("uniqueness"), "userName: taken");
        }
        let shows_at = now + self.ways.shows_late_ms;
        let person = self.add(resource);
        person.shows_at = shows_at;
        let person = person.clone();
        self.created.push(name);
        scim(if self.ways.creates_with_200 { 200 } else { 201 }, &self.shown(&person))
    }

    pub(super) fn change_user(&mut self, id: &str, body: &Value) -> Response {
        let no_content = self.ways.no_content;
        let ignores = self.ways.ignores_writes;
        let Some(person) = self.people.iter_mut().find(|person| person.id == id) else {
            return problem(404, None, "There is no such user.");
        };
        for (op, path, value) in operations(body) {
            assert!(op == "replace" || (op == "add" && path == "emails"), "{op} {path}");
            let resource = &mut person.resource;
            let place = match path.as_str() {
                _ if ignores => continue,
                "userName" | "displayName" | "active" | "emails" => &mut resource[path.as_str()],
                "name.givenName" => &mut resource["name"]["givenName"],
                "name.familyName" => &mut resource["name"]["familyName"],
                "emails[type eq \"work\"].value" | "emails[primary eq true].value" => {
                    &mut resource["emails"][0]["value"]
                }
                _ => return problem(400, Some("invalidPath"), &path),
            };
            *place = value;
        }
        let person = person.clone();
        match no_content {
            true => crate::rig::response(204, &[], ""),
            false => scim(200, &self.shown(&person)),
        }
    }
}
