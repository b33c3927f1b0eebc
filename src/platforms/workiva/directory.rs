//! Everybody in the organization, listed once in a run: people are matched here, because the operators of the
//! platform's `$filter` are undocumented.

use super::endpoints::{UserById, UserList, UserRecord, LARGEST_PAGE};
use super::listing::all;
use super::observed::Account;
use super::user::{Field, User};
use crate::email::fold;
use crate::engine::Context;
use crate::error::{Code, Error, Result};
use crate::keyed::{Keyed, Texts};
use crate::order::by_count;
use std::rc::Rc;

/// The users of an organization, by what they are known.
pub(super) struct Directory {
    users: Vec<UserRecord>,
    by_user_name: Keyed<Vec<usize>>,
    by_email: Keyed<Vec<usize>>,
}

/// The directory, listed once for all who ask in a run. Use it within a step: a replay lists again.
pub(super) async fn directory(context: &Context, organization: &str) -> Result<Rc<Directory>> {
    let organization = organization.to_owned();
    context.once("people", |context| async move { fresh(&context, &organization).await.map(Rc::new) }).await
}

/// The directory as it is now.
pub(super) async fn fresh(context: &Context, organization: &str) -> Result<Directory> {
    let list = UserList { organization, page_size: LARGEST_PAGE, next: None };
    Directory::of(all(context, list).await?)
}

impl Directory {
    fn of(users: Vec<UserRecord>) -> Result<Self> {
        let mut directory =
            Self { users: Vec::new(), by_user_name: Keyed::default(), by_email: Keyed::default() };
        let mut ids = Texts::default();
        for user in users {
            if user.id.is_empty() {
                return Err(Error::bad_response("the platform lists a user without an id"));
            }
            // The list may move under the pages: who is on two of them is one user.
            if !ids.insert(user.id.clone()) {
                continue;
            }
            let position = directory.users.len();
            let mut file = |under: fn(&mut Self) -> &mut Keyed<Vec<usize>>, key: &Option<String>| {
                if let Some(key) = key.as_deref().map(str::trim).filter(|key| !key.is_empty()) {
                    under(&mut directory).push(fold(key), position);
                }
            };
            file(|directory| &mut directory.by_user_name, &user.username);
            file(|directory| &mut directory.by_email, &user.email);
            directory.users.push(user);
        }
        Ok(directory)
    }

    /// The one account that is this user's, by user name and by e-mail.
    ///
    /// # Errors
    /// `ambiguous` when there are several.
    pub fn find(&self, user: &User) -> Result<Option<Account>> {
        let named = |index: &Keyed<Vec<usize>>, key: &str| index.get(key).cloned().unwrap_or_default();
        let mut found = named(&self.by_user_name, &user.user_name);
        found.extend(named(&self.by_email, &user.email.folded()));
        by_count(&mut found, |position| *position);
        found.dedup();
        let mut accounts = found.into_iter().filter_map(|position| self.users.get(position));
        match (accounts.next(), accounts.next()) {
            (None, _) => Ok(None),
            (Some(record), None) => Ok(Some(account(user, record))),
            (Some(one), Some(other)) => Err(ambiguous(user, &one.id, &other.id).at_step("list the users")),
        }
    }
}

/// More than one user is this one, by user name or by e-mail.
pub(super) fn ambiguous(user: &User, one: &str, other: &str) -> Error {
    let words = format!("more than one user answers to {}: {one} and {other}", user.email.as_str());
    Error::new(Code::Ambiguous, words).hint(
        "the user name and the e-mail are those of different users, or are in use twice: resolve that by hand",
    )
}

fn account(user: &User, record: &UserRecord) -> Account {
    Account {
        id: record.id.clone(),
        is_suspended: record.is_suspended(),
        differing: Field::differing(user, record),
    }
}

/// The account of this id as it is now, if it is there. The record itself is not kept.
pub(super) async fn by_id(
    context: &Context,
    organization: &str,
    id: &str,
    user: &User,
) -> Result<Option<Account>> {
    let read = UserById { organization, user: id };
    match context.peek(&read).await {
        Ok(record) if record.id == id => Ok(Some(account(user, &record))),
        Ok(_) => Err(Error::bad_response("the platform answers with another user than was asked for")
            .at_step("read the user")),
        Err(error) if error.code == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record(id: &str, username: &str, email: &str) -> UserRecord {
        UserRecord {
            id: id.into(),
            username: Some(username.into()),
            email: Some(email.into()),
            ..UserRecord::default()
        }
    }

    fn find(records: Vec<UserRecord>, user: serde_json::Value) -> Result<Option<String>> {
        let mut user = user;
        user["givenName"] = "A".into();
        user["familyName"] = "B".into();
        let user = User::parse(&user).unwrap();
        Directory::of(records)?.find(&user).map(|found| found.map(|account| account.id))
    }

    #[test]
    fn matched_by_user_name_and_e_mail_folded() {
        let people = || vec![record("1", "ann", "Ann@A.co"), record("2", "bob@a.co", "bob@a.co")];
        for (user, expected) in [
            (json!({"email": "ANN@a.co"}), Ok(Some("1"))),
            (json!({"email": "new@a.co", "userName": "ANN"}), Ok(Some("1"))),
            (json!({"email": "ann@a.co", "userName": "annie"}), Ok(Some("1"))),
            (json!({"email": "bob@a.co"}), Ok(Some("2"))),
            (json!({"email": "bob@a.co", "userName": "ann"}), Err(Code::Ambiguous)),
            (json!({"email": "eve@a.co"}), Ok(None)),
        ] {
            let found = find(people(), user.clone()).map_err(|error| error.code);
            assert_eq!(found, expected.map(|id| id.map(str::to_owned)), "{user}");
        }
        let twice = vec![record("1", "a", "x@a.co"), record("2", "b", "X@A.co")];
        assert_eq!(find(twice, json!({"email": "x@a.co"})).unwrap_err().code, Code::Ambiguous);
        let moved = vec![record("1", "a", "x@a.co"), record("1", "a", "x@a.co")];
        assert_eq!(find(moved, json!({"email": "x@a.co"})).unwrap().as_deref(), Some("1"));
        assert!(find(vec![record("", "a", "x@a.co")], json!({"email": "x@a.co"})).is_err());
    }
}
