//! Whether a person is locked [C]: `GET` and `PUT /api/rest/org/common/person/{id}/status`. No flow uses it: a
//! lock is a person's decision, or the result of rejected passwords.

use super::super::ids::PersonId;
use super::PREFIX;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde::{Deserialize, Serialize};

/// Whether somebody can log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationLock"))]
pub enum Lock {
    /// No.
    Locked,
    /// Yes.
    Unlocked,
}

#[derive(Deserialize)]
struct Status {
    status: Lock,
}

/// Reads it.
#[derive(Clone, Copy, Debug)]
pub struct PersonStatus {
    /// Whose.
    pub id: PersonId,
}

/// Writes it.
#[derive(Clone, Copy, Debug)]
pub struct SetPersonStatus {
    /// Whose.
    pub id: PersonId,
    /// What it is to be.
    pub status: Lock,
}

impl Endpoint for PersonStatus {
    const METADATA: Metadata = Metadata {
        name: "personStatus",
        method: Method::Get,
        purpose: "read whether the person is locked",
        safety: Safety::Safe,
    };
    type Answer = Lock;

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/org/common/person/{}/status", self.id))
    }

    fn read(&self, answer: &Response) -> Result<Lock> {
        Ok(answer.json::<Status>()?.status)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

impl Endpoint for SetPersonStatus {
    const METADATA: Metadata = Metadata {
        name: "setPersonStatus",
        method: Method::Put,
        purpose: "lock or unlock the person",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/org/common/person/{}/status", self.id))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let status = match self.status {
            Lock::Locked => "locked",
            Lock::Unlocked => "unlocked",
        };
        Ok(request.body("application/json", format!("{{\"status\":\"{status}\"}}")))
    }

    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
