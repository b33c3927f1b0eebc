//! A platform with its own types out of sight: the engine is compiled once, and not once for each platform.

use super::context::Context;
use super::join::Boxed;
use super::outcome::Ending;
use super::platform::{Applied, Desk, Intentions, Platform};
use super::transcript::Harmless;
use crate::data;
use crate::error::{Code, Error, Result};
use crate::http::{BaseUrl, Request, Response};
use serde_json::Value;
use std::any::Any;
use std::rc::Rc;

/// What is fixed about a platform.
#[derive(Clone, Copy)]
pub(crate) struct Facts {
    pub name: &'static str,
    pub flow: u32,
    pub route: Option<&'static str>,
    pub harmless: Harmless,
    pub is_sensitive: fn(&str) -> bool,
}

/// A person, checked; what is in it only the platform knows.
#[derive(Clone)]
pub(crate) struct Somebody {
    user: Rc<dyn Any>,
    pub subject: String,
    pub identity: String,
    /// What no second row may share.
    pub keys: Vec<String>,
}

/// What was found; what is in it only the platform knows.
#[derive(Clone)]
pub(crate) struct Sight(Rc<dyn Any>);

/// [`Platform`] without its types; each method is the one of the same name.
pub(crate) trait AnyPlatform {
    fn facts(&self) -> Facts;
    fn user(&self, value: &Value) -> Result<Somebody>;
    fn compared(&self, user: &Somebody) -> Result<Vec<String>>;
    fn smoke<'a>(&'a self, context: &'a Context) -> Boxed<'a, Result<Vec<String>>>;
    fn batches(&self, base: &BaseUrl, users: &[Somebody]) -> Result<Vec<Vec<usize>>>;
    fn observe<'a>(
        &'a self,
        context: &'a Context,
        users: &'a [Somebody],
    ) -> Boxed<'a, Result<Vec<Result<Sight>>>>;
    /// What was found, as a plan holds it.
    fn written(&self, observed: &Sight) -> Result<Value>;
    fn plan(&self, desk: &Desk<'_>, user: &Somebody, observed: &Sight) -> Result<Intentions>;
    fn apply<'a>(
        &'a self,
        context: &'a Context,
        user: &'a Somebody,
        observed: &'a Sight,
    ) -> Boxed<'a, Result<Applied>>;
    fn apply_together(&self, people: Vec<(Context, Somebody, Sight)>) -> Boxed<'_, Vec<Result<Applied>>>;
    fn verify<'a>(
        &'a self,
        context: &'a Context,
        written: Vec<(Somebody, Sight, Ending)>,
    ) -> Boxed<'a, Result<Vec<Ending>>>;
    fn deprovision<'a>(&'a self, context: &'a Context, user: &'a Somebody) -> Boxed<'a, Result<Ending>>;
    fn build(&self, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request>;
    fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value>;
}

fn user_of<P: Platform>(user: &Somebody) -> Result<&P::User> {
    user.user.downcast_ref().ok_or_else(stranger)
}

fn seen_of<P: Platform>(observed: &Sight) -> Result<&P::Observed> {
    observed.0.downcast_ref().ok_or_else(stranger)
}

fn users_of<P: Platform>(users: &[Somebody]) -> Result<Vec<P::User>> {
    users.iter().map(|user| user_of::<P>(user).cloned()).collect()
}

/// Cannot be: the engine hands a platform only what it got from it.
fn stranger() -> Error {
    Error::new(Code::Internal, "a value of one platform was handed to another")
}

impl<P: Platform> AnyPlatform for P {
    fn facts(&self) -> Facts {
        Facts {
            name: P::NAME,
            flow: P::FLOW,
            route: P::ROUTE,
            harmless: P::HARMLESS,
            is_sensitive: P::is_sensitive,
        }
    }

    fn user(&self, value: &Value) -> Result<Somebody> {
        let user = Platform::user(self, value)?;
        let (subject, identity, keys) = (P::subject(&user), P::identity(&user), P::keys(&user));
        Ok(Somebody { user: Rc::new(user), subject, identity, keys })
    }

    fn compared(&self, user: &Somebody) -> Result<Vec<String>> {
        user_of::<P>(user).map(P::compared)
    }

    fn smoke<'a>(&'a self, context: &'a Context) -> Boxed<'a, Result<Vec<String>>> {
        Box::pin(Platform::smoke(self, context))
    }

    fn batches(&self, base: &BaseUrl, users: &[Somebody]) -> Result<Vec<Vec<usize>>> {
        Ok(Platform::batches(self, base, &users_of::<P>(users)?))
    }

    fn observe<'a>(
        &'a self,
        context: &'a Context,
        users: &'a [Somebody],
    ) -> Boxed<'a, Result<Vec<Result<Sight>>>> {
        Box::pin(async move {
            let observed = Platform::observe(self, context, &users_of::<P>(users)?).await?;
            Ok(observed.into_iter().map(|one| one.map(|one| Sight(Rc::new(one)))).collect())
        })
    }

    fn written(&self, observed: &Sight) -> Result<Value> {
        data::write(seen_of::<P>(observed)?)
    }

    fn plan(&self, desk: &Desk<'_>, user: &Somebody, observed: &Sight) -> Result<Intentions> {
        Platform::plan(self, desk, user_of::<P>(user)?, seen_of::<P>(observed)?)
    }

    fn apply<'a>(
        &'a self,
        context: &'a Context,
        user: &'a Somebody,
        observed: &'a Sight,
    ) -> Boxed<'a, Result<Applied>> {
        Box::pin(
            async move { Platform::apply(self, context, user_of::<P>(user)?, seen_of::<P>(observed)?).await },
        )
    }

    fn apply_together(&self, people: Vec<(Context, Somebody, Sight)>) -> Boxed<'_, Vec<Result<Applied>>> {
        Box::pin(async move {
            let size = people.len();
            let typed = people.into_iter().map(|(context, user, observed)| {
                Ok((context, user_of::<P>(&user)?.clone(), seen_of::<P>(&observed)?.clone()))
            });
            match typed.collect::<Result<Vec<_>>>() {
                Ok(typed) => Platform::apply_together(self, typed).await,
                Err(error) => vec![Err(error); size],
            }
        })
    }

    fn verify<'a>(
        &'a self,
        context: &'a Context,
        written: Vec<(Somebody, Sight, Ending)>,
    ) -> Boxed<'a, Result<Vec<Ending>>> {
        Box::pin(async move {
            let mut typed = Vec::new();
            for (user, observed, ending) in written {
                typed.push((user_of::<P>(&user)?.clone(), seen_of::<P>(&observed)?.clone(), ending));
            }
            Platform::verify(self, context, typed).await
        })
    }

    fn deprovision<'a>(&'a self, context: &'a Context, user: &'a Somebody) -> Boxed<'a, Result<Ending>> {
        Box::pin(async move { Platform::deprovision(self, context, user_of::<P>(user)?).await })
    }

    fn build(&self, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
        Platform::build(self, base, endpoint, input)
    }

    fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value> {
        Platform::parse(self, endpoint, answer)
    }
}
