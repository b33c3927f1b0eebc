//! What a server says of itself: RFC 7643 §5 and §7. Both answers are asked for once in a run, and may be missing.
use crate::error::{Code, Result};
use crate::http::{Call, Http, Response};
use crate::scim::{Config, STANDARD};
use serde::Deserialize;
use std::collections::BTreeSet;

pub(super) const ACCEPT: &str = "application/scim+json, application/json";

/// What a server can do, and what it does not show.
#[derive(Default)]
pub(crate) struct Server {
    pub config: Config,
    /// Attributes that are never returned, or only when they are asked for, by name and by schema and name.
    pub hidden: BTreeSet<String>,
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
            self.hidden.contains(&path)
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
pub(super) fn list_schemas() -> Call<BTreeSet<String>> {
    Call::get("ask what the server shows", "/Schemas", hidden).header("accept", ACCEPT)
}
#[derive(Deserialize)]
struct Attribute {
    name: String,
    #[serde(default)]
    returned: String,
    #[serde(default, rename = "subAttributes")]
    inner: Vec<Attribute>,
}
fn hidden(answer: &Response) -> Result<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Schemas {
        #[serde(rename = "Resources")]
        schemas: Vec<Schema>,
    }
    #[derive(Deserialize)]
    struct Schema {
        id: String,
        #[serde(default)]
        attributes: Vec<Attribute>,
    }
    let Schemas { schemas } = answer.json()?;
    let mut hidden = BTreeSet::new();
    for Schema { id, attributes } in schemas.iter().filter(|schema| schema.id.ends_with(":User")) {
        let before = if id == crate::scim::USER { String::new() } else { format!("{id}/") };
        collect(&before, attributes, &mut hidden);
    }
    Ok(hidden)
}
fn collect(before: &str, attributes: &[Attribute], hidden: &mut BTreeSet<String>) {
    for Attribute { name, returned, inner } in attributes {
        let path = format!("{before}{name}").to_lowercase();
        collect(&format!("{path}/"), inner, hidden);
        if ["never", "request"].iter().any(|one| returned.eq_ignore_ascii_case(one)) {
            hidden.insert(path);
        }
    }
}
