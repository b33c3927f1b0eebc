//! Stage 4: a look must show what the create said.

use super::lookup::{find_user, find_users};
use super::observed::{Account, Observed, Tenant};
use super::user::User;
use super::MyWorkpal;
use crate::email::Email;
use crate::engine::{confirmed, look_patiently, Context, Ending};
use crate::error::{Code, Result};

impl MyWorkpal {
    pub(super) async fn look_together(
        &self,
        context: &Context,
        written: &[(User, Observed, Ending)],
    ) -> Result<Vec<Result<Option<Account>>>> {
        let Some((_, observed, _)) = written.first() else { return Ok(Vec::new()) };
        let emails: Vec<Email> = written.iter().map(|(user, ..)| user.email.clone()).collect();
        match find_users(context, &observed.tenant, &emails).await {
            Err(error) if error.code == Code::Aborted => Err(error),
            // Something was written: that it cannot be confirmed is how each of them ends.
            Err(error) => Ok(written.iter().map(|_| Err(error.clone())).collect()),
            found => found,
        }
    }
}

/// Stage 4: the look must show the id that the create gave.
pub(super) async fn confirm(
    context: &Context,
    user: &User,
    tenant: &Tenant,
    ending: Ending,
    seen: Result<Option<Account>>,
) -> Result<Ending> {
    let seen = match seen {
        Ok(None) => {
            look_patiently(context, 4, &async || {
                // The first look has just been made together.
                context.wait_before_look(0, "looking again: a new account may show late").await;
                find_user(context, tenant, &user.email).await
            })
            .await
        }
        seen => seen,
    };
    let seen = seen.map(|account| account.map(|account| account.system_id.to_string()));
    confirmed(user.email.as_str(), ending, seen)
}
