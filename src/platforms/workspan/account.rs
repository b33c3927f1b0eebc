//! What a look at WorkSpan finds: ids and states, nothing personal.

use super::endpoints::ListUsers;
use super::user::User;
use super::NAME;
use crate::engine::Context;
use crate::error::{Error, Result};
use crate::http::digest;
use crate::scim;
use serde::{Deserialize, Serialize};

/// An account that exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Its id (`Ws-Person_…`), opaque.
    pub id: String,
    /// Whether its user may work, where the platform says so.
    pub active: Option<bool>,
    /// A digest of the resource; the resource itself is not kept.
    pub digest: String,
    /// The fields that differ from what was asked; names only.
    pub differing: Vec<String>,
}

impl Account {
    /// The account of a resource, compared with what was asked.
    pub(super) fn of(resource: &scim::User, user: &User) -> Result<Self> {
        let id = resource.id().ok_or_else(|| Error::bad_response("the user has no id").on(NAME))?.to_owned();
        let mut wanted = resource.clone();
        let differing = user.write_to(&mut wanted)?;
        Ok(Self {
            id,
            active: resource.active(),
            digest: digest(&resource.replacement().to_string()),
            differing,
        })
    }
}

/// Looks one user up by name: only `userName` filters [D]. Judged by what came back, not by the counts.
pub(super) async fn find(context: &Context, user: &User) -> Result<Option<Account>> {
    let endpoint = ListUsers { user_name: user.email.as_str().to_owned() };
    let names = wanted_names(user);
    let fingerprint = format!("{} {}", context.fingerprint(&endpoint)?, digest(&names));
    context
        .step("look up the user", &fingerprint, async {
            let found = scim::only_user(context.peek(&endpoint).await?, user.email.as_str())?.at_most_one();
            let found = found.map_err(|error| error.on(NAME).at_step("look up the user"))?;
            found.map(|resource| Account::of(&resource, user)).transpose()
        })
        .await
}

/// What is compared: another wish is another look.
fn wanted_names(user: &User) -> String {
    format!(
        "{} {} {:?} {:?} {:?}",
        user.given_name, user.family_name, user.display_name, user.department, user.active
    )
}
