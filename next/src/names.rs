//! The names of a platform's things (roles, teams, workspaces), as people write them, and the ids that they stand for.
use crate::error::{Code, Error, Result};
use crate::index::Index;
use serde::Deserialize;
use serde_json::Value;

/// Something of the platform's that has a name.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Named {
    /// The platform's id of it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What else it is called.
    #[serde(skip)]
    pub also: Option<String>,
    /// As the platform shows it, where it goes into a record as it is.
    #[serde(skip)]
    pub record: Value,
}

/// All things of one sort, found by name or by `id:…`. Listed once a run, asked for each person.
pub struct Names {
    what: &'static str,
    all: Vec<Named>,
    /// The place of a name's thing; past the end where several have the name.
    by_key: Index,
    alias: fn(&str) -> String,
}
impl Names {
    /// `what` names the sort in errors: `organization role`. `alias` folds names that mean the same into one: [`fold`], or
    /// more.
    pub fn new(what: &'static str, all: Vec<Named>, alias: fn(&str) -> String) -> Self {
        let mut by_key = Index::new();
        for (place, one) in all.iter().enumerate() {
            for key in [Some(&one.name), one.also.as_ref()].into_iter().flatten().map(|name| alias(name)) {
                let known = by_key.entry(key).or_insert(place);
                if *known != place {
                    *known = usize::MAX;
                }
            }
        }
        by_key.remove("");
        Self { what, all, by_key, alias }
    }
    /// All of them, as they were listed.
    pub fn all(&self) -> &[Named] {
        &self.all
    }
    /// The one of this name, or of the id in `id:…`.
    ///
    /// # Errors
    /// `not_found`, with the nearest names; `ambiguous`, with the ids, where several have the name.
    pub fn resolve(&self, wanted: &str) -> Result<&Named> {
        let key = (self.alias)(wanted);
        let Some(place) = self.by_key.get(&key) else {
            let id = wanted.trim().strip_prefix("id:");
            let one = id.and_then(|id| self.all.iter().find(|one| one.id == id));
            return one.ok_or_else(|| self.unknown(wanted));
        };
        self.all.get(*place).ok_or_else(|| {
            let is_called = |name: &String| (self.alias)(name) == key;
            let several = self
                .all
                .iter()
                .filter(|one| is_called(&one.name) || one.also.as_ref().is_some_and(is_called));
            let ids: Vec<_> = several.take(5).map(|one| format!("\"id:{}\"", one.id)).collect();
            let words = format!("more than one {} is called {}", self.what, quote(wanted));
            let hint =
                format!("rename one of them on the platform, or name it by its id: {}", ids.join(", "));
            Error::new(Code::Ambiguous, words).hint(hint)
        })
    }
    fn unknown(&self, wanted: &str) -> Error {
        const MOST_LISTED: usize = 20;
        const LONGEST_LISTED: usize = 60;
        let names = || self.all.iter().map(|one| one.name.as_str()).filter(|name| !name.is_empty());
        let listed = nearest(wanted, &mut names(), MOST_LISTED);
        let what = self.what;
        let error = Error::new(Code::NotFound, format!("there is no {what} called {}", quote(wanted)));
        if listed.is_empty() {
            return error.hint(format!("there is no {what} at all that these credentials may see"));
        }
        let guess = like(wanted, names()).map(|name| format!("did you mean {}? ", quote(name)));
        let shown: Vec<_> = listed.iter().map(|name| cut(name, LONGEST_LISTED)).collect();
        let more = match names().count().saturating_sub(listed.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        error.hint(format!("{}There are: {}{more}", guess.unwrap_or_default(), shown.join(", ")))
    }
}

/// As names are compared: case and the number of blanks do not count.
pub fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The name that was probably meant: little more than every third letter differs.
pub(crate) fn like<'a>(wanted: &str, mut names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = *nearest(wanted, &mut names, 1).first()?;
    let (wanted, found) = (start(wanted), start(name));
    let far = strsim::damerau_levenshtein(&wanted, &found);
    (far <= (wanted.chars().count() / 3).saturating_add(1)).then_some(name)
}

/// The names most like another, the nearest first. Distances take the product of two lengths, so only beginnings are
/// compared, and only of those names that have most letters in common.
fn nearest<'a>(wanted: &str, names: &mut dyn Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    const MEASURED: usize = 200;
    let wanted = start(wanted);
    let letters = count(&wanted);
    let mut all: Vec<_> = names
        .map(|name| {
            let pairs = letters.iter().zip(count(&start(name)));
            let differing: usize = pairs.map(|(one, other)| usize::from(one.abs_diff(other))).sum();
            (differing, name)
        })
        .collect();
    all.sort_unstable();
    all.truncate(MEASURED);
    for (far, name) in &mut all {
        *far = strsim::damerau_levenshtein(&wanted, &start(name));
    }
    all.sort_unstable();
    all.into_iter().map(|(_, name)| name).take(most).collect()
}
/// How often letters occur, in 32 classes.
fn count(name: &str) -> [u8; 32] {
    let mut letters = [0_u8; 32];
    for letter in name.chars() {
        if let Some(times) = letters.get_mut((u32::from(letter) % 32) as usize) {
            *times = times.saturating_add(1);
        }
    }
    letters
}
fn start(name: &str) -> String {
    const COMPARED: usize = 48;
    fold(&name.chars().take(COMPARED).collect::<String>())
}

/// A text of others in an error: in quotes, its control characters escaped, cut to what can be read.
pub(crate) fn quote(text: &str) -> String {
    format!("{:?}", cut(text, 80))
}
fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(id: &str, name: &str, also: Option<&str>) -> Named {
        Named { id: id.into(), name: name.into(), also: also.map(str::to_owned), ..Named::default() }
    }
    fn roles(names: &[&str]) -> Names {
        let all = names.iter().enumerate().map(|(index, name)| named(&index.to_string(), name, None));
        Names::new("role", all.collect(), fold)
    }

    #[test]
    fn names_are_found_as_people_write_them() {
        let all = vec![
            named("1", "Workspace  Owner", None),
            named("2", "Éditeur", Some("Editor")),
            named("3", "id:4", None),
            named("4", "Same", Some("SAME ")),
            named("5", "", None),
        ];
        let names =
            Names::new("role", all, |name| fold(name).replace("organisation owner", "workspace owner"));
        for (wanted, id) in [
            (" workspace owner ", "1"),
            ("Organisation\tOwner", "1"),
            ("ÉDITEUR", "2"),
            ("editor", "2"),
            ("id:2", "2"),
            (" id:5", "5"),
            // A name comes before an id.
            ("ID:4", "3"),
            ("same", "4"),
        ] {
            assert_eq!(names.resolve(wanted).unwrap().id, id, "{wanted}");
        }
        for missing in ["", " ", "id:9", "id:", "owner"] {
            assert_eq!(names.resolve(missing).unwrap_err().code, Code::NotFound, "{missing}");
        }
        assert_eq!(names.all().len(), 5);
    }

    #[test]
    fn a_miss_lists_what_there_is_the_nearest_first() {
        let error = roles(&["Viewer", "Editor", "Workspace Owner"]).resolve("Edtior").unwrap_err();
        assert_eq!(error.message, "there is no role called \"Edtior\"");
        let hint = error.hint.unwrap();
        assert!(hint.starts_with("did you mean \"Editor\"? There are: Editor, Viewer, "), "{hint}");
        let error = roles(&["Viewer", "Editor"]).resolve("Accountant").unwrap_err();
        assert!(error.hint.unwrap().starts_with("There are: "));
        let error = roles(&[]).resolve("x").unwrap_err();
        assert_eq!(error.hint.unwrap(), "there is no role at all that these credentials may see");
    }

    #[test]
    fn a_name_that_several_have_is_told_with_their_ids() {
        let error = roles(&["x", "y", "X "]).resolve("x").unwrap_err();
        assert_eq!(
            (error.code, error.message.as_str()),
            (Code::Ambiguous, "more than one role is called \"x\"")
        );
        assert!(error.hint.unwrap().ends_with("\"id:0\", \"id:2\""));
    }

    #[test]
    fn many_and_long_names_take_little_time_and_fit_a_screen() {
        let long = "\u{1}x".repeat(50_000);
        let mut all: Vec<_> =
            (0..80_000).map(|n| named(&n.to_string(), &format!("Gruppe Nord {n:05}"), None)).collect();
        all.extend((0..40).map(|n| named(&format!("long{n}"), &format!("{long}{n}"), None)));
        let began = std::time::Instant::now();
        let names = Names::new("group", all, fold);
        for wanted in ["Grupe Nord 04711", &long, "", "Gruppe Nord 99999"] {
            let error = names.resolve(wanted).unwrap_err();
            let hint = error.hint.unwrap();
            assert!(error.message.len() + hint.len() < 2_500, "{} + {}", error.message.len(), hint.len());
            assert!(hint.contains(" and 80020 more"), "{hint}");
        }
        let hint = names.resolve("Grupe Nord 04711").unwrap_err().hint.unwrap();
        assert!(hint.starts_with("did you mean \"Gruppe Nord 04711\"?"), "{hint}");
        assert_eq!(names.resolve("GRUPPE nord 00042").unwrap().id, "42");
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    }

    proptest! {
        #[test]
        fn each_name_finds_its_own(names in proptest::collection::btree_set("[A-Za-z ]{1,8}", 1..30), wanted in ".{0,40}") {
            let all: Vec<_> = names.iter().map(|name| named(name, name, None)).collect();
            let found = Names::new("team", all, fold);
            for name in &names {
                let alike = names.iter().filter(|other| fold(other) == fold(name)).count();
                match found.resolve(name) {
                    Ok(one) => prop_assert!(alike == 1 && one.id == *name),
                    Err(error) if fold(name).is_empty() => prop_assert_eq!(error.code, Code::NotFound),
                    Err(error) => prop_assert!(alike > 1 && error.code == Code::Ambiguous),
                }
            }
            let _ = found.resolve(&wanted);
        }
    }
}
