//! E-mail addresses, as far as every platform agrees on them.

use crate::error::{Error, Result};

/// An e-mail address: one `@`, something on both sides, no white space, no control characters.
///
/// Beyond that the platform decides; addresses with non-Latin letters are addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Checks an address.
    ///
    /// # Errors
    /// `config_invalid`, naming `field`, what is wrong and what to do.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        const LONGEST: usize = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets
        let bad = |what: &str, remedy: &str| {
            Err(Error::invalid(format!("{field}: {:?} {what}", text.chars().take(80).collect::<String>()))
                .hint(remedy.to_owned()))
        };
        if text.is_empty() {
            return Err(Error::invalid(format!("{field}: is empty")).hint("give the person's e-mail address"));
        }
        if text.chars().any(char::is_control) {
            return bad("holds a control character", "remove line breaks and tabs");
        }
        if text.chars().any(char::is_whitespace) {
            return bad("holds white space", "remove it");
        }
        let Some((local, domain)) = text.split_once('@') else {
            return bad("has no @", "give a whole address, such as john@doe.com");
        };
        if domain.contains('@') {
            return bad("has more than one @", "give one address");
        }
        if local.is_empty() || domain.is_empty() {
            return bad("has nothing on one side of the @", "give a whole address, such as john@doe.com");
        }
        if domain.split('.').any(str::is_empty) {
            return bad("has a domain with an empty part", "check the dots after the @");
        }
        if text.chars().any(|c| "<>(),;:\\\"[]".contains(c)) {
            return bad("holds a character that belongs around an address", "give the address alone");
        }
        if text.len() > LONGEST {
            return bad("is longer than 254 bytes", "no mail reaches such an address: check it");
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address folded for comparison.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }

    /// Whether another text is the same address, in any case.
    pub fn is(&self, other: &str) -> bool {
        self.folded() == fold(other.trim())
    }
}

/// Folds a text for comparison the way a server's `tolower` does.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    lower(text)
}

/// Every JavaScript host has the tables for this, so the module carries none.
#[cfg(target_arch = "wasm32")]
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
fn lower(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in
            ["john@doe.com", "o'brien+x@a.co", "JOHN@DOE.COM", "山田@例え.jp", "a@localhost", "{token}@x.co"]
        {
            assert_eq!(Email::parse("email", good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "john",
            "@doe.com",
            "john@",
            "a@b@c.co",
            "a b@c.co",
            " a@b.co",
            "a@b.co\n",
            "a@b..co",
            "a@.co",
            "A <a@b.co>",
            "a,b@c.co",
            "a\u{0}@b.co",
        ] {
            let error = Email::parse("email", bad).unwrap_err();
            assert!(error.message.starts_with("email: ") && error.hint.is_some(), "{error}");
        }
        assert!(Email::parse("email", &format!("{}@b.co", "a".repeat(300))).is_err());
        assert!(Email::parse("email", "MÜLLER@doe.com").unwrap().is("müller@DOE.com"));
    }

    /// The module asks its host for the same (`tests/web/boundary.rs` has the same table).
    #[test]
    fn folded_texts() {
        for row in include_str!("../tests/vectors/folded.txt").lines().filter(|line| !line.starts_with('#')) {
            let (text, folded) = row.split_once(" = ").unwrap();
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
