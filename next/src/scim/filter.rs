//! Filters and queries of SCIM: RFC 7644 §3.4.2. An attribute's name and a value are never taken for one another.
use crate::error::Result;
use crate::input::Fields;
use crate::percent::encode;
use crate::temporal::is_temporal;
use crate::tree::{deeper, items, not, only, text, within, wrong};
use serde_json::{json, Value};

const OPERATORS: [&str; 9] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

/// A condition, as a tree: `{"eq": ["userName", "a"]}`, `{"pr": "title"}`, `{"and": […]}`, `{"not": …}`,
/// `{"complex": ["emails", {"eq": ["type", "work"]}]}`. Its names and values are checked when it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter(pub Value);

/// The attribute has this value; one of several values, in any case, for most.
pub fn eq(attribute: &str, value: impl Into<Value>) -> Filter {
    Filter(json!({ "eq": [attribute, value.into()] }))
}
/// At least one of these.
pub fn or(filters: impl IntoIterator<Item = Filter>) -> Filter {
    Filter(json!({ "or": filters.into_iter().map(|filter| filter.0).collect::<Vec<_>>() }))
}
impl Filter {
    /// The filter's text, not percent-encoded, with parentheses exactly where reading it needs them.
    ///
    /// # Errors
    /// `config_invalid`, naming the part that is no name or no value.
    pub fn text(&self) -> Result<String> {
        write(&self.0, false, false, 0)
    }
}
fn write(node: &Value, is_in_and: bool, is_bracketed: bool, depth: usize) -> Result<String> {
    let depth = deeper("filter", depth)?;
    let (tag, of) = only("filter", node)?;
    let inner = |node: &Value, is_in_and: bool| write(node, is_in_and, is_bracketed, depth);
    match tag {
        "pr" => Ok(format!("{} pr", attribute(of, is_bracketed).map_err(|error| within(tag, error))?)),
        // The grammar has `not` before parentheses only.
        "not" => Ok(format!("not ({})", inner(of, false).map_err(|error| within(tag, error))?)),
        "and" | "or" => {
            let all = items(tag, of)?;
            let is_and = tag == "and" && all.len() > 1 || is_in_and && all.len() == 1;
            let all = all.iter().enumerate();
            let all = all.map(|(at, node)| {
                inner(node, is_and).map_err(|error| within(&format!("{tag}[{at}]"), error))
            });
            let all = all.collect::<Result<Vec<_>>>()?;
            match all.len() {
                // An empty one would be met by everybody.
                0 => Err(wrong(tag, "there is no condition: give at least one")),
                2.. if tag == "or" && is_in_and => Ok(format!("({})", all.join(" or "))),
                _ => Ok(all.join(&format!(" {tag} "))),
            }
        }
        "complex" if is_bracketed => Err(wrong(tag, "stands within another one: join the two with and")),
        "complex" => match items(tag, of)? {
            [_, _] => values(of, depth),
            _ => Err(wrong(tag, "a sub-attribute belongs to a PATCH: leave it out")),
        },
        _ if OPERATORS.contains(&tag) => match items(tag, of)? {
            [name, value] => {
                let name = attribute(name, is_bracketed).and_then(|name| Ok((name, literal(tag, value)?)));
                let (name, value) = name.map_err(|error| within(tag, error))?;
                Ok(format!("{name} {tag} {value}"))
            }
            _ => Err(wrong(tag, "an attribute and a value are wanted")),
        },
        _ => Err(not("filter", tag, "a kind of condition: use the builders")),
    }
}
/// `emails[type eq "work"]`, and for a PATCH `emails[type eq "work"].value`.
pub(super) fn values(of: &Value, depth: usize) -> Result<String> {
    let (list, condition, sub) = match items("complex", of)? {
        [list, condition] => (list, condition, None),
        [list, condition, sub] => (list, condition, Some(attribute(sub, true)?)),
        _ => return Err(wrong("complex", "an attribute and a condition are wanted")),
    };
    let list = attribute(list, false)?;
    // A sub-attribute has no values of its own to choose from (RFC 7643 §2.3.8).
    if list.rsplit(':').next().is_some_and(|name| name.contains('.')) {
        return Err(not("complex.attribute", &list, "an attribute that has several values"));
    }
    let condition = write(condition, false, true, depth).map_err(|error| within("complex", error))?;
    Ok(format!("{list}[{condition}]{}", sub.map(|sub| format!(".{sub}")).unwrap_or_default()))
}
/// The path of an attribute: `userName`, `name.familyName`, `urn:…:User:department`; within brackets a name alone.
pub(super) fn attribute(value: &Value, is_bracketed: bool) -> Result<String> {
    const TAKEN: [&str; 7] = ["and", "or", "not", "pr", "true", "false", "null"];
    let path = text("attribute", value)?;
    let is_urn = path.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
    let (schema, rest) = path.rsplit_once(':').filter(|_| is_urn).unwrap_or(("", path));
    let is_word = |text: &str, more: &[u8]| {
        text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte))
    };
    let is_name = |name: &str| {
        let name = name.strip_prefix('$').unwrap_or(name);
        is_word(name, b"-_") && !name.starts_with(|first: char| first.is_ascii_digit())
    };
    let is_schema =
        !is_urn || (schema.matches(':').count() > 1 && schema.split(':').all(|part| is_word(part, b"._-")));
    let names: Vec<_> = rest.split('.').collect();
    if !is_schema || names.len() > 2 || !names.iter().all(|name| is_name(name)) {
        let what =
            "the name of an attribute: write it like userName, name.familyName or urn:…:User:department";
        return Err(not("attribute", path, what).hint("a value goes on the other side"));
    }
    let is_taken = |word: &&str| rest.eq_ignore_ascii_case(word);
    if !is_urn && TAKEN.iter().chain(&OPERATORS).any(is_taken) {
        return Err(not("attribute", path, "a usable name: a filter reads it as an operator or a value"));
    }
    if is_bracketed && (is_urn || names.len() > 1) {
        return Err(not("attribute", path, "an attribute of the value itself: write its name alone"));
    }
    Ok(path.to_owned())
}
/// A value, as JSON writes it; moments are texts.
fn literal(operator: &str, value: &Value) -> Result<String> {
    match value {
        Value::String(_) => Ok(Value::from(text("value", value)?).to_string()),
        Value::Object(_) => match only("value", value)? {
            ("dateTime", moment) if is_temporal("datetimeOffset", text("dateTime", moment)?, 12) => {
                Ok(moment.to_string())
            }
            ("dateTime", moment) => {
                let what = "a date and time with an offset: write it like 2011-05-13T04:42:34Z";
                Err(not("dateTime", text("dateTime", moment)?, what))
            }
            (tag, _) => Err(not("value", tag, "a kind of value")),
        },
        Value::Array(_) => Err(wrong("value", "a list is no value: use or")),
        _ if matches!(operator, "co" | "sw" | "ew") => {
            Err(wrong("value", "only texts contain, start and end with something: compare with a text"))
        }
        Value::Number(number) => Ok(number.to_string()),
        _ if matches!(operator, "eq" | "ne") => Ok(value.to_string()),
        _ => Err(wrong("value", "there is no such comparison with true, false or null: use eq or ne")),
    }
}

/// The query string of a query as data, without `?`; `startIndex` and `count` are always sent.
///
/// # Errors
/// `config_invalid`, naming the part.
pub fn query(options: &Value) -> Result<String> {
    const KEYS: [&str; 7] =
        ["filter", "startIndex", "count", "attributes", "excludedAttributes", "sortBy", "sortOrder"];
    let given = Fields::new("query", options, &KEYS, &[])?;
    let mut parts = Vec::new();
    if let Some(filter) = given.get::<Option<Value>>("filter")? {
        parts.push(format!("filter={}", encode(&Filter(filter).text()?)));
    }
    parts.push(format!("startIndex={}", given.or("startIndex", 1_usize)?.max(1)));
    parts.push(format!("count={}", given.or("count", 100_usize)?));
    for key in ["attributes", "excludedAttributes"] {
        let paths = given.or(key, Vec::<Value>::new())?;
        let paths = paths.iter().map(|path| attribute(path, false)).collect::<Result<Vec<_>>>()?;
        if !paths.is_empty() {
            parts.push(format!("{key}={}", encode(&paths.join(","))));
        }
    }
    if let Some(path) = given.get::<Option<Value>>("sortBy")? {
        parts.push(format!("sortBy={}", encode(&attribute(&path, false)?)));
    }
    match given.get::<Option<String>>("sortOrder")? {
        Some(order) if !["ascending", "descending"].contains(&order.as_str()) => {
            return Err(not("query.sortOrder", &order, "\"ascending\" or \"descending\""))
        }
        order => parts.extend(order.map(|order| format!("sortOrder={order}"))),
    }
    Ok(parts.join("&"))
}
