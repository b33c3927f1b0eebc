//! Secrets: a type that does not print, and the vault that keeps them until the moment of sending.

use super::finder::{longest_first, Finder};
use super::percent;
use crate::json;
use crate::keyed::Keyed;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cell::RefCell;
use std::fmt;

/// A secret text. It has no `Display`, no `Serialize` and no equality; `Debug` prints a placeholder.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The same without white space around it: a copy from a page brings some along.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        Self(self.0.trim().to_owned())
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text itself. Only the edge that sends, and what derives a secret from others, may ask.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The name by which a request refers to a secret, such as `token`; shown as `{token}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretName(String);

impl SecretName {
    /// A name; any text will do, it is never sent.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// What stands in the secret's place wherever a request is shown.
    pub fn placeholder(&self) -> String {
        placeholder(&self.0)
    }
}

fn placeholder(name: &str) -> String {
    format!("{{{name}}}")
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The secrets of one client, in memory only.
#[derive(Default)]
pub struct Vault {
    kept: RefCell<Keyed<Secret>>,
}

impl Vault {
    /// Keeps a secret under a name, replacing the one before.
    pub fn keep(&self, name: SecretName, secret: Secret) {
        self.kept.borrow_mut().insert(name.0, secret);
    }

    /// Forgets a secret.
    pub fn forget(&self, name: &SecretName) {
        self.kept.borrow_mut().remove(&name.0);
    }

    /// The secret of this name.
    pub fn get(&self, name: &SecretName) -> Option<Secret> {
        self.kept.borrow().get(&name.0).cloned()
    }

    /// What finds all secrets in many texts.
    pub(crate) fn finder(&self) -> Finder {
        Finder::new(self.faces(|_, _| true))
    }

    /// What finds credentials in texts that are shown everywhere: people's values, and what is short, may well
    /// be there by chance.
    pub(crate) fn credential_finder(&self) -> Finder {
        Finder::new(self.faces(|name, face| !name.contains('#') && face.len() >= LEAST_OF_ONE))
    }

    /// The forms in which the secrets may come back, each with its placeholder.
    fn faces(&self, only: fn(&str, &str) -> bool) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (name, secret) in self.kept.borrow().iter() {
            let chosen = faces(secret.expose()).into_iter().filter(|face| only(name, face));
            all.extend(chosen.map(|face| (face, placeholder(name))));
        }
        all
    }

    /// The text with every secret that occurs in it, in any of its encodings, replaced by its placeholder:
    /// a server may echo one. So is the beginning of one at the end of the text, where it may have been cut.
    pub fn redact(&self, text: &str) -> String {
        let mut faces = self.faces(|_, _| true);
        longest_first(&mut faces);
        let text = faces.iter().fold(text.to_owned(), |text, (face, shown)| text.replace(face, shown));
        let cut = faces.iter().filter_map(|(face, shown)| {
            let ends = face.char_indices().map(|(at, _)| at).rev().take_while(|at| *at >= LEAST_OF_ONE);
            let beginning = ends.filter_map(|at| face.get(..at)).find_map(|start| text.strip_suffix(start));
            beginning.map(|before| format!("{before}{shown}"))
        });
        let cut = cut.min_by_key(String::len);
        cut.unwrap_or(text)
    }
}

/// Less of a secret is found in any text: hiding that would tell more than it hides.
const LEAST_OF_ONE: usize = 8;

/// The forms in which a secret may come back: as it is, in a form, in JSON, as the text of a JSON value or of
/// a part of one, with its white space collapsed.
fn faces(secret: &str) -> Vec<String> {
    // Very short secrets would turn every text into placeholders without hiding anything.
    const SHORTEST: usize = 4;
    let mut faces = vec![secret.to_owned()];
    match json::read(secret) {
        Ok(Value::String(text)) => faces.push(text),
        Ok(value) => parts(&value, &mut faces),
        Err(_) => {}
    }
    for plain in faces.clone() {
        let form = percent::component(&plain);
        let json = Value::from(plain.as_str()).to_string();
        faces.extend(json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).map(str::to_owned));
        faces.push(form.replace("%20", "+"));
        faces.push(form);
        faces.push(plain.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    faces.retain(|face| face.len() >= SHORTEST);
    faces
}

/// The texts and numbers inside a JSON value.
fn parts(value: &Value, found: &mut Vec<String>) {
    let mut keep = |text: String| (text.len() >= LEAST_OF_ONE).then(|| found.push(text));
    match value {
        Value::String(text) => drop(keep(text.clone())),
        Value::Number(number) => drop(keep(number.to_string())),
        Value::Array(items) => items.iter().for_each(|item| parts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| parts(field, found)),
        Value::Null | Value::Bool(_) => {}
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.kept.borrow().iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_a_secret() {
        let vault = Vault::default();
        vault.keep(SecretName::new("token"), Secret::new("tok-canary-1"));
        let secret = vault.get(&SecretName::new("token")).unwrap();
        for shown in
            [format!("{secret:?}"), format!("{vault:?}"), vault.redact("Bearer tok-canary-1 refused")]
        {
            assert!(!shown.contains("canary"), "{shown}");
        }
        assert_eq!(vault.redact("Bearer tok-canary-1"), "Bearer {token}");
    }

    #[test]
    fn no_encoding_and_no_cut_lets_a_secret_through() {
        let vault = Vault::default();
        vault.keep(SecretName::new("b"), Secret::new("\"canary \\\"two\\\" of them\""));
        vault.keep(SecretName::new("a"), Secret::new("canary+x/\"ü\"  1="));
        vault.keep(
            SecretName::new("c"),
            Secret::new(r#"{"note": "canary's part", "list": [98765.43, "GBP"]}"#),
        );
        for echoed in [
            "secret=canary%2Bx%2F%22%C3%BC%22%20%201%3D&x",
            "secret=canary%2Bx%2F%22%C3%BC%22++1%3D&x",
            r#"{"secret":"canary+x/\"ü\"  1="}"#,
            "collapsed canary+x/\"ü\" 1= here",
            "the value canary \"two\" of them here",
            "in JSON \"canary \\\"two\\\" of them\" here",
            "cut canary+x/\"",
            "cut canary%2Bx%2F%2",
        ] {
            let shown = vault.redact(echoed);
            assert!(!shown.contains("canary") && (shown.contains("{a}") || shown.contains("{b}")), "{shown}");
        }
        assert_eq!(vault.redact("a canary"), "a canary");
        let part = vault.redact("the note is canary's part, the sum 98765.43 GBP");
        assert_eq!(part, "the note is {c}, the sum {c} GBP");
    }

    #[test]
    fn the_longest_secret_is_replaced_first() {
        let vault = Vault::default();
        vault.keep(SecretName::new("a"), Secret::new("abcd"));
        vault.keep(SecretName::new("b"), Secret::new("abcdefgh"));
        assert_eq!(vault.redact("x abcdefgh y"), "x {b} y");
    }
}
