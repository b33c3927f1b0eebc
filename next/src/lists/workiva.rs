//! Workiva's platform route: everybody in the organization, and the report of who is in what [D].
use crate::{Result, Text};
use serde::{Deserialize, Serialize};

/// A page of accounts.
#[derive(Debug, Deserialize)]
pub struct Users<'a> {
    /// Those on it.
    #[serde(borrow)]
    pub data: Vec<User<'a>>,
    /// The link to the next page; null, empty or absent at the end.
    #[serde(rename = "@nextLink")]
    pub next: Option<String>,
}
/// An account as the list shows it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User<'a> {
    /// The id.
    #[serde(borrow)]
    pub id: Text<'a>,
    /// What the person logs in with.
    pub username: Option<Text<'a>>,
    /// The e-mail.
    pub email: Option<Text<'a>>,
    /// The given name.
    pub given_name: Option<Text<'a>>,
    /// The family name.
    pub family_name: Option<Text<'a>>,
    /// The name that is shown.
    pub display_name: Option<Text<'a>>,
    /// Whether the user is suspended.
    pub status: Option<Text<'a>>,
}
/// A page of accounts.
///
/// # Errors
/// For what is no such page.
pub fn users(text: &str) -> Result<Users<'_>> {
    serde_json::from_str(text)
}
impl<'a> User<'a> {
    /// As it is kept: its values as one JSON array.
    ///
    /// # Errors
    /// None.
    pub fn to_kept(&self) -> Result<String> {
        let Self { id, username, email, given_name, family_name, display_name, status } = self;
        serde_json::to_string(&(id, username, email, given_name, family_name, display_name, status))
    }
    /// What was kept.
    ///
    /// # Errors
    /// For what was not.
    pub fn of_kept(text: &'a str) -> Result<Self> {
        serde_json::from_str(text)
    }
}
/// A page of the report of users.
#[derive(Debug, Deserialize)]
pub struct Report {
    /// Those on it.
    pub data: Vec<Reported>,
    /// The links.
    pub links: Option<Links>,
}
/// The links of a page.
#[derive(Debug, Deserialize)]
pub struct Links {
    /// To the next page.
    pub next: Option<String>,
}
/// Somebody in the report.
#[derive(Debug, Deserialize)]
pub struct Reported {
    /// The user's id.
    pub id: String,
    /// What the person holds.
    pub attributes: Attributes,
}
/// What somebody holds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attributes {
    /// Names of organization roles.
    #[serde(default)]
    pub organization_roles: Vec<String>,
    /// The workspaces that the person is in.
    #[serde(default)]
    pub workspace_memberships: Vec<InWorkspace>,
}
/// What somebody holds in a workspace.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InWorkspace {
    /// It looks like the workspace's [A]; used only to tell two of one name apart.
    #[serde(default)]
    pub id: String,
    /// The workspace's name.
    pub workspace_name: String,
    /// Names of roles there.
    #[serde(default)]
    pub workspace_roles: Vec<String>,
}
/// A page of the report.
///
/// # Errors
/// For what is no such page.
pub fn report(text: &str) -> Result<Report> {
    serde_json::from_str(text)
}
