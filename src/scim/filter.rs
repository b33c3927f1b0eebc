//! Filters: the tree and its builders.

use super::words::wrong;
use super::{AttrPath, Literal};
use crate::error::Result;

/// A condition on a resource (RFC 7644 §3.4.2.2).
///
/// ```
/// use provisor::scim::attr;
///
/// let active = attr("active")?.eq(true);
/// let named = attr("userName")?.eq(r#"john "jd" doe"#).or(attr("name.familyName")?.sw("Doe"));
/// let filter = active.and(named);
/// assert_eq!(
///     filter.to_text()?,
///     r#"active eq true and (userName eq "john \"jd\" doe" or name.familyName sw "Doe")"#,
/// );
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Filter(pub(super) Node);

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Compare(AttrPath, &'static str, Literal),
    Present(AttrPath),
    Not(Box<Filter>),
    /// `and` or `or` of at least two, none of which is the same operator again: their order of evaluation
    /// makes no difference, so neither does their nesting.
    Logic(&'static str, Vec<Filter>),
    /// One value of a multi-valued attribute meets the whole condition.
    Complex(AttrPath, Box<Filter>),
}

/// All of these conditions.
///
/// # Errors
/// `config_invalid` when there are none: a filter that says nothing would match everyone.
pub fn and(conditions: impl IntoIterator<Item = Filter>) -> Result<Filter> {
    logic("and", conditions.into_iter().collect())
}

/// At least one of these conditions.
///
/// ```
/// use provisor::scim::{attr, or};
///
/// let name = attr("userName")?;
/// let anyone = or(["a@x.co", "b@x.co"].map(|text| name.clone().eq(text)))?;
/// assert_eq!(anyone.to_text()?, r#"userName eq "a@x.co" or userName eq "b@x.co""#);
/// # Ok::<(), provisor::error::Error>(())
/// ```
///
/// # Errors
/// `config_invalid` when there are none: a filter that says nothing would match everyone.
pub fn or(conditions: impl IntoIterator<Item = Filter>) -> Result<Filter> {
    logic("or", conditions.into_iter().collect())
}

pub(super) fn logic(operator: &'static str, conditions: Vec<Filter>) -> Result<Filter> {
    let mut flat = Vec::with_capacity(conditions.len());
    for condition in conditions {
        match condition.0 {
            Node::Logic(same, inner) if same == operator => flat.extend(inner),
            node => flat.push(Filter(node)),
        }
    }
    match flat.len() {
        0 => Err(wrong(operator, "there is no condition").hint("give at least one, or leave the filter out")),
        1 => Ok(flat.remove(0)),
        _ => Ok(Filter(Node::Logic(operator, flat))),
    }
}

impl Filter {
    pub(super) fn compare(path: AttrPath, operator: &'static str, value: Literal) -> Self {
        Self(Node::Compare(path, operator, value))
    }

    pub(super) fn present(path: AttrPath) -> Self {
        Self(Node::Present(path))
    }

    pub(super) fn complex(path: AttrPath, condition: Self) -> Self {
        Self(Node::Complex(path, Box::new(condition)))
    }

    /// Both conditions.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.join("and", other)
    }

    /// Either condition, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.join("or", other)
    }

    fn join(self, operator: &'static str, other: Self) -> Self {
        let mut all = Vec::new();
        for side in [self, other] {
            match side.0 {
                Node::Logic(same, inner) if same == operator => all.extend(inner),
                node => all.push(Self(node)),
            }
        }
        Self(Node::Logic(operator, all))
    }

    /// Not this condition.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "the name is SCIM's")]
    pub fn not(self) -> Self {
        Self(Node::Not(Box::new(self)))
    }
}
