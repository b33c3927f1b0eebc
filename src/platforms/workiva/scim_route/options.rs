//! The options of a Workiva client that goes the SCIM route, beside those common to all clients.

use crate::error::{Error, Result};
use crate::http::Secret;
use serde::Deserialize;

/// The way to Workiva that a client takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaScimRoute"))]
pub enum Route {
    /// SCIM 2.0.
    Scim,
}

/// The options that only Workiva has, for `route: "scim"`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaScimOwnOptions"))]
pub struct Options {
    /// The way to go.
    pub route: Route,
    /// The provisioning connection.
    pub scim: ScimOptions,
}

/// A provisioning connection, and how its groups are called.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaScimConnection", optional_fields))]
pub struct ScimOptions {
    /// The address of SCIM, as the connection shows it. There is no default: no public document names one.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub base_url: Option<String>,
    /// The connection's token. It never leaves the memory of this client but to that address.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub bearer_token: Secret,
    /// How the groups are called that stand for roles, memberships and groups.
    pub group_names: Option<GivenGroupNames>,
}

/// How groups are called, by what they stand for; what stands in braces is put in from the user. The
/// convention is not public, so these defaults are assumed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaGroupNames", optional_fields))]
pub struct GivenGroupNames {
    /// A role in the organization. Default `organization:role:{role}`.
    pub organization_role: Option<String>,
    /// The membership of a workspace. Default `workspace:{workspace}`.
    pub workspace: Option<String>,
    /// A role in a workspace. Default `workspace:{workspace}:role:{role}`.
    pub workspace_role: Option<String>,
    /// A group of a workspace. Default `workspace:{workspace}:group:{group}`.
    pub workspace_group: Option<String>,
}

/// Checks the token, which goes into a header. It is not repeated.
///
/// # Errors
/// `config_invalid`.
pub(super) fn bearer(token: &Secret) -> Result<Secret> {
    let token = token.trimmed();
    let bad = |what: &str, hint: &str| {
        Err(Error::invalid(format!("scim.bearerToken: {what}")).hint(hint.to_owned()))
    };
    if token.is_empty() {
        return bad("is empty", "give the token of the provisioning connection");
    }
    match token.expose().chars().all(|c| c.is_ascii_graphic()) {
        true => Ok(token),
        false => bad(
            "holds what no token holds",
            "give it alone, without `Bearer`; check it for spaces, line breaks and letters beyond ASCII",
        ),
    }
}
