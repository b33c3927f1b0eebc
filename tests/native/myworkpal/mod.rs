//! MyWorkpal against a model of its server.

mod calls;
mod canary;
mod creating;
mod existing;
mod input;
mod interruption;
mod kit;
mod model;
mod plans;
mod property;
mod sessions;
mod steps;
mod time;
mod truth;
mod vectors;
