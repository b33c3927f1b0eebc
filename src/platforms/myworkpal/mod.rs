//! MyWorkpal: HR and benefits. OData look-ups, a create, a look to verify.
//!
//! Facts carry the tag of their source: [S] the vendor's walk-through "create a new system user with the
//! least amount of API calls", [D] other vendor documents, [A] assumed.

mod create;
pub mod endpoints;
mod flow;
mod listing;
mod lookup;
mod observed;
pub(crate) mod options;
mod plan;
mod requests;
mod update;
pub(crate) mod user;
mod verify;

pub use listing::Listing;
pub use observed::{Account, Observed, RecordState, Tenant};
pub use options::{Options, Paths};
pub use user::{SystemId, TenantKey, User};

use crate::auth::{ClientCredentials, Style};
use crate::engine::settings::{base_url, read};
use crate::engine::{Client, Settings};
use crate::error::{Error, Result};
use serde_json::Value;

/// The platform's name.
pub const NAME: &str = "myworkpal";

/// The columns a roster may have; `details.…` reaches into the sections.
pub const ROSTER_COLUMNS: [&str; 4] = ["email", "company", "subDomain", "details"];

/// Whether a value under this key is personal or secret: never logged, planned, stored or reported. The
/// platform's user record carries them all.
pub(crate) fn is_sensitive(key: &str) -> bool {
    const SENSITIVE: [&str; 6] =
        ["secretKey", "verificationKey", "hashedPassword", "niNumber", "salary", "dateOfBirth"];
    SENSITIVE.iter().any(|name| name.eq_ignore_ascii_case(key))
}

/// The platform with its settings.
#[derive(Clone, Debug)]
pub struct MyWorkpal {
    pub(crate) paths: Paths,
}

/// A client, from the options of the JavaScript API.
///
/// Token [D]: `POST {baseUrl}/idp/connect/token`, a form with `scope=api`, id and secret in the body. Both
/// are chosen by an administrator, so any text will do.
///
/// # Errors
/// `config_invalid`, naming the setting.
pub fn client(options: Value) -> Result<Client> {
    build(options).map_err(|error| error.on(NAME))
}

fn build(options: Value) -> Result<Client> {
    let (settings, own) = Settings::split(options)?;
    let Options { base_url: base, credentials, paths } = read("options", own)?;
    let base = base_url(&settings, &base)?;
    if credentials.client_id.is_empty() {
        return Err(Error::invalid("credentials.clientId: is empty").hint("give the API client's id"));
    }
    if credentials.client_secret.is_empty() {
        return Err(Error::invalid("credentials.clientSecret: is empty").hint("give the API client's secret"));
    }
    let paths = paths.unwrap_or_default().checked()?;
    let scheme = ClientCredentials {
        token_url: base.join("/idp/connect/token"),
        client_id: credentials.client_id,
        client_secret: credentials.client_secret,
        scope: Some("api".to_owned()),
        style: Style::Form,
    };
    Ok(Client::new(MyWorkpal { paths }, base, settings, Box::new(scheme)))
}
