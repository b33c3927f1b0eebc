//! Stage 4: a look must show what the create said.

use super::lookup::{find_user, find_users};
use super::observed::{Account, Observed, Tenant};
use super::user::User;
use super::MyWorkpal;
use crate::email::Email;
use crate::engine::{look_patiently, Context, Ending, Status};
use crate::error::{Code, Error, Result};

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
    mut ending: Ending,
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
    let said = ending.id.clone().unwrap_or_default();
    match seen {
        Ok(Some(account)) if account.system_id.to_string() == said => {
            ending.verified = true;
            Ok(ending)
        }
        Ok(Some(account)) => {
            let error = Error::new(
                Code::Conflict,
                format!("the create said SystemID {said}, the look-up says {}", account.system_id),
            )
            .hint("look at both by hand: the e-mail may be in use twice");
            Ok(Ending { status: Status::Conflict, error: Some(error), ..ending })
        }
        Ok(None) => {
            let error = Error::new(
                Code::NotFound,
                format!("the platform said it created SystemID {said}, but no look-up shows it"),
            )
            .hint(format!(
                "look for {} by hand, or run again later: it is looked up first",
                user.email.as_str()
            ));
            Ok(Ending { status: Status::Unknown, error: Some(error), ..ending })
        }
        Err(error) if error.code == Code::Aborted => Err(error),
        Err(error) => {
            let status = if error.code == Code::Ambiguous { Status::Conflict } else { Status::Unknown };
            let error = Error::new(
                error.code,
                format!("the platform said it created SystemID {said}, but that could not be confirmed"),
            )
            .caused_by(error)
            .hint(format!("look for {} by hand, or run again: it is looked up first", user.email.as_str()));
            Ok(Ending { status, error: Some(error), ..ending })
        }
    }
}
