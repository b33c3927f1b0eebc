//! How MyWorkpal's flow goes: tenant, look-up, create or update, verify [S].

use super::endpoints::TenantList;
use super::lookup::{find_tenant, find_users};
use super::observed::{Account, Observed, Tenant};
use super::update::{self, Kind};
use super::user::User;
use super::verify::confirm;
use super::{is_sensitive, requests, MyWorkpal, NAME};
use crate::email::Email;
use crate::engine::{Applied, Context, Desk, Ending, IfExists, Intentions, Platform, Status};
use crate::error::{Code, Error, Result};
use crate::http::{percent, BaseUrl, Request, Response};
use crate::order::by_count;
use serde_json::Value;

/// What the sub-domain, the path and the other options take of a look-up's URL at most, in characters.
const REST_OF_URL: usize = 400;
/// The longest URL to send, in characters.
const LONGEST_URL: usize = 2_000;

impl Platform for MyWorkpal {
    const NAME: &'static str = NAME;
    const FLOW: u32 = 1;
    type User = User;
    type Observed = Observed;

    fn is_sensitive(key: &str) -> bool {
        is_sensitive(key)
    }

    fn user(&self, value: &Value) -> Result<User> {
        User::parse(value)
    }

    fn subject(user: &User) -> String {
        user.email.as_str().to_owned()
    }

    fn identity(user: &User) -> String {
        format!("{} at {}", user.email.folded(), user.tenant.folded())
    }

    async fn smoke(&self, context: &Context) -> Result<Vec<String>> {
        let listing = context.call(&TenantList { key: None }).await?;
        Ok(match listing.count {
            0 => vec!["this API client may not see any tenant: ask an administrator for access".to_owned()],
            _ => Vec::new(),
        })
    }

    /// People of one tenant, as many as a URL of 2,000 characters takes.
    fn batches(&self, base: &BaseUrl, users: &[User]) -> Vec<Vec<usize>> {
        let room = LONGEST_URL.saturating_sub(REST_OF_URL).saturating_sub(base.join("").len());
        let mut open: Vec<(String, usize, Vec<usize>)> = Vec::new();
        let mut full = Vec::new();
        for (position, user) in users.iter().enumerate() {
            // `tolower(EmailAddress) eq '…' or `, encoded.
            const AROUND: usize = 50;
            let length =
                percent::component(&user.email.folded().replace('\'', "''")).len().saturating_add(AROUND);
            let tenant = user.tenant.folded();
            match open.iter_mut().find(|(key, ..)| *key == tenant) {
                Some((_, used, members)) if used.saturating_add(length) <= room => {
                    *used = used.saturating_add(length);
                    members.push(position);
                }
                Some((_, used, members)) => {
                    full.push(std::mem::replace(members, vec![position]));
                    *used = length;
                }
                None => open.push((tenant, length, vec![position])),
            }
        }
        full.extend(open.into_iter().map(|(_, _, members)| members));
        by_count(&mut full, |positions| positions.first().copied().unwrap_or_default());
        full
    }

    async fn observe(&self, context: &Context, users: &[User]) -> Result<Vec<Result<Observed>>> {
        let Some(first) = users.first() else { return Ok(Vec::new()) };
        let tenant = match find_tenant(context, &first.tenant).await {
            Err(error) if !error.run_level => return Ok(users.iter().map(|_| Err(error.clone())).collect()),
            found => found?,
        };
        let emails: Vec<Email> = users.iter().map(|user| user.email.clone()).collect();
        let accounts = match find_users(context, &tenant, &emails).await {
            Err(error) if !error.run_level => return Ok(users.iter().map(|_| Err(error.clone())).collect()),
            found => found?,
        };
        let mut observed = Vec::new();
        for (position, (user, account)) in users.iter().zip(accounts).enumerate() {
            observed.push(match account {
                Ok(account) => match records(&context.part(position), user, &tenant, account).await {
                    Err(error) if error.run_level => return Err(error),
                    found => found,
                },
                Err(error) => Err(error),
            });
        }
        Ok(observed)
    }

    fn plan(&self, desk: &Desk<'_>, user: &User, observed: &Observed) -> Result<Intentions> {
        match &observed.account {
            None => self.plan_create(desk, user, &observed.tenant),
            Some(account) => self.plan_update(desk, user, observed, account),
        }
    }

    async fn apply(&self, context: &Context, user: &User, observed: &Observed) -> Result<Applied> {
        match &observed.account {
            None => self.create(context, user, &observed.tenant).await,
            Some(account) if context.settings().if_exists() == IfExists::Leave => {
                let mut ending = Ending::new(Status::Unchanged, Some(account.system_id.to_string()));
                ending.existed_before = true;
                ending.verified = true;
                Ok(Applied::Settled(ending))
            }
            Some(account) => {
                update::apply(context, self, user, observed, account).await.map(Applied::Settled)
            }
        }
    }

    async fn verify(&self, context: &Context, written: Vec<(User, Observed, Ending)>) -> Result<Vec<Ending>> {
        let mut looked = self.look_together(context, &written).await?.into_iter();
        let mut endings = Vec::new();
        for (position, (user, observed, ending)) in written.into_iter().enumerate() {
            let seen = looked.next().unwrap_or(Ok(None));
            endings.push(confirm(&context.part(position), &user, &observed.tenant, ending, seen).await?);
        }
        Ok(endings)
    }

    async fn deprovision(&self, _: &Context, _: &User) -> Result<Ending> {
        Err(Error::new(Code::Unsupported, "MyWorkpal documents no call that closes or removes a user")
            .hint("close the account in MyWorkpal's own administration"))
    }

    fn build(&self, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
        requests::build(self, base, endpoint, input)
    }

    fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value> {
        requests::parse(self, endpoint, answer)
    }
}

/// Reads the records that an update would touch.
async fn records(
    context: &Context,
    user: &User,
    tenant: &Tenant,
    account: Option<Account>,
) -> Result<Observed> {
    let mut observed = Observed { tenant: tenant.clone(), account, employee: None, personal: None };
    let Some(account) = &observed.account else { return Ok(observed) };
    if context.settings().if_exists() != IfExists::Update {
        return Ok(observed);
    }
    for kind in Kind::ALL {
        let Some(wanted) = kind.wanted(user) else { continue };
        let state = Some(update::observe(context, kind, tenant, account, wanted).await?);
        match kind {
            Kind::Employee => observed.employee = state,
            Kind::Personal => observed.personal = state,
        }
    }
    Ok(observed)
}
