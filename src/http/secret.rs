//! Secrets: a type that does not print, and the vault that keeps them until the moment of sending.

use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
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
        format!("{{{}}}", self.0)
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The secrets of one client, in memory only.
#[derive(Default)]
pub struct Vault {
    kept: RefCell<BTreeMap<SecretName, Secret>>,
}

impl Vault {
    /// Keeps a secret under a name, replacing the one before.
    pub fn keep(&self, name: SecretName, secret: Secret) {
        self.kept.borrow_mut().insert(name, secret);
    }

    /// Forgets a secret.
    pub fn forget(&self, name: &SecretName) {
        self.kept.borrow_mut().remove(name);
    }

    /// The secret of this name.
    pub fn get(&self, name: &SecretName) -> Option<Secret> {
        self.kept.borrow().get(name).cloned()
    }

    /// The text with every secret that occurs in it replaced by its placeholder: a server may echo one.
    pub fn redact(&self, text: &str) -> String {
        // Very short secrets would turn every text into placeholders without hiding anything.
        const SHORTEST: usize = 4;
        let kept = self.kept.borrow();
        let mut secrets: Vec<_> = kept.iter().filter(|(_, s)| s.0.len() >= SHORTEST).collect();
        secrets.sort_by_key(|(_, secret)| std::cmp::Reverse(secret.0.len()));
        secrets.into_iter().fold(text.to_owned(), |text, (name, secret)| {
            let text = text.replace(secret.expose(), &name.placeholder());
            match secret.expose().strip_prefix('"').and_then(|s| s.strip_suffix('"')) {
                Some(inner) if inner.len() >= SHORTEST => text.replace(inner, &name.placeholder()),
                _ => text,
            }
        })
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.kept.borrow().keys()).finish()
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
    fn the_longest_secret_is_replaced_first() {
        let vault = Vault::default();
        vault.keep(SecretName::new("a"), Secret::new("abcd"));
        vault.keep(SecretName::new("b"), Secret::new("abcdefgh"));
        assert_eq!(vault.redact("x abcdefgh y"), "x {b} y");
    }
}
