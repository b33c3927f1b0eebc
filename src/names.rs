//! Finding things by name, as people write names: in any case; and saying what there is when there is no such.

use crate::email::fold;
use crate::error::{Code, Error, Result};

/// The one thing of this name.
///
/// # Errors
/// `not_found`, naming the nearest name and those that exist; `ambiguous` when several have it.
pub fn find<'a, T>(kind: &str, name: &str, things: &'a [T], name_of: impl Fn(&T) -> &str) -> Result<&'a T> {
    let wanted = fold(name.trim());
    let mut found = things.iter().filter(|thing| fold(name_of(thing).trim()) == wanted);
    match (found.next(), found.next()) {
        (Some(thing), None) => Ok(thing),
        (Some(_), Some(_)) => {
            Err(Error::new(Code::Ambiguous, format!("more than one {kind} is called {name:?}"))
                .hint("rename one of them on the platform"))
        }
        (None, _) => Err(no_such(kind, name, things.iter().map(name_of))),
    }
}

/// The error of a name that is not there.
pub fn no_such<'a>(kind: &str, name: &str, there: impl Iterator<Item = &'a str>) -> Error {
    const MOST_LISTED: usize = 20;
    let names: Vec<&str> = there.collect();
    let error = Error::new(Code::NotFound, format!("there is no {kind} called {name:?}"));
    let Some(nearest) = nearest(name, &names) else {
        return error.hint(format!("there is no {kind} at all that these credentials may see"));
    };
    let listed: Vec<_> = names.iter().take(MOST_LISTED).copied().collect();
    let more = if names.len() > MOST_LISTED { ", …" } else { "" };
    error.hint(format!("did you mean {nearest:?}? There are: {}{more}", listed.join(", ")))
}

/// The name that is most like another, by the beginnings of both: comparing takes the product of their lengths.
fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    const COMPARED: usize = 64;
    let start = |name: &str| fold(&name.chars().take(COMPARED).collect::<String>());
    let wanted = start(name);
    names.iter().copied().min_by_key(|candidate| strsim::damerau_levenshtein(&wanted, &start(candidate)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [&str; 3] = ["Editor", "Viewer", "Workspace Owner"];

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(find("role", " editor ", &ROLES, |name| name), Ok(&"Editor"));
    }

    #[test]
    fn a_miss_lists_what_there_is_and_the_nearest() {
        let error = find("role", "Edtior", &ROLES, |name| name).unwrap_err();
        assert_eq!(error.code, Code::NotFound);
        assert_eq!(
            error.to_string(),
            "there is no role called \"Edtior\" (did you mean \"Editor\"? There are: Editor, Viewer, Workspace Owner)"
        );
        assert_eq!(find("role", "x", &["X", "x"], |name| name).unwrap_err().code, Code::Ambiguous);
        assert!(find::<&str>("role", "x", &[], |name| name).unwrap_err().to_string().contains("at all"));
    }
}
