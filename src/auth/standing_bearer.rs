//! A bearer token that an administrator hands over: the credential is the session (SCIM provisioning connections).

use super::{Grant, Scheme};
use crate::error::{Code, Error, Result};
use crate::http::{Encoding, Request, Response, Secret, SecretName, Template, Vault};

/// A token that is shown as it is, until the platform rejects it.
#[derive(Clone, Debug)]
pub struct StandingBearer {
    /// The token: any text that a header can carry.
    pub token: Secret,
}

const BEARER: &str = "bearerToken";

impl Scheme for StandingBearer {
    fn login(&self) -> Option<Request> {
        None
    }

    fn read(&self, _: &Response) -> Result<Grant> {
        Err(Error::new(Code::Unsupported, "this token is handed over by an administrator, not asked for"))
    }

    fn attach(&self, request: Request) -> Request {
        let bearer = Template::from("Bearer ").secret(SecretName::new(BEARER), Encoding::Raw);
        request.header("authorization", bearer)
    }

    fn deposit(&self, vault: &Vault) {
        vault.keep(SecretName::new(BEARER), self.token.clone());
    }
}
