//! A change that was accepted is followed until its operation ends: at most one look a second [D].

use super::endpoints::{Accepted, Operation, OperationState, OperationStatus, BETWEEN_LOOKS_MS};
use super::settle::Said;
use crate::engine::{retry_after, Context, Endpoint};
use crate::error::{Code, Error, Result};
use crate::http::Response;
use serde::{Deserialize, Serialize};

/// How long a host that waits as long as it takes follows an operation.
const LONGEST_MS: u64 = 600_000;

/// Where to look for an operation, and when.
#[derive(Serialize, Deserialize)]
pub(super) struct Followed {
    target: Option<String>,
    /// Why the address that was given is not followed.
    refused: Option<String>,
    retry_after: Option<String>,
}

impl Followed {
    /// What was said with a 202. `Location` is asked of the configured host, as next links are [D]; and what is no
    /// address, or no time, is not kept.
    pub fn of(context: &Context, accepted: &Accepted) -> Self {
        let rebased = accepted.location.as_deref().map(|link| context.base().rebased(link));
        let (target, refused) = match rebased {
            Some(Ok(target)) => (Some(target), None),
            Some(Err(error)) => (None, Some(error.to_string())),
            None => (None, None),
        };
        let retry_after = accepted.retry_after.clone();
        let retry_after = retry_after.filter(|text| asked_wait(context, Some(text)).is_some());
        Self { target, refused, retry_after }
    }
}

/// Follows an operation to its end.
///
/// # Errors
/// Only an abort.
pub(super) async fn follow(context: &Context, followed: &Followed) -> Result<Said> {
    const WHAT: &str = OperationStatus::METADATA.purpose;
    let Some(target) = &followed.target else {
        let why = followed.refused.as_deref().unwrap_or("it did not say where to look (Location)");
        let error =
            Error::bad_response(format!("the platform accepted it, but its end cannot be followed: {why}"));
        return Ok(Said::Unclear(context.finish(error, WHAT)));
    };
    let ended = context.step(WHAT, target, end_of(context, target, followed.retry_after.clone())).await;
    Ok(match ended {
        Ok(None) => Said::Done,
        Ok(Some(error)) => Said::Refused(error),
        Err(error) if error.code == Code::Aborted => return Err(error),
        Err(error) => Said::Unclear(error),
    })
}

/// Why it was not completed, if it was not.
async fn end_of(context: &Context, target: &str, mut asked: Option<String>) -> Result<Option<Error>> {
    let endpoint = OperationStatus { target: target.to_owned() };
    let begun = context.now();
    let longest = match context.settings().policy.max_wait_ms {
        _ if context.is_patient() => LONGEST_MS,
        longest => longest.clamp(BETWEEN_LOOKS_MS, LONGEST_MS),
    };
    loop {
        let wait = asked_wait(context, asked.as_deref()).unwrap_or_default().max(BETWEEN_LOOKS_MS);
        let at = context.now().saturating_add(wait);
        if at > begun.saturating_add(longest) {
            let words = format!("the operation has not ended within {} s", longest / 1_000);
            let hint = "run again later: everything is looked at before anything is written";
            let mut error = Error::new(Code::Timeout, words).hint(hint);
            error.retry_at = Some(at);
            return Err(error.at_step(OperationStatus::METADATA.purpose));
        }
        context.wait_ms(wait, "an operation of the platform is under way").await;
        let operation = context.peek(&endpoint).await?;
        use OperationState::{Acknowledged, Cancelled, Completed, Failed, Queued, Started};
        match operation.status {
            Acknowledged | Queued | Started => asked = operation.retry_after,
            Completed => return Ok(None),
            Cancelled | Failed => {
                let step = OperationStatus::METADATA.purpose;
                return Ok(Some(context.finish(not_completed(&operation), step)));
            }
        }
    }
}

/// How long the platform asks to wait, in milliseconds.
fn asked_wait(context: &Context, asked: Option<&str>) -> Option<u64> {
    let headers = vec![("retry-after".to_owned(), asked?.to_owned())];
    let now = context.now();
    retry_after(&Response::new(202, headers, Vec::new()), now).map(|at| at.saturating_sub(now))
}

/// Role changes are all or nothing [D]: one that was not completed has changed nothing.
fn not_completed(operation: &Operation) -> Error {
    let code = match operation.status_of_reason() {
        Some(403) => Code::Forbidden,
        Some(404) => Code::NotFound,
        Some(409) => Code::Conflict,
        Some(429) => Code::RateLimited,
        Some(400..=499) => Code::ConfigInvalid,
        _ => Code::ServerError,
    };
    let how = match operation.status {
        OperationState::Cancelled => "was cancelled",
        _ => "has failed",
    };
    Error::new(code, format!("the operation {how}: {}", operation.words()))
        .at_step("follow the operation")
        .hint("nothing of it was changed; the platform's words say why")
}
