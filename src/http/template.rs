//! Texts with secrets in them by reference: shown with placeholders, filled only when sent.
//!
//! References are positions, not patterns: a person called `{token}` is a person, not a secret.

use super::percent;
use super::secret::{Secret, SecretName, Vault};
use crate::error::{Code, Error, Result};
use crate::order::by_count;
use serde::{Deserialize, Serialize};

/// How a secret is written at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Encoding {
    /// As it is (a header).
    Raw,
    /// Percent-encoded (a field of a form).
    Form,
    /// As the inside of a JSON string.
    Json,
    /// As a JSON value of its own: the secret is JSON text already.
    JsonValue,
}

/// A piece of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Plain text.
    Text(String),
    /// A secret by reference.
    Secret(SecretName, Encoding),
}

/// A header value or body whose secrets are references.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Template {
    parts: Vec<Part>,
}

/// Where in a shown text a secret belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Place {
    /// The secret's name; the text shows `{name}`.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub name: SecretName,
    /// `body`, or the header's name.
    pub r#in: String,
    /// Where the placeholder begins, in UTF-8 bytes.
    pub at: usize,
    /// How the secret is written there.
    #[serde(rename = "as")]
    pub encoding: Encoding,
}

impl Template {
    /// Adds plain text.
    pub fn text(mut self, text: impl AsRef<str>) -> Self {
        self.push_text(text.as_ref());
        self
    }

    /// Adds a secret by reference.
    pub fn secret(mut self, name: SecretName, encoding: Encoding) -> Self {
        self.parts.push(Part::Secret(name, encoding));
        self
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    pub(crate) fn push_secret(&mut self, name: SecretName, encoding: Encoding) {
        self.parts.push(Part::Secret(name, encoding));
    }

    /// The text with `{name}` in the place of each secret.
    pub fn shown(&self) -> String {
        self.parts.iter().fold(String::new(), |mut text, part| {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Secret(name, _) => text.push_str(&name.placeholder()),
            }
            text
        })
    }

    /// The places of the secrets in [`Template::shown`].
    pub fn places(&self, within: &str) -> Vec<Place> {
        let mut at = 0_usize;
        let mut places = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(plain) => at = at.saturating_add(plain.len()),
                Part::Secret(name, encoding) => {
                    let place =
                        Place { name: name.clone(), r#in: within.to_owned(), at, encoding: *encoding };
                    places.push(place);
                    at = at.saturating_add(name.placeholder().len());
                }
            }
        }
        places
    }

    /// The template that was shown as `text` with these places.
    ///
    /// # Errors
    /// `config_invalid` when a placeholder is not where it is said to be: the request was edited.
    pub fn from_shown(text: &str, places: &[&Place]) -> Result<Self> {
        let mut ordered = places.to_vec();
        by_count(&mut ordered, |place| place.at);
        let mut template = Self::default();
        let mut done = 0_usize;
        for place in ordered {
            let placeholder = place.name.placeholder();
            let plain = text.get(done..place.at);
            let rest = text.get(place.at..).filter(|rest| rest.starts_with(&placeholder));
            let (Some(plain), Some(_)) = (plain, rest) else {
                return Err(Error::invalid(format!(
                    "request: the {} does not hold {placeholder} at byte {} as `secrets` says",
                    place.r#in, place.at
                ))
                .hint("fill a request as it was handed out; build another one instead of editing it"));
            };
            template.push_text(plain);
            template.push_secret(place.name.clone(), place.encoding);
            done = place.at.saturating_add(placeholder.len());
        }
        template.push_text(text.get(done..).unwrap_or_default());
        Ok(template)
    }

    /// The text to send.
    ///
    /// # Errors
    /// `config_missing` when the vault lacks a secret.
    pub(crate) fn filled(&self, vault: &Vault) -> Result<String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Secret(name, encoding) => {
                    let secret = vault.get(name).ok_or_else(|| missing(name))?;
                    push_encoded(&mut text, &secret, *encoding);
                }
            }
        }
        Ok(text)
    }
}

fn missing(name: &SecretName) -> Error {
    Error::new(Code::ConfigMissing, format!("the secret {} is not known to this client", name.placeholder()))
        .hint(
            "secrets are kept in memory only: fill a request with the client (and the run) that built it, \
         and hand the user over again after a restart",
        )
}

fn push_encoded(text: &mut String, secret: &Secret, encoding: Encoding) {
    match encoding {
        Encoding::Raw | Encoding::JsonValue => text.push_str(secret.expose()),
        Encoding::Form => text.push_str(&percent::component(secret.expose())),
        Encoding::Json => {
            let quoted = serde_json::Value::from(secret.expose()).to_string();
            text.push_str(quoted.strip_prefix('"').and_then(|s| s.strip_suffix('"')).unwrap_or_default());
        }
    }
}

impl<T: AsRef<str>> From<T> for Template {
    fn from(text: T) -> Self {
        Self::default().text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Template {
        Template::default()
            .text("user=%7Btoken%7D&é={token}&secret=")
            .secret(SecretName::new("token"), Encoding::Form)
            .text("&end")
    }

    #[test]
    fn shown_and_read_back() {
        let template = sample();
        let places = template.places("body");
        let back = Template::from_shown(&template.shown(), &places.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(back, template);
    }

    #[test]
    fn only_the_named_place_is_filled() {
        let vault = Vault::default();
        vault.keep(SecretName::new("token"), Secret::new("s+1 \""));
        assert_eq!(sample().filled(&vault).unwrap(), "user=%7Btoken%7D&é={token}&secret=s%2B1%20%22&end");
        let json = Template::from("\"").secret(SecretName::new("token"), Encoding::Json).text("\"");
        assert_eq!(json.filled(&vault).unwrap(), r#""s+1 \"""#);
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn encodings() -> impl Strategy<Value = Encoding> {
            prop::sample::select(vec![Encoding::Raw, Encoding::Form, Encoding::Json, Encoding::JsonValue])
        }

        fn templates() -> impl Strategy<Value = Template> {
            let text = prop_oneof![any::<String>(), Just("{a}".to_owned()), Just("{".to_owned())];
            let secret = ("[a-c{}]{0,2}|\\PC{0,3}", encodings());
            let part = prop_oneof![text.prop_map(Ok), secret.prop_map(Err)];
            prop::collection::vec(part, 0..8).prop_map(|parts| {
                parts.into_iter().fold(Template::default(), |template, part| match part {
                    Ok(text) => template.text(text),
                    Err((name, encoding)) => template.secret(SecretName::new(name), encoding),
                })
            })
        }

        proptest! {
            /// Shown, stored and read back, it sends the same, whatever looks like a placeholder in it.
            #[test]
            fn a_shown_template_is_the_same(template in templates()) {
                let vault = Vault::default();
                for place in template.places("body") {
                    vault.keep(place.name.clone(), Secret::new(format!("<{}>", place.name)));
                }
                let places = template.places("body");
                let back = Template::from_shown(&template.shown(), &places.iter().collect::<Vec<_>>()).unwrap();
                prop_assert_eq!(back.shown(), template.shown());
                prop_assert_eq!(back.filled(&vault).unwrap(), template.filled(&vault).unwrap());
            }

            /// Whatever a secret holds, it arrives as it is and takes nothing else with it.
            #[test]
            fn a_secret_arrives_as_it_is(secret in any::<String>(), before in any::<String>()) {
                let vault = Vault::default();
                let name = || SecretName::new("s");
                vault.keep(name(), Secret::new(secret.as_str()));
                let sent = |template: Template| template.filled(&vault).unwrap();
                let raw = sent(Template::from(&before).secret(name(), Encoding::Raw).text("!"));
                prop_assert_eq!(raw, format!("{before}{secret}!"));
                let form = Template::from("a=").text(percent::component(&before));
                let form = sent(form.text("&b=").secret(name(), Encoding::Form).text("&c=d"));
                let read: Vec<_> = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
                let pairs = [("a", before.as_str()), ("b", &secret), ("c", "d")];
                prop_assert_eq!(read, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
                let quoted = serde_json::Value::from(before.as_str()).to_string();
                let json = Template::from(format!("[{quoted},\"")).secret(name(), Encoding::Json).text("\"]");
                let read: Vec<String> = serde_json::from_str(&sent(json)).unwrap();
                prop_assert_eq!(read, [before, secret.clone()]);
                vault.keep(name(), Secret::new(serde_json::Value::from(secret.as_str()).to_string()));
                let json = sent(Template::from("{\"a\":").secret(name(), Encoding::JsonValue).text("}"));
                prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), serde_json::json!({"a": secret}));
            }
        }
    }

    #[test]
    fn an_edited_request_is_refused() {
        let template = sample();
        let places = template.places("body");
        let edited = template.shown().replace("&secret=", "&s=");
        let error = Template::from_shown(&edited, &places.iter().collect::<Vec<_>>()).unwrap_err();
        assert_eq!(error.code, Code::ConfigInvalid);
    }
}
