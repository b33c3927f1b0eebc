//! JSON objects whose keys are attribute names: the same name in any case (RFC 7643 §2.1).

use serde_json::{Map, Value};

/// The key under which an object has this name: as it is spelt, else the first in any other case.
pub(super) fn key<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    if let Some((key, _)) = fields.get_key_value(name) {
        return Some(key);
    }
    fields.keys().find(|key| key.eq_ignore_ascii_case(name)).map(String::as_str)
}

/// The value of this name. Null is the same as nothing (RFC 7643 §2.5).
pub(super) fn get<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    key(fields, name).and_then(|key| fields.get(key)).filter(|value| !value.is_null())
}

/// The text of this name.
pub(super) fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    get(fields, name).and_then(Value::as_str)
}

/// A boolean, or the text of one: there are servers that send `"True"`.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// A whole number, or the text of one.
pub(super) fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The place of this name, made where there is none; other spellings of it go, so that the object does not
/// contradict itself. The keys keep their order.
pub(super) fn place<'a>(fields: &'a mut Map<String, Value>, name: &str) -> &'a mut Value {
    let kept = key(fields, name).unwrap_or(name).to_owned();
    fields.retain(|key, _| *key == kept || !key.eq_ignore_ascii_case(name));
    fields.entry(kept).or_insert(Value::Null)
}

/// Takes this name out, in every spelling.
pub(super) fn remove(fields: &mut Map<String, Value>, name: &str) {
    fields.retain(|key, _| !key.eq_ignore_ascii_case(name));
}
