//! How Workforce Optimization's flow goes: one list, names into ids, create or update, compare [S, C].

use super::endpoints::{Role, RoleList, TeamList};
use super::known::resolve;
use super::lookup::find_all;
use super::observed::{Account, Observed};
use super::user::User;
use super::{create, deprovision, is_sensitive, plan, requests, update, WorkforceOptimization, NAME};
use crate::engine::{
    join_all, Applied, Context, Desk, Ending, Harmless, IfExists, Intentions, Platform, Status,
};
use crate::error::{Code, Error, Result};
use crate::http::{BaseUrl, Request, Response};
use serde_json::Value;

impl Platform for WorkforceOptimization {
    const NAME: &'static str = NAME;
    const FLOW: u32 = 2;
    const HARMLESS: Harmless = Harmless { words: &[], fields: &["deactivated"] };
    type User = User;
    type Observed = Observed;

    fn is_sensitive(key: &str) -> bool {
        is_sensitive(key)
    }

    fn user(&self, value: &Value) -> Result<User> {
        User::parse(value)
    }

    fn subject(user: &User) -> String {
        user.user_name.as_str().to_owned()
    }

    fn identity(user: &User) -> String {
        user.user_name.folded()
    }

    fn compared(user: &User) -> Vec<String> {
        let mut names = [user.roles.as_slice(), &user.views, std::slice::from_ref(&user.team)].concat();
        names.extend(user.scope.iter().flat_map(|scope| scope.groups.iter().chain(&scope.teams)).cloned());
        names
    }

    /// The roles tell most about what these credentials are good for; where they are not listed, the teams
    /// prove the session.
    async fn smoke(&self, context: &Context) -> Result<Vec<String>> {
        let mut warnings = Vec::new();
        match context.call(&RoleList { platform: self }).await {
            Ok(roles) => {
                if !roles.iter().any(Role::is_administrator) {
                    warnings.push("no default Administrator role is visible to these credentials".to_owned());
                }
            }
            Err(error) if error.code == Code::NotFound => {
                if context.call(&TeamList).await?.is_empty() {
                    warnings.push("no team is visible to these credentials".to_owned());
                }
                if self.reference_user.is_none() {
                    warnings.push(
                        "the roles are not listed where that is assumed: name a referenceUser, or set paths.roles"
                            .to_owned(),
                    );
                }
            }
            Err(error) => return Err(error),
        }
        warnings
            .push("a session ends after about two hours without use; every run logs in, and out".to_owned());
        Ok(warnings)
    }

    /// Everybody together: there is one list.
    fn batches(&self, _: &BaseUrl, users: &[User]) -> Vec<Vec<usize>> {
        match users.len() {
            0 => Vec::new(),
            all => vec![(0..all).collect()],
        }
    }

    async fn observe(&self, context: &Context, users: &[User]) -> Result<Vec<Result<Observed>>> {
        let found = match find_all(context, users).await {
            Err(error) if !error.run_level => return Ok(users.iter().map(|_| Err(error.clone())).collect()),
            found => found?,
        };
        let looks = users.iter().zip(found).enumerate().map(|(position, (user, account))| {
            let context = context.part(position);
            async move { self.look_at(&context, user, account?).await }
        });
        let observed = join_all(looks.collect()).await;
        match observed.iter().find_map(|each| each.as_ref().err().filter(|error| error.run_level)) {
            Some(error) => Err(error.clone()),
            None => Ok(observed),
        }
    }

    fn plan(&self, desk: &Desk<'_>, user: &User, observed: &Observed) -> Result<Intentions> {
        plan::plan(desk, user, observed)
    }

    async fn apply(&self, context: &Context, user: &User, observed: &Observed) -> Result<Applied> {
        match (&observed.account, &observed.wanted, &observed.state) {
            (None, Some(wanted), _) => create::create(context, user, wanted).await,
            (Some(account), Some(wanted), Some(state)) => {
                update::apply(context, user, wanted, account, state).await.map(Applied::Settled)
            }
            (Some(account), ..) => {
                let mut ending = Ending::new(Status::Unchanged, Some(account.id.to_string()));
                ending.existed_before = true;
                ending.verified = true;
                Ok(Applied::Settled(ending))
            }
            (None, None, _) => Err(Error::new(Code::Internal, "nothing was looked up")),
        }
    }

    /// Everything that was written has been read again already, one by one.
    async fn verify(&self, _: &Context, written: Vec<(User, Observed, Ending)>) -> Result<Vec<Ending>> {
        Ok(written.into_iter().map(|(_, _, ending)| ending).collect())
    }

    async fn deprovision(&self, context: &Context, user: &User) -> Result<Ending> {
        deprovision::deprovision(self, context, user).await
    }

    fn build(&self, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
        requests::build(self, base, endpoint, input)
    }

    fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value> {
        requests::parse(self, endpoint, answer)
    }
}

impl WorkforceOptimization {
    /// What was asked for by names, and how somebody who exists compares.
    async fn look_at(&self, context: &Context, user: &User, account: Option<Account>) -> Result<Observed> {
        if account.is_some() && context.settings().if_exists() != IfExists::Update {
            return Ok(Observed { account, wanted: None, state: None });
        }
        let wanted = resolve(self, context, user).await?;
        let state = match &account {
            Some(account) => Some(update::observe(context, user, &wanted, account).await?),
            None => None,
        };
        Ok(Observed { account, wanted: Some(wanted), state })
    }
}
