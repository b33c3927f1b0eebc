//! Workiva (route "scim") against a model of its server.

mod access;
mod creating;
mod exact;
mod groups;
mod input;
pub mod kit;
mod looking;
mod many;
pub mod model;
mod plans;
mod requests;
mod routes;
mod subject;
mod suspending;
mod transcript;

pub use subject::WorkivaScim;
