//! `GET /Groups` (RFC 7644 §3.4.2), without members: they can be many, and are asked for where they matter.

use super::{speaks_scim, GROUPS};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use crate::scim::{attr, ListQuery, ListResponse};

/// Lists groups.
#[derive(Clone, Debug)]
pub struct GroupList {
    /// Which, and how many.
    pub query: ListQuery,
}

impl GroupList {
    /// Asks for the groups of this name.
    ///
    /// # Errors
    /// None but for a defect.
    pub fn named(display_name: &str) -> Result<Self> {
        // More than one would be ambiguous: a few are enough to see that.
        const ENOUGH: u64 = 10;
        let named = ListQuery::new().filter(attr("displayName")?.eq(display_name)).count(ENOUGH);
        Ok(Self { query: named })
    }
}

impl Endpoint for GroupList {
    const METADATA: Metadata = Metadata {
        name: "scimGroupList",
        method: Method::Get,
        purpose: "look up the group",
        safety: Safety::Safe,
    };
    type Answer = ListResponse;

    fn target(&self) -> Result<String> {
        let query = self.query.clone().excluded_attributes([attr("members")?]);
        Ok(format!("{GROUPS}?{}", query.to_query_string()?))
    }

    fn read(&self, answer: &Response) -> Result<ListResponse> {
        ListResponse::from_response(answer)
    }

    speaks_scim!();
}
