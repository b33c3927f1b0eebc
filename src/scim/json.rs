//! Filters from the plain JSON that the JavaScript builders make.
//!
//! A filter is an object with one key that names it: `{"eq":["userName","bjensen"]}`. What stands first in a
//! comparison is a name and what stands second is a value, whatever they look like, and every check of the
//! Rust builders runs here too.

use super::filter::logic;
use super::print::{too_deep, MAX_DEPTH};
use super::words::{not, within, wrong};
use super::{attr, date_time, null, Filter, Literal};
use crate::error::Result;
use serde_json::{Map, Value};

impl Filter {
    /// Reads a filter from its JSON form.
    ///
    /// ```
    /// use provisor::scim::Filter;
    ///
    /// let json = serde_json::json!({ "complex": ["emails", { "eq": ["type", "work"] }] });
    /// assert_eq!(Filter::from_json(&json)?.to_text()?, r#"emails[type eq "work"]"#);
    /// # Ok::<(), provisor::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `config_invalid` when the JSON is no filter, or a name or value in it is bad.
    pub fn from_json(value: &Value) -> Result<Self> {
        read(value, 0)
    }
}

const OPERATORS: [&str; 9] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

fn read(value: &Value, depth: usize) -> Result<Filter> {
    if depth > MAX_DEPTH {
        return Err(too_deep());
    }
    let next = depth.saturating_add(1);
    let (tag, content) = only_entry(value)?;
    if let Some(operator) = OPERATORS.into_iter().find(|operator| *operator == tag) {
        let [name, value] = items(content, tag)? else {
            return Err(wrong(tag, "is not a name and a value").hint("give exactly these two"));
        };
        let path = attr(text(name, tag)?).map_err(|error| within(tag, error))?;
        return Ok(Filter::compare(path, operator, literal(value, tag)?));
    }
    let all = || -> Result<Vec<Filter>> {
        let read = |(at, item)| read(item, next).map_err(|error| within(&format!("{tag}[{at}]"), error));
        items(content, tag)?.iter().enumerate().map(read).collect()
    };
    match tag {
        "pr" => Ok(attr(text(content, tag)?).map_err(|error| within(tag, error))?.present()),
        "and" => logic("and", all()?),
        "or" => logic("or", all()?),
        "not" => Ok(read(content, next).map_err(|error| within(tag, error))?.not()),
        "complex" => {
            let [name, condition] = items(content, tag)? else {
                return Err(wrong(tag, "is not a name and a condition").hint(
                    "give exactly these two in a filter; a third, the sub-attribute, belongs to a PATCH",
                ));
            };
            let path = attr(text(name, tag)?).map_err(|error| within(tag, error))?;
            Ok(path.having(read(condition, next).map_err(|error| within(tag, error))?))
        }
        // What the builders met and cannot write down as JSON; its text says what is wrong with it.
        "refused" => Err(wrong("filter", text(content, tag)?)),
        _ => Err(not("filter", tag, "a kind of filter").hint("use the builders")),
    }
}

fn literal(value: &Value, part: &str) -> Result<Literal> {
    match value {
        Value::Null => Ok(null()),
        Value::Bool(truth) => Ok((*truth).into()),
        Value::Number(number) => Ok(Literal::from_number(number.clone())),
        Value::String(text) => Ok(text.into()),
        Value::Array(_) => Err(wrong(part, "a list is no value").hint("join comparisons by or")),
        Value::Object(_) => match only_entry(value).map_err(|error| within(part, error))? {
            ("dateTime", moment) => date_time(text(moment, part)?).map_err(|error| within(part, error)),
            ("refused", words) => Err(wrong(part, text(words, part)?)),
            _ => Err(wrong(part, "an object is no value").hint("give a text, a number, true, false or null")),
        },
    }
}

pub(super) fn only_entry(value: &Value) -> Result<(&str, &Value)> {
    let mut entries = value.as_object().into_iter().flatten();
    match (entries.next(), entries.next()) {
        (Some((tag, content)), None) => Ok((tag, content)),
        _ => Err(wrong("filter", "is not an object with exactly one key").hint("use the builders")),
    }
}

pub(super) fn items<'a>(value: &'a Value, part: &str) -> Result<&'a [Value]> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| wrong(part, "is not a list").hint("give a list"))
}

pub(super) fn text<'a>(value: &'a Value, part: &str) -> Result<&'a str> {
    value.as_str().ok_or_else(|| wrong(part, "is not a text").hint("give a text"))
}

pub(super) fn object<'a>(value: &'a Value, part: &str) -> Result<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| wrong(part, "is not an object").hint("give an object"))
}

/// The values of the keys named, an unknown key being an error; null is the same as absent.
pub(super) fn entries<'a, const N: usize>(
    value: &'a Value,
    part: &str,
    names: [&str; N],
) -> Result<[Option<&'a Value>; N]> {
    let map = object(value, part)?;
    match map.keys().find(|key| !names.contains(&key.as_str())) {
        Some(unknown) => {
            Err(not(part, unknown, "a known key").hint(["there are: ", &names.join(", ")].concat()))
        }
        None => Ok(names.map(|name| map.get(name).filter(|value| !value.is_null()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_form_and_its_text() {
        for (json, wanted) in [
            (json!({"eq": ["userName", "o'b\"x"]}), r#"userName eq "o'b\"x""#),
            (json!({"ne": ["manager", null]}), "manager ne null"),
            (json!({"ge": ["age", 1.5]}), "age ge 1.5"),
            (
                json!({"lt": ["meta.created", {"dateTime": "2024-02-29T13:05:00Z"}]}),
                r#"meta.created lt "2024-02-29T13:05:00Z""#,
            ),
            (json!({"pr": "title"}), "title pr"),
            (json!({"not": {"pr": "title"}}), "not (title pr)"),
            (json!({"and": [{"pr": "a"}, {"or": [{"pr": "b"}, {"pr": "c"}]}]}), "a pr and (b pr or c pr)"),
            (json!({"or": [{"pr": "a"}]}), "a pr"),
        ] {
            assert_eq!(Filter::from_json(&json).unwrap().to_text().unwrap(), wanted);
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = (0..=MAX_DEPTH).fold(json!({"pr": "x"}), |inner, _| json!({"not": inner}));
        for json in [
            json!(null),
            json!("userName pr"),
            json!([]),
            json!({}),
            json!({"pr": "a", "eq": ["a", 1]}),
            json!({"pr": 1}),
            json!({"pr": "a pr or b"}),
            json!({"eq": ["a"]}),
            json!({"eq": ["a", 1, 2]}),
            json!({"eq": ["a", [1]]}),
            json!({"eq": ["a", {"pr": "b"}]}),
            json!({"eq": ["a", {"dateTime": "x"}]}),
            json!({"eq": [{"pr": "a"}, 1]}),
            json!({"and": []}),
            json!({"and": {"pr": "a"}}),
            json!({"complex": ["a", {"pr": "b"}, "c"]}),
            json!({"xor": [{"pr": "a"}]}),
            json!({"refused": "half of a surrogate pair"}),
            deep,
        ] {
            assert!(Filter::from_json(&json).is_err(), "{json}");
        }
        let nested = json!({"and": [{"pr": "a"}, {"not": {"eq": ["a b", 1]}}]});
        let error = Filter::from_json(&nested).unwrap_err();
        assert!(error.message.starts_with("and[1].not.eq.attribute: \"a b\""), "{error}");
    }
}
