//! Values: each kind has one constructor that checks it, and one form in each dialect.

use base64::{engine::general_purpose::URL_SAFE_NO_PAD, Engine};

use super::{lexical::Scan, number, temporal, Error, TypeName, Version};

/// A value in a filter. Text, booleans and numbers become one by `into()`; the other kinds have a function
/// each, which refuses what is not of that kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Null,
    Boolean(bool),
    Int(i64),
    Long(i64),
    Decimal(String),
    Double(f64),
    Single(f32),
    Text(String),
    Guid(String),
    Date(String),
    DateTime(String),
    DateTimeOffset(String),
    Time(String),
    Duration(String),
    Binary(Vec<u8>),
    Enum(TypeName, String),
}

/// No value.
pub fn null() -> Literal {
    Literal(Kind::Null)
}

/// A 64-bit whole number (`Edm.Int64`): `10L` in 2.0 and 3.0, `10` in 4.0.
pub fn long(value: i64) -> Literal {
    Literal(Kind::Long(value))
}

/// A decimal number (`Edm.Decimal`), from text so that no digit is lost: `1.5M` in 2.0 and 3.0.
///
/// # Errors
/// When the text is not a sign, digits and a fraction.
pub fn decimal(text: &str) -> Result<Literal, Error> {
    number::check_decimal(text)?;
    Ok(Literal(Kind::Decimal(text.to_owned())))
}

/// A 64-bit float (`Edm.Double`): `1.5d` in 2.0 and 3.0.
pub fn double(value: f64) -> Literal {
    Literal(Kind::Double(value))
}

/// A 32-bit float (`Edm.Single`): `1.5f` in 2.0 and 3.0.
pub fn single(value: f32) -> Literal {
    Literal(Kind::Single(value))
}

/// A GUID: `guid'…'` in 2.0 and 3.0, bare in 4.0.
///
/// ```
/// use provisor::odata::{field, guid, Version};
///
/// let expr = field("Id")?.eq(guid("01234567-89ab-cdef-0123-456789abcdef")?);
/// assert_eq!(expr.to_text(Version::V3)?, "Id eq guid'01234567-89ab-cdef-0123-456789abcdef'");
/// # Ok::<(), provisor::odata::Error>(())
/// ```
///
/// # Errors
/// When the text is not 8-4-4-4-12 hexadecimal digits.
pub fn guid(text: &str) -> Result<Literal, Error> {
    let mut scan = Scan::new(text);
    let groups = [8, 4, 4, 4, 12];
    if groups.iter().enumerate().all(|(at, size)| (at == 0 || scan.eat(b'-')) && scan.hex_digits() == *size)
        && scan.is_done()
    {
        return Ok(Literal(Kind::Guid(text.to_owned())));
    }
    Err(Error::not("guid", text, "a GUID: write 32 hexadecimal digits as 8-4-4-4-12"))
}

/// A date, `2024-02-29`: in 2.0 and 3.0, which have no dates, the midnight `datetime'2024-02-29T00:00:00'`.
///
/// # Errors
/// When there is no such day in the calendar.
pub fn date(text: &str) -> Result<Literal, Error> {
    temporal::check_date(text)?;
    Ok(Literal(Kind::Date(text.to_owned())))
}

/// A date and time without an offset, `2024-02-29T13:05:00`: `datetime'…'`. 4.0 has no such thing.
///
/// # Errors
/// When it is no such moment, or has an offset.
pub fn datetime(text: &str) -> Result<Literal, Error> {
    temporal::check_datetime(text)?;
    Ok(Literal(Kind::DateTime(text.to_owned())))
}

/// A date and time with an offset, `2024-02-29T13:05:00+01:00`: `datetimeoffset'…'`, bare in 4.0.
///
/// # Errors
/// When it is no such moment, or has no offset.
pub fn datetime_offset(text: &str) -> Result<Literal, Error> {
    temporal::check_datetime_offset(text)?;
    Ok(Literal(Kind::DateTimeOffset(text.to_owned())))
}

/// A time of day, `13:05:00`: bare in 4.0; before, where Edm.Time is a duration, `time'PT13H05M00S'`.
///
/// # Errors
/// When there is no such time.
pub fn time(text: &str) -> Result<Literal, Error> {
    temporal::check_time(text)?;
    Ok(Literal(Kind::Time(text.to_owned())))
}

/// A duration, `P1DT2H`: `duration'…'` in 4.0, `time'…'` before.
///
/// # Errors
/// When it is not `PnDTnHnMnS`.
pub fn duration(text: &str) -> Result<Literal, Error> {
    temporal::check_duration(text)?;
    Ok(Literal(Kind::Duration(text.to_owned())))
}

/// Bytes: `X'…'` in 2.0 and 3.0, `binary'…'` with URL-safe base64 in 4.0.
pub fn binary(bytes: impl Into<Vec<u8>>) -> Literal {
    Literal(Kind::Binary(bytes.into()))
}

/// A member of an enumeration, or several joined with `,`, or its number: `Sales.Colour'Red'`. 4.0 only.
///
/// # Errors
/// When the type has no namespace or a member is not a name or a number.
pub fn enum_value(type_name: &str, member: &str) -> Result<Literal, Error> {
    let type_name = type_name.parse()?;
    let good = |part: &str| {
        part.parse::<super::Name>().is_ok() || part.parse::<i64>().is_ok_and(|_| !part.starts_with('+'))
    };
    if member.split(',').all(good) {
        return Ok(Literal(Kind::Enum(type_name, member.to_owned())));
    }
    Err(Error::not("enumValue", member, "a member: write its name or number, and , between several"))
}

impl Literal {
    /// Null and the booleans, which can stand where a condition is wanted.
    pub(crate) fn can_be_condition(&self) -> bool {
        matches!(self.0, Kind::Null | Kind::Boolean(_))
    }

    pub(crate) fn is_enum(&self) -> bool {
        matches!(self.0, Kind::Enum(..))
    }

    /// The literal as a dialect writes it, not yet percent-encoded.
    pub(crate) fn to_text(&self, version: Version) -> Result<String, Error> {
        let v4 = version == Version::V4;
        let marked = |prefix: &str, text: &str| if v4 { text.to_owned() } else { quoted(prefix, text) };
        let suffixed = |text: String, suffix: &str| if v4 { text } else { text + suffix };
        Ok(match &self.0 {
            Kind::Null => "null".to_owned(),
            Kind::Boolean(value) => if *value { "true" } else { "false" }.to_owned(),
            // Before 4.0 a bare number is an Edm.Int32.
            Kind::Int(value) if i32::try_from(*value).is_ok() => value.to_string(),
            Kind::Int(value) | Kind::Long(value) => suffixed(value.to_string(), "L"),
            Kind::Decimal(text) => suffixed(text.clone(), "M"),
            Kind::Double(value) => {
                let text = number::float_text(crate::number::double(*value), *value, version, "double")?;
                if value.is_finite() {
                    suffixed(text, "d")
                } else {
                    text
                }
            }
            Kind::Single(value) => {
                let text =
                    number::float_text(crate::number::single(*value), f64::from(*value), version, "single")?;
                if value.is_finite() {
                    suffixed(text, "f")
                } else {
                    text
                }
            }
            Kind::Text(text) => quoted("", &without_nul("string", text)?.replace('\'', "''")),
            Kind::Guid(text) => marked("guid", text),
            Kind::Date(text) if v4 => text.clone(),
            Kind::Date(text) => quoted("datetime", &[text, "T00:00:00"].concat()),
            Kind::DateTime(_) if v4 => {
                let message =
                    "has no date and time without an offset: use datetimeOffset, or date for the day alone";
                return Err(Error::new("datetime", format!("{version} {message}")));
            }
            Kind::DateTime(text) => quoted("datetime", ticks(text, version)?),
            Kind::DateTimeOffset(text) => marked("datetimeoffset", ticks(text, version)?),
            Kind::Time(text) if v4 => text.clone(),
            Kind::Time(text) => quoted("time", &temporal::time_as_duration(ticks(text, version)?)),
            Kind::Duration(text) => quoted(if v4 { "duration" } else { "time" }, ticks(text, version)?),
            Kind::Binary(bytes) if v4 => quoted("binary", &URL_SAFE_NO_PAD.encode(bytes)),
            Kind::Binary(bytes) => quoted("X", &hex(bytes)),
            Kind::Enum(type_name, member) if v4 => quoted(type_name.as_str(), member),
            Kind::Enum(..) => {
                let message =
                    "has no enumeration literals: compare with the number or text that the service stores";
                return Err(Error::new("enumValue", format!("{version} {message}")));
            }
        })
    }
}

fn quoted(prefix: &str, text: &str) -> String {
    [prefix, "'", text, "'"].concat()
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Before 4.0 a moment counts in ticks of 100 ns.
fn ticks(text: &str, version: Version) -> Result<&str, Error> {
    if version != Version::V4 && temporal::fraction_digits(text) > 7 {
        let message = "reads at most 7 digits of a second's fraction: shorten it";
        return Err(Error::new("time", format!("{version} {message}")));
    }
    Ok(text)
}

/// Refuses U+0000, where much server software ends a text.
pub(crate) fn without_nul<'a>(part: &str, text: &'a str) -> Result<&'a str, Error> {
    if text.contains('\0') {
        return Err(Error::new(part, "the text has a NUL character (U+0000): remove it"));
    }
    Ok(text)
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
    bool => Kind::Boolean;
    i32 => |value| Kind::Int(i64::from(value));
    u32 => |value| Kind::Int(i64::from(value));
    i64 => Kind::Int;
    f64 => Kind::Double;
    &str => |value: &str| Kind::Text(value.to_owned());
    String => Kind::Text;
    &String => |value: &String| Kind::Text(value.clone());
}
