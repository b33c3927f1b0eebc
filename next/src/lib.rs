//! Provisor reconciles people's accounts with workforce platforms whose APIs are awkward.
pub mod error;
pub mod http;
pub mod identity;
mod index;
pub mod input;
pub mod names;
pub mod odata;
pub mod percent;
pub mod platforms;
mod punycode;
pub mod reconcile;
pub mod record;
pub mod redact;
pub mod roster;
pub mod scim;
#[cfg(test)]
mod script;
pub mod secret;
mod spellings;
mod temporal;
mod tree;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
