//! The system query options, and the query string that they make.
use super::expr::Expr;
use super::literal::{path, Version};
use crate::error::Result;
use crate::input::Fields;
use crate::tree::{deeper, items, not, only, text, within, wrong};
use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};
use serde_json::Value;

/// RFC 3986 `unreserved`, and what OData's own grammar uses and no server or proxy splits a query at. `;` is not among them,
/// since some servers end an option there.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b':')
    .remove(b'*')
    .remove(b'$')
    .remove(b'/')
    .remove(b'=');
const OUTSIDE: &AsciiSet = &PLAIN.add(b'=');
const IN_TEXT: &AsciiSet = &OUTSIDE.add(b'/');

/// Encodes the value of an option: a space is `%20`, never `+`. The grammar derives no `/` inside a string literal, and no `=`
/// but between the options of an `$expand`.
fn encode(name: &str, value: &str) -> String {
    let parts = value.split('\'').enumerate();
    let outside = if name == "$expand" { PLAIN } else { OUTSIDE };
    let parts = parts.map(|(at, part)| {
        utf8_percent_encode(part, if at.is_multiple_of(2) { outside } else { IN_TEXT }).to_string()
    });
    parts.collect::<Vec<_>>().join("%27")
}
/// The query string of a query as data, without `?`: names with their literal `$`, values percent-encoded.
///
/// ```
/// use provisor_next::odata::{eq, field, query, tolower, Version};
/// let filter = eq(tolower(field("Name")), "o'brien/doe").0;
/// let options = serde_json::json!({ "inlineCount": true, "filter": filter, "orderBy": [["Name", "asc"]], "top": 1, "skip": 0 });
/// assert_eq!(
///     query(&options, Version::V3).unwrap(),
///     "$inlinecount=allpages&$filter=tolower(Name)%20eq%20%27o%27%27brien%2Fdoe%27&$orderby=Name%20asc&$top=1&$skip=0",
/// );
/// ```
///
/// # Errors
/// `config_invalid`, naming the part: a name or value that is none, or what the dialect lacks.
pub fn query(options: &Value, version: Version) -> Result<String> {
    let parts = self::options(options, version, 0)?;
    let parts: Vec<_> = parts.iter().map(|(name, value)| format!("{name}={}", encode(name, value))).collect();
    Ok(parts.join("&"))
}
/// Name and unencoded value of each option, in the order in which MyWorkpal's documents write them.
fn options(query: &Value, version: Version, depth: usize) -> Result<Vec<(&'static str, String)>> {
    const KEYS: [&str; 10] = [
        "filter",
        "orderBy",
        "top",
        "skip",
        "inlineCount",
        "select",
        "expand",
        "search",
        "skipToken",
        "format",
    ];
    let depth = deeper("query", depth)?;
    let given = Fields::new("query", query, &KEYS, &[])?;
    let list = |key: &'static str, one: &dyn Fn(&Value) -> Result<String>| {
        let all = given.or(key, Vec::<Value>::new())?;
        let all = all.iter().map(one).collect::<Result<Vec<_>>>().map_err(|error| within(key, error))?;
        Ok::<_, crate::error::Error>(Some(all.join(",")).filter(|all| !all.is_empty()))
    };
    let filter = given.get::<Option<Value>>("filter")?.map(|filter| Expr(filter).filter(version)).transpose();
    let search = given.get::<Option<Value>>("search")?.map(|term| search(&term, 0, 0)).transpose()?;
    let token = given.get::<Option<Value>>("skipToken")?;
    let format = given.get::<Option<String>>("format")?;
    if depth > 1 && (token.is_some() || format.is_some()) {
        return Err(wrong("expand", "skipToken and format belong to the whole query: move them there"));
    }
    if search.is_some() && version == Version::V3 {
        return Err(version.lacks("search", "filter with contains"));
    }
    let is_format =
        |text: &String| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/+-.;=".contains(&byte));
    if let Some(format) = format.as_ref().filter(|format| format.is_empty() || !is_format(format)) {
        return Err(not("format", format, "a format: write json, or a media type like application/json"));
    }
    let is_v4 = version == Version::V4;
    let counted = given.or("inlineCount", false)?.then(|| if is_v4 { "true" } else { "allpages" }.to_owned());
    let parts = [
        (if is_v4 { "$count" } else { "$inlinecount" }, counted),
        ("$filter", filter.map_err(|error| within("filter", error))?),
        ("$orderby", list("orderBy", &|item| order(item, version))?),
        ("$top", given.get::<Option<u64>>("top")?.map(|count| count.to_string())),
        ("$skip", given.get::<Option<u64>>("skip")?.map(|count| count.to_string())),
        (
            "$select",
            list("select", &|item| if item == "*" { Ok("*".to_owned()) } else { path(item, version) })?,
        ),
        ("$expand", list("expand", &|item| expand(item, version, depth))?),
        ("$search", search),
        ("$skiptoken", token.map(|token| text("skipToken", &token).map(str::to_owned)).transpose()?),
        ("$format", format),
    ];
    Ok(parts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}
fn order(item: &Value, version: Version) -> Result<String> {
    match item.as_array().map(Vec::as_slice) {
        Some([by, Value::String(direction)]) if ["asc", "desc"].contains(&direction.as_str()) => {
            let by = if by.is_string() { path(by, version)? } else { Expr(by.clone()).value(version)? };
            Ok(format!("{by} {direction}"))
        }
        _ => Err(wrong("item", "write a pair like [\"Name\", \"asc\"] or [expression, \"desc\"]")),
    }
}
fn expand(item: &Value, version: Version, depth: usize) -> Result<String> {
    let (name, inner) = match item.as_array().map(Vec::as_slice) {
        Some([name, query]) => (name, options(query, version, depth)?),
        _ => (item, Vec::new()),
    };
    let name = path(name, version)?;
    let inner: Vec<_> = inner.iter().map(|(name, value)| format!("{name}={value}")).collect();
    match inner.is_empty() {
        true => Ok(name),
        false if version == Version::V4 => Ok(format!("{name}({})", inner.join(";"))),
        false => Err(version
            .lacks("options inside expand", "expand the path, and select with it (select \"Orders/Id\")")),
    }
}
/// Free text to search for: a word or a phrase, `{"and": […]}`, `{"or": […]}`, `{"not": …}`. `place` is 0 where anything may stand,
/// 1 inside `or`, 2 inside `and`, 3 after `not`.
fn search(term: &Value, place: u8, depth: usize) -> Result<String> {
    let depth = deeper("search", depth)?;
    if !term.is_object() {
        let phrase = text("search", term)?;
        // 4.0 has no escape for `"` in a phrase, and 4.01 reads `\` as one.
        if phrase.contains(['"', '\\']) || phrase.trim().is_empty() {
            return Err(not(
                "search",
                phrase,
                "a text to search for: write one without \" and \\, and not empty",
            ));
        }
        let is_word =
            phrase.bytes().all(|byte| byte.is_ascii_alphabetic()) && !["AND", "OR", "NOT"].contains(&phrase);
        return Ok(if is_word { phrase.to_owned() } else { format!("\"{phrase}\"") });
    }
    let (own, operator, terms) = match only("search", term)? {
        ("and", terms) => (2, " AND ", terms),
        ("or", terms) => (1, " OR ", terms),
        ("not", term) => return Ok(format!("NOT {}", search(term, 3, depth)?)),
        (tag, _) => return Err(not("search", tag, "a kind of search: use and, or, not")),
    };
    let terms = items("search", terms)?;
    let inner = if terms.len() == 1 { place } else { own };
    let all = terms.iter().map(|term| search(term, inner, depth)).collect::<Result<Vec<_>>>()?.join(operator);
    match terms.len() {
        0 => Err(wrong("search", "there is nothing to search for: give at least one text")),
        2.. if own < place => Ok(format!("({all})")),
        _ => Ok(all),
    }
}
