//! Who somebody is: a look in the one list of everybody, for the platform knows no filter [C].

use super::endpoints::{PersonEntry, PersonList};
use super::observed::Account;
use super::user::User;
use crate::email::Email;
use crate::engine::Context;
use crate::error::{Code, Error, Result};
use crate::http::digest;
use std::rc::Rc;

const STEP: &str = "look up the person";

/// The list, fetched once in a run; it is personal, so it is kept in memory only.
pub(super) async fn everybody(context: &Context) -> Result<Rc<Vec<PersonEntry>>> {
    context.once("people", |context| async move { context.peek(&PersonList).await.map(Rc::new) }).await
}

/// Looks users up in the run's list. Every one has a result of its own.
pub(super) async fn find_all(context: &Context, users: &[User]) -> Result<Vec<Result<Option<Account>>>> {
    let names: Vec<_> = users.iter().map(|user| user.user_name.folded()).collect();
    let look = async {
        let list = everybody(context).await?;
        Ok(users.iter().map(|user| matches(&list, user.user_name.as_str())).collect::<Vec<_>>())
    };
    let found = context.step("look up the people", &digest(&names.join(" ")), look).await?;
    Ok(users.iter().zip(found).map(|(user, found)| only(found, user.user_name.as_str())).collect())
}

/// Looks one user up afresh: after a create, no older list says anything.
pub(super) async fn find_now(context: &Context, user_name: &Email) -> Result<Option<Account>> {
    let look = async {
        let list = context.peek(&PersonList).await?;
        Ok(matches(&list, user_name.as_str()))
    };
    let found = context.step(STEP, &digest(&user_name.folded()), look).await?;
    only(found, user_name.as_str())
}

/// All who answer to a name; the list could show one twice.
pub(super) fn matches(list: &[PersonEntry], name: &str) -> Vec<Account> {
    let mut found: Vec<Account> = Vec::new();
    for entry in list.iter().filter(|entry| entry.is(name)) {
        if !found.iter().any(|account| account.id == entry.person_id) {
            found.push(Account { id: entry.person_id, active: entry.active.unwrap_or(true) });
        }
    }
    found
}

/// The only one; two stop the person.
pub(super) fn only(found: Vec<Account>, name: &str) -> Result<Option<Account>> {
    if found.len() > 1 {
        let ids: Vec<_> = found.iter().map(|account| account.id.to_string()).collect();
        let message =
            format!("{} people answer to {name}, by e-mail or adLogin: {}", ids.len(), ids.join(", "));
        return Err(Error::new(Code::Ambiguous, message)
            .hint("the platform holds the user name more than once: resolve that by hand first")
            .at_step(STEP));
    }
    Ok(found.into_iter().next())
}
