//! Workforce Optimization.
mod model;
mod subject;
pub use subject::WorkforceOptimization;
