//! What a client tells while it works. Never a query, a body or a value of a person.
use crate::error::Error;
use serde::Serialize;
use std::rc::Rc;

/// Whom a request is for: one person, or the rows of several.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Whom {
    /// The person, as the outcome names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Rc<str>>,
    /// The person's row, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The rows of those it serves together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<usize>,
}
/// Something that happened.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event<'a> {
    /// A request was answered, or got no answer (`status` 0).
    Request {
        /// Which platform.
        platform: &'a str,
        /// For whom.
        #[serde(flatten)]
        whom: &'a Whom,
        /// What the call is for.
        step: &'a str,
        /// Its method.
        method: &'a str,
        /// Its path, without the query.
        path: &'a str,
        /// The HTTP status; 0 without an answer.
        status: u16,
        /// How long it took, in milliseconds.
        duration_ms: u64,
        /// The platform's id of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        request_id: Option<&'a str>,
        /// From 0.
        attempt: u32,
    },
    /// A request will be sent again.
    Retry {
        /// Which platform.
        platform: &'a str,
        /// For whom.
        #[serde(flatten)]
        whom: &'a Whom,
        /// What the call is for.
        step: &'a str,
        /// Which attempt comes, from 1.
        attempt: u32,
        /// In how many milliseconds.
        ms: u64,
        /// Why.
        reason: &'a Error,
    },
    /// Nothing is sent for a while.
    Wait {
        /// Which platform.
        platform: &'a str,
        /// For whom.
        #[serde(flatten)]
        whom: &'a Whom,
        /// Why.
        reason: &'a str,
        /// For how many milliseconds.
        ms: u64,
    },
    /// Something that a person should know.
    Warning {
        /// Which platform.
        platform: &'a str,
        /// About whom.
        #[serde(flatten)]
        whom: &'a Whom,
        /// What.
        message: &'a str,
    },
    /// A person is done.
    Outcome {
        /// Which platform.
        platform: &'a str,
        /// Who.
        #[serde(flatten)]
        whom: &'a Whom,
        /// How it ended.
        status: &'a str,
    },
}
