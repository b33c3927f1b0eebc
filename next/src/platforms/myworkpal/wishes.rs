//! What is asked of a user's records, and when it is there: values that mean the same in two spellings are the same.
use crate::identity::fold;
use crate::reconcile::Wish;
use serde_json::{Map, Value};

/// Fields of one record, below this pointer.
pub(super) fn fields(below: &str, section: &Map<String, Value>) -> Vec<Wish> {
    let wish = |(name, value): (&String, &Value)| {
        let pointer = format!("{below}/{}", name.replace('~', "~0").replace('/', "~1"));
        Wish::new(name, pointer, value.clone()).compared(is_same)
    };
    section.iter().map(wish).collect()
}
/// The tenant's own fields: only their values may change, nodes are never added or removed [D].
pub(super) fn nodes(section: &Map<String, Value>) -> Vec<Wish> {
    fields("", section).into_iter().map(|wish| wish.compared(covers).written(overlaid)).collect()
}
/// `0001-01-01T00:00:00` means unset, and times carry no zone [S].
fn is_same(seen: &Value, wanted: &Value) -> bool {
    match (seen, wanted) {
        (Value::Null, other) | (other, Value::Null) => {
            other.is_null()
                || other.as_str().is_some_and(|text| text.is_empty() || text == "0001-01-01T00:00:00")
        }
        (Value::String(seen), Value::String(wanted)) => day(seen) == day(wanted),
        _ => crate::record::is_same(seen, wanted),
    }
}
fn day(text: &str) -> &str {
    text.strip_suffix("T00:00:00").filter(|day| day.len() == "2025-01-31".len()).unwrap_or(text)
}
/// All that is asked is there; what else is there does not count.
pub(super) fn covers(seen: &Value, wanted: &Value) -> bool {
    match (seen, wanted) {
        (Value::Object(seen), Value::Object(wanted)) => {
            wanted.iter().all(|(key, wanted)| covers(seen.get(key).unwrap_or(&Value::Null), wanted))
        }
        (Value::Array(seen), Value::Array(wanted)) => {
            wanted.iter().all(|wanted| seen.iter().any(|seen| is_meant(seen, wanted) && covers(seen, wanted)))
        }
        _ => is_same(seen, wanted),
    }
}
/// What is seen, with the values that are asked: every node stays, and none is added.
fn overlaid(seen: &Value, wanted: &Value) -> Value {
    match (seen, wanted) {
        (Value::Object(seen), Value::Object(wanted)) => {
            let member = |(key, seen): (&String, &Value)| {
                (key.clone(), wanted.get(key).map_or_else(|| seen.clone(), |wanted| overlaid(seen, wanted)))
            };
            let mut object = Map::new();
            object.extend(seen.iter().map(member));
            Value::Object(object)
        }
        (Value::Array(seen), Value::Array(wanted)) => {
            let item = |seen: &Value| {
                let meant = wanted.iter().find(|wanted| is_meant(seen, wanted));
                meant.map_or_else(|| seen.clone(), |wanted| overlaid(seen, wanted))
            };
            seen.iter().map(item).collect()
        }
        (Value::Object(_) | Value::Array(_), _) => seen.clone(),
        _ => wanted.clone(),
    }
}
/// Nodes of a list are told apart by id, else by name.
fn is_meant(seen: &Value, wanted: &Value) -> bool {
    let both = |key: &str| Some((seen.get(key)?, wanted.get(key)?));
    let name = |value: &Value| value.as_str().map(fold);
    match (both("id"), both("name")) {
        (Some((seen, wanted)), _) => crate::record::is_same(seen, wanted),
        (None, Some((seen, wanted))) => name(seen) == name(wanted),
        (None, None) => !seen.is_object() && is_same(seen, wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_in_two_spellings() {
        for (seen, wanted, is) in [
            (json!("Baker"), json!("Baker"), true),
            (json!("Baker"), json!("baker"), false),
            (json!(5.0), json!(5), true),
            (json!(5), json!("5"), false),
            (Value::Null, Value::Null, true),
            (Value::Null, json!(""), true),
            (json!("0001-01-01T00:00:00"), Value::Null, true),
            (json!("x"), Value::Null, false),
            (json!(0), Value::Null, false),
            (json!(false), Value::Null, false),
            (json!("2025-01-31T00:00:00"), json!("2025-01-31"), true),
            (json!("2025-01-31"), json!("2025-01-31T00:00:00"), true),
            (json!("2025-01-31T10:00:00"), json!("2025-01-31"), false),
            (json!("T00:00:00"), json!(""), false),
            (json!([1, 2]), json!([1, 2.0]), true),
            (json!([1, 2]), json!([2, 1]), false),
            (json!({"a": 1}), json!({"a": 1.0}), true),
        ] {
            assert_eq!(is_same(&seen, &wanted), is, "{seen} {wanted}");
        }
    }
    #[test]
    fn fields_of_a_section() {
        let section = json!({"jobTitle": "Baker", "a/b~c": 1});
        let wishes = fields("/address", section.as_object().unwrap());
        let told: Vec<_> = wishes.iter().map(|wish| (wish.name.as_str(), wish.pointer.as_str())).collect();
        assert_eq!(told, [("a/b~c", "/address/a~1b~0c"), ("jobTitle", "/address/jobTitle")]);
    }
    #[test]
    fn of_metadata_only_values_change() {
        let seen = json!([
            {"id": 1, "name": "Group1", "fields": [{"id": 7, "name": "FieldA", "value": "x", "type": "text"},
                {"id": 8, "name": "FieldB", "value": null}]},
            {"id": 2, "name": "Group2", "fields": [{"id": 9, "name": "FieldC", "value": 3}]},
        ]);
        let wanted = json!([{"name": "group1", "fields": [{"id": 8, "value": "new"}]}]);
        assert!(!covers(&seen, &wanted));
        let written = overlaid(&seen, &wanted);
        let mut expected = seen.clone();
        expected[0]["name"] = "group1".into();
        expected[0]["fields"][1]["value"] = "new".into();
        assert_eq!(written, expected);
        assert!(covers(&written, &wanted));
        // What the tenant does not have is not added, so it is still missing afterwards.
        for missing in [
            json!([{"id": 3, "fields": []}]),
            json!([{"id": 1, "fields": [{"id": 10, "value": 1}]}]),
            json!([{"id": 1, "colour": "red"}]),
            json!([{"id": 1, "fields": "x"}]),
            json!({"id": 1}),
        ] {
            let written = overlaid(&seen, &missing);
            assert_eq!(written, seen, "{missing}");
            assert!(!covers(&written, &missing), "{missing}");
        }
        assert!(covers(&seen, &json!([])) && covers(&seen, &seen));
    }
}
