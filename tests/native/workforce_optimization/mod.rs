//! Workforce Optimization against a model of its server.

mod calls;
mod canary;
mod creating;
mod deprovisioning;
mod existing;
mod interruption;
pub mod kit;
pub mod model;
mod names;
mod plans;
mod sessions;
mod steps;
mod subject;
mod transcript;

pub use subject::WorkforceOptimization;
