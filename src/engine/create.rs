//! The create protocol: whatever the answer, at most one account for an identity.
//!
//! After anything but a clear answer the state is *unknown*, and nothing is sent before a look.

use super::calls::Reply;
use super::context::Context;
use super::join::Boxed;
use crate::error::{Code, Error, Result};
use std::cell::Cell;

/// How creating ended.
#[derive(Clone, Debug)]
pub enum Creation<T, A> {
    /// The platform said so clearly; a look has still to confirm it.
    Said(A),
    /// The answer was lost, and a look has found it: this run created it.
    FoundOurs(T, Error),
    /// Refused, because somebody else has created it meanwhile.
    FoundTheirs(T, Error),
    /// Refused, and it is not there.
    Refused(Error),
    /// Unclear, and it is not there.
    Absent(Error),
    /// Unclear at first, then refused, but no look shows it.
    Hidden(Error),
    /// Unclear, and no look was possible.
    Unknown(Error),
}

/// What the platform promises.
#[derive(Clone, Copy, Debug)]
pub struct Promise {
    /// It refuses a second account with the same key. Then, and only then, may a create whose fate is
    /// unknown and which no look shows be sent once more.
    pub refuses_duplicates: bool,
}

/// Creates with `create`, looking with `look` whenever the answer leaves a doubt; and first of all when the run
/// goes on after a break, for the look it rests on may be days old.
///
/// # Errors
/// An abort, or a failure before anything was sent.
pub async fn create_once<T, A>(
    context: &Context,
    promise: Promise,
    create: impl AsyncFn() -> Result<Reply<A>>,
    look: impl AsyncFn() -> Result<Option<T>>,
) -> Result<Creation<T, A>> {
    // The protocol asks only whether there is something: it is compiled once, and what there is waits here.
    let (answered, seen) = (Cell::new(None), Cell::new(None));
    let create = || -> Boxed<'_, Result<Reply<()>>> {
        Box::pin(async { Ok(create().await?.map(|answer| answered.set(Some(answer)))) })
    };
    let look = || -> Boxed<'_, Result<bool>> { Box::pin(async { Ok(put(&seen, look().await?)) }) };
    let creation = create_protocol(context, promise, &create, &look).await?;
    let lost = || Error::new(Code::Internal, "what was found is lost");
    Ok(match creation {
        Creation::Said(()) => Creation::Said(answered.take().ok_or_else(lost)?),
        Creation::FoundOurs((), error) => Creation::FoundOurs(seen.take().ok_or_else(lost)?, error),
        Creation::FoundTheirs((), error) => Creation::FoundTheirs(seen.take().ok_or_else(lost)?, error),
        Creation::Refused(error) => Creation::Refused(error),
        Creation::Absent(error) => Creation::Absent(error),
        Creation::Hidden(error) => Creation::Hidden(error),
        Creation::Unknown(error) => Creation::Unknown(error),
    })
}

/// A question that can be asked again.
type Ask<'a, T> = &'a dyn Fn() -> Boxed<'a, Result<T>>;

fn create_protocol<'a>(
    context: &'a Context,
    promise: Promise,
    create: Ask<'a, Reply<()>>,
    look: Ask<'a, bool>,
) -> Boxed<'a, Result<Creation<(), ()>>> {
    Box::pin(async move {
        if context.is_first_after_a_break() && context.aside(look()).await? {
            let meanwhile = Error::new(Code::Conflict, "it was created while the run was interrupted");
            return Ok(Creation::FoundTheirs((), meanwhile));
        }
        let mut lost = 0_u32;
        let mut doubt: Option<Error> = None;
        loop {
            let reply = match (create().await, &doubt) {
                (Ok(reply), _) => reply,
                (Err(error), Some(before)) if error.code != Code::Aborted => {
                    return Ok(Creation::Unknown(error.caused_by(before.clone())))
                }
                (Err(error), _) => return Err(error),
            };
            let latest = match (reply, doubt.take()) {
                (Reply::Done(answer), _) => return Ok(Creation::Said(answer)),
                (Reply::Refused(refusal), None) => return after_refusal(refusal, look).await,
                (Reply::Refused(refusal), Some(doubt)) => {
                    return after_second_refusal(context, refusal, doubt, look).await
                }
                // Nobody knows whether it was sent at all: it counts as no try.
                (Reply::Interrupted(latest), _) => latest,
                (Reply::Unclear(latest), before) => {
                    lost = lost.saturating_add(1);
                    before.into_iter().fold(latest, Error::caused_by)
                }
            };
            context
                .warn(&format!("the answer to the create is lost ({latest}): looking before anything else"));
            let is_last = lost > 1 || !promise.refuses_duplicates;
            match look_until(context, if is_last { 4 } else { 2 }, look).await {
                Ok(true) => return Ok(Creation::FoundOurs((), latest)),
                Ok(false) if is_last => return Ok(Creation::Absent(latest)),
                Ok(false) => doubt = Some(latest),
                Err(error) if error.code == Code::Aborted => return Err(error),
                Err(error) => return Ok(Creation::Unknown(error.caused_by(latest))),
            }
        }
    })
}

/// Whether a refusal can have been caused by a duplicate: not where it is about these credentials, or about speed.
fn may_be_about_a_duplicate(refusal: &Error) -> bool {
    !matches!(refusal.code, Code::Forbidden | Code::RateLimited | Code::ConfigMissing)
}

/// A refusal is never read by its words: whether it was a duplicate, a look tells.
async fn after_refusal(refusal: Error, look: Ask<'_, bool>) -> Result<Creation<(), ()>> {
    if !may_be_about_a_duplicate(&refusal) {
        return Ok(Creation::Refused(refusal));
    }
    match look().await {
        Ok(true) => Ok(Creation::FoundTheirs((), refusal)),
        Ok(false) => Ok(Creation::Refused(refusal)),
        Err(error) if error.code == Code::Aborted => Err(error),
        Err(error) => Ok(Creation::Unknown(error.caused_by(refusal))),
    }
}

async fn after_second_refusal<'a>(
    context: &'a Context,
    refusal: Error,
    first: Error,
    look: Ask<'a, bool>,
) -> Result<Creation<(), ()>> {
    match look_until(context, 4, look).await {
        Ok(true) => Ok(Creation::FoundOurs((), first)),
        // It says nothing of the first try, whose answer is still not known.
        Ok(false) if !may_be_about_a_duplicate(&refusal) => Ok(Creation::Absent(first)),
        Ok(false) => Ok(Creation::Hidden(refusal.caused_by(first))),
        Err(error) if error.code == Code::Aborted => Err(error),
        Err(error) => Ok(Creation::Unknown(error.caused_by(refusal))),
    }
}

/// Looks up to so many `times`, with growing waits: a platform may show a new account late.
///
/// # Errors
/// What the last look says.
pub async fn look_patiently<T>(
    context: &Context,
    times: u32,
    look: &impl AsyncFn() -> Result<Option<T>>,
) -> Result<Option<T>> {
    let seen = Cell::new(None);
    look_until(context, times, &|| Box::pin(async { Ok(put(&seen, look().await?)) })).await?;
    Ok(seen.take())
}

/// Looks up to so many `times`, with growing waits, until `look` says that it is there.
///
/// # Errors
/// What the last look says.
pub(crate) fn look_until<'a>(
    context: &'a Context,
    times: u32,
    look: Ask<'a, bool>,
) -> Boxed<'a, Result<bool>> {
    Box::pin(async move {
        for number in 0..times {
            if number > 0 {
                context.wait_before_look(number, "looking again: a new account may show late").await;
            }
            if look().await? {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

/// Whether there is something; it is put aside.
fn put<T>(aside: &Cell<Option<T>>, found: Option<T>) -> bool {
    let is_there = found.is_some();
    aside.set(found);
    is_there
}
