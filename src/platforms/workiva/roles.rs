//! Gives and takes roles: a change is accepted, followed to its end, and read back.

use super::endpoints::{ChangeRoles, HeldRoles, Holder, Named};
use super::listing::names;
use super::observed::Changes;
use super::operation::{follow, Followed};
use super::settle::{settle, Said, Stop};
use crate::engine::{Context, Endpoint};
use crate::error::{Code, Result};

/// Gives and takes roles; says what a person should know all the same.
pub(super) async fn change(
    context: &Context,
    organization: &str,
    holder: Holder<'_>,
    changes: &Changes,
) -> std::result::Result<Vec<String>, Stop> {
    let mut warnings = Vec::new();
    for (roles, revoke) in [(&changes.add, false), (&changes.remove, true)] {
        if roles.is_empty() {
            continue;
        }
        let said = ask(context, organization, holder, roles, revoke).await?;
        let listed: Vec<_> = roles.iter().map(|role| role.name.as_str()).collect();
        let what =
            format!("{} {}", if revoke { "take the role" } else { "give the role" }, listed.join(", "));
        let left = async || {
            let held = held(context, organization, holder).await?;
            let is_left = |role: &&Named| held.iter().any(|other| other.id == role.id) == revoke;
            Ok(roles.iter().filter(is_left).cloned().collect())
        };
        warnings.extend(settle(context, &what, said, left, |role: &Named| role.name.clone()).await?);
    }
    Ok(warnings)
}

/// The roles held now.
pub(super) async fn held(context: &Context, organization: &str, holder: Holder<'_>) -> Result<Vec<Named>> {
    names(context, HeldRoles { organization, holder, next: None }).await
}

/// Asks for the change, and follows its operation.
async fn ask(
    context: &Context,
    organization: &str,
    holder: Holder<'_>,
    roles: &[Named],
    revoke: bool,
) -> std::result::Result<Said, Stop> {
    let roles: Vec<_> = roles.iter().map(|role| role.id.as_str()).collect();
    let change = ChangeRoles { organization, holder, roles, revoke };
    let fingerprint = format!("{} {}", change.target().map_err(Stop::not_done)?, change.roles.join(","));
    let asked = context.step(ChangeRoles::METADATA.purpose, &fingerprint, async {
        let accepted = context.peek(&change).await?;
        Ok(Followed::of(context, &accepted))
    });
    match asked.await {
        Ok(followed) => follow(context, &followed).await.map_err(Stop::unknown),
        Err(error) if error.code == Code::Aborted => Err(Stop::unknown(error)),
        Err(error) => Ok(Said::of::<()>(Err(error))),
    }
}
