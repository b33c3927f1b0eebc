//! The endings of creates: when the answer was not a clear yes, and when a look has to confirm one that was.

use super::create::Creation;
use super::outcome::{Ending, Status};
use super::settings::IfExists;
use crate::error::{Code, Error, Result};

/// The ending of a create whose answer was not a clear yes. `id_of` names what a look has found; `theirs` is
/// the ending when somebody else was faster, see [`by_others`].
pub fn doubtful<T, A>(
    subject: &str,
    creation: Creation<T, A>,
    id_of: impl Fn(&T) -> String,
    theirs: impl FnOnce(&T) -> Ending,
) -> Ending {
    match creation {
        Creation::FoundOurs(found, doubt) => {
            let mut ending = Ending::new(Status::Created, Some(id_of(&found)));
            ending.verified = true;
            ending.warnings.push(found_again(&doubt));
            ending
        }
        Creation::FoundTheirs(found, _) => theirs(&found),
        Creation::Refused(error) if error.code == Code::Conflict => Ending::because(Status::Conflict, error),
        Creation::Refused(error) => Ending::because(Status::Failed, error),
        // No look proves that it will not appear: it may still be on its way, or show late.
        Creation::Absent(error) => because(
            Status::Unknown,
            error.code,
            format!("no look-up shows {subject}, but the create had no clear answer: {}", error.message),
            error,
            "run again later: it is looked up before anything is sent".to_owned(),
        ),
        Creation::Hidden(error) => because(
            Status::Conflict,
            Code::Conflict,
            format!("the platform refuses {subject}, but no look-up shows why: {}", error.message),
            error,
            format!("look for {subject} by hand: an account may exist that these credentials may not see"),
        ),
        Creation::Unknown(error) => because(
            Status::Unknown,
            error.code,
            format!("whether {subject} was created could not be established: {}", error.message),
            error,
            format!("look for {subject} by hand, or run again: it is looked up first"),
        ),
        Creation::Said(_) => {
            Ending::because(Status::Unknown, Error::new(Code::Internal, "the create was not verified"))
        }
    }
}

/// What a person should know of an account that only a look has found.
pub fn found_again(doubt: &Error) -> String {
    format!("the answer to the create was lost ({}); a look-up found it", doubt.message)
}

/// Somebody else has created it between the look and the create. `to_compare`: there is more to the wish than
/// that the account exists, and it was not compared.
pub fn by_others(if_exists: IfExists, id: String, to_compare: bool) -> Ending {
    const WHAT: &str = "somebody else created it between the look-up and the create";
    let hint = match if_exists {
        IfExists::Fail => "ifExists is \"fail\"; \"update\" and \"leave\" go on",
        IfExists::Update if to_compare => "run again: what was asked is then compared",
        IfExists::Update | IfExists::Leave => "",
    };
    let mut ending = Ending::new(Status::Unchanged, Some(id));
    ending.existed_before = true;
    if hint.is_empty() {
        ending.verified = true;
        ending.warnings.push(WHAT.to_owned());
    } else {
        ending.status = Status::Conflict;
        ending.error = Some(Error::new(Code::Conflict, WHAT).hint(hint));
    }
    ending
}

/// Confirms a create that was said to be done by what a look shows: the same id.
///
/// # Errors
/// Only an abort.
pub fn confirmed(subject: &str, mut ending: Ending, seen: Result<Option<String>>) -> Result<Ending> {
    let said = ending.id.clone().unwrap_or_default();
    let stopped = |status, error, ending: Ending| Ok(Ending { status, error: Some(error), ..ending });
    let by_hand = format!("look for {subject} by hand, or run again later: it is looked up first");
    match seen {
        Ok(Some(id)) if id == said => {
            ending.verified = true;
            Ok(ending)
        }
        Ok(Some(id)) => {
            let words = format!("the create said id {said}, the look-up says {id}");
            let hint = "look at both by hand: the name may be in use twice";
            stopped(Status::Conflict, Error::new(Code::Conflict, words).hint(hint), ending)
        }
        Ok(None) => {
            let words = format!("the platform said it created id {said}, but no look-up shows it");
            stopped(Status::Unknown, Error::new(Code::NotFound, words).hint(by_hand), ending)
        }
        Err(error) if error.code == Code::Aborted => Err(error),
        Err(error) => {
            let status = if error.code == Code::Ambiguous { Status::Conflict } else { Status::Unknown };
            let words = format!("the platform said it created id {said}, but that could not be confirmed");
            stopped(status, Error::new(error.code, words).caused_by(error).hint(by_hand), ending)
        }
    }
}

fn because(status: Status, code: Code, words: String, cause: Error, hint: String) -> Ending {
    Ending::because(status, Error::new(code, words).caused_by(cause).hint(hint))
}
