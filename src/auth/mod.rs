//! Getting in: how a platform's session is obtained, shown on requests, and ended.

mod client_credentials;
mod session_login;
mod standing_bearer;

pub use client_credentials::{ClientCredentials, Style};
pub use session_login::SessionLogin;
pub use standing_bearer::StandingBearer;

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
    /// The request that obtains a session; `None` where the credential is the session.
    fn login(&self) -> Option<Request>;

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

    /// Whether a status says that the session is no longer good.
    fn is_expired(&self, status: u16) -> bool {
        status == 401
    }

    /// Whether a status may say that the session is no longer good, or that it may not do what was asked. A new session
    /// that is answered the same settles it.
    fn may_be_expired(&self, _status: u16) -> bool {
        false
    }

    /// Whether a session is ended as soon as nothing runs under it, rather than kept for later calls.
    fn ends_with_run(&self) -> bool {
        false
    }

    /// Whether credentials that were refused are never tried again by this client, not even when asked to: each
    /// try could lock the account.
    fn refusal_is_final(&self) -> bool {
        false
    }

    /// Hands the credentials to the vault.
    fn deposit(&self, vault: &Vault);
}
