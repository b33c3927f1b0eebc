//! Finds many secrets in many texts: their number hardly matters, for they are looked up by how they begin.

use crate::order::by_number;

/// What is looked for, in the order of how it begins, the longest first; and what is shown in its place.
#[derive(Default)]
pub(crate) struct Finder {
    wanted: Vec<(u32, (String, String))>,
}

impl Finder {
    /// Looks for these texts, to show the others in their places.
    pub fn new(mut wanted: Vec<(String, String)>) -> Self {
        longest_first(&mut wanted);
        let wanted = wanted.into_iter().filter_map(|wanted| Some((beginning(&wanted.0)?, wanted)));
        let mut wanted: Vec<_> = wanted.collect();
        by_number(&mut wanted, |(beginning, _)| i64::from(*beginning));
        Self { wanted }
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
        let beginning = beginning(text)?;
        let first = self.wanted.partition_point(|(other, _)| *other < beginning);
        let alike = self.wanted.get(first..)?.iter().take_while(|(other, _)| *other == beginning);
        alike.map(|(_, wanted)| wanted).find(|(wanted, _)| text.starts_with(wanted))
    }
}

/// Sorts texts that have something to show in their places.
pub(super) fn longest_first(texts: &mut [(String, String)]) {
    by_number(texts, |(text, _)| i64::try_from(text.len()).unwrap_or(i64::MAX).saturating_neg());
}

/// The bytes by which a text is looked up; none that is looked for is shorter.
fn beginning(text: &str) -> Option<u32> {
    text.as_bytes().first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
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
