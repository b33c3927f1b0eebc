//! Plans: what would be done, as data to review, store and apply.

use super::settings::misfit;
use crate::data;
use crate::error::{Code, Error, Result};
use crate::http::{digest, Request, RequestDocument};
use crate::keyed::Texts;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One thing that would be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Action {
    /// `create`, `update`, …
    pub kind: String,
    /// In words for a person; names of fields, no values.
    pub summary: String,
    /// The request, where it is known beforehand. A read-modify-write is not: its body is the
    /// platform's record, which no plan holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestDocument>,
}

impl Action {
    /// An action with its request.
    pub fn new(kind: &str, summary: impl Into<String>, request: Option<&Request>) -> Self {
        Self { kind: kind.to_owned(), summary: summary.into(), request: request.map(Request::document) }
    }
}

/// What would be done for one person, and what that relies on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Plan {
    /// The platform.
    pub platform: String,
    /// Who.
    pub subject: String,
    /// What would be done, in order; nothing when the account matches already.
    pub actions: Vec<Action>,
    /// What a person should know before approving.
    pub warnings: Vec<String>,
    /// A digest of all that the plan relies on and would do.
    pub fingerprint: String,
    /// The user as given; personal values and secrets are left out and named in `sealed`.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub user: Value,
    /// JSON pointers of the values of `user` that are kept in memory only.
    #[serde(default)]
    pub sealed: Vec<String>,
    /// What was found on the platform when the plan was made.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub observed: Value,
}

impl Plan {
    /// Completes a plan with its fingerprint.
    pub(crate) fn sign(mut self) -> Self {
        self.fingerprint = self.digest();
        self
    }

    fn digest(&self) -> String {
        let actions = data::write(&self.actions).unwrap_or_default();
        let parts =
            serde_json::json!([self.platform, self.subject, actions, self.user, self.sealed, self.observed]);
        digest(&parts.to_string())
    }

    /// Reads a plan that was stored.
    ///
    /// # Errors
    /// `config_invalid` when it is none; `stale_plan` when it was edited or is another platform's.
    pub(crate) fn read(value: Value, platform: &str) -> Result<Self> {
        // Whoever stores plans may add what they like beside it: who has approved it, for one.
        let plan: Self = data::read(&value).map_err(|mismatch| misfit("plan", mismatch))?;
        if plan.platform != platform {
            return Err(stale(&format!("it is for {}, not for {platform}", plan.platform)));
        }
        if plan.digest() != plan.fingerprint {
            return Err(stale("it was edited after it was made"));
        }
        Ok(plan)
    }

    /// Compares with a plan made afresh for the same user.
    ///
    /// # Errors
    /// `stale_plan`, naming what has changed.
    pub(crate) fn check_against(&self, fresh: &Self) -> Result<()> {
        if self.fingerprint == fresh.fingerprint {
            return Ok(());
        }
        let mut changed = Vec::new();
        differences("", &self.observed, &fresh.observed, &mut changed);
        if changed.is_empty() {
            return Err(stale("this client's settings would lead to other actions than those shown"));
        }
        Err(stale(&format!("since it was made, this has changed on the platform: {}", changed.join(", "))))
    }
}

fn stale(what: &str) -> Error {
    Error::new(Code::StalePlan, format!("the plan cannot be applied: {what}"))
        .hint("make a new plan and review it")
}

/// The paths at which two findings differ; paths only, no values.
fn differences(path: &str, a: &Value, b: &Value, found: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(left), Value::Object(right)) => {
            let mut names = Texts::default();
            for name in left.keys().chain(right.keys()) {
                names.insert(name.clone());
            }
            for name in names.iter() {
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                let of = |side: &serde_json::Map<String, Value>| side.get(name).cloned().unwrap_or_default();
                differences(&path, &of(left), &of(right), found);
            }
        }
        _ if a != b => found.push(path.to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn plan(observed: Value) -> Plan {
        Plan {
            platform: "myworkpal".into(),
            subject: "a@b.co".into(),
            actions: vec![Action::new("create", "create it", None)],
            warnings: Vec::new(),
            fingerprint: String::new(),
            user: json!({"email": "a@b.co"}),
            sealed: Vec::new(),
            observed,
        }
        .sign()
    }

    #[test]
    fn a_plan_survives_storage_and_notices_edits() {
        let stored = serde_json::to_value(plan(json!({"account": null}))).unwrap();
        assert!(Plan::read(stored.clone(), "myworkpal").is_ok());
        assert_eq!(Plan::read(stored.clone(), "workiva").unwrap_err().code, Code::StalePlan);
        let mut edited = stored.clone();
        edited["actions"][0]["summary"] = json!("harmless");
        assert_eq!(Plan::read(edited, "myworkpal").unwrap_err().code, Code::StalePlan);
        let error = Plan::read(json!({"platform": 1}), "myworkpal").unwrap_err();
        assert!(error.message.starts_with("plan.platform"), "{error}");
    }

    #[test]
    fn what_changed_is_named_without_values() {
        let old = plan(json!({"account": null, "tenant": {"id": 1, "name": "x"}}));
        let new = plan(json!({"account": {"id": 7}, "tenant": {"id": 2, "name": "x"}}));
        let error = old.check_against(&new).unwrap_err();
        assert!(error.message.ends_with("account, tenant.id"), "{error}");
        assert!(old.check_against(&old.clone()).is_ok());
    }
}
