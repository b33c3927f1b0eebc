//! Replace a user [D]: `PUT /api/scim/v2/Users/{id}`; there is no PATCH. `active: false` suspends. The whole
//! resource goes back, so whatever is not ours is sent as it was read.

use super::USERS;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{percent, Encoding, Method, Request, Response, Safety, SecretName, Template};

/// Replaces the user of this id. The body is a secret by reference: the resource is personal.
#[derive(Clone, Debug)]
pub struct ReplaceUser {
    /// The id, opaque.
    pub id: String,
    /// Where the vault keeps the resource's JSON text.
    pub resource: SecretName,
}

impl Endpoint for ReplaceUser {
    const METADATA: Metadata = Metadata {
        name: "replaceUser",
        method: Method::Put,
        purpose: "replace the user",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(format!("{USERS}/{}", percent::component(&self.id)))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        let body = Template::default().secret(self.resource.clone(), Encoding::JsonValue);
        Ok(request.body("application/json", body))
    }

    /// What it answers is not relied on: the user is read again.
    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
