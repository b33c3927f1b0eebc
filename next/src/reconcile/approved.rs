//! What an `apply` goes by: the fingerprint of a plan that somebody approved.
use crate::error::{Code, Error, Result};
use serde_json::Value;

/// What an `apply` goes by.
pub(crate) struct Approved {
    pub fingerprint: String,
    pub is_removal: bool,
}
/// Reads what is given to `apply`: the plan, and the user where the plan does not hold all of it.
pub(crate) fn approved(given: &mut Value) -> Result<(Approved, Value)> {
    let user = given.get_mut("user").map(Value::take).unwrap_or_default();
    let wrong = || Error::invalid("plan must be what `plan` returned, whole");
    let plan = given.get_mut("plan").ok_or_else(wrong)?;
    let text = |plan: &Value, key: &str| plan.get(key).and_then(Value::as_str).map(str::to_owned);
    let fingerprint = text(plan, "fingerprint").ok_or_else(wrong)?;
    let is_removal = plan.get("remove") == Some(&Value::Bool(true));
    let omitted = plan.get("omitted").and_then(Value::as_array).cloned().unwrap_or_default();
    if user.is_null() && !omitted.is_empty() {
        let names: Vec<_> = omitted.iter().filter_map(Value::as_str).collect();
        let words = format!("the plan does not hold {}: give the user again", names.join(", "));
        return Err(Error::new(Code::ConfigMissing, words).hint("apply(plan, { user })"));
    }
    let user = if user.is_null() { plan.get_mut("user").map(Value::take).unwrap_or_default() } else { user };
    Ok((Approved { fingerprint, is_removal }, user))
}
