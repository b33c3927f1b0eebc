//! Percent-encoding of option values and path segments.

use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};

/// RFC 3986 `unreserved`.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Also left readable in a value: what OData's own grammar uses and no server or proxy splits a query at.
/// `;` is not among them, since some servers end an option there.
const VALUE: &AsciiSet =
    &SEGMENT.remove(b'(').remove(b')').remove(b',').remove(b'/').remove(b':').remove(b'*').remove(b'$');

/// Encodes the value of a query option: a space is `%20`, never `+`.
///
/// ```
/// use provisor::odata::encode_value;
///
/// assert_eq!(encode_value("'o''brien+x@a.co'"), "%27o%27%27brien%2Bx%40a.co%27");
/// ```
pub fn encode_value(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// Encodes one segment of a URL's path, `/` included.
///
/// ```
/// use provisor::odata::encode_path_segment;
///
/// assert_eq!(encode_path_segment("a/b c"), "a%2Fb%20c");
/// ```
pub fn encode_path_segment(segment: &str) -> String {
    utf8_percent_encode(segment, SEGMENT).to_string()
}
