//! What would be done: a pure function of what is asked and what was found.

use super::super::user::{Field, User};
use super::endpoints::{update_of, CreateUser, ModifyMembers, UpdateUser};
use super::group_names::Kind;
use super::observed::{Change, Observed};
use super::WorkivaScim;
use crate::engine::{Action, Desk, IfExists, Intentions};
use crate::error::{Code, Error, Result};

/// What a person should know where the server does not look users up by e-mail.
pub(super) const BLIND_TO_EMAIL: &str =
    "the server does not look users up by e-mail: somebody who has this address under another user name is not seen";

/// What a person should know of a time-out that is too short.
pub(super) const HASTY: &str =
    "timeoutMs is not above 30000: the server may hold a change of a workspace's roles for 30 s, and what became of \
     it would not be known";

impl WorkivaScim {
    pub(super) fn intentions(&self, desk: &Desk<'_>, user: &User, observed: &Observed) -> Result<Intentions> {
        let mut intentions = Intentions::default();
        let account = observed.account.as_ref();
        match account {
            None => {
                let request = desk.request(&CreateUser { user })?;
                let summary = format!("create {}", user.email.as_str());
                intentions.actions.push(Action::new("create", summary, Some(&request)));
                if !observed.is_found_by_email {
                    intentions.warnings.push(BLIND_TO_EMAIL.to_owned());
                }
            }
            Some(account) => {
                intentions.existing = Some(account.id.clone());
                if account.is_suspended {
                    let words = "the account is suspended, and stays so: an administrator can end that, or \
                                 requests.scimUpdateUser with `active: true`";
                    intentions.warnings.push(words.to_owned());
                }
                match desk.if_exists() {
                    IfExists::Update => {}
                    IfExists::Leave => return Ok(intentions),
                    IfExists::Fail => {
                        let words = format!("{} exists already, as {}", user.email.as_str(), account.id);
                        let hint = "ifExists is \"fail\"; \"update\" and \"leave\" go on";
                        intentions.obstacle = Some(Error::new(Code::Conflict, words).hint(hint));
                        return Ok(intentions);
                    }
                }
                if !account.differing.is_empty() {
                    let patch = update_of(user, &account.differing, account.email_at)?;
                    let request = desk.request(&UpdateUser { id: &account.id, patch })?;
                    let names: Vec<_> = account.differing.iter().map(|field: &Field| field.name()).collect();
                    let summary = format!("change {}", names.join(", "));
                    intentions.actions.push(Action::new("update", summary, Some(&request)));
                }
            }
        }
        for change in &observed.changes {
            intentions.actions.push(action(desk, account.map(|account| account.id.as_str()), change)?);
        }
        if self.is_hasty && observed.changes.iter().any(|change| !change.place.workspace.is_empty()) {
            intentions.warnings.push(HASTY.to_owned());
        }
        Ok(intentions)
    }
}

/// Somebody who is not there yet has no id: then the action shows no request. One for many people is shown as the
/// part that this person has in it.
fn action(desk: &Desk<'_>, id: Option<&str>, change: &Change) -> Result<Action> {
    let kind = match (change.place.kind, change.is_added) {
        (Kind::OrganizationRole | Kind::WorkspaceRole, true) => "assign",
        (Kind::OrganizationRole | Kind::WorkspaceRole, false) => "revoke",
        (Kind::Workspace | Kind::WorkspaceGroup, true) => "join",
        (Kind::Workspace | Kind::WorkspaceGroup, false) => "leave",
    };
    let (group, is_added) = (change.group.id.as_str(), change.is_added);
    let request =
        id.map(|id| desk.request(&ModifyMembers { group, users: vec![id], is_added })).transpose()?;
    Ok(Action::new(kind, format!("{} (group {:?})", change.words(), change.group.name), request.as_ref()))
}
