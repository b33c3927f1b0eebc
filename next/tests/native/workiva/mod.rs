//! Workiva's platform route.
mod model;
mod subject;
pub use subject::{everything, of, with, Workiva};
