//! A Workiva user as a caller describes one, whichever route it goes.

use super::endpoints::UserRecord;
use crate::email::{fold, Email};
use crate::engine::settings::read;
use crate::error::{Error, Result};
use crate::text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A user, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The e-mail.
    pub email: Email,
    /// The user name: lower case, no spaces [D]. The e-mail unless given.
    pub user_name: String,
    /// The user name was given, so it is to be as given; else a user found by e-mail keeps another one.
    pub has_user_name: bool,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The name shown; left to the platform unless given.
    pub display_name: Option<String>,
    /// Organization roles, by name.
    pub organization_roles: Option<Vec<String>>,
    /// Workspaces, by name.
    pub workspaces: Option<Vec<WorkspaceWish>>,
    /// Each list that is given is complete: what is not in it is taken away.
    pub exact: bool,
}

/// What a user is to have in a workspace.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaWorkspaceWish", optional_fields))]
pub struct WorkspaceWish {
    /// The workspace, by name.
    pub workspace: String,
    /// Workspace roles, by name.
    pub roles: Option<Vec<String>>,
    /// Groups of the workspace, by name.
    pub groups: Option<Vec<String>>,
}

/// A user as the caller writes one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaUser", optional_fields))]
pub struct Given {
    /// The e-mail.
    #[serde(default)]
    email: String,
    /// The user name, which Workiva has in lower case and without spaces; the e-mail unless given.
    user_name: Option<String>,
    /// Given name.
    #[serde(default)]
    given_name: String,
    /// Family name.
    #[serde(default)]
    family_name: String,
    /// The name shown; left to the platform unless given.
    display_name: Option<String>,
    /// Organization roles, by name.
    organization_roles: Option<Vec<String>>,
    /// Workspaces, by name, with roles and groups in them.
    workspaces: Option<Vec<WorkspaceWish>>,
    /// Each list that is given is complete: what is not in it is taken away. Default `false`: only add.
    exact: Option<bool>,
}

impl User {
    /// Checks a user.
    ///
    /// # Errors
    /// `config_invalid`, naming the field, what is wrong and what to do.
    pub fn parse(value: &Value) -> Result<Self> {
        let given: Given = read("user", super::cells::read(value))?;
        let email = Email::parse("email", &given.email)?;
        let (user_name, has_user_name) = match given.user_name.filter(|name| !name.trim().is_empty()) {
            Some(name) => (user_name(name.trim())?, true),
            None => (email.folded(), false),
        };
        let display_name = match given.display_name.filter(|name| !name.trim().is_empty()) {
            Some(name) => Some(plain("displayName", &name)?),
            None => None,
        };
        let user = Self {
            email,
            user_name,
            has_user_name,
            given_name: plain("givenName", &given.given_name)?,
            family_name: plain("familyName", &given.family_name)?,
            display_name,
            organization_roles: given
                .organization_roles
                .map(|roles| names("organizationRoles", roles))
                .transpose()?,
            workspaces: given.workspaces.map(workspaces).transpose()?,
            exact: given.exact.unwrap_or(false),
        };
        Ok(user)
    }
}

fn user_name(text: &str) -> Result<String> {
    if text.chars().any(char::is_whitespace) {
        return Err(Error::invalid(format!("userName: {text:?} holds white space"))
            .hint("a Workiva user name has none: remove it"));
    }
    plain("userName", text).map(|name| fold(&name))
}

fn workspaces(wishes: Vec<WorkspaceWish>) -> Result<Vec<WorkspaceWish>> {
    let mut checked: Vec<WorkspaceWish> = Vec::new();
    for (at, wish) in wishes.into_iter().enumerate() {
        let field = |name: &str| format!("workspaces[{at}].{name}");
        let workspace = plain(&field("workspace"), &wish.workspace)?;
        if checked.iter().any(|other| fold(&other.workspace) == fold(&workspace)) {
            return Err(Error::invalid(format!("{}: {workspace:?} is there twice", field("workspace")))
                .hint("put its roles and groups together"));
        }
        let roles = wish.roles.map(|roles| names(&field("roles"), roles)).transpose()?;
        let groups = wish.groups.map(|groups| names(&field("groups"), groups)).transpose()?;
        checked.push(WorkspaceWish { workspace, roles, groups });
    }
    Ok(checked)
}

/// Names, each once.
fn names(field: &str, given: Vec<String>) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for name in given {
        let name = plain(field, &name)?;
        if !names.iter().any(|other| fold(other) == fold(&name)) {
            names.push(name);
        }
    }
    Ok(names)
}

fn plain(field: &str, text: &str) -> Result<String> {
    text::line(field, text, 256, "give a name")
}

/// The fields of a user that can be changed: JSON Patch knows these five and no other [D].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaField"))]
#[allow(missing_docs)] // the platform's own words
pub enum Field {
    GivenName,
    FamilyName,
    DisplayName,
    Username,
    Email,
}

impl Field {
    const ALL: [Self; 5] =
        [Self::GivenName, Self::FamilyName, Self::DisplayName, Self::Username, Self::Email];

    /// As the platform writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::GivenName => "givenName",
            Self::FamilyName => "familyName",
            Self::DisplayName => "displayName",
            Self::Username => "username",
            Self::Email => "email",
        }
    }

    /// What it is to be, where that was asked.
    pub fn wanted(self, user: &User) -> Option<&str> {
        match self {
            Self::GivenName => Some(&user.given_name),
            Self::FamilyName => Some(&user.family_name),
            Self::DisplayName => user.display_name.as_deref(),
            Self::Username => user.has_user_name.then_some(&user.user_name),
            Self::Email => Some(user.email.as_str()),
        }
    }

    fn found(self, record: &UserRecord) -> Option<&str> {
        match self {
            Self::GivenName => record.given_name.as_deref(),
            Self::FamilyName => record.family_name.as_deref(),
            Self::DisplayName => record.display_name.as_deref(),
            Self::Username => record.username.as_deref(),
            Self::Email => record.email.as_deref(),
        }
    }

    /// The fields in which a user differs from what was asked. Case makes no difference in an e-mail or
    /// a user name.
    pub fn differing(user: &User, record: &UserRecord) -> Vec<Self> {
        let differs = |field: &Self| {
            let found = field.found(record).unwrap_or_default().trim();
            field.wanted(user).is_some_and(|wanted| match field {
                Self::Username | Self::Email => fold(wanted) != fold(found),
                _ => wanted != found,
            })
        };
        Self::ALL.into_iter().filter(differs).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn jane() -> Value {
        json!({"email": "Jane@Doe.com", "givenName": "Jane", "familyName": "Roe"})
    }

    #[test]
    fn users() {
        let user = User::parse(&jane()).unwrap();
        assert_eq!((user.user_name.as_str(), user.has_user_name, user.exact), ("jane@doe.com", false, false));
        let mut named = jane();
        named["userName"] = " JRoe ".into();
        named["organizationRoles"] = json!(["A", " a ", "B"]);
        named["workspaces"] = json!([{"workspace": "W", "roles": []}]);
        let user = User::parse(&named).unwrap();
        assert_eq!((user.user_name.as_str(), user.has_user_name), ("jroe", true));
        assert_eq!(user.organization_roles.unwrap(), ["A", "B"]);
        assert_eq!(user.workspaces.unwrap()[0].roles, Some(Vec::new()));
    }

    #[test]
    fn bad_users_are_refused_by_field() {
        for (key, value, field) in [
            ("email", json!("a@b@c.co"), "email"),
            ("email", json!(7), "user.email"),
            ("email", json!(null), "user.email"),
            ("givenName", json!(" "), "givenName"),
            ("familyName", json!("a\nb"), "familyName"),
            ("displayName", json!("x".repeat(300)), "displayName"),
            ("userName", json!("jane roe"), "userName"),
            ("organizationRoles", json!(7), "user.organizationRoles"),
            ("organizationRoles", json!([""]), "organizationRoles"),
            ("workspaces", json!([{"roles": []}]), "user.workspaces[0].workspace"),
            ("workspaces", json!([{"workspace": ""}]), "workspaces[0].workspace"),
            ("workspaces", json!([{"workspace": "W"}, {"workspace": "w"}]), "workspaces[1].workspace"),
            ("workspaces", json!([{"workspace": "W", "groups": ["\u{7}"]}]), "workspaces[0].groups"),
            ("workspaces", json!([{"workspace": "W", "role": []}]), "user.workspaces[0].role"),
            ("exact", json!("yes"), "user.exact"),
            ("emial", json!("x"), "user.emial"),
        ] {
            let mut user = jane();
            user[key] = value;
            let error = User::parse(&user).unwrap_err();
            assert!(error.message.starts_with(&format!("{field}: ")), "{user}: {error}");
            assert!(error.hint.is_some());
        }
    }

    #[test]
    fn what_differs_is_named() {
        let mut user = User::parse(&jane()).unwrap();
        let record = UserRecord {
            given_name: Some("Jane".into()),
            family_name: Some("Doe".into()),
            email: Some("JANE@doe.com".into()),
            username: Some("janed".into()),
            ..UserRecord::default()
        };
        assert_eq!(Field::differing(&user, &record), [Field::FamilyName]);
        user.has_user_name = true;
        user.display_name = Some("J".into());
        assert_eq!(
            Field::differing(&user, &record),
            [Field::FamilyName, Field::DisplayName, Field::Username]
        );
    }
}
