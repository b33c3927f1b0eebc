//! How Workiva's flow goes by SCIM: people and groups are looked up together, what is missing is added, every write
//! is read back.

use super::super::user::User;
use super::super::NAME;
use super::compare::of_nobody;
use super::endpoints::UserList;
use super::observed::Observed;
use super::people::{Keys, Seen};
use super::plan::HASTY;
use super::{requests, WorkivaScim};
use crate::engine::{join_all, Applied, Context, Desk, Ending, IfExists, Intentions, Platform};
use crate::error::{Code, Error, Result};
use crate::http::{BaseUrl, Request, Response};
use crate::scim::{ListQuery, MEMBERS_AT_ONCE};
use serde_json::Value;

impl Platform for WorkivaScim {
    const NAME: &'static str = NAME;
    const FLOW: u32 = 1;
    const ROUTE: Option<&'static str> = Some("scim");
    type User = User;
    type Observed = Observed;

    fn is_sensitive(_: &str) -> bool {
        false
    }

    fn user(&self, value: &Value) -> Result<User> {
        User::parse(value)
    }

    fn subject(user: &User) -> String {
        user.email.as_str().to_owned()
    }

    fn identity(user: &User) -> String {
        user.email.folded()
    }

    /// Two rows may share neither the e-mail nor the user name.
    fn keys(user: &User) -> Vec<String> {
        vec![format!("e-mail {}", user.email.folded()), format!("user name {}", user.user_name)]
    }

    /// Discovery may answer without a token (RFC 7644 §4); a list of one proves it.
    async fn smoke(&self, context: &Context) -> Result<Vec<String>> {
        let list = UserList { query: ListQuery::new().count(1) };
        // The answer holds a person: it is looked at, not kept.
        context.peek(&list).await.map_err(|error| match error.code {
            Code::AuthRejected => error.hint(
                "check scim.bearerToken: it is the token of the provisioning connection, which an Org Security Admin \
                 adds and can renew",
            ),
            Code::Forbidden => error.hint(
                "the token is good, but the user as whom the provisioning connection acts may not list users: an Org \
                 Security Admin can choose another one",
            ),
            Code::NotFound | Code::BadResponse => {
                error.hint("check scim.baseUrl: it is the address that the provisioning connection shows, without /Users")
            }
            _ => error,
        })?;
        Ok(self.is_hasty.then(|| HASTY.to_owned()).into_iter().collect())
    }

    fn batches(&self, _: &BaseUrl, users: &[User]) -> Vec<Vec<usize>> {
        let positions: Vec<usize> = (0..users.len()).collect();
        positions.chunks(MEMBERS_AT_ONCE).map(<[usize]>::to_vec).collect()
    }

    async fn observe(&self, context: &Context, users: &[User]) -> Result<Vec<Result<Observed>>> {
        let found = match self.find(context, "look up the users", Keys::Both, users).await {
            Err(error) if !error.is_for_the_run() => {
                return Ok(users.iter().map(|_| Err(error.clone())).collect())
            }
            found => found?,
        };
        let each = users.iter().zip(found).enumerate().map(|(position, (user, seen))| {
            let context = context.part(position);
            async move { self.look_at(&context, user, seen?).await }
        });
        let observed = join_all(each.collect()).await;
        match observed.iter().find_map(|one| one.as_ref().err().filter(|error| error.is_for_the_run())) {
            Some(error) => Err(error.clone()),
            None => Ok(observed),
        }
    }

    fn plan(&self, desk: &Desk<'_>, user: &User, observed: &Observed) -> Result<Intentions> {
        self.intentions(desk, user, observed)
    }

    async fn apply(&self, context: &Context, user: &User, observed: &Observed) -> Result<Applied> {
        let one = vec![(context.clone(), user.clone(), observed.clone())];
        let nothing = || Err(Error::new(Code::Internal, "nothing was applied"));
        self.apply_all(one).await.into_iter().next().unwrap_or_else(nothing)
    }

    async fn apply_together(&self, people: Vec<(Context, User, Observed)>) -> Vec<Result<Applied>> {
        self.apply_all(people).await
    }

    async fn verify(&self, context: &Context, written: Vec<(User, Observed, Ending)>) -> Result<Vec<Ending>> {
        self.confirm(context, written).await
    }

    async fn deprovision(&self, context: &Context, user: &User) -> Result<Ending> {
        self.suspend(context, user).await
    }

    fn build(&self, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
        requests::build(base, endpoint, input)
    }

    fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value> {
        requests::parse(endpoint, answer)
    }
}

impl WorkivaScim {
    /// Groups are looked up for whoever they would be used for, before anything is written.
    async fn look_at(&self, context: &Context, user: &User, seen: Seen) -> Result<Observed> {
        let Seen { account, by_email, groups } = seen;
        let is_left = account.is_some() && context.settings().if_exists() != IfExists::Update;
        let changes = match &account {
            _ if is_left => Vec::new(),
            None => of_nobody(&self.resolve(context, user).await?),
            Some(account) => {
                let wanted = self.resolve(context, user).await?;
                self.of_account(context, user, account, groups.as_deref(), &wanted).await?
            }
        };
        Ok(Observed { account, is_found_by_email: by_email, changes })
    }
}
