//! The texts that a user is made of: read, they are checked.
use crate::error::{Error, Result};
use crate::identity;
use crate::input::Input;
use crate::reconcile::At;
use serde_json::Value;

/// The name of a person, a role, a workspace or a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Line(pub String);
/// A user name: in lower case, without white space [D].
#[derive(Clone, Debug, PartialEq)]
pub struct UserName(pub String);
/// An id that the platform gave: never empty, for that would be another address.
pub struct Id(pub String);

impl Id {
    pub fn at(&self, place: &str) -> At {
        At { place: place.to_owned(), id: self.0.clone() }
    }
}
impl Input for Line {
    fn read(path: &str, value: &Value) -> Result<Self> {
        identity::line(path, &String::read(path, value)?).map(Self)
    }
}
impl Input for UserName {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let name = identity::fold(&identity::user_name(path, &String::read(path, value)?)?);
        match name.contains(char::is_whitespace) {
            true => Err(Error::invalid(format!("{path} has white space in it"))
                .hint("a Workiva user name has none: remove it")),
            false => Ok(Self(name)),
        }
    }
}
impl Input for Id {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let id = String::read(path, value)?;
        match id.trim().is_empty() {
            true => Err(Error::invalid(format!("{path} must not be empty"))),
            false => Ok(Self(id)),
        }
    }
}
