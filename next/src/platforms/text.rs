//! Texts of calls and people: read, they are checked.
use crate::error::{Error, Result};
use crate::identity;
use crate::input::Input;
use serde_json::Value;

/// A short text: the name of a person, a role, a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Line(pub String);
/// An id that the platform gave: never empty, for that would be another address.
pub struct Id(pub String);

impl Input for Line {
    fn read(path: &str, value: &Value) -> Result<Self> {
        identity::line(path, &String::read(path, value)?).map(Self)
    }
}
impl Input for Id {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let id = String::read(path, value)?;
        match id.trim() {
            "" => Err(Error::invalid(format!("{path} must not be empty"))),
            "." | ".." => Err(Error::invalid(format!("{path} must be an id"))),
            _ => Ok(Self(id)),
        }
    }
}
