//! Workforce Optimization's calls, a file each. All are from public client code [C] unless a file says
//! otherwise.

mod create_person;
mod group_list;
mod log_out;
mod person;
mod person_list;
mod person_status;
mod role_list;
mod team_list;
mod update_person;
mod view_list;

pub use create_person::{CreatePerson, CreatedPerson};
pub use group_list::{Group, GroupList};
pub use log_out::LogOut;
pub(super) use person::read_any;
pub use person::{Person, PersonRecord};
pub(super) use person_list::answers_to;
pub use person_list::{PersonEntry, PersonList};
pub use person_status::{Lock, PersonStatus, SetPersonStatus};
pub use role_list::{Role, RoleList};
pub use team_list::{Team, TeamList};
pub use update_person::UpdatePerson;
pub use view_list::{View, ViewList};

use crate::http::Response;
use serde_json::Value;

/// What every path begins with [C].
pub(super) const PREFIX: &str = "/api/rest";

/// The words of an error answer, cut at 300 characters. A 400 holds `errorMessage` [C]; the bodies of 401, 403
/// and 409 are not known. A piece of an unknown body is not quoted: it can be a piece of somebody's record.
pub(super) fn words(answer: &Response) -> Option<String> {
    const LONGEST: usize = 300;
    const KEYS: [&str; 3] = ["errorMessage", "message", "error"];
    let text = match answer.json::<Value>() {
        Ok(Value::String(text)) => text,
        Ok(body) => KEYS.iter().find_map(|key| body.get(key)?.as_str()).map(str::to_owned)?,
        Err(_) if answer.body.trim_ascii_start().first().is_some_and(|first| b"<{[".contains(first)) => {
            return None
        }
        Err(_) => String::from_utf8_lossy(&answer.body).into_owned(),
    };
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_shape() {
        let long = "x".repeat(1000);
        for (body, expected) in [
            (r#"{"errorMessage":"no  such\nteam","requestId":"r-1"}"#, Some("no such team")),
            (r#"{"message":"m"}"#, Some("m")),
            (r#"{"error":"e"}"#, Some("e")),
            (r#"{"firstName":"Jane","email":"j@doe.com"}"#, None),
            (r#"[{"email":"j@doe.com"}]"#, None),
            (r#"{"email":"j@d"#, None),
            ("<html>", None),
            ("", None),
            (r#""in quotes""#, Some("in quotes")),
            (long.as_str(), Some(&long[..300])),
        ] {
            let answer = Response::new(400, Vec::new(), body.as_bytes().to_vec());
            assert_eq!(words(&answer).as_deref(), expected, "{body}");
        }
    }
}
