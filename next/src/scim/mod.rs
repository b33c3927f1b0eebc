//! What the platforms ask for in SCIM 2.0, RFC 7643 and 7644, and the builders of the JavaScript API.
mod answer;
mod body;
mod filter;
mod find;
mod public;
mod service;
#[cfg(test)]
mod tests;
pub use answer::{created, is_called, is_same_text, resources, words, Config};
pub use body::{ENTERPRISE, GROUP, MEMBERS_AT_ONCE, USER};
pub use filter::{eq, or, query, Filter};
pub use find::{list_groups, Lookup};
pub use public::by_name;
pub use service::{Service, STANDARD};
