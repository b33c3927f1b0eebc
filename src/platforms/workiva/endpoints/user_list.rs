//! `GET /organizations/{org}/users` [D]. `$filter` exists, but its operators are undocumented: everybody is
//! listed, as many on a page as it allows, and matched here.

use super::{path, List, Page, UserRecord};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};

/// The most users on a page [D].
pub const LARGEST_PAGE: u16 = 1_000;

/// Lists the users.
#[derive(Clone, Debug)]
pub struct UserList<'a> {
    /// The organization's id.
    pub organization: &'a str,
    /// How many on a page: 1 to 1,000.
    pub page_size: u16,
    /// The link to a later page.
    pub next: Option<String>,
}

impl Endpoint for UserList<'_> {
    const METADATA: Metadata =
        Metadata { name: "userList", method: Method::Get, purpose: "list the users", safety: Safety::Safe };
    type Answer = Page<UserRecord>;

    fn target(&self) -> Result<String> {
        Ok(self.next.clone().unwrap_or_else(|| {
            format!("{}?$maxpagesize={}", path(self.organization, &["users"]), self.page_size)
        }))
    }

    fn read(&self, answer: &Response) -> Result<Page<UserRecord>> {
        Page::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

impl List for UserList<'_> {
    type Item = UserRecord;

    fn page(&self, next: Option<String>) -> Self {
        Self { next, ..self.clone() }
    }
}
