//! How MyWorkpal's flow goes: tenant, look-up, create or update, verify [S].

use super::endpoints::{CreateUser, TenantList, UpdateEmployee, UpdatePersonal};
use super::lookup::{find_tenant, find_user, find_users};
use super::observed::{Account, Observed, Tenant};
use super::update::{self, Kind};
use super::user::{Details, SystemId, User};
use super::{is_sensitive, requests, MyWorkpal, NAME};
use crate::email::Email;
use crate::engine::{
    create_once, look_patiently, Action, Applied, Context, Creation, Desk, Ending, IfExists, Intentions,
    Platform, Promise, Status,
};
use crate::error::{Code, Error, Result};
use crate::http::{percent, BaseUrl, Request, Response, SecretName};
use serde_json::Value;

/// "A duplicate e-mail is refused": e-mails are unique within a tenant [S].
const PROMISE: Promise = Promise { refuses_duplicates: true };

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
        full.sort();
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

/// Stage 4: the look must show the id that the create gave.
async fn confirm(
    context: &Context,
    user: &User,
    tenant: &Tenant,
    mut ending: Ending,
    seen: Result<Option<Account>>,
) -> Result<Ending> {
    let seen = match seen {
        Ok(None) => {
            look_patiently(context, 4, &async || {
                // The first look has just been made together.
                context.wait_before_look(0, "looking again: a new account may show late").await;
                find_user(context, tenant, &user.email).await
            })
            .await
        }
        seen => seen,
    };
    let said = ending.id.clone().unwrap_or_default();
    match seen {
        Ok(Some(account)) if account.system_id.to_string() == said => {
            ending.verified = true;
            Ok(ending)
        }
        Ok(Some(account)) => {
            let error = Error::new(
                Code::Conflict,
                format!("the create said SystemID {said}, the look-up says {}", account.system_id),
            )
            .hint("look at both by hand: the e-mail may be in use twice");
            Ok(Ending { status: Status::Conflict, error: Some(error), ..ending })
        }
        Ok(None) => {
            let error = Error::new(
                Code::NotFound,
                format!("the platform said it created SystemID {said}, but no look-up shows it"),
            )
            .hint(format!(
                "look for {} by hand, or run again later: it is looked up first",
                user.email.as_str()
            ));
            Ok(Ending { status: Status::Unknown, error: Some(error), ..ending })
        }
        Err(error) if error.code == Code::Aborted => Err(error),
        Err(error) => {
            let status = if error.code == Code::Ambiguous { Status::Conflict } else { Status::Unknown };
            let error = Error::new(
                error.code,
                format!("the platform said it created SystemID {said}, but that could not be confirmed"),
            )
            .caused_by(error)
            .hint(format!("look for {} by hand, or run again: it is looked up first", user.email.as_str()));
            Ok(Ending { status, error: Some(error), ..ending })
        }
    }
}

impl MyWorkpal {
    fn plan_create(&self, desk: &Desk<'_>, user: &User, tenant: &Tenant) -> Result<Intentions> {
        let owner = Self::identity(user);
        let request = desk.request(&self.create_endpoint(user, tenant, &owner))?;
        let summary =
            format!("create {} in {} ({})", user.email.as_str(), tenant.name, tenant.sub_domain_name);
        let actions = vec![Action::new("create", summary, Some(&request))];
        Ok(Intentions { actions, ..Intentions::default() })
    }

    fn plan_update(
        &self,
        desk: &Desk<'_>,
        user: &User,
        observed: &Observed,
        account: &Account,
    ) -> Result<Intentions> {
        let mut intentions = Intentions { warnings: warnings(user, account), ..Intentions::default() };
        intentions.existing = Some(account.system_id.to_string());
        if desk.if_exists() == IfExists::Fail {
            let message =
                format!("{} exists already, as SystemID {}", user.email.as_str(), account.system_id);
            intentions.obstacle = Some(
                Error::new(Code::Conflict, message)
                    .hint("ifExists is \"fail\"; \"update\" and \"leave\" go on"),
            );
        }
        for kind in Kind::ALL {
            let Some(state) = kind.found(observed).filter(|state| !state.differing.is_empty()) else {
                continue;
            };
            let (platform, system_id) = (self, account.system_id);
            let sub_domain = observed.tenant.sub_domain_name.as_str();
            let record = SecretName::new(format!("{}Record#{system_id}", kind.section()));
            let request = match kind {
                Kind::Employee => {
                    desk.request(&UpdateEmployee { platform, system_id, sub_domain, record })?
                }
                Kind::Personal => {
                    desk.request(&UpdatePersonal { platform, system_id, sub_domain, record })?
                }
            };
            let summary = format!("change {}", state.differing.join(", "));
            intentions.actions.push(Action::new("update", summary, Some(&request)));
        }
        Ok(intentions)
    }

    fn create_endpoint<'a>(&'a self, user: &'a User, tenant: &'a Tenant, owner: &'a str) -> CreateUser<'a> {
        let sub_domain = tenant.sub_domain_name.as_str();
        CreateUser { platform: self, email: &user.email, sub_domain, details: &user.details, owner }
    }

    async fn create(&self, context: &Context, user: &User, tenant: &Tenant) -> Result<Applied> {
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

    async fn look_together(
        &self,
        context: &Context,
        written: &[(User, Observed, Ending)],
    ) -> Result<Vec<Result<Option<Account>>>> {
        let Some((_, observed, _)) = written.first() else { return Ok(Vec::new()) };
        let emails: Vec<Email> = written.iter().map(|(user, ..)| user.email.clone()).collect();
        match find_users(context, &observed.tenant, &emails).await {
            Err(error) if error.code == Code::Aborted => Err(error),
            // Something was written: that it cannot be confirmed is how each of them ends.
            Err(error) => Ok(written.iter().map(|_| Err(error.clone())).collect()),
            found => found,
        }
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

fn warnings(user: &User, account: &Account) -> Vec<String> {
    let mut warnings = Vec::new();
    if account.is_closed {
        warnings.push("the account exists but is closed; no documented call reopens it".to_owned());
    }
    if account.is_locked_out {
        warnings.push("the account exists but is locked out".to_owned());
    }
    let details = &user.details;
    let left_out = [
        ("contactNumbers", details.contact_numbers.is_some()),
        ("addressDetails", details.address_details.is_some()),
        ("metaDataPersonal", details.meta_data_personal.is_some()),
        ("metaDataEmployee", details.meta_data_employee.is_some()),
    ];
    for (name, _) in left_out.into_iter().filter(|(_, given)| *given) {
        warnings.push(format!(
            "details.{name} is used when creating only: no public document says how to update it"
        ));
    }
    warnings
}
