//! MyWorkpal: an envelope with a count [S], or a bare array [D].
use crate::{Result, Text};
use serde::{Deserialize, Serialize};

/// A list as the platform answered it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Listing<T> {
    /// How many there are in all; a bare array does not say, so it is its length.
    pub count: u64,
    /// Those that were sent.
    pub results: Vec<T>,
}
/// A user as the list shows one: 7 keys that may be shown. The record has secrets too, which are not even read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User<'a> {
    /// The SystemID.
    pub id: Option<u64>,
    /// The SystemID again [S].
    pub user_account_id: Option<u64>,
    /// By which people are matched.
    #[serde(borrow)]
    pub email_address: Option<Text<'a>>,
    /// The tenant's id.
    pub tenant_id: Option<u64>,
    /// The tenant's sub-domain.
    pub tenant: Option<Text<'a>>,
    /// The account is closed.
    pub is_account_closed: Option<bool>,
    /// The account is locked.
    pub is_locked_out: Option<bool>,
}
/// A list of users.
///
/// # Errors
/// For what is no such list.
pub fn users(text: &str) -> Result<Listing<User<'_>>> {
    match text.trim_ascii_start().as_bytes().first() {
        Some(b'[') => {
            let results: Vec<User> = serde_json::from_str(text)?;
            Ok(Listing { count: results.len() as u64, results })
        }
        _ => serde_json::from_str(text),
    }
}
impl Listing<User<'_>> {
    /// The same, without the answer.
    pub fn into_owned(self) -> Listing<User<'static>> {
        let owned = |user: User<'_>| {
            let User {
                id,
                user_account_id,
                email_address,
                tenant_id,
                tenant,
                is_account_closed,
                is_locked_out,
            } = user;
            let [email_address, tenant] = [email_address, tenant].map(|text| text.map(Text::into_owned));
            User { id, user_account_id, email_address, tenant_id, tenant, is_account_closed, is_locked_out }
        };
        Listing { count: self.count, results: self.results.into_iter().map(owned).collect() }
    }
    /// The needed fields as JSON.
    ///
    /// # Errors
    /// None.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self)
    }
}
