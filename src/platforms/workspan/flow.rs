//! How WorkSpan's flow goes: look up, create or replace, read again.

use super::account::{find, Account};
use super::endpoints::{CreateUser, ReplaceUser, ReportList};
use super::user::User;
use super::write::{replace, replace_name};
use super::{requests, WorkSpan, NAME};
use crate::engine::{
    by_others, confirmed, create_once, doubtful, look_patiently, Action, Applied, Context, Creation, Desk,
    Ending, Endpoint, IfExists, Intentions, Platform, Promise, Status,
};
use crate::error::{Code, Error, Result};
use crate::http::{BaseUrl, Request, Response};
use crate::scim;
use serde::Serialize;
use serde_json::Value;

/// "Creates the user if none exists with the same e-mail" [D]; but what a second create does is not documented.
const PROMISE: Promise = Promise { refuses_duplicates: false };

/// What was found for one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Observed {
    /// The account, if there is one.
    pub account: Option<Account>,
}

impl Platform for WorkSpan {
    const NAME: &'static str = NAME;
    const FLOW: u32 = 1;
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

    /// Tells apart whose fault it is: the pair, the environment, the access type or the gateway's key.
    async fn smoke(&self, context: &Context) -> Result<Vec<String>> {
        match context.peek(&ReportList).await {
            Ok(()) => Ok(self.warnings.clone()),
            // What went wrong on the way to the token has said so itself.
            Err(error) if error.step.as_deref() != Some(ReportList::METADATA.purpose) => Err(error),
            Err(error) => Err(match error.code {
                Code::AuthRejected => error.hint(
                    "the pair gets a token, but the token is not accepted: check `environment` (x-ws-env), and \
                     `subscriptionKey` if the gateway wants one",
                ),
                Code::Forbidden => error.hint(
                    "the pair is good, but its access type is too narrow: an administrator can make an \
                     Application User with a wider one",
                ),
                _ => error,
            }),
        }
    }

    /// Only `userName` filters, and `or` is not documented: each is looked up alone.
    fn batches(&self, _: &BaseUrl, users: &[User]) -> Vec<Vec<usize>> {
        (0..users.len()).map(|position| vec![position]).collect()
    }

    async fn observe(&self, context: &Context, users: &[User]) -> Result<Vec<Result<Observed>>> {
        let mut observed = Vec::new();
        for (position, user) in users.iter().enumerate() {
            observed.push(match find(&context.part(position), user).await {
                Err(error) if error.is_for_the_run() => return Err(error),
                found => found.map(|account| Observed { account }),
            });
        }
        Ok(observed)
    }

    fn plan(&self, desk: &Desk<'_>, user: &User, observed: &Observed) -> Result<Intentions> {
        let Some(account) = &observed.account else {
            let request = desk.request(&CreateUser { user })?;
            let actions =
                vec![Action::new("create", format!("create {}", user.email.as_str()), Some(&request))];
            return Ok(Intentions { actions, ..Intentions::default() });
        };
        let mut intentions = Intentions { existing: Some(account.id.clone()), ..Intentions::default() };
        if account.active == Some(false) && user.active.is_none() {
            intentions
                .warnings
                .push("the user is suspended, and stays so: `active: true` would end that".to_owned());
        }
        match desk.if_exists() {
            IfExists::Fail => {
                let words = format!("{} exists already, as {}", user.email.as_str(), account.id);
                let hint = "ifExists is \"fail\"; \"update\" and \"leave\" go on";
                intentions.obstacle = Some(Error::new(Code::Conflict, words).hint(hint));
            }
            IfExists::Update if !account.differing.is_empty() => {
                let endpoint = ReplaceUser { id: account.id.clone(), resource: replace_name(&account.id) };
                let request = desk.request(&endpoint)?;
                let summary = format!("change {}", account.differing.join(", "));
                intentions.actions.push(Action::new("update", summary, Some(&request)));
            }
            IfExists::Update | IfExists::Leave => {}
        }
        Ok(intentions)
    }

    async fn apply(&self, context: &Context, user: &User, observed: &Observed) -> Result<Applied> {
        let Some(account) = &observed.account else { return create(context, user).await };
        if context.settings().if_exists() == IfExists::Leave || account.differing.is_empty() {
            let mut ending = Ending::new(Status::Unchanged, Some(account.id.clone()));
            ending.existed_before = true;
            ending.verified = true;
            return Ok(Applied::Settled(ending));
        }
        let wish = |resource: &mut _| user.write_to(resource);
        replace(context, account, &account.differing, wish).await.map(Applied::Settled)
    }

    async fn verify(&self, context: &Context, written: Vec<(User, Observed, Ending)>) -> Result<Vec<Ending>> {
        let mut endings = Vec::new();
        for (position, (user, _, ending)) in written.into_iter().enumerate() {
            let context = context.part(position);
            let seen = look_patiently(&context, 4, &async || find(&context, &user).await).await;
            let differing = match &seen {
                Ok(Some(account)) => account.differing.clone(),
                _ => Vec::new(),
            };
            let seen = seen.map(|account| account.map(|account| account.id));
            let mut ending = confirmed(user.email.as_str(), ending, seen)?;
            if ending.verified && !differing.is_empty() {
                ending.warnings.push(format!("created, but not as asked: {}", differing.join(", ")));
            }
            endings.push(ending);
        }
        Ok(endings)
    }

    /// `active: false` suspends [D]; nothing removes a user.
    async fn deprovision(&self, context: &Context, user: &User) -> Result<Ending> {
        let account = find(context, user).await?;
        let mut ending = Ending::new(Status::Unchanged, account.as_ref().map(|account| account.id.clone()));
        ending.verified = true;
        ending.existed_before = account.is_some();
        match account {
            None => {
                ending.warnings.push("there is no such user: nothing to suspend".to_owned());
                Ok(ending)
            }
            Some(account) if account.active == Some(false) => Ok(ending),
            Some(account) => {
                let active = ["active".to_owned()];
                let suspend = |resource: &mut scim::User| match resource.set_active(false)? {
                    true => Ok(active.to_vec()),
                    false => Ok(Vec::new()),
                };
                replace(context, &account, &active, suspend).await
            }
        }
    }

    fn build(&self, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
        requests::build(base, endpoint, input)
    }

    fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value> {
        requests::parse(endpoint, answer)
    }
}

async fn create(context: &Context, user: &User) -> Result<Applied> {
    let endpoint = CreateUser { user };
    let create = async || context.create(&endpoint).await;
    let creation = create_once(context, PROMISE, create, async || find(context, user).await).await?;
    let if_exists = context.settings().if_exists();
    Ok(match creation {
        Creation::Said(created) => {
            let mut ending = Ending::new(Status::Created, Some(created.id));
            if !created.is_new {
                ending.warnings.push(
                    "the platform answered 200 rather than 201: the account may have been there already"
                        .to_owned(),
                );
            }
            Applied::Written(ending)
        }
        other => {
            let id = |account: &Account| account.id.clone();
            let theirs = |account: &Account| by_others(if_exists, id(account), !account.differing.is_empty());
            Applied::Settled(doubtful(user.email.as_str(), other, id, theirs))
        }
    })
}
