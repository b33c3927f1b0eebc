//! Plain data into types and back, by one road: everything that comes in is read from a JSON value, and
//! everything that goes out is written through one.
//!
//! One road keeps the module small: each type is read and written by one piece of code, whether it comes
//! from JavaScript, a journal or a server. A structure asks for its fields by name, in its own order: what serde
//! builds for that is smaller than what it builds to take names as they come. It also names the place of what does not
//! fit, and never quotes the value found there: it may be a secret in the wrong field.

mod reader;

use self::reader::{Names, Reader};
use crate::error::{Code, Error, Result};
use serde::de::{self, Unexpected};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// Where and how a value does not fit. One pointer wide: it is handed up through every field that is read.
#[derive(Debug)]
pub(crate) struct Mismatch(Box<Misfit>);

/// What a [`Mismatch`] holds.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// Such as `results[0].id`; nothing for the value as a whole.
    pub path: String,
    /// Such as `expected a string, not a number`.
    pub words: String,
    /// The field of this number is missing: its name is still to be found.
    missing: Option<usize>,
}

/// Reads a type out of a JSON value; names that it does not know are passed over.
pub(crate) fn read<'de, T: Deserialize<'de>>(value: &'de Value) -> std::result::Result<T, Mismatch> {
    T::deserialize(Reader { value: Some(value), names: Names::Any })
}

/// The same for what people write: a name that is not known is a mistake.
pub(crate) fn read_exactly<'de, T: Deserialize<'de>>(value: &'de Value) -> std::result::Result<T, Mismatch> {
    T::deserialize(Reader { value: Some(value), names: Names::Known })
}

/// Writes a type as a JSON value.
pub(crate) fn write(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value)
        .map_err(|error| Error::new(Code::Internal, format!("a value cannot be written: {error}")))
}

impl std::ops::Deref for Mismatch {
    type Target = Misfit;

    fn deref(&self) -> &Misfit {
        &self.0
    }
}

impl Mismatch {
    fn new(path: &str, words: String) -> Self {
        Self(Box::new(Misfit { path: path.to_owned(), words, missing: None }))
    }

    /// Names the field that is missing, if one is.
    fn naming(self, names: &[&str]) -> Self {
        match self.missing.and_then(|number| names.get(number)) {
            Some(name) => Self::new(name, "is missing".to_owned()),
            None => self,
        }
    }

    fn within(mut self, outer: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.0.path = [outer, joint, &self.path].concat();
        // What is missing inside is no field of what is outside.
        self.0.missing = None;
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self::new("", words.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("expected {expected}, not {}", kind(&found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(format_args!("expected one of: {}", expected.join(", ")))
    }

    fn invalid_length(length: usize, expected: &dyn de::Expected) -> Self {
        let mut mismatch = Self::custom(format_args!("expected {expected}"));
        mismatch.0.missing = Some(length);
        mismatch
    }
}

fn kind(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "this number",
        Unexpected::Str(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "nothing",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "this",
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Sample {
        name: String,
        numbers: Vec<u32>,
        ratio: Option<f64>,
        inner: Option<Box<Sample>>,
        kind: Kind,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Kind {
        Plain,
        Holding(String),
        Both { a: u8, b: i64 },
    }

    fn sample() -> Sample {
        Sample {
            name: "x".into(),
            numbers: vec![1, 2],
            ratio: Some(1.5),
            inner: Some(Box::new(Sample {
                name: String::new(),
                numbers: Vec::new(),
                ratio: None,
                inner: None,
                kind: Kind::Both { a: 1, b: -2 },
            })),
            kind: Kind::Holding("y".into()),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let value = write(&sample()).unwrap();
        assert_eq!(read_exactly::<Sample>(&value).unwrap(), sample());
        let plain = Sample { kind: Kind::Plain, ..sample() };
        assert_eq!(read_exactly::<Sample>(&write(&plain).unwrap()).unwrap(), plain);
    }

    #[test]
    fn what_is_too_short_within_a_structure_is_no_field_of_it() {
        #[derive(Debug, Deserialize)]
        struct Holder {
            #[allow(dead_code)]
            first: u8,
            #[allow(dead_code)]
            pairs: Vec<(u8, u8)>,
        }
        let mismatch = read::<Holder>(&json!({"first": 1, "pairs": [[1]]})).unwrap_err();
        assert_eq!(mismatch.path, "pairs[0]");
        assert_eq!(read::<Holder>(&json!({"first": 1})).unwrap_err().path, "pairs");
    }

    #[test]
    fn numbers_within_plain_data_stay_what_they_are() {
        #[derive(Serialize, Deserialize)]
        struct Holder {
            plain: Value,
            list: Vec<Value>,
        }
        let text = r#"{"plain":{"a":1.10,"b":-0,"c":-5,"d":1e+400},"list":[12345678901234567890123,18446744073709551615]}"#;
        let holder: Holder = read(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(write(&holder).unwrap().to_string(), text);
    }

    #[test]
    fn names_that_are_not_known_are_passed_over_or_refused() {
        let value = json!({"name": "x", "numbers": [], "kind": "plain", "more": 1});
        assert!(read::<Sample>(&value).is_ok());
        assert_eq!(read_exactly::<Sample>(&value).unwrap_err().path, "more");
    }

    #[test]
    fn mismatches_name_the_place_and_never_the_value() {
        let good = json!({"name": "x", "numbers": [], "ratio": 1, "kind": "plain"});
        for (pointer, bad, path, words) in [
            ("/name", json!(7), "name", "expected a string, not this number"),
            ("/numbers", json!(["canary"]), "numbers[0]", "expected u32, not a text"),
            ("/numbers", json!([1, -1]), "numbers[1]", "expected u32, not this number"),
            ("/ratio", json!("canary"), "ratio", "expected f64, not a text"),
            ("/kind", json!(7.5), "kind", "expected enum Kind, not this number"),
            ("/kind", json!({"plain": 7.5}), "kind", "expected unit, not this number"),
            ("/kind", json!({"both": {"a": 3, "b": 1.5}}), "kind.b", "expected i64, not this number"),
            ("/kind", json!("canary"), "kind", "expected one of: plain, holding, both"),
            ("/kind", json!({"both": {"a": 300, "b": 1}}), "kind.a", "expected u8, not this number"),
        ] {
            let mut value = good.clone();
            *value.pointer_mut(pointer).unwrap() = bad;
            let mismatch = read_exactly::<Sample>(&value).unwrap_err();
            assert_eq!((mismatch.path.as_str(), mismatch.words.as_str()), (path, words));
        }
        for (value, path) in [
            (json!({"name": "x", "numbers": []}), "kind"),
            (json!({"name": "x", "numbers": [], "kind": "plain", "canary": 1}), "canary"),
            (json!({"name": "x", "numbers": [], "kind": "plain", "inner": {"nmae": 1}}), "inner.nmae"),
            (json!([]), ""),
        ] {
            assert_eq!(read_exactly::<Sample>(&value).unwrap_err().path, path);
        }
    }
}
