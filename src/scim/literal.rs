//! Values in a filter: JSON's own (RFC 7644 figure 1, `compValue`), and moments, which are JSON texts.

use super::words::{not, wrong};
use crate::error::Result;
use serde_json::{Number, Value};

/// A value to compare with. Texts, booleans and numbers become one by `into()`.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Null,
    Truth(bool),
    Number(Number),
    /// NaN and the infinities, which JSON has not.
    NoNumber,
    Text(String),
    Moment(String),
}

/// No value: `manager eq null` is the same as `not (manager pr)` (RFC 7643 §2.5).
pub fn null() -> Literal {
    Literal(Kind::Null)
}

/// A moment with its offset, `2011-05-13T04:42:34Z` (RFC 7643 §2.3.5).
///
/// ```
/// use provisor::scim::{attr, date_time};
///
/// let changed = attr("meta.lastModified")?.gt(date_time("2011-05-13T04:42:34Z")?);
/// assert_eq!(changed.to_text()?, r#"meta.lastModified gt "2011-05-13T04:42:34Z""#);
/// # Ok::<(), provisor::error::Error>(())
/// ```
///
/// # Errors
/// `config_invalid` when there is no such moment, or it has no offset and so is another one everywhere.
pub fn date_time(text: &str) -> Result<Literal> {
    match crate::odata::datetime_offset(text) {
        Ok(_) => Ok(Literal(Kind::Moment(text.to_owned()))),
        Err(_) => Err(not("dateTime", text, "a date and time with an offset")
            .hint("write it like 2024-02-29T13:05:00Z or 2024-02-29T13:05:00+01:00")),
    }
}

impl Literal {
    pub(super) fn from_number(number: Number) -> Self {
        Self(Kind::Number(number))
    }

    /// The literal after this operator, where the two go together (RFC 7644 §3.4.2.2, table 3).
    pub(super) fn to_text(&self, operator: &str) -> Result<String> {
        let fits = match &self.0 {
            Kind::Text(_) | Kind::Moment(_) => true,
            Kind::Number(_) | Kind::NoNumber => !matches!(operator, "co" | "sw" | "ew"),
            Kind::Null | Kind::Truth(_) => matches!(operator, "eq" | "ne"),
        };
        if !fits {
            let (what, remedy) = match &self.0 {
                Kind::Null => ("there is no such comparison with null", "use eq or ne, or present"),
                Kind::Truth(_) => ("there is no such comparison with true or false", "use eq or ne"),
                _ => ("only texts contain, start and end with something", "compare with a text"),
            };
            return Err(wrong(operator, what).hint(remedy));
        }
        Ok(match &self.0 {
            Kind::Null => "null".to_owned(),
            Kind::Truth(truth) => truth.to_string(),
            Kind::Number(number) => number.to_string(),
            Kind::NoNumber => {
                return Err(wrong(operator, "the number is not finite").hint("give a number that JSON has"))
            }
            Kind::Text(text) if text.contains('\0') => {
                return Err(wrong(operator, "the text has a NUL character (U+0000)").hint("remove it"))
            }
            // Written as JSON writes it: the only two characters of a name that need it are `"` and `\`.
            Kind::Text(text) | Kind::Moment(text) => Value::from(text.as_str()).to_string(),
        })
    }
}

macro_rules! from {
    ($($type:ty => $make:expr;)*) => {$(
        impl From<$type> for Literal {
            fn from(value: $type) -> Self {
                Self($make(value))
            }
        }
    )*};
}
from! {
    bool => Kind::Truth;
    i32 => |value: i32| Kind::Number(value.into());
    u32 => |value: u32| Kind::Number(value.into());
    i64 => |value: i64| Kind::Number(value.into());
    u64 => |value: u64| Kind::Number(value.into());
    f64 => |value: f64| crate::number::json(value).map_or(Kind::NoNumber, Kind::Number);
    &str => |value: &str| Kind::Text(value.to_owned());
    String => Kind::Text;
    &String => |value: &String| Kind::Text(value.clone());
}
