//! Percent-encoding (RFC 3986; a space is always `%20`, never `+`).

use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One path segment, or one name or value of a form: whatever it holds, `/` and `&` included, it stays one.
///
/// ```
/// assert_eq!(provisor::http::percent::component("o'brien+x/ü"), "o%27brien%2Bx%2F%C3%BC");
/// ```
pub fn component(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
