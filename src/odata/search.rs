//! The free-text search of 4.0, `$search`.

use super::{literal::without_nul, Error};

/// A search for words and phrases.
///
/// ```
/// use provisor::odata::Search;
///
/// let search = Search::text("mountain bike").and(Search::text("steel").not());
/// assert_eq!(search.to_text()?, "\"mountain bike\" AND NOT steel");
/// # Ok::<(), provisor::odata::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Search(Term);

#[derive(Clone, Debug, PartialEq)]
enum Term {
    Text(String),
    Not(Box<Search>),
    Logic(&'static str, Vec<Search>),
}

impl Search {
    /// A word or a phrase.
    pub fn text(text: impl Into<String>) -> Self {
        Self(Term::Text(text.into()))
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::logic("AND", vec![self, other])
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::logic("OR", vec![self, other])
    }

    pub(crate) fn logic(operator: &'static str, terms: Vec<Self>) -> Self {
        Self(Term::Logic(operator, terms))
    }

    /// Without this.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "the name is OData's")]
    pub fn not(self) -> Self {
        Self(Term::Not(Box::new(self)))
    }

    /// The search's text, not percent-encoded.
    ///
    /// # Errors
    /// When a phrase is empty or has a character that 4.0 cannot write in one.
    pub fn to_text(&self) -> Result<String, Error> {
        let mut text = String::new();
        self.write(&mut text, 0)?;
        Ok(text)
    }

    /// `place` is 0 where anything may stand, 1 inside `OR`, 2 inside `AND`, 3 after `NOT`.
    fn write(&self, out: &mut String, place: u8) -> Result<(), Error> {
        match &self.0 {
            Term::Text(text) => out.push_str(&phrase(text)?),
            Term::Not(term) => {
                out.push_str("NOT ");
                term.write(out, 3)?;
            }
            Term::Logic(operator, terms) => {
                let own = if *operator == "OR" { 1 } else { 2 };
                if terms.is_empty() {
                    return Err(Error::new(
                        "search",
                        "there is nothing to search for: give at least one text",
                    ));
                }
                let loose = own < place;
                out.push_str(if loose { "(" } else { "" });
                for (at, term) in terms.iter().enumerate() {
                    if at > 0 {
                        out.extend([" ", operator, " "]);
                    }
                    term.write(out, own)?;
                }
                out.push_str(if loose { ")" } else { "" });
            }
        }
        Ok(())
    }
}

/// Quoted unless it is one plain word: 4.0 has no escape for `"` in a phrase, and 4.01 reads `\` as one.
fn phrase(text: &str) -> Result<String, Error> {
    without_nul("search", text)?;
    if text.contains(['"', '\\']) || text.trim().is_empty() {
        return Err(Error::not(
            "search",
            text,
            "a text to search for: write one without \" and \\, and not empty",
        ));
    }
    let is_word =
        text.bytes().all(|byte| byte.is_ascii_alphabetic()) && !matches!(text, "AND" | "OR" | "NOT");
    Ok(if is_word { text.to_owned() } else { ["\"", text, "\""].concat() })
}
