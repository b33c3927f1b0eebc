//! Reads options and people strictly: each mistake is told with its path, in JavaScript's words, with the nearest name.
use crate::error::{Error, Result};
use serde_json::{Map, Value};

/// What can be read from a value.
pub trait Input: Sized {
    /// Reads it; `path` names it in errors.
    ///
    /// # Errors
    /// `config_invalid`, with the path.
    fn read(path: &str, value: &Value) -> Result<Self>;
    /// What stands where nothing is given.
    ///
    /// # Errors
    /// `config_invalid`, unless it may be left out.
    fn absent(path: &str) -> Result<Self> {
        Err(Error::invalid(format!("{path} is missing")))
    }
}
/// A struct with named fields, as [`input!`](crate::input!) declares one.
pub trait Shape: Sized {
    /// The names of its fields.
    const KEYS: &'static [&'static str];
    /// Reads them.
    ///
    /// # Errors
    /// Those of its fields.
    fn of(fields: &Fields) -> Result<Self>;
}
impl<T: Shape> Input for T {
    fn read(path: &str, value: &Value) -> Result<Self> {
        T::of(&Fields::new(path, value, T::KEYS, &[])?)
    }
}
/// Reads one object into two structs, which share its fields.
///
/// # Errors
/// Those of the fields; fields that neither has.
pub fn read_both<A: Shape, B: Shape>(path: &str, value: &Value) -> Result<(A, B)> {
    let fields = Fields::new(path, value, B::KEYS, A::KEYS)?;
    Ok((A::of(&fields)?, B::of(&fields)?))
}

/// The fields of one object.
pub struct Fields<'a> {
    path: &'a str,
    members: &'a Map<String, Value>,
}
impl<'a> Fields<'a> {
    /// An object's fields; those that are in neither list are refused.
    ///
    /// # Errors
    /// `config_invalid`, with the nearest name.
    pub fn new(path: &'a str, value: &'a Value, keys: &[&str], others: &[&str]) -> Result<Self> {
        let Value::Object(members) = value else { return Err(wrong(path, value, "an object")) };
        match members.keys().find(|key| !keys.contains(&key.as_str()) && !others.contains(&key.as_str())) {
            Some(unknown) => Err(not_known(path, unknown, [keys, others].concat())),
            None => Ok(Self { path, members }),
        }
    }
    /// A field.
    ///
    /// # Errors
    /// Those of its type.
    pub fn get<T: Input>(&self, key: &str) -> Result<T> {
        let path = format!("{}.{key}", self.path);
        self.members.get(key).map_or_else(|| T::absent(&path), |value| T::read(&path, value))
    }
    /// A field that may be left out.
    ///
    /// # Errors
    /// Those of its type.
    pub fn or<T: Input>(&self, key: &str, default: T) -> Result<T> {
        Ok(self.get::<Option<T>>(key)?.unwrap_or(default))
    }
}
fn wrong(path: &str, value: &Value, expected: &str) -> Error {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "another number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Error::invalid(format!("{path} must be {expected}, not {found}"))
}
fn not_known(path: &str, unknown: &str, mut known: Vec<&str>) -> Error {
    known.sort_unstable();
    let near = known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&unknown.to_lowercase(), &name.to_lowercase()), *name))
        .min();
    let near = near.filter(|(far, _)| *far <= (unknown.len() / 4).saturating_add(1));
    let near = near.map(|(_, name)| format!(": did you mean \"{name}\"?")).unwrap_or_default();
    Error::invalid(format!("{path}.{unknown} is not known{near}"))
        .hint(format!("known: {}", known.join(", ")))
}
/// One of a few words.
///
/// # Errors
/// `config_invalid`, with the words.
pub fn choice<T: Copy>(path: &str, value: &Value, all: &[(&str, T)]) -> Result<T> {
    let found = all.iter().find(|(name, _)| value.as_str() == Some(name));
    found.map(|(_, one)| *one).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        wrong(path, value, &format!("one of {}", names.join(", ")))
    })
}

macro_rules! plain {
    ($($kind:ty, $words:literal, $value:ident => $read:expr;)*) => {
        $(impl Input for $kind {
            fn read(path: &str, $value: &Value) -> Result<Self> {
                $read.ok_or_else(|| wrong(path, $value, $words))
            }
        })*
    };
}
plain! {
    String, "a string", value => value.as_str().map(str::to_owned);
    bool, "true or false", value => value.as_bool();
    u64, "a whole number from 0", value => whole(value);
    u32, "a whole number from 0", value => whole(value).and_then(|number| number.try_into().ok());
    usize, "a whole number from 0", value => whole(value).and_then(|number| number.try_into().ok());
    f64, "a number", value => value.as_f64();
    Value, "a value", value => Some(value.clone());
    Map<String, Value>, "an object", value => value.as_object().cloned();
}
impl<T: Input> Input for Option<T> {
    fn read(path: &str, value: &Value) -> Result<Self> {
        if value.is_null() {
            Ok(None)
        } else {
            T::read(path, value).map(Some)
        }
    }
    fn absent(_: &str) -> Result<Self> {
        Ok(None)
    }
}
impl<T: Input> Input for Vec<T> {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let items = value.as_array().ok_or_else(|| wrong(path, value, "an array"))?;
        items.iter().enumerate().map(|(index, item)| T::read(&format!("{path}[{index}]"), item)).collect()
    }
}

/// A whole number: JavaScript's 5 is 5.0.
fn whole(value: &Value) -> Option<u64> {
    let number = value
        .as_f64()
        .filter(|number| number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(number))?;
    Some(number as u64)
}

/// A struct that is read strictly: `field "name in JavaScript": Type`, with `= default` where it may be left out.
#[macro_export]
macro_rules! input {
    ($(#[$about:meta])* $seen:vis struct $name:ident {
        $($(#[$doc:meta])* $shown:vis $field:ident $key:literal: $kind:ty $(= $default:expr)?),* $(,)?
    }) => {
        $(#[$about])*
        $seen struct $name { $($(#[$doc])* $shown $field: $kind),* }
        impl $crate::input::Shape for $name {
            const KEYS: &'static [&'static str] = &[$($key),*];
            fn of(fields: &$crate::input::Fields) -> $crate::error::Result<Self> {
                Ok(Self { $($field: $crate::input!(@get fields, $key $(, $default)?)?),* })
            }
        }
    };
    (@get $fields:ident, $key:literal) => { $fields.get($key) };
    (@get $fields:ident, $key:literal, $default:expr) => { $fields.or($key, $default) };
}
