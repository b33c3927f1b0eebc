//! Brings somebody who exists to what is asked.

use super::compare::{compare, Who};
use super::endpoints::{answers_to, Person, PersonRecord};
use super::ids::PersonId;
use super::observed::{Account, State, Wanted};
use super::user::User;
use super::write::bring;
use crate::data;
use crate::engine::{stopped, Context, Ending, Stage, Status};
use crate::error::{Code, Error, Result};
use crate::http::digest;
use serde_json::Value;
use std::cell::Cell;

/// How somebody who exists compares, as far as it may be kept.
pub(super) async fn observe(
    context: &Context,
    user: &User,
    wanted: &Wanted,
    account: &Account,
) -> Result<State> {
    let id = account.id;
    let look = async {
        let person = context.peek(&Person { id }).await?;
        check_is(&person, user)?;
        let difference = compare(&person, user, wanted, Who::Existing)?;
        Ok(State {
            digest: person.record.digest(),
            differing: difference.names,
            taken: difference.taken,
            left: difference.left,
            becomes_administrator: difference.becomes_administrator,
            is_synchronized: is_synchronized(&person),
        })
    };
    context.step("compare the person", &wish(id, user, wanted)?, look).await
}

/// Writes what differs, and reads again.
pub(super) async fn apply(
    context: &Context,
    user: &User,
    wanted: &Wanted,
    account: &Account,
    state: &State,
) -> Result<Ending> {
    let mut ending = Ending::new(Status::Unchanged, Some(account.id.to_string()));
    ending.existed_before = true;
    ending.verified = true;
    if state.differing.is_empty() {
        return Ok(ending);
    }
    let stage = Cell::new(Stage::first(context));
    let write = async {
        let compare = |person: &PersonRecord| {
            check_is(person, user)?;
            compare(person, user, wanted, Who::Existing)
        };
        let written = bring(context, account.id, &stage, compare).await?;
        // An interrupted life of this run may have written what differed when it looked.
        let mut changed = state.differing.clone();
        changed.extend(written.into_iter().filter(|name| !state.differing.contains(name)));
        Ok(changed)
    };
    let fingerprint = format!("{} {}", wish(account.id, user, wanted)?, state.digest);
    match context.step("update the person", &fingerprint, context.one_at_a_time(write)).await {
        Ok(changed) => {
            ending.status = Status::Updated;
            ending.changes = changed;
            Ok(ending)
        }
        Err(error) if error.code == Code::Aborted => Err(error),
        Err(error) if error.run_level && stage.get().is_unsent() => Err(error),
        Err(error) => Ok(stopped(ending, stage.get(), "the person", error)),
    }
}

/// What is asked of whom, as a digest: another wish is another step.
pub(super) fn wish(id: PersonId, user: &User, wanted: &Wanted) -> Result<String> {
    let wanted = data::write(wanted)?;
    let said = (user.has_roles, user.has_team, user.has_views);
    Ok(digest(&format!("{id} {} {} {said:?} {wanted}", user.first_name, user.last_name)))
}

/// A record must be that of the person who was looked up.
pub(super) fn check_is(person: &PersonRecord, user: &User) -> Result<()> {
    let (email, ad_login) = (person.seen.email.as_deref(), person.seen.ad_login.as_deref());
    match answers_to(email, ad_login, user.user_name.as_str()) {
        true => Ok(()),
        false => Err(Error::bad_response(format!(
            "the person {} has another user name than the list says",
            person.seen.id
        ))
        .hint("it may have been changed just now: run again")),
    }
}

/// Whether a phone system (ACD) keeps this person up to date.
pub(super) fn is_synchronized(person: &PersonRecord) -> bool {
    let has_acd_id = match &person.seen.acd_id {
        Value::Null => false,
        Value::String(id) => !id.is_empty(),
        _ => true,
    };
    person.seen.is_synchronized.unwrap_or(false) || has_acd_id
}
