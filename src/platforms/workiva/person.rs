//! What is done for one person alone: the account, organization roles, memberships, workspace roles; in this
//! order, because a role or group of a workspace needs the membership.

use super::access::{fresh_memberships, DEFAULT_ROLE};
use super::create::Created;
use super::directory::by_id;
use super::endpoints::{CreateMembership, DeleteMembership, Holder, Id, UpdateUser};
use super::observed::{Account, Changes, Observed, WorkspaceState};
use super::roles;
use super::settle::{settle, Said, Stop};
use super::user::{Field, User};
use super::Workiva;
use crate::engine::{create_once, Context, Creation, Ending, Promise, Status};
use crate::error::{Code, Error, Result};

/// A membership joins two that are there already: asked for twice it is refused, or the same one [A]. Nobody is there
/// twice by it, so one whose fate is unknown and which no look shows is asked for once more.
const PROMISE: Promise = Promise { refuses_duplicates: true };

/// A person on the way.
pub(super) struct Person {
    pub context: Context,
    pub user: User,
    pub observed: Observed,
    /// The account's id.
    pub id: String,
    /// How it ends if nothing more happens.
    pub ending: Ending,
    /// Why it stopped.
    pub stop: Option<Stop>,
    /// The create was answered clearly; a look has still to confirm it.
    pub is_said: bool,
    /// Ids of workspaces just joined (or just left): a look has still to confirm it.
    pub moved: Vec<String>,
}

type Stage = std::result::Result<(), Stop>;

impl Workiva {
    /// Does what concerns one person alone; an ending where there is no account to go on with.
    pub(super) async fn alone(
        &self,
        context: Context,
        user: User,
        observed: Observed,
    ) -> Result<std::result::Result<Person, Ending>> {
        let mut person = match &observed.account {
            Some(account) => {
                let ending = Ending::new(Status::Unchanged, Some(account.id.clone()));
                let ending = Ending { existed_before: true, verified: true, ..ending };
                let id = account.id.clone();
                Person { context, user, observed, id, ending, stop: None, is_said: false, moved: Vec::new() }
            }
            None => match self.create(&context, &user).await? {
                Created::Not(ending) => return Ok(Err(ending)),
                Created::Ours { id, is_seen, warning } => {
                    let mut ending = Ending::new(Status::Created, Some(id.clone()));
                    ending.verified = is_seen;
                    ending.warnings.extend(warning);
                    let (stop, moved) = (None, Vec::new());
                    Person { context, user, observed, id, ending, stop, is_said: !is_seen, moved }
                }
            },
        };
        person.stop = self.stages(&mut person).await.err();
        Ok(Ok(person))
    }

    async fn stages(&self, person: &mut Person) -> Stage {
        let observed = person.observed.clone();
        if let Some(account) = observed.account.as_ref().filter(|account| !account.differing.is_empty()) {
            self.update(person, account).await?;
        }
        let id = person.id.clone();
        let changes = observed.organization_roles;
        self.change_roles(
            person,
            Holder::User { user: &id },
            "organizationRoles",
            changes,
            observed.account.is_none(),
        )
        .await?;
        for state in observed.workspaces.iter().filter(|state| !state.leave) {
            let workspace = &state.workspace;
            let (membership, is_new) = match &state.membership {
                Some(membership) => (membership.clone(), false),
                None => (self.join(person, state).await?, true),
            };
            let holder = Holder::Membership { workspace: &workspace.id, membership: &membership };
            let place = format!("workspaces {}", workspace.name);
            self.change_roles(person, holder, &place, state.roles.clone(), is_new).await?;
        }
        for state in observed.workspaces.iter().filter(|state| state.leave) {
            self.leave(person, state).await?;
        }
        Ok(())
    }

    /// Replaces the fields that differ, and reads them again.
    async fn update(&self, person: &mut Person, account: &Account) -> Stage {
        let Person { context, user, .. } = &*person;
        let (organization, id) = (self.organization.as_str(), account.id.as_str());
        let update = UpdateUser { organization, id, user, fields: &account.differing };
        let said = Said::of(context.call(&update).await);
        let left = async || {
            let fingerprint = format!("{organization} {id} {}", self.fingerprint(std::slice::from_ref(user)));
            let found = context.step("read the user", &fingerprint, by_id(context, organization, id, user));
            let gone =
                || Error::new(Code::NotFound, "the user is not there any more").at_step("read the user");
            Ok(found.await?.ok_or_else(gone)?.differing)
        };
        let show = |field: &Field| field.name().to_owned();
        let warning = settle(context, "change the user", said, left, show).await?;
        let changed = account.differing.iter().map(|field| field.name().to_owned());
        person.ending.changes.extend(changed);
        person.ending.warnings.extend(warning);
        Ok(())
    }

    /// Gives and takes roles. Somebody new may have some already: everybody's, or a member's.
    async fn change_roles(
        &self,
        person: &mut Person,
        holder: Holder<'_>,
        place: &str,
        mut changes: Changes,
        is_new: bool,
    ) -> Stage {
        let context = &person.context;
        if changes.is_empty() {
            return Ok(());
        }
        if is_new {
            let held = roles::held(context, &self.organization, holder).await.map_err(Stop::not_done)?;
            let default = matches!(holder, Holder::User { .. }).then_some(DEFAULT_ROLE);
            let surplus = Changes::between(&held, &changes.add, person.user.exact, default).remove;
            if !surplus.is_empty() {
                // No plan has shown that it would be taken away.
                let names: Vec<_> = surplus.iter().map(|role| role.name.as_str()).collect();
                person.ending.warnings.push(format!(
                    "{place}: {} came without being asked for: run again, and it is taken away as `exact` asks",
                    names.join(", ")
                ));
            }
            changes.add.retain(|role| !held.iter().any(|other| other.id == role.id));
        }
        let warnings = roles::change(context, &self.organization, holder, &changes).await?;
        person.ending.warnings.extend(warnings);
        for (roles, sign) in [(&changes.add, '+'), (&changes.remove, '-')] {
            person.ending.changes.extend(roles.iter().map(|role| format!("{place}: {sign} {}", role.name)));
        }
        Ok(())
    }

    /// Joins a workspace, and gives the membership's id.
    async fn join(&self, person: &mut Person, state: &WorkspaceState) -> std::result::Result<String, Stop> {
        let (context, user) = (&person.context, person.id.as_str());
        let (organization, workspace) = (self.organization.as_str(), state.workspace.id.as_str());
        let endpoint = CreateMembership { organization, workspace, user };
        let look = async || {
            let fingerprint = format!("{organization} {workspace} {user}");
            let search =
                async { Ok(fresh_memberships(context, organization, workspace).await?.get(user).cloned()) };
            context.step("look for the membership", &fingerprint, search).await
        };
        let creation = create_once(context, PROMISE, async || context.create(&endpoint).await, look).await;
        let what = |error: Error| {
            let mut error = error;
            error.message = format!("join the workspace {:?}: {}", state.workspace.name, error.message);
            error
        };
        let membership = match creation.map_err(Stop::not_done)? {
            Creation::Said(Id { id }) => {
                person.moved.push(state.workspace.id.clone());
                id
            }
            Creation::FoundOurs(id, _) | Creation::FoundTheirs(id, _) => id,
            Creation::Refused(error) => return Err(Stop::not_done(what(error))),
            Creation::Absent(error) | Creation::Hidden(error) | Creation::Unknown(error) => {
                return Err(Stop::unknown(what(error)))
            }
        };
        person.ending.changes.push(format!("workspaces {}: + membership", state.workspace.name));
        Ok(membership)
    }

    /// Leaves a workspace; that it is so is looked at for all who leave together.
    async fn leave(&self, person: &mut Person, state: &WorkspaceState) -> Stage {
        let context = &person.context;
        let (organization, workspace) = (self.organization.as_str(), state.workspace.id.as_str());
        let membership = state.membership.as_deref().unwrap_or_default();
        let gone = match context.call(&DeleteMembership { organization, workspace, membership }).await {
            // Gone already, or gone by the first of two tries.
            Err(error) if error.code == Code::NotFound => Said::Done,
            result => Said::of(result),
        };
        let user = person.id.as_str();
        let what = format!("leave the workspace {:?}", state.workspace.name);
        if let Said::Done = gone {
            person.moved.push(state.workspace.id.clone());
        } else {
            let left = async || {
                let fingerprint = format!("{organization} {workspace} {user}");
                let search = async {
                    Ok(fresh_memberships(context, organization, workspace).await?.get(user).cloned())
                };
                let found = context.step("look for the membership", &fingerprint, search).await?;
                Ok(found.into_iter().collect())
            };
            let warning = settle(context, &what, gone, left, |_: &String| "membership".to_owned()).await?;
            person.ending.warnings.extend(warning);
        }
        person.ending.changes.push(format!("workspaces {}: - membership", state.workspace.name));
        Ok(())
    }
}

impl Person {
    /// Whether anything was written for this person.
    pub fn has_written(&self) -> bool {
        self.ending.status == Status::Created || !self.ending.changes.is_empty()
    }
}
