//! A change that was accepted is followed until its operation ends: at most one look a second [D].

use super::endpoints::{Accepted, Operation, OperationState, OperationStatus};
use super::settle::Said;
use crate::engine::{retry_after, Context};
use crate::error::{Code, Error, Result};
use crate::http::Response;

/// "At most 1 poll per second" [D].
const BETWEEN_LOOKS_MS: u64 = 1_000;
/// How long a host that waits as long as it takes follows an operation.
const LONGEST_MS: u64 = 600_000;

/// Follows an operation to its end.
///
/// # Errors
/// Only an abort.
pub(super) async fn follow(context: &Context, accepted: &Accepted) -> Result<Said> {
    let Some(location) = &accepted.location else {
        return Ok(Said::Unclear(
            Error::bad_response("the platform accepted it, but did not say where to look (no Location)")
                .at_step("follow the operation"),
        ));
    };
    // As with next links: its host is not believed [D].
    let target = match context.base().rebased(location) {
        Ok(target) => target,
        Err(error) => return Ok(Said::Unclear(error.at_step("follow the operation"))),
    };
    let ended = context
        .step("follow the operation", &target, end_of(context, &target, accepted.retry_after.clone()))
        .await;
    Ok(match ended {
        Ok(Operation { status: OperationState::Completed, .. }) => Said::Done,
        Ok(operation) => Said::Refused(not_completed(&operation)),
        Err(error) if error.code == Code::Aborted => return Err(error),
        Err(error) => Said::Unclear(error),
    })
}

async fn end_of(context: &Context, target: &str, mut asked: Option<String>) -> Result<Operation> {
    let endpoint = OperationStatus { target: target.to_owned() };
    let begun = context.now();
    let longest = match context.settings().policy.max_wait_ms {
        _ if context.is_patient() => LONGEST_MS,
        longest => longest.clamp(BETWEEN_LOOKS_MS, LONGEST_MS),
    };
    loop {
        let wait = asked_wait(context, asked).max(BETWEEN_LOOKS_MS);
        let at = context.now().saturating_add(wait);
        if at > begun.saturating_add(longest) {
            let mut error = Error::new(
                Code::Timeout,
                format!("the operation has not ended within {} s", longest / 1_000),
            )
            .hint("run again later: everything is looked at before anything is written");
            error.retry_at = Some(at);
            return Err(error.at_step("follow the operation"));
        }
        context.wait_ms(wait, "an operation of the platform is under way").await;
        let operation = context.peek(&endpoint).await?;
        use OperationState::{Acknowledged, Queued, Started};
        if !matches!(operation.status, Acknowledged | Queued | Started) {
            return Ok(operation);
        }
        asked = operation.retry_after;
    }
}

/// How long the platform asks to wait, in milliseconds.
fn asked_wait(context: &Context, asked: Option<String>) -> u64 {
    let headers = asked.map(|text| ("retry-after".to_owned(), text));
    let answer = Response::new(202, headers.into_iter().collect(), Vec::new());
    let now = context.now();
    retry_after(&answer, now).map_or(0, |at| at.saturating_sub(now))
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
