//! The flow for one person: observe → plan → apply → verify.

use super::context::Context;
use super::erased::{AnyPlatform, Sight, Somebody};
use super::hub::Hub;
use super::outcome::{Ending, Outcome, Status};
use super::plan::Plan;
use super::platform::{Applied, Desk, Intentions};
use super::sealed::{seal, Sealed};
use super::session::State as SessionState;
use super::state::{Level, LogEvent, Notice};
use crate::data;
use crate::error::{Code, Error, Result};
use serde::Serialize;
use serde_json::Value;
use std::rc::Rc;

/// What `connect` found out.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Connection {
    /// The platform.
    pub platform: &'static str,
    /// When the session ends, in milliseconds since 1970, where the platform says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "number", optional))]
    pub expires_at: Option<u64>,
    /// The scope granted, where the platform says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What to know about these credentials.
    pub warnings: Vec<String>,
}

/// The flow of one platform under one client.
#[derive(Clone)]
pub(crate) struct Flow {
    pub platform: Rc<dyn AnyPlatform>,
    pub hub: Rc<Hub>,
}

impl Flow {
    /// Gets a session and makes one harmless read. An earlier refusal is forgotten, unless it is final: asking
    /// is deliberate.
    pub async fn connect(self, context: Context) -> Result<Connection> {
        if matches!(self.hub.session.borrow().state, SessionState::Refused(_)) {
            self.hub.forget_session();
        }
        let warnings = self.platform.smoke(&context).await?;
        let session = self.hub.session.borrow();
        let (expires_at, scope) = match &session.state {
            SessionState::Held(held) => (held.expires_at, held.scope.clone()),
            _ => (None, None),
        };
        Ok(Connection { platform: self.hub.platform, expires_at, scope, warnings })
    }

    /// Ends the session where the platform knows such a thing, and forgets it in any case.
    pub async fn close(self, context: Context) -> Result<()> {
        context.log_out().await
    }

    /// Looks, and says what would be done.
    pub async fn plan(self, context: Context, user: Somebody, value: Value) -> Result<Plan> {
        let (_, intentions, plan) = self.look(&context, &user, &value).await?;
        match intentions.obstacle {
            Some(obstacle) => Err(obstacle.on(self.hub.platform)),
            None => Ok(plan),
        }
    }

    /// Does what was planned, unless what the plan relied on has changed.
    pub async fn apply(self, context: Context, user: Somebody, value: Value, plan: Plan) -> Result<Outcome> {
        let (observed, intentions, fresh) = self.look(&context, &user, &value).await?;
        context.state.verdict(plan.check_against(&fresh)).map_err(|error| error.on(self.hub.platform))?;
        let ending = self.carry_out(&context, &user, &observed, intentions).await;
        self.outcome(&context, &user, ending, None)
    }

    /// Plan, apply and verify in one go.
    pub async fn provision(self, context: Context, user: Somebody) -> Result<Outcome> {
        let ending = self.provision_ending(&context, &user).await;
        self.outcome(&context, &user, ending, None)
    }

    /// Takes one person off the platform.
    pub async fn deprovision(self, context: Context, user: Somebody) -> Result<Outcome> {
        let ending = self.platform.deprovision(&context, &user).await;
        self.outcome(&context, &user, ending, None)
    }

    async fn provision_ending(&self, context: &Context, user: &Somebody) -> Result<Ending> {
        let observed = self.observe_one(context, user).await?;
        let intentions = self.platform.plan(&Desk(&self.hub), user, &observed)?;
        self.carry_out(context, user, &observed, intentions).await
    }

    async fn observe_one(&self, context: &Context, user: &Somebody) -> Result<Sight> {
        let looking = context.scoped(&format!("{}o", context.scope_name()));
        let observed = self.platform.observe(&looking, std::slice::from_ref(user)).await;
        context.share(&looking.account_of(0));
        observed?
            .into_iter()
            .next()
            .unwrap_or_else(|| Err(Error::new(Code::Internal, "nothing was observed")))
    }

    async fn look(
        &self,
        context: &Context,
        user: &Somebody,
        value: &Value,
    ) -> Result<(Sight, Intentions, Plan)> {
        let observed = self.observe_one(context, user).await?;
        let intentions = self.platform.plan(&Desk(&self.hub), user, &observed)?;
        let subject = user.subject.clone();
        let Sealed { user: shown, places } =
            seal(&user.identity, value, &self.platform.facts().is_sensitive, &self.hub.vault);
        let plan = Plan {
            platform: self.hub.platform.to_owned(),
            subject,
            actions: intentions.actions.clone(),
            warnings: intentions.warnings.clone(),
            fingerprint: String::new(),
            user: shown,
            sealed: places,
            observed: self.platform.written(&observed)?,
        };
        Ok((observed, intentions, plan.sign()))
    }

    /// Applies, and verifies at once.
    async fn carry_out(
        &self,
        context: &Context,
        user: &Somebody,
        observed: &Sight,
        intentions: Intentions,
    ) -> Result<Ending> {
        let applied = match stopped(&intentions) {
            Some(ending) => Applied::Settled(ending),
            None => self.platform.apply(context, user, observed).await?,
        };
        let ending = match applied {
            Applied::Settled(ending) => ending,
            Applied::Written(ending) => {
                let written = vec![(user.clone(), observed.clone(), ending)];
                let looking = context.scoped(&format!("{}v", context.scope_name()));
                let endings = self.platform.verify(&looking, written).await;
                context.share(&looking.account_of(0));
                let endings = endings?;
                endings
                    .into_iter()
                    .next()
                    .ok_or_else(|| Error::new(Code::Internal, "nothing was verified"))?
            }
        };
        Ok(with_warnings(ending, intentions.warnings))
    }

    /// The outcome of an ending; a failure of the person becomes one, a failure of the run passes.
    pub(super) fn outcome(
        &self,
        context: &Context,
        user: &Somebody,
        ending: Result<Ending>,
        row: Option<u32>,
    ) -> Result<Outcome> {
        let ending = Ending::settle(ending)?;
        let (evidence, requests) = context.account();
        let outcome = Outcome {
            platform: self.hub.platform.to_owned(),
            subject: user.subject.clone(),
            status: ending.status,
            id: ending.id,
            verified: ending.verified,
            existed_before: ending.existed_before,
            changes: ending.changes,
            warnings: ending.warnings,
            requests,
            evidence,
            error: ending.error.map(|error| context.finish(error, "provision")),
            row,
        };
        announce(context, &outcome);
        Ok(outcome)
    }
}

/// How it ends when the plan names an obstacle.
pub(super) fn stopped(intentions: &Intentions) -> Option<Ending> {
    let mut ending = Ending::because(Status::Conflict, intentions.obstacle.clone()?);
    ending.id.clone_from(&intentions.existing);
    ending.existed_before = intentions.existing.is_some();
    Some(ending)
}

/// Logs that a person is done.
pub(super) fn announce(context: &Context, outcome: &Outcome) {
    let status = data::write(&outcome.status).unwrap_or_default();
    let mut message = format!("{}: {}", outcome.subject, status.as_str().unwrap_or_default());
    if let Some(error) = &outcome.error {
        message.push_str(&format!(" ({})", error.message));
    }
    context.state.notice(Notice::Log(LogEvent {
        level: Level::Info,
        message,
        platform: context.state.hub.platform,
        purpose: None,
        method: None,
        path: None,
        status: None,
        attempt: None,
    }));
}

pub(super) fn with_warnings(mut ending: Ending, warnings: Vec<String>) -> Ending {
    let new: Vec<_> = warnings.into_iter().filter(|warning| !ending.warnings.contains(warning)).collect();
    ending.warnings.splice(0..0, new);
    ending
}
