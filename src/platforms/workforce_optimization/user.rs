//! A Workforce Optimization user as a caller describes one: the fields of the source document [S].

use crate::email::{fold, Email};
use crate::engine::settings::read;
use crate::error::{Error, Result};
use crate::http::Secret;
use crate::text;
use serde::Deserialize;
use serde_json::Value;

/// The default system administrator's role [S].
pub(super) const ADMINISTRATOR: &str = "Administrator";
/// The team of those who are given none [S].
pub(super) const DEFAULT_TEAM: &str = "Default Team";
/// The view that shows all users [S]; it cannot be renamed.
pub(super) const ENTERPRISE_VIEW: &str = "EnterpriseView";

/// A user, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The user name: a valid e-mail address [S].
    pub user_name: Email,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// Whether a password is given; the vault has it.
    pub has_password: bool,
    /// The names of the roles.
    pub roles: Vec<String>,
    /// They were given: who exists is to have these and no others. Not given, they are for somebody new.
    pub has_roles: bool,
    /// The name of the team.
    pub team: String,
    /// It was given.
    pub has_team: bool,
    /// Over whom the user has scope, if that is said.
    pub scope: Option<Scope>,
    /// The names of the WFM views; the first is the main one.
    pub views: Vec<String>,
    /// They were given.
    pub has_views: bool,
}

/// Over whom a user has scope, by names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// All teams of the tenant.
    pub tenant: bool,
    /// These groups.
    pub groups: Vec<String>,
    /// These teams.
    pub teams: Vec<String>,
}

/// A user as the caller writes one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationUser", optional_fields))]
pub struct Given {
    /// A valid e-mail address: the name to log in with.
    #[serde(default)]
    user_name: String,
    /// The first name.
    #[serde(default)]
    first_name: String,
    /// The last name.
    #[serde(default)]
    last_name: String,
    /// Must meet the tenant's policy. Used when creating only.
    #[cfg_attr(feature = "types", ts(type = "string", optional))]
    password: Option<Secret>,
    /// Names of roles. Default, for somebody who has none: the default Administrator role.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "Array<string>", optional))]
    roles: Value,
    /// The name of the team. Default, for somebody who has none: Default Team.
    team: Option<String>,
    /// Over whom the user has scope. Left out: nobody for a new user, and whatever it is for another.
    scope: Option<GivenScope>,
    /// Names of WFM views, the main one first. Default: EnterpriseView.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "Array<string>", optional))]
    wfm_views: Value,
}

/// A scope as the caller writes one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationScope", optional_fields))]
pub struct GivenScope {
    /// All teams of the tenant.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "boolean", optional))]
    tenant: Value,
    /// Names of groups.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "Array<string>", optional))]
    groups: Value,
    /// Names of teams.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "Array<string>", optional))]
    teams: Value,
}

impl User {
    /// Checks a user.
    ///
    /// # Errors
    /// `config_invalid`, naming the field, what is wrong and what to do.
    pub fn parse(value: &Value) -> Result<Self> {
        let given: Given = read("user", value.clone())?;
        let user_name = Email::parse("userName", &given.user_name)?;
        let roles = names("roles", &given.roles)?;
        let views = names("wfmViews", &given.wfm_views)?;
        let (has_roles, has_views) = (roles.is_some(), views.is_some());
        let roles = roles.unwrap_or_else(|| vec![ADMINISTRATOR.to_owned()]);
        if roles.is_empty() {
            return Err(Error::invalid("roles: is empty")
                .hint("name at least one, or leave it out for the default Administrator role"));
        }
        if given.password.as_ref().is_some_and(Secret::is_empty) {
            return Err(Error::invalid("password: is empty")
                .hint("give one that meets the tenant's policy, or leave it out"));
        }
        let team = given.team.filter(|team| !team.trim().is_empty());
        Ok(Self {
            user_name,
            first_name: plain("firstName", &given.first_name)?,
            last_name: plain("lastName", &given.last_name)?,
            has_password: given.password.is_some(),
            roles,
            has_roles,
            has_team: team.is_some(),
            team: plain("team", team.as_deref().unwrap_or(DEFAULT_TEAM))?,
            scope: given.scope.map(Scope::parse).transpose()?,
            views: views.unwrap_or_else(|| vec![ENTERPRISE_VIEW.to_owned()]),
            has_views,
        })
    }
}

impl Scope {
    fn parse(given: GivenScope) -> Result<Self> {
        let tenant = match &given.tenant {
            Value::Null => false,
            Value::Bool(tenant) => *tenant,
            // As a roster in CSV has it.
            Value::String(text) if fold(text) == "true" => true,
            Value::String(text) if fold(text) == "false" => false,
            _ => {
                return Err(Error::invalid("scope.tenant: is neither true nor false")
                    .hint("give true for all teams of the tenant, or name groups and teams"))
            }
        };
        Ok(Self {
            tenant,
            groups: names("scope.groups", &given.groups)?.unwrap_or_default(),
            teams: names("scope.teams", &given.teams)?.unwrap_or_default(),
        })
    }
}

/// A list of names; a text, as a roster in CSV has it, holds them with semicolons between.
fn names(field: &str, value: &Value) -> Result<Option<Vec<String>>> {
    let bad = || Error::invalid(format!("{field}: is not a list of names")).hint("give a list of texts");
    let items: Vec<&str> = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.split(';').filter(|name| !name.trim().is_empty()).collect(),
        Value::Array(items) => {
            items.iter().map(|item| item.as_str().ok_or_else(bad)).collect::<Result<_>>()?
        }
        _ => return Err(bad()),
    };
    items.into_iter().map(|name| plain(field, name)).collect::<Result<_>>().map(Some)
}

fn plain(field: &str, text: &str) -> Result<String> {
    text::line(field, text, 200, "give a name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_left_out_is_what_the_source_document_says() {
        let user = User::parse(&json!({"userName": "api@doe.com", "firstName": "API", "lastName": " User "}));
        let user = user.unwrap();
        assert_eq!((user.first_name.as_str(), user.last_name.as_str()), ("API", "User"));
        assert_eq!(
            (user.roles, user.team.as_str(), user.views),
            (vec!["Administrator".to_owned()], "Default Team", vec!["EnterpriseView".to_owned()])
        );
        assert!(!user.has_password && user.scope.is_none());
    }

    #[test]
    fn a_roster_in_csv_has_lists_in_cells() {
        let user = User::parse(&json!({
            "userName": "api@doe.com", "firstName": "API", "lastName": "User", "password": "x",
            "roles": "Agent; Auditor;", "scope": {"tenant": "TRUE", "groups": "One"},
        }))
        .unwrap();
        assert_eq!(user.roles, ["Agent", "Auditor"]);
        assert!(user.has_password);
        let scope = Scope { tenant: true, groups: vec!["One".into()], teams: Vec::new() };
        assert_eq!(user.scope, Some(scope));
    }

    #[test]
    fn bad_users_are_refused_by_field() {
        for (change, field) in [
            (json!({"userName": null}), "user.userName"),
            (json!({"userName": ""}), "userName"),
            (json!({"userName": "api"}), "userName"),
            (json!({"userName": 7}), "user.userName"),
            (json!({"firstName": ""}), "firstName"),
            (json!({"lastName": "a\u{7}"}), "lastName"),
            (json!({"lastName": "x".repeat(201)}), "lastName"),
            (json!({"password": ""}), "password"),
            (json!({"password": 7}), "user.password"),
            (json!({"roles": []}), "roles"),
            (json!({"roles": ";"}), "roles"),
            (json!({"roles": [1]}), "roles"),
            (json!({"roles": [""]}), "roles"),
            (json!({"roles": {}}), "roles"),
            (json!({"team": 1}), "user.team"),
            (json!({"scope": []}), "user.scope"),
            (json!({"scope": {"tenant": "all"}}), "scope.tenant"),
            (json!({"scope": {"teams": 4}}), "scope.teams"),
            (json!({"scope": {"team": ["A"]}}), "user.scope.team"),
            (json!({"wfmViews": [null]}), "wfmViews"),
            (json!({"email": "a@b.co"}), "user.email"),
        ] {
            let mut user = json!({"userName": "api@doe.com", "firstName": "API", "lastName": "User"});
            for (key, value) in change.as_object().unwrap() {
                user[key] = value.clone();
            }
            let error = User::parse(&user).unwrap_err();
            assert!(error.message.starts_with(&format!("{field}: ")), "{user}: {error}");
            assert!(error.hint.is_some());
        }
        assert!(User::parse(&json!("api@doe.com")).unwrap_err().message.starts_with("user: "));
    }
}
