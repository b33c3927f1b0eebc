//! `client.requests` and `client.responses`: every endpoint by name, from plain data.

use super::super::user::{Field, User};
use super::endpoints::{
    update_of, CreateUser, CreatedUser, GroupById, GroupList, ModifyMembers, UpdateUser, UserById, UserList,
};
use super::observed::EmailAt;
use crate::data;
use crate::engine::settings::read;
use crate::engine::Endpoint;
use crate::error::{Error, Result};
use crate::http::{BaseUrl, Request, Response};
use crate::scim::{attr, or, ListQuery, Patch, PAGE};
use serde::Deserialize;
use serde_json::{json, Value};

/// The input of a request builder; each endpoint takes some of it.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Input {
    user_names: Option<Vec<String>>,
    emails: Option<Vec<String>>,
    display_name: Option<String>,
    start_index: Option<u64>,
    count: Option<u64>,
    id: Option<String>,
    user: Option<Value>,
    fields: Option<Vec<Field>>,
    active: Option<bool>,
    group: Option<String>,
    add: Option<Vec<String>>,
    remove: Option<Vec<String>>,
}

fn missing(field: &str) -> Error {
    Error::invalid(format!("{field}: is missing")).hint("this request needs it")
}

fn segment<'a>(field: &str, given: Option<&'a String>) -> Result<&'a str> {
    given
        .map(String::as_str)
        .filter(|id| !id.is_empty() && *id != "." && *id != "..")
        .ok_or_else(|| missing(field))
}

impl Input {
    fn user(&self) -> Result<User> {
        User::parse(self.user.as_ref().ok_or_else(|| missing("user"))?)
    }

    fn paged(&self, query: ListQuery) -> ListQuery {
        query.start_index(self.start_index.unwrap_or(1)).count(self.count.unwrap_or(PAGE))
    }

    fn users(&self) -> Result<ListQuery> {
        let (attribute, values) = match (&self.user_names, &self.emails) {
            (None, None) => return Ok(self.paged(ListQuery::new())),
            (Some(names), None) => ("userName", names),
            (None, Some(emails)) => ("emails.value", emails),
            (Some(_), Some(_)) => {
                return Err(Error::invalid("userNames, emails: both are given").hint("give one of the two"))
            }
        };
        let name = attr(attribute)?;
        let filter = or(values.iter().map(|value| name.clone().eq(value.as_str())))?;
        Ok(self.paged(ListQuery::new().filter(filter)))
    }

    fn groups(&self) -> Result<ListQuery> {
        Ok(self.paged(match &self.display_name {
            Some(name) => ListQuery::new().filter(attr("displayName")?.eq(name.as_str())),
            None => ListQuery::new(),
        }))
    }

    fn patch(&self) -> Result<Patch> {
        let fields = self.fields.as_deref().unwrap_or_default();
        let mut patch = match fields.is_empty() {
            true => Patch::new(),
            false => update_of(&self.user()?, fields, EmailAt::Work)?,
        };
        if let Some(active) = self.active {
            patch = patch.active(active)?;
        }
        match patch.is_empty() {
            true => Err(missing("fields").hint("give user and fields, or active")),
            false => Ok(patch),
        }
    }
}

/// Builds the request of an endpoint.
pub(super) fn build(base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
    let input: Input = match input {
        Value::Null => Input::default(),
        input => read("input", input)?,
    };
    match endpoint {
        "scimUserList" => UserList { query: input.users()? }.request(base),
        "scimUser" => UserById { id: segment("id", input.id.as_ref())? }.request(base),
        "scimCreateUser" => CreateUser { user: &input.user()? }.request(base),
        "scimUpdateUser" => {
            UpdateUser { id: segment("id", input.id.as_ref())?, patch: input.patch()? }.request(base)
        }
        "scimGroupList" => GroupList { query: input.groups()? }.request(base),
        "scimGroup" => GroupById { id: segment("id", input.id.as_ref())? }.request(base),
        "scimModifyMembers" => {
            let group = segment("group", input.group.as_ref())?;
            let (users, is_added) =
                match (&input.add, &input.remove) {
                    (Some(users), None) => (users, true),
                    (None, Some(users)) => (users, false),
                    _ => return Err(Error::invalid("add, remove: not one of them is given").hint(
                        "people come or go, never both in one request: give ids of users to one of the two",
                    )),
                };
            ModifyMembers { group, users: users.iter().map(String::as_str).collect(), is_added }.request(base)
        }
        _ => Err(no_such(endpoint)),
    }
}

/// Reads the answer of an endpoint. Users and groups are given as they came: they are the caller's own.
pub(super) fn parse(endpoint: &str, answer: &Response) -> Result<Value> {
    let listed = |list: crate::scim::ListResponse| {
        let total = list.total_hint();
        json!({ "totalResults": total, "resources": list.to_values() })
    };
    let query = ListQuery::new();
    match endpoint {
        "scimUserList" => UserList { query }.answer(answer).map(listed),
        "scimGroupList" => GroupList { query }.answer(answer).map(listed),
        "scimUser" => UserById { id: "" }.answer(answer).map(|user| user.to_value()),
        "scimGroup" => GroupById { id: "" }.answer(answer).map(|group| group.to_value()),
        "scimCreateUser" if answer.is_success() => data::write(&CreatedUser::read(answer, None)?),
        // What is not a success is read alike everywhere.
        "scimCreateUser" | "scimUpdateUser" => {
            UpdateUser { id: "", patch: Patch::new() }.answer(answer).map(|()| Value::Null)
        }
        "scimModifyMembers" => {
            let change = ModifyMembers { group: "", users: Vec::new(), is_added: true };
            change.answer(answer).map(|()| Value::Null)
        }
        _ => Err(no_such(endpoint)),
    }
}

fn no_such(endpoint: &str) -> Error {
    Error::invalid(format!("requests.{endpoint}: Workiva's SCIM route has no such call")).hint(
        "there are: scimUserList, scimUser, scimCreateUser, scimUpdateUser, scimGroupList, scimGroup, \
         scimModifyMembers",
    )
}
