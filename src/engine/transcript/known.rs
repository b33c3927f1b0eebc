//! Which texts and numbers of an answer may be shown as they are: those that a request, a user or a setting holds.

use crate::email::fold;
use crate::http::RequestDocument;
use crate::keyed::Texts;
use crate::{json, number};
use percent_encoding::percent_decode_str;
use serde_json::{Number, Value};

/// Texts, without white space around them and in any case; numbers as texts.
#[derive(Default)]
pub(super) struct Known {
    texts: Texts,
    /// Hosts of requests.
    hosts: Texts,
}

impl Known {
    /// Whether this text is known, in any case.
    pub fn has(&self, text: &str) -> bool {
        self.texts.contains(&fold(text.trim()))
    }

    /// Whether this number is known, however it is written.
    pub fn has_number(&self, number: &Number) -> bool {
        self.texts.contains(&plain(number))
    }

    /// Whether requests go to this host.
    pub fn has_host(&self, host: &str) -> bool {
        self.hosts.contains(&fold(host))
    }

    /// Adds a text.
    pub fn add(&mut self, text: &str) {
        self.texts.insert(fold(text.trim()));
    }

    /// Adds every text and number of some data.
    pub fn add_value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Number(number) => {
                self.texts.insert(plain(number));
            }
            Value::Array(items) => items.iter().for_each(|item| self.add_value(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.add_value(field)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Adds what a request says.
    pub fn add_request(&mut self, request: &RequestDocument) {
        let address = Address::of(&request.url);
        self.hosts.insert(fold(address.host));
        for (piece, _) in address.pieces() {
            let decoded = decode(piece);
            self.add(&decoded);
            self.add_literals(&decoded);
        }
        for value in request.headers.values().filter_map(Value::as_str) {
            self.add(value);
        }
        let Some(body) = &request.body else { return };
        self.add_literals(body);
        for piece in body.split(['&', '=']) {
            self.add(&decode(piece));
        }
    }

    /// Adds the quoted texts and the numbers of a filter, or of JSON with placeholders in it.
    fn add_literals(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '"' => self.add_quoted(rest, '"'),
                '\'' => self.add_quoted(rest, '\''),
                '0'..='9' | '-' => {
                    let is_digit = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
                    let length = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
                    if let Ok(Value::Number(number)) = json::read(rest.get(..length).unwrap_or_default()) {
                        self.texts.insert(plain(&number));
                    }
                    length
                }
                _ => first.len_utf8(),
            };
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// Adds the quoted text at the beginning, and says how long it is.
    fn add_quoted(&mut self, text: &str, quote: char) -> usize {
        let mut escaped = false;
        let inside = text.char_indices().skip(1).find(|(_, c)| {
            let ends = *c == quote && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let Some((end, _)) = inside else { return 1 };
        let quoted = text.get(1..end).unwrap_or_default();
        // A quote that is doubled stands for itself: the two parts are one text.
        let after = text.get(end.saturating_add(1)..).unwrap_or_default();
        if quote == '\'' && after.starts_with('\'') {
            let length = doubled(after);
            let whole = text.get(1..end.saturating_add(length)).unwrap_or_default();
            self.add(&whole.replace("''", "'"));
            return end.saturating_add(length).saturating_add(1);
        }
        match json::read(&format!("\"{quoted}\"")) {
            Ok(Value::String(plain)) if quote == '"' => self.add(&plain),
            _ => self.add(quoted),
        }
        end.saturating_add(1)
    }
}

/// How far a text with doubled quotes goes on, after its first closing quote.
fn doubled(after: &str) -> usize {
    let mut length = 0_usize;
    let mut parts = after.split('\'');
    // Every second part is between two quotes that are one.
    while let (Some(""), Some(inside)) = (parts.next(), parts.next()) {
        length = length.saturating_add(inside.len()).saturating_add(2);
    }
    length
}

/// The parts of an address.
pub(super) struct Address<'a> {
    /// `https://`, or nothing.
    pub scheme: &'a str,
    /// Who is to log in, perhaps with a password: what stands before an `@`.
    pub user: Option<&'a str>,
    /// The host and the port, or nothing.
    pub host: &'a str,
    rest: &'a str,
}

impl<'a> Address<'a> {
    /// Splits an address, or a path with its query.
    pub fn of(url: &'a str) -> Self {
        let after = url.find("://").map_or(0, |at| at.saturating_add(3));
        let (scheme, rest) = url.split_at_checked(after).unwrap_or(("", url));
        let host = if scheme.is_empty() { 0 } else { rest.find(['/', '?', '#']).unwrap_or(rest.len()) };
        let (authority, rest) = rest.split_at_checked(host).unwrap_or(("", rest));
        let (user, host) =
            authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        Self { scheme, user, host, rest }
    }

    /// The pieces of path and query, each with the sign after it.
    pub fn pieces(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        const SIGNS: [char; 7] = ['/', '?', '&', '=', '#', ';', ','];
        self.rest.split_inclusive(SIGNS).map(|piece| {
            let bare = piece.trim_end_matches(SIGNS);
            piece.split_at_checked(bare.len()).unwrap_or((piece, ""))
        })
    }
}

/// Percent-decodes.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether a number is written without a fraction and an exponent.
pub(super) fn is_integer(number: &Number) -> bool {
    !number.as_str().contains(['.', 'e', 'E'])
}

/// A number as text; 5 and 5.0 are the same.
pub(super) fn plain(number: &Number) -> String {
    match number::of(number) {
        Some(float) if !is_integer(number) => number::text(float),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;
    use serde_json::json;

    fn known(url: &str, body: Option<&str>) -> Known {
        let mut known = Known::default();
        known.add_request(&RequestDocument {
            method: Method::Get,
            url: url.to_owned(),
            headers: serde_json::Map::new(),
            body: body.map(str::to_owned),
            secrets: Vec::new(),
        });
        known
    }

    #[test]
    fn what_requests_say_is_known() {
        let url =
            "https://A.co:1/Users/a%20b/12?$filter=x%20eq%20'o''brien'%20or%20id%20eq%207&n=%22J%5C%22o%22";
        let known = known(url, Some(r#"{"a":"Jané \"x\"","n":[5,-2.50],"s":{salary#1},"t":"3"}"#));
        for text in ["a b", "USERS", "12", "o'brien", "j\"o", "jané \"X\" ", "3"] {
            assert!(known.has(text), "{text}");
        }
        for number in [json!(12), json!(7), json!(5), json!(5.0), json!(-2.5)] {
            assert!(known.has_number(number.as_number().unwrap()), "{number}");
        }
        for text in ["brien", "o", "ali"] {
            assert!(!known.has(text), "{text}");
        }
        assert!(known.has_host("a.CO:1") && !known.has_host("b.co"));
        let known =
            super::tests::known("https://a.co/t", Some("grant_type=x&client_id=a%26b&s={clientSecret}"));
        assert!(known.has("a&b"));
    }

    #[test]
    fn addresses_are_put_together_again() {
        for url in ["https://a.co/x/y?a=b&c=#f", "/x//y", "https://a.co", "x", "", "://", "https://a.co?x=1"]
        {
            let address = Address::of(url);
            let rest: String = address.pieces().map(|(piece, sign)| format!("{piece}{sign}")).collect();
            assert_eq!(format!("{}{}{rest}", address.scheme, address.host), url);
        }
    }
}
