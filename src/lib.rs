//! Creates and maintains people's accounts, and service accounts, on workforce platforms with awkward APIs.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects, clippy::string_slice))]

pub mod auth;
pub(crate) mod data;
pub mod email;
pub mod engine;
pub mod error;
pub mod http;
pub(crate) mod json;
pub(crate) mod keyed;
pub mod names;
pub(crate) mod number;
pub mod odata;
pub(crate) mod order;
pub mod platforms;
pub mod record;
pub mod roster;
pub mod scim;
pub(crate) mod text;
#[cfg(feature = "types")]
pub mod types;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)] // JavaScript calls it, and its own tests
pub mod wasm;
