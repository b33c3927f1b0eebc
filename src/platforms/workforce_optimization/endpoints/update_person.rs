//! Writes a whole person back [C]: `PUT /api/rest/org/common/person/{id}`, the full object; answers 200.

use super::super::ids::PersonId;
use super::PREFIX;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Encoding, Method, Request, Response, Safety, SecretName, Template};

/// Writes a person. The body is a secret by reference: the record is personal.
#[derive(Clone, Debug)]
pub struct UpdatePerson {
    /// Whom.
    pub id: PersonId,
    /// Where the vault keeps the record's JSON text.
    pub record: SecretName,
}

impl UpdatePerson {
    /// The vault's name for the record of this person.
    pub fn of(id: PersonId) -> Self {
        Self { id, record: SecretName::new(format!("personRecord#{id}")) }
    }
}

impl Endpoint for UpdatePerson {
    const METADATA: Metadata = Metadata {
        name: "updatePerson",
        method: Method::Put,
        purpose: "write the person",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/org/common/person/{}", self.id))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let body = Template::default().secret(self.record.clone(), Encoding::JsonValue);
        Ok(request.body("application/json", body))
    }

    /// What a successful write answers is not relied on: the person is read again.
    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
