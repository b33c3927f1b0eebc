//! What is done for one person alone: the account. All the rest is getting into groups and out of them, together.

use super::super::create::Created;
use super::super::settle::{settle, Said, Stop};
use super::super::user::{Field, User};
use super::endpoints::{update_of, UpdateUser};
use super::observed::{Account, Observed};
use super::people::by_id;
use super::WorkivaScim;
use crate::engine::{Applied, Context, Ending, Status};
use crate::error::{Code, Error, Result};
use crate::http::digest;

/// A person on the way.
pub(super) struct Person {
    pub context: Context,
    pub user: User,
    pub observed: Observed,
    /// The account's id.
    pub id: String,
    /// How it ends if nothing more happens.
    pub ending: Ending,
    /// Why it stopped.
    pub stop: Option<Stop>,
    /// The create was answered clearly; a look has still to confirm it.
    pub is_said: bool,
}

impl WorkivaScim {
    /// Creates or changes the account; an ending where there is none to go on with.
    pub(super) async fn alone(
        &self,
        context: Context,
        user: User,
        observed: Observed,
    ) -> Result<std::result::Result<Person, Ending>> {
        let Some(account) = observed.account.clone() else {
            return Ok(match self.create(&context, &user).await? {
                Created::Not(ending) => Err(ending),
                Created::Ours { id, is_seen, warning } => {
                    let mut ending = Ending::new(Status::Created, Some(id.clone()));
                    ending.verified = is_seen;
                    ending.warnings.extend(warning);
                    Ok(Person { context, user, observed, id, ending, stop: None, is_said: !is_seen })
                }
            });
        };
        let ending = Ending::new(Status::Unchanged, Some(account.id.clone()));
        let ending = Ending { existed_before: true, verified: true, ..ending };
        let id = account.id.clone();
        let mut person = Person { context, user, observed, id, ending, stop: None, is_said: false };
        if !account.differing.is_empty() {
            person.stop = update(&mut person, &account).await.err();
        }
        Ok(Ok(person))
    }
}

/// Changes the fields that differ, and reads them again.
async fn update(person: &mut Person, account: &Account) -> std::result::Result<(), Stop> {
    let Person { context, user, .. } = &*person;
    let id = account.id.as_str();
    let patch = update_of(user, &account.differing, account.email_at).map_err(Stop::not_done)?;
    let said = Said::of(context.call(&UpdateUser { id, patch }).await);
    let left = async || {
        let fingerprint = digest(&format!("{id} {user:?}"));
        let found = context.step("read the user", &fingerprint, by_id(context, id, user)).await?;
        let gone = || Error::new(Code::NotFound, "the user is not there any more").at_step("read the user");
        let left = found.ok_or_else(gone)?.differing;
        Ok(left.into_iter().filter(|field| account.differing.contains(field)).collect())
    };
    let warning =
        settle(context, "change the user", said, left, |field: &Field| field.name().to_owned()).await?;
    person.ending.changes.extend(account.differing.iter().map(|field| field.name().to_owned()));
    person.ending.warnings.extend(warning);
    Ok(())
}

impl Person {
    /// What applying has come to.
    pub fn conclude(self) -> Result<Applied> {
        let has_written = self.ending.status == Status::Created || !self.ending.changes.is_empty();
        let mut ending = self.ending;
        match self.stop {
            Some(stop) if stop.error.code == Code::Aborted => Err(stop.error),
            Some(stop) if stop.error.is_for_the_run() && !stop.error.in_doubt && !has_written => {
                Err(stop.error)
            }
            Some(stop) => Ok(Applied::Settled(stop.end(ending))),
            None if self.is_said => Ok(Applied::Written(ending)),
            None => {
                if ending.status == Status::Unchanged && has_written {
                    ending.status = Status::Updated;
                }
                Ok(Applied::Settled(ending))
            }
        }
    }
}
