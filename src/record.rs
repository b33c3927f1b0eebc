//! A whole record, as a read-modify-write needs it: fields that are not changed go back byte for byte as they
//! came.

use crate::error::{Error, Result};
use crate::http::{digest, Response};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// A record. It holds personal data: it prints nothing and is never stored.
#[derive(Clone)]
pub struct Record {
    fields: Vec<(String, Box<RawValue>)>,
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// `bad_response` when the answer is not a JSON object.
    pub fn read(answer: &Response) -> Result<Self> {
        let record: Self = answer.json_as_sent()?;
        if record.fields.is_empty() {
            return Err(Error::bad_response("the record has no fields").with_status(answer.status));
        }
        Ok(record)
    }

    /// A digest of the whole record.
    pub fn digest(&self) -> String {
        digest(&self.text())
    }

    /// The record as JSON text.
    pub fn text(&self) -> String {
        let fields =
            self.fields.iter().map(|(key, raw)| format!("{}:{}", Value::from(key.as_str()), raw.get()));
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
    pub fn with(&self, wanted: &Map<String, Value>) -> Result<Self> {
        let mut fields = self.fields.clone();
        for (key, value) in wanted {
            let mut new = self.value(key);
            merge(&mut new, value);
            let raw = serde_json::value::to_raw_value(&new)
                .map_err(|error| Error::invalid(format!("details.{key}: cannot be written: {error}")))?;
            match fields.iter_mut().find(|(have, _)| have == key) {
                Some((_, place)) if self.value(key) != new => *place = raw,
                Some(_) => {}
                None => fields.push((key.clone(), raw)),
            }
        }
        Ok(Self { fields })
    }

    fn value(&self, key: &str) -> Value {
        let raw = self.fields.iter().find(|(have, _)| have == key).map(|(_, raw)| raw.get());
        raw.and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default()
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

/// 5 and 5.0 are the same number, whoever wrote it.
fn is_same(have: &Value, want: &Value) -> bool {
    match (have.as_f64(), want.as_f64()) {
        (Some(have), Some(want)) => have == want,
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

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> std::result::Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Record;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a record (an object)")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Record, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Record { fields })
            }
        }
        reader.deserialize_map(Fields)
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
        let changed = record().with(&wanted(json!({"b": "y", "n": 1, "new": true}))).unwrap().text();
        assert_eq!(changed, RECORD.replace("\"x\"", "\"y\"").replace("\"n\":null", "\"n\":1,\"new\":true"));
        assert_eq!(
            record().with(&wanted(json!({"salary": 1234.5, "o": {"p": 1.1}}))).unwrap().text(),
            RECORD
        );
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
