//! Names for what is not shown: the same for the same text or number, and in any case as it was.

use super::known::{is_integer, plain};
use crate::email::fold;
use crate::keyed::Keyed;
use crate::{json, number};
use serde_json::{Number, Value};

/// The pseudonyms of one transcript.
#[derive(Default)]
pub(super) struct Pseudonyms {
    /// By folded text.
    texts: Keyed<Name>,
    numbers: Keyed<usize>,
}

/// The number of a text, and the ways of writing it that have occurred.
struct Name {
    number: usize,
    spellings: Vec<String>,
}

impl Pseudonyms {
    /// The pseudonym of a text; one without letters and digits needs none. White space around it and signs within it
    /// stay, so that whatever looks at a text's shape decides as it did.
    pub fn text(&mut self, text: &str) -> String {
        match text.contains(char::is_alphanumeric) {
            true => self.hidden(text),
            false => text.to_owned(),
        }
    }

    /// The same of a text that may be a secret: signs alone may be one, too.
    pub fn hidden(&mut self, text: &str) -> String {
        let core = text.trim();
        if core.is_empty() {
            return text.to_owned();
        }
        let (number, spelling) = self.numbers_of(core);
        let mut name = [&spelt(spelling), joint_of(core).as_str(), &number.to_string()].concat();
        if core.matches('@').count() == 1 {
            name.push_str("@masked.invalid");
        }
        for sign in core.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()) {
            if !name.contains(sign) {
                name.push(sign);
            }
        }
        if core.chars().any(|c| c.is_alphanumeric() && !c.is_ascii()) {
            name.push('ü');
        }
        text.replacen(core, &name, 1)
    }

    /// The number of a text, and that of this way of writing it.
    fn numbers_of(&mut self, core: &str) -> (usize, usize) {
        let folded = fold(core);
        let Some(Name { number, spellings }) = self.texts.get_mut(&folded) else {
            let number = self.texts.len().saturating_add(1);
            self.texts.insert(folded, Name { number, spellings: vec![core.to_owned()] });
            return (number, 0);
        };
        let spelling = spellings.iter().position(|known| known == core).unwrap_or_else(|| {
            spellings.push(core.to_owned());
            spellings.len().saturating_sub(1)
        });
        (*number, spelling)
    }

    /// The pseudonym of a number, of the same kind and sign.
    pub fn number(&mut self, number: &Number) -> Value {
        const FIRST: u64 = 900_000_000;
        const FIRST_LARGE: u64 = 18_000_000_000_000_000_000;
        const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;
        let unsigned = plain(number).trim_start_matches('-').to_owned();
        let known = self.numbers.get(&unsigned).copied();
        let place = known.unwrap_or_else(|| {
            let next = self.numbers.len().saturating_add(1);
            self.numbers.insert(unsigned, next);
            next
        });
        let place = u64::try_from(place).unwrap_or(u64::MAX);
        let is_negative = number.as_str().starts_with('-');
        let is_large = number::of(number).is_none_or(|value| value.abs() > LARGEST_EXACT);
        let value = if is_large && !is_negative { FIRST_LARGE } else { FIRST }.saturating_add(place);
        let is_whole = plain(number).bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let sign = if is_negative { "-" } else { "" };
        let fraction = match (is_integer(number), is_whole) {
            (true, _) => "",
            (false, true) => ".0",
            (false, false) => ".5",
        };
        json::read(&format!("{sign}{value}{fraction}")).unwrap_or_default()
    }
}

/// What stands within a pseudonym: a break of the line where there is one in the text, or else a space, or neither.
fn joint_of(core: &str) -> String {
    let mut breaks = String::new();
    for each in core.chars().filter(|c| c.is_whitespace() && c.is_control()) {
        if !breaks.contains(each) {
            breaks.push(each);
        }
    }
    match (breaks.is_empty(), core.contains(char::is_whitespace)) {
        (false, _) => breaks,
        (true, true) => " ".to_owned(),
        (true, false) => "-".to_owned(),
    }
}

/// One of the 64 ways of writing it in large and small letters.
fn spelt(number: usize) -> String {
    let letters = "masked".chars().enumerate();
    letters.map(|(bit, c)| if number >> bit & 1 == 1 { c.to_ascii_uppercase() } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_for_the_same_and_alike_for_alike() {
        let mut names = Pseudonyms::default();
        for (text, name) in [
            ("Jane", "masked-1"),
            ("Doe", "masked-2"),
            (" JANE ", " Masked-1 "),
            ("Jane", "masked-1"),
            ("jane@doe.com", "masked-3@masked.invalid"),
            ("Jane \"O\" Doe", "masked 4\""),
            ("a/b\u{7}", "masked-5/\u{7}"),
            ("Zoë", "masked-6ü"),
            ("a b\nc\td\n ", "masked\n\t7\n "),
            ("  ", "  "),
            ("..", ".."),
        ] {
            assert_eq!(names.text(text), name, "{text:?}");
        }
        for (text, name) in [("!?!", "masked-8!?"), ("Jane", "masked-1"), ("", ""), (" \n", " \n")] {
            assert_eq!(names.hidden(text), name, "{text:?}");
        }
        assert_eq!(fold(&names.text("DOE")), fold(&names.text("doe")));
    }

    #[test]
    fn numbers_keep_their_kind() {
        let mut names = Pseudonyms::default();
        for (number, name) in [
            (json!(5), json!(900_000_001)),
            (json!(5.0), json!(900_000_001.0)),
            (json!(-5), json!(-900_000_001)),
            (json!(1.25), json!(900_000_002.5)),
            (json!(u64::MAX), json!(18_000_000_000_000_000_003_u64)),
        ] {
            assert_eq!(names.number(number.as_number().unwrap()), name);
        }
    }
}
