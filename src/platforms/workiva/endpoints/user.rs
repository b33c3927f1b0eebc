//! `GET /organizations/{org}/users/{id}` [D].

use super::path;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use serde::{Deserialize, Serialize};

/// Reads one user.
#[derive(Clone, Copy, Debug)]
pub struct UserById<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// The user's id.
    pub user: &'a str,
}

/// A user, as the platform has it. It is personal: it passes through memory only.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaUserRecord", optional_fields))]
#[allow(missing_docs)] // the platform's own words
pub struct UserRecord {
    /// The id on the platform.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub id: String,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// The name shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `active` or `suspended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

impl std::fmt::Debug for UserRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UserRecord ({})", self.id)
    }
}

impl UserRecord {
    /// Whether the user is suspended; only SCIM can change that.
    pub fn is_suspended(&self) -> bool {
        self.status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("suspended"))
    }
}

impl Endpoint for UserById<'_> {
    const METADATA: Metadata =
        Metadata { name: "user", method: Method::Get, purpose: "read the user", safety: Safety::Safe };
    type Answer = UserRecord;

    fn target(&self) -> Result<String> {
        Ok(path(self.organization, &["users", self.user]))
    }

    fn read(&self, answer: &Response) -> Result<UserRecord> {
        super::made(answer)?;
        answer.json()
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
