//! Queries from the plain JSON that the JavaScript builders make. Where an option takes names (`select`,
//! `expand`, `orderBy`), a text is a name.

use serde::{de::Error as _, Deserialize, Deserializer};
use serde_json::Value;

use super::{
    field,
    json::{entries, items, only_entry, text},
    print, Direction, Error, Expand, Expr, Path, Query, Search,
};

const OPTIONS: [&str; 10] =
    ["filter", "orderBy", "top", "skip", "inlineCount", "select", "expand", "search", "skipToken", "format"];

impl Query {
    /// Reads a query from its JSON form.
    ///
    /// ```
    /// use provisor::odata::{Query, Version};
    ///
    /// let json = serde_json::json!({ "orderBy": [["Name", "asc"]], "top": 1, "inlineCount": true });
    /// assert_eq!(
    ///     Query::from_json(&json)?.to_query_string(Version::V4)?,
    ///     "$count=true&$orderby=Name%20asc&$top=1"
    /// );
    /// # Ok::<(), provisor::odata::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the JSON is no query, has an unknown key, or a name or value in it is bad.
    pub fn from_json(value: &Value) -> Result<Self, Error> {
        read(value, 0)
    }
}

impl<'de> Deserialize<'de> for Query {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_json(&Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

fn read(value: &Value, depth: usize) -> Result<Query, Error> {
    if depth > print::MAX_DEPTH {
        return Err(print::too_deep());
    }
    let [filter, order_by, top, skip, inline_count, select, expand, search, skip_token, format] =
        entries(value, "query", OPTIONS)?;
    Ok(Query {
        inline_count: inline_count.map(flag).transpose()?.unwrap_or_default(),
        filter: filter.map(Expr::from_json).transpose().map_err(|error| error.within("filter"))?,
        order_by: list(order_by, "orderBy", order_item)?,
        top: top.map(|value| count(value, "top")).transpose()?,
        skip: skip.map(|value| count(value, "skip")).transpose()?,
        select: list(select, "select", select_item)?,
        expand: list(expand, "expand", |item| expand_item(item, depth))?,
        search: search.map(|value| read_search(value, 0)).transpose()?,
        skip_token: skip_token.map(|value| text(value, "skipToken").map(str::to_owned)).transpose()?,
        format: format.map(|value| text(value, "format").map(str::to_owned)).transpose()?,
    })
}

fn list<T>(
    value: Option<&Value>,
    part: &str,
    item: impl Fn(&Value) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let values = value.map(|value| items(value, part)).transpose()?.unwrap_or_default();
    values.iter().map(|value| item(value).map_err(|error| error.within(part))).collect()
}

fn count(value: &Value, part: &str) -> Result<u64, Error> {
    value
        .as_u64()
        .ok_or_else(|| Error::not(part, &value.to_string(), "a count: write a whole number, 0 or more"))
}

fn flag(value: &Value) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| Error::new("inlineCount", "write true or false"))
}

fn order_item(value: &Value) -> Result<(Expr, Direction), Error> {
    let wrong = || Error::new("", "write a pair like [\"Name\", \"asc\"] or [expression, \"desc\"]");
    let [by, direction] = items(value, "").map_err(|_| wrong())? else { return Err(wrong()) };
    let by = match by.as_str() {
        Some(path) => field(path)?,
        None => Expr::from_json(by)?,
    };
    match direction.as_str() {
        Some("asc") => Ok((by, Direction::Asc)),
        Some("desc") => Ok((by, Direction::Desc)),
        _ => Err(wrong()),
    }
}

fn select_item(value: &Value) -> Result<Option<Path>, Error> {
    match text(value, "")? {
        "*" => Ok(None),
        path => path.parse().map(Some),
    }
}

fn expand_item(value: &Value, depth: usize) -> Result<Expand, Error> {
    if let Some(path) = value.as_str() {
        return Expand::path(path);
    }
    match value.as_array().map(Vec::as_slice) {
        Some([path, query]) => Expand::with(text(path, "")?, read(query, depth.saturating_add(1))?),
        _ => Err(Error::new("", "write a path, or a pair like [\"Orders\", { top: 5 }]")),
    }
}

fn read_search(value: &Value, depth: usize) -> Result<Search, Error> {
    if depth > print::MAX_DEPTH {
        return Err(print::too_deep());
    }
    let next = depth.saturating_add(1);
    let Value::Object(map) = value else {
        return Ok(Search::text(text(value, "search")?));
    };
    let all =
        |value| items(value, "search")?.iter().map(|term| read_search(term, next)).collect::<Result<_, _>>();
    match only_entry(map)? {
        ("and", terms) => Ok(Search::logic("AND", all(terms)?)),
        ("or", terms) => Ok(Search::logic("OR", all(terms)?)),
        ("not", term) => Ok(read_search(term, next)?.not()),
        (tag, _) => Err(Error::not("search", tag, "a kind of search: use and, or, not")),
    }
}
