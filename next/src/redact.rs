//! What must not be shown: people's sensitive values, by key; credentials and tokens, wherever a platform echoes them.
use crate::percent::encode;
use serde_json::Value;

const MASK: &str = "•••";
const SENSITIVE: [&str; 16] = [
    "password",
    "secret",
    "token",
    "verificationkey",
    "hashedpassword",
    "ninumber",
    "nationalinsurance",
    "salary",
    "dateofbirth",
    "birthdate",
    "bank",
    "iban",
    "accountnumber",
    "passport",
    "ssn",
    "taxid",
];

/// Whether the values below a key of this name are sensitive.
pub fn is_sensitive(key: &str) -> bool {
    let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    SENSITIVE.iter().any(|word| key.contains(word))
}
/// The value without what is sensitive in it; `None` where nothing had to go.
pub fn without_sensitive(value: &Value) -> Option<Value> {
    match value {
        Value::Object(members) => {
            let mut kept = members.clone();
            kept.retain(|key, value| !is_sensitive(key) || value.is_null());
            let mut is_changed = kept.len() < members.len();
            for value in kept.values_mut() {
                if let Some(without) = without_sensitive(value) {
                    (*value, is_changed) = (without, true);
                }
            }
            is_changed.then_some(Value::Object(kept))
        }
        Value::Array(items) => {
            let without: Vec<_> = items.iter().map(without_sensitive).collect();
            without.iter().any(Option::is_some).then(|| {
                let pairs = items.iter().zip(without);
                pairs.map(|(item, without)| without.unwrap_or_else(|| item.clone())).collect()
            })
        }
        _ => None,
    }
}
/// Whether the values of a field may be shown: it is on the list, or below a field that is.
pub fn is_shown(field: &str, shown: &[&str]) -> bool {
    shown
        .iter()
        .any(|known| field.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}
/// The value without what must not be shown, and the names of the fields that were left out.
pub fn shown_only(value: &Value, shown: &[&str]) -> (Value, Vec<String>) {
    let mut omitted = Vec::new();
    let kept = keep_shown(value, "", shown, &mut omitted);
    omitted.dedup();
    (kept.unwrap_or_default(), omitted)
}
fn keep_shown(value: &Value, path: &str, shown: &[&str], omitted: &mut Vec<String>) -> Option<Value> {
    match value {
        _ if is_shown(path, shown) => Some(value.clone()),
        Value::Null => None,
        Value::Object(members) => {
            let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let kept = members.iter().filter_map(|(name, value)| {
                Some((name.clone(), keep_shown(value, &below(name), shown, omitted)?))
            });
            Some(Value::Object(kept.collect()))
        }
        Value::Array(items) => {
            let kept: Vec<_> =
                items.iter().filter_map(|item| keep_shown(item, path, shown, omitted)).collect();
            Some(Value::Array(kept))
        }
        _ => {
            omitted.push(path.to_owned());
            None
        }
    }
}
/// All texts and numbers below sensitive keys.
pub fn sensitive_values(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, false, &mut found);
    found
}
fn collect(value: &Value, is_below: bool, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| collect(value, is_below || is_sensitive(key), found))
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, is_below, found)),
        Value::String(text) if is_below => found.push(text.clone()),
        Value::Number(number) if is_below => found.push(number.to_string()),
        _ => {}
    }
}
/// A text without any of the secrets, however they are spelt: plain, percent-encoded, as a form, as JSON.
pub fn scrub<'a>(text: &str, secrets: impl Iterator<Item = &'a String>) -> String {
    let mut text = text.to_owned();
    for secret in secrets.filter(|secret| secret.len() >= 4) {
        let percent = encode(secret);
        let json = Value::from(secret.as_str()).to_string();
        for spelling in [secret.as_str(), &percent, &percent.replace("%20", "+"), json.trim_matches('"')] {
            if text.contains(spelling) {
                text = text.replace(spelling, MASK);
            }
        }
    }
    text
}
