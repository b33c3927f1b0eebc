//! `GET /operations/{id}` [D]: what has become of a change that was accepted. At most one look a second.

use crate::engine::{insert, Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// "At most 1 poll per second" [D].
pub const BETWEEN_LOOKS_MS: u64 = 1_000;

/// Looks at an operation.
#[derive(Clone, Debug)]
pub struct OperationStatus {
    /// Path and query below `baseUrl`.
    pub target: String,
}

impl OperationStatus {
    /// The operation of this id.
    pub fn of(id: &str) -> Self {
        Self { target: insert("/operations/{id}", "id", id) }
    }
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaOperationState"))]
#[allow(missing_docs)] // the platform's own words
pub enum OperationState {
    Acknowledged,
    Queued,
    Started,
    Completed,
    Cancelled,
    Failed,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaOperation", optional_fields))]
pub struct Operation {
    /// Where it stands.
    pub status: OperationState,
    /// Why, where it was not completed: `[{code, message, target}]`.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub details: Value,
    /// `Retry-After`, as the platform gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<String>,
}

impl Operation {
    /// Why it has not been completed, in the platform's words.
    pub fn words(&self) -> String {
        const LONGEST: usize = 300;
        let details = self.details.as_array().into_iter().flatten();
        let words: Vec<_> = details.filter_map(super::said).collect();
        if words.is_empty() {
            return "no reason given".to_owned();
        }
        words.join("; ").chars().take(LONGEST).collect()
    }

    /// The HTTP status that the first reason's code begins with, such as `403Forbidden`.
    pub fn status_of_reason(&self) -> Option<u16> {
        self.details.get(0)?.get("code")?.as_str()?.get(..3)?.parse().ok()
    }
}

impl Endpoint for OperationStatus {
    const METADATA: Metadata = Metadata {
        name: "operation",
        method: Method::Get,
        purpose: "follow the operation",
        safety: Safety::Safe,
    };
    type Answer = Operation;

    fn target(&self) -> Result<String> {
        Ok(self.target.clone())
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.apart_by(BETWEEN_LOOKS_MS))
    }

    fn read(&self, answer: &Response) -> Result<Operation> {
        let operation: Operation = answer.json()?;
        Ok(Operation { retry_after: answer.header("retry-after").map(str::to_owned), ..operation })
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
