//! MyWorkpal against a model of its server.

mod calls;
mod kit;
mod model;
mod vectors;
