//! SCIM 2.0 (RFC 7643, RFC 7644): filters, users and groups, changes, listings, refusals and discovery.
//!
//! Values and names are different types and no call takes a piece of filter text, so a person's name can never
//! become part of a condition. What a server sends is read with forgiveness, and goes back as it came.
//!
//! ```
//! use provisor::scim::{attr, only_user, Found, ListQuery, ListResponse, Patch};
//! use serde_json::json;
//!
//! let name = r#"o'brien "ob" +x"#;
//! let query = ListQuery::new().filter(attr("userName")?.eq(name)).count(2);
//! assert_eq!(
//!     query.to_query_string()?,
//!     "filter=userName%20eq%20%22o%27brien%20%5C%22ob%5C%22%20%2Bx%22&startIndex=1&count=2",
//! );
//! let answer = ListResponse::from_value(json!({ "Resources": [{ "id": "2819", "userName": name }] }))?;
//! let Found::One(user) = only_user(answer, name)? else { unreachable!() };
//! assert_eq!(user.id(), Some("2819"));
//! let suspended = Patch::new().active(false)?;
//! # let _ = suspended;
//! # Ok::<(), provisor::error::Error>(())
//! ```

mod etag;
mod filter;
mod group;
mod json;
mod list;
mod literal;
mod lookup;
mod object;
mod pager;
mod patch;
mod path;
pub mod plain;
mod print;
mod problem;
mod query;
mod resource;
pub mod schema;
mod service;
mod target;
#[cfg(test)]
mod tests;
mod user;
mod words;

pub use etag::{if_match, same_version, version_of};
pub use filter::{and, or, Filter};
pub use group::{Group, Reference};
pub use list::ListResponse;
pub use literal::{date_time, null, Literal};
pub use lookup::{group_among, only_group, only_user, user_among, Found};
pub use pager::Pager;
pub use patch::{patched, Patch, MEMBERS_AT_ONCE};
pub use path::{attr, AttrPath};
pub use problem::{refusal, Problem};
pub use query::{ListQuery, SortOrder, PAGE};
pub use resource::{created_id, Resource};
pub use service::ServiceConfig;
pub use target::Target;
pub use user::{User, UserEmail};

/// The media type of bodies and answers (RFC 7644 §8.1); servers that know JSON alone get `application/json`.
pub const MEDIA_TYPE: &str = "application/scim+json";
