//! Numbers as text: decimals are checked, floats are written so that every reader sees a float.

use super::{lexical::Scan, Error, Version};

/// A sign, digits, and a fraction; no exponent, which Edm.Decimal has not.
pub(crate) fn check_decimal(text: &str) -> Result<(), Error> {
    let mut scan = Scan::new(text);
    scan.eat(b'-');
    let whole = scan.digits() > 0;
    if whole && (!scan.eat(b'.') || scan.digits() > 0) && scan.is_done() {
        return Ok(());
    }
    Err(Error::not(
        "decimal",
        text,
        "a decimal number: write it like -12.50, without exponent or thousands mark",
    ))
}

pub(crate) fn parse_long(text: &str) -> Result<i64, Error> {
    text.parse().map_err(|_| {
        Error::not(
            "long",
            text,
            "a 64-bit whole number: write digits, at most 9223372036854775807 (or use decimal)",
        )
    })
}

/// A float with a fraction even where it has an exponent (`1.0e16`), as MS-ODATA 2.2.2 and the 3.0 grammar
/// want it; `shortest` is none where the value is not a number.
pub(crate) fn float_text(
    shortest: Option<String>,
    value: f64,
    version: Version,
    kind: &str,
) -> Result<String, Error> {
    match shortest {
        Some(text) => Ok(match text.split_once('e') {
            // No `+`: it says nothing, and is what a careless server reads as a space.
            Some((digits, exponent)) => {
                let fraction = if digits.contains('.') { "" } else { ".0" };
                [digits, fraction, "e", exponent.trim_start_matches('+')].concat()
            }
            None => text,
        }),
        None => {
            let name = match value {
                _ if value.is_nan() => "NaN",
                _ if value > 0.0 => "INF",
                _ => "-INF",
            };
            if version == Version::V2 {
                let message = format!("{version} has no literal for {name}: send a finite number");
                return Err(Error::new(kind, message));
            }
            Ok(name.to_owned())
        }
    }
}
