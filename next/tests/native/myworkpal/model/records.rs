//! The employee and personal records: read whole, written whole.

use super::{error, Model};
use crate::rig::{json_answer, response, Request};
use provisor_next::http::Response;
use serde_json::{json, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Employee,
    Personal,
}

/// A record with all that a careless rewrite would spoil: odd numbers, nulls, order, escapes.
pub fn fresh(kind: Kind, id: u64) -> String {
    match kind {
        Kind::Employee => format!(
            r#"{{"id":{id},"jobTitle":"Clerk","department":null,"salary":91827364.50,"big":12345678901234567890123,"ratio":1.10,"payroll":{{"code":"A\u00e9","period":null}},"niNumber":"canary-ni-server","startDate":"0001-01-01T00:00:00"}}"#
        ),
        Kind::Personal => format!(
            r#"{{"userId":{id},"forenames":"jon","surname":"processclosetest","dateOfBirth":"canary-dob-server","gender":{{"id":null}}}}"#
        ),
    }
}

impl Model {
    pub(super) fn record(&self, kind: Kind, id: &str) -> Response {
        match id.parse().ok().and_then(|id| self.records.get(&(kind, id))) {
            Some(text) => response(200, &[], text),
            None => error(400, "no such user"),
        }
    }

    pub(super) fn write(&mut self, kind: Kind, id: &str, request: &Request) -> Response {
        let key = id.parse().ok().map(|id| (kind, id));
        let Some((key, old)) = key.and_then(|key| Some((key, self.records.get(&key)?))) else {
            return error(400, "no such user");
        };
        let old: Value = serde_json::from_str(old).unwrap();
        let text = request.body.clone().unwrap();
        let Ok(mut record) = serde_json::from_str::<Value>(&text) else { return error(400, "not JSON") };
        self.writes.push((kind, key.1, text.clone()));
        let stored = match self.ways.ignores_fields.is_empty() {
            true => text,
            false => {
                for field in &self.ways.ignores_fields {
                    record[*field] = old[*field].clone();
                }
                record.to_string()
            }
        };
        self.records.insert(key, stored);
        json_answer(200, &json!({ "successful": true }))
    }
}
