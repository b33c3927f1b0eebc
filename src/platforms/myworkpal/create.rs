//! Stage 3: the create, and how it ends when its answer was not a clear yes.

use super::endpoints::CreateUser;
use super::lookup::find_user;
use super::observed::{Account, Tenant};
use super::user::{Details, User};
use super::MyWorkpal;
use crate::engine::{
    by_others, create_once, doubtful, Applied, Context, Creation, Ending, Platform, Promise, Status,
};
use crate::error::Result;

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
        let if_exists = context.settings().if_exists();
        Ok(match creation.await? {
            Creation::Said(created) => {
                Applied::Written(Ending::new(Status::Created, Some(created.user_account_id.to_string())))
            }
            other => {
                let id = |account: &Account| account.system_id.to_string();
                let theirs =
                    |account: &Account| by_others(if_exists, id(account), user.details != Details::default());
                Applied::Settled(doubtful(user.email.as_str(), other, id, theirs))
            }
        })
    }
}
