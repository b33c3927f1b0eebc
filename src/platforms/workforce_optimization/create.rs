//! The create, what it left out, and how it ends when its answer was not a clear yes.
//!
//! After the POST the person is read and compared, and what is missing is put (roles, scope, views); writes go
//! one at a time.

use super::compare::{compare, Who};
use super::endpoints::{CreatePerson, Person, PersonRecord};
use super::ids::PersonId;
use super::lookup::find_now;
use super::observed::{Account, Wanted};
use super::update::{check_is, wish};
use super::user::User;
use super::write::bring;
use super::WorkforceOptimization;
use crate::engine::{
    by_others, create_once, doubtful, found_again, look_patiently, stopped, Applied, Context, Creation,
    Ending, Platform, Promise, Stage, Status,
};
use crate::error::{Code, Error, Result};
use std::cell::Cell;

/// Nothing documents that a second person of the same user name is refused.
const PROMISE: Promise = Promise { refuses_duplicates: false };

pub(super) fn endpoint<'a>(user: &'a User, wanted: &'a Wanted, owner: &'a str) -> CreatePerson<'a> {
    CreatePerson {
        first_name: &user.first_name,
        last_name: &user.last_name,
        user_name: user.user_name.as_str(),
        team: &wanted.team,
        roles: &wanted.roles,
        groups: wanted.scope.as_ref().map_or(&[], |scope| &scope.groups),
        teams: wanted.scope.as_ref().map_or(&[], |scope| &scope.teams),
        views: &wanted.views,
        owner: user.has_password.then_some(owner),
    }
}

/// Creates somebody; nobody else is written meanwhile.
pub(super) async fn create(context: &Context, user: &User, wanted: &Wanted) -> Result<Applied> {
    context.one_at_a_time(create_in_turn(context, user, wanted)).await.map(Applied::Settled)
}

async fn create_in_turn(context: &Context, user: &User, wanted: &Wanted) -> Result<Ending> {
    let owner = WorkforceOptimization::identity(user);
    let endpoint = endpoint(user, wanted, &owner);
    let creation = create_once(
        context,
        PROMISE,
        async || context.create(&endpoint).await,
        async || find_now(context, &user.user_name).await,
    );
    match creation.await? {
        Creation::Said(created) => complete(context, user, wanted, created.id).await,
        Creation::FoundOurs(account, doubt) => {
            let mut ending = complete(context, user, wanted, account.id).await?;
            ending.warnings.insert(0, found_again(&doubt));
            Ok(ending)
        }
        other => {
            let if_exists = context.settings().if_exists();
            // How somebody else's person compares was not looked at.
            let theirs = |account: &Account| by_others(if_exists, account.id.to_string(), true);
            let id_of = |account: &Account| account.id.to_string();
            Ok(doubtful(user.user_name.as_str(), other, id_of, theirs))
        }
    }
}

/// Reads the new person, and puts what the create has left out.
async fn complete(context: &Context, user: &User, wanted: &Wanted, id: PersonId) -> Result<Ending> {
    let mut ending = Ending::new(Status::Created, Some(id.to_string()));
    let stage = Cell::new(Stage::Reading);
    let confirm = async {
        let read = async || match context.peek(&Person { id }).await {
            Err(error) if error.code == Code::NotFound => Ok(None),
            person => person.map(Some),
        };
        let person = look_patiently(context, 5, &read).await?.ok_or_else(|| {
            Error::new(Code::NotFound, "no read shows the person").hint("look for the person by hand")
        })?;
        check_is(&person, user)?;
        if compare(&person, user, wanted, Who::New)?.names.is_empty() {
            return Ok(Vec::new());
        }
        let compare = |person: &PersonRecord| {
            check_is(person, user)?;
            compare(person, user, wanted, Who::New)
        };
        bring(context, id, &stage, compare).await
    };
    match context.step("complete the person", &wish(id, user, wanted)?, confirm).await {
        Ok(left_out) => {
            ending.verified = true;
            if !left_out.is_empty() {
                let names = left_out.join(", ");
                ending.warnings.push(format!("the create left out {names}; that was written afterwards"));
            }
            Ok(ending)
        }
        Err(error) if error.code == Code::Aborted => Err(error),
        Err(error) => Ok(incomplete(ending, stage.get(), user, error)),
    }
}

/// The person was created, but is not known to be as asked.
fn incomplete(ending: Ending, stage: Stage, user: &User, error: Error) -> Ending {
    let id = ending.id.clone().unwrap_or_default();
    let name = user.user_name.as_str();
    let mut ending = stopped(ending, stage, name, error);
    let Some(error) = ending.error.take() else { return ending };
    let (status, what) = match (stage, ending.status) {
        (Stage::Reading | Stage::Again, _) => (Status::Unknown, "that could not be confirmed"),
        (_, Status::Failed) => (Status::Conflict, "is not as asked"),
        _ => (Status::Unknown, "whether it is as asked could not be established"),
    };
    ending.status = status;
    ending.error = Some(
        Error::new(error.code, format!("the platform said it created {id}, but {what}: {}", error.message))
            .caused_by(error)
            .hint(format!("look at {name} by hand, or run again: it is looked up first, and completed")),
    );
    ending
}
