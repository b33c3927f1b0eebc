//! The URNs of schemas and messages (RFC 7643 §10.3, RFC 7644 §8.2), which like all URNs of theirs are compared
//! in any case.

/// A user.
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// A group.
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// The enterprise extension of a user.
pub const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The answer to a query.
pub const LIST_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// A change to a resource.
pub const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// A refusal.
pub const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

use super::object;
use serde_json::{Map, Value};

/// Whether an object says that it is of this schema.
pub(super) fn says(fields: &Map<String, Value>, schema: &str) -> bool {
    let schemas = object::get(fields, "schemas").and_then(Value::as_array);
    schemas.into_iter().flatten().any(|one| one.as_str().is_some_and(|one| one.eq_ignore_ascii_case(schema)))
}
