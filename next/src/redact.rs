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
