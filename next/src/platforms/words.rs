//! The words of a platform's error answers.
use crate::error::shorten;
use crate::http::Response;
use serde_json::{Map, Value};

/// What an answer says under the first of these keys, whatever their case. A piece of an unknown body is not quoted: it can
/// be a piece of a person's record.
pub(crate) fn words(answer: &Response, keys: &[&str]) -> Option<String> {
    match answer.json::<Value>() {
        Ok(Value::Object(body)) => keys.iter().find_map(|key| text(member(&body, key)?)),
        Ok(body) => text(&body),
        Err(_) if answer.body.trim_ascii_start().first().is_some_and(|first| b"<{[".contains(first)) => None,
        Err(_) => text(&String::from_utf8_lossy(&answer.body).into()),
    }
}
/// A member that is not null, whatever the case of its key.
pub(crate) fn member<'a>(body: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    let is_key = |(name, value): &(&'a String, &Value)| name.eq_ignore_ascii_case(key) && !value.is_null();
    body.iter().find(is_key).map(|(_, value)| value)
}
/// A message: a text, a list of them, or an object with one.
pub(crate) fn text(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(items) => items.iter().filter_map(text).collect::<Vec<_>>().join("; "),
        Value::Object(body) => text(member(body, "message")?)?,
        _ => return None,
    };
    (!words.is_empty()).then(|| shorten(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_shape() {
        let long = "x".repeat(1000);
        let cut = format!("{}…", "x".repeat(300));
        for (body, expected) in [
            (r#"{"message":"m"}"#, Some("m")),
            (r#"{"Message":"M"}"#, Some("M")),
            (r#"{"exceptionMessage":"e"}"#, Some("e")),
            (r#"{"error":"r"}"#, Some("r")),
            (r#"{"error":{"code":"1","message":"r"}}"#, Some("r")),
            (r#"{"message":"no  such\nteam"}"#, Some("no such team")),
            ("plain\r\n text", Some("plain text")),
            ("", None),
            ("<html>", None),
            (r#""in quotes""#, Some("in quotes")),
            (r#"["a","b"]"#, Some("a; b")),
            (r#"{"user":{"niNumber":"x","SecretKey":"x","access_token":"x"}}"#, None),
            (r#"[{"email":"j@doe.com"}]"#, None),
            (r#"{"id":7,"niNumber":"x","#, None),
            (long.as_str(), Some(cut.as_str())),
        ] {
            let answer = Response { status: 400, headers: Vec::new(), body: body.as_bytes().to_vec() };
            assert_eq!(
                words(&answer, &["message", "exceptionMessage", "error"]).as_deref(),
                expected,
                "{body}"
            );
        }
    }
}
