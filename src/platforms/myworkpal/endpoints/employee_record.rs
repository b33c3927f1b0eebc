//! Stage 5: the employee record. Read [D]: `GET /api/employee/fulldata/get/{system_id}`; the path of the
//! write is not public [A], so `paths.updateEmployee` has no default. The whole record is posted back.

use super::super::user::SystemId;
use super::super::MyWorkpal;
use crate::engine::{insert, path_of, Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Encoding, Method, Request, Response, Safety, SecretName, Template};
use crate::record::Record;

/// Reads the employee record of a user.
#[derive(Clone, Copy, Debug)]
pub struct EmployeeRecord {
    /// Whose.
    pub system_id: SystemId,
}

impl Endpoint for EmployeeRecord {
    const METADATA: Metadata = Metadata {
        name: "employeeRecord",
        method: Method::Get,
        purpose: "read the employee record",
        safety: Safety::Safe,
    };
    type Answer = Record;

    fn target(&self) -> Result<String> {
        Ok(format!("/api/employee/fulldata/get/{}", self.system_id))
    }

    fn read(&self, answer: &Response) -> Result<Record> {
        Record::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

/// Writes the whole employee record back. The body is a secret by reference: the record is personal.
#[derive(Clone, Debug)]
pub struct UpdateEmployee<'a> {
    /// The platform's settings: the path is one.
    pub platform: &'a MyWorkpal,
    /// Whose.
    pub system_id: SystemId,
    /// The tenant's sub-domain, for a path that wants it.
    pub sub_domain: &'a str,
    /// Where the vault keeps the record's JSON text.
    pub record: SecretName,
}

impl Endpoint for UpdateEmployee<'_> {
    const METADATA: Metadata = Metadata {
        name: "updateEmployee",
        method: Method::Post,
        purpose: "write the employee record",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        let path = self.platform.paths.update_employee.as_deref();
        let path = path_of("paths.updateEmployee", path, "updating an employee record")?;
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
