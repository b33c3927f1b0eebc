//! The SCIM of people: a look-up by name, create, read, replace; no more.

use super::{json_answer, scim_error, Model, Person};
use crate::rig::options;
use provisor::http::{RequestDocument, Response};
use serde_json::{json, Value};

pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

impl Model {
    pub(super) fn list(&self, query: &str, now: u64) -> Response {
        let options = options(query);
        let [(filter, text), (start, from), (count, most)] = options.as_slice() else {
            panic!("not the three options: {query}")
        };
        assert_eq!((filter.as_str(), start.as_str(), count.as_str()), ("filter", "startIndex", "count"));
        assert_eq!(from, "1");
        let literal = text.strip_prefix("userName eq ").expect("the only filter there is");
        let asked: String = serde_json::from_str(literal).expect("a JSON text");
        let shown = self.people.iter().filter(|person| person.shows_at <= now);
        let hits = shown.filter(|person| {
            let is_hit = person.name().to_lowercase() == asked.to_lowercase();
            (is_hit || self.ways.ignores_filter) && !self.ways.finds_nothing
        });
        let most: usize = most.parse().unwrap();
        let found: Vec<&Value> = hits.map(|person| &person.resource).take(most).collect();
        let (total, start) = if self.ways.zero_totals { (0, 0) } else { (found.len(), 1) };
        let mut list = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": total, "startIndex": start, "itemsPerPage": found.len(),
        });
        if !found.is_empty() || !self.ways.no_resources {
            list["Resources"] = json!(found);
        }
        json_answer(200, &list)
    }

    pub(super) fn create(&mut self, request: &RequestDocument, now: u64) -> Response {
        let resource: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        assert!(
            resource.get("id").is_none() && resource.get("meta").is_none(),
            "the server's own: {resource}"
        );
        let name = resource["userName"].as_str().unwrap().to_owned();
        if self.ways.loses_races {
            self.add(json!({ "userName": name, "active": true }), 0);
        }
        if let Some(status) = self.ways.refuses_creates {
            return scim_error(status, "no");
        }
        let known = self.people.iter().find(|person| person.name().eq_ignore_ascii_case(&name));
        match (known, self.ways.duplicates) {
            (Some(person), Some(200)) => return json_answer(200, &person.resource),
            (Some(_), Some(status)) => return scim_error(status, "a user with this e-mail exists"),
            _ => {}
        }
        let shows_at = now + self.ways.shows_late_ms;
        let person = self.add(resource, shows_at).clone();
        self.created.push(name);
        json_answer(if self.ways.creates_with_200 { 200 } else { 201 }, &person.resource)
    }

    pub(super) fn read(&self, id: &str) -> Response {
        match self.people.iter().find(|person| person.id() == id) {
            Some(person) => json_answer(200, &person.resource),
            None => scim_error(404, "there is no such user"),
        }
    }

    /// A PUT replaces: what it leaves out is gone.
    pub(super) fn replace(&mut self, id: &str, request: &RequestDocument) -> Response {
        let body = request.body.clone().unwrap();
        let mut resource: Value = serde_json::from_str(&body).unwrap();
        let Some(person) = self.people.iter_mut().find(|person| person.id() == id) else {
            return scim_error(404, "there is no such user");
        };
        assert_eq!(resource["userName"], person.resource["userName"], "a login is not changed");
        self.writes.push((id.to_owned(), body));
        if !self.ways.ignores_writes {
            resource["id"] = person.resource["id"].clone();
            resource["meta"] = person.resource["meta"].clone();
            *person = Person { resource, ..person.clone() };
        }
        json_answer(200, &person.resource)
    }
}
