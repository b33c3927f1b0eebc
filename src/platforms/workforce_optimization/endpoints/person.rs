//! A whole person [C]: `GET /api/rest/org/common/person/{id}`. The record is personal: it passes through memory
//! only, and goes back as it came but for what is changed.

use super::super::ids::{GroupId, PersonId, TeamId};
use super::PREFIX;
use crate::engine::{Endpoint, Metadata};
use crate::error::{Error, Result};
use crate::http::{Method, Response, Safety};
use crate::record::Record;
use serde::Deserialize;
use serde_json::Value;

/// Reads a person.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Whom.
    pub id: PersonId,
}

/// A person as read: the whole record, and what is looked at of it.
#[derive(Clone, Debug)]
pub struct PersonRecord {
    /// All of it.
    pub record: Record,
    pub(in super::super) seen: Seen,
}

/// What is looked at of a person.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Seen {
    pub id: PersonId,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub ad_login: Option<String>,
    /// The **team's** id.
    pub group_id: Option<TeamId>,
    /// The group's id.
    pub parent_group: Option<GroupId>,
    pub roles: Option<Vec<Value>>,
    pub scope: Option<SeenScope>,
    pub views: Option<Vec<Value>>,
    /// A phone system keeps this person up to date.
    pub is_synchronized: Option<bool>,
    #[serde(default)]
    pub acd_id: Value,
    /// In milliseconds since 1970.
    pub deactivated: Option<f64>,
}

/// Over whom a person has scope; `tenant` is null or means everything.
#[derive(Clone, Deserialize)]
pub(in super::super) struct SeenScope {
    #[serde(default)]
    pub tenant: Value,
    pub groups: Option<Vec<GroupId>>,
    pub teams: Option<Vec<TeamId>>,
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seen ({})", self.id)
    }
}

impl Endpoint for Person {
    const METADATA: Metadata =
        Metadata { name: "person", method: Method::Get, purpose: "read the person", safety: Safety::Safe };
    type Answer = PersonRecord;

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/org/common/person/{}", self.id))
    }

    fn read(&self, answer: &Response) -> Result<PersonRecord> {
        let person = read_any(answer)?;
        if person.seen.id != self.id {
            return Err(Error::bad_response("the platform answers with another person than was asked for")
                .with_status(answer.status));
        }
        Ok(person)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

/// Reads a person, whoever it is.
pub(in super::super) fn read_any(answer: &Response) -> Result<PersonRecord> {
    Ok(PersonRecord { record: Record::read(answer)?, seen: answer.json()? })
}
