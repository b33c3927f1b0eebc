//! A WorkSpan user as a caller describes one.

use crate::email::{fold, Email};
use crate::engine::settings::read;
use crate::error::{Error, Result};
use crate::scim;
use crate::text;
use serde::Deserialize;
use serde_json::Value;

/// A user, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The e-mail, which is the user name as well [D].
    pub email: Email,
    /// The first name.
    pub given_name: String,
    /// The last name.
    pub family_name: String,
    /// The name to show.
    pub display_name: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// Whether the user may work; `None` leaves it as it is.
    pub active: Option<bool>,
}

/// A user as the caller writes one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkSpanUser", optional_fields))]
pub struct Given {
    /// The e-mail, which is the user name as well; people are matched by it.
    #[serde(default)]
    email: String,
    /// The first name.
    #[serde(default)]
    given_name: String,
    /// The last name.
    #[serde(default)]
    family_name: String,
    /// The name to show.
    display_name: Option<String>,
    /// The department.
    department: Option<String>,
    /// Whether the user may work. Left out: a new user may, and whatever it is for another.
    #[cfg_attr(feature = "types", ts(type = "boolean", optional))]
    active: Option<Value>,
}

impl User {
    /// Checks a user.
    ///
    /// # Errors
    /// `config_invalid`, naming the field, what is wrong and what to do.
    pub fn parse(value: &Value) -> Result<Self> {
        let given: Given = read("user", value.clone())?;
        let optional = |field, text: Option<String>| {
            text.filter(|text| !text.trim().is_empty()).map(|text| plain(field, &text)).transpose()
        };
        Ok(Self {
            email: Email::parse("email", &given.email)?,
            given_name: plain("givenName", &given.given_name)?,
            family_name: plain("familyName", &given.family_name)?,
            display_name: optional("displayName", given.display_name)?,
            department: optional("department", given.department)?,
            active: given.active.filter(|value| !value.is_null()).map(|value| truth(&value)).transpose()?,
        })
    }

    /// The body that creates this user: core user and enterprise extension [D].
    ///
    /// # Errors
    /// None but for a defect.
    pub(super) fn resource(&self) -> Result<scim::User> {
        let mut user = scim::User::new(self.email.as_str());
        user.set_email(self.email.as_str())?;
        self.write_to(&mut user)?;
        user.set_active(self.active.unwrap_or(true))?;
        Ok(user)
    }

    /// Brings a resource to what was asked; gives the names of what that changes.
    ///
    /// # Errors
    /// `config_invalid` when the platform's resource has no such place.
    pub(super) fn write_to(&self, user: &mut scim::User) -> Result<Vec<String>> {
        let mut changed = Vec::new();
        let mut note = |name: &str, changes: bool| changed.extend(changes.then(|| name.to_owned()));
        note("givenName", user.set_given_name(&self.given_name)?);
        note("familyName", user.set_family_name(&self.family_name)?);
        if let Some(name) = &self.display_name {
            note("displayName", user.set_display_name(name)?);
        }
        if let Some(department) = &self.department {
            note("department", user.set_department(department)?);
        }
        if let Some(active) = self.active {
            note("active", user.active() != Some(active) && user.set_active(active)?);
        }
        Ok(changed)
    }
}

/// A roster's cell is a text.
fn truth(value: &Value) -> Result<bool> {
    let text = value.as_str().map(fold);
    match (value.as_bool(), text.as_deref()) {
        (Some(truth), _) => Ok(truth),
        (None, Some("true")) => Ok(true),
        (None, Some("false")) => Ok(false),
        _ => {
            Err(Error::invalid("active: is neither true nor false")
                .hint("write true or false, or leave it out"))
        }
    }
}

fn plain(field: &str, text: &str) -> Result<String> {
    text::line(field, text, 200, "give the person's name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn users_and_their_bodies() {
        let given = json!({
            "email": "ann@a.co", "givenName": "Ann", "familyName": "Example", "department": "R&D", "active": "true"
        });
        let user = User::parse(&given).unwrap();
        assert_eq!(
            user.resource().unwrap().creation(),
            json!({
                "schemas": [
                    "urn:ietf:params:scim:schemas:core:2.0:User",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
                ],
                "userName": "ann@a.co",
                "emails": [{ "value": "ann@a.co", "type": "work", "primary": true }],
                "name": { "givenName": "Ann", "familyName": "Example" },
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D" },
                "active": true
            })
        );
    }

    #[test]
    fn bad_users_are_refused_by_field() {
        let good = json!({"email": "a@b.co", "givenName": "A", "familyName": "B"});
        for (key, bad, field) in [
            ("email", json!("a@@b.co"), "email"),
            ("email", json!(null), "user.email"),
            ("givenName", json!(" "), "givenName"),
            ("familyName", json!("x\u{7}"), "familyName"),
            ("displayName", json!(7), "user.displayName"),
            ("active", json!("maybe"), "active"),
            ("nope", json!(1), "user.nope"),
        ] {
            let mut user = good.clone();
            user[key] = bad;
            let error = User::parse(&user).unwrap_err();
            assert!(error.message.starts_with(&format!("{field}: ")), "{user}: {error}");
            assert!(error.hint.is_some());
        }
        assert!(User::parse(&json!({"email": "a@b.co", "givenName": "A"})).is_err());
    }
}
