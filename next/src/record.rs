//! A JSON object, or array, that goes back byte for byte where it was not changed: members keep their text and their order.
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::{to_raw_value, RawValue};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A JSON object, or array, as it came. It holds personal data: its members are not printed.
#[derive(Clone, Default)]
pub struct Record {
    /// An array; its members are named by their index.
    is_list: bool,
    members: Vec<(String, Box<RawValue>)>,
}

impl Record {
    /// An object or array as a record; `None` for anything else.
    pub fn from_value(value: &Value) -> Option<Self> {
        to_raw_value(value).ok().and_then(|raw| of(&raw))
    }
    /// The record as a value: numbers lose their spelling, and those that no `f64` holds are null.
    pub fn to_value(&self) -> Value {
        let members = self.members.iter().map(|(name, raw)| (name.clone(), value(raw).unwrap_or_default()));
        if self.is_list {
            return members.map(|(_, item)| item).collect();
        }
        // Collecting would bring a sort along.
        let mut object = Map::new();
        object.extend(members);
        Value::Object(object)
    }
    /// Its members, as they came.
    pub fn members(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.members.iter().map(|(name, raw)| (name.as_str(), &**raw))
    }
    /// The value at a JSON pointer (RFC 6901). Of an array, `type=work` is the item of this type, or the
    /// first without any: a server may not keep types.
    pub fn get(&self, pointer: &str) -> Option<Value> {
        match pointer {
            "" => Some(self.to_value()),
            _ => self.raw(pointer).and_then(|raw| value(&raw)),
        }
    }
    /// The object or array at a JSON pointer.
    pub fn inner(&self, pointer: &str) -> Option<Self> {
        match pointer {
            "" => Some(self.clone()),
            _ => self.raw(pointer).and_then(|raw| of(&raw)),
        }
    }
    /// The text at a JSON pointer.
    pub fn text(&self, pointer: &str) -> Option<String> {
        self.get(pointer)?.as_str().map(str::to_owned)
    }
    /// Sets the value at a JSON pointer, unless it is the same already. What is on the way and has no members becomes an
    /// object, or an array where a `0` or `-` follows; an index beyond the end of an array appends.
    pub fn set(&mut self, pointer: &str, wanted: &Value) {
        if self.get(pointer).is_some_and(|have| is_same(&have, wanted)) {
            return;
        }
        if pointer.is_empty() {
            *self = Self::from_value(wanted).unwrap_or_default();
        } else if let (Ok(raw), true) = (to_raw_value(wanted), is_reachable(pointer)) {
            self.put(pointer, raw);
        }
    }
    fn put(&mut self, pointer: &str, raw: Box<RawValue>) {
        let (key, rest) = split(pointer);
        if self.members.is_empty() {
            self.is_list = key == "0" || key == "-" || kind(&key).is_some();
        } else if self.is_list && index(&key).is_none() && key != "-" && kind(&key).is_none() {
            *self = Self::default();
        }
        let place = self.place(&key);
        let raw = match rest {
            "" => raw,
            _ => {
                let held = place.and_then(|at| self.members.get(at));
                let mut inner = held.and_then(|(_, raw)| of(raw)).unwrap_or_default();
                if let (true, None, Some(kind)) = (self.is_list, held, kind(&key)) {
                    inner.set("/type", &kind.into());
                }
                inner.put(rest, raw);
                let Ok(raw) = to_raw_value(&inner) else { return };
                raw
            }
        };
        match place.and_then(|at| self.members.get_mut(at)) {
            Some(member) => member.1 = raw,
            None => self.members.push((key.clone().into_owned(), raw)),
        }
        // Of members of one name readers take the first or the last: now there is one.
        if !self.is_list {
            let mut at = 0_usize;
            self.members.retain(|(name, _)| {
                at = at.saturating_add(1);
                *name != key || place.is_none_or(|place| at == place.saturating_add(1))
            });
        }
    }
    /// Where a member is. Of several of one name the last counts, as for `JSON.parse`.
    fn place(&self, key: &str) -> Option<usize> {
        match self.is_list {
            true => match kind(key) {
                Some(kind) => {
                    let types =
                        self.members.iter().map(|(_, raw)| of(raw).and_then(|item| item.get("/type")));
                    let types: Vec<_> = types.collect();
                    let is_of_kind = |one: &Option<Value>| one.as_ref().is_some_and(|one| one == kind);
                    types.iter().position(is_of_kind).or_else(|| types.iter().position(Option::is_none))
                }
                None => index(key).filter(|index| *index < self.members.len()),
            },
            false => self.members.iter().rposition(|(name, _)| name == key),
        }
    }
    fn raw(&self, pointer: &str) -> Option<Box<RawValue>> {
        let (key, rest) = split(pointer);
        let (_, raw) = self.members.get(self.place(&key)?)?;
        match rest {
            "" => Some(raw.clone()),
            _ if is_reachable(pointer) => of(raw)?.raw(rest),
            _ => None,
        }
    }
}
/// Whether two values are the same to a caller in JavaScript: 5 and 5.0 are the same number, however they are spelt.
pub fn is_same(seen: &Value, wanted: &Value) -> bool {
    match (seen, wanted) {
        (Value::Number(_), Value::Number(_)) => seen == wanted || seen.as_f64() == wanted.as_f64(),
        (Value::Array(seen), Value::Array(wanted)) => {
            seen.len() == wanted.len() && seen.iter().zip(wanted).all(|(seen, wanted)| is_same(seen, wanted))
        }
        (Value::Object(seen), Value::Object(wanted)) => {
            let is_there = |(key, wanted)| seen.get(key).is_some_and(|seen| is_same(seen, wanted));
            seen.len() == wanted.len() && wanted.iter().all(is_there)
        }
        _ => seen == wanted,
    }
}
fn of(raw: &RawValue) -> Option<Record> {
    serde_json::from_slice(raw.get().as_bytes()).ok()
}
fn value(raw: &RawValue) -> Option<Value> {
    serde_json::from_slice(raw.get().as_bytes()).ok()
}
/// The first name of a pointer, and the rest.
fn split(pointer: &str) -> (Cow<'_, str>, &str) {
    let path = pointer.strip_prefix('/').unwrap_or(pointer);
    let (key, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
    match key.contains('~') {
        true => (key.replace("~1", "/").replace("~0", "~").into(), rest),
        false => (key.into(), rest),
    }
}
fn index(key: &str) -> Option<usize> {
    let is_plain = key.bytes().all(|digit| digit.is_ascii_digit()) && (key == "0" || !key.starts_with('0'));
    key.parse().ok().filter(|_| is_plain)
}
/// In SCIM the items of a list are told apart by their type.
fn kind(key: &str) -> Option<&str> {
    key.strip_prefix("type=")
}
impl<'a> FromIterator<(&'a str, &'a RawValue)> for Record {
    fn from_iter<T: IntoIterator<Item = (&'a str, &'a RawValue)>>(members: T) -> Self {
        let members = members.into_iter().map(|(name, raw)| (name.to_owned(), raw.to_owned())).collect();
        Self { is_list: false, members }
    }
}
/// As deep as JSON is read: each name is a call within a call.
fn is_reachable(pointer: &str) -> bool {
    pointer.matches('/').count() <= 128
}
impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Record ({} members)", self.members.len())
    }
}
impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Record;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object or an array")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Record { is_list: false, members })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Record, A::Error> {
                let mut members = Vec::new();
                while let Some(item) = items.next_element()? {
                    members.push((String::new(), item));
                }
                Ok(Record { is_list: true, members })
            }
        }
        deserializer.deserialize_any(Members)
    }
}
impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.is_list {
            true => serializer.collect_seq(self.members.iter().map(|(_, raw)| raw)),
            false => serializer.collect_map(self.members.iter().map(|(name, raw)| (name, raw))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn record(text: &str) -> Record {
        serde_json::from_str(text).unwrap()
    }
    fn text(record: &Record) -> String {
        serde_json::to_string(record).unwrap()
    }

    #[test]
    fn an_item_of_an_array_is_meant_by_its_type() {
        let text = r#"{"emails":[{"type":"home","value":"a","n":1.0},{"type":"work","value":"b","n":2.50}],"x":[1]}"#;
        let mut record: Record = serde_json::from_str(text).unwrap();
        assert_eq!(record.get("/emails/type=work/value"), Some("b".into()));
        assert_eq!(record.get("/emails/type=other/value"), None);
        assert_eq!(record.get("/x/type=other/value"), None);
        let without: Record = serde_json::from_str(r#"{"emails":[{"type":"home"},{"value":"b"}]}"#).unwrap();
        assert_eq!(without.get("/emails/type=work/value"), Some("b".into()));
        record.set("/emails/type=work/value", &"c".into());
        record.set("/phones/type=work/value", &"1".into());
        let wanted = r#"{"emails":[{"type":"home","value":"a","n":1.0},{"type":"work","value":"c","n":2.50}],"x":[1],"phones":[{"type":"work","value":"1"}]}"#;
        assert_eq!(serde_json::to_string(&record).unwrap(), wanted);
    }
    #[test]
    fn what_is_not_changed_keeps_its_text() {
        let before = r#"{"b":1.0e400,"a":{"x": 0.5e1 ,"y":12345678901234567890123},"é\"":"\u00e9"}"#;
        assert_eq!(text(&record(before)), before);
        let mut changed = record(before);
        changed.set("/a/z", &json!(1));
        let after = r#"{"b":1.0e400,"a":{"x":0.5e1,"y":12345678901234567890123,"z":1},"é\"":"\u00e9"}"#;
        assert_eq!(text(&changed), after);
        changed.set("/c", &Value::Null);
        assert_eq!(text(&changed), after.replace("e9\"}", "e9\",\"c\":null}"));
    }

    #[test]
    fn what_is_the_same_already_keeps_its_text() {
        let before = r#"{"salary":1234.50,"n":5.0,"o":{"p":1.10,"q":[1e0, 2]},"t":"\u0041"}"#;
        let mut same = record(before);
        for (pointer, value) in [
            ("/salary", json!(1234.5)),
            ("/n", json!(5)),
            ("/o/p", json!(1.1)),
            ("/o", json!({"p": 1.1, "q": [1, 2.0]})),
            ("/t", json!("A")),
        ] {
            same.set(pointer, &value);
            assert_eq!(text(&same), before, "{pointer}");
        }
    }

    #[test]
    fn values_are_found_by_pointer() {
        let record = record(
            r#"{"a/b":{"m~n":[{"value":"x"},{"value":"y"}]},"":{"":7},"big":{"n":1e400,"m":1},"twice":1,"twice":2,"null":null}"#,
        );
        for (pointer, found) in [
            ("/a~1b/m~0n/0/value", Some(json!("x"))),
            ("/a~1b/m~0n/1/value", Some(json!("y"))),
            ("/a~1b/m~0n", Some(json!([{"value": "x"}, {"value": "y"}]))),
            ("/a~1b/m~0n/2/value", None),
            ("/a~1b/m~0n/01", None),
            ("/a~1b/m~0n/+1", None),
            ("/a~1b/m~0n/-", None),
            ("/a~1b/m~0n/value", None),
            ("/", Some(json!({"": 7}))),
            ("//", Some(json!(7))),
            ("/big/m", Some(json!(1))),
            ("/big/n", None),
            ("/twice", Some(json!(2))),
            ("/twice/x", None),
            ("/null", Some(Value::Null)),
            ("/missing", None),
        ] {
            assert_eq!(record.get(pointer), found, "{pointer}");
        }
        assert_eq!(record.text("/a~1b/m~0n/0/value").as_deref(), Some("x"));
        assert_eq!(record.text("/twice"), None);
        assert_eq!(record.inner("/a~1b/m~0n/1").unwrap().text("/value").as_deref(), Some("y"));
        assert!(record.inner("/twice").is_none());
        assert_eq!(record.to_value()["twice"], json!(2));
    }

    #[test]
    fn values_are_set_by_pointer() {
        for (before, pointer, value, after) in [
            (r#"{}"#, "/a/b", json!(1), r#"{"a":{"b":1}}"#),
            (r#"{}"#, "/emails/0/value", json!("x"), r#"{"emails":[{"value":"x"}]}"#),
            (r#"{"emails":null}"#, "/emails/0/value", json!("x"), r#"{"emails":[{"value":"x"}]}"#),
            (r#"{"emails":[]}"#, "/emails/-", json!("x"), r#"{"emails":["x"]}"#),
            (r#"{"e":[{"t":1.0,"v":"a"},2.00]}"#, "/e/0/v", json!("b"), r#"{"e":[{"t":1.0,"v":"b"},2.00]}"#),
            (r#"{"e":[1.0]}"#, "/e/1", json!(2), r#"{"e":[1.0,2]}"#),
            (r#"{"e":[1.0]}"#, "/e/9", json!(2), r#"{"e":[1.0,2]}"#),
            (r#"{"e":[1.0]}"#, "/e/-", json!(2), r#"{"e":[1.0,2]}"#),
            (r#"{"e":[]}"#, "/e/name", json!(2), r#"{"e":{"name":2}}"#),
            (r#"{"e":[1]}"#, "/e/name", json!(2), r#"{"e":{"name":2}}"#),
            (r#"{"e":"text"}"#, "/e/name", json!(2), r#"{"e":{"name":2}}"#),
            (r#"{"1":0}"#, "/0", json!(2), r#"{"1":0,"0":2}"#),
            (r#"{"a":1,"b":2,"a":3}"#, "/a", json!(4), r#"{"b":2,"a":4}"#),
            (r#"{"a/b~":1}"#, "/a~1b~0", json!(2), r#"{"a/b~":2}"#),
            (r#"{"a":1}"#, "/", json!(2), r#"{"a":1,"":2}"#),
            (r#"{"a":1}"#, "", json!({"b": 2}), r#"{"b":2}"#),
            (r#"[{"id":7.0,"line1":"x"}]"#, "/0/line1", json!("y"), r#"[{"id":7.0,"line1":"y"}]"#),
            (r#"[]"#, "/0/line1", json!("y"), r#"[{"line1":"y"}]"#),
            (r#"{}"#, "/0/line1", json!("y"), r#"[{"line1":"y"}]"#),
        ] {
            let mut changed = record(before);
            changed.set(pointer, &value);
            assert_eq!(text(&changed), after, "{before} {pointer}");
        }
    }

    #[test]
    fn no_depth_overflows() {
        let deep = "/a".repeat(200_000);
        let mut shallow = Record::default();
        shallow.set(&deep, &json!(1));
        assert_eq!((text(&shallow).as_str(), shallow.get(&deep)), ("{}", None));
        let nested = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let kept = record(&nested);
        assert_eq!((text(&kept), kept.get(&"/0".repeat(90_000)), kept.get("/a")), (nested, None, None));
    }

    #[test]
    fn only_objects_and_arrays_are_records_and_nothing_prints_them() {
        for bad in ["1", "\"x\"", "null", "{", "<html>"] {
            assert!(serde_json::from_str::<Record>(bad).is_err());
        }
        assert!(Record::from_value(&json!(1)).is_none());
        assert_eq!(format!("{:?}", record(r#"{"niNumber":"QQ"}"#)), "Record (1 members)");
    }

    #[test]
    fn numbers_are_the_same_however_they_are_spelt() {
        for (one, other) in [
            ("5", "5.0"),
            ("1.10", "1.1"),
            ("1e3", "1000"),
            ("-0", "0.0"),
            ("[1,{\"a\":2.50}]", "[1.0,{\"a\":2.5}]"),
        ] {
            let [one, other] = [one, other].map(|text| serde_json::from_str::<Value>(text).unwrap());
            assert!(is_same(&one, &other), "{one} {other}");
        }
        for (one, other) in [
            ("5", "6"),
            ("5", "\"5\""),
            ("[1]", "[1,1]"),
            ("{\"a\":1}", "{\"b\":1}"),
            ("0", "null"),
            ("0", "false"),
        ] {
            let [one, other] = [one, other].map(|text| serde_json::from_str::<Value>(text).unwrap());
            assert!(!is_same(&one, &other), "{one} {other}");
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a~/é\"0]{0,3}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec(("[a~/é\"0]{0,2}", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }
    proptest! {
        #[test]
        fn a_record_reads_like_the_value_that_it_is(value in any_value(), pointer in "(/([a~01/-]{0,2}|é)){0,3}") {
            match Record::from_value(&value) {
                None => prop_assert!(!value.is_object() && !value.is_array()),
                Some(record) => {
                    prop_assert_eq!(&record.to_value(), &value);
                    prop_assert_eq!(text(&record), value.to_string());
                    prop_assert_eq!(record.get(&pointer), value.pointer(&pointer).cloned());
                }
            }
        }
        #[test]
        fn what_was_set_is_found_and_nothing_else_changed(before in any_value(), names in proptest::collection::vec("[a~/é]{1,2}|0", 1..4), wanted in any_value()) {
            let pointer: String = names.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect();
            let mut changed = Record::from_value(&before).unwrap_or_default();
            changed.set(&pointer, &wanted);
            prop_assert_eq!(changed.get(&pointer), Some(wanted));
            if let (Some(before), Some(after)) = (before.as_object(), changed.to_value().as_object()) {
                for (name, value) in before.iter().filter(|(name, _)| **name != names[0]) {
                    prop_assert_eq!(after.get(name), Some(value));
                }
            }
        }
    }
}
