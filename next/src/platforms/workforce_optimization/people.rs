//! Everybody, listed once in a run and kept by name: the platform knows no filter [C].
use crate::error::{Code, Error, Result};
use crate::identity::fold_email;
use provisor_lists::workforce_optimization::Person;

/// Folded e-mail or adLogin, id, and whether active; sorted. Nothing else of a person is kept.
pub(super) struct People(Vec<(Box<str>, u64, bool)>);
impl People {
    pub fn of(listed: Vec<Person>) -> Self {
        let mut people = Vec::with_capacity(listed.len());
        for Person { person_id, email, ad_login, active } in listed {
            for name in [email, ad_login].into_iter().flatten() {
                people.push((fold_email(&name).into(), person_id, active.unwrap_or(true)));
            }
        }
        people.sort_unstable();
        people.dedup_by(|one, other| (&one.0, one.1) == (&other.0, other.1));
        Self(people)
    }
    /// All who answer to a folded name, and whether they are active.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (u64, bool)> + 'a {
        let first = self.0.partition_point(|(known, ..)| &**known < name);
        let rest = self.0.get(first..).unwrap_or_default().iter();
        rest.take_while(move |(known, ..)| **known == *name).map(|(_, id, active)| (*id, *active))
    }
    /// The only one; two stop the person.
    ///
    /// # Errors
    /// `ambiguous`, with the ids.
    pub fn only(&self, name: &str, shown: &str) -> Result<Option<(u64, bool)>> {
        const MOST_SHOWN: usize = 10;
        let mut found = self.named(name);
        match (found.next(), found.next()) {
            (one, None) => Ok(one),
            _ => {
                let ids: Vec<_> = self.named(name).map(|(id, _)| id.to_string()).collect();
                let shown_ids = ids.iter().take(MOST_SHOWN).cloned().collect::<Vec<_>>().join(", ");
                let more = if ids.len() > MOST_SHOWN { ", …" } else { "" };
                let words = format!(
                    "{} people answer to {shown}, by e-mail or adLogin: {shown_ids}{more}",
                    ids.len()
                );
                Err(Error::new(Code::Ambiguous, words)
                    .hint("the platform holds the user name more than once: resolve that by hand first"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> People {
        let listed = r#"[{"personId":1,"email":"Api.User@DOE.com","adLogin":null,"active":true,"displayId":"x"},
            {"personId":2,"email":null,"adLogin":" doe\\Jane "},{"personId":2,"email":"jane@doe.com","active":false},
            {"personId":3,"email":"same@doe.com","adLogin":"same@doe.com"},{"personId":4},
            {"personId":5,"email":"twin@bücher.de"},{"personId":6,"adLogin":"TWIN@xn--bcher-kva.de","active":true}]"#;
        People::of(serde_json::from_str(listed).unwrap())
    }
    #[test]
    fn a_user_name_is_an_e_mail_or_a_directory_login_in_any_case() {
        for (name, expected) in [
            ("api.user@doe.com", Some((1, true))),
            ("DOE\\jane", Some((2, true))),
            ("jane@doe.com", Some((2, false))),
            ("same@doe.com", Some((3, true))),
            ("xapi.user@doe.com", None),
            ("api.user@doe.co", None),
            ("", None),
        ] {
            assert_eq!(people().only(&fold_email(name), name).unwrap(), expected, "{name}");
        }
    }
    #[test]
    fn two_matches_stop_the_row_and_the_error_fits_a_screen() {
        let error = people().only("twin@xn--bcher-kva.de", "twin@bücher.de").unwrap_err();
        assert_eq!(error.code, Code::Ambiguous);
        assert!(error.message.ends_with("by e-mail or adLogin: 5, 6"), "{error}");
        let many = |id| Person { person_id: id, email: Some("a@b.co".into()), ad_login: None, active: None };
        let error = People::of((0..80_000).map(many).collect()).only("a@b.co", "a@b.co").unwrap_err();
        assert!(error.message.starts_with("80000 people") && error.message.len() < 200, "{error}");
    }
}
