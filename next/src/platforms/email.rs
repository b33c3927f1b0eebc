//! An e-mail address that identifies a person: checked when it is read, for removals too.
use crate::error::Result;
use crate::identity;
use crate::input::Input;
use serde_json::Value;

/// An address as it was given, without the white space around it.
#[derive(Clone, Debug)]
pub(crate) struct Email(String);
impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// As addresses are compared.
    pub fn folded(&self) -> String {
        identity::fold_email(&self.0)
    }
}
impl Input for Email {
    fn read(path: &str, value: &Value) -> Result<Self> {
        identity::email(path, &String::read(path, value)?).map(Self)
    }
}
