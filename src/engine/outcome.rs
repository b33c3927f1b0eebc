//! How it ended for one person, with the evidence.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Status {
    /// This run created it, and a read has confirmed it.
    Created,
    /// It existed; this run changed something, and a read has confirmed it.
    Updated,
    /// It existed and matches.
    Unchanged,
    /// Not safe to go on.
    Conflict,
    /// Definitely not done.
    Failed,
    /// Could not be established; the error's text says what to check by hand.
    Unknown,
}

/// One request that was answered: what an outcome rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Evidence {
    /// What the request was for.
    pub purpose: String,
    /// Its method.
    pub method: String,
    /// Its path, without the query.
    pub path: String,
    /// The status of the answer; 0 when there was none.
    pub status: u16,
}

/// How it ended for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Outcome {
    /// The platform.
    pub platform: String,
    /// Who: the e-mail or user name, as given.
    pub subject: String,
    /// How it ended.
    #[cfg_attr(feature = "types", ts(skip))]
    pub status: Status,
    /// The account's id on the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether a read after the last write has confirmed it.
    pub verified: bool,
    /// Whether the account was there before.
    pub existed_before: bool,
    /// What was changed, such as `employeeDetails.jobTitle`; names only, no values.
    pub changes: Vec<String>,
    /// What a person should know all the same.
    pub warnings: Vec<String>,
    /// Requests sent for this person, retries included; one that served several counts for each.
    /// Requests for the session are not counted.
    pub requests: u32,
    /// The answers it rests on, in order.
    pub evidence: Vec<Evidence>,
    /// Why, unless it is done: there with [`Status::Conflict`], [`Status::Failed`] and [`Status::Unknown`], and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(skip))]
    pub error: Option<Error>,
    /// The position in the list of users of a bulk run, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
}

/// What a flow found out and did for one person; [`Outcome`] without the bookkeeping.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// How it ended.
    pub status: Status,
    /// The account's id.
    pub id: Option<String>,
    /// Whether a read has confirmed it.
    pub verified: bool,
    /// Whether the account was there before.
    pub existed_before: bool,
    /// What was changed.
    pub changes: Vec<String>,
    /// What a person should know all the same.
    pub warnings: Vec<String>,
    /// Why, unless it is done.
    pub error: Option<Error>,
}

impl Ending {
    /// An ending of this status about this account.
    pub fn new(status: Status, id: Option<String>) -> Self {
        Self {
            status,
            id,
            verified: false,
            existed_before: false,
            changes: Vec::new(),
            warnings: Vec::new(),
            error: None,
        }
    }

    /// An ending without success.
    pub fn because(status: Status, error: Error) -> Self {
        Self { error: Some(error), ..Self::new(status, None) }
    }

    /// Turns a person's failure into an ending, and lets a failure of the whole run pass.
    ///
    /// # Errors
    /// The failure of the whole run.
    pub fn settle(result: Result<Self>) -> Result<Self> {
        match result {
            Err(error) if !error.run_level => {
                let status = match error.code {
                    crate::error::Code::Ambiguous | crate::error::Code::Conflict => Status::Conflict,
                    _ => Status::Failed,
                };
                Ok(Self::because(status, error))
            }
            other => other,
        }
    }
}
