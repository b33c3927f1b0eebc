//! What would be done: a pure function of what is asked and what was found.

use super::create;
use super::endpoints::{Role, UpdatePerson};
use super::observed::{Account, Observed, State, Wanted};
use super::user::User;
use super::WorkforceOptimization;
use crate::engine::{Action, Desk, IfExists, Intentions, Platform};
use crate::error::{Code, Error, Result};

const LICENCE: &str = "the Administrator role consumes one System Administrator licence";
const MAIL: &str = "creating a user can send an activation mail to the user name";

pub(super) fn plan(desk: &Desk<'_>, user: &User, observed: &Observed) -> Result<Intentions> {
    match (&observed.account, &observed.wanted) {
        (None, Some(wanted)) => plan_create(desk, user, wanted),
        (Some(account), _) => plan_update(desk, user, observed.state.as_ref(), account),
        (None, None) => Err(Error::new(Code::Internal, "nothing was looked up")),
    }
}

fn plan_create(desk: &Desk<'_>, user: &User, wanted: &Wanted) -> Result<Intentions> {
    let owner = WorkforceOptimization::identity(user);
    let request = desk.request(&create::endpoint(user, wanted, &owner))?;
    let roles: Vec<_> = wanted.roles.iter().map(|role| role.name.as_str()).collect();
    let summary =
        format!("create {} in {} as {}", user.user_name.as_str(), wanted.team.name, roles.join(", "));
    let mut warnings = vec![MAIL.to_owned()];
    if wanted.roles.iter().any(Role::is_administrator) {
        warnings.push(LICENCE.to_owned());
    }
    if user.scope.is_none() {
        warnings.push("no scope is given: the user will see nobody's data".to_owned());
    }
    if !user.has_password {
        warnings.push("no password is given: nobody can log in as this user until one is set".to_owned());
    }
    let actions = vec![Action::new("create", summary, Some(&request))];
    Ok(Intentions { actions, warnings, ..Intentions::default() })
}

fn plan_update(desk: &Desk<'_>, user: &User, state: Option<&State>, account: &Account) -> Result<Intentions> {
    let mut intentions = Intentions { existing: Some(account.id.to_string()), ..Intentions::default() };
    let warnings = &mut intentions.warnings;
    if !account.active {
        warnings.push("the person exists but is not active; it is not activated by this".to_owned());
    }
    if desk.if_exists() == IfExists::Fail {
        let message = format!("{} exists already, as {}", user.user_name.as_str(), account.id);
        let error = Error::new(Code::Conflict, message);
        intentions.obstacle = Some(error.hint("ifExists is \"fail\"; \"update\" and \"leave\" go on"));
        return Ok(intentions);
    }
    let Some(state) = state else { return Ok(intentions) };
    if user.has_password {
        warnings
            .push("password is used when creating only: no public source says how to change one".to_owned());
    }
    if !state.left.is_empty() {
        warnings
            .push(format!("left as they are, because nothing is said of them: {}", state.left.join(", ")));
    }
    if state.differing.is_empty() {
        return Ok(intentions);
    }
    if state.becomes_administrator {
        warnings.push(LICENCE.to_owned());
    }
    if !state.taken.is_empty() {
        warnings.push(format!("takes away {}", state.taken.join(", ")));
    }
    if state.is_synchronized {
        warnings.push(
            "a phone system (ACD) keeps this person up to date: the next synchronisation may undo this"
                .to_owned(),
        );
    }
    let request = desk.request(&UpdatePerson::of(account.id))?;
    let summary = format!("change {}", state.differing.join(", "));
    intentions.actions.push(Action::new("update", summary, Some(&request)));
    Ok(intentions)
}
