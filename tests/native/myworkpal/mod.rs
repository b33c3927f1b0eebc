//! MyWorkpal against a model of its server.

mod calls;
mod canary;
mod creating;
mod existing;
mod input;
mod interruption;
pub mod kit;
pub mod model;
mod plans;
mod property;
mod sessions;
mod steps;
mod subject;
mod together;
mod transcript;
mod truth;
mod vectors;
mod width;

pub use subject::MyWorkpal;
