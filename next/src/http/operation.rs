//! Changes that are accepted now and done later: 202, `Location`, `Retry-After`.
use super::call::{Accepted, Call, Response, Safety};
use super::retry::retry_after;
use super::transport::Http;
use crate::error::{shorten, Code, Error, Result};
use serde::Deserialize;

/// How a change is read, whether it is done at once or later.
///
/// # Errors
/// `bad_response` for a 202 that does not say where to ask.
pub fn accepted(answer: &Response) -> Result<Accepted> {
    if answer.status != 202 {
        return Ok(Accepted::Done);
    }
    let location = answer.header("location").map(str::to_owned);
    let location = location
        .ok_or_else(|| Error::bad_response("the change is accepted, but no Location says where to ask"))?;
    Ok(Accepted::Later { location, after_ms: pause(answer) })
}
/// At most one poll a second; what the platform asks for, up to a minute.
fn pause(answer: &Response) -> u64 {
    retry_after(answer, 0).unwrap_or_default().clamp(1_000, 60_000)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Operation {
    status: String,
    #[serde(default)]
    details: Vec<Detail>,
    original_request: Option<String>,
}
#[derive(Deserialize)]
struct Detail {
    message: Option<String>,
}
/// An operation is asked this often before it is left: polls are counted, not the time that others took.
const POLLS: u32 = 120;

impl Http {
    /// Sends a change, once, and follows it to its end. Whatever this says, a read tells what was done.
    ///
    /// # Errors
    /// Those of the call; `config_invalid` with the platform's words for an operation that failed; `timeout` for one that
    /// does not end.
    pub async fn change(&self, mut call: Call<Accepted>) -> Result<()> {
        let purpose = call.request.purpose;
        call.request.safety = Safety::Unsafe;
        let Accepted::Later { location, mut after_ms } = self.call(call).await? else { return Ok(()) };
        let target = self.client.base.rebase(&location).map_err(|error| error.at(purpose))?;
        for _ in 0..POLLS {
            self.sleep("the operation", after_ms).await?;
            let read = |answer: &Response| Ok((answer.object::<Operation>()?, pause(answer)));
            let (operation, pause) =
                self.call(Call::get("follow the operation", target.clone(), read)).await?;
            match operation.status.as_str() {
                "completed" => return Ok(()),
                "failed" | "cancelled" => {
                    let mut words: Vec<_> =
                        operation.details.into_iter().filter_map(|detail| detail.message).collect();
                    words.extend(operation.original_request.map(|id| format!("original request {id}")));
                    let words = format!("the operation {}: {}", operation.status, shorten(&words.join("; ")));
                    return Err(self.clean(Error::invalid(words).at(purpose)));
                }
                _ => after_ms = pause,
            }
        }
        let words = format!("the operation is not done after {POLLS} polls");
        Err(Error::new(Code::Timeout, words).at(purpose))
    }
}
