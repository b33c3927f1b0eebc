//! What a look at MyWorkpal finds: ids and states, nothing personal.

use super::user::SystemId;
use serde::{Deserialize, Serialize};

/// A tenant that the API client may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalTenant"))]
pub struct Tenant {
    /// The tenant's id.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub id: u64,
    /// The company's name.
    pub name: String,
    /// Its sub-domain: the key to its users.
    pub sub_domain_name: String,
}

/// An account that exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalAccount"))]
pub struct Account {
    /// Its id.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub system_id: SystemId,
    /// The account is closed.
    pub is_closed: bool,
    /// The account is locked out.
    pub is_locked_out: bool,
}

/// What a record that an update may touch looked like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordState {
    /// A digest of the record; the record itself is not kept.
    pub digest: String,
    /// The fields that differ from what was asked; names only.
    pub differing: Vec<String>,
}

/// What was found for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Observed {
    /// The tenant.
    pub tenant: Tenant,
    /// The account, if there is one.
    pub account: Option<Account>,
    /// The employee record, where an update asks for it.
    pub employee: Option<RecordState>,
    /// The personal record, where an update asks for it.
    pub personal: Option<RecordState>,
}
