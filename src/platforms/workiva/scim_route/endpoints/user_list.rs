//! `GET /Users` (RFC 7644 §3.4.2): look-ups by filter, and the harmless read. Which attributes filter is documented
//! nowhere; counts are not believed.

use super::{speaks_scim, USERS};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use crate::scim::{ListQuery, ListResponse};

/// Lists users.
#[derive(Clone, Debug)]
pub struct UserList {
    /// Which, and how many.
    pub query: ListQuery,
}

impl Endpoint for UserList {
    const METADATA: Metadata = Metadata {
        name: "scimUserList",
        method: Method::Get,
        purpose: "look up the users",
        safety: Safety::Safe,
    };
    type Answer = ListResponse;

    fn target(&self) -> Result<String> {
        Ok(format!("{USERS}?{}", self.query.to_query_string()?))
    }

    fn read(&self, answer: &Response) -> Result<ListResponse> {
        ListResponse::from_response(answer)
    }

    speaks_scim!();
}
