//! Short texts as people give them: names of people and things.

use crate::error::{Error, Result};

/// A text of one line, without white space around it.
///
/// # Errors
/// `config_invalid`, naming the field: empty (then the remedy is `if_empty`), with a control character in it, or longer
/// than `longest` characters. The text itself is not quoted: it is somebody's.
pub fn line(field: &str, text: &str, longest: usize, if_empty: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(format!("{field}: is empty")).hint(if_empty));
    }
    if text.chars().any(char::is_control) {
        return Err(
            Error::invalid(format!("{field}: holds a control character")).hint("remove line breaks and tabs")
        );
    }
    if text.chars().count() > longest {
        return Err(Error::invalid(format!("{field}: is longer than {longest} characters"))
            .hint("check the columns of the roster"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_text() {
        assert_eq!(line("name", " Zoë O'Neil ", 10, "").unwrap(), "Zoë O'Neil");
        for (text, words) in [
            ("", "name: is empty"),
            (" \t ", "name: is empty"),
            ("a\nb", "name: holds a control character"),
            ("a\u{7f}", "name: holds a control character"),
            ("12345678901", "name: is longer than 10 characters"),
        ] {
            let error = line("name", text, 10, "give one").unwrap_err();
            assert_eq!(error.message, words);
            assert!(error.hint.is_some());
        }
    }
}
