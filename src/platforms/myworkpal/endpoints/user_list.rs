//! Stages 2 and 4: does the user exist, in any state [S].
//!
//! `GET /api/admin/users/list/get/all/{subDomain}?$inlinecount=allpages&$filter=tolower('john@doe.com') eq
//! tolower(EmailAddress)&$top=1&$skip=0`. The walk-through prints a stray `)` after
//! `tolower(EmailAddress)`, twice; no OData grammar derives it, so the balanced form is sent. Several
//! people of one tenant are looked up in one call with `or`.
//!
//! The record also carries `secretKey`, `verificationKey`, `hashedPassword`, `niNumber`, `salary` and
//! `dateOfBirth`: they are not even read.

use super::super::listing::Listing;
use super::super::user::SystemId;
use crate::email::{fold, Email};
use crate::engine::{Endpoint, Metadata};
use crate::error::{Error, Result};
use crate::http::{percent, Method, Response, Safety};
use crate::odata::{field, or, Expr, Query, Version};
use serde::{Deserialize, Serialize};

/// Asks for the users of these e-mails.
#[derive(Clone, Debug)]
pub struct UserList {
    /// The tenant's sub-domain.
    pub sub_domain: String,
    /// At least one.
    pub emails: Vec<Email>,
}

/// What is read of a user: 7 of its 69 keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalUserRecord", optional_fields))]
pub struct UserRecord {
    /// The SystemID.
    #[cfg_attr(feature = "types", ts(type = "number", optional))]
    pub id: Option<u64>,
    /// The SystemID again.
    #[cfg_attr(feature = "types", ts(type = "number", optional))]
    pub user_account_id: Option<u64>,
    /// The e-mail.
    pub email_address: Option<String>,
    /// The tenant's id.
    #[cfg_attr(feature = "types", ts(type = "number", optional))]
    pub tenant_id: Option<u64>,
    /// The tenant's sub-domain.
    pub tenant: Option<String>,
    /// The account is closed.
    pub is_account_closed: Option<bool>,
    /// The account is locked out.
    pub is_locked_out: Option<bool>,
}

impl UserRecord {
    /// The SystemID: `id` and `userAccountId` must agree, or only one be present.
    ///
    /// # Errors
    /// `bad_response` when they disagree, or neither is a positive number.
    pub fn system_id(&self) -> Result<SystemId> {
        let id = match (self.id, self.user_account_id) {
            (Some(id), Some(other)) if id != other => {
                return Err(Error::bad_response(format!(
                    "the user's id ({id}) and userAccountId ({other}) differ"
                ))
                .hint("it is not clear which account this is: ask the platform's support"))
            }
            (id, other) => id.or(other),
        };
        id.and_then(SystemId::new).ok_or_else(|| Error::bad_response("the user has no id"))
    }

    /// Whether this is the user of this e-mail: a server may ignore the filter.
    pub fn is(&self, email: &Email) -> bool {
        self.email_address.as_deref().is_some_and(|found| email.is(found))
    }
}

impl UserList {
    fn condition(&self) -> std::result::Result<Expr, crate::odata::Error> {
        let address = field("EmailAddress")?.tolower();
        match self.emails.as_slice() {
            // The walk-through's own form for one.
            [one] => Ok(Expr::from(fold(one.as_str())).tolower().eq(address)),
            many => or(many.iter().map(|email| address.clone().eq(fold(email.as_str())))),
        }
    }

    fn query(&self) -> std::result::Result<String, crate::odata::Error> {
        let asked = u64::try_from(self.emails.len()).unwrap_or(u64::MAX);
        let query = Query::new().inline_count().filter(self.condition()?).top(asked).skip(0);
        query.to_query_string(Version::V3)
    }
}

impl Endpoint for UserList {
    const METADATA: Metadata =
        Metadata { name: "userList", method: Method::Get, purpose: "look up the user", safety: Safety::Safe };
    type Answer = Listing<UserRecord>;

    fn target(&self) -> Result<String> {
        let query = self.query().map_err(|error| Error::invalid(format!("email: {error}")))?;
        let sub_domain = percent::component(&super::super::user::check_sub_domain(&self.sub_domain)?);
        Ok(format!("/api/admin/users/list/get/all/{sub_domain}?{query}"))
    }

    fn read(&self, answer: &Response) -> Result<Self::Answer> {
        Listing::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}
