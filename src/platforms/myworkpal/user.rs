//! A MyWorkpal user as a caller describes one, and the ids the platform gives.

use crate::email::{fold, Email};
use crate::engine::settings::read;
use crate::error::{Error, Result};
use crate::text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// The unique id of a user: `id` and `userAccountId` of the platform's records [S].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SystemId(u64);

impl SystemId {
    /// An id: a positive number that JavaScript can hold.
    pub fn new(id: u64) -> Option<Self> {
        const LARGEST: u64 = (1 << 53) - 1;
        (1..=LARGEST).contains(&id).then_some(Self(id))
    }
}

impl fmt::Display for SystemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// By what a tenant is known to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TenantKey {
    /// By the company's name.
    Company(String),
    /// By its sub-domain.
    SubDomain(String),
}

impl TenantKey {
    /// The key folded for comparison; the two kinds never compare equal.
    pub fn folded(&self) -> String {
        match self {
            Self::Company(name) => format!("company {}", fold(name)),
            Self::SubDomain(name) => format!("sub-domain {}", fold(name)),
        }
    }
}

impl fmt::Display for TenantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Company(name) => write!(f, "the company {name:?}"),
            Self::SubDomain(name) => write!(f, "the sub-domain {name:?}"),
        }
    }
}

/// A user, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The e-mail that identifies the user within the tenant.
    pub email: Email,
    /// The tenant.
    pub tenant: TenantKey,
    /// The five optional sections, as the caller gave them.
    pub details: Details,
}

/// The optional sections of a user, passed through as given.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalDetails", optional_fields))]
pub struct Details {
    /// Names, date of birth, …
    #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>", optional))]
    pub person_details: Option<Map<String, Value>>,
    /// An array, as in the walk-through's example [S].
    #[cfg_attr(feature = "types", ts(type = "Array<unknown>", optional))]
    pub contact_numbers: Option<Vec<Value>>,
    /// The address.
    #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>", optional))]
    pub address_details: Option<Map<String, Value>>,
    /// Job title, start date, …
    #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>", optional))]
    pub employee_details: Option<Map<String, Value>>,
    /// The tenant's own fields about the person; `groups` is required and added when missing.
    #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>", optional))]
    pub meta_data_personal: Option<Map<String, Value>>,
    /// The tenant's own fields about the employment; `groups` is required and added when missing.
    #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>", optional))]
    pub meta_data_employee: Option<Map<String, Value>>,
}

/// A user as the caller writes one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalUser", optional_fields))]
pub struct Given {
    /// The e-mail: the name to log in with, by which people are matched.
    #[serde(default)]
    email: String,
    /// The tenant by its company's name.
    company: Option<String>,
    /// The tenant by its sub-domain.
    sub_domain: Option<String>,
    /// What else is known of the user.
    details: Option<Details>,
}

impl User {
    /// Checks a user.
    ///
    /// # Errors
    /// `config_invalid`, naming the field, what is wrong and what to do.
    pub fn parse(value: &Value) -> Result<Self> {
        let given: Given = read("user", value.clone())?;
        let email = Email::parse("email", &given.email)?;
        let name = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let tenant = match (name(given.company), name(given.sub_domain)) {
            (Some(company), None) => TenantKey::Company(plain("company", company.trim())?),
            (None, Some(sub_domain)) => TenantKey::SubDomain(check_sub_domain(sub_domain.trim())?),
            (Some(_), Some(_)) => {
                return Err(Error::invalid("company, subDomain: both are given")
                    .hint("give one of them: they could name two tenants"))
            }
            (None, None) => {
                return Err(Error::invalid("company, subDomain: neither is given")
                    .hint("give the tenant's company name or its sub-domain"))
            }
        };
        let details = given.details.unwrap_or_default();
        details.check()?;
        Ok(Self { email, tenant, details })
    }
}

impl Details {
    /// `groups` of the metadata must be an array [S].
    fn check(&self) -> Result<()> {
        for (name, section) in
            [("metaDataPersonal", &self.meta_data_personal), ("metaDataEmployee", &self.meta_data_employee)]
        {
            let groups = section.as_ref().and_then(|section| section.get("groups"));
            if groups.is_some_and(|groups| !groups.is_array()) {
                return Err(Error::invalid(format!("details.{name}.groups: is not an array"))
                    .hint("give an array, or leave it out"));
            }
        }
        Ok(())
    }
}

/// A sub-domain is a segment of paths: it must not change their meaning.
pub(super) fn check_sub_domain(text: &str) -> Result<String> {
    if text.trim().is_empty() || text == "." || text == ".." || text.contains(['/', '\\']) {
        return Err(Error::invalid(format!("subDomain: {text:?} is not a sub-domain"))
            .hint("give the tenant's sub-domain alone, such as companydoe"));
    }
    plain("subDomain", text)
}

fn plain(field: &str, text: &str) -> Result<String> {
    text::line(field, text, 200, "give a name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn users() {
        let user = User::parse(&json!({"email": "john@doe.com", "company": " Company Doe "})).unwrap();
        assert_eq!(user.tenant, TenantKey::Company("Company Doe".into()));
        let user = User::parse(&json!({"email": "j@d.co", "subDomain": "doe", "company": null})).unwrap();
        assert_eq!(user.tenant, TenantKey::SubDomain("doe".into()));
    }

    #[test]
    fn bad_users_are_refused_by_field() {
        for (user, field) in [
            (json!("john@doe.com"), "user"),
            (json!({"company": "x"}), "email"),
            (json!({"email": "a@b@c.co", "company": "x"}), "email"),
            (json!({"email": 7, "company": "x"}), "user.email"),
            (json!({"email": "a@b.co"}), "company, subDomain"),
            (json!({"email": "a@b.co", "company": "  "}), "company, subDomain"),
            (json!({"email": "a@b.co", "company": "x", "subDomain": "y"}), "company, subDomain"),
            (json!({"email": "a@b.co", "company": "x\u{7}"}), "company"),
            (json!({"email": "a@b.co", "subDomain": ".."}), "subDomain"),
            (json!({"email": "a@b.co", "subDomain": "a/b"}), "subDomain"),
            (json!({"email": "a@b.co", "company": "x", "emial": "y"}), "user.emial"),
            (json!({"email": "a@b.co", "company": "x", "details": {"nope": 1}}), "user.details.nope"),
            (
                json!({"email": "a@b.co", "company": "x", "details": {"contactNumbers": {}}}),
                "user.details.contactNumbers",
            ),
            (
                json!({"email": "a@b.co", "company": "x", "details": {"metaDataEmployee": {"groups": {}}}}),
                "details.metaDataEmployee.groups",
            ),
        ] {
            let error = User::parse(&user).unwrap_err();
            assert!(error.message.starts_with(&format!("{field}: ")), "{user}: {error}");
            assert!(error.hint.is_some());
        }
    }
}
