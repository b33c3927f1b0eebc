//! Versions of resources (RFC 7644 §3.14): said back only where the server keeps them, compared weakly.

use super::{Resource, ServiceConfig};
use crate::http::Response;

/// The version of a resource in an answer: the `ETag` header's, else `meta.version`'s.
pub fn version_of(answer: &Response, resource: &Resource) -> Option<String> {
    answer.header("etag").or_else(|| resource.version()).map(str::to_owned)
}

/// Whether two versions are the same, weak or not (RFC 9110 §8.8.3.2, weak comparison).
///
/// ```
/// use provisor::scim::same_version;
///
/// assert!(same_version("W/\"1\"", "\"1\""));
/// assert!(!same_version("W/\"1\"", "W/\"2\""));
/// ```
pub fn same_version(one: &str, other: &str) -> bool {
    opaque(one) == opaque(other)
}

/// The tag without the mark of a weak one and its quotes; there are servers that forget the quotes in `meta`.
fn opaque(tag: &str) -> &str {
    let tag = tag.trim();
    let tag = tag.strip_prefix("W/").or_else(|| tag.strip_prefix("w/")).unwrap_or(tag);
    tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or(tag)
}

/// The value of `If-Match` for a write that must not overwrite somebody else's: the version as the server said
/// it. Nothing where the server does not keep versions, or this one cannot be a header.
pub fn if_match(config: &ServiceConfig, version: Option<&str>) -> Option<String> {
    // RFC 9110 §8.8.3, `etagc` and the quotes around.
    let can_be_sent = |tag: &&str| !tag.is_empty() && tag.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    version.map(str::trim).filter(|_| config.etag).filter(can_be_sent).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::User;
    use super::*;
    use serde_json::json;

    #[test]
    fn versions() {
        for (one, other, same) in [
            ("W/\"a\"", "W/\"a\"", true),
            ("w/\"a\"", "a", true),
            ("\"a\"", "\"A\"", false),
            ("\"a", "a", false),
            ("", "\"\"", true),
        ] {
            assert_eq!(same_version(one, other), same, "{one} {other}");
        }
        let user = User::from_value(json!({"meta": {"version": "W/\"2\""}})).unwrap();
        let with = Response::new(200, vec![("ETag".into(), "W/\"1\"".into())], vec![]);
        assert_eq!(version_of(&with, &user).as_deref(), Some("W/\"1\""));
        assert_eq!(version_of(&Response::new(200, vec![], vec![]), &user).as_deref(), Some("W/\"2\""));
    }

    #[test]
    fn if_match_only_where_it_is_understood() {
        let keeps = ServiceConfig { etag: true, ..ServiceConfig::default() };
        assert_eq!(if_match(&keeps, Some("W/\"1\"")).as_deref(), Some("W/\"1\""));
        assert_eq!(if_match(&ServiceConfig::default(), Some("W/\"1\"")), None);
        for none in [None, Some(""), Some("a\r\nevil: 1"), Some("\"é\"")] {
            assert_eq!(if_match(&keeps, none), None);
        }
    }
}
