//! Ends a session [C]: `DELETE /api/rest/authorize`. Runs do it by themselves, through the session.

use super::PREFIX;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// Ends the session whose cookie it carries.
#[derive(Clone, Copy, Debug)]
pub struct LogOut;

impl Endpoint for LogOut {
    const METADATA: Metadata =
        Metadata { name: "logOut", method: Method::Delete, purpose: "log out", safety: Safety::Idempotent };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/authorize"))
    }

    fn read(&self, _: &Response) -> Result<()> {
        Ok(())
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
