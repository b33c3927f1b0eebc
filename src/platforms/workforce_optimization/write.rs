//! Read-modify-write of one person: read whole, changed, put back whole, read again. The record is personal: it
//! passes through memory only.

use super::compare::Difference;
use super::endpoints::{Person, PersonRecord, UpdatePerson};
use super::ids::PersonId;
use crate::engine::{Context, Stage};
use crate::error::{Code, Error, Result};
use crate::http::Secret;
use std::cell::Cell;

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
    let whole = person.record.with(&change);
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
    stage.set(Stage::Differing);
    let left = left.join(", ");
    Err(Error::new(
        Code::Conflict,
        format!("the platform took the person, but these fields are not as asked: {left}"),
    )
    .hint("a phone system may keep them up to date, or these credentials may not change them"))
}
