//! Attribute paths: a name, with the schema it belongs to and a sub-attribute. A path is never a value.

use super::words::not;
use super::{Filter, Literal, Target};
use crate::error::{Error, Result};
use std::fmt;
use std::str::FromStr;

/// Words that a reader of a filter takes for an operator or a value where an attribute may stand.
const TAKEN: [&str; 16] =
    ["and", "or", "not", "pr", "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "true", "false", "null"];

/// The path to an attribute (RFC 7644 §3.10): `userName`, `name.familyName`, `members.$ref`,
/// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value`.
///
/// ```
/// use provisor::scim::AttrPath;
///
/// let path: AttrPath = "name.familyName".parse()?;
/// assert_eq!((path.name(), path.sub_attribute()), ("name", Some("familyName")));
/// assert!("userName eq \"x\"".parse::<AttrPath>().is_err());
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttrPath {
    schema: Option<String>,
    name: String,
    sub: Option<String>,
}

/// An attribute by its path.
///
/// # Errors
/// `config_invalid` when the text is not a path.
pub fn attr(path: &str) -> Result<AttrPath> {
    path.parse()
}

/// ATTRNAME of RFC 7644 figure 1, with the leading `$` that `$ref` has (errata 8924).
pub(super) fn is_name(text: &str) -> bool {
    let mut bytes = text.strip_prefix('$').unwrap_or(text).bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A URN made of what schemas' URNs are made of; quotes, brackets and white space can never be part of one.
pub(super) fn is_urn(text: &str) -> bool {
    let mut segments = text.split(':');
    let good = |segment: &str| {
        segment.starts_with(|first: char| first.is_ascii_alphanumeric())
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    segments.next().is_some_and(|first| first.eq_ignore_ascii_case("urn"))
        && text.split(':').count() > 2
        && segments.all(good)
}

impl AttrPath {
    /// The schema's URN, where one is given.
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// The attribute's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The sub-attribute's name, where one is given.
    pub fn sub_attribute(&self) -> Option<&str> {
        self.sub.as_deref()
    }

    /// One name alone: what may stand inside the brackets of a complex filter.
    pub(super) fn is_single(&self) -> bool {
        self.schema.is_none() && self.sub.is_none()
    }
}

impl FromStr for AttrPath {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let is_qualified = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
        let (schema, rest) = match text.rsplit_once(':') {
            Some((schema, rest)) if is_qualified => (Some(schema), rest),
            _ => (None, text),
        };
        // The version in a URN (`2.0`) has its dot before the last colon.
        let (name, sub) = rest.split_once('.').map_or((rest, None), |(name, sub)| (name, Some(sub)));
        if !(schema.is_none_or(is_urn) && is_name(name) && sub.is_none_or(is_name)) {
            return Err(not("attribute", text, "the name of an attribute").hint(
                "write it like userName, name.familyName or urn:…:User:department; a value goes on the other side",
            ));
        }
        if schema.is_none() && TAKEN.iter().any(|word| word.eq_ignore_ascii_case(name)) {
            return Err(not("attribute", text, "a usable name: a filter reads it as an operator or a value")
                .hint("write it with its schema's URN before it"));
        }
        Ok(Self { schema: schema.map(str::to_owned), name: name.to_owned(), sub: sub.map(str::to_owned) })
    }
}

impl fmt::Display for AttrPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (text, mark) in [(&self.schema, ":"), (&Some(self.name.clone()), "")] {
            if let Some(text) = text {
                f.write_str(text)?;
                f.write_str(mark)?;
            }
        }
        match &self.sub {
            Some(sub) => write!(f, ".{sub}"),
            None => Ok(()),
        }
    }
}

macro_rules! compare {
    ($($name:ident $text:literal $doc:literal;)*) => {$(
        #[doc = $doc]
        #[must_use]
        pub fn $name(self, value: impl Into<Literal>) -> Filter {
            Filter::compare(self, $text, value.into())
        }
    )*};
}

impl AttrPath {
    compare! {
        eq "eq" "Equal to; of a multi-valued attribute, some value is.";
        ne "ne" "Not equal to.";
        co "co" "Contains this text.";
        sw "sw" "Starts with this text.";
        ew "ew" "Ends with this text.";
        gt "gt" "Greater than; of a moment, later than.";
        ge "ge" "Greater than or equal to.";
        lt "lt" "Less than; of a moment, earlier than.";
        le "le" "Less than or equal to.";
    }

    /// Has a value (`pr`).
    #[must_use]
    pub fn present(self) -> Filter {
        Filter::present(self)
    }

    /// Has one value that meets the whole condition, whose attributes are the value's own:
    /// `emails[type eq "work" and value co "@doe.com"]`.
    #[must_use]
    pub fn having(self, condition: Filter) -> Filter {
        Filter::complex(self, condition)
    }

    /// Those values of a multi-valued attribute that meet the condition, as what a PATCH is about:
    /// `members[value eq "2819"]`.
    #[must_use]
    pub fn values(self, condition: Filter) -> Target {
        Target::values(self, condition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::schema;

    #[test]
    fn paths_are_read_and_written() {
        let long = format!("{}:manager.value", schema::ENTERPRISE_USER);
        for (text, parts) in [
            ("userName", (None, "userName", None)),
            ("a-b_1", (None, "a-b_1", None)),
            ("members.$ref", (None, "members", Some("$ref"))),
            ("$ref", (None, "$ref", None)),
            ("notes", (None, "notes", None)),
            (long.as_str(), (Some(schema::ENTERPRISE_USER), "manager", Some("value"))),
            ("URN:x-y:z:eq", (Some("URN:x-y:z"), "eq", None)),
        ] {
            let path: AttrPath = text.parse().unwrap();
            assert_eq!((path.schema(), path.name(), path.sub_attribute()), parts);
            assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in [
            "",
            " ",
            "1a",
            "a b",
            "a.b.c",
            "a.",
            ".a",
            "a..b",
            "é",
            "userName eq \"x\"",
            "emails[type",
            "a\"",
            "o'brien@a.co",
            "not",
            "AND",
            "null",
            "urn:",
            "urn:a",
            "urn:a:b",
            "urn::b:c",
            "urn:a:b\":c",
            "http://x:y",
            "_a",
            "-a",
            "$",
            "a\0",
        ] {
            assert!(text.parse::<AttrPath>().is_err(), "{text}");
        }
        let error = attr("eq").unwrap_err();
        assert!(error.to_string().contains("\"eq\"") && error.hint.is_some());
        assert!(attr(&"x".repeat(10_000).replace('x', "é")).unwrap_err().message.len() < 300);
    }
}
