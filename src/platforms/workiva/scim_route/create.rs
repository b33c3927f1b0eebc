//! The create, and how it ends when its answer was not a clear yes.

use super::super::create::Created;
use super::super::user::User;
use super::endpoints::{CreateUser, CreatedUser};
use super::observed::Account;
use super::people::Keys;
use super::WorkivaScim;
use crate::engine::{by_others, create_once, doubtful, found_again, Context, Creation, Ending, Promise};
use crate::error::{Code, Result};

/// What this server does with a second create is documented nowhere. RFC 7644 §3.3 wants 409 for a user name that is
/// taken, which is not enough to send a create again that may have been done.
const PROMISE: Promise = Promise { refuses_duplicates: false };

impl WorkivaScim {
    pub(super) async fn create(&self, context: &Context, user: &User) -> Result<Created> {
        let endpoint = CreateUser { user };
        let creation = create_once(
            context,
            PROMISE,
            async || context.create(&endpoint).await,
            async || {
                Ok(self.find_one(context, "look for the user again", Keys::UserName, user).await?.account)
            },
        );
        Ok(match creation.await? {
            Creation::Said(CreatedUser { id, is_new }) => {
                let warning = (!is_new).then(|| {
                    "the server answered 200 rather than 201: the account may have been there already"
                        .to_owned()
                });
                Created::Ours { id, is_seen: false, warning }
            }
            Creation::FoundOurs(account, doubt) => Created::Ours {
                is_seen: account.differing.is_empty(),
                id: account.id,
                warning: Some(found_again(&doubt)),
            },
            Creation::Refused(error) if error.code == Code::Conflict => {
                let error = error.hint(format!(
                    "no user that this connection shows has it: {:?} may be the user name of somebody in another \
                     organization, whom an administrator can admit",
                    user.user_name
                ));
                Created::Not(not_created(context, user, Creation::Refused(error)))
            }
            other => Created::Not(not_created(context, user, other)),
        })
    }
}

/// The ending of a create that made nothing, as far as is known.
fn not_created(context: &Context, user: &User, creation: Creation<Account, CreatedUser>) -> Ending {
    let if_exists = context.settings().if_exists();
    // What somebody else's account has was not compared.
    let theirs = |account: &Account| by_others(if_exists, account.id.clone(), true);
    doubtful(user.email.as_str(), creation, |account| account.id.clone(), theirs)
}
