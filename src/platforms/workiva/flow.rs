//! How Workiva's flow goes over the platform route [D]: everybody is listed once, names become ids, what is
//! missing is added, every write is read back.

use super::access;
use super::catalogue::{resolve, spellings, Wishes};
use super::directory::directory;
use super::endpoints::UserList;
use super::observed::{Account, Observed};
use super::user::User;
use super::{requests, Workiva, NAME};
use crate::engine::{join_all, Applied, Context, Desk, Ending, Harmless, IfExists, Intentions, Platform};
use crate::error::{Code, Error, Result};
use crate::http::{digest, BaseUrl, Request, Response};
use serde_json::Value;

/// How many people go together: one modification of a group serves them all.
const TOGETHER: usize = 100;

/// What answers are compared with, whoever is asked for [D].
const WORDS: [&str; 8] = [
    "acknowledged",
    "queued",
    "started",
    "completed",
    "cancelled",
    "failed",
    "suspended",
    access::DEFAULT_ROLE,
];

impl Platform for Workiva {
    const NAME: &'static str = NAME;
    const FLOW: u32 = 2;
    const ROUTE: Option<&'static str> = Some("platform");
    const HARMLESS: Harmless = Harmless { words: &WORDS, fields: &["code"] };
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

    fn compared(user: &User) -> Vec<String> {
        let mut names = user.organization_roles.clone().unwrap_or_default();
        for wish in user.workspaces.iter().flatten() {
            names.push(wish.workspace.clone());
            names.extend([&wish.roles, &wish.groups].into_iter().flatten().flatten().cloned());
        }
        names.iter().flat_map(|name| spellings(name)).collect()
    }

    async fn smoke(&self, context: &Context) -> Result<Vec<String>> {
        let list = UserList { organization: &self.organization, page_size: 1, next: None };
        // The answer holds a person: it is looked at, not kept.
        context.peek(&list).await.map_err(|error| match error.code {
            Code::NotFound => {
                error.hint("check `organization`: it is the organization's id, a UUID; and baseUrl")
            }
            _ => error,
        })?;
        Ok(self.lacking_scope(context.granted_scope().as_deref()))
    }

    fn batches(&self, _: &BaseUrl, users: &[User]) -> Vec<Vec<usize>> {
        let positions: Vec<usize> = (0..users.len()).collect();
        positions.chunks(TOGETHER).map(<[usize]>::to_vec).collect()
    }

    async fn observe(&self, context: &Context, users: &[User]) -> Result<Vec<Result<Observed>>> {
        let fingerprint = format!("{} {}", self.organization, self.fingerprint(users));
        let search = async {
            let directory = directory(context, &self.organization).await?;
            Ok(users.iter().map(|user| directory.find(user)).collect::<Vec<Result<_>>>())
        };
        let found = match context.step("look up the users", &fingerprint, search).await {
            Err(error) if !error.run_level => {
                let error = self.explain(context, error);
                return Ok(users.iter().map(|_| Err(error.clone())).collect());
            }
            found => found?,
        };
        let each = users.iter().zip(found).enumerate().map(|(position, (user, account))| {
            let context = context.part(position);
            async move { self.look_at(&context, user, account?).await }
        });
        let observed = join_all(each.collect()).await;
        match observed.iter().find_map(|one| one.as_ref().err().filter(|error| error.run_level)) {
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
        let looked = self.look_together(context, &written).await?;
        let each =
            written.into_iter().zip(looked).enumerate().map(|(position, ((user, _, ending), seen))| {
                let context = context.part(position);
                async move { self.confirm(&context, &user, ending, seen).await }
            });
        join_all(each.collect()).await.into_iter().collect()
    }

    async fn deprovision(&self, context: &Context, user: &User) -> Result<Ending> {
        let ending = self.remove(context, user).await.map_err(|error| self.explain(context, error))?;
        Ok(Ending { error: ending.error.map(|error| self.explain(context, error)), ..ending })
    }

    fn build(&self, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
        requests::build(self, base, endpoint, input)
    }

    fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value> {
        requests::parse(endpoint, answer)
    }
}

impl Workiva {
    /// Names are looked up for whoever they would be used for, before anything is written.
    async fn look_at(&self, context: &Context, user: &User, account: Option<Account>) -> Result<Observed> {
        let is_left = account.is_some() && context.settings().if_exists() != IfExists::Update;
        let wishes = match is_left {
            true => Wishes::default(),
            false => resolve(context, &self.organization, user).await?,
        };
        let (organization_roles, workspaces) = match &account {
            None => access::of_nobody(&wishes),
            Some(account) => {
                access::of_account(context, &self.organization, &account.id, &wishes, user.exact).await?
            }
        };
        Ok(Observed { account, organization_roles, workspaces })
    }

    /// Names people in a journal without naming them: another wish is another look.
    pub(super) fn fingerprint(&self, users: &[User]) -> String {
        digest(&format!("{users:?}"))
    }

    /// A refusal that the scope granted explains says so.
    pub(super) fn explain(&self, context: &Context, error: Error) -> Error {
        let lacking = match error.code {
            Code::Forbidden => self.lacking_scope(context.granted_scope().as_deref()),
            _ => Vec::new(),
        };
        lacking.into_iter().fold(error, Error::hint)
    }

    /// The scope granted may be less than the one asked for [D].
    fn lacking_scope(&self, granted: Option<&str>) -> Vec<String> {
        // RFC 6749 §5.1: not said is as asked.
        let (Some(asked), Some(granted)) = (&self.scope, granted) else { return Vec::new() };
        let granted: Vec<_> = granted.split_whitespace().collect();
        let lacking: Vec<_> = asked.split_whitespace().filter(|word| !granted.contains(word)).collect();
        match lacking.is_empty() {
            true => Vec::new(),
            false => vec![format!(
                "the token lacks the scope {}: an administrator must allow it to this client, or calls will be refused",
                lacking.join(" ")
            )],
        }
    }
}
