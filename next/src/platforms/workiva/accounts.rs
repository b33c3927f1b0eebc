//! Everybody in the organization, listed once and kept small: people are matched here, by user name and by e-mail,
//! because the operators of the platform's `$filter` are undocumented [D].
use super::user::{ambiguous, User};
use crate::error::{Error, Result};
use crate::http::{Page, Response};
use crate::identity::fold_email;
use crate::reconcile::{Account, Found};
use crate::record::Record;
use provisor_lists::workiva::{User as Listed, Users};
use provisor_lists::Text;
use serde_json::Value;
use std::hash::{DefaultHasher, Hash, Hasher};

/// An account as it is kept: its values as one JSON array, and what it is found by. About 150 bytes.
pub(super) struct Kept {
    text: Box<str>,
    keys: [u64; 2],
}
/// All accounts, by user name and e-mail.
pub(super) struct Accounts {
    all: Vec<Box<str>>,
    /// Digests of folded user names and e-mail addresses, sorted, and whose they are.
    index: Vec<(u64, u32)>,
}
/// A page of accounts.
pub(super) fn read(answer: &Response) -> Result<Page<Kept>> {
    let kept = |Users { data, next }: Users| (data.iter().map(Kept::of).collect::<Result<_>>(), next);
    let (items, next) = answer.read(|text| provisor_lists::workiva::users(text).map(kept))?;
    Ok(Page { items: items?, next: super::page::query(next)? })
}
impl Kept {
    fn of(one: &Listed) -> Result<Self> {
        if one.id.is_empty() {
            return Err(Error::bad_response("the platform lists a user without an id"));
        }
        let text = one.to_kept().map_err(|_| Error::internal("an account cannot be kept"))?;
        let key = |text: &Option<Text>| digest(&fold_email(text.as_deref().unwrap_or_default()));
        Ok(Self { text: text.into(), keys: [key(&one.username), key(&one.email)] })
    }
}
fn digest(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
impl Accounts {
    /// All of a list.
    pub fn new(kept: Vec<Kept>) -> Self {
        let (mut all, mut index) = (Vec::with_capacity(kept.len()), Vec::with_capacity(kept.len()));
        for (place, Kept { text, keys: [name, email] }) in (0_u32..).zip(kept) {
            index.push((name, place));
            if email != name {
                index.push((email, place));
            }
            all.push(text);
        }
        index.sort_unstable();
        Self { all, index }
    }
    /// Those of which this, folded, is the key.
    fn called<'a>(
        &'a self,
        key: &'a str,
        of: for<'b, 'c> fn(&'c Listed<'b>) -> &'c Option<Text<'b>>,
    ) -> impl Iterator<Item = Listed<'a>> + 'a {
        let digest = digest(key);
        let from = self.index.partition_point(|(known, _)| *known < digest);
        let places = self.index.iter().skip(from).take_while(move |(known, _)| *known == digest);
        let texts = places.filter_map(|(_, place)| self.all.get(usize::try_from(*place).ok()?));
        let listed = texts.filter_map(|text| Listed::of_kept(text).ok());
        listed.filter(move |one| of(one).as_deref().is_some_and(|text| fold_email(text) == key))
    }
    /// The one account that is this person's: by user name, or by e-mail.
    ///
    /// # Errors
    /// `ambiguous` where there are several.
    pub fn find(&self, user: &User) -> Result<Found> {
        let (name, email) = (fold_email(&user.name()), user.email.folded());
        let mut hits = self.called(&name, |one| &one.username).chain(self.called(&email, |one| &one.email));
        let Some(one) = hits.next() else { return Ok(Found::default()) };
        // The list may move under its pages: an id that is listed twice is one account.
        match hits.find(|other| other.id != one.id) {
            Some(other) => Err(ambiguous(user, &one.id, &other.id)),
            None => Ok(Found { account: Some(account(one)), ..Found::default() }),
        }
    }
}
fn account(one: Listed) -> Account {
    let mut warnings = Vec::new();
    if one.status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("suspended")) {
        warnings.push("the user is suspended, and stays so: only SCIM can change that".to_owned());
    }
    let mut record = Record::default();
    for (pointer, value) in [
        ("/username", one.username),
        ("/email", one.email),
        ("/givenName", one.given_name),
        ("/familyName", one.family_name),
        ("/displayName", one.display_name),
    ] {
        record.set(pointer, &value.map_or(Value::Null, |text| Value::String(text.into())));
    }
    Account { id: one.id.into(), record: Some(record), warnings }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::input::Input;
    use serde_json::json;

    fn find(people: &Value, user: &Value) -> Result<Option<Account>> {
        let body = json!({ "data": people }).to_string().into_bytes();
        let page = read(&Response { status: 200, headers: Vec::new(), body })?;
        Accounts::new(page.items).find(&User::read("user", user)?).map(|found| found.account)
    }
    #[test]
    fn matched_by_user_name_and_e_mail_folded() {
        let people = json!([
            { "id": "1", "username": "ann", "email": "Ann@A.co", "created": "2020-01-01" },
            { "id": "2", "username": "bob@a.co", "email": "bob@a.co", "displayName": null },
            { "id": "3", "username": "x", "email": "twin@a.co" },
            { "id": "4", "username": "y", "email": "TWIN@a.co" },
            { "id": "5", "username": "z", "email": "moved@a.co" },
            { "id": "5", "username": "z", "email": "moved@a.co" },
            { "id": "6", "username": "eve@a.co" },
        ]);
        for (user, expected) in [
            (json!({ "email": "ANN@a.co" }), Ok(Some("1"))),
            (json!({ "email": "new@a.co", "userName": "ANN" }), Ok(Some("1"))),
            (json!({ "email": "ann@a.co", "userName": "annie" }), Ok(Some("1"))),
            (json!({ "email": "bob@a.co" }), Ok(Some("2"))),
            (json!({ "email": "bob@a.co", "userName": "ann" }), Err(Code::Ambiguous)),
            (json!({ "email": "twin@a.co" }), Err(Code::Ambiguous)),
            (json!({ "email": "moved@a.co" }), Ok(Some("5"))),
            // The e-mail is the user name of somebody who has another, or none: a new account would get that user name.
            (json!({ "email": "eve@a.co" }), Ok(Some("6"))),
            (json!({ "email": "eve@a.co", "userName": "eve" }), Ok(None)),
            (json!({ "email": "nobody@a.co" }), Ok(None)),
        ] {
            let found = find(&people, &user).map_err(|error| error.code);
            assert_eq!(
                found.map(|found| found.map(|one| one.id)),
                expected.map(|id| id.map(str::to_owned)),
                "{user}"
            );
        }
        let nameless = json!([{ "id": "", "username": "a" }]);
        assert_eq!(find(&nameless, &json!({ "email": "a@a.co" })).unwrap_err().code, Code::BadResponse);
    }
    #[test]
    fn a_suspended_account_is_told_of() {
        let people = json!([{ "id": "1", "email": "Ann@A.co", "status": "Suspended", "givenName": "Ann" }]);
        let one = find(&people, &json!({ "email": "ann@a.co" })).unwrap().unwrap();
        assert_eq!(one.warnings, ["the user is suspended, and stays so: only SCIM can change that"]);
        let record = one.record.unwrap();
        assert_eq!(record.text("/givenName").as_deref(), Some("Ann"));
        assert_eq!(record.get("/displayName"), Some(Value::Null));
    }
    #[test]
    fn an_account_takes_at_most_200_bytes() {
        let people: Vec<_> = (0..1000)
            .map(|n| json!({
                "id": format!("V0ZVc2VyHzEyMzQ1Njc4OTAx{n}"), "username": format!("firstname.lastname{n}@example.com"),
                "email": format!("firstname.lastname{n}@example.com"), "givenName": "Firstname", "familyName": "Lastname",
                "displayName": "Firstname Lastname", "status": "active", "created": "2024-01-01T00:00:00Z",
            }))
            .collect();
        let body = json!({ "data": people }).to_string().into_bytes();
        let all = Accounts::new(read(&Response { status: 200, headers: Vec::new(), body }).unwrap().items);
        let texts: usize = all.all.iter().map(|text| text.len()).sum();
        let bytes = texts + all.all.len() * (8 + 4) + all.index.capacity() * 16;
        assert!(bytes / 1000 <= 200, "{} bytes an account", bytes / 1000);
    }
}
