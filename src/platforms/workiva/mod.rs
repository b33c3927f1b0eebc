//! Workiva: reporting. Two routes: its own API ("platform"), with asynchronous role changes, and SCIM.
//!
//! Facts carry the tag of their source: [D] vendor documentation (OpenAPI, version 2026-01-01), [A] assumed.
//! That roles are given by name, and ids are looked up, is what the vendor told a customer [S].

mod access;
mod catalogue;
mod cells;
mod create;
mod deprovision;
mod directory;
pub mod endpoints;
mod flow;
mod listing;
mod observed;
mod operation;
pub(crate) mod options;
mod person;
mod plan;
mod requests;
mod roles;
pub mod scim_route;
mod settle;
mod together;
pub(crate) mod user;
mod verify;

pub use observed::{Account, Changes, Observed, WorkspaceState};
pub use options::{Options, Route};
pub use user::{Field, User, WorkspaceWish};

use crate::auth::{ClientCredentials, Style};
use crate::engine::settings::{base_url, read};
use crate::engine::{Client, Settings};
use crate::error::{Error, Result};
use serde_json::Value;

/// The platform's name, whichever the route.
pub const NAME: &str = "workiva";

/// The columns a roster may have.
pub const ROSTER_COLUMNS: [&str; 8] = [
    "email",
    "userName",
    "givenName",
    "familyName",
    "displayName",
    "organizationRoles",
    "workspaces",
    "exact",
];

const ROUTES: &str = "give route: \"platform\" or route: \"scim\"";
const API_VERSION: &str = "2026-01-01";
const TOKEN_PATH: &str = "/iam/v1/oauth2/token";
const SCOPE: &str = "organization:read organization:write";

/// The platform route with its settings.
#[derive(Clone, Debug)]
pub struct Workiva {
    pub(crate) organization: String,
    /// The scope asked for.
    scope: Option<String>,
}

/// A client of the route that the options name.
///
/// # Errors
/// `config_invalid`, naming the setting.
pub fn client(options: Value) -> Result<Client> {
    let route = options.get("route").filter(|route| !route.is_null()).cloned();
    match route.as_ref().map(Value::as_str) {
        Some(Some("platform")) => platform(options).map_err(|error| error.on(NAME)),
        Some(Some("scim")) => scim_route::client(options).map_err(|error| error.on(NAME)),
        None => Err(Error::invalid("route: is missing").hint(ROUTES).on(NAME)),
        Some(_) => Err(Error::invalid("route: is none that there is").hint(ROUTES).on(NAME)),
    }
}

/// Token [D]: a form with `grant_type`, id, secret and scope; its life is short (599 s in the example), and
/// the call counts towards the rate limit, so it is kept.
fn platform(options: Value) -> Result<Client> {
    let (mut settings, own) = Settings::split(options)?;
    let own = read::<Options>("options", own)?.checked()?;
    let base = base_url(&settings, &own.base_url)?.with_link_hosts(own.link_hosts()?);
    if settings.headers.iter().any(|(name, _)| name == "x-version") {
        return Err(Error::invalid("headers: x-version is set by Provisor itself").hint("use apiVersion"));
    }
    // Without it a request falls to the version of 2022-01-01, whose paths differ [D].
    let version = own.api_version.unwrap_or_else(|| API_VERSION.to_owned());
    settings.headers.push(("x-version".to_owned(), version));
    let scope = Some(own.scope.unwrap_or_else(|| SCOPE.to_owned()));
    let scope = scope.filter(|scope| !scope.trim().is_empty());
    let scheme = ClientCredentials {
        token_url: base.join(own.token_path.as_deref().unwrap_or(TOKEN_PATH)),
        client_id: own.credentials.client_id,
        client_secret: own.credentials.client_secret,
        scope: scope.clone(),
        style: Style::Form,
    };
    let workiva = Workiva { organization: own.organization, scope };
    Ok(Client::new(workiva, base, settings, Box::new(scheme)))
}
