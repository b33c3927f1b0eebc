//! What a write has come to: a read decides, whatever the write's answer was.

use crate::engine::{look_until, Boxed, Context, Ending, Status};
use crate::error::{Code, Error, Result};
use std::cell::Cell;

/// What was said to a write.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// It is done.
    Done,
    /// It is refused; nothing was done.
    Refused(Error),
    /// Nobody knows.
    Unclear(Error),
}

impl Said {
    /// What the result of a call that may be repeated says.
    pub fn of<T>(result: Result<T>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(error) if error.is_refusal() => Self::Refused(error),
            Err(error) => Self::Unclear(error),
        }
    }

    /// How often to look: what was done may show late, what was refused will not show at all.
    fn looks(&self) -> u32 {
        match self {
            Self::Done => 4,
            Self::Unclear(_) => 3,
            Self::Refused(_) => 1,
        }
    }
}

/// Why a person's run stops half-way.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    /// That it is not done is certain.
    pub known: bool,
    /// Why.
    pub error: Error,
}

impl Stop {
    /// Certainly not done.
    pub fn not_done(error: Error) -> Self {
        Self { known: true, error }
    }

    /// Nobody knows.
    pub fn unknown(error: Error) -> Self {
        Self { known: false, error }
    }

    /// The ending of somebody for whom it stopped here; what was done before stays in it.
    pub fn end(self, mut ending: Ending) -> Ending {
        ending.status = if self.known { Status::Failed } else { Status::Unknown };
        ending.verified = false;
        ending.error = Some(match self.known || self.error.hint.is_some() {
            true => self.error,
            false => self.error.hint("run again: everything is looked at before anything is written"),
        });
        ending
    }
}

/// Looks whether a write is done, as often as its answer makes sense of. `left` gives what is not done yet.
/// What has been done although the answer said otherwise is worth a warning.
pub(super) async fn settle<T: PartialEq>(
    context: &Context,
    what: &str,
    said: Said,
    left: impl AsyncFn() -> Result<Vec<T>>,
    show: impl Fn(&T) -> String,
) -> std::result::Result<Option<String>, Stop> {
    let (left, failure) = look(context, &said, left).await;
    judge(what, &said, failure.as_ref(), &left.iter().map(show).collect::<Vec<_>>())
}

/// What is left after as many looks as make sense, and the look that failed.
pub(super) async fn look<T>(
    context: &Context,
    said: &Said,
    left: impl AsyncFn() -> Result<Vec<T>>,
) -> (Vec<T>, Option<Error>) {
    let latest = Cell::new(Vec::new());
    let once = || -> Boxed<'_, Result<bool>> {
        Box::pin(async {
            let left = left().await?;
            let is_done = left.is_empty();
            latest.set(left);
            Ok(is_done)
        })
    };
    let failure = look_until(context, said.looks(), &once).await.err();
    (latest.take(), failure)
}

/// Judges by what is left.
pub(super) fn judge(
    what: &str,
    said: &Said,
    failure: Option<&Error>,
    left: &[String],
) -> std::result::Result<Option<String>, Stop> {
    if let Some(failure) = failure.filter(|failure| failure.code == Code::Aborted) {
        return Err(Stop::unknown(failure.clone()));
    }
    let explained = |error: &Error| {
        let mut explained = error.clone();
        explained.message = format!("{what}: {}", error.message);
        explained
    };
    match (said, failure) {
        (Said::Refused(error), Some(_)) => Err(Stop::not_done(explained(error))),
        (Said::Unclear(error), Some(failure)) => {
            let mut unknown = explained(failure).caused_by(error.clone());
            // A session that is rejected for good is the one unclear end that has done nothing.
            unknown.in_doubt = error.in_doubt || error.code != Code::AuthRejected;
            Err(Stop::unknown(unknown))
        }
        (Said::Done, Some(failure)) => {
            let mut unknown = explained(failure);
            unknown.in_doubt = true;
            Err(Stop::unknown(unknown))
        }
        (Said::Done, None) if left.is_empty() => Ok(None),
        (Said::Refused(error) | Said::Unclear(error), None) if left.is_empty() => {
            Ok(Some(format!("{what}: the answer was {:?}, but a look shows that it is done", error.message)))
        }
        (Said::Refused(error), None) => Err(Stop::not_done(explained(error))),
        (Said::Unclear(error), None) => Err(Stop::unknown(explained(error))),
        (Said::Done, None) => Err(Stop::not_done(
            Error::new(
                Code::Conflict,
                format!(
                    "{what}: the platform took it, but a look shows that it is not done: {}",
                    left.join(", ")
                ),
            )
            .hint("the platform may have refused it silently: look at its own administration")
            .at_step("read back"),
        )),
    }
}
