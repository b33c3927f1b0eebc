//! Look a user up [D]: `GET /api/scim/v2/Users?filter=userName eq "…"&startIndex=1&count=…`; only `userName`
//! filters. The portal's example says `totalResults: 0` above one resource, so counts are not believed.

use super::USERS;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use crate::scim::{attr, ListQuery, ListResponse};

/// Asks for the user of this name.
#[derive(Clone, Debug)]
pub struct ListUsers {
    /// The user name, which is the e-mail.
    pub user_name: String,
}

impl Endpoint for ListUsers {
    const METADATA: Metadata = Metadata {
        name: "listUsers",
        method: Method::Get,
        purpose: "look up the user",
        safety: Safety::Safe,
    };
    type Answer = ListResponse;

    fn target(&self) -> Result<String> {
        // More than one would be ambiguous: a few are enough to see that.
        const ENOUGH: u64 = 10;
        let query = ListQuery::new().filter(attr("userName")?.eq(self.user_name.as_str())).count(ENOUGH);
        Ok(format!("{USERS}?{}", query.to_query_string()?))
    }

    fn read(&self, answer: &Response) -> Result<ListResponse> {
        ListResponse::from_response(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
