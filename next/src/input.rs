//! Reads options and people strictly: each mistake is told with its path, in JavaScript's words, with the nearest name.
use crate::error::{Error, Result};
use crate::names::{like, quote};
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
        let is_known = |key: &&String| keys.contains(&key.as_str()) || others.contains(&key.as_str());
        match members.keys().find(|key| !is_known(key)) {
            Some(unknown) => Err(not_known(path, unknown, [keys, others].concat())),
            None => Ok(Self { path, members }),
        }
    }
    /// A field.
    ///
    /// # Errors
    /// Those of its type.
    pub fn get<T: Input>(&self, key: &str) -> Result<T> {
        let path = join(self.path, key);
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
fn join(path: &str, key: &str) -> String {
    [path, if path.is_empty() { "" } else { "." }, key].concat()
}
/// The value itself is not quoted: it may be a secret, in the wrong field.
fn wrong(path: &str, value: &Value, expected: &str) -> Error {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) if expected.contains("number") => {
            return Error::invalid(format!("{path} must be {expected}"))
        }
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Error::invalid(format!("{path} must be {expected}, not {found}"))
}
fn not_known(path: &str, unknown: &str, mut known: Vec<&str>) -> Error {
    known.sort_unstable();
    let near = like(unknown, known.iter().copied());
    let near = near.map(|name| format!(": did you mean \"{name}\"?")).unwrap_or_default();
    let is_plain = unknown.len() <= 40 && unknown.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
    let name = if is_plain { join(path, unknown) } else { format!("{path}[{}]", quote(unknown)) };
    Error::invalid(format!("{name} is not known{near}")).hint(format!("known: {}", known.join(", ")))
}
/// One of a few words.
///
/// # Errors
/// `config_invalid`, with the words.
pub fn choice<T: Copy>(path: &str, value: &Value, all: &[(&str, T)]) -> Result<T> {
    let found = all.iter().find(|(name, _)| value.as_str() == Some(name));
    found.map(|(_, one)| *one).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let expected = format!("one of {}", names.join(", "));
        let Some(text) = value.as_str() else { return wrong(path, value, &expected) };
        let near = like(text, all.iter().map(|(name, _)| *name));
        let near = near.map(|name| format!(": did you mean \"{name}\"?")).unwrap_or_default();
        Error::invalid(format!("{path} must be {expected}{near}"))
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
    u64, "a whole number from 0 to 9007199254740991", value => whole(value);
    u32, "a whole number from 0 to 4294967295", value => whole(value).and_then(|number| number.try_into().ok());
    usize, "a whole number from 0 to 4294967295", value => u32::read("", value).ok().and_then(|number| number.try_into().ok());
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

/// A whole number that JavaScript holds exactly; its 5 is 5.0.
fn whole(value: &Value) -> Option<u64> {
    let number = value.as_f64()?;
    let is_whole = number.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(&number);
    is_whole.then_some(number as u64)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Exists {
        Update,
        Leave,
    }
    impl Input for Exists {
        fn read(path: &str, value: &Value) -> Result<Self> {
            choice(path, value, &[("update", Self::Update), ("leave", Self::Leave)])
        }
    }
    crate::input! {
        struct Inner {
            id "clientId": String,
        }
    }
    crate::input! {
        struct Sample {
            base "baseUrl": String,
            times "maxRetries": u32 = 4,
            size "concurrency": usize = 4,
            wait "timeoutMs": u64 = 30_000,
            rate "requestsPerSecond": Option<f64>,
            exact "exact": bool = false,
            exists "ifExists": Exists = Exists::Update,
            roles "roles": Vec<String> = Vec::new(),
            paths "paths": Map<String, Value> = Map::new(),
            any "any": Option<Value>,
            inner "credentials": Option<Inner>,
        }
    }
    fn read(mut value: Value) -> Result<Sample> {
        if let Some(members) = value.as_object_mut() {
            members.entry("baseUrl").or_insert_with(|| "https://doe.com".into());
        }
        Sample::read("options", &value)
    }

    #[test]
    fn what_is_left_out_or_null_or_undefined_has_its_default() {
        let nulls = Sample::KEYS.iter().filter(|key| **key != "baseUrl");
        let nulls: Value = Value::Object(nulls.map(|key| ((*key).to_owned(), Value::Null)).collect());
        for given in [json!({}), nulls] {
            let sample = read(given).ok().unwrap();
            assert_eq!((sample.base.as_str(), sample.times, sample.size), ("https://doe.com", 4, 4));
            assert_eq!((sample.wait, sample.rate, sample.exact), (30_000, None, false));
            assert!(sample.exists == Exists::Update && sample.roles.is_empty() && sample.paths.is_empty());
            assert!(sample.any.is_none() && sample.inner.is_none());
        }
    }

    #[test]
    fn what_is_given_is_read() {
        let given = json!({"maxRetries": 5.0, "concurrency": 4_294_967_295_u32, "timeoutMs": 9_007_199_254_740_991_u64,
            "requestsPerSecond": 0.5, "exact": true, "ifExists": "leave", "roles": ["A", ""], "paths": {"x": 1},
            "any": [1], "credentials": {"clientId": "x"}});
        let sample = read(given).ok().unwrap();
        assert_eq!((sample.times, sample.size, sample.wait), (5, 4_294_967_295, 9_007_199_254_740_991));
        assert_eq!((sample.rate, sample.exact, sample.exists), (Some(0.5), true, Exists::Leave));
        assert_eq!((sample.roles, sample.paths.len()), (vec!["A".to_owned(), String::new()], 1));
        assert_eq!((sample.any, sample.inner.unwrap().id.as_str()), (Some(json!([1])), "x"));
    }

    #[test]
    fn each_mistake_is_told_with_its_path_in_the_words_of_javascript() {
        let u32s = "options.maxRetries must be a whole number from 0 to 4294967295";
        for (given, words) in [
            (json!({"baseUrl": null}), "options.baseUrl must be a string, not null"),
            (json!({"baseUrl": 1}), "options.baseUrl must be a string, not a number"),
            (json!({"maxRetries": -1}), u32s),
            (json!({"maxRetries": 1.5}), u32s),
            (json!({"maxRetries": 4_294_967_296_u64}), u32s),
            (json!({"maxRetries": "5"}), &format!("{u32s}, not a string")),
            (
                json!({"concurrency": 1e300}),
                "options.concurrency must be a whole number from 0 to 4294967295",
            ),
            (
                json!({"timeoutMs": 9_007_199_254_740_992_u64}),
                "options.timeoutMs must be a whole number from 0 to 9007199254740991",
            ),
            (json!({"requestsPerSecond": true}), "options.requestsPerSecond must be a number, not a boolean"),
            (json!({"exact": "true"}), "options.exact must be true or false, not a string"),
            (
                json!({"ifExists": "leav"}),
                "options.ifExists must be one of \"update\", \"leave\": did you mean \"leave\"?",
            ),
            (json!({"ifExists": "hunter2"}), "options.ifExists must be one of \"update\", \"leave\""),
            (json!({"ifExists": 1}), "options.ifExists must be one of \"update\", \"leave\", not a number"),
            (json!({"roles": "A"}), "options.roles must be an array, not a string"),
            (json!({"roles": ["A", {}]}), "options.roles[1] must be a string, not an object"),
            (json!({"paths": []}), "options.paths must be an object, not an array"),
            (json!({"credentials": {}}), "options.credentials.clientId is missing"),
            (
                json!({"credentials": {"clientid": 1}}),
                "options.credentials.clientid is not known: did you mean \"clientId\"?",
            ),
            (json!({"maxretry": 1}), "options.maxretry is not known: did you mean \"maxRetries\"?"),
            (json!({"zz": 1}), "options.zz is not known"),
            (json!({"a b\u{200b}": 1}), "options[\"a b\\u{200b}\"] is not known"),
            (json!([]), "options must be an object, not an array"),
            (json!("hunter2"), "options must be an object, not a string"),
        ] {
            let error = read(given.clone()).err().unwrap();
            assert_eq!(error.message, words, "{given}");
        }
        assert_eq!(Sample::read("", &json!({})).err().unwrap().message, "baseUrl is missing");
    }

    #[test]
    fn an_option_that_is_not_known_gets_all_that_are_and_a_screen_is_enough() {
        let error = read(json!({"x": 1})).err().unwrap();
        let hint = error.hint.unwrap();
        assert!(Sample::KEYS.iter().all(|key| hint.contains(key)), "{hint}");
        let began = std::time::Instant::now();
        let error = read(json!({ ("\u{1}".repeat(1_000_000)): 1 })).err().unwrap();
        assert!(error.message.len() + error.hint.unwrap().len() < 1_500);
        let many: Vec<_> = (0..200_000).map(|_| json!("x")).collect();
        assert_eq!(read(json!({ "roles": many })).ok().unwrap().roles.len(), 200_000);
        assert!(began.elapsed().as_secs() < 5);
    }

    #[test]
    fn two_structs_share_the_fields_of_one_object() {
        let (inner, own) =
            read_both::<Inner, Own>("options", &json!({"clientId": "x", "own": 1})).ok().unwrap();
        assert_eq!((inner.id.as_str(), own.own), ("x", 1));
        let error = read_both::<Inner, Own>("options", &json!({"clientId": "x", "onw": 1})).err().unwrap();
        assert_eq!(error.message, "options.onw is not known: did you mean \"own\"?");
        assert_eq!(error.hint.as_deref(), Some("known: clientId, own"));
    }
    crate::input! {
        struct Own {
            own "own": u32,
        }
    }

    proptest! {
        #[test]
        fn no_value_panics_and_none_is_quoted(key in "[a-zA-Z]{1,12}", text in "hunter2[a-z]{0,9}", number in any::<f64>()) {
            for value in [json!(text), json!([text]), json!({ "x": text }), json!(number)] {
                for key in Sample::KEYS.iter().copied().chain([key.as_str()]) {
                    if let Err(error) = read(json!({ key: value })) {
                        prop_assert!(!error.message.contains("hunter2"), "{error}");
                        prop_assert!(error.message.starts_with("options"), "{error}");
                    }
                }
            }
        }
    }
}
