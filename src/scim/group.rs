//! Groups and their members.

use super::resource::typed;
use super::words::wrong;
use super::{object, schema, Resource};
use crate::error::Result;
use serde_json::Value;

/// A group (RFC 7643 §4.2).
///
/// ```
/// use provisor::scim::Group;
/// use serde_json::json;
///
/// let group = Group::from_value(json!({
///     "id": "e9e3", "displayName": "Tour Guides",
///     "members": [{ "value": "2819", "$ref": "../Users/2819", "display": "Babs Jensen" }]
/// }))?;
/// assert_eq!(group.display_name(), Some("Tour Guides"));
/// assert!(group.has_member("2819"));
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Group(pub(super) Resource);

typed!(Group schema::GROUP);

/// One resource named in another: a member of a group, a group of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The other's `id`.
    pub value: &'a str,
    /// Its name, for a person.
    pub display: Option<&'a str>,
    /// Its address (`$ref`).
    pub reference: Option<&'a str>,
    /// What it is, such as `User`, or `direct` and `indirect` for a user's group.
    pub kind: Option<&'a str>,
}

impl<'a> Reference<'a> {
    pub(super) fn read(value: &'a Value) -> Option<Self> {
        match value {
            Value::String(value) => Some(Self { value, display: None, reference: None, kind: None }),
            Value::Object(fields) => Some(Self {
                value: object::text(fields, "value")?,
                display: object::text(fields, "display"),
                reference: object::text(fields, "$ref"),
                kind: object::text(fields, "type"),
            }),
            _ => None,
        }
    }
}

impl Group {
    /// A group to create.
    pub fn new(display_name: &str) -> Self {
        let mut resource = Resource::new(schema::GROUP);
        // A resource without attributes has a place for each.
        let _ = resource.put(&["displayName"], display_name.into());
        Self(resource)
    }

    /// The name for a person; it need not be unique.
    pub fn display_name(&self) -> Option<&str> {
        self.0.text(&["displayName"])
    }

    /// Renames the group, and says whether that changed anything.
    ///
    /// # Errors
    /// None at present.
    pub fn set_display_name(&mut self, name: &str) -> Result<bool> {
        self.0.put(&["displayName"], name.into())
    }

    /// The members, in the server's order. Servers leave `members` out of listings, or of large groups: none
    /// here is no proof that there are none.
    pub fn members(&self) -> Vec<Reference<'_>> {
        self.0.list("members").iter().filter_map(Reference::read).collect()
    }

    /// Whether the server says that this `id` is a member.
    pub fn has_member(&self, id: &str) -> bool {
        self.0.list("members").iter().filter_map(Reference::read).any(|member| member.value == id)
    }

    /// Sees to it that there is a name: what is created needs one.
    pub(super) fn check(self) -> Result<Self> {
        match self.display_name() {
            Some(name) if !name.is_empty() => Ok(self),
            _ => Err(wrong("displayName", "is missing").hint("give the group's name")),
        }
    }
}
