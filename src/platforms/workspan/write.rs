//! Replacing a user: read the whole resource, change it, put it back, read it again. Resources are personal:
//! they pass through memory only.

use super::account::Account;
use super::endpoints::{ReadUser, ReplaceUser};
use super::NAME;
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
/// `differing` is what the look has found.
pub(super) async fn replace(
    context: &Context,
    account: &Account,
    differing: &[String],
    change: impl Fn(&mut User) -> Result<Vec<String>>,
) -> Result<Ending> {
    let fingerprint = format!("replace {} {}", account.id, account.digest);
    let is_again = context.is_first_after_a_break();
    let writing = write(context, account, differing, change, is_again);
    let mut ending = Ending::new(Status::Updated, Some(account.id.clone()));
    ending.existed_before = true;
    match context.step("replace the user", &fingerprint, writing).await? {
        Replaced::Done(changed) => {
            ending.verified = true;
            ending.changes = changed;
        }
        Replaced::Refused(error) => {
            ending.status = Status::Failed;
            ending.error = Some(error);
        }
        Replaced::Unclear(error) => {
            ending.status = Status::Unknown;
            ending.error =
                Some(error.hint("look at the user by hand, or run again: it is read before it is written"));
        }
    }
    Ok(ending)
}

async fn write(
    context: &Context,
    account: &Account,
    differing: &[String],
    change: impl Fn(&mut User) -> Result<Vec<String>>,
    is_again: bool,
) -> Result<Replaced> {
    let mut resource = match read(context, account).await {
        // An earlier life of the run may have replaced it and left no word.
        Err(error) if is_again && error.code != Code::Aborted && !error.is_for_the_run() => {
            return Ok(Replaced::Unclear(error))
        }
        read => read?,
    };
    let left = change(&mut resource)?;
    // An interrupted life of this run may have written what differed when it looked.
    let mut changed = differing.to_vec();
    changed.extend(left.iter().filter(|name| !differing.contains(name)).cloned());
    if left.is_empty() {
        return Ok(Replaced::Done(changed));
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
    let left = match read(context, account).await.and_then(|mut seen| change(&mut seen)) {
        Ok(left) => left,
        Err(error) if error.code == Code::Aborted => return Err(error),
        Err(error) => return Ok(Replaced::Unclear(error)),
    };
    if left.is_empty() {
        return Ok(Replaced::Done(changed));
    }
    let words = format!("the platform took the user, but this is not as asked: {}", left.join(", "));
    let hint = "these attributes may be read-only on the platform: look at the user by hand";
    Ok(Replaced::Refused(Error::new(Code::Conflict, words).on(NAME).at_step("replace the user").hint(hint)))
}

/// Reads the whole resource; somebody else's is never written back.
async fn read(context: &Context, account: &Account) -> Result<User> {
    let resource = context.peek(&ReadUser { id: account.id.clone() }).await?;
    match resource.id() == Some(account.id.as_str()) {
        true => Ok(resource),
        false => Err(Error::bad_response("the platform answers with another user than the one asked for")
            .on(NAME)
            .at_step("read the user")),
    }
}

fn is_unclear(error: &Error) -> bool {
    error.in_doubt
        || matches!(error.code, Code::Timeout | Code::Network | Code::ServerError | Code::BadResponse)
}
