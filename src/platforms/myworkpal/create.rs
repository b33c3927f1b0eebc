//! Stage 3: the create, and how it ends when its answer was not a clear yes.

use super::endpoints::CreateUser;
use super::lookup::find_user;
use super::observed::{Account, Tenant};
use super::user::{Details, SystemId, User};
use super::MyWorkpal;
use crate::engine::{create_once, Applied, Context, Creation, Ending, IfExists, Platform, Promise, Status};
use crate::error::{Code, Error, Result};

/// "A duplicate e-mail is refused": e-mails are unique within a tenant [S].
const PROMISE: Promise = Promise { refuses_duplicates: true };

impl MyWorkpal {
    pub(super) fn create_endpoint<'a>(
        &'a self,
        user: &'a User,
        tenant: &'a Tenant,
        owner: &'a str,
    ) -> CreateUser<'a> {
        let sub_domain = tenant.sub_domain_name.as_str();
        CreateUser { platform: self, email: &user.email, sub_domain, details: &user.details, owner }
    }

    pub(super) async fn create(&self, context: &Context, user: &User, tenant: &Tenant) -> Result<Applied> {
        let owner = Self::identity(user);
        let endpoint = self.create_endpoint(user, tenant, &owner);
        let creation = create_once(
            context,
            PROMISE,
            async || context.create(&endpoint).await,
            async || find_user(context, tenant, &user.email).await,
        );
        Ok(match creation.await? {
            Creation::Said(created) => Applied::Written(created_ending(created.user_account_id)),
            other => Applied::Settled(doubtful(context.settings().if_exists(), user, other)),
        })
    }
}

fn created_ending(id: SystemId) -> Ending {
    Ending::new(Status::Created, Some(id.to_string()))
}

/// The endings of a create whose answer was not a clear yes.
fn doubtful<A>(if_exists: IfExists, user: &User, creation: Creation<Account, A>) -> Ending {
    let email = user.email.as_str();
    match creation {
        Creation::FoundOurs(account, doubt) => {
            let mut ending = created_ending(account.system_id);
            ending.verified = true;
            ending
                .warnings
                .push(format!("the answer to the create was lost ({}); a look-up found it", doubt.message));
            ending
        }
        Creation::FoundTheirs(account, _) => theirs(if_exists, user, &account),
        Creation::Refused(error) if error.code == Code::Conflict => Ending::because(Status::Conflict, error),
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
            .hint("look for the e-mail by hand: an account may exist that the API client may not see"),
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
        Creation::Said(_) => {
            Ending::because(Status::Unknown, Error::new(Code::Internal, "the create was not verified"))
        }
    }
}

/// Somebody else was faster: whether the account is as asked was not compared.
fn theirs(if_exists: IfExists, user: &User, account: &Account) -> Ending {
    const WHAT: &str = "somebody else created it between the look-up and the create";
    let hint = match if_exists {
        IfExists::Fail => "ifExists is \"fail\"; \"update\" and \"leave\" go on",
        IfExists::Update if user.details != Details::default() => "run again: its details are then compared",
        IfExists::Update | IfExists::Leave => "",
    };
    let mut ending = Ending::new(Status::Unchanged, Some(account.system_id.to_string()));
    ending.existed_before = true;
    if hint.is_empty() {
        ending.verified = true;
        ending.warnings.push(WHAT.to_owned());
    } else {
        ending.status = Status::Conflict;
        ending.error = Some(Error::new(Code::Conflict, WHAT).hint(hint));
    }
    ending
}
