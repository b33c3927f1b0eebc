//! What an `apply` goes by: the fingerprint of a plan that somebody approved.
use super::plan::Plan;
use crate::error::{shorten, Code, Error, Result};
use serde_json::Value;

/// What an `apply` goes by.
pub(crate) struct Approved {
    fingerprint: String,
    pub is_removal: bool,
    /// What a person has read and approved.
    said: Vec<Value>,
}
const SAID: [&str; 5] = ["platform", "action", "id", "changes", "warnings"];
impl Approved {
    /// Whether this plan, made anew, is the one; one that was edited since, to say less or something else, is not.
    pub fn is(&self, plan: &Plan) -> bool {
        self.fingerprint == plan.fingerprint
            && serde_json::to_value(plan).is_ok_and(|plan| said(&plan) == self.said)
    }
}
fn said(plan: &Value) -> Vec<Value> {
    SAID.iter().map(|key| plan.get(*key).cloned().unwrap_or_default()).collect()
}
/// Reads what is given to `apply`: the plan, and the user where the plan does not hold all of it.
pub(crate) fn approved(given: &mut Value) -> Result<(Approved, Value)> {
    let user = given.get_mut("user").map(Value::take).unwrap_or_default();
    let wrong = || Error::invalid("plan must be what `plan` returned, whole");
    let plan = given.get_mut("plan").ok_or_else(wrong)?;
    let text = |plan: &Value, key: &str| plan.get(key).and_then(Value::as_str).map(str::to_owned);
    if text(plan, "action").as_deref() == Some("blocked") {
        let why = plan.pointer("/error/message").and_then(Value::as_str).unwrap_or("its error says why");
        let words = format!("the plan is blocked, and cannot be applied: {}", shorten(why));
        return Err(Error::invalid(words).hint("resolve that, and plan again"));
    }
    let fingerprint = text(plan, "fingerprint").ok_or_else(wrong)?;
    let is_removal = plan.get("remove") == Some(&Value::Bool(true));
    let said = said(plan);
    let omitted = plan.get("omitted").and_then(Value::as_array).cloned().unwrap_or_default();
    if user.is_null() && !omitted.is_empty() {
        let names: Vec<_> = omitted.iter().filter_map(Value::as_str).collect();
        let words = format!("the plan does not hold {}: give the user again", names.join(", "));
        return Err(Error::new(Code::ConfigMissing, words).hint("apply(plan, { user })"));
    }
    let user = if user.is_null() { plan.get_mut("user").map(Value::take).unwrap_or_default() } else { user };
    Ok((Approved { fingerprint, is_removal, said }, user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_an_apply_goes_by() {
        let read =
            |mut given: Value| approved(&mut given).map(|(approved, user)| (approved.is_removal, user));
        let plan = json!({"action": "create", "fingerprint": "f", "user": {"email": "a"}});
        assert_eq!(read(json!({ "plan": plan })).unwrap(), (false, json!({"email": "a"})));
        let user = json!({"email": "a", "details": 1});
        assert_eq!(read(json!({ "plan": plan, "user": user })).unwrap(), (false, user));
        for (plan, code, words) in [
            (json!("x"), Code::ConfigInvalid, "plan must be what `plan` returned, whole"),
            (json!({"user": {}}), Code::ConfigInvalid, "plan must be what `plan` returned, whole"),
            (
                json!({"fingerprint": "f", "user": {}, "omitted": ["password"]}),
                Code::ConfigMissing,
                "the plan does not hold password: give the user again",
            ),
            (
                json!({"action": "blocked", "fingerprint": "", "user": null, "error": {"message": "no such tenant"}}),
                Code::ConfigInvalid,
                "the plan is blocked, and cannot be applied: no such tenant",
            ),
        ] {
            let error = read(json!({ "plan": plan })).unwrap_err();
            assert_eq!((error.code, error.message.as_str()), (code, words));
        }
    }
}
