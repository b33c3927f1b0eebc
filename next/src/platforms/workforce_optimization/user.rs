//! A user as a caller describes one: the fields of "Create an API user for Classic Workforce Optimization" [S].
use crate::error::{Code, Error, Result};
use crate::identity::line;
use crate::input::{choice, Input};
use crate::platforms::Email;
use crate::roster::{Column, Kind};
use crate::secret::Secret;
use serde_json::Value;

crate::input! {
    /// Only the user name is needed to take somebody away.
    #[derive(Clone)]
    pub(crate) struct User {
        /// "A valid email address … that will be used to log in" [S]. That it goes into `email` is inferred.
        pub user_name "userName": Email,
        pub first_name "firstName": Option<String>,
        pub last_name "lastName": Option<String>,
        /// By default from the names.
        pub display_name "displayName": Option<String>,
        pub time_zone "timeZone": Option<String>,
        /// Used when creating only.
        pub password "password": Option<Secret>,
        pub preset "preset": Option<Preset>,
        pub roles "roles": Option<Vec<String>>,
        pub team "team": Option<String>,
        pub scope "scope": Option<Scope>,
        /// The first is the main view.
        pub wfm_views "wfmViews": Option<Vec<String>>,
    }
}
crate::input! {
    /// Over whom the user has scope, by names.
    #[derive(Clone, Debug, Default)]
    pub(crate) struct Scope {
        /// All teams there are.
        pub tenant "tenant": bool = false,
        pub groups "groups": Vec<String> = Vec::new(),
        pub teams "teams": Vec<String> = Vec::new(),
    }
}
/// What is not given is what an API user has [S]. It is asked for by name: nobody becomes an administrator by leaving a
/// column out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Preset {
    ApiUser,
}
impl Input for Preset {
    fn read(path: &str, value: &Value) -> Result<Self> {
        choice(path, value, &[("apiUser", Self::ApiUser)])
    }
}
/// The default system administrator's role [S].
pub(super) const ADMINISTRATOR: &str = "Administrator";

/// The columns of a roster.
pub(crate) const COLUMNS: &[Column] = &[
    Column::new("userName", Kind::Text, "ann@doe.com").required(),
    Column::new("firstName", Kind::Text, "Ann"),
    Column::new("lastName", Kind::Text, "Doe"),
    Column::new("displayName", Kind::Text, ""),
    Column::new("timeZone", Kind::Text, ""),
    Column::new("password", Kind::Text, ""),
    Column::new("preset", Kind::Text, ""),
    Column::new("roles", Kind::List, "Agent"),
    Column::new("team", Kind::Text, "Default Team"),
    Column::new("scope.tenant", Kind::Flag, ""),
    Column::new("scope.groups", Kind::List, ""),
    Column::new("scope.teams", Kind::List, ""),
    Column::new("wfmViews", Kind::List, ""),
];
impl User {
    /// The user with what the preset adds.
    pub fn completed(&self) -> Self {
        let mut user = self.clone();
        if self.preset == Some(Preset::ApiUser) {
            user.roles.get_or_insert_with(|| vec![ADMINISTRATOR.into()]);
            user.team.get_or_insert_with(|| "Default Team".into());
            user.scope.get_or_insert_with(|| Scope { tenant: true, ..Scope::default() });
            user.wfm_views.get_or_insert_with(|| vec!["EnterpriseView".into()]);
        }
        user
    }
    /// All that is needed but to take somebody away.
    pub fn check(&self) -> Result<()> {
        let user = self.completed();
        for (field, text) in [("firstName", &user.first_name), ("lastName", &user.last_name)] {
            line(field, text.as_deref().unwrap_or_default())?;
        }
        let given =
            [("displayName", &user.display_name), ("timeZone", &user.time_zone), ("team", &user.team)];
        for (field, text) in given.into_iter().filter_map(|(field, text)| Some((field, text.as_ref()?))) {
            line(field, text)?;
        }
        let missing = [("roles", user.roles.is_none()), ("team", user.team.is_none())];
        if let Some((field, _)) = missing.into_iter().find(|(_, is_missing)| *is_missing) {
            let words = format!("{field} must be given: nobody gets a default role or team");
            return Err(Error::new(Code::ConfigMissing, words).hint(
                "name it, or set preset: \"apiUser\" for an administrator's account of an application",
            ));
        }
        if user.roles.is_some_and(|roles| roles.is_empty()) {
            return Err(Error::invalid("roles must not be empty").hint("name at least one role"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn user(change: Value) -> Result<User> {
        let mut user = json!({"userName": "api@doe.com", "firstName": "API", "lastName": "User",
            "roles": ["Agent"], "team": "Retention"});
        for (key, value) in change.as_object().unwrap() {
            user[key] = value.clone();
        }
        User::read("user", &user)
    }
    #[test]
    fn who_is_taken_away_needs_a_user_name_only() {
        let one = User::read("user", &json!({"userName": " api@doe.com "})).unwrap();
        assert_eq!(one.user_name.as_str(), "api@doe.com");
        assert!(one.check().is_err());
    }
    #[test]
    fn nobody_becomes_an_administrator_by_leaving_a_column_out() {
        for (left_out, field) in [(json!({"roles": null}), "roles"), (json!({"team": null}), "team")] {
            let error = user(left_out).unwrap().check().unwrap_err();
            assert_eq!(error.code, Code::ConfigMissing);
            assert!(error.message.starts_with(field) && error.hint.unwrap().contains("apiUser"));
        }
        let preset = user(json!({"preset": "apiUser", "roles": null, "team": null})).unwrap();
        preset.check().unwrap();
        let whole = preset.completed();
        assert_eq!(
            (whole.roles.unwrap(), whole.team.unwrap()),
            (vec!["Administrator".into()], "Default Team".into())
        );
        assert!(whole.scope.unwrap().tenant);
        assert_eq!(whole.wfm_views.unwrap(), ["EnterpriseView"]);
        let own = user(json!({"preset": "apiUser", "scope": {"teams": ["One"]}})).unwrap().completed();
        assert_eq!((own.roles.unwrap(), own.scope.unwrap().tenant), (vec!["Agent".to_owned()], false));
    }
    #[test]
    fn bad_users_are_refused_by_field() {
        for (change, field) in [
            (json!({"userName": null}), "user.userName"),
            (json!({"userName": ""}), "user.userName"),
            (json!({"userName": "api"}), "user.userName"),
            (json!({"userName": "a\u{200b}@b.co"}), "user.userName"),
            (json!({"userName": 7}), "user.userName"),
            (json!({"firstName": null}), "firstName"),
            (json!({"firstName": ""}), "firstName"),
            (json!({"lastName": "a\u{7}"}), "lastName"),
            (json!({"lastName": "x".repeat(201)}), "lastName"),
            (json!({"displayName": " "}), "displayName"),
            (json!({"timeZone": ""}), "timeZone"),
            (json!({"password": ""}), "user.password"),
            (json!({"password": 7}), "user.password"),
            (json!({"preset": "admin"}), "user.preset"),
            (json!({"roles": []}), "roles"),
            (json!({"roles": [1]}), "user.roles[0]"),
            (json!({"roles": "Agent"}), "user.roles"),
            (json!({"team": 1}), "user.team"),
            (json!({"scope": []}), "user.scope"),
            (json!({"scope": {"tenant": "all"}}), "user.scope.tenant"),
            (json!({"scope": {"teams": 4}}), "user.scope.teams"),
            (json!({"scope": {"team": ["A"]}}), "user.scope.team"),
            (json!({"wfmViews": [null]}), "user.wfmViews[0]"),
            (json!({"email": "a@b.co"}), "user.email"),
        ] {
            let error = user(change.clone()).and_then(|user| user.check()).unwrap_err();
            assert!(error.message.starts_with(&format!("{field} ")), "{change}: {error}");
        }
    }
}
