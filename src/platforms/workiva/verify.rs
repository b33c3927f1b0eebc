//! After a create, a look must show the account that it said.

use super::directory::{by_id, fresh};
use super::observed::{Account, Observed};
use super::user::{Field, User};
use super::Workiva;
use crate::engine::{confirmed, look_patiently, Context, Ending, Status};
use crate::error::{Code, Error, Result};

impl Workiva {
    /// Looks at those who were just created: one is read alone, several are listed together.
    pub(super) async fn look_together(
        &self,
        context: &Context,
        written: &[(User, Observed, Ending)],
    ) -> Result<Vec<Result<Option<Account>>>> {
        if written.len() < 2 {
            // Each is read alone anyway, and patiently.
            return Ok(written.iter().map(|_| Ok(None)).collect());
        }
        let users: Vec<_> = written.iter().map(|(user, ..)| user.clone()).collect();
        let fingerprint = format!("{} {}", self.organization, self.fingerprint(&users));
        let search = async {
            let directory = fresh(context, &self.organization).await?;
            Ok(users.iter().map(|user| directory.find(user)).collect())
        };
        match context.step("list the users again", &fingerprint, search).await {
            Err(error) if error.code == Code::Aborted => Err(error),
            // Something was written: that it cannot be confirmed is how each of them ends.
            Err(error) => Ok(written.iter().map(|_| Err(error.clone())).collect()),
            found => found,
        }
    }

    /// What a look has shown must be what the create said.
    pub(super) async fn confirm(
        &self,
        context: &Context,
        user: &User,
        ending: Ending,
        seen: Result<Option<Account>>,
    ) -> Result<Ending> {
        let said = ending.id.clone().unwrap_or_default();
        let seen = match seen {
            Ok(None) => look_patiently(context, 4, &async || self.read(context, user, &said).await).await,
            seen => seen,
        };
        match seen {
            Ok(Some(account)) if account.id == said && !account.differing.is_empty() => {
                let names: Vec<_> = account.differing.iter().map(|field: &Field| field.name()).collect();
                let words =
                    format!("it was created, but these fields are not as asked: {}", names.join(", "));
                let error = Error::new(Code::Conflict, words).hint("run again: they are then changed");
                let error = Some(error.at_step("read the user"));
                Ok(Ending { status: Status::Failed, verified: false, error, ..ending })
            }
            // What the stages before have confirmed says nothing about the account.
            seen => confirmed(
                user.email.as_str(),
                Ending { verified: false, ..ending },
                seen.map(|account| account.map(|account| account.id)),
            ),
        }
    }

    async fn read(&self, context: &Context, user: &User, id: &str) -> Result<Option<Account>> {
        let fingerprint =
            format!("{} {id} {}", self.organization, self.fingerprint(std::slice::from_ref(user)));
        context.step("read the user", &fingerprint, by_id(context, &self.organization, id, user)).await
    }
}
