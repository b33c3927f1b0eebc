//! The options of a WorkSpan client, beside those common to all clients.

use crate::error::{Error, Result};
use crate::http::Secret;
use serde::Deserialize;

/// The options that only WorkSpan has.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkSpanOwnOptions", optional_fields))]
pub struct Options {
    /// The API's address: `https://api-sandbox.workspan.com` [D], `https://api.workspan.com` [C].
    pub base_url: String,
    /// The Application User's id and secret.
    pub credentials: Credentials,
    /// The environment, such as `uat.workspan.com`, unless it is production [S].
    pub environment: Option<String>,
    /// The gateway's key, where one is wanted [D].
    #[cfg_attr(feature = "types", ts(type = "string", optional))]
    pub subscription_key: Option<Secret>,
}

/// An Application User's id and secret.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkSpanCredentials"))]
pub struct Credentials {
    /// The Application User ID; it never changes [S].
    pub client_id: String,
    /// The secret; it can be reset, which ends the one before [S].
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub client_secret: Secret,
}

/// Checks a text that goes into a header.
///
/// # Errors
/// `config_invalid`, naming the setting.
pub(super) fn header_value(setting: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic()) {
        return Ok(text.to_owned());
    }
    Err(Error::invalid(format!("{setting}: {text:?} is not the name of an environment"))
        .hint("give it as the vendor does, such as \"uat.workspan.com\", or leave it out for production"))
}

/// Checks the gateway's key, which goes into a header too; an empty one is none. It is not repeated.
///
/// # Errors
/// `config_invalid`.
pub(super) fn key(key: &Secret) -> Result<Option<Secret>> {
    let key = key.trimmed();
    match key.expose().chars().all(|c| c.is_ascii_graphic()) {
        true => Ok(Some(key).filter(|key| !key.is_empty())),
        false => Err(Error::invalid("subscriptionKey: holds what no header can carry")
            .hint("check it for spaces, line breaks and letters beyond ASCII")),
    }
}
