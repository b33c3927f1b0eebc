//! Finds many secrets in many texts: their number hardly matters, for they are looked up by how they begin.

use std::collections::BTreeMap;

/// By how many bytes a secret is looked up; none is shorter.
const BEGINNING: usize = 4;

/// What is looked for, by its first bytes; and what is shown in its place.
#[derive(Default)]
pub(crate) struct Finder {
    by_beginning: BTreeMap<Vec<u8>, Vec<(String, String)>>,
}

impl Finder {
    /// Looks for these texts, to show the others in their places.
    pub fn new(wanted: impl Iterator<Item = (String, String)>) -> Self {
        let mut finder = Self::default();
        for (text, shown) in wanted {
            let Some(beginning) = text.as_bytes().get(..BEGINNING) else { continue };
            finder.by_beginning.entry(beginning.to_vec()).or_default().push((text, shown));
        }
        for places in finder.by_beginning.values_mut() {
            places.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        }
        finder
    }

    /// The text with everything that is found replaced, the longest first.
    pub fn redact(&self, text: &str) -> String {
        let mut shown = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let found = self.at_the_beginning_of(rest);
            let (length, with) =
                found.map_or((first.len_utf8(), None), |(text, shown)| (text.len(), Some(shown)));
            let (passed, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            shown.push_str(with.map_or(passed, String::as_str));
            rest = after;
        }
        shown
    }

    fn at_the_beginning_of(&self, text: &str) -> Option<&(String, String)> {
        let places = self.by_beginning.get(text.as_bytes().get(..BEGINNING)?)?;
        places.iter().find(|(wanted, _)| text.starts_with(wanted.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use crate::http::{Secret, SecretName, Vault};

    #[test]
    fn everything_is_found_the_longest_first() {
        let vault = Vault::default();
        for (name, secret) in [("a", "abcd"), ("b", "abcdefgh"), ("c#1", "çanary+/"), ("d", "abc")] {
            vault.keep(SecretName::new(name), Secret::new(secret));
        }
        let finder = vault.finder();
        for (text, shown) in [
            ("x abcdefgh abcd y", "x {b} {a} y"),
            ("éabcdéabcde", "é{a}é{a}e"),
            ("%C3%A7anary%2B%2F çanary+/", "{c#1} {c#1}"),
            ("abc çanary", "abc çanary"),
            ("", ""),
        ] {
            assert_eq!(finder.redact(text), shown);
        }
        assert_eq!(vault.credential_finder().redact("abcdefgh abcd çanary+/"), "{b} abcd çanary+/");
    }
}
