//! The options of a Workforce Optimization client, beside those common to all clients.

use crate::engine::check_path;
use crate::error::Result;
use crate::http::Secret;
use serde::Deserialize;

/// The options that only Workforce Optimization has.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "types",
    derive(ts_rs::TS),
    ts(rename = "WorkforceOptimizationOwnOptions", optional_fields)
)]
pub struct Options {
    /// The host, such as `https://uk.calabriocloud.com`, or one on your own premises. Without `/api/rest`.
    pub base_url: String,
    /// The user that logs in: the default administrator role, or its equal [S].
    pub credentials: Credentials,
    /// The user name of somebody whose roles and views may be copied. Needed only where the platform does not
    /// list its roles or views.
    #[serde(default)]
    pub reference_user: Option<String>,
    /// Addresses that no public document names.
    #[serde(default)]
    pub paths: Option<Paths>,
}

/// A user's name and password.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationCredentials"))]
pub struct Credentials {
    /// The user name.
    pub user_id: String,
    /// The password. It never leaves the memory of this client but to the login; a rejected one is never tried
    /// again, because repeated failures lock the account.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub password: Secret,
}

/// Paths below `baseUrl` that no public document names [A]. They are only read from; where one is not there,
/// `referenceUser` helps.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationPaths", optional_fields))]
pub struct Paths {
    /// `GET`: all roles. Default `/api/rest/org/common/role/permission/ViewOrg` (assumed).
    pub roles: Option<String>,
    /// `GET`: all WFM views. Default `/api/rest/org/common/view` (assumed).
    pub views: Option<String>,
}

impl Paths {
    /// Checks every path that is set.
    ///
    /// # Errors
    /// `config_invalid`, naming the setting.
    pub(super) fn checked(self) -> Result<Self> {
        for (name, path) in [("paths.roles", &self.roles), ("paths.views", &self.views)] {
            path.as_deref().map_or(Ok(()), |path| check_path(name, path))?;
        }
        Ok(self)
    }

    /// Where the roles are listed.
    pub(super) fn roles(&self) -> &str {
        self.roles.as_deref().unwrap_or("/api/rest/org/common/role/permission/ViewOrg")
    }

    /// Where the views are listed.
    pub(super) fn views(&self) -> &str {
        self.views.as_deref().unwrap_or("/api/rest/org/common/view")
    }
}
