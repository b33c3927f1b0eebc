//! A person on a SCIM server, as a caller describes one.
use crate::error::{Error, Result};
use crate::identity;
use crate::input::Input;
use crate::platforms::email::Email;
use crate::platforms::text::Line;
use crate::reconcile::Wish;
use crate::roster::{Column, Kind};
use crate::scim::{is_same_text, ENTERPRISE};
use serde_json::Value;

/// Fields whose values may be shown.
pub(super) const SHOWN: &[&str] = &[
    "userName",
    "email",
    "givenName",
    "familyName",
    "displayName",
    "title",
    "department",
    "active",
    "groups",
    "exact",
];
pub(super) const DEACTIVATED: &str = "the user is deactivated, and stays so: \"active\": true would end that";

crate::input! {
    /// A person. Attributes that are left out are left alone.
    pub(crate) struct User {
        /// What tells people apart, in any case.
        pub user_name "userName": UserName,
        /// The address at work.
        pub email "email": Option<Email>,
        external_id "externalId": Option<Line>,
        given_name "givenName": Option<Line>,
        family_name "familyName": Option<Line>,
        display_name "displayName": Option<Line>,
        title "title": Option<Line>,
        user_type "userType": Option<Line>,
        employee_number "employeeNumber": Option<Line>,
        department "department": Option<Line>,
        /// Left out, a new account is active, and another stays as it is.
        pub active "active": Option<bool>,
        /// Groups to be in, by display name or as `id:…`.
        pub groups "groups": Option<Vec<Line>>,
        /// Those alone.
        pub exact "exact": bool = false,
    }
}
/// The columns of a roster.
pub(crate) const COLUMNS: &[Column] = &[
    Column::new("userName", Kind::Text, "jane.roe").required(),
    Column::new("email", Kind::Text, "jane.roe@doe.example"),
    Column::new("externalId", Kind::Text, ""),
    Column::new("givenName", Kind::Text, "Jane"),
    Column::new("familyName", Kind::Text, "Roe"),
    Column::new("displayName", Kind::Text, ""),
    Column::new("title", Kind::Text, ""),
    Column::new("userType", Kind::Text, ""),
    Column::new("employeeNumber", Kind::Text, ""),
    Column::new("department", Kind::Text, ""),
    Column::new("active", Kind::Flag, ""),
    Column::new("groups", Kind::List, ""),
    Column::new("exact", Kind::Flag, ""),
];
impl User {
    pub fn keys(&self) -> Vec<String> {
        vec![identity::fold_email(&self.user_name.0)]
    }
    /// A list that is said to be complete must be there.
    pub fn check(&self) -> Result<()> {
        match self.exact && self.groups.is_none() {
            true => Err(Error::invalid("exact needs groups: a list that names all that the person is in")),
            false => Ok(()),
        }
    }
    /// Attributes, and where they are in a resource (RFC 7643 §4.1, §4.3).
    pub fn wishes(&self) -> Vec<Wish> {
        let text = |text: &Option<Line>| text.as_ref().map(|text| Value::from(text.0.as_str()));
        let enterprise = |name: &str| format!("/{ENTERPRISE}/{name}");
        let all = [
            ("externalId", "/externalId".to_owned(), text(&self.external_id)),
            ("givenName", "/name/givenName".to_owned(), text(&self.given_name)),
            ("familyName", "/name/familyName".to_owned(), text(&self.family_name)),
            ("displayName", "/displayName".to_owned(), text(&self.display_name)),
            ("title", "/title".to_owned(), text(&self.title)),
            ("userType", "/userType".to_owned(), text(&self.user_type)),
            ("employeeNumber", enterprise("employeeNumber"), text(&self.employee_number)),
            ("department", enterprise("department"), text(&self.department)),
            ("active", "/active".to_owned(), self.active.map(Value::from)),
        ];
        let all = all.into_iter().filter_map(|(name, pointer, value)| Some(Wish::new(name, pointer, value?)));
        let email = self.email.as_ref().map(|email| {
            Wish::new("email", "/emails/type=work/value", email.as_str()).compared(is_same_text)
        });
        all.chain(email).collect()
    }
}
/// A name to log in with, as it was given.
#[derive(Clone, Debug)]
pub(crate) struct UserName(pub String);
impl Input for UserName {
    fn read(path: &str, value: &Value) -> Result<Self> {
        identity::user_name(path, &String::read(path, value)?).map(Self)
    }
}
