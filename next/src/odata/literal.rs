//! Values, names and types: each kind is checked, and has one form in each dialect.
use crate::error::Result;
use crate::temporal::is_temporal;
use crate::tree::{not, text, wrong};
use base64::prelude::{Engine, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

/// A dialect of OData: they differ in literals and functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// OData 2.0 (MS-ODATA) and 3.0, which MyWorkpal speaks.
    V3,
    /// OData 4.0, with `in` and `matchesPattern` of 4.01.
    V4,
}
impl Version {
    /// `v2`, `v3` or `v4`; `v3` where nothing is said.
    ///
    /// # Errors
    /// `config_invalid`.
    pub fn named(name: Option<&str>) -> Result<Self> {
        match name.unwrap_or("v3") {
            "v2" | "v3" => Ok(Self::V3),
            "v4" => Ok(Self::V4),
            other => Err(not("version", other, "a version: write \"v2\", \"v3\" or \"v4\"")),
        }
    }
    /// This dialect has no such thing.
    pub(super) fn lacks(self, what: &str, instead: &str) -> crate::error::Error {
        let number = if self == Self::V4 { "4.0" } else { "3.0" };
        wrong(what, format!("OData {number} has no {what}: {instead}"))
    }
}

/// A value without a type of its own.
pub(super) fn bare(value: &Value, version: Version) -> Result<String> {
    match value {
        Value::String(_) => Ok(quoted("", &text("value", value)?.replace('\'', "''"))),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            // Before 4.0 a bare number is an Edm.Int32.
            (Some(whole), _) if i32::try_from(whole).is_ok() => Ok(whole.to_string()),
            (Some(whole), _) => Ok(suffixed(whole.to_string(), "L", version)),
            (None, Some(float)) if float.fract() != 0.0 => {
                Ok(suffixed(float_text(&format!("{float:?}")), "d", version))
            }
            _ => Err(not(
                "value",
                &number.to_string(),
                "an exact number: make it with long, decimal or double",
            )),
        },
        Value::Array(_) => Err(wrong("value", "a list is no expression: use or, or in")),
        other => Ok(other.to_string()),
    }
}
/// A value of a kind; `None` where this is no kind of value.
pub(super) fn typed(kind: &str, of: &Value, version: Version) -> Option<Result<String>> {
    const KINDS: [&str; 9] =
        ["guid", "long", "decimal", "binary", "date", "datetime", "datetimeOffset", "time", "duration"];
    match kind {
        "double" | "single" => Some(float(kind, of, version)),
        "enumValue" => Some(enumeration(of, version)),
        _ if KINDS.contains(&kind) => Some(text(kind, of).and_then(|text| written(kind, text, version))),
        _ => None,
    }
}
fn written(kind: &str, text: &str, version: Version) -> Result<String> {
    let is_v4 = version == Version::V4;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || (byte == b'-' && kind == "guid"));
    let digits = text.strip_prefix('-').unwrap_or(text);
    // Before 4.0 a moment counts in ticks of 100 ns.
    let is_temporal = || is_temporal(kind, text, if is_v4 { 12 } else { 7 });
    let (is_fine, what) = match kind {
        "guid" => (
            is_hex && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]),
            "a GUID: write 32 hexadecimal digits as 8-4-4-4-12",
        ),
        "long" => (
            is_digits(digits) && text.parse::<i64>().is_ok(),
            "a 64-bit whole number: write digits (or use decimal)",
        ),
        "decimal" => {
            let is_fine = digits.split('.').count() < 3 && digits.split('.').all(is_digits);
            (is_fine, "a decimal number: write it like -12.50, without exponent or thousands mark")
        }
        "binary" => (is_hex && text.len().is_multiple_of(2), "pairs of hexadecimal digits"),
        "date" => (is_temporal(), "a date of the calendar: write it like 2024-02-29"),
        "datetime" => (is_temporal(), "a date and time without an offset: write it like 2024-02-29T13:05:00"),
        "datetimeOffset" => {
            (is_temporal(), "a date and time with an offset: write it like 2024-02-29T13:05:00+01:00")
        }
        "time" => (
            is_temporal(),
            "a time of day: write it like 13:05:00 or, with at most 7 digits before 4.0, 13:05:00.25",
        ),
        _ => (is_temporal(), "a duration of days and time: write it like P1DT2H30M0.5S"),
    };
    if !is_fine {
        return Err(not(kind, text, what));
    }
    Ok(match kind {
        "duration" => quoted(if is_v4 { kind } else { "time" }, text),
        "binary" if !is_v4 => quoted("X", text),
        "binary" => {
            let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
            let bytes: Vec<u8> = text.as_bytes().chunks(2).filter_map(byte).collect();
            quoted(kind, &BASE64_URL_SAFE_NO_PAD.encode(bytes))
        }
        "datetime" if is_v4 => {
            return Err(
                version.lacks("moment without an offset", "use datetimeOffset, or date for the day alone")
            )
        }
        _ if is_v4 => text.to_owned(),
        "long" => format!("{text}L"),
        "decimal" => format!("{text}M"),
        "date" => quoted("datetime", &format!("{text}T00:00:00")),
        // Edm.Time of 2.0 and 3.0 is a duration.
        "time" => quoted(kind, &format!("PT{}S", text.replacen(':', "H", 1).replacen(':', "M", 1))),
        _ => quoted(&kind.to_lowercase(), text),
    })
}
fn float(kind: &str, of: &Value, version: Version) -> Result<String> {
    match (of.as_str(), of.as_f64()) {
        (Some(name @ ("NaN" | "INF" | "-INF")), _) => Ok(name.to_owned()),
        (_, Some(float)) if kind == "double" => Ok(suffixed(float_text(&format!("{float:?}")), "d", version)),
        (_, Some(float)) if (float as f32).is_finite() => {
            Ok(suffixed(float_text(&format!("{:?}", float as f32)), "f", version))
        }
        (_, Some(_)) => Err(not(kind, &of.to_string(), "in the range of a single: make it with double")),
        _ => Err(not(kind, &of.to_string(), "a number")),
    }
}
/// A float with a fraction even where it has an exponent, as MS-ODATA 2.2.2 wants it.
fn float_text(shortest: &str) -> String {
    match shortest.split_once('e') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0e{exponent}"),
        _ => shortest.to_owned(),
    }
}
fn enumeration(of: &Value, version: Version) -> Result<String> {
    let given = crate::input::Fields::new("enumValue", of, &["type", "value"], &[])?;
    let (kind, value) = (type_name(&given.get("type")?)?, given.get::<String>("value")?);
    let is_number = |part: &str| !part.starts_with('+') && part.parse::<i64>().is_ok();
    if !value.split(',').all(|part| is_number(part) || (is_identifier(part) && !TAKEN.contains(&part))) {
        return Err(not("enumValue", &value, "a member: write its name or number, and , between several"));
    }
    match version {
        Version::V4 => Ok(quoted(&kind, &value)),
        _ => {
            Err(version
                .lacks("enumeration literals", "compare with the number or text that the service stores"))
        }
    }
}
fn suffixed(number: String, mark: &str, version: Version) -> String {
    if version == Version::V4 {
        number
    } else {
        number + mark
    }
}
fn quoted(prefix: &str, text: &str) -> String {
    [prefix, "'", text, "'"].concat()
}

/// Words that a reader of a filter takes for a literal or an operator when they stand alone.
const TAKEN: [&str; 6] = ["null", "true", "false", "not", "NaN", "INF"];
/// OData 4.0 CSDL §17.2 allows 128 characters; so do 2.0 and 3.0 in practice.
fn is_identifier(text: &str) -> bool {
    let is_plain = text.chars().all(|c| c == '_' || c.is_alphanumeric()) && text.chars().nth(128).is_none();
    is_plain && text.starts_with(|c: char| c == '_' || c.is_alphabetic())
}
fn is_qualified(text: &str) -> bool {
    text.contains('.') && text.split('.').all(is_identifier)
}
/// The name of a variable.
pub(super) fn variable(name: &str) -> Result<&str> {
    match is_identifier(name) && !TAKEN.contains(&name) {
        true => Ok(name),
        false => Err(not("name", name, "a name: write letters, digits and _, beginning with a letter or _")),
    }
}
/// The qualified name of a type: `Edm.String`.
pub(super) fn type_name(name: &Value) -> Result<String> {
    match text("type", name)? {
        name if is_qualified(name) => Ok(name.to_owned()),
        name => Err(not("type", name, "the name of a type: write it with its namespace, like Edm.String")),
    }
}
/// A path to a property: `Name`, `Address/City`, `Owner/Sales.Manager/Level`, and in 4.0 `Orders/$count` and `$it`.
pub(super) fn path(name: &Value, version: Version) -> Result<String> {
    let path = text("field", name)?;
    let last = path.split('/').count().saturating_sub(1);
    let is_segment = |(at, segment): (usize, &str)| match segment {
        "$it" => version == Version::V4 && at == 0,
        "$count" => version == Version::V4 && at == last && at > 0,
        _ => is_identifier(segment) || is_qualified(segment),
    };
    if TAKEN.contains(&path) {
        return Err(not("field", path, "a usable name: a filter reads it as a value or an operator"));
    }
    match path.split('/').enumerate().all(is_segment) {
        true => Ok(path.to_owned()),
        false => {
            let what =
                "the name of a property: write letters, digits and _, and / between the steps of a path";
            Err(not("field", path, what).hint("a value goes on the other side; $it and $count came with 4.0"))
        }
    }
}
