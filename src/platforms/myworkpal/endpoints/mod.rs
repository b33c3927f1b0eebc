//! MyWorkpal's calls, a file each.

mod addresses;
mod create_user;
mod employee_record;
mod metadata_values;
mod personal_record;
mod tenant_list;
mod user_list;

pub use addresses::Addresses;
pub use create_user::{CreateUser, CreatedUser};
pub use employee_record::{EmployeeRecord, UpdateEmployee};
pub use metadata_values::MetadataValues;
pub use personal_record::{PersonalRecord, UpdatePersonal};
pub use tenant_list::{TenantList, TenantRecord};
pub use user_list::{UserList, UserRecord};

use super::is_sensitive;
use crate::error::{Code, Error, Result};
use crate::http::Response;
use serde_json::Value;

/// A write whose answer is not documented: it may be a 200 with `successful: false`, as the create's.
fn record_refusal(answer: &Response) -> Result<()> {
    let Ok(body) = answer.json::<Value>() else { return Ok(()) };
    if body.get("successful").and_then(Value::as_bool) != Some(false) {
        return Ok(());
    }
    let words = words(answer).unwrap_or_else(|| "no reason given".to_owned());
    Err(Error::new(Code::ConfigInvalid, format!("the platform refuses to write the record: {words}"))
        .with_status(answer.status))
}

/// The words of an error answer. Its shape is undocumented: read the keys that are in use, else the text,
/// cut at 300 characters.
pub(super) fn words(answer: &Response) -> Option<String> {
    const LONGEST: usize = 300;
    const KEYS: [&str; 4] = ["message", "Message", "exceptionMessage", "error"];
    let said = |value: &Value| value.as_str().or_else(|| value.get("message")?.as_str()).map(str::to_owned);
    let text = match answer.json::<Value>() {
        Ok(Value::String(text)) => text,
        Ok(mut body) => KEYS.iter().find_map(|key| said(body.get(key)?)).unwrap_or_else(|| {
            hide(&mut body);
            body.to_string()
        }),
        // A page of HTML says nothing to a person; a piece of JSON can be a piece of somebody's record.
        Err(_) if answer.body.trim_ascii_start().first().is_some_and(|first| b"<{[".contains(first)) => {
            return None
        }
        Err(_) => String::from_utf8_lossy(&answer.body).into_owned(),
    };
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}

/// Takes out of a body what must not be quoted.
fn hide(body: &mut Value) {
    const SECRET: [&str; 3] = ["token", "secret", "password"];
    match body {
        Value::Object(fields) => {
            for (key, value) in fields {
                let folded = key.to_ascii_lowercase();
                if is_sensitive(key) || SECRET.iter().any(|word| folded.contains(word)) {
                    *value = "…".into();
                } else {
                    hide(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_shape() {
        let long = "x".repeat(1000);
        for (body, expected) in [
            (r#"{"message":"m"}"#, Some("m")),
            (r#"{"Message":"M"}"#, Some("M")),
            (r#"{"exceptionMessage":"e"}"#, Some("e")),
            (r#"{"error":"r"}"#, Some("r")),
            (r#"{"error":{"code":"1","message":"r"}}"#, Some("r")),
            ("plain\r\n text", Some("plain text")),
            ("", None),
            ("<html>", None),
            (r#""in quotes""#, Some("in quotes")),
            (
                r#"{"errors":["e"],"user":{"niNumber":"x","SecretKey":"x","access_token":"x"}}"#,
                Some(r#"{"errors":["e"],"user":{"niNumber":"…","SecretKey":"…","access_token":"…"}}"#),
            ),
            (r#"{"id":7,"niNumber":"x","#, None),
            (long.as_str(), Some(&long[..300])),
        ] {
            let answer = Response::new(400, Vec::new(), body.as_bytes().to_vec());
            assert_eq!(words(&answer).as_deref(), expected, "{body}");
        }
    }
}
