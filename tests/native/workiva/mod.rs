//! Workiva (route "platform") against a model of its server.

mod access;
mod calls;
mod canary;
mod creating;
mod deprovision;
mod groups;
mod input;
mod interruption;
pub mod kit;
mod links;
mod matching;
pub mod model;
mod operations;
mod plans;
mod requests;
mod sessions;
mod subject;
mod transcript;
mod truth;

pub use subject::Workiva;
