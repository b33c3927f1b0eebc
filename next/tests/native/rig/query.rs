//! Reads URLs as a strict server would.

use percent_encoding::percent_decode_str;

/// Percent-decodes; a `+` stays a plus.
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned()
}

/// The options of a query, decoded.
pub fn options(query: &str) -> Vec<(String, String)> {
    assert!(!query.contains([' ', '+', '\'', '"', '<', '#']), "not encoded: {query}");
    query
        .split('&')
        .map(|pair| pair.split_once('=').expect("name=value"))
        .map(|(n, v)| (n.to_owned(), decode(v)))
        .collect()
}
