//! Takes somebody off the platform: the person is deactivated as of now. Nobody is deleted.

use super::compare::Difference;
use super::endpoints::{answers_to, Person, PersonRecord};
use super::lookup::find_all;
use super::update::{check_is, is_synchronized};
use super::user::User;
use super::write::bring;
use super::WorkforceOptimization;
use crate::engine::{stopped, Context, Ending, Stage, Status};
use crate::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// How somebody is before.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Before {
    is_deactivated: bool,
    is_synchronized: bool,
}

pub(super) async fn deprovision(
    platform: &WorkforceOptimization,
    context: &Context,
    user: &User,
) -> Result<Ending> {
    let name = user.user_name.as_str();
    let own = || {
        Error::new(Code::Conflict, format!("{name} is who these credentials log in as"))
            .hint("deactivate it with the credentials of somebody else")
    };
    if user.user_name.folded() == platform.own_user {
        return Err(own());
    }
    let found = find_all(context, std::slice::from_ref(user)).await?.into_iter().next();
    let Some(account) = found.unwrap_or(Ok(None))? else {
        let mut ending = Ending::new(Status::Unchanged, None);
        ending.verified = true;
        ending
            .warnings
            .push(format!("nobody answers to {name}; or these credentials may not see the person"));
        return Ok(ending);
    };
    let id = account.id;
    let now = context.clock().await?;
    let look = async {
        let person = context.peek(&Person { id }).await?;
        check_is(&person, user)?;
        // One person has two names: e-mail and adLogin. Whichever was given, nobody locks themselves out.
        let (email, ad_login) = (person.seen.email.as_deref(), person.seen.ad_login.as_deref());
        if answers_to(email, ad_login, &platform.own_user) {
            return Err(own());
        }
        let is_synchronized = is_synchronized(&person);
        Ok(Before { is_deactivated: is_deactivated(&person, now), is_synchronized })
    };
    let before = context.step("read the person's state", &format!("{id} {now}"), look).await?;
    let mut ending = Ending::new(Status::Unchanged, Some(id.to_string()));
    ending.existed_before = true;
    ending.verified = true;
    if before.is_synchronized {
        ending.warnings.push(
            "a phone system (ACD) keeps this person up to date: deactivate the person there first, or the next \
             synchronisation may undo this"
                .to_owned(),
        );
    }
    if before.is_deactivated {
        return Ok(ending);
    }
    let stage = Cell::new(Stage::first(context));
    let compare = |person: &PersonRecord| {
        check_is(person, user)?;
        let mut difference = Difference::default();
        if !is_deactivated(person, now) {
            difference.names.push("deactivated".to_owned());
            difference.change.insert("deactivated".to_owned(), now.into());
        }
        Ok(difference)
    };
    let write = context.one_at_a_time(bring(context, id, &stage, compare));
    match context.step("deactivate the person", &format!("{id} {now}"), write).await {
        Ok(_) => {
            ending.status = Status::Updated;
            ending.changes = vec!["deactivated".to_owned()];
            Ok(ending)
        }
        Err(error) if error.code == Code::Aborted => Err(error),
        Err(error) if error.run_level && stage.get().is_unsent() => Err(error),
        Err(error) => Ok(stopped(ending, stage.get(), "the person", error)),
    }
}

/// Whether somebody is deactivated at this time.
fn is_deactivated(person: &PersonRecord, now: u64) -> bool {
    person.seen.deactivated.is_some_and(|at| at <= now as f64)
}
