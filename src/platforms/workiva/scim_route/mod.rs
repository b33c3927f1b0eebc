//! Workiva by SCIM: people, and the groups that stand for roles, memberships and groups of workspaces.
//!
//! It exists only once an Org Security Admin adds a provisioning connection [D]. Facts carry the tag of their
//! source: [D] vendor documentation, [C] seen in a connector, [A] assumed. Where none says anything, RFC 7643 and
//! RFC 7644 do.

mod chunks;
mod compare;
mod create;
pub mod endpoints;
mod flow;
pub(crate) mod group_names;
mod groups;
mod members;
mod observed;
pub(crate) mod options;
mod people;
mod person;
mod plan;
mod requests;
mod shares;
mod suspend;
mod template;
mod together;
mod verify;
mod wishes;

pub use group_names::{GroupNames, Kind, Place};
pub use observed::{Account, Change, EmailAt, Observed};
pub use options::{GivenGroupNames, Options, Route, ScimOptions};

use crate::auth::StandingBearer;
use crate::engine::settings::read;
use crate::engine::{Client, Settings};
use crate::error::{Error, Result};
use crate::http::BaseUrl;
use serde_json::Value;

/// For how long the server may hold a request before it fails, in milliseconds [D].
const HELD_MS: u64 = 30_000;
/// The time-out of this route unless another one is given, in milliseconds.
const TIMEOUT_MS: u64 = 35_000;

/// The SCIM route with its settings.
#[derive(Debug)]
pub struct WorkivaScim {
    names: GroupNames,
    /// The time-out is no longer than the server may hold a request.
    is_hasty: bool,
}

/// A client of the SCIM route.
///
/// # Errors
/// `config_invalid`, naming the setting.
pub(super) fn client(mut options: Value) -> Result<Client> {
    if let Some(fields) = options.as_object_mut() {
        let timeout = fields.entry("timeoutMs").or_insert(Value::Null);
        if timeout.is_null() {
            *timeout = TIMEOUT_MS.into();
        }
    }
    let (settings, own) = Settings::split(options)?;
    let Options { scim, .. } = read("options", own)?;
    let names = GroupNames::of(scim.group_names.unwrap_or_default())?;
    // The page that shows it is for administrators; no public document names one [D].
    let missing = || {
        Error::invalid("scim.baseUrl: is missing, and there is no default").hint(
            "the provisioning connection in Workiva's administration shows it; an Org Security Admin can add one",
        )
    };
    let base_url = scim.base_url.filter(|url| !url.trim().is_empty()).ok_or_else(missing)?;
    let base = BaseUrl::parse("scim.baseUrl", &base_url, settings.allow_insecure)?;
    let token = options::bearer(&scim.bearer_token)?;
    let is_hasty = settings.timeout_ms <= HELD_MS;
    let platform = WorkivaScim { names, is_hasty };
    Ok(Client::new(platform, base, settings, Box::new(StandingBearer { token })))
}
