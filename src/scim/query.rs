//! What a listing is asked for, and the query string that says so.

use super::json::{entries, items, text};
use super::words::{not, within, wrong};
use super::{attr, AttrPath, Filter};
use crate::error::Result;
use crate::http::percent;
use serde_json::Value;

/// How many resources a page has where nothing else is said.
pub const PAGE: u64 = 100;

/// A query of `/Users` or `/Groups` (RFC 7644 §3.4.2). `startIndex` and `count` are always sent: what a server
/// takes for granted differs.
///
/// ```
/// use provisor::scim::{attr, ListQuery};
///
/// let query = ListQuery::new().filter(attr("userName")?.eq("o'brien+x@a.co")).count(2);
/// assert_eq!(
///     query.to_query_string()?,
///     "filter=userName%20eq%20%22o%27brien%2Bx%40a.co%22&startIndex=1&count=2",
/// );
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuery {
    filter: Option<Filter>,
    start_index: u64,
    count: u64,
    attributes: Vec<AttrPath>,
    excluded: Vec<AttrPath>,
    sort: Option<(AttrPath, Option<SortOrder>)>,
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    /// Smallest first; what a server takes where nothing is said.
    Ascending,
    /// Largest first.
    Descending,
}

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            filter: None,
            start_index: 1,
            count: PAGE,
            attributes: Vec::new(),
            excluded: Vec::new(),
            sort: None,
        }
    }
}

impl ListQuery {
    /// The first page of everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only what meets this condition.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// From this one on; the first is 1, and less is the same as 1 (RFC 7644 §3.4.2.4).
    #[must_use]
    pub fn start_index(mut self, index: u64) -> Self {
        self.start_index = index.max(1);
        self
    }

    /// At most so many.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    /// How many resources a page has at most.
    pub fn page(&self) -> u64 {
        self.count
    }

    /// Only these attributes, and those that are always returned.
    #[must_use]
    pub fn attributes(mut self, paths: impl IntoIterator<Item = AttrPath>) -> Self {
        self.attributes.extend(paths);
        self
    }

    /// Without these attributes.
    #[must_use]
    pub fn excluded_attributes(mut self, paths: impl IntoIterator<Item = AttrPath>) -> Self {
        self.excluded.extend(paths);
        self
    }

    /// In the order of this attribute.
    #[must_use]
    pub fn sort_by(mut self, path: AttrPath, order: SortOrder) -> Self {
        self.sort = Some((path, Some(order)));
        self
    }

    /// The query string without `?`, values percent-encoded (a space is `%20`, never `+`).
    ///
    /// # Errors
    /// `config_invalid` when the filter cannot be written, or attributes are both chosen and excluded.
    pub fn to_query_string(&self) -> Result<String> {
        let mut query = String::new();
        if let Some(filter) = &self.filter {
            let value = filter.to_query_value().map_err(|error| within("filter", error))?;
            query.extend(["filter=", &value, "&"]);
        }
        query.push_str(&format!("startIndex={}&count={}", self.start_index, self.count));
        if !self.attributes.is_empty() && !self.excluded.is_empty() {
            return Err(wrong("excludedAttributes", "stands next to attributes").hint("give one of the two"));
        }
        for (name, paths) in [("attributes", &self.attributes), ("excludedAttributes", &self.excluded)] {
            if !paths.is_empty() {
                let paths: Vec<_> = paths.iter().map(ToString::to_string).collect();
                query.extend(["&", name, "=", &percent::component(&paths.join(","))]);
            }
        }
        if let Some((path, order)) = &self.sort {
            query.extend(["&sortBy=", &percent::component(&path.to_string())]);
            query.push_str(match order {
                Some(SortOrder::Ascending) => "&sortOrder=ascending",
                Some(SortOrder::Descending) => "&sortOrder=descending",
                None => "",
            });
        }
        Ok(query)
    }

    /// Reads a query from its JSON form, in which a text is a name wherever names are wanted.
    ///
    /// # Errors
    /// `config_invalid` when the JSON is no query, has an unknown key, or a name or value in it is bad.
    pub fn from_json(value: &Value) -> Result<Self> {
        let names =
            ["filter", "startIndex", "count", "attributes", "excludedAttributes", "sortBy", "sortOrder"];
        let [filter, start, count, attributes, excluded, sort_by, order] = entries(value, "query", names)?;
        let order = match order.and_then(Value::as_str) {
            Some("ascending") => Some(SortOrder::Ascending),
            Some("descending") => Some(SortOrder::Descending),
            None if order.is_none() => None,
            _ => return Err(wrong("sortOrder", "is no order").hint("write \"ascending\" or \"descending\"")),
        };
        let sort = sort_by.map(|path| path_of(path, "sortBy")).transpose()?.map(|path| (path, order));
        if order.is_some() && sort.is_none() {
            return Err(wrong("sortOrder", "stands without sortBy").hint("name an attribute to sort by"));
        }
        Ok(Self {
            filter: filter.map(Filter::from_json).transpose().map_err(|error| within("filter", error))?,
            start_index: whole(start, "startIndex", 1, 1)?,
            count: whole(count, "count", 0, PAGE)?,
            attributes: paths_of(attributes, "attributes")?,
            excluded: paths_of(excluded, "excludedAttributes")?,
            sort,
        })
    }
}

fn path_of(value: &Value, part: &str) -> Result<AttrPath> {
    attr(text(value, part)?).map_err(|error| within(part, error))
}

fn paths_of(value: Option<&Value>, part: &str) -> Result<Vec<AttrPath>> {
    let values = value.map(|value| items(value, part)).transpose()?.unwrap_or_default();
    values.iter().map(|value| path_of(value, part)).collect()
}

fn whole(value: Option<&Value>, part: &str, least: u64, default: u64) -> Result<u64> {
    let Some(value) = value else { return Ok(default) };
    value.as_u64().filter(|number| *number >= least).ok_or_else(|| {
        not(part, &value.to_string(), "a count").hint(format!("write a whole number, {least} or more"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn options_and_their_text() {
        for (json, wanted) in [
            (json!({}), "startIndex=1&count=100"),
            (json!({"startIndex": 3, "count": 0}), "startIndex=3&count=0"),
            (
                json!({"filter": {"eq": ["displayName", "R&D #1 100% \"ü\" \\"]}}),
                "filter=displayName%20eq%20%22R%26D%20%231%20100%25%20%5C%22%C3%BC%5C%22%20%5C%5C%22&startIndex=1&count=100",
            ),
            (
                json!({"attributes": ["userName", "name.familyName"], "sortBy": "userName", "sortOrder": "descending"}),
                "startIndex=1&count=100&attributes=userName%2Cname.familyName&sortBy=userName&sortOrder=descending",
            ),
            (json!({"excludedAttributes": ["members"]}), "startIndex=1&count=100&excludedAttributes=members"),
        ] {
            assert_eq!(ListQuery::from_json(&json).unwrap().to_query_string().unwrap(), wanted);
        }
    }

    #[test]
    fn what_is_no_query_is_refused() {
        for (json, part) in [
            (json!([]), "query"),
            (json!({"top": 1}), "query"),
            (json!({"startIndex": 0}), "startIndex"),
            (json!({"count": -1}), "count"),
            (json!({"count": "5"}), "count"),
            (json!({"attributes": "userName"}), "attributes"),
            (json!({"attributes": ["a,b"]}), "attributes.attribute"),
            (json!({"sortOrder": "ascending"}), "sortOrder"),
            (json!({"sortBy": "a", "sortOrder": "asc"}), "sortOrder"),
            (json!({"filter": "userName pr"}), "filter.filter"),
        ] {
            let error = ListQuery::from_json(&json).unwrap_err();
            assert!(error.message.starts_with(&[part, ":"].concat()), "{error}");
        }
        let both =
            ListQuery::new().attributes([attr("a").unwrap()]).excluded_attributes([attr("b").unwrap()]);
        assert!(both.to_query_string().is_err());
    }
}
