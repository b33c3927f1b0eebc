//! WorkSpan against a model of its server.

mod canary;
mod creating;
mod credentials;
mod existing;
mod input;
pub mod kit;
mod looking;
pub mod model;
mod plans;
mod requests;
mod sessions;
mod subject;
mod suspending;
mod transcript;
mod truth;

pub use subject::WorkSpan;
