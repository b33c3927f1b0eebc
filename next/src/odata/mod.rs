//! OData queries: expressions and query options as data, and their text in dialects 2.0, 3.0 and 4.0. No call takes a piece
//! of filter text, so a person's name can never become part of a condition.
mod expr;
mod literal;
mod query;
#[cfg(test)]
mod tests;
pub use expr::{eq, field, or, tolower, Expr};
pub use literal::Version;
pub use query::query;
