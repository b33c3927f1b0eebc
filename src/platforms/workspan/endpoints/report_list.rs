//! The harmless read that proves a pair [D]: `GET /report/v1/list`. 200 proves the pair and the environment,
//! 401 speaks of the token, 403 of the access type.

use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Lists the reports; what they are is of no interest.
#[derive(Clone, Copy, Debug)]
pub struct ReportList;

impl Endpoint for ReportList {
    const METADATA: Metadata = Metadata {
        name: "reportList",
        method: Method::Get,
        purpose: "prove the pair by a harmless read",
        safety: Safety::Safe,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok("/report/v1/list".to_owned())
    }

    fn read(&self, answer: &Response) -> Result<()> {
        answer.json::<serde_json::Value>().map(drop)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
