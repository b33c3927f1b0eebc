//! Takes somebody out of the organization, and looks whether it is so.

use super::directory::{directory, fresh};
use super::endpoints::{DeleteUser, UserById};
use super::settle::{settle, Said, Stop};
use super::user::User;
use super::Workiva;
use crate::engine::{Context, Ending, Status};
use crate::error::{Code, Result};

/// Roles and memberships are not taken one by one first: revoking one together with the other took people
/// out of a whole workspace, as one report had it [D].
const REMOVED: &str =
    "the user is removed from the organization for good; to suspend somebody instead, use the \
                       SCIM route, for `status` cannot be changed here";

impl Workiva {
    pub(super) async fn remove(&self, context: &Context, user: &User) -> Result<Ending> {
        let organization = self.organization.as_str();
        let fingerprint = format!("{organization} {}", self.fingerprint(std::slice::from_ref(user)));
        let search = async { directory(context, organization).await?.find(user) };
        let Some(account) = context.step("look up the user", &fingerprint, search).await? else {
            let ending = Ending::new(Status::Unchanged, None);
            return Ok(Ending { verified: true, ..ending });
        };
        let mut ending = Ending::new(Status::Updated, Some(account.id.clone()));
        ending.existed_before = true;
        let id = account.id.as_str();
        let said = match context.call(&DeleteUser { organization, user: id }).await {
            // Gone already, or gone by the first of two tries.
            Err(error) if error.code == Code::NotFound => Said::Done,
            Err(error) if error.run_level && !error.in_doubt => return Err(error),
            result => Said::of(result),
        };
        let left = async || {
            let there = context.step("look whether the user is gone", id, self.is_there(context, id, user));
            Ok(there.await?.then(|| id.to_owned()).into_iter().collect())
        };
        match settle(context, "remove the user", said, left, |_: &String| {
            "the user is still there".to_owned()
        })
        .await
        {
            Ok(warning) => {
                ending.verified = true;
                ending.changes.push("removed from the organization".to_owned());
                ending.warnings.push(REMOVED.to_owned());
                ending.warnings.extend(warning);
                Ok(ending)
            }
            Err(Stop { error, .. }) if error.code == Code::Aborted => Err(error),
            Err(stop) => Ok(stop.end(ending)),
        }
    }

    /// By its id first; a 404 could be anything's, so the list is asked as well.
    async fn is_there(&self, context: &Context, id: &str, user: &User) -> Result<bool> {
        let organization = self.organization.as_str();
        match context.peek(&UserById { organization, user: id }).await {
            Ok(_) => Ok(true),
            Err(error) if error.code == Code::NotFound => {
                Ok(fresh(context, organization).await?.find(user)?.is_some())
            }
            Err(error) => Err(error),
        }
    }
}
