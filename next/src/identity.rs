//! What identifies a person: e-mail addresses and user names, checked as given and folded for comparison.
use crate::error::{Error, Result};
use crate::punycode;

/// The longest address that mail reaches, in bytes (RFC 5321 §4.5.3.1.3, less the angle brackets).
const LONGEST_EMAIL: usize = 254;
/// The longest user name, or name of a person, in characters.
const LONGEST_LINE: usize = 200;

/// An e-mail address as far as every platform agrees on it, without the white space around it: one `@`, something on both
/// sides, no white space, nothing invisible. Other letters than ASCII's are permitted.
///
/// # Errors
/// `config_invalid`, with the path, what is wrong and what to do. The address itself is not quoted.
pub fn email(path: &str, text: &str) -> Result<String> {
    let bad = |what: &str, remedy: &str| Err(Error::invalid(format!("{path} {what}")).hint(remedy));
    const WHOLE: &str = "give a whole address, such as john@doe.com";
    visible(path, text.trim())?;
    let text = text.trim();
    let Some((local, domain)) = text.split_once('@') else {
        return match text.is_empty() {
            true => bad("must not be empty", "give the person's e-mail address"),
            false => bad("has no @", WHOLE),
        };
    };
    if text.chars().any(char::is_whitespace) {
        return bad("has white space in it", "remove it");
    }
    if domain.contains('@') {
        return bad("has more than one @", "give one address");
    }
    if local.is_empty() || domain.is_empty() {
        return bad("has nothing on one side of the @", WHOLE);
    }
    if domain.split('.').any(str::is_empty) {
        return bad("has a domain with an empty part", "check the dots after the @");
    }
    if text.chars().any(|c| "<>(),;:\\\"[]".contains(c)) {
        return bad("has a character that belongs around an address", "give the address alone");
    }
    // Two spellings of one domain; IDNA has the composed one (RFC 5891 §4.1), which takes tables to find.
    if domain.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)) {
        return bad("has an accent apart from its letter in the domain", "write both as one letter, as in é");
    }
    if text.len() > LONGEST_EMAIL {
        return bad("is longer than 254 bytes", "no mail reaches such an address: check it");
    }
    Ok(text.to_owned())
}

/// A name to log in with, without the white space around it: one line, nothing invisible.
///
/// # Errors
/// `config_invalid`, with the path. The name itself is not quoted.
pub fn user_name(path: &str, text: &str) -> Result<String> {
    let name = line(path, text)?;
    visible(path, &name)?;
    Ok(name)
}

/// A short text such as a person's name, without the white space around it. Joiners inside it are permitted: some scripts
/// need them.
///
/// # Errors
/// `config_invalid`, with the path: empty, with a control character in it, or longer than 200 characters. The text itself
/// is not quoted.
pub fn line(path: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(format!("{path} must not be empty")));
    }
    if text.chars().any(char::is_control) {
        return Err(Error::invalid(format!("{path} has a control character in it"))
            .hint("remove line breaks and tabs"));
    }
    if text.chars().nth(LONGEST_LINE).is_some() {
        return Err(Error::invalid(format!("{path} is longer than {LONGEST_LINE} characters")));
    }
    Ok(text.to_owned())
}

/// Refuses what no reader sees: two texts that look alike would be two people.
///
/// # Errors
/// `config_invalid`, with the code point and its position, counted in characters from 1.
pub fn visible(path: &str, text: &str) -> Result<()> {
    let Some((at, found)) = text.chars().enumerate().find(|(_, c)| is_invisible(*c)) else { return Ok(()) };
    let (point, position) = (u32::from(found), at.saturating_add(1));
    Err(Error::invalid(format!("{path} has an invisible character, U+{point:04X}, at position {position}"))
        .hint("remove that character, or type the text anew"))
}
/// Control characters, white space other than a space, and what Unicode shows as nothing: `Default_Ignorable_Code_Point` of
/// DerivedCoreProperties.txt, annotations, and the blank of Braille.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || (c != ' ' && c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A text as it is compared: case and the white space around it do not count.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// An e-mail address as it is compared: folded, its domain in the form of the DNS (`bücher.example.` is
/// `xn--bcher-kva.example`). A text without `@` is folded.
pub fn fold_email(text: &str) -> String {
    let folded = fold(text);
    match folded.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", fold_domain(domain)),
        None => folded,
    }
}
fn fold_domain(domain: &str) -> String {
    let is_plain = domain.is_ascii() && !domain.ends_with('.');
    if is_plain {
        return domain.to_owned();
    }
    // Dots and letters of other widths are the same to IDNA (UTS 46, mapping).
    let narrow = domain.chars().map(|c| match c {
        '\u{3002}' | '\u{ff61}' => '.',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c).saturating_sub(0xfee0)).unwrap_or(c),
        _ => c,
    });
    let narrow = narrow.collect::<String>().to_lowercase();
    let labels =
        narrow.trim_end_matches(|c: char| c == '.' || c.is_whitespace()).split('.').map(|label| match label
            .is_ascii()
        {
            true => label.to_owned(),
            false => punycode::encode(label).map_or_else(|| label.to_owned(), |ascii| format!("xn--{ascii}")),
        });
    labels.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use proptest::prelude::*;

    #[test]
    fn addresses_stay_as_given() {
        for good in [
            "john@doe.com",
            "o'brien+x@a.co",
            "JOHN@DOE.COM",
            "山田@例え.jp",
            "a@localhost",
            "{token}@x.co",
            "zoë@bücher.example",
        ] {
            assert_eq!(email("email", good).unwrap(), good);
            assert_eq!(email("email", &format!(" {good}\r\n")).unwrap(), good);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_by_its_path_and_never_quoted() {
        for (bad, words) in [
            ("", "must not be empty"),
            (" \t", "must not be empty"),
            ("john", "has no @"),
            ("@doe.com", "nothing on one side"),
            ("john@", "nothing on one side"),
            ("a@b@c.co", "more than one @"),
            ("a b@c.co", "white space"),
            ("a@b..co", "empty part"),
            ("a@.co", "empty part"),
            ("a@b.co.", "empty part"),
            ("John<a@b.co>", "around an address"),
            ("a,b@c.co", "around an address"),
            ("a\u{0}@b.co", "U+0000, at position 2"),
            ("a@b\n.co", "U+000A, at position 4"),
            ("a@bu\u{308}cher.example", "an accent apart"),
        ] {
            let error = email("user.email", bad).unwrap_err();
            assert!(
                error.message.starts_with("user.email ") && error.message.contains(words),
                "{bad:?}: {error}"
            );
            assert!(error.code == Code::ConfigInvalid && error.hint.is_some(), "{error}");
            assert!(!error.message.contains("john"), "{error}");
        }
        let long = |length: usize| format!("{}@b.co", "a".repeat(length));
        assert!(email("email", &long(249)).is_ok());
        assert!(email("email", &long(250)).unwrap_err().message.contains("254 bytes"));
    }

    #[test]
    fn what_no_reader_sees_is_refused_with_its_place() {
        for (invisible, point) in [
            ('\u{200b}', "U+200B"),
            ('\u{ad}', "U+00AD"),
            ('\u{feff}', "U+FEFF"),
            ('\u{200e}', "U+200E"),
            ('\u{202e}', "U+202E"),
            ('\u{2066}', "U+2066"),
            ('\u{61c}', "U+061C"),
            ('\u{2060}', "U+2060"),
            ('\u{3164}', "U+3164"),
            ('\u{fe0f}', "U+FE0F"),
            ('\u{e0041}', "U+E0041"),
            ('\u{180e}', "U+180E"),
            ('\u{a0}', "U+00A0"),
            ('\u{2028}', "U+2028"),
            ('\u{7}', "U+0007"),
            ('\u{7f}', "U+007F"),
            ('\u{9f}', "U+009F"),
        ] {
            let words = format!("userName has an invisible character, {point}, at position 3");
            let text = format!("zë{invisible}x@doe.com");
            assert_eq!(visible("userName", &text).unwrap_err().message, words);
            assert_eq!(email("userName", &text).unwrap_err().message, words);
            assert!(user_name("userName", &text).is_err());
        }
        for text in ["", "John O'Neil", "山田 太郎", "Zoë", "👩", "नमस्ते", "שלום"] {
            assert!(visible("userName", text).is_ok(), "{text}");
        }
        // At the ends they are not white space that may go.
        assert!(email("email", "\u{feff}a@b.co").is_err() && email("email", "a@b.co\u{200b}").is_err());
    }

    #[test]
    fn short_texts() {
        assert_eq!(line("name", " Zoë O'Neil ").unwrap(), "Zoë O'Neil");
        assert_eq!(line("name", "می\u{200c}خواهم").unwrap(), "می\u{200c}خواهم");
        assert!(line("name", &"é".repeat(200)).is_ok());
        for (text, words) in [
            ("", "name must not be empty"),
            (" \t ", "name must not be empty"),
            ("a\nb", "name has a control character in it"),
            ("a\u{7f}b", "name has a control character in it"),
            (&"é".repeat(201), "name is longer than 200 characters"),
        ] {
            assert_eq!(line("name", text).unwrap_err().message, words);
            assert_eq!(user_name("name", text).unwrap_err().message, words);
        }
    }

    #[test]
    fn addresses_are_compared_in_one_form() {
        for (one, other) in [
            ("John@Doe.COM", " john@doe.com "),
            ("a@bücher.example", "A@XN--BCHER-KVA.example"),
            ("a@BÜCHER.example", "a@bücher.example."),
            ("a@doe.com.", "a@doe.com"),
            ("a@例え。jp", "a@xn--r8jz45g.jp"),
            ("a@ｄｏｅ．com", "a@doe.com"),
            ("MÜLLER@doe.com", "müller@DOE.com"),
            ("Jane", " jane"),
        ] {
            assert_eq!(fold_email(one), fold_email(other));
        }
        for (one, other) in [
            ("bücher@doe.com", "xn--bcher-kva@doe.com"),
            ("a.@doe.com", "a@doe.com"),
            ("a@bucher.example", "a@bücher.example"),
            ("a@b", "a@b.c"),
        ] {
            assert_ne!(fold_email(one), fold_email(other));
        }
    }

    /// As every JavaScript host folds.
    #[test]
    fn folded_texts() {
        let table = include_str!("../../tests/vectors/folded.txt");
        for row in table.lines().filter(|line| !line.starts_with('#')) {
            let (text, folded) = row.split_once(" = ").unwrap();
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_passes_is_stable(text in "\\PC{0,80}|[a@.ü\u{200b} -]{0,20}|.{0,30}") {
            let folded = fold_email(&text);
            prop_assert_eq!(fold_email(&folded), folded.clone());
            if let Ok(address) = email("email", &text) {
                prop_assert_eq!(email("email", &address).unwrap(), address.clone());
                prop_assert_eq!(fold_email(&address), folded);
                prop_assert!(visible("email", &address).is_ok());
            }
        }
        #[test]
        fn domains_are_what_an_independent_reader_says(label in "[a-zA-Zäöüßéñçдя例え]{1,12}") {
            prop_assert_eq!(
                fold_email(&format!("a@{label}.Example")),
                format!("a@{}", idna::domain_to_ascii(&format!("{label}.example")).unwrap())
            );
        }
    }
}
