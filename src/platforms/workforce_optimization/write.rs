//! Read-modify-write of one person: read whole, changed, put back whole, read again. The record is personal: it
//! passes through memory only.

use super::compare::Difference;
use super::endpoints::{Person, PersonRecord, UpdatePerson};
use super::ids::PersonId;
use crate::engine::{Context, Ending, Status};
use crate::error::{Code, Error, Result};
use crate::http::Secret;
use std::cell::Cell;

/// How far a read-modify-write has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing has been sent that changes anything.
    Reading,
    /// The write is under way.
    Writing,
    /// The platform has taken the write.
    Checking,
}

/// Writes what differs, and reads again; gives the names of the fields that differed and do not any more.
pub(super) async fn bring(
    context: &Context,
    id: PersonId,
    stage: &Cell<Stage>,
    compare: impl Fn(&PersonRecord) -> Result<Difference>,
) -> Result<Vec<String>> {
    let person = context.peek(&Person { id }).await?;
    let Difference { change, names, .. } = compare(&person)?;
    if names.is_empty() {
        return Ok(names);
    }
    let whole = person.record.with(&change)?;
    let endpoint = UpdatePerson::of(id);
    // By reference, so that no log, plan or journal can hold it.
    context.keep_secret(endpoint.record.clone(), Secret::new(whole.text()));
    stage.set(Stage::Writing);
    let written = context.peek(&endpoint).await;
    context.forget_secret(&endpoint.record);
    written?;
    stage.set(Stage::Checking);
    let left = compare(&context.peek(&Person { id }).await?)?.names;
    if left.is_empty() {
        return Ok(names);
    }
    let left = left.join(", ");
    Err(Error::new(
        Code::Conflict,
        format!("the platform took the person, but these fields are not as asked: {left}"),
    )
    .hint("a phone system may keep them up to date, or these credentials may not change them"))
}

/// The ending of a write that failed; what is known of it depends on how far it had come.
pub(super) fn stopped(mut ending: Ending, stage: Stage, error: Error) -> Ending {
    let is_known = match stage {
        Stage::Reading => true,
        Stage::Writing => matches!(
            error.code,
            Code::ConfigInvalid
                | Code::ConfigMissing
                | Code::Forbidden
                | Code::NotFound
                | Code::Conflict
                | Code::RateLimited
        ),
        // That fields are not as asked was seen; anything else is no sight of the person.
        Stage::Checking => error.code == Code::Conflict,
    };
    ending.status = if is_known { Status::Failed } else { Status::Unknown };
    ending.verified = false;
    ending.error = Some(match is_known {
        true => error,
        false => error.hint("look at the person by hand, or run again: it is read before it is written"),
    });
    ending
}
