//! The texts that a user is made of: read, they are checked.
use crate::error::{Error, Result};
use crate::identity;
use crate::input::Input;
pub use crate::platforms::text::{Id, Line};
use crate::reconcile::At;
use serde_json::Value;

/// A user name: in lower case, without white space [D].
#[derive(Clone, Debug, PartialEq)]
pub struct UserName(pub String);
impl Id {
    pub fn at(&self, place: &str) -> At {
        At { place: place.to_owned(), id: self.0.clone() }
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
