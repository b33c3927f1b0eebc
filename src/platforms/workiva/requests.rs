//! `client.requests` and `client.responses`: every endpoint by name, from plain data.

use super::endpoints::{
    AssignUser, ChangeRoles, CreateGroup, CreateMembership, CreateUser, DeleteMembership, DeleteUser,
    GroupList, GroupMembers, HeldRoles, Holder, MembershipList, ModifyMembers, OperationStatus, RoleList,
    UpdateUser, UserById, UserList, WorkspaceList, LARGEST_PAGE,
};
use super::user::{Field, User};
use super::Workiva;
use crate::data;
use crate::engine::settings::read;
use crate::engine::Endpoint;
use crate::error::{Error, Result};
use crate::http::{BaseUrl, Request, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The input of a request builder; each endpoint takes some of it.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Input {
    /// A link that a list gave.
    next_link: Option<String>,
    /// A user's id.
    id: Option<String>,
    user: Option<Value>,
    fields: Option<Vec<Field>>,
    workspace: Option<String>,
    membership: Option<String>,
    group: Option<String>,
    name: Option<String>,
    roles: Option<Vec<String>>,
    add: Option<Vec<String>>,
    remove: Option<Vec<String>>,
    operation: Option<String>,
    location: Option<String>,
}

fn need<'a, T: ?Sized>(field: &str, given: Option<&'a T>) -> Result<&'a T> {
    given.ok_or_else(|| Error::invalid(format!("{field}: is missing")).hint("this request needs it"))
}

impl Input {
    fn id(&self) -> Result<&str> {
        need("id", self.id.as_deref().filter(|id| !id.is_empty()))
    }

    fn workspace(&self) -> Result<&str> {
        need("workspace", self.workspace.as_deref().filter(|id| !id.is_empty()))
    }

    fn membership(&self) -> Result<&str> {
        need("membership", self.membership.as_deref().filter(|id| !id.is_empty()))
    }

    fn group(&self) -> Result<&str> {
        need("group", self.group.as_deref().filter(|id| !id.is_empty()))
    }

    fn user(&self) -> Result<User> {
        User::parse(need("user", self.user.as_ref())?)
    }

    fn roles(&self) -> Result<Vec<&str>> {
        Ok(need("roles", self.roles.as_ref())?.iter().map(String::as_str).collect())
    }

    /// Of a membership where one is named, else of a user.
    fn holder(&self, of_membership: bool) -> Result<Holder<'_>> {
        match of_membership {
            true => Ok(Holder::Membership { workspace: self.workspace()?, membership: self.membership()? }),
            false => Ok(Holder::User { user: self.id()? }),
        }
    }
}

fn texts(list: Option<&Vec<String>>) -> Vec<&str> {
    list.into_iter().flatten().map(String::as_str).collect()
}

/// Builds the request of an endpoint.
pub(super) fn build(platform: &Workiva, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
    let input: Input = match input {
        Value::Null => Input::default(),
        input => read("input", input)?,
    };
    let organization = platform.organization.as_str();
    // Its host is not believed, here either.
    let next = input.next_link.as_deref().map(|link| base.rebased(link)).transpose()?;
    match endpoint {
        "userList" => UserList { organization, page_size: LARGEST_PAGE, next }.request(base),
        "user" => UserById { organization, user: input.id()? }.request(base),
        "createUser" => CreateUser { organization, user: &input.user()? }.request(base),
        "updateUser" => {
            let (user, id) = (input.user()?, input.id()?);
            let fields = need("fields", input.fields.as_deref().filter(|fields| !fields.is_empty()))?;
            UpdateUser { organization, id, user: &user, fields }.request(base)
        }
        "deleteUser" => DeleteUser { organization, user: input.id()? }.request(base),
        "assignUser" => AssignUser { organization, user: input.id()? }.request(base),
        "organizationRoles" => RoleList { organization, workspace: None, next }.request(base),
        "workspaceRoles" => {
            RoleList { organization, workspace: Some(input.workspace()?), next }.request(base)
        }
        "userRoles" | "membershipRoles" => {
            let holder = input.holder(endpoint == "membershipRoles")?;
            HeldRoles { organization, holder, next }.request(base)
        }
        "assignUserRoles" | "revokeUserRoles" | "assignMembershipRoles" | "revokeMembershipRoles" => {
            let holder = input.holder(endpoint.contains("Membership"))?;
            let revoke = endpoint.starts_with("revoke");
            ChangeRoles { organization, holder, roles: input.roles()?, revoke }.request(base)
        }
        "operation" => match (&input.operation, &input.location) {
            (_, Some(location)) => OperationStatus { target: base.rebased(location)? }.request(base),
            (operation, None) => OperationStatus::of(need("operation", operation.as_deref())?).request(base),
        },
        "workspaceList" => WorkspaceList { organization, next }.request(base),
        "membershipList" => {
            MembershipList { organization, workspace: input.workspace()?, next }.request(base)
        }
        "createMembership" => {
            CreateMembership { organization, workspace: input.workspace()?, user: input.id()? }.request(base)
        }
        "deleteMembership" => {
            let (workspace, membership) = (input.workspace()?, input.membership()?);
            DeleteMembership { organization, workspace, membership }.request(base)
        }
        "groupList" => GroupList { organization, workspace: input.workspace()?, next }.request(base),
        "createGroup" => {
            let (workspace, name) = (input.workspace()?, need("name", input.name.as_deref())?);
            CreateGroup { organization, workspace, name }.request(base)
        }
        "groupMembers" => {
            let (workspace, group) = (input.workspace()?, input.group()?);
            GroupMembers { organization, workspace, group, next }.request(base)
        }
        "modifyGroupMembers" => {
            let (workspace, group) = (input.workspace()?, input.group()?);
            let (add, remove) = (texts(input.add.as_ref()), texts(input.remove.as_ref()));
            if add.is_empty() && remove.is_empty() {
                return Err(Error::invalid("add, remove: neither is given").hint("give ids of users"));
            }
            ModifyMembers { organization, workspace, group, add, remove }.request(base)
        }
        _ => Err(no_such(endpoint)),
    }
}

/// Reads the answer of an endpoint. Users are given as they came: they are the caller's own.
pub(super) fn parse(endpoint: &str, answer: &Response) -> Result<Value> {
    let (organization, workspace, next) = ("", "", None);
    let (user, group, membership) = ("", "", "");
    let holder = Holder::User { user };
    match endpoint {
        "userList" => plain(UserList { organization, page_size: LARGEST_PAGE, next }.answer(answer)),
        "user" | "updateUser" | "assignUser" => plain(UserById { organization, user }.answer(answer)),
        "createUser" if answer.is_success() => plain(CreateUser::read(answer, None)),
        // What is not a success is read alike everywhere.
        "createUser" | "deleteUser" => plain(DeleteUser { organization, user }.answer(answer)),
        "organizationRoles" | "workspaceRoles" => {
            plain(RoleList { organization, workspace: None, next }.answer(answer))
        }
        "userRoles" | "membershipRoles" => plain(HeldRoles { organization, holder, next }.answer(answer)),
        "assignUserRoles" | "revokeUserRoles" | "assignMembershipRoles" | "revokeMembershipRoles" => {
            plain(ChangeRoles { organization, holder, roles: Vec::new(), revoke: false }.answer(answer))
        }
        "operation" => plain(OperationStatus::of("").answer(answer)),
        "workspaceList" => plain(WorkspaceList { organization, next }.answer(answer)),
        "membershipList" => plain(MembershipList { organization, workspace, next }.answer(answer)),
        "createMembership" => plain(CreateMembership { organization, workspace, user }.answer(answer)),
        "deleteMembership" => plain(DeleteMembership { organization, workspace, membership }.answer(answer)),
        "groupList" => plain(GroupList { organization, workspace, next }.answer(answer)),
        "createGroup" => plain(CreateGroup { organization, workspace, name: "" }.answer(answer)),
        "groupMembers" => plain(GroupMembers { organization, workspace, group, next }.answer(answer)),
        "modifyGroupMembers" => {
            let (add, remove) = (Vec::new(), Vec::new());
            plain(ModifyMembers { organization, workspace, group, add, remove }.answer(answer))
        }
        _ => Err(no_such(endpoint)),
    }
}

fn plain<T: Serialize>(result: Result<T>) -> Result<Value> {
    data::write(&result?)
}

fn no_such(endpoint: &str) -> Error {
    Error::invalid(format!("requests.{endpoint}: Workiva's platform route has no such call")).hint(
        "there are: token, userList, user, createUser, updateUser, deleteUser, assignUser, organizationRoles, \
         workspaceRoles, userRoles, assignUserRoles, revokeUserRoles, membershipRoles, assignMembershipRoles, \
         revokeMembershipRoles, operation, workspaceList, membershipList, createMembership, deleteMembership, \
         groupList, createGroup, groupMembers, modifyGroupMembers",
    )
}
