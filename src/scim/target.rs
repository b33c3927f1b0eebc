//! What an operation of a PATCH is about (RFC 7644 §3.5.2, `PATH`).

use super::json::{items, only_entry, text};
use super::words::{not, wrong};
use super::{attr, schema, AttrPath, Filter};
use crate::error::Result;
use serde_json::Value;

/// What an operation is about: an attribute, or those of its values that meet a condition.
///
/// ```
/// use provisor::scim::{attr, Target};
///
/// let work = attr("emails")?.values(attr("type")?.eq("work")).sub_attribute("value")?;
/// assert_eq!(work.to_text()?, r#"emails[type eq "work"].value"#);
/// assert_eq!(Target::from(attr("name.givenName")?).to_text()?, "name.givenName");
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    path: AttrPath,
    condition: Option<Filter>,
    sub: Option<AttrPath>,
}

impl From<AttrPath> for Target {
    fn from(path: AttrPath) -> Self {
        Self { path, condition: None, sub: None }
    }
}

impl Target {
    pub(super) fn values(path: AttrPath, condition: Filter) -> Self {
        Self { path, condition: Some(condition), sub: None }
    }

    /// This sub-attribute of the values.
    ///
    /// # Errors
    /// `config_invalid` when it is not one name, or there are no values chosen by a condition.
    pub fn sub_attribute(mut self, name: &str) -> Result<Self> {
        let sub = attr(name)?;
        if !sub.is_single() || self.condition.is_none() {
            return Err(not("attribute", name, "one name after a condition")
                .hint("write the sub-attribute of an attribute with a dot, like name.givenName"));
        }
        self.sub = Some(sub);
        Ok(self)
    }

    /// The path's text.
    ///
    /// # Errors
    /// `config_invalid` when the condition cannot be written, or the attribute is the server's alone.
    pub fn to_text(&self) -> Result<String> {
        // RFC 7643 §3.1 and §4.1.2: `mutability` is `readOnly`.
        let is_core =
            |urn: &str| [schema::USER, schema::GROUP].iter().any(|core| core.eq_ignore_ascii_case(urn));
        if self.path.schema().is_none_or(is_core) {
            for (name, remedy) in [
                ("id", "leave it as it is"),
                ("meta", "leave it as it is"),
                ("groups", "change the members of the group instead"),
            ] {
                if self.path.name().eq_ignore_ascii_case(name) {
                    return Err(wrong(name, "is read-only in SCIM").hint(remedy));
                }
            }
        }
        let Some(condition) = &self.condition else { return Ok(self.path.to_string()) };
        let mut text = String::new();
        condition.write_within(&self.path, &mut text, 0)?;
        if let Some(sub) = &self.sub {
            text.extend([".", &sub.to_string()]);
        }
        Ok(text)
    }

    /// Reads a target from its JSON form: the text of an attribute's path, or
    /// `{"complex":["emails",{"eq":["type","work"]},"value"]}`.
    pub(super) fn from_json(value: &Value) -> Result<Self> {
        if let Some(path) = value.as_str() {
            return attr(path).map(Self::from);
        }
        match only_entry(value)? {
            ("complex", parts) => match items(parts, "complex")? {
                [name, condition] => Ok(attr(text(name, "complex")?)?.values(Filter::from_json(condition)?)),
                [name, condition, sub] => attr(text(name, "complex")?)?
                    .values(Filter::from_json(condition)?)
                    .sub_attribute(text(sub, "complex")?),
                _ => Err(wrong("complex", "is not a name, a condition and a sub-attribute")
                    .hint("give the first two at least")),
            },
            ("refused", words) => Err(wrong("path", text(words, "path")?)),
            (tag, _) => Err(not("path", tag, "what an operation can be about")
                .hint("give the path of an attribute, or make one with complex")),
        }
    }
}
