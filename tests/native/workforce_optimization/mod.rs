//! Workforce Optimization against a model of its server.

mod calls;
mod canary;
mod creating;
mod deprovisioning;
mod existing;
mod interruption;
mod kit;
mod model;
mod names;
mod plans;
mod sessions;
mod steps;
