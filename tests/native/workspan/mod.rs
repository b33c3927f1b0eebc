//! WorkSpan against a model of its server.

mod canary;
mod case;
mod creating;
mod credentials;
mod existing;
mod input;
mod interruption;
mod kit;
mod looking;
mod model;
mod plans;
mod requests;
mod sessions;
mod suspending;
mod truth;
