//! MyWorkpal against a model of its server.

mod calls;
mod canary;
mod case;
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
mod together;
mod truth;
mod vectors;
