//! How a read-modify-write ends that failed: what is known of it depends on how far it had come.

use super::context::Context;
use super::outcome::{Ending, Status};
use crate::error::Error;

/// How far a read-modify-write has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has been sent that changes anything.
    Reading,
    /// Nothing has been sent by this life of the run; an earlier one may have sent something and left no word.
    Again,
    /// The write is under way.
    Writing,
    /// The platform has taken the write.
    Checking,
    /// A read after the write has shown that it is not as asked.
    Differing,
}

impl Stage {
    /// Where a read-modify-write stands that is about to begin as the context's next step.
    pub fn first(context: &Context) -> Self {
        match context.is_first_after_a_break() {
            true => Self::Again,
            false => Self::Reading,
        }
    }

    /// Whether this life of the run has sent nothing yet.
    pub fn is_unsent(self) -> bool {
        matches!(self, Self::Reading | Self::Again)
    }
}

/// The ending of a write that failed: certainly not done, or unknown. `what` names the thing that was written.
pub fn stopped(mut ending: Ending, stage: Stage, what: &str, error: Error) -> Ending {
    let is_known = match stage {
        Stage::Reading | Stage::Differing => true,
        Stage::Writing => error.is_refusal(),
        Stage::Again | Stage::Checking => false,
    };
    ending.status = if is_known { Status::Failed } else { Status::Unknown };
    ending.verified = false;
    ending.error = Some(match is_known {
        true => error,
        false => error.hint(format!("look at {what} by hand, or run again: it is read before it is written")),
    });
    ending
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn only_what_is_certain_is_said_to_have_failed() {
        let refused = || Error::new(Code::Conflict, "no");
        let in_doubt = || refused().after(Some(Error::new(Code::Timeout, "lost")));
        for (stage, error, status) in [
            (Stage::Reading, refused(), Status::Failed),
            (Stage::Reading, Error::new(Code::Timeout, "lost"), Status::Failed),
            (Stage::Again, refused(), Status::Unknown),
            (Stage::Writing, refused(), Status::Failed),
            (Stage::Writing, in_doubt(), Status::Unknown),
            (Stage::Writing, Error::new(Code::ServerError, "500"), Status::Unknown),
            // A refused read after the write is no sight of anything.
            (Stage::Checking, refused(), Status::Unknown),
            (Stage::Differing, refused(), Status::Failed),
        ] {
            let ending = stopped(Ending::new(Status::Unchanged, None), stage, "it", error.clone());
            assert_eq!(ending.status, status, "{stage:?} {error:?}");
            assert!(!ending.verified && ending.error.is_some());
        }
    }
}
