//! What a server says of itself: RFC 7643 §5 and §7. Both answers are asked for once in a run, and may be missing.
use crate::error::{Code, Result};
use crate::http::{Call, Http, Response};
use crate::index::Index;
use crate::scim::{Config, STANDARD};
use serde_json::Value;

pub(super) const ACCEPT: &str = "application/scim+json, application/json";

/// What a server can do, and what it does not show.
#[derive(Default)]
pub(crate) struct Server {
    pub config: Config,
    /// Attributes that are never returned, or only when they are asked for, by name and by schema and name.
    pub hidden: Index,
}
impl Server {
    /// What is not said is taken for granted.
    ///
    /// # Errors
    /// Those of a server that fails.
    pub async fn ask(http: &Http) -> Result<Self> {
        let config = or_default(http.call(STANDARD.read_config()).await)?;
        let hidden = or_default(http.call(list_schemas()).await)?;
        Ok(Self { config, hidden })
    }
    /// Whether an attribute that is absent is not shown, rather than empty.
    pub fn hides(&self, pointer: &str) -> bool {
        let names: Vec<_> =
            pointer.trim_start_matches('/').split('/').filter(|name| !name.contains('=')).collect();
        (1..=names.len()).any(|count| {
            let path = names.get(..count).unwrap_or_default().join("/").to_lowercase();
            self.hidden.contains_key(&path)
        })
    }
}
/// Servers that do not offer it say so in several ways.
fn or_default<T: Default>(answer: Result<T>) -> Result<T> {
    let is_missing = |code| {
        use Code::{AuthRejected, BadResponse, ConfigInvalid, Forbidden, NotFound, Unsupported};
        matches!(code, AuthRejected | BadResponse | ConfigInvalid | Forbidden | NotFound | Unsupported)
    };
    match answer {
        Err(error) if is_missing(error.code) || error.status == Some(501) => Ok(T::default()),
        answer => answer,
    }
}
/// `GET /Schemas`: the paths of the attributes that it does not show.
pub(super) fn list_schemas() -> Call<Index> {
    Call::get("ask what the server shows", "/Schemas", hidden).header("accept", ACCEPT)
}
fn hidden(answer: &Response) -> Result<Index> {
    let body: Value = answer.object()?;
    let mut hidden = Index::new();
    for schema in list(&body, "Resources") {
        let id = text(schema, "id");
        let before = if id == crate::scim::USER { String::new() } else { format!("{id}/") };
        if id.ends_with(":User") {
            collect(&before, list(schema, "attributes"), &mut hidden);
        }
    }
    Ok(hidden)
}
fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}
fn collect(before: &str, attributes: &[Value], hidden: &mut Index) {
    // No attribute has a longer path: each of those below has it in its own.
    const LONGEST: usize = 500;
    for attribute in attributes {
        let path = format!("{before}{}", text(attribute, "name")).to_lowercase();
        if path.len() > LONGEST {
            continue;
        }
        collect(&format!("{path}/"), list(attribute, "subAttributes"), hidden);
        if ["never", "request"].iter().any(|one| text(attribute, "returned").eq_ignore_ascii_case(one)) {
            hidden.insert(path, 0);
        }
    }
}
