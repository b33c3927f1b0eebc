//! Secrets: values that cannot be printed, serialised or compared.
use crate::error::{Error, Result};
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
        match String::read(path, value)? {
            empty if empty.is_empty() => Err(Error::invalid(format!("{path} must not be empty"))),
            secret => Ok(Self(secret)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_secret_is_any_text_but_none() {
        assert_eq!(Secret::read("secret", &json!(" ü\n")).ok().unwrap().expose(), " ü\n");
        for (value, words) in [
            (json!(""), "secret must not be empty"),
            (json!(4711), "secret must be a string, not a number"),
            (json!(["hunter2"]), "secret must be a string, not an array"),
        ] {
            assert_eq!(Secret::read("secret", &value).err().unwrap().message, words);
        }
    }

    /// Does not compile where [`Secret`] has the trait: then there are two `is` to choose from.
    macro_rules! lacks {
        ($($lacked:path),*) => {
            $({
                trait Lacks<Which> {
                    fn is() {}
                }
                impl<T> Lacks<()> for T {}
                impl<T: $lacked> Lacks<u8> for T {}
                <Secret as Lacks<_>>::is();
            })*
        };
    }
    #[test]
    fn nothing_prints_serialises_or_compares_it() {
        lacks!(std::fmt::Debug, std::fmt::Display, serde::Serialize, PartialEq, std::hash::Hash, AsRef<str>);
        lacks!(std::ops::Deref<Target = str>, Into<String>, std::borrow::Borrow<str>);
    }
}
