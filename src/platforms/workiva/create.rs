//! The create, and how it ends when its answer was not a clear yes.

use super::directory::fresh;
use super::endpoints::{CreateUser, Id};
use super::observed::Account;
use super::user::User;
use super::Workiva;
use crate::engine::{create_once, Context, Creation, Ending, IfExists, Promise, Status};
use crate::error::{Code, Error, Result};

/// A user name is taken once and for all: SCIM serves the same users, and there `userName` is unique
/// (RFC 7643 §4.1.1); a second one is refused with `409Conflict` [D].
const PROMISE: Promise = Promise { refuses_duplicates: true };

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
            Creation::FoundOurs(account, doubt) => {
                let warning =
                    format!("the answer to the create was lost ({}); a look-up found it", doubt.message);
                Created::Ours { id: account.id, is_seen: true, warning: Some(warning) }
            }
            other => Created::Not(doubtful(context.settings().if_exists(), user, other)),
        })
    }

    /// Looks for one person in a fresh listing.
    async fn look(&self, context: &Context, user: &User) -> Result<Option<Account>> {
        let fingerprint = format!("{} {}", self.organization, self.fingerprint(std::slice::from_ref(user)));
        let search = async { fresh(context, &self.organization).await?.find(user) };
        context.step("look for the user again", &fingerprint, search).await
    }
}

/// The endings of a create that made nothing, as far as is known.
fn doubtful(if_exists: IfExists, user: &User, creation: Creation<Account, Id>) -> Ending {
    let email = user.email.as_str();
    match creation {
        Creation::FoundTheirs(account, _) => theirs(if_exists, &account),
        Creation::Refused(error) if error.code == Code::Conflict => {
            let error = error.hint(format!(
                "no user of this organization has it: {:?} may be the user name of somebody in another one, whom \
                 an administrator can admit",
                user.user_name
            ));
            Ending::because(Status::Conflict, error)
        }
        Creation::Refused(error) => Ending::because(Status::Failed, error),
        Creation::Absent(error) => Ending::because(
            // No look proves that it will not appear: it may still be on its way, or show late.
            Status::Unknown,
            Error::new(
                error.code,
                format!("no look-up shows {email}, but the create had no clear answer: {}", error.message),
            )
            .caused_by(error)
            .hint("run again later: it is looked up before anything is sent"),
        ),
        Creation::Hidden(error) => Ending::because(
            Status::Conflict,
            Error::new(
                Code::Conflict,
                format!("the platform refuses {email}, but no look-up shows why: {}", error.message),
            )
            .caused_by(error)
            .hint(
                "run again later; or look by hand: the account may show late, or be another organization's",
            ),
        ),
        Creation::Unknown(error) => Ending::because(
            Status::Unknown,
            Error::new(
                error.code,
                format!("whether {email} was created could not be established: {}", error.message),
            )
            .caused_by(error)
            .hint(format!("look for {email} by hand, or run again: it is looked up first")),
        ),
        Creation::Said(_) | Creation::FoundOurs(..) => {
            Ending::because(Status::Unknown, Error::new(Code::Internal, "the create was not verified"))
        }
    }
}

/// Somebody else was faster: what that account has was not compared.
fn theirs(if_exists: IfExists, account: &Account) -> Ending {
    const WHAT: &str = "somebody else created it between the look-up and the create";
    let mut ending = Ending::new(Status::Conflict, Some(account.id.clone()));
    ending.existed_before = true;
    let hint = match if_exists {
        IfExists::Leave => {
            ending.status = Status::Unchanged;
            ending.verified = true;
            ending.warnings.push(WHAT.to_owned());
            return ending;
        }
        IfExists::Fail => "ifExists is \"fail\"; \"update\" and \"leave\" go on",
        IfExists::Update => "run again: it is then compared with what was asked",
    };
    ending.error = Some(Error::new(Code::Conflict, WHAT).hint(hint).at_step("create the user"));
    ending
}
