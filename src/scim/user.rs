//! Users: the attributes that accounts are about, and everything else passed through.

use super::resource::typed;
use super::words::wrong;
use super::{object, schema, Reference, Resource};
use crate::error::Result;
use serde_json::{json, Value};

/// A user (RFC 7643 §4.1) with the enterprise extension (§4.3).
///
/// ```
/// use provisor::scim::User;
/// use serde_json::json;
///
/// let mut user = User::from_value(json!({
///     "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
///     "id": "2819", "userName": "o'brien", "active": "True", "x-unknown": [1.50, null],
///     "meta": { "version": "W/\"1\"" }
/// }))?;
/// assert_eq!(user.active(), Some(true));
/// assert!(user.set_department("R&D")?);
/// assert!(!user.set_user_name("o'brien")?, "nothing to change");
/// assert_eq!(user.replacement(), json!({
///     "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
///                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
///     "id": "2819", "userName": "o'brien", "active": "True", "x-unknown": [1.50, null],
///     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D" }
/// }));
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct User(pub(super) Resource);

typed!(User schema::USER);

/// One of a user's e-mail addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserEmail<'a> {
    /// The address.
    pub value: &'a str,
    /// Such as `work`.
    pub kind: Option<&'a str>,
    /// Whether it is the one to use first.
    pub primary: bool,
}

macro_rules! texts {
    ($($get:ident $set:ident [$($step:expr),+] $doc:literal;)*) => {$(
        #[doc = $doc]
        pub fn $get(&self) -> Option<&str> {
            self.0.text(&[$($step),+])
        }

        #[doc = concat!("Sets it, and says whether that changed anything. ", $doc)]
        ///
        /// # Errors
        /// `config_invalid` when the server's resource has no such place.
        pub fn $set(&mut self, value: &str) -> Result<bool> {
            self.0.put(&[$($step),+], value.into())
        }
    )*};
}

impl User {
    /// A user to create. `userName` is what the platform knows the person by; it is sent as given.
    pub fn new(user_name: &str) -> Self {
        let mut resource = Resource::new(schema::USER);
        // A resource without attributes has a place for each.
        let _ = resource.put(&["userName"], user_name.into());
        Self(resource)
    }

    texts! {
        user_name set_user_name ["userName"] "The name to log in with: unique, and the same in any case.";
        display_name set_display_name ["displayName"] "The name to show.";
        given_name set_given_name ["name", "givenName"] "The given name.";
        family_name set_family_name ["name", "familyName"] "The family name.";
        title set_title ["title"] "The title, such as `Vice President`.";
        employee_number set_employee_number [schema::ENTERPRISE_USER, "employeeNumber"] "The employee's number.";
        cost_center set_cost_center [schema::ENTERPRISE_USER, "costCenter"] "The cost centre.";
        organization set_organization [schema::ENTERPRISE_USER, "organization"] "The organization.";
        division set_division [schema::ENTERPRISE_USER, "division"] "The division.";
        department set_department [schema::ENTERPRISE_USER, "department"] "The department.";
        manager_id set_manager_id [schema::ENTERPRISE_USER, "manager", "value"] "The `id` of the manager.";
    }

    /// Whether the account may be used, where the server says so; `"True"` is true.
    pub fn active(&self) -> Option<bool> {
        self.0.at(&["active"]).and_then(object::truth)
    }

    /// Allows or suspends the account, and says whether that changed anything.
    ///
    /// # Errors
    /// None at present.
    pub fn set_active(&mut self, active: bool) -> Result<bool> {
        if self.active() == Some(active) {
            return Ok(false);
        }
        self.0.put(&["active"], active.into())
    }

    /// The e-mail addresses, in the server's order. A text in the place of an object is an address.
    pub fn emails(&self) -> Vec<UserEmail<'_>> {
        self.0.list("emails").iter().filter_map(email_of).collect()
    }

    /// The e-mail address to use: the primary one, else the first of type `work`, else the first.
    pub fn email(&self) -> Option<&str> {
        chosen(self.0.list("emails")).and_then(|(_, value)| email_of(value)).map(|email| email.value)
    }

    /// Sets the address that [`User::email`] gives, and leaves the others; says whether that changed anything.
    ///
    /// # Errors
    /// `config_invalid` when the server's `emails` is no list.
    pub fn set_email(&mut self, address: &str) -> Result<bool> {
        if self.email() == Some(address) {
            return Ok(false);
        }
        let emails = self.0.list_mut("emails")?;
        match chosen(emails).map(|(at, _)| at).and_then(|at| emails.get_mut(at)) {
            Some(Value::Object(fields)) => *object::place(fields, "value") = address.into(),
            Some(other) => *other = address.into(),
            None => emails.push(json!({ "value": address, "type": "work", "primary": true })),
        }
        Ok(true)
    }

    /// The groups that the user is in. Read-only (RFC 7643 §4.1.2): memberships are changed at `/Groups`.
    pub fn groups(&self) -> Vec<Reference<'_>> {
        self.0.list("groups").iter().filter_map(Reference::read).collect()
    }

    /// Sees to it that there is a user name: what is created needs one.
    pub(super) fn check(self) -> Result<Self> {
        match self.user_name() {
            Some(name) if !name.is_empty() => Ok(self),
            _ => Err(wrong("userName", "is missing").hint("give the name to log in with")),
        }
    }
}

fn email_of(value: &Value) -> Option<UserEmail<'_>> {
    match value {
        Value::String(value) => Some(UserEmail { value, kind: None, primary: false }),
        Value::Object(fields) => Some(UserEmail {
            value: object::text(fields, "value")?,
            kind: object::text(fields, "type"),
            primary: object::get(fields, "primary").and_then(object::truth).unwrap_or_default(),
        }),
        _ => None,
    }
}

fn chosen(emails: &[Value]) -> Option<(usize, &Value)> {
    let rank = |email: UserEmail<'_>| match email {
        UserEmail { primary: true, .. } => 0,
        UserEmail { kind: Some(kind), .. } if kind.eq_ignore_ascii_case("work") => 1,
        _ => 2,
    };
    let known = emails.iter().enumerate().filter_map(|(at, value)| Some((rank(email_of(value)?), at, value)));
    known.min_by_key(|(rank, at, _)| (*rank, *at)).map(|(_, at, value)| (at, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(value: Value) -> User {
        User::from_value(value).unwrap()
    }

    #[test]
    fn the_email_to_use_is_the_one_that_is_set() {
        for (emails, used, set) in [
            (json!(null), None, json!([{"value": "n@x.co", "type": "work", "primary": true}])),
            (json!([]), None, json!([{"value": "n@x.co", "type": "work", "primary": true}])),
            (
                json!([{"type": "work"}]),
                None,
                json!([{"type": "work"}, {"value": "n@x.co", "type": "work", "primary": true}]),
            ),
            (json!(["a@x.co"]), Some("a@x.co"), json!(["n@x.co"])),
            (
                json!([{"value": "h", "type": "home"}, {"Value": "w", "TYPE": "Work", "own": 1}]),
                Some("w"),
                json!([{"value": "h", "type": "home"}, {"Value": "n@x.co", "TYPE": "Work", "own": 1}]),
            ),
            (
                json!([{"value": "w", "type": "work"}, {"value": "p", "primary": "True"}]),
                Some("p"),
                json!([{"value": "w", "type": "work"}, {"value": "n@x.co", "primary": "True"}]),
            ),
        ] {
            let mut user = user(json!({"emails": emails}));
            assert_eq!(user.email(), used);
            assert!(user.set_email("n@x.co").unwrap());
            assert_eq!(user.to_value()["emails"], set);
            assert!(!user.set_email("n@x.co").unwrap());
        }
        assert!(user(json!({"emails": "a@x.co"})).set_email("n@x.co").is_err());
    }

    #[test]
    fn names_in_any_case_and_twice() {
        let mut twice = user(json!({"username": "b", "userName": "a", "USERNAME": "c", "x": 1}));
        assert_eq!(twice.user_name(), Some("a"));
        assert!(twice.set_user_name("d").unwrap());
        assert_eq!(twice.to_value(), json!({"userName": "d", "x": 1}));
        let other = user(json!({"USERNAME": "c", "username": null, "ACTIVE": "false"}));
        assert_eq!((other.user_name(), other.active()), (Some("c"), Some(false)));
    }

    #[test]
    fn extensions_are_declared_once() {
        let mut user = user(json!({"schemas": [schema::USER, schema::ENTERPRISE_USER.to_uppercase()]}));
        assert!(user.set_manager_id("7").unwrap() && user.set_division("R&D").unwrap());
        assert_eq!(user.to_value()["schemas"].as_array().unwrap().len(), 2);
        assert_eq!((user.manager_id(), user.division()), (Some("7"), Some("R&D")));
        let path = super::super::attr(&format!("{}:manager.value", schema::ENTERPRISE_USER)).unwrap();
        assert_eq!(user.get(&path), Some(&json!("7")));
        assert!(user.clear(&path) && !user.clear(&path));
        assert_eq!(user.manager_id(), None);
    }

    #[test]
    fn nothing_odd_is_believed() {
        let odd = user(
            json!({"id": 7, "name": "Jo", "active": 1, "groups": [7, {"display": "x"}, {"value": "9"}]}),
        );
        assert_eq!((odd.id(), odd.given_name(), odd.active()), (None, None, None));
        assert_eq!(odd.groups().iter().map(|group| group.value).collect::<Vec<_>>(), ["9"]);
        assert!(odd.clone().set_given_name("x").is_err());
        assert!(!format!("{:?}", user(json!({"userName": "canary"}))).contains("canary"));
    }
}
