//! A JSON object that goes back byte for byte where it was not changed: members keep their text and their order.
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::{to_raw_value, RawValue};
use serde_json::Value;

/// A JSON object as it came.
#[derive(Clone, Debug, Default)]
pub struct Record(Vec<(String, Box<RawValue>)>);

impl Record {
    /// The value at a JSON pointer.
    pub fn get(&self, pointer: &str) -> Option<Value> {
        let (key, rest) = split(pointer);
        let member = self.0.iter().find(|(name, _)| *name == key)?;
        serde_json::from_slice::<Value>(member.1.get().as_bytes()).ok()?.pointer(rest).cloned()
    }
    /// The object at a member.
    pub fn inner(&self, pointer: &str) -> Option<Self> {
        let (key, _) = split(pointer);
        let member = self.0.iter().find(|(name, _)| *name == key)?;
        serde_json::from_slice(member.1.get().as_bytes()).ok()
    }
    /// The text at a JSON pointer.
    pub fn text(&self, pointer: &str) -> Option<String> {
        self.get(pointer)?.as_str().map(str::to_owned)
    }
    /// Sets the value at a pointer; members on the way that are no objects become some.
    pub fn set(&mut self, pointer: &str, value: &Value) {
        let (key, rest) = split(pointer);
        let place = self.0.iter().position(|(name, _)| *name == key);
        let raw = if rest.is_empty() {
            to_raw_value(value)
        } else {
            let held = place.and_then(|at| self.0.get(at));
            let inner = held.and_then(|(_, raw)| serde_json::from_slice(raw.get().as_bytes()).ok());
            let mut inner: Record = inner.unwrap_or_default();
            inner.set(rest, value);
            to_raw_value(&inner)
        };
        match (place, raw) {
            (Some(at), Ok(raw)) => {
                if let Some(member) = self.0.get_mut(at) {
                    member.1 = raw;
                }
            }
            (None, Ok(raw)) => self.0.push((key, raw)),
            (_, Err(_)) => {}
        }
    }
}
fn split(pointer: &str) -> (String, &str) {
    let path = pointer.strip_prefix('/').unwrap_or(pointer);
    let end = path.find('/').unwrap_or(path.len());
    let (key, rest) = path.split_at(end);
    (key.replace("~1", "/").replace("~0", "~"), rest)
}
impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Record;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Record(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}
impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn what_is_not_changed_keeps_its_text() {
        let text = r#"{"b":1.0e400,"a":{"x": 00.5e1 ,"y":12345678901234567890123}}"#.replace("00.5", "0.5");
        let mut record: Record = serde_json::from_str(&text).unwrap();
        record.set("/a/z", &Value::from(1));
        let back = serde_json::to_string(&record).unwrap();
        assert_eq!(back, r#"{"b":1.0e400,"a":{"x":0.5e1,"y":12345678901234567890123,"z":1}}"#);
    }
}
