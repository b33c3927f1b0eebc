//! `client.requests` and `client.responses`: every endpoint by name, from plain data.

use super::endpoints::{
    read_any, CreatePerson, GroupList, Lock, LogOut, Person, PersonList, PersonStatus, Role, RoleList,
    SetPersonStatus, Team, TeamList, UpdatePerson, View, ViewList,
};
use super::ids::{GroupId, PersonId, TeamId};
use super::WorkforceOptimization;
use crate::data;
use crate::email::Email;
use crate::engine::settings::read;
use crate::engine::{sealed_name, Endpoint, BUILT};
use crate::error::{Error, Result};
use crate::http::{BaseUrl, Request, Response, Secret};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The input of a request builder; each endpoint takes some of it.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Input {
    person_id: Option<PersonId>,
    record: Option<Value>,
    status: Option<Lock>,
    user_name: String,
    first_name: String,
    last_name: String,
    password: Option<Secret>,
    team: Option<Team>,
    roles: Vec<Role>,
    groups: Vec<GroupId>,
    teams: Vec<TeamId>,
    views: Vec<View>,
}

impl Input {
    fn person_id(&self) -> Result<PersonId> {
        self.person_id.ok_or_else(|| missing("personId"))
    }

    fn create(&self, base: &BaseUrl) -> Result<Request> {
        let user_name = Email::parse("userName", &self.user_name)?;
        for (field, text) in [("firstName", &self.first_name), ("lastName", &self.last_name)] {
            if text.trim().is_empty() {
                return Err(missing(field));
            }
        }
        let endpoint = CreatePerson {
            first_name: &self.first_name,
            last_name: &self.last_name,
            user_name: user_name.as_str(),
            team: self.team.as_ref().ok_or_else(|| missing("team"))?,
            roles: &self.roles,
            groups: &self.groups,
            teams: &self.teams,
            views: &self.views,
            owner: self.password.is_some().then_some(BUILT),
        };
        endpoint.request(base)
    }
}

fn missing(field: &str) -> Error {
    Error::invalid(format!("{field}: is missing")).hint("this request needs it")
}

/// Builds the request of an endpoint.
pub(super) fn build(
    platform: &WorkforceOptimization,
    base: &BaseUrl,
    endpoint: &str,
    input: Value,
) -> Result<Request> {
    let input: Input = match input {
        Value::Null => Input::default(),
        input => read("input", input)?,
    };
    match endpoint {
        "logOut" => LogOut.request(base),
        "personList" => PersonList.request(base),
        "person" => Person { id: input.person_id()? }.request(base),
        "createPerson" => input.create(base),
        "updatePerson" => {
            input.record.as_ref().ok_or_else(|| missing("record"))?;
            UpdatePerson { id: input.person_id()?, record: sealed_name(BUILT, "/record") }.request(base)
        }
        "personStatus" => PersonStatus { id: input.person_id()? }.request(base),
        "setPersonStatus" => {
            let status = input.status.ok_or_else(|| missing("status"))?;
            SetPersonStatus { id: input.person_id()?, status }.request(base)
        }
        "groupList" => GroupList.request(base),
        "teamList" => TeamList.request(base),
        "roleList" => RoleList { platform }.request(base),
        "viewList" => ViewList { platform }.request(base),
        _ => Err(no_such(endpoint)),
    }
}

/// Reads the answer of an endpoint. Records are given as they came: they are the caller's own.
pub(super) fn parse(platform: &WorkforceOptimization, endpoint: &str, answer: &Response) -> Result<Value> {
    let id = PersonId::new(1).ok_or_else(|| no_such(endpoint))?;
    match endpoint {
        "logOut" => plain(LogOut.answer(answer)),
        "personList" => plain(PersonList.answer(answer)),
        "person" if answer.is_success() => {
            let person = read_any(answer)?;
            crate::json::read(&person.record.text())
                .map_err(|_| Error::bad_response("the record is not JSON"))
        }
        "createPerson" if answer.is_success() => plain(answer.json::<super::endpoints::CreatedPerson>()),
        // What is not a success is read alike everywhere.
        "person" | "createPerson" => plain(LogOut.answer(answer)),
        "updatePerson" => plain(UpdatePerson::of(id).answer(answer)),
        "personStatus" => plain(PersonStatus { id }.answer(answer)),
        "setPersonStatus" => plain(SetPersonStatus { id, status: Lock::Locked }.answer(answer)),
        "groupList" => plain(GroupList.answer(answer)),
        "teamList" => plain(TeamList.answer(answer)),
        "roleList" => plain(RoleList { platform }.answer(answer)),
        "viewList" => plain(ViewList { platform }.answer(answer)),
        _ => Err(no_such(endpoint)),
    }
}

fn plain<T: Serialize>(result: Result<T>) -> Result<Value> {
    data::write(&result?)
}

fn no_such(endpoint: &str) -> Error {
    Error::invalid(format!("requests.{endpoint}: Workforce Optimization has no such call")).hint(
        "there are: token, logOut, personList, person, createPerson, updatePerson, personStatus, \
         setPersonStatus, groupList, teamList, roleList, viewList",
    )
}
