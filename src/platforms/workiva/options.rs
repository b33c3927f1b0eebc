//! The options of a Workiva client, beside those common to all clients.

use crate::engine::check_path;
use crate::error::{Error, Result};
use crate::http::{Host, LinkHosts, Secret};
use serde::Deserialize;

/// The way to Workiva that a client takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaPlatformRoute"))]
pub enum Route {
    /// Workiva's own API.
    Platform,
}

/// The options that only Workiva has, for `route: "platform"`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaPlatformOwnOptions", optional_fields))]
pub struct Options {
    /// The way to go.
    pub route: Route,
    /// The API's address: `https://api.app.wdesk.com` (US), `https://api.eu.wdesk.com`,
    /// `https://api.apac.wdesk.com` [D].
    pub base_url: String,
    /// The API client.
    pub credentials: Credentials,
    /// The organization's id: a UUID [D].
    pub organization: String,
    /// The version of the API, `X-Version` on every call. Default `2026-01-01`; the paths of others may differ.
    pub api_version: Option<String>,
    /// The path of the token endpoint. Default `/iam/v1/oauth2/token`; `/oauth2/token` is listed too [D].
    pub token_path: Option<String>,
    /// The scope to ask for. Default `organization:read organization:write`; an empty text asks for none.
    pub scope: Option<String>,
    /// Hosts that next links and the addresses of operations may name beside `baseUrl`'s and Workiva's own
    /// (`wdesk.com`, `workiva.com`): such as `gateway.example.com` or `gateway.example.com:8443`. Only path and query
    /// of a link are used, on `baseUrl`; a link to any other host is refused.
    pub link_hosts: Option<Vec<String>>,
}

/// An API client's id and secret.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkivaCredentials"))]
pub struct Credentials {
    /// The id: any text.
    pub client_id: String,
    /// The secret: any text. It never leaves the memory of this client but to the token endpoint.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub client_secret: Secret,
}

impl Options {
    /// Checks what can be checked without asking the platform.
    ///
    /// # Errors
    /// `config_invalid`, naming the setting.
    pub(super) fn checked(self) -> Result<Self> {
        let bad = |what: String, hint: &str| Err(Error::invalid(what).hint(hint.to_owned()));
        if self.credentials.client_id.is_empty() {
            return bad("credentials.clientId: is empty".to_owned(), "give the API client's id");
        }
        if self.credentials.client_secret.is_empty() {
            return bad("credentials.clientSecret: is empty".to_owned(), "give the API client's secret");
        }
        if !has_shape(&self.organization, &[8, 4, 4, 4, 12], |c| c.is_ascii_hexdigit()) {
            let what = format!("organization: {:?} is not a UUID", self.organization);
            return bad(what, "give the organization's id, such as 3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f");
        }
        if let Some(version) = &self.api_version {
            if !has_shape(version, &[4, 2, 2], |c| c.is_ascii_digit()) {
                let what = format!("apiVersion: {version:?} is not a version of the API");
                return bad(what, "give a date, such as 2026-01-01");
            }
        }
        if let Some(scope) = &self.scope {
            if !scope.chars().all(|c| c == ' ' || c.is_ascii_graphic() && !"\"\\".contains(c)) {
                return bad(format!("scope: {scope:?} is no scope"), "give words with spaces between them");
            }
        }
        self.token_path.as_deref().map_or(Ok(()), |path| check_path("tokenPath", path))?;
        Ok(self)
    }

    /// The hosts that links may name.
    ///
    /// # Errors
    /// `config_invalid`, naming the one that is no host.
    pub(super) fn link_hosts(&self) -> Result<LinkHosts> {
        let mut listed = Vec::new();
        for (at, text) in self.link_hosts.iter().flatten().enumerate() {
            listed.push(Host::parse(text).ok_or_else(|| {
                Error::invalid(format!("linkHosts[{at}]: {text:?} is not a host"))
                    .hint("give a host, or host:port, without https:// and path: gateway.example.com")
            })?);
        }
        Ok(LinkHosts { domains: &VENDOR_DOMAINS, listed })
    }
}

/// The API's hosts lie in the first one [D]; links name either.
const VENDOR_DOMAINS: [&str; 2] = ["wdesk.com", "workiva.com"];

/// Whether a text is parts of these lengths with hyphens between them.
fn has_shape(text: &str, lengths: &[usize], is_good: fn(char) -> bool) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| part.len() == *length && part.chars().all(is_good))
}
