//! WorkSpan.
mod model;
mod subject;
pub use subject::WorkSpan;
