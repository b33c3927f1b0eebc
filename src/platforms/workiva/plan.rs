//! What would be done: a pure function of what is asked and what was found.

use super::endpoints::{
    ChangeRoles, CreateMembership, CreateUser, DeleteMembership, Holder, ModifyMembers, Named, UpdateUser,
};
use super::observed::{Account, Changes, Observed, WorkspaceState};
use super::user::{Field, User};
use super::Workiva;
use crate::engine::{Action, Desk, Endpoint, IfExists, Intentions};
use crate::error::{Code, Error, Result};

impl Workiva {
    pub(super) fn intentions(&self, desk: &Desk<'_>, user: &User, observed: &Observed) -> Result<Intentions> {
        let organization = self.organization.as_str();
        let mut intentions = Intentions::default();
        let account = observed.account.as_ref();
        match account {
            None => {
                let request = desk.request(&CreateUser { organization, user })?;
                let summary = format!("create {}", user.email.as_str());
                intentions.actions.push(Action::new("create", summary, Some(&request)));
            }
            Some(account) => {
                intentions.existing = Some(account.id.clone());
                intentions.warnings = warnings(account);
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
                    let (id, fields) = (account.id.as_str(), account.differing.as_slice());
                    let request = desk.request(&UpdateUser { organization, id, user, fields })?;
                    let names: Vec<_> = fields.iter().map(|field: &Field| field.name()).collect();
                    let summary = format!("change {}", names.join(", "));
                    intentions.actions.push(Action::new("update", summary, Some(&request)));
                }
            }
        }
        let id = account.map(|account| account.id.as_str());
        let holder = id.map(|user| Holder::User { user });
        self.plan_roles(desk, &mut intentions, holder, &observed.organization_roles, "the organization")?;
        for state in observed.workspaces.iter().filter(|state| !state.leave) {
            self.plan_workspace(desk, &mut intentions, id, state)?;
        }
        for state in observed.workspaces.iter().filter(|state| state.leave) {
            let (workspace, membership) = (state.workspace.id.as_str(), state.membership.as_deref());
            let leave = membership.map(|membership| DeleteMembership { organization, workspace, membership });
            let summary =
                format!("leave the workspace {}, with all roles and groups in it", state.workspace.name);
            push(desk, &mut intentions, "leave", summary, leave.as_ref())?;
        }
        for state in &observed.workspaces {
            self.plan_groups(desk, &mut intentions, id, state)?;
        }
        Ok(intentions)
    }

    fn plan_workspace(
        &self,
        desk: &Desk<'_>,
        intentions: &mut Intentions,
        user: Option<&str>,
        state: &WorkspaceState,
    ) -> Result<()> {
        let (organization, workspace) = (self.organization.as_str(), state.workspace.id.as_str());
        if state.membership.is_none() {
            let join = user.map(|user| CreateMembership { organization, workspace, user });
            push(
                desk,
                intentions,
                "join",
                format!("join the workspace {}", state.workspace.name),
                join.as_ref(),
            )?;
        }
        let membership = state.membership.as_deref();
        let holder = membership.map(|membership| Holder::Membership { workspace, membership });
        let place = format!("the workspace {}", state.workspace.name);
        self.plan_roles(desk, intentions, holder, &state.roles, &place)
    }

    /// A holder that is not there yet has no address: then the action shows no request.
    fn plan_roles(
        &self,
        desk: &Desk<'_>,
        intentions: &mut Intentions,
        holder: Option<Holder<'_>>,
        changes: &Changes,
        place: &str,
    ) -> Result<()> {
        let organization = self.organization.as_str();
        for (roles, revoke) in [(&changes.add, false), (&changes.remove, true)] {
            if roles.is_empty() {
                continue;
            }
            let (kind, verb) = if revoke { ("revoke", "take") } else { ("assign", "give") };
            let summary = format!("{verb} the role {} of {place}", listed(roles));
            let change = holder.map(|holder| ChangeRoles {
                organization,
                holder,
                roles: roles.iter().map(|role| role.id.as_str()).collect(),
                revoke,
            });
            push(desk, intentions, kind, summary, change.as_ref())?;
        }
        Ok(())
    }

    fn plan_groups(
        &self,
        desk: &Desk<'_>,
        intentions: &mut Intentions,
        user: Option<&str>,
        state: &WorkspaceState,
    ) -> Result<()> {
        let (organization, workspace) = (self.organization.as_str(), state.workspace.id.as_str());
        for (groups, is_added) in [(&state.groups.add, true), (&state.groups.remove, false)] {
            for group in groups {
                let ids = |wanted| user.filter(|_| wanted == is_added).into_iter().collect();
                let change = user.map(|_| ModifyMembers {
                    organization,
                    workspace,
                    group: &group.id,
                    add: ids(true),
                    remove: ids(false),
                });
                let kind = if is_added { "join" } else { "leave" };
                let summary =
                    format!("{kind} the group {} of the workspace {}", group.name, state.workspace.name);
                push(desk, intentions, kind, summary, change.as_ref())?;
            }
        }
        Ok(())
    }
}

fn push<E: Endpoint>(
    desk: &Desk<'_>,
    intentions: &mut Intentions,
    kind: &str,
    summary: String,
    endpoint: Option<&E>,
) -> Result<()> {
    let request = endpoint.map(|endpoint| desk.request(endpoint)).transpose()?;
    intentions.actions.push(Action::new(kind, summary, request.as_ref()));
    Ok(())
}

fn listed(roles: &[Named]) -> String {
    roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn warnings(account: &Account) -> Vec<String> {
    match account.is_suspended {
        true => vec!["the account is suspended; only the SCIM route can change that".to_owned()],
        false => Vec::new(),
    }
}
