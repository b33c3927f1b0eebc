//! Names: of a property or variable, of a path to a property, of a type. A name is never a value.

use std::{fmt, str::FromStr};

use super::Error;

/// OData 4.0 CSDL §17.2 allows 128 characters; so do 2.0 and 3.0 in practice.
const MAX_CHARS: usize = 128;

/// Words that a reader of a filter takes for a literal or an operator when they stand alone.
const TAKEN: [&str; 6] = ["null", "true", "false", "not", "NaN", "INF"];

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && chars.all(|c| c == '_' || c.is_alphanumeric())
        && text.chars().count() <= MAX_CHARS
}

fn is_qualified(text: &str) -> bool {
    text.contains('.') && text.split('.').all(is_identifier)
}

/// The name of one thing, such as the variable of `any` and `all`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// A path to a property: `Name`, `Address/City`, with a type to cast to `Owner/Sales.Manager/Level`, and in
/// OData 4.0 `Orders/$count` and `$it`.
///
/// ```
/// use provisor::odata::Path;
///
/// assert_eq!("Address/City".parse::<Path>()?.as_str(), "Address/City");
/// assert!("Name eq 'x'".parse::<Path>().is_err());
/// # Ok::<(), provisor::odata::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(String);

/// The qualified name of a type: `Edm.String`, `Sales.Manager`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName(String);

impl Path {
    /// Whether it has a segment that begins with `$`, which only OData 4.0 knows.
    pub(crate) fn has_dollar(&self) -> bool {
        self.0.contains('$')
    }

    /// Whether it has a type to cast to, which OData 2.0 does not know.
    pub(crate) fn has_type(&self) -> bool {
        self.0.contains('.')
    }
}

impl FromStr for Name {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if is_identifier(text) && !TAKEN.contains(&text) {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::not("name", text, "a name: write letters, digits and _, beginning with a letter or _"))
    }
}

impl FromStr for Path {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if TAKEN.contains(&text) {
            return Err(Error::not(
                "field",
                text,
                "a usable name: a filter reads it as a value or an operator",
            ));
        }
        let last = text.split('/').count().saturating_sub(1);
        let good = text.split('/').enumerate().all(|(at, segment)| match segment {
            "$it" => at == 0,
            "$count" => at == last && at > 0,
            _ => is_identifier(segment) || is_qualified(segment),
        });
        if good {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::not(
            "field",
            text,
            "the name of a property: write letters, digits and _, and / between the steps of a path \
             (a value goes on the other side of the comparison)",
        ))
    }
}

impl FromStr for TypeName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if is_qualified(text) {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::not("type", text, "the name of a type: write it with its namespace, like Edm.String"))
    }
}

macro_rules! readable {
    ($($type:ident)*) => {$(
        impl $type {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
readable!(Name Path TypeName);
