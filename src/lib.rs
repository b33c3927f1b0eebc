//! Creates and maintains people's accounts, and service accounts, on workforce platforms with awkward APIs.

pub mod auth;
pub mod email;
pub mod engine;
pub mod error;
pub mod http;
pub mod odata;
pub mod platforms;
pub mod roster;
#[cfg(feature = "types")]
pub mod types;
#[cfg(target_arch = "wasm32")]
mod wasm;
