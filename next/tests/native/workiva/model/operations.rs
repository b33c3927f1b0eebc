//! Role changes: accepted, looked at until they end, all or nothing.

use super::{error, Model};
use crate::rig::json_answer;
use provisor_next::http::Response;
use serde_json::{json, Value};

#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub roles: Vec<String>,
    /// A user's, or a membership's.
    pub holder: String,
    pub revoke: bool,
    pub looks: u32,
    pub looked_at: Option<u64>,
    pub status: &'static str,
}

impl Model {
    pub(super) fn accept(&mut self, holder: &str, body: &Value, revoke: bool) -> Response {
        let roles: Vec<String> =
            body.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        assert!(!roles.is_empty());
        let id = self.next_id("Operation");
        let looks = 0;
        let holder = holder.to_owned();
        self.operations.push(Operation {
            id: id.clone(),
            roles,
            holder,
            revoke,
            looks,
            looked_at: None,
            status: "acknowledged",
        });
        if self.ways.at_once {
            let accepted = self.operations.last().cloned().unwrap();
            self.carry_out(&accepted);
        }
        let mut headers = Vec::new();
        if self.ways.location {
            let id = provisor_next::percent::encode(&id);
            headers.push((
                "Location".to_owned(),
                format!("{}/gate/operations/{id}", self.ways.links.replace("/gate", "")),
            ));
        }
        if let Some(text) = &self.ways.retry_after {
            headers.push(("Retry-After".to_owned(), text.clone()));
        }
        Response { status: 202, headers, body: Vec::new() }
    }

    pub(super) fn poll(&mut self, id: &str, now: u64) -> Response {
        let (looks, ends) = (self.ways.looks, self.ways.ends);
        let Some(at) = self.operations.iter().position(|one| one.id == id) else {
            return error(404, "404NotFound", "no such operation");
        };
        let operation = &mut self.operations[at];
        if let Some(before) = operation.looked_at {
            assert!(now - before >= 1_000, "looked twice within {} ms", now - before);
        }
        operation.looked_at = Some(now);
        operation.looks += 1;
        if !matches!(operation.status, "completed" | "failed" | "cancelled") {
            operation.status = match (operation.looks >= looks, ends) {
                (false, _) => ["acknowledged", "queued", "started"][(operation.looks as usize - 1).min(2)],
                (true, Some((status, _))) => status,
                (true, None) => "completed",
            };
            let operation = operation.clone();
            if operation.status == "completed" && !self.carry_out(&operation) {
                self.operations[at].status = "failed";
            }
        }
        let (status, code) = (self.operations[at].status, ends.map_or("409Conflict", |(_, code)| code));
        let details = match status {
            "failed" | "cancelled" => json!([{"code": code, "message": "the words", "target": "7"}]),
            _ => json!([]),
        };
        json_answer(200, &json!({"id": id, "status": status, "details": details}))
    }
    /// All or nothing. Whether it could be done.
    fn carry_out(&mut self, operation: &Operation) -> bool {
        let strict = self.ways.strict_roles;
        let person = self.people.iter_mut().find(|one| one.id == operation.holder).map(|one| &mut one.roles);
        let mut memberships = self.workspaces.iter_mut().flat_map(|one| one.memberships.iter_mut());
        let membership = memberships.find(|one| one.id == operation.holder).map(|one| &mut one.roles);
        let held = person.or(membership).expect("a holder");
        if strict && operation.roles.iter().any(|role| held.contains(role) != operation.revoke) {
            return false;
        }
        for role in &operation.roles {
            match operation.revoke {
                true => held.remove(role),
                false => held.insert(role.clone()),
            };
        }
        true
    }
}
