//! Answers, users and settings with pseudonyms in the place of what is not to be shown.

use super::known::{decode, Address, Known};
use super::pseudonym::Pseudonyms;
use super::Harmless;
use crate::http::{percent, Finder};
use crate::number;
use serde_json::{Map, Value};

/// Words of the standards that are compared with: OAuth (RFC 6749), SCIM (RFC 7643 and 7644), JSON as text.
const WORDS: [&str; 22] = [
    "true",
    "false",
    "bearer",
    "work",
    "home",
    "other",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "unauthorized_client",
    "invalid_scope",
    "uniqueness",
    "mutability",
    "toomany",
    "invalidfilter",
    "invalidsyntax",
    "invalidpath",
    "invalidvalue",
    "invalidvers",
    "notarget",
    "sensitive",
    "user",
];
const SCIM: &str = "urn:ietf:params:scim:";

/// Fields that count, or say how long something lasts.
const COUNTS: [&str; 20] = [
    "count",
    "@odata.count",
    "odata.count",
    "total",
    "totalresults",
    "totalcount",
    "itemsperpage",
    "startindex",
    "expires_in",
    "expiresin",
    "retry_after",
    "status",
    "statuscode",
    "page",
    "pagesize",
    "size",
    "top",
    "skip",
    "limit",
    "offset",
];

/// What decides what is shown.
pub(super) struct Mask {
    pub known: Known,
    pub is_sensitive: fn(&str) -> bool,
    pub harmless: Harmless,
    /// Finds credentials, in what requests and users show anyway: that shall not show them even by mistake. What
    /// of people's values stands there too is no secret there.
    pub credentials: Finder,
    /// Finds all that the vault knows, in all other texts.
    pub finder: Finder,
    pub names: Pseudonyms,
}

impl Mask {
    /// Data out of an answer.
    pub fn answer(&mut self, key: &str, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let masked = fields.iter().map(|(name, field)| {
                    let shown = self.name(name);
                    let is_hidden = (self.is_sensitive)(name) || is_credential(name);
                    (shown, if is_hidden { self.hidden(field) } else { self.answer(name, field) })
                });
                Value::Object(masked.collect::<Map<_, _>>())
            }
            Value::Array(items) => items.iter().map(|item| self.answer(key, item)).collect(),
            Value::String(text) => self.text(key, text).into(),
            Value::Number(number) => {
                let is_shown = number::of(number) == Some(0.0)
                    || self.known.has_number(number)
                    || COUNTS.contains(&key.to_ascii_lowercase().as_str())
                    || self.is_harmless(key);
                if is_shown {
                    value.clone()
                } else {
                    self.names.number(number)
                }
            }
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }

    /// Data of which no text and no number is shown.
    pub fn hidden(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let masked = fields.iter().map(|(name, field)| (self.name(name), self.hidden(field)));
                Value::Object(masked.collect::<Map<_, _>>())
            }
            Value::Array(items) => items.iter().map(|item| self.hidden(item)).collect(),
            Value::String(text) => self.names.hidden(text).into(),
            Value::Number(number) => self.names.number(number),
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }

    /// A user as given: only what is sensitive is hidden.
    pub fn user(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let masked = fields.iter().map(|(name, field)| {
                    let is_hidden = (self.is_sensitive)(name);
                    (name.clone(), if is_hidden { self.hidden(field) } else { self.user(field) })
                });
                Value::Object(masked.collect::<Map<_, _>>())
            }
            Value::Array(items) => items.iter().map(|item| self.user(item)).collect(),
            plain => plain.clone(),
        }
    }

    /// A row that is no user: nobody knows what its fields hold, but for what it is called by. It stays one that is
    /// no user, whatever was wrong with it.
    pub fn no_user(&mut self, value: &Value) -> Value {
        let mut masked = match self.hidden(value) {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        for name in ["email", "userName"] {
            if let (Some(place), Some(Value::String(given))) = (masked.get_mut(name), value.get(name)) {
                *place = given.as_str().into();
            }
        }
        masked.insert("isNoUser".to_owned(), true.into());
        Value::Object(masked)
    }

    /// Settings: those who are named in them are hidden unless they are known otherwise.
    pub fn options(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let masked = fields.iter().map(|(name, field)| (name.clone(), self.options(field)));
                Value::Object(masked.collect::<Map<_, _>>())
            }
            Value::String(text) if text.contains('@') && !self.known.has(text) => {
                self.names.text(text).into()
            }
            plain => plain.clone(),
        }
    }

    /// Data out of a journal, which holds nothing personal but the words of servers, and whoever a server showed
    /// although nobody asked.
    pub fn journal(&mut self, key: &str, value: &Value) -> Value {
        const WORDS: [&str; 3] = ["message", "hint", "warnings"];
        match value {
            Value::Object(fields) => {
                let masked = fields.iter().map(|(name, field)| {
                    let is_hidden = WORDS.contains(&name.as_str());
                    (name.clone(), if is_hidden { self.hidden(field) } else { self.journal(name, field) })
                });
                Value::Object(masked.collect::<Map<_, _>>())
            }
            Value::Array(items) => items.iter().map(|item| self.journal(key, item)).collect(),
            Value::String(text) if text.contains('@') => self.text(key, text).into(),
            Value::String(text) => self.credentials.redact(text).into(),
            plain => plain.clone(),
        }
    }

    /// What is shown of a text that stands under this key, or in this header.
    pub fn text(&mut self, key: &str, text: &str) -> String {
        if self.known.has(text) || self.is_word(text) {
            return self.credentials.redact(text);
        }
        if self.is_code(key, text) {
            return self.finder.redact(text);
        }
        let is_address = text.contains("://") || text.starts_with('/');
        if is_address && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
            return self.address(text, is_link(key));
        }
        self.names.text(text)
    }

    /// An address, piece by piece: the pieces that requests hold are shown; whoever is to log in is not.
    fn address(&mut self, url: &str, is_link: bool) -> String {
        let address = Address::of(url);
        let user = match address.user {
            Some("") => "@",
            Some(_) => "masked@",
            None => "",
        };
        let host = match address.host.is_empty() || is_link || self.known.has_host(address.host) {
            true => address.host,
            false => "masked.invalid",
        };
        let mut shown = format!("{}{user}{host}", address.scheme);
        for (piece, sign) in address.pieces() {
            let decoded = decode(piece);
            match piece.is_empty() || self.known.has(&decoded) {
                true => shown.push_str(piece),
                false => shown.push_str(&percent::component(&self.names.text(&decoded))),
            }
            shown.push_str(sign);
        }
        self.credentials.redact(&shown)
    }

    /// The name of a field; where names are data, they are masked as such.
    fn name(&mut self, name: &str) -> String {
        const LONGEST: usize = 100;
        let bare = name.strip_prefix(['@', '$']).unwrap_or(name);
        let is_name = name.len() <= LONGEST
            && bare.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:$ ".contains(c))
            && bare.contains(|c: char| c.is_ascii_alphabetic());
        if is_name || self.known.has(name) {
            self.credentials.redact(name)
        } else {
            self.names.text(name)
        }
    }

    fn is_word(&self, text: &str) -> bool {
        let words = WORDS.iter().chain(self.harmless.words);
        text.starts_with(SCIM) || words.into_iter().any(|word| word.eq_ignore_ascii_case(text.trim()))
    }

    /// A code, a number or a scope as a text: of letters without spaces, under a key for such.
    fn is_code(&self, key: &str, text: &str) -> bool {
        const LONGEST: usize = 100;
        let key = key.to_ascii_lowercase();
        let is_plain = |more: &str| {
            text.len() <= LONGEST && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        let is_number = || number::parse(text.trim()).is_some();
        let is_id = key == "requestid" && is_plain("-_.:");
        let is_scope = key == "scope" && is_plain("-_.:/ ");
        is_id
            || is_scope
            || COUNTS.contains(&key.as_str()) && is_number()
            || self.is_harmless(&key) && is_plain("-_.:")
    }

    fn is_harmless(&self, key: &str) -> bool {
        self.harmless.fields.iter().any(|field| field.eq_ignore_ascii_case(key))
    }
}

/// Whether a field of this name lets somebody in, on any platform.
fn is_credential(name: &str) -> bool {
    const MARKS: [&str; 7] = ["token", "secret", "password", "passwd", "sessionid", "cookie", "apikey"];
    let name = name.to_ascii_lowercase().replace(['_', '-'], "");
    name != "tokentype" && MARKS.iter().any(|mark| name.contains(mark))
}

/// Settings without their secrets; what stands in the place of one is as good a setting.
pub(super) fn without_secrets(name: &str, value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), without_secrets(name, field))).collect()
        }
        Value::String(text) if !text.trim().is_empty() && is_secret(name) => format!("masked-{name}").into(),
        plain => plain.clone(),
    }
}

fn is_secret(name: &str) -> bool {
    let is_path = name.ends_with("Path");
    !is_path && (is_credential(name) || name.ends_with("Key") || name.ends_with("key"))
}

/// Whether what stands under this key, or in this header, is a link that is followed: its host decides whether.
fn is_link(key: &str) -> bool {
    ["@nextLink", "location"].iter().any(|link| key.eq_ignore_ascii_case(link))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mask() -> Mask {
        let mut known = Known::default();
        known.add_value(&json!({"email": "john@doe.com", "id": 12, "path": "Users"}));
        Mask {
            known,
            is_sensitive: |key| key == "salary",
            harmless: Harmless { words: &["suspended"], fields: &["deactivated"] },
            credentials: Finder::default(),
            finder: Finder::new(vec![("s3cret".to_owned(), "{pw}".to_owned())]),
            names: Pseudonyms::default(),
        }
    }

    #[test]
    fn what_nobody_asked_for_is_masked() {
        let answer = json!({
            "count": 1, "requestId": "r-s3cret", "access_token": "abc", "token_type": "Bearer", "expires_in": "60", "scope": "a:b c",
            "results": [
                {"id": 12, "Email": "JOHN@doe.com", "salary": 12, "status": "Suspended", "deactivated": 17},
                {"id": 13, "email": "jane@doe.com", "salary": {"a": [0, "john@doe.com"]}, "ok": true, "x": null},
            ],
            "jane@doe.com": "s3cret", "link": "https://x.co/Users/jane%40doe.com?$next=12",
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        });
        let expected = json!({
            "count": 1, "requestId": "r-{pw}", "access_token": "masked-1", "token_type": "Bearer", "expires_in": "60", "scope": "a:b c",
            "results": [
                {"id": 12, "Email": "JOHN@doe.com", "salary": 900_000_001, "status": "Suspended", "deactivated": 17},
                {"id": 900_000_002, "email": "masked-2@masked.invalid",
                 "salary": {"a": [900_000_003, "masked-3@masked.invalid"]}, "ok": true, "x": null},
            ],
            "masked-2@masked.invalid": "masked-4",
            "link": "https://masked.invalid/Users/masked-2%40masked.invalid?masked-5%24=12",
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        });
        assert_eq!(mask().answer("", &answer), expected);
    }

    #[test]
    fn signs_alone_may_be_a_secret() {
        let answer = json!({"access_token": "!?", "salary": ["*", ""], "name": "!?"});
        let expected = json!({"access_token": "masked-1!?", "salary": ["masked-2*", ""], "name": "!?"});
        assert_eq!(mask().answer("", &answer), expected);
        assert_eq!(mask().user(&json!({"salary": "**"})), json!({"salary": "masked-1*"}));
    }

    #[test]
    fn an_address_shows_no_login() {
        for (link, shown) in [
            ("https://a.co/Users", "https://a.co/Users"),
            ("https://jane:pa%40ss@a.co:8443/Users?x", "https://masked@a.co:8443/Users?masked-1"),
            ("https://jane@wdesk.com@a.co", "https://masked@a.co"),
            ("https://:!!@a.co", "https://masked@a.co"),
            ("https://@a.co/", "https://@a.co/"),
        ] {
            assert_eq!(mask().text("@nextLink", link), shown, "{link}");
        }
        let photo = mask().text("photo", "https://jane:pw@a.co/Users");
        assert_eq!(photo, "https://masked@masked.invalid/Users");
    }

    #[test]
    fn settings_lose_their_secrets_only() {
        let options = json!({
            "baseUrl": "https://a.co", "tokenPath": "/t", "subscriptionKey": "", "apiKey": "x",
            "credentials": {"clientId": "id", "clientSecret": "x", "bearerToken": 7},
        });
        let expected = json!({
            "baseUrl": "https://a.co", "tokenPath": "/t", "subscriptionKey": "", "apiKey": "masked-apiKey",
            "credentials": {"clientId": "id", "clientSecret": "masked-clientSecret", "bearerToken": 7},
        });
        assert_eq!(without_secrets("", &options), expected);
    }

    #[test]
    fn rows_that_are_no_users_show_only_what_they_are_called_by() {
        let row = json!({"email": "john@doe.com", "pasword": "x", "n": 1});
        let expected =
            json!({"email": "john@doe.com", "pasword": "masked-2", "n": 900_000_001, "isNoUser": true});
        assert_eq!(mask().no_user(&row), expected);
    }
}
