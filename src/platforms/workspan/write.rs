//! Replacing a user: read the whole resource, change it, put it back, read it again. Resources are personal:
//! they pass through memory only.

use super::account::Account;
use super::endpoints::{ReadUser, ReplaceUser};
use crate::engine::{Context, Ending, Status};
use crate::error::{Code, Error, Result};
use crate::http::{Secret, SecretName};
use crate::scim::User;
use serde::{Deserialize, Serialize};

/// The vault's name for the resource of an account while it is being replaced.
pub(super) fn replace_name(id: &str) -> SecretName {
    SecretName::new(format!("user#{id}"))
}

/// What replacing came to, as far as it is kept.
#[derive(Serialize, Deserialize)]
enum Replaced {
    Done(Vec<String>),
    Refused(Error),
    Unclear(Error),
}

/// Brings an account to what `change` makes of it; gives the ending with the names of what was changed.
pub(super) async fn replace(
    context: &Context,
    account: &Account,
    mut ending: Ending,
    change: impl Fn(&mut User) -> Result<Vec<String>>,
) -> Result<Ending> {
    let fingerprint = format!("replace {} {}", account.id, account.digest);
    match context.step("replace the user", &fingerprint, write(context, account, change)).await? {
        Replaced::Done(changed) => {
            ending.status = if changed.is_empty() { Status::Unchanged } else { Status::Updated };
            ending.changes = changed;
        }
        Replaced::Refused(error) => {
            ending.status = Status::Failed;
            ending.verified = false;
            ending.error = Some(error);
        }
        Replaced::Unclear(error) => {
            ending.status = Status::Unknown;
            ending.verified = false;
            ending.error =
                Some(error.hint("look at the user by hand, or run again: it is read before it is written"));
        }
    }
    Ok(ending)
}

async fn write(
    context: &Context,
    account: &Account,
    change: impl Fn(&mut User) -> Result<Vec<String>>,
) -> Result<Replaced> {
    let read = || async { context.peek(&ReadUser { id: account.id.clone() }).await };
    let mut resource = read().await?;
    let before = resource.replacement();
    let changed = change(&mut resource)?;
    if resource.replacement() == before {
        return Ok(Replaced::Done(Vec::new()));
    }
    // By reference, so that no log, plan or journal can hold it.
    let name = replace_name(&account.id);
    context.keep_secret(name.clone(), Secret::new(resource.replacement().to_string()));
    let written = context.peek(&ReplaceUser { id: account.id.clone(), resource: name.clone() }).await;
    context.forget_secret(&name);
    match written {
        Ok(()) => {}
        Err(error) if error.code == Code::Aborted => return Err(error),
        Err(error) if is_unclear(&error) => return Ok(Replaced::Unclear(error)),
        Err(error) if error.is_for_the_run() => return Err(error),
        Err(error) => return Ok(Replaced::Refused(error)),
    }
    // From here on something was written: whatever fails is how it ends.
    let mut seen = match read().await {
        Ok(seen) => seen,
        Err(error) if error.code == Code::Aborted => return Err(error),
        Err(error) => return Ok(Replaced::Unclear(error)),
    };
    let seen_before = seen.replacement();
    change(&mut seen)?;
    if seen.replacement() == seen_before {
        return Ok(Replaced::Done(changed));
    }
    let words = format!("the platform took the user, but not as asked: {}", changed.join(", "));
    Ok(Replaced::Unclear(Error::new(Code::Conflict, words)))
}

fn is_unclear(error: &Error) -> bool {
    matches!(error.code, Code::Timeout | Code::Network | Code::ServerError | Code::BadResponse)
}
