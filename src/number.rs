//! Texts into floats and floats into texts: the only place that does either.
//!
//! Doing it exactly takes long code and tables. Every JavaScript host has both, so the module asks it. A number in
//! JSON stays the text that it came as, and is read here where its size matters.

use crate::odata::lexical::Scan;
use serde::{Serialize, Serializer};
use serde_json::{Number, Value};

/// The float of a decimal number: a sign, digits with a fraction or without, an exponent. None where the text is anything
/// else, or more than a float can hold.
pub(crate) fn parse(text: &str) -> Option<f64> {
    const LARGEST_EXACT: u64 = 1 << 53;
    // Most numbers are whole, and need no host.
    let whole = text.parse::<i64>().ok().filter(|whole| whole.unsigned_abs() <= LARGEST_EXACT);
    match whole {
        Some(whole) if !text.starts_with("-0") => Some(whole as f64),
        _ => is_decimal(text).then(|| host::read(text)).filter(|float| float.is_finite()),
    }
}

/// The float nearest to a JSON number, unless it is more than a float can hold.
pub(crate) fn of(number: &Number) -> Option<f64> {
    parse(number.as_str())
}

/// The same for a JSON value, if it is a number.
pub(crate) fn of_value(value: &Value) -> Option<f64> {
    value.as_number().and_then(of)
}

/// A float as people write it, in the fewest digits that read back as the same: `5`, `0.4`, `1e+16`.
pub(crate) fn text(value: f64) -> String {
    match double(value) {
        Some(text) => text.strip_suffix(".0").unwrap_or(&text).to_owned(),
        None if value.is_nan() => "NaN".to_owned(),
        None if value > 0.0 => "Infinity".to_owned(),
        None => "-Infinity".to_owned(),
    }
}

/// The same with a fraction or an exponent in any case, so that it is read as a float: `5.0`. None where the value is not
/// finite.
pub(crate) fn double(value: f64) -> Option<String> {
    value.is_finite().then(|| [sign(value), &plain(&host::shortest(value.abs()), -5..16)].concat())
}

/// The same for a float of 32 bits.
pub(crate) fn single(value: f32) -> Option<String> {
    const MOST_DIGITS: u8 = 9;
    if !value.is_finite() {
        return None;
    }
    let wide = f64::from(value);
    let mut texts = (1..=MOST_DIGITS).map(|digits| host::rounded(wide.abs(), digits));
    let shortest = texts.find(|text| host::read(text) as f32 == value.abs());
    shortest.map(|text| [sign(wide), &plain(&text, -6..13)].concat())
}

/// A float as a JSON number; JSON has none for what is not finite.
pub(crate) fn json(value: f64) -> Option<Number> {
    double(value)?.parse().ok()
}

/// Writes the field of a structure.
pub(crate) fn write<S: Serializer>(value: &f64, writer: S) -> Result<S::Ok, S::Error> {
    json(*value).serialize(writer)
}

fn is_decimal(text: &str) -> bool {
    let mut scan = Scan::new(text);
    let signed = |scan: &mut Scan<'_>| scan.eat(b'-') || scan.eat(b'+');
    signed(&mut scan);
    let whole = scan.digits() > 0;
    let fraction = scan.eat(b'.') && scan.digits() > 0;
    let exponent = !(scan.eat(b'e') || scan.eat(b'E')) || {
        signed(&mut scan);
        scan.digits() > 0
    };
    (whole || fraction) && exponent && scan.is_done()
}

fn sign(value: f64) -> &'static str {
    if value.is_sign_negative() {
        "-"
    } else {
        ""
    }
}

/// `1.25e2` as `125.0`, where the exponent is one of these; otherwise with the exponent's sign, `1.25e+20`.
fn plain(scientific: &str, exponents: std::ops::Range<i32>) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let power = exponent.parse().unwrap_or(exponents.end);
    if !exponents.contains(&power) {
        return [mantissa, if power < 0 { "e" } else { "e+" }, exponent.trim_start_matches('+')].concat();
    }
    let digits = mantissa.replace('.', "");
    let zeros = |count: usize| "0".repeat(count);
    let places = usize::try_from(power).map(|power| power.saturating_add(1));
    match places.map(|places| (places, digits.split_at_checked(places))) {
        Ok((_, Some((whole, fraction)))) if !fraction.is_empty() => [whole, ".", fraction].concat(),
        Ok((places, _)) => [&digits, &zeros(places.saturating_sub(digits.len())), ".0"].concat(),
        Err(_) => {
            let before = usize::try_from(power.unsigned_abs()).unwrap_or_default().saturating_sub(1);
            ["0.", &zeros(before), &digits].concat()
        }
    }
}

/// What the host does. Scientific notation is what both write alike, but for a `+`.
#[cfg(target_arch = "wasm32")]
mod host {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = Number)]
        type Float;
        // Unlike js-sys's, it can be told no number of digits: then it takes the fewest.
        #[wasm_bindgen(method, js_name = toExponential)]
        fn to_exponential(this: &Float, digits_after_first: Option<u8>) -> String;
    }

    pub fn read(decimal: &str) -> f64 {
        js_sys::parse_float(decimal)
    }

    pub fn shortest(value: f64) -> String {
        JsValue::from_f64(value).unchecked_into::<Float>().to_exponential(None)
    }

    pub fn rounded(value: f64, digits: u8) -> String {
        let after_first = Some(digits.saturating_sub(1));
        JsValue::from_f64(value).unchecked_into::<Float>().to_exponential(after_first)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    pub fn read(decimal: &str) -> f64 {
        decimal.parse().unwrap_or(f64::NAN)
    }

    pub fn shortest(value: f64) -> String {
        format!("{value:e}")
    }

    pub fn rounded(value: f64, digits: u8) -> String {
        format!("{value:.*e}", usize::from(digits.saturating_sub(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_decimal_numbers_are_read() {
        for (text, float) in [
            ("0", 0.0),
            ("-7", -7.0),
            ("+7", 7.0),
            ("007", 7.0),
            ("1.50", 1.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1.5E+3", -1500.0),
            ("5e-324", 5e-324),
            ("1e-400", 0.0),
            ("9007199254740993", 9_007_199_254_740_992.0),
            ("12345678901234567890123", 1.2345678901234568e22),
            ("179769313486231570000e288", f64::MAX),
        ] {
            assert_eq!(parse(text), Some(float), "{text}");
        }
        assert!(parse("-0").is_some_and(f64::is_sign_negative));
        for text in [
            "",
            " ",
            " 1",
            "1 ",
            ".",
            "-",
            "+",
            "e5",
            ".e5",
            "1e",
            "1e+",
            "1.5.2",
            "--1",
            "0x10",
            "0b1",
            "1_000",
            "1,5",
            "inf",
            "Infinity",
            "-Infinity",
            "NaN",
            "1e400",
            "-1e400",
            "1n",
            "1f",
            "٣",
            "1\0",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn texts_of_floats() {
        for (float, people, full) in [
            (0.0, "0", "0.0"),
            (-0.0, "-0", "-0.0"),
            (5.0, "5", "5.0"),
            (-12.5, "-12.5", "-12.5"),
            (0.1, "0.1", "0.1"),
            (30_000.0, "30000", "30000.0"),
            (1.5e-5, "0.000015", "0.000015"),
            (1.5e-6, "1.5e-6", "1.5e-6"),
            (9_007_199_254_740_991.0, "9007199254740991", "9007199254740991.0"),
            (1e16, "1e+16", "1e+16"),
            (1.25e300, "1.25e+300", "1.25e+300"),
            (5e-324, "5e-324", "5e-324"),
        ] {
            assert_eq!((text(float).as_str(), double(float).as_deref()), (people, Some(full)));
        }
        for (float, words) in
            [(f64::NAN, "NaN"), (f64::INFINITY, "Infinity"), (f64::NEG_INFINITY, "-Infinity")]
        {
            assert_eq!((text(float).as_str(), double(float), json(float)), (words, None, None));
        }
        for (float, full) in [
            (0.1, "0.1"),
            (-0.0, "-0.0"),
            (16_777_216.0, "16777216.0"),
            (f32::MAX, "3.4028235e+38"),
            (1e-45, "1e-45"),
            (1e-5, "0.00001"),
        ] {
            assert_eq!(single(float).as_deref(), Some(full));
        }
        assert_eq!((single(f32::NAN), single(f32::INFINITY)), (None, None));
    }

    /// Where a float lies midway between two shortest texts, writers differ in which of them they take.
    fn but_its_last_digit(text: &str) -> String {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, ""));
        format!("{}_e{exponent}", &mantissa[..mantissa.len() - 1])
    }

    #[test]
    fn a_float_midway_between_two_texts_is_one_of_them() {
        let midway = f64::from_bits(14_052_507_289_432_780_146);
        // -722506458025390.25, to the full.
        assert!(["-722506458025390.2", "-722506458025390.3"].contains(&text(midway).as_str()));
        assert_eq!(parse(&text(midway)), Some(midway));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(bits: u64, near in -1e9..1e9_f64) {
            for float in [f64::from_bits(bits), near, near.round(), near / 1e9].into_iter().filter(|f| f.is_finite()) {
                for text in [text(float), double(float).unwrap(), json(float).unwrap().to_string()] {
                    prop_assert_eq!(parse(&text).map(f64::to_bits), Some(float.to_bits()), "{}", text);
                }
                let wanted = serde_json::Number::from_f64(float).unwrap().to_string();
                prop_assert_eq!(but_its_last_digit(&double(float).unwrap()), but_its_last_digit(&wanted), "{}", wanted);
            }
        }

        #[test]
        fn so_does_a_single(bits: u32, near in -1e6..1e6_f32) {
            for float in [f32::from_bits(bits), near].into_iter().filter(|f| f.is_finite()) {
                let text = single(float).unwrap();
                prop_assert_eq!(text.parse::<f32>().map(f32::to_bits), Ok(float.to_bits()), "{}", &text);
                let most = serde_json::to_string(&float).unwrap();
                prop_assert!(text.len() <= most.len().saturating_add(1), "{} {}", text, most);
            }
        }

        #[test]
        fn no_other_text_is_read(text in "[-+.eE0-9xn ]{0,8}") {
            let wanted = text.parse::<f64>().ok().filter(|float| float.is_finite());
            prop_assert_eq!(parse(&text).map(f64::to_bits), wanted.map(f64::to_bits), "{}", text);
        }
    }
}
