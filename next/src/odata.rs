//! What the platforms ask for in OData.
use crate::percent::encode;
/// A filter, already spelt; parts are put into parentheses where they are joined.
pub struct Filter(String);
/// See DESIGN.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
/// See DESIGN.
pub fn eq(left: &str, right: &str) -> Filter {
    Filter(format!("{left} eq {right}"))
}
/// See DESIGN.
pub fn any(filters: impl Iterator<Item = Filter>) -> Filter {
    let parts: Vec<_> = filters.map(|filter| filter.0).collect();
    Filter(parts.join(" or "))
}
/// A query.
#[derive(Default)]
pub struct Query(Vec<String>);
impl Query {
    /// See DESIGN.
    pub fn filter(self, filter: Filter) -> Self {
        self.option("filter", &filter.0)
    }
    /// See DESIGN.
    pub fn option(mut self, name: &str, value: &str) -> Self {
        self.0.push(format!("${name}={}", encode(value)));
        self
    }
    /// See DESIGN.
    pub fn text(self) -> String {
        self.0.join("&")
    }
}
