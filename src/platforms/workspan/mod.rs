//! WorkSpan: Application Users made by hand and proven by software; people through a SCIM without PATCH.
//!
//! Facts carry the tag of their source: [S] the vendor's support page, [D] its developer portal, [C] seen in
//! clients, [A] assumed.

mod account;
pub mod endpoints;
mod flow;
mod guide;
pub(crate) mod options;
mod requests;
mod scheme;
pub(crate) mod user;
mod write;

pub use account::Account;
pub use guide::{application_user_steps, ApplicationUserSteps, Step};
pub use options::Options;
pub use user::User;

use crate::auth::{ClientCredentials, Style};
use crate::engine::settings::{base_url, read};
use crate::engine::{Client, Settings};
use crate::error::{Error, Result};
use scheme::WorkSpanScheme;
use serde_json::Value;

/// The platform's name.
pub const NAME: &str = "workspan";

/// The columns a roster may have.
pub const ROSTER_COLUMNS: [&str; 6] =
    ["email", "givenName", "familyName", "displayName", "department", "active"];

/// The platform with what is worth saying about its settings.
#[derive(Clone, Debug)]
pub struct WorkSpan {
    warnings: Vec<String>,
}

/// A client, from the options of the JavaScript API.
///
/// Token: `POST {baseUrl}/oauth/token` with a JSON body [S]; the path is documented [D].
///
/// # Errors
/// `config_invalid`, naming the setting.
pub fn client(options: Value) -> Result<Client> {
    build(options).map_err(|error| error.on(NAME))
}

fn build(options: Value) -> Result<Client> {
    let (settings, own) = Settings::split(options)?;
    let Options { base_url: base, credentials, environment, subscription_key } = read("options", own)?;
    let base = base_url(&settings, &base)?;
    // The page's own sample of the id begins with a space [S].
    let client_id = credentials.client_id.trim().to_owned();
    let client_secret = credentials.client_secret.trimmed();
    if client_id.is_empty() {
        return Err(Error::invalid("credentials.clientId: is empty").hint("give the Application User ID"));
    }
    if client_secret.is_empty() {
        return Err(Error::invalid("credentials.clientSecret: is empty")
            .hint("give the Application User's secret; it can be reset on the company page"));
    }
    let environment = environment.map(|name| options::header_value("environment", &name)).transpose()?;
    let subscription_key = subscription_key.as_ref().map(options::key).transpose()?.flatten();
    let platform = WorkSpan { warnings: pair_warnings(&client_id) };
    let token_url = base.join("/oauth/token");
    let scheme = WorkSpanScheme {
        pair: ClientCredentials { token_url, client_id, client_secret, scope: None, style: Style::Json },
        environment,
        subscription_key,
    };
    Ok(Client::new(platform, base, settings, Box::new(scheme)))
}

/// The page writes the prefix in two ways [S]: another one is worth a word, never a refusal.
fn pair_warnings(client_id: &str) -> Vec<String> {
    const PREFIXES: [&str; 2] = ["WS-ApplicationUser_", "WSApplicationUser_"];
    match PREFIXES.iter().any(|prefix| client_id.starts_with(prefix)) {
        true => Vec::new(),
        false => vec!["credentials.clientId does not begin with WS-ApplicationUser_: it may not be an \
                       Application User ID"
            .to_owned()],
    }
}
