//! Discovery: what a server says it can do, and what is taken for granted where it does not.

use super::object;
use crate::error::Result;
use crate::http::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What `/ServiceProviderConfig` says (RFC 7643 §5).
///
/// ```
/// use provisor::{http::Response, scim::ServiceConfig};
///
/// let body = br#"{"patch":{"supported":true},"filter":{"supported":true,"maxResults":50},"etag":{"supported":"true"}}"#;
/// let config = ServiceConfig::from_response(&Response::new(200, vec![], body.to_vec()))?;
/// assert!(config.etag && !config.bulk && config.is_known);
/// assert_eq!(config.page(100), 50);
/// // A server without discovery is no reason to stop.
/// assert_eq!(ServiceConfig::from_response(&Response::new(404, vec![], vec![]))?, ServiceConfig::default());
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceConfig {
    /// PATCH; yes where nothing is said.
    pub patch: bool,
    /// Several operations in one request.
    pub bulk: bool,
    /// How many operations one bulk request may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bulk_max_operations: Option<u64>,
    /// Filters; yes where nothing is said.
    pub filter: bool,
    /// How many resources a query gives at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u64>,
    /// Changing passwords.
    pub change_password: bool,
    /// Sorting.
    pub sort: bool,
    /// Versions of resources, by which `If-Match` refuses to overwrite somebody else's change.
    pub etag: bool,
    /// Whether the server said anything at all.
    pub is_known: bool,
}

impl Default for ServiceConfig {
    fn default() -> Self {
        Self {
            patch: true,
            bulk: false,
            bulk_max_operations: None,
            filter: true,
            max_results: None,
            change_password: false,
            sort: false,
            etag: false,
            is_known: false,
        }
    }
}

impl ServiceConfig {
    /// Reads the answer. A server that does not offer discovery, or not to these credentials (401, 403, 404, 405,
    /// 410, 501), has the defaults.
    ///
    /// # Errors
    /// Any other refusal; `bad_response` when the answer is no JSON object.
    pub fn from_response(answer: &Response) -> Result<Self> {
        match answer.status {
            401 | 403 | 404 | 405 | 410 | 501 => Ok(Self::default()),
            _ if !answer.is_success() => Err(super::refusal(answer)),
            _ => match answer.json_as_sent()? {
                Value::Object(fields) => Ok(Self::from_fields(&fields)),
                _ => Err(super::resource::unreadable(answer, "is no ServiceProviderConfig")),
            },
        }
    }

    fn from_fields(fields: &Map<String, Value>) -> Self {
        let part = |name| object::get(fields, name).and_then(Value::as_object);
        let supported = |name| object::get(part(name)?, "supported").and_then(object::truth);
        let number =
            |name, key| object::get(part(name)?, key).and_then(object::count).filter(|most| *most > 0);
        Self {
            patch: supported("patch").unwrap_or(true),
            bulk: supported("bulk").unwrap_or_default(),
            bulk_max_operations: number("bulk", "maxOperations"),
            filter: supported("filter").unwrap_or(true),
            max_results: number("filter", "maxResults"),
            change_password: supported("changePassword").unwrap_or_default(),
            sort: supported("sort").unwrap_or_default(),
            etag: supported("etag").unwrap_or_default(),
            is_known: true,
        }
    }

    /// A page of this size, or the largest that the server gives.
    pub fn page(&self, wanted: u64) -> u64 {
        self.max_results.map_or(wanted, |most| most.min(wanted)).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_parts_and_missing_servers() {
        let read = |status, body: &str| {
            ServiceConfig::from_response(&Response::new(status, vec![], body.as_bytes().to_vec()))
        };
        let known = ServiceConfig { is_known: true, ..ServiceConfig::default() };
        for body in ["{}", r#"{"patch":null,"filter":"yes","etag":{}}"#, r#"{"filter":{"maxResults":0}}"#] {
            assert_eq!(read(200, body).unwrap(), known, "{body}");
        }
        let none = read(200, r#"{"Patch":{"Supported":false},"filter":{"supported":"False"}}"#).unwrap();
        assert!(!none.patch && !none.filter);
        assert_eq!(read(401, "").unwrap(), ServiceConfig::default());
        for (status, body) in [(200, "<html>"), (200, "[]"), (500, ""), (429, "{}")] {
            assert!(read(status, body).is_err(), "{status} {body}");
        }
        assert_eq!(known.page(0), 1);
    }
}
