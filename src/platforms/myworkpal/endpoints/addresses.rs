//! Stage 5: the address records, an array; a new user has one empty record whose `id` must be kept [D].
//! Neither path is public [A]: `paths.addresses` has no default, and there is no write.

use super::super::user::SystemId;
use super::super::MyWorkpal;
use crate::engine::{insert, path_of, Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use crate::record::Record;

/// Reads the address records of a user.
#[derive(Clone, Debug)]
pub struct Addresses<'a> {
    /// The platform's settings: the path is one.
    pub platform: &'a MyWorkpal,
    /// Whose.
    pub system_id: SystemId,
    /// The tenant's sub-domain, for a path that wants it.
    pub sub_domain: &'a str,
}

impl Endpoint for Addresses<'_> {
    const METADATA: Metadata = Metadata {
        name: "addresses",
        method: Method::Get,
        purpose: "read the addresses",
        safety: Safety::Safe,
    };
    type Answer = Vec<Record>;

    fn target(&self) -> Result<String> {
        let path = path_of("paths.addresses", self.platform.paths.addresses.as_deref(), "reading addresses")?;
        Ok(insert(&insert(path, "systemId", &self.system_id.to_string()), "subDomain", self.sub_domain))
    }

    fn read(&self, answer: &Response) -> Result<Vec<Record>> {
        Record::read_list(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
