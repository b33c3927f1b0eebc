//! Secrets: values that cannot be printed, serialised or compared.
use crate::error::Result;
use crate::input::Input;
use serde_json::Value;

/// A credential. It has no `Debug`, `Display`, `Serialize` or `PartialEq`: only [`Secret::expose`] shows it.
#[derive(Clone)]
pub struct Secret(String);
impl Secret {
    /// The value, for the request that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}
impl Input for Secret {
    fn read(path: &str, value: &Value) -> Result<Self> {
        String::read(path, value).map(Self)
    }
}
