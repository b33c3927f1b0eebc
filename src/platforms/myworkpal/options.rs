//! The options of a MyWorkpal client, beside those common to all clients.

use crate::engine::check_path;
use crate::error::Result;
use crate::http::Secret;
use serde::Deserialize;

/// The options that only MyWorkpal has.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalOwnOptions", optional_fields))]
pub struct Options {
    /// The API's address; it differs per customer, such as `https://webapi.myworkpal.co.uk` [S].
    pub base_url: String,
    /// The API client, as an administrator made it.
    pub credentials: Credentials,
    /// Paths that no public document names. None has a default.
    #[serde(default)]
    pub paths: Option<Paths>,
}

/// An API client's id and secret.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ClientCredentials"))]
pub struct Credentials {
    /// The id: any text.
    pub client_id: String,
    /// The secret: any text. It never leaves the memory of this client but to the token endpoint.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub client_secret: Secret,
}

/// Paths below `baseUrl` that no public document names [A]; a call that needs one is refused without it.
/// `{systemId}` and `{subDomain}` in them are filled in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalPaths", optional_fields))]
pub struct Paths {
    /// `POST`: create a user. The walk-through's address was lost; ask the vendor's support for it.
    pub create_user: Option<String>,
    /// `POST`: write a whole employee record back.
    pub update_employee: Option<String>,
    /// `POST`: write a whole personal record back.
    pub update_personal: Option<String>,
    /// `GET`: the address records of a user.
    pub addresses: Option<String>,
}

impl Paths {
    /// Checks every path that is set.
    ///
    /// # Errors
    /// `config_invalid`, naming the setting.
    pub(super) fn checked(self) -> Result<Self> {
        for (name, path) in [
            ("paths.createUser", &self.create_user),
            ("paths.updateEmployee", &self.update_employee),
            ("paths.updatePersonal", &self.update_personal),
            ("paths.addresses", &self.addresses),
        ] {
            path.as_deref().map_or(Ok(()), |path| check_path(name, path))?;
        }
        Ok(self)
    }
}
