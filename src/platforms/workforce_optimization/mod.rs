//! Workforce Optimization, "Classic": session login, one list of everybody, read-modify-write.
//!
//! Facts carry the tag of their source: [S] the source document "Create an API user for Classic Workforce
//! Optimization", [C] public client code (the API reference itself is not public), [A] assumed.

mod compare;
mod create;
mod deprovision;
pub mod endpoints;
mod flow;
mod ids;
mod known;
mod lookup;
mod observed;
pub(crate) mod options;
mod plan;
mod requests;
mod update;
pub(crate) mod user;
mod write;

pub use ids::{GroupId, PersonId, TeamId};
pub use observed::{Account, Observed, State, Wanted};
pub use options::{Options, Paths};
pub use user::User;

use crate::auth::SessionLogin;
use crate::email::fold;
use crate::engine::settings::{base_url, read};
use crate::engine::{Client, Settings};
use crate::error::{Error, Result};
use serde_json::Value;

/// The platform's name.
pub const NAME: &str = "workforce-optimization";

/// The columns a roster may have; `scope.…` reaches into the scope.
pub const ROSTER_COLUMNS: [&str; 8] =
    ["userName", "firstName", "lastName", "password", "roles", "team", "scope", "wfmViews"];

/// Whether a value under this key is secret: never logged, planned, stored or reported.
pub(crate) fn is_sensitive(key: &str) -> bool {
    key.eq_ignore_ascii_case("password")
}

/// The platform with its settings.
#[derive(Clone, Debug)]
pub struct WorkforceOptimization {
    pub(crate) paths: Paths,
    /// The user whose roles and views are known where the platform does not list them.
    pub(crate) reference_user: Option<String>,
    /// Who logs in, folded.
    pub(crate) own_user: String,
}

/// A client, from the options of the JavaScript API.
///
/// Login [C]: `POST {baseUrl}/api/rest/authorize` with user, password and language; the session id goes into
/// the cookie `hazelcast.sessionId`; `DELETE` of the same address ends it.
///
/// # Errors
/// `config_invalid`, naming the setting.
pub fn client(options: Value) -> Result<Client> {
    build(options).map_err(|error| error.on(NAME))
}

fn build(options: Value) -> Result<Client> {
    let (settings, own) = Settings::split(options)?;
    let Options { base_url: base, credentials, reference_user, paths } = read("options", own)?;
    let base = base_url(&settings, &base)?;
    if credentials.user_id.trim().is_empty() {
        return Err(Error::invalid("credentials.userId: is empty").hint("give the API user's user name"));
    }
    if credentials.password.is_empty() {
        return Err(Error::invalid("credentials.password: is empty").hint("give the API user's password"));
    }
    if reference_user.as_deref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Error::invalid("referenceUser: is empty")
            .hint("give the user name of somebody with the roles and views to copy, or leave it out"));
    }
    let paths = paths.unwrap_or_default().checked()?;
    let own_user = fold(credentials.user_id.trim());
    let scheme = SessionLogin {
        url: base.join(&format!("{}/authorize", endpoints::PREFIX)),
        user_id: credentials.user_id,
        password: credentials.password,
        cookie: "hazelcast.sessionId",
    };
    let platform = WorkforceOptimization { paths, reference_user, own_user };
    Ok(Client::new(platform, base, settings, Box::new(scheme)))
}
