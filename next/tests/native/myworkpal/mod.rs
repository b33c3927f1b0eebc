//! MyWorkpal.
mod model;
mod subject;
pub use subject::MyWorkpal;
