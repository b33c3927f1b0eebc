//! What a platform gives to the engine: how to observe, plan, apply and verify.

use super::context::Context;
use super::endpoint::Endpoint;
use super::exchange::prepare;
use super::hub::Hub;
use super::join::join_all;
use super::outcome::Ending;
use super::plan::Action;
use super::settings::IfExists;
use super::transcript::Harmless;
use super::typed::Asked;
use crate::error::{Error, Result};
use crate::http::{BaseUrl, Request, Response};
use serde::Serialize;
use serde_json::Value;

/// What would be done, and what a person should know.
#[derive(Clone, Debug, Default)]
pub struct Intentions {
    /// What would be done, in order.
    pub actions: Vec<Action>,
    /// What a person should know before approving.
    pub warnings: Vec<String>,
    /// The id of the account that is there already.
    pub existing: Option<String>,
    /// Why it cannot go on, if it cannot.
    pub obstacle: Option<Error>,
}

/// What applying has come to.
#[derive(Clone, Debug)]
pub enum Applied {
    /// It is settled; no further read is needed.
    Settled(Ending),
    /// It was written, and a read has still to confirm it: this is how it ends if one does.
    Written(Ending),
}

/// Where plans are written: it knows the client's settings and completes requests as they will be sent.
pub struct Desk<'a>(pub(crate) &'a Hub);

impl Desk<'_> {
    /// What to do when the person is already there.
    pub fn if_exists(&self) -> IfExists {
        self.0.settings.if_exists
    }

    /// The request of an endpoint, exactly as it will be sent.
    ///
    /// # Errors
    /// As [`Endpoint::request`].
    pub fn request<E: Endpoint>(&self, endpoint: &E) -> Result<Request> {
        self.prepared(endpoint)
    }

    fn prepared(&self, endpoint: &dyn Asked) -> Result<Request> {
        prepare(self.0, endpoint).map_err(|error| error.on(self.0.platform).at_step(endpoint.purpose()))
    }
}

/// One platform: its facts, and how its flow goes.
///
/// A flow is observe → plan → apply → verify; the engine runs the parts, for one person or for many.
pub trait Platform: 'static {
    /// The platform's name, in lower case.
    const NAME: &'static str;
    /// Raised whenever the steps of the flow change: journals of another version are not resumed.
    const FLOW: u32;

    /// The way to the platform, where there is more than one: journals of another one are not resumed.
    const ROUTE: Option<&'static str> = None;

    /// What of an answer a transcript may show although no request and no user held it.
    const HARMLESS: Harmless = Harmless::NOTHING;

    /// A person, checked.
    type User: Clone + 'static;
    /// What is found on the platform: minimal, and without personal values.
    type Observed: Serialize + Clone + 'static;

    /// Whether the value under this key of a user or record must never be shown or stored.
    fn is_sensitive(key: &str) -> bool;

    /// Checks a user.
    ///
    /// # Errors
    /// `config_invalid`, naming the field, what is wrong and what to do.
    fn user(&self, value: &Value) -> Result<Self::User>;

    /// How the person is called in plans and outcomes.
    fn subject(user: &Self::User) -> String;

    /// What makes two users the same person on this platform.
    fn identity(user: &Self::User) -> String;

    /// All that no second user of a list may share; the identity, and whatever else names one person.
    fn keys(user: &Self::User) -> Vec<String> {
        vec![Self::identity(user)]
    }

    /// Texts that answers are compared with for this user, where the user as given does not hold them: what
    /// stands for something that was left out, and other spellings. A transcript shows them in answers.
    fn compared(_: &Self::User) -> Vec<String> {
        Vec::new()
    }

    /// One harmless read that proves the credentials; says what to know about them.
    fn smoke(&self, context: &Context) -> impl std::future::Future<Output = Result<Vec<String>>>;

    /// Groups users (by position) that are looked up together.
    fn batches(&self, base: &BaseUrl, users: &[Self::User]) -> Vec<Vec<usize>>;

    /// Looks: reads only. One result for each user, in order.
    ///
    /// # Errors
    /// Only a failure of the whole run.
    fn observe(
        &self,
        context: &Context,
        users: &[Self::User],
    ) -> impl std::future::Future<Output = Result<Vec<Result<Self::Observed>>>>;

    /// Decides: a pure function.
    ///
    /// # Errors
    /// `config_missing` when a setting is needed for what would be done.
    fn plan(&self, desk: &Desk<'_>, user: &Self::User, observed: &Self::Observed) -> Result<Intentions>;

    /// Does what was planned.
    ///
    /// # Errors
    /// A failure before anything was written; later ones are endings.
    fn apply(
        &self,
        context: &Context,
        user: &Self::User,
        observed: &Self::Observed,
    ) -> impl std::future::Future<Output = Result<Applied>>;

    /// Does what was planned for several people, where one call can serve many; each in a context of its own.
    ///
    /// # Errors
    /// As [`Platform::apply`], for each.
    fn apply_together(
        &self,
        people: Vec<(Context, Self::User, Self::Observed)>,
    ) -> impl std::future::Future<Output = Vec<Result<Applied>>> {
        async move {
            let each = people.iter().map(|(context, user, observed)| async move {
                let applied = self.apply(context, user, observed).await;
                context.note_of(&applied, |applied| match applied {
                    Applied::Settled(ending) => ending.error.as_ref(),
                    Applied::Written(_) => None,
                });
                applied
            });
            join_all(each.collect()).await
        }
    }

    /// Reads again what was written, together, and gives each its ending.
    ///
    /// # Errors
    /// Only an abort.
    fn verify(
        &self,
        context: &Context,
        written: Vec<(Self::User, Self::Observed, Ending)>,
    ) -> impl std::future::Future<Output = Result<Vec<Ending>>>;

    /// Takes the person off the platform, where it offers that.
    ///
    /// # Errors
    /// A failure before anything was written; later ones are endings.
    fn deprovision(
        &self,
        context: &Context,
        user: &Self::User,
    ) -> impl std::future::Future<Output = Result<Ending>>;

    /// Builds the request of an endpoint by name, without session.
    ///
    /// # Errors
    /// `config_invalid` when there is no such endpoint or the input does not fit.
    fn build(&self, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request>;

    /// Reads an answer of an endpoint by name.
    ///
    /// # Errors
    /// What the answer stands for; `config_invalid` when there is no such endpoint.
    fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value>;
}
