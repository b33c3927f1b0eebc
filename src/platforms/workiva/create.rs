//! The create, and how it ends when its answer was not a clear yes.

use super::directory::fresh;
use super::endpoints::{CreateUser, Id};
use super::observed::Account;
use super::user::User;
use super::Workiva;
use crate::engine::{by_others, create_once, doubtful, found_again, Context, Creation, Ending, Promise};
use crate::error::{Code, Result};

/// No document of this API says that a second user of one user name is refused. That SCIM, which serves the same
/// users, knows a user name once (RFC 7643 §4.1.1), and that there is a code `409Conflict`, makes it likely [A]: not
/// enough to send a create again that may have been done.
const PROMISE: Promise = Promise { refuses_duplicates: false };

/// How creating went.
pub(super) enum Created {
    /// It is there; whether a read has shown it already, and what to know all the same.
    Ours { id: String, is_seen: bool, warning: Option<String> },
    /// There is nothing to go on with.
    Not(Ending),
}

impl Workiva {
    pub(super) async fn create(&self, context: &Context, user: &User) -> Result<Created> {
        let endpoint = CreateUser { organization: &self.organization, user };
        let creation = create_once(
            context,
            PROMISE,
            async || context.create(&endpoint).await,
            async || self.look(context, user).await,
        );
        Ok(match creation.await? {
            Creation::Said(Id { id }) => Created::Ours { id, is_seen: false, warning: None },
            Creation::FoundOurs(account, doubt) => Created::Ours {
                // One that is not as asked is looked at again, and said to be so.
                is_seen: account.differing.is_empty(),
                id: account.id,
                warning: Some(found_again(&doubt)),
            },
            Creation::Refused(error) if error.code == Code::Conflict => {
                let error = error.hint(format!(
                    "no user of this organization has it: {:?} may be the user name of somebody in another one, whom \
                     an administrator can admit",
                    user.user_name
                ));
                Created::Not(self.not_created(context, user, Creation::Refused(error)))
            }
            other => Created::Not(self.not_created(context, user, other)),
        })
    }

    /// The ending of a create that made nothing, as far as is known.
    fn not_created(&self, context: &Context, user: &User, creation: Creation<Account, Id>) -> Ending {
        let if_exists = context.settings().if_exists();
        // What somebody else's account has was not compared.
        let theirs = |account: &Account| by_others(if_exists, account.id.clone(), true);
        doubtful(user.email.as_str(), creation, |account| account.id.clone(), theirs)
    }

    /// Looks for one person in a fresh listing.
    async fn look(&self, context: &Context, user: &User) -> Result<Option<Account>> {
        let fingerprint = format!("{} {}", self.organization, self.fingerprint(std::slice::from_ref(user)));
        let search = async { fresh(context, &self.organization).await?.find(user) };
        context.step("look for the user again", &fingerprint, search).await
    }
}
