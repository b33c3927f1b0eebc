//! `POST …/roles/assignment` and `POST …/roles/revocation`, of a user or of a membership [D]: a bare array of
//! role ids; 202 with `Location` (where to look) and `Retry-After`. All or nothing.

use super::Holder;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use serde::{Deserialize, Serialize};

/// Gives roles to somebody, or takes them.
#[derive(Clone, Debug)]
pub struct ChangeRoles<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// Whose.
    pub holder: Holder<'a>,
    /// The roles' ids.
    pub roles: Vec<&'a str>,
    /// Takes instead of giving.
    pub revoke: bool,
}

/// That a change was accepted; whether it is made, an operation tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaAccepted", optional_fields))]
pub struct Accepted {
    /// `Location`: the operation's address, as the platform gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// `Retry-After`, as the platform gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<String>,
}

impl Endpoint for ChangeRoles<'_> {
    const METADATA: Metadata = Metadata {
        name: "changeRoles",
        method: Method::Post,
        purpose: "change roles",
        safety: Safety::Idempotent,
    };
    type Answer = Accepted;

    fn target(&self) -> Result<String> {
        let change = if self.revoke { "revocation" } else { "assignment" };
        Ok(self.holder.path(self.organization, &[change]))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.body("application/json", serde_json::json!(self.roles).to_string()))
    }

    fn read(&self, answer: &Response) -> Result<Accepted> {
        let of = |name| answer.header(name).map(str::to_owned);
        Ok(Accepted { location: of("location"), retry_after: of("retry-after") })
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
