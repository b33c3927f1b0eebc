//! A whole record, as a read-modify-write needs it: fields that are not changed go back byte for byte as they
//! came.

use crate::error::{Error, Result};
use crate::http::{digest, Response};
use crate::json::{self, Flaw};
use crate::number;
use serde_json::{Map, Value};

/// A record. It holds personal data: it prints nothing and is never stored.
#[derive(Clone)]
pub struct Record {
    fields: Vec<(String, String)>,
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// `bad_response` when the answer is not a JSON object.
    pub fn read(answer: &Response) -> Result<Self> {
        let record = answer.read_json(Self::of)?;
        if record.fields.is_empty() {
            return Err(Error::bad_response("the record has no fields").with_status(answer.status));
        }
        Ok(record)
    }

    /// Reads a list of records.
    ///
    /// # Errors
    /// `bad_response` when the answer is not a list of JSON objects.
    pub(crate) fn read_list(answer: &Response) -> Result<Vec<Self>> {
        answer.read_json(|text| json::items(text)?.into_iter().map(Self::of).collect())
    }

    fn of(text: &str) -> std::result::Result<Self, Flaw> {
        let fields = json::fields(text)?.into_iter().map(|(key, raw)| (key, raw.to_owned()));
        Ok(Self { fields: fields.collect() })
    }

    /// A digest of the whole record.
    pub fn digest(&self) -> String {
        digest(&self.text())
    }

    /// The record as JSON text.
    pub fn text(&self) -> String {
        let fields = self.fields.iter().map(|(key, raw)| format!("{}:{}", Value::from(key.as_str()), raw));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }

    /// The names of the fields in which the record differs from `wanted`; a field of a field is named
    /// with a dot.
    pub fn differing(&self, wanted: &Map<String, Value>) -> Vec<String> {
        let mut names = Vec::new();
        for (key, value) in wanted {
            differ(key, &self.value(key), value, &mut names);
        }
        names
    }

    /// The record with `wanted` in it: objects field by field, anything else as a whole.
    pub fn with(&self, wanted: &Map<String, Value>) -> Self {
        let mut fields = self.fields.clone();
        for (key, value) in wanted {
            let mut new = self.value(key);
            merge(&mut new, value);
            let raw = new.to_string();
            match fields.iter_mut().find(|(have, _)| have == key) {
                Some((_, place)) if self.value(key) != new => *place = raw,
                Some(_) => {}
                None => fields.push((key.clone(), raw)),
            }
        }
        Self { fields }
    }

    fn value(&self, key: &str) -> Value {
        let raw = self.fields.iter().find(|(have, _)| have == key).map(|(_, raw)| raw);
        raw.and_then(|raw| json::read(raw).ok()).unwrap_or_default()
    }
}

fn differ(path: &str, have: &Value, want: &Value, names: &mut Vec<String>) {
    // A longer name helps nobody, and each field below would repeat it.
    const LONGEST: usize = 256;
    match (have, want) {
        (Value::Object(have), Value::Object(want)) => {
            for (key, want) in want {
                let path = if path.len() > LONGEST { path.to_owned() } else { format!("{path}.{key}") };
                differ(&path, have.get(key).unwrap_or(&Value::Null), want, names);
            }
        }
        _ if is_same(have, want) || names.last().is_some_and(|last| last == path) => {}
        _ => names.push(path.to_owned()),
    }
}

/// Whether two values are the same; 5 and 5.0 are the same number, whoever wrote it.
pub(crate) fn is_same(have: &Value, want: &Value) -> bool {
    match (have, want) {
        (Value::Number(one), Value::Number(other)) if one != other => {
            number::of(one).is_some_and(|one| number::of(other) == Some(one))
        }
        (Value::Array(have), Value::Array(want)) => {
            have.len() == want.len() && have.iter().zip(want).all(|(have, want)| is_same(have, want))
        }
        (Value::Object(have), Value::Object(want)) => {
            let is_there = |(key, want)| have.get(key).is_some_and(|have| is_same(have, want));
            have.len() == want.len() && want.iter().all(is_there)
        }
        _ => have == want,
    }
}

fn merge(have: &mut Value, want: &Value) {
    match (have, want) {
        (Value::Object(have), Value::Object(want)) => {
            for (key, want) in want {
                merge(have.entry(key.as_str()).or_insert(Value::Null), want);
            }
        }
        (have, want) if is_same(have, want) => {}
        (have, want) => *have = want.clone(),
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Record ({} fields)", self.fields.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const RECORD: &str =
        r#"{"salary":1234.50,"big":12345678901234567890123,"b":"x","o":{"p":1.10,"q":null},"n":null}"#;

    fn record() -> Record {
        Record::read(&Response::new(200, Vec::new(), RECORD.as_bytes().to_vec())).unwrap()
    }

    fn wanted(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn untouched_fields_come_back_byte_for_byte() {
        assert_eq!(record().text(), RECORD);
        let changed = record().with(&wanted(json!({"b": "y", "n": 1, "new": true}))).text();
        assert_eq!(changed, RECORD.replace("\"x\"", "\"y\"").replace("\"n\":null", "\"n\":1,\"new\":true"));
        assert_eq!(record().with(&wanted(json!({"salary": 1234.5, "o": {"p": 1.1}}))).text(), RECORD);
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let is_same = |have: &str, want: &str| {
            super::is_same(&serde_json::from_str(have).unwrap(), &serde_json::from_str(want).unwrap())
        };
        for (have, want) in [
            ("5", "5.0"),
            ("1.10", "1.1"),
            ("1e3", "1000"),
            ("-0", "0.0"),
            ("[1,{\"a\":2.50}]", "[1.0,{\"a\":2.5}]"),
            ("{\"a\":1,\"b\":2}", "{\"b\":2.0,\"a\":1}"),
            // What a JavaScript caller cannot tell apart.
            ("9007199254740993", "9007199254740992"),
            ("1e400", "1e400"),
        ] {
            assert!(is_same(have, want), "{have} {want}");
        }
        for (have, want) in [
            ("5", "6"),
            ("5", "\"5\""),
            ("1e400", "1e401"),
            ("[1]", "[1,1]"),
            ("{\"a\":1}", "{\"b\":1}"),
            ("0", "null"),
        ] {
            assert!(!is_same(have, want), "{have} {want}");
        }
    }

    #[test]
    fn differences_are_names() {
        let differing =
            record().differing(&wanted(json!({"b": "x", "o": {"p": 2, "q": null}, "zz": 1, "n": null})));
        assert_eq!(differing, ["o.p", "zz"]);
    }

    #[test]
    fn nothing_prints_a_record() {
        assert_eq!(format!("{:?}", record()), "Record (5 fields)");
        for body in ["[]", "{}", "null", "<html>"] {
            assert!(Record::read(&Response::new(200, Vec::new(), body.into())).is_err());
        }
    }
}
