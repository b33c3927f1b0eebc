//! Stage 5: the personal record. Read [D]: `GET /api/person/tenant/{sub_domain_name}/get/{system_id}`; the path of the
//! write is not public [A], so `paths.updatePersonal` has no default. The whole record is posted back.

use super::super::user::SystemId;
use super::super::MyWorkpal;
use crate::engine::{insert, path_of, Endpoint, Metadata};
use crate::error::Result;
use crate::http::{percent, Encoding, Method, Request, Response, Safety, SecretName, Template};
use crate::record::Record;

/// Reads the personal record of a user.
#[derive(Clone, Debug)]
pub struct PersonalRecord<'a> {
    /// Whose.
    pub system_id: SystemId,
    /// The tenant's sub-domain.
    pub sub_domain: &'a str,
}

impl Endpoint for PersonalRecord<'_> {
    const METADATA: Metadata = Metadata {
        name: "personalRecord",
        method: Method::Get,
        purpose: "read the personal record",
        safety: Safety::Safe,
    };
    type Answer = Record;

    fn target(&self) -> Result<String> {
        let sub_domain = percent::component(&super::super::user::check_sub_domain(self.sub_domain)?);
        Ok(format!("/api/person/tenant/{sub_domain}/get/{}", self.system_id))
    }

    fn read(&self, answer: &Response) -> Result<Record> {
        Record::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

/// Writes the whole personal record back. The body is a secret by reference: the record is personal.
#[derive(Clone, Debug)]
pub struct UpdatePersonal<'a> {
    /// The platform's settings: the path is one.
    pub platform: &'a MyWorkpal,
    /// Whose.
    pub system_id: SystemId,
    /// The tenant's sub-domain, for a path that wants it.
    pub sub_domain: &'a str,
    /// Where the vault keeps the record's JSON text.
    pub record: SecretName,
}

impl Endpoint for UpdatePersonal<'_> {
    const METADATA: Metadata = Metadata {
        name: "updatePersonal",
        method: Method::Post,
        purpose: "write the personal record",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        let path = self.platform.paths.update_personal.as_deref();
        let path = path_of("paths.updatePersonal", path, "updating a personal record")?;
        Ok(insert(&insert(path, "systemId", &self.system_id.to_string()), "subDomain", self.sub_domain))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let body = Template::default().secret(self.record.clone(), Encoding::JsonValue);
        Ok(request.body("application/json", body))
    }

    /// What a successful write answers is not documented; the record is read again.
    fn read(&self, answer: &Response) -> Result<()> {
        super::record_refusal(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
