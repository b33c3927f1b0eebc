//! Answers of SCIM: judged by what is in them, not by what they say of themselves.
use crate::error::{Code, Error, Result};
use crate::http::Response;
use crate::identity::fold_email as fold;
use crate::record::Record;
use serde::Deserialize;
use serde_json::Value;

/// The resources of a list; counts are not believed.
///
/// # Errors
/// `bad_response` where the answer is no list: what is no list does not say that there is nobody.
pub fn resources(answer: &Response) -> Result<Vec<Record>> {
    page(answer).map(|(resources, _)| resources)
}
/// The same, and how many the server says there are in all.
pub(super) fn page(answer: &Response) -> Result<(Vec<Record>, Option<u64>)> {
    #[derive(Deserialize)]
    struct List {
        #[serde(rename = "Resources", alias = "resources")]
        resources: Option<Vec<Record>>,
        #[serde(rename = "totalResults")]
        total: Option<Value>,
        #[serde(default)]
        schemas: Vec<String>,
    }
    let list: List = answer.object()?;
    let is_list = list.total.is_some() || list.schemas.iter().any(|schema| schema.ends_with(":ListResponse"));
    let total = list.total.and_then(|total| total.as_u64());
    match list.resources {
        Some(resources) => Ok((resources, total)),
        None if is_list => Ok((Vec::new(), total)),
        None => Err(Error::bad_response("the answer is not a SCIM list")),
    }
}
/// The id of what was created: in the body, or at the end of `Location`.
///
/// # Errors
/// `bad_response` where neither gives one.
pub fn created(answer: &Response) -> Result<String> {
    let body = answer.object::<Record>().ok().and_then(|created| created.text("/id"));
    let location = || {
        let last = answer.header("location")?.split(['?', '#']).next()?.rsplit('/').next()?;
        percent_encoding::percent_decode_str(last).decode_utf8().ok().map(Into::into)
    };
    body.filter(|id| !id.is_empty())
        .or_else(location)
        .filter(|id| !id.is_empty())
        .ok_or_else(|| Error::bad_response("the platform says it created the resource, but gives no id"))
}
/// The words of a refusal: what kind it is, and the details.
pub fn words(answer: &Response) -> Option<String> {
    let body: Value = answer.json().ok()?;
    let text = |key: &str| body.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let detail =
        ["detail", "message", "error_description", "error", "title"].iter().find_map(|key| text(key));
    let words = [text("scimType"), detail].into_iter().flatten().collect::<Vec<_>>().join(": ");
    Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
}
/// Several resources where one was asked for.
pub(super) fn ambiguous(words: &str, several: &[&Record]) -> Error {
    let ids: Vec<_> = several.iter().filter_map(|one| one.text("/id")).take(5).collect();
    let words = format!("{} {words}: {}", several.len(), ids.join(", "));
    Error::new(Code::Ambiguous, words).hint("rename or remove all but one")
}
/// The code of a refusal. What is taken is a conflict even where it is said with 400 (RFC 7644 table 9).
pub(super) fn code(status: u16, kind: &str) -> Code {
    let is = |one: &str| kind.eq_ignore_ascii_case(one);
    match status {
        400..=499 if is("uniqueness") => Code::Conflict,
        400 if is("invalidFilter") || is("tooMany") || is("invalidVers") => Code::Unsupported,
        400 if is("noTarget") => Code::Conflict,
        405 | 501 => Code::Unsupported,
        412 => Code::StalePlan,
        _ => Error::of_status(status, None).code,
    }
}
/// Whether a text of the attribute is this one, in any case. Of `emails.value`, any of the values.
pub fn is_called(record: &Record, attribute: &str, wanted: &str) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|text| fold(text) == fold(wanted));
    match attribute.split_once('.') {
        Some((list, key)) => {
            let values = record.get(&format!("/{list}")).unwrap_or_default();
            values.as_array().into_iter().flatten().filter_map(|one| one.get(key)).any(is)
        }
        None => record.get(&format!("/{attribute}")).as_ref().is_some_and(is),
    }
}
/// Two texts are the same in any case.
pub fn is_same_text(seen: &Value, wanted: &Value) -> bool {
    matches!((seen.as_str(), wanted.as_str()), (Some(seen), Some(wanted)) if fold(seen) == fold(wanted))
}

/// What a server can do: RFC 7643 §5. What it does not say is taken for granted.
#[derive(Clone, Debug)]
pub struct Config {
    /// It takes PATCH.
    pub patch: bool,
    /// It takes filters.
    pub filter: bool,
    /// Its resources have versions.
    pub etag: bool,
    /// A list gives at most so many.
    pub max_results: usize,
}
impl Default for Config {
    fn default() -> Self {
        Self { patch: true, filter: true, etag: false, max_results: 200 }
    }
}
impl Config {
    /// Reads `/ServiceProviderConfig`.
    ///
    /// # Errors
    /// `bad_response`.
    pub fn read(answer: &Response) -> Result<Self> {
        let body: Value = answer.json()?;
        let of = |name: &str, key: &str| body.get(name).and_then(|part| part.get(key));
        let has = |name: &str| of(name, "supported").and_then(Value::as_bool);
        let none = Self::default();
        let most = of("filter", "maxResults").and_then(Value::as_u64).filter(|most| *most > 0);
        let max_results = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        Ok(Self {
            patch: has("patch").unwrap_or(none.patch),
            filter: has("filter").unwrap_or(none.filter),
            etag: has("etag").unwrap_or(none.etag),
            max_results: max_results.min(none.max_results),
        })
    }
}
