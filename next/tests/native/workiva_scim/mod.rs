//! Workiva's SCIM route.
mod model;
mod subject;
pub use subject::WorkivaScim;
