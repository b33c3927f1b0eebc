//! After a create, a look-up must show the account that it said.

use super::super::user::{Field, User};
use super::observed::{Account, Observed};
use super::people::{Keys, Seen};
use super::WorkivaScim;
use crate::engine::{confirmed, Context, Ending, Status};
use crate::error::{Code, Error, Result};

const STEP: &str = "look for the new users";

impl WorkivaScim {
    /// Looks those who were just created up again, together, and again those who do not show yet.
    pub(super) async fn confirm(
        &self,
        context: &Context,
        written: Vec<(User, Observed, Ending)>,
    ) -> Result<Vec<Ending>> {
        const LOOKS: u32 = 4;
        let mut seen: Vec<Result<Option<Account>>> = written.iter().map(|_| Ok(None)).collect();
        for look in 0..LOOKS {
            let unseen: Vec<usize> =
                (0..seen.len()).filter(|at| matches!(seen.get(*at), Some(Ok(None)))).collect();
            if unseen.is_empty() {
                break;
            }
            if look > 0 {
                context.wait_before_look(look, "looking again: a new account may show late").await;
            }
            let users: Vec<User> =
                unseen.iter().filter_map(|at| written.get(*at)).map(|(user, ..)| user.clone()).collect();
            let found = match self.find(context, STEP, Keys::UserName, &users).await {
                Err(error) if error.code == Code::Aborted => return Err(error),
                // They were written: that it cannot be confirmed is how each of them ends.
                Err(error) => unseen.iter().map(|_| Err(error.clone())).collect(),
                Ok(found) => found,
            };
            for (at, found) in unseen.into_iter().zip(found) {
                if let Some(place) = seen.get_mut(at) {
                    *place = found.map(|Seen { account, .. }| account);
                }
            }
        }
        let each = written.into_iter().zip(seen);
        each.map(|((user, _, ending), seen)| as_asked(&user, ending, seen)).collect()
    }
}

/// What a look has shown must be what the create said, and as it was asked.
fn as_asked(user: &User, ending: Ending, seen: Result<Option<Account>>) -> Result<Ending> {
    let differing = match &seen {
        Ok(Some(account)) => account.differing.iter().map(|field: &Field| field.name()).collect(),
        _ => Vec::new(),
    };
    let seen = seen.map(|account| account.map(|account| account.id));
    let mut ending = confirmed(user.email.as_str(), ending, seen)?;
    ending.error = ending.error.map(|error| error.at_step(STEP));
    if ending.verified && !differing.is_empty() {
        let words = format!("it was created, but these fields are not as asked: {}", differing.join(", "));
        let error = Error::new(Code::Conflict, words).hint("run again: they are then changed");
        ending =
            Ending { status: Status::Failed, verified: false, error: Some(error.at_step(STEP)), ..ending };
    }
    Ok(ending)
}
