//! Deactivating means suspending [D]: `active` becomes false, and a look must show it. Nothing removes a user.

use super::super::settle::{settle, Said, Stop};
use super::super::user::User;
use super::endpoints::UpdateUser;
use super::observed::Account;
use super::people::{by_id, Keys, Seen};
use super::WorkivaScim;
use crate::engine::{Context, Ending, Status};
use crate::error::{Code, Error, Result};
use crate::http::digest;
use crate::scim::Patch;

impl WorkivaScim {
    pub(super) async fn suspend(&self, context: &Context, user: &User) -> Result<Ending> {
        let Seen { account, by_email, .. } =
            self.find_one(context, "look up the user", Keys::Both, user).await?;
        let Some(account) = account else {
            let mut ending = Ending::new(Status::Unchanged, None);
            ending.verified = true;
            ending.warnings.push("there is no such user: nothing to suspend".to_owned());
            ending.warnings.extend((!by_email).then(|| super::plan::BLIND_TO_EMAIL.to_owned()));
            return Ok(ending);
        };
        let mut ending = Ending::new(Status::Unchanged, Some(account.id.clone()));
        ending.existed_before = true;
        if account.is_suspended {
            ending.verified = true;
            return Ok(ending);
        }
        ending.status = Status::Updated;
        match inactivate(context, user, &account).await {
            Ok(warning) => {
                ending.verified = true;
                ending.changes.push("active".to_owned());
                ending.warnings.extend(warning);
                Ok(ending)
            }
            Err(Stop { error, .. }) if error.code == Code::Aborted => Err(error),
            Err(Stop { error, known: true }) if error.is_for_the_run() => Err(error),
            Err(stop) => Ok(stop.end(ending)),
        }
    }
}

async fn inactivate(
    context: &Context,
    user: &User,
    account: &Account,
) -> std::result::Result<Option<String>, Stop> {
    let id = account.id.as_str();
    let patch = Patch::new().active(false).map_err(Stop::not_done)?;
    let said = match context.call(&UpdateUser { id, patch }).await {
        Err(error) if error.is_for_the_run() && !error.in_doubt => return Err(Stop::not_done(error)),
        result => Said::of(result),
    };
    let left = async || {
        let fingerprint = digest(&format!("{id} {user:?}"));
        let found = context.step("read the user", &fingerprint, by_id(context, id, user)).await?;
        let gone = || Error::new(Code::NotFound, "the user is not there any more").at_step("read the user");
        Ok((!found.ok_or_else(gone)?.is_suspended).then_some("active").into_iter().collect())
    };
    settle(context, "suspend the user", said, left, |field: &&str| (*field).to_owned()).await
}
