//! Getting in: how a platform's session is obtained, shown on requests, and ended.

mod client_credentials;

pub use client_credentials::{ClientCredentials, Style};

use crate::error::Result;
use crate::http::{Request, Response, Secret, SecretName, Vault};

/// A session as the platform granted it.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The name under which requests refer to it.
    pub name: SecretName,
    /// The token, or session id.
    pub secret: Secret,
    /// Its life in milliseconds, where the platform says so.
    pub expires_in_ms: Option<u64>,
    /// The scope granted, where the platform says so.
    pub scope: Option<String>,
}

/// How a platform lets one in. Flows never see it: the session lies under the context.
pub trait Scheme {
    /// The request that obtains a session.
    fn login(&self) -> Request;

    /// Reads the answer to [`Scheme::login`].
    ///
    /// # Errors
    /// `auth_rejected` when the credentials are refused; `bad_response` when the answer is unreadable.
    fn read(&self, answer: &Response) -> Result<Grant>;

    /// Puts the session on a request, by reference.
    fn attach(&self, request: Request) -> Request;

    /// The request that ends the session, where there is one.
    fn logout(&self) -> Option<Request> {
        None
    }

    /// Hands the credentials to the vault.
    fn deposit(&self, vault: &Vault);
}
