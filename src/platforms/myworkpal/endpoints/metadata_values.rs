//! Stage 5: the tenant's own fields (metadata) of a user [D]: `POST /api/admin/metadata/values/get` with
//! `tenantId`, `page`, `ParentType`, `ParentId`, in the casing as published. Only a read: the write's path
//! is not public.

use super::super::user::SystemId;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde_json::Value;

/// Reads the metadata values of a user.
#[derive(Clone, Copy, Debug)]
pub struct MetadataValues {
    /// The tenant's id.
    pub tenant_id: u64,
    /// Whose.
    pub system_id: SystemId,
}

impl Endpoint for MetadataValues {
    const METADATA: Metadata = Metadata {
        name: "metadataValues",
        method: Method::Post,
        purpose: "read the metadata values",
        safety: Safety::Safe,
    };
    type Answer = Value;

    fn target(&self) -> Result<String> {
        Ok("/api/admin/metadata/values/get".to_owned())
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let body = format!(
            r#"{{"tenantId":{},"page":"EmployeeDetails","ParentType":"User","ParentId":{}}}"#,
            self.tenant_id, self.system_id
        );
        Ok(request.body("application/json", body))
    }

    fn read(&self, answer: &Response) -> Result<Value> {
        answer.json()
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
