//! Workiva's calls (route "platform"), a file each. Every one carries `X-Version`, which the client adds [D].

mod assign_user;
mod change_roles;
mod create_group;
mod create_membership;
mod create_user;
mod delete_membership;
mod delete_user;
mod group_list;
mod group_members;
mod held_roles;
mod membership_list;
mod modify_members;
mod operation;
mod role_list;
mod update_user;
mod user;
mod user_list;
mod workspace_list;

pub use assign_user::AssignUser;
pub use change_roles::{Accepted, ChangeRoles};
pub use create_group::CreateGroup;
pub use create_membership::CreateMembership;
pub use create_user::CreateUser;
pub use delete_membership::DeleteMembership;
pub use delete_user::DeleteUser;
pub use group_list::GroupList;
pub use group_members::GroupMembers;
pub use held_roles::{HeldRoles, Holder};
pub use membership_list::{MembershipList, MembershipRecord};
pub use modify_members::ModifyMembers;
pub use operation::{Operation, OperationState, OperationStatus, BETWEEN_LOOKS_MS};
pub use role_list::RoleList;
pub use update_user::UpdateUser;
pub use user::{UserById, UserRecord};
pub use user_list::{UserList, LARGEST_PAGE};
pub use workspace_list::WorkspaceList;

use crate::engine::Endpoint;
use crate::error::{Error, Result};
use crate::http::percent::component;
use crate::http::Response;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something with an id and a name: a role, a workspace, a group. Ids are opaque: role ids are declared
/// UUIDs, and are numbers in the examples [D].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaNamed"))]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Something of which only the id is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaId"))]
pub struct Id {
    /// Its id.
    pub id: String,
}

/// One page of a list [D]: `{data: […], "@nextLink"}`; the link is opaque, and absent or null at the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaPage", optional_fields))]
pub struct Page<T> {
    /// What is on the page.
    pub data: Vec<T>,
    /// Where the next one is.
    #[serde(rename = "@nextLink", default, skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
}

impl<T: DeserializeOwned> Page<T> {
    fn read(answer: &Response) -> Result<Self> {
        let mut page: Self = answer.json()?;
        page.next_link = page.next_link.filter(|link| !link.is_empty());
        Ok(page)
    }
}

/// A list, which comes in pages.
pub trait List: Endpoint<Answer = Page<Self::Item>> {
    /// What it lists.
    type Item: DeserializeOwned;

    /// The first page, or the one behind a link (path and query below `baseUrl`).
    fn page(&self, next: Option<String>) -> Self;
}

/// A path below the organization; ids in it are one segment each, whatever they hold.
fn path(organization: &str, segments: &[&str]) -> String {
    let mut path = format!("/organizations/{}", component(organization));
    for segment in segments {
        path.push('/');
        path.push_str(&component(segment));
    }
    path
}

/// An id that the platform gave with something it made.
fn made(answer: &Response) -> Result<Id> {
    let made: Id = answer.json()?;
    if made.id.is_empty() {
        return Err(Error::bad_response("the platform gives an empty id").with_status(answer.status));
    }
    Ok(made)
}

/// The words of an error answer [D]: `{code, message, target, details[{code,message,target}], …}`; a
/// gateway's may be of another shape. Cut at 300 characters.
pub(super) fn words(answer: &Response) -> Option<String> {
    const LONGEST: usize = 300;
    let body = answer.json::<Value>().ok()?;
    let body = body.get("error").filter(|inner| inner.is_object()).unwrap_or(&body);
    let mut text = said(body).or_else(|| {
        let words = |key: &str| body.get(key)?.as_str().map(str::to_owned);
        words("error_description").or_else(|| words("error"))
    })?;
    let details = body.get("details").and_then(Value::as_array);
    for detail in details.into_iter().flatten().filter_map(said) {
        text.push_str(&format!("; {detail}"));
    }
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect())
}

/// `400BadRequest: the message (target)`.
pub(super) fn said(detail: &Value) -> Option<String> {
    let of = |key: &str| detail.get(key)?.as_str().filter(|text| !text.trim().is_empty());
    let mut text = of("message").or_else(|| of("code"))?.to_owned();
    if let Some(code) = of("code").filter(|code| *code != text) {
        text = format!("{code}: {text}");
    }
    if let Some(target) = of("target") {
        text.push_str(&format!(" ({target})"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_shape() {
        let long = format!(r#"{{"message":"{}"}}"#, "x".repeat(1000));
        for (body, expected) in [
            (
                r#"{"code":"400BadRequest","message":"m","target":"email","details":[{"code":"c","message":"d","target":null}],"documentationUrl":"u","version":"v"}"#,
                Some("400BadRequest: m (email); c: d"),
            ),
            (r#"{"code":"409Conflict","message":"","target":null,"details":null}"#, Some("409Conflict")),
            (r#"{"message":"a\r\n b"}"#, Some("a b")),
            (r#"{"error":{"code":"1","message":"r"}}"#, Some("1: r")),
            (r#"{"error":"invalid_token","error_description":"over"}"#, Some("over")),
            (r#"{"error":"invalid_token"}"#, Some("invalid_token")),
            (r#"{"id":"7","email":"x"}"#, None),
            ("<html>", None),
            ("", None),
            ("[]", None),
            (long.as_str(), Some("x".repeat(300).as_str())),
        ] {
            let answer = Response::new(400, Vec::new(), body.as_bytes().to_vec());
            assert_eq!(words(&answer).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn pages() {
        let read = |body: &str| Page::<Id>::read(&Response::new(200, Vec::new(), body.into()));
        let link = |body: &str| read(body).unwrap().next_link;
        assert_eq!(link(r#"{"data":[{"id":"a","name":"n"}]}"#), None);
        assert_eq!(link(r#"{"data":[],"@nextLink":null}"#), None);
        assert_eq!(link(r#"{"data":[],"@nextLink":""}"#), None);
        assert_eq!(link(r#"{"data":[],"@nextLink":"/x"}"#).as_deref(), Some("/x"));
        for bad in [
            "{}",
            "[]",
            "",
            "<html>",
            r#"{"data":{}}"#,
            r#"{"data":[{"id":7}]}"#,
            r#"{"data":[],"@nextLink":7}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ids_stay_one_segment() {
        assert_eq!(path("o", &["users", "a/b?c=="]), "/organizations/o/users/a%2Fb%3Fc%3D%3D");
    }
}
