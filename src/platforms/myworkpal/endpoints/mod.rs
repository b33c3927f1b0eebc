//! MyWorkpal's calls, a file each.

mod addresses;
mod create_user;
mod employee_record;
mod metadata_values;
mod personal_record;
mod record;
mod tenant_list;
mod user_list;

pub use addresses::Addresses;
pub use create_user::{CreateUser, CreatedUser};
pub use employee_record::{EmployeeRecord, UpdateEmployee};
pub use metadata_values::MetadataValues;
pub use personal_record::{PersonalRecord, UpdatePersonal};
pub use record::Record;
pub use tenant_list::{TenantList, TenantRecord};
pub use user_list::{UserList, UserRecord};

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
    let found = match answer.json::<Value>() {
        Ok(body) => ["message", "Message", "exceptionMessage", "error"].iter().find_map(|key| {
            let value = body.get(key)?;
            let text = value.as_str().or_else(|| value.get("message")?.as_str());
            text.map(str::to_owned)
        }),
        Err(_) => None,
    };
    let text = found.unwrap_or_else(|| String::from_utf8_lossy(&answer.body).into_owned());
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    // A page of HTML says nothing to a person.
    (!text.is_empty() && !text.starts_with('<')).then_some(text)
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
            (long.as_str(), Some(&long[..300])),
        ] {
            let answer = Response::new(400, Vec::new(), body.as_bytes().to_vec());
            assert_eq!(words(&answer).as_deref(), expected, "{body}");
        }
    }
}
