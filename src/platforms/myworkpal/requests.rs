//! `client.requests` and `client.responses`: every endpoint by name, from plain data.

use super::endpoints::{
    Addresses, CreateUser, CreatedUser, EmployeeRecord, MetadataValues, PersonalRecord, TenantList,
    UpdateEmployee, UpdatePersonal, UserList,
};
use super::user::{Details, SystemId, TenantKey};
use super::MyWorkpal;
use crate::data;
use crate::email::Email;
use crate::engine::settings::read;
use crate::engine::{sealed_name, Endpoint, BUILT};
use crate::error::{Error, Result};
use crate::http::{BaseUrl, Request, Response};
use crate::record::Record;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The input of a request builder; each endpoint takes some of it.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Input {
    company: Option<String>,
    sub_domain: Option<String>,
    email: Option<String>,
    emails: Option<Vec<String>>,
    details: Details,
    tenant_id: Option<u64>,
    system_id: Option<u64>,
    record: Option<Value>,
}

impl Input {
    fn sub_domain(&self) -> Result<&str> {
        self.sub_domain.as_deref().ok_or_else(|| missing("subDomain"))
    }

    fn system_id(&self) -> Result<SystemId> {
        let id = self.system_id.ok_or_else(|| missing("systemId"))?;
        SystemId::new(id)
            .ok_or_else(|| Error::invalid("systemId: is not a positive number").hint("give the SystemID"))
    }

    fn email(&self) -> Result<Email> {
        Email::parse("email", self.email.as_deref().unwrap_or_default())
    }

    fn emails(&self) -> Result<Vec<Email>> {
        match &self.emails {
            Some(emails) if emails.is_empty() => Err(missing("emails")),
            Some(emails) => emails.iter().map(|email| Email::parse("emails", email)).collect(),
            None => Ok(vec![self.email()?]),
        }
    }

    fn tenant(&self) -> Result<Option<TenantKey>> {
        match (&self.company, &self.sub_domain) {
            (Some(_), Some(_)) => {
                Err(Error::invalid("company, subDomain: both are given").hint("give one of them"))
            }
            (Some(company), None) => Ok(Some(TenantKey::Company(company.clone()))),
            (None, Some(sub_domain)) => Ok(Some(TenantKey::SubDomain(sub_domain.clone()))),
            (None, None) => Ok(None),
        }
    }
}

fn missing(field: &str) -> Error {
    Error::invalid(format!("{field}: is missing")).hint("this request needs it")
}

/// Builds the request of an endpoint.
pub(super) fn build(platform: &MyWorkpal, base: &BaseUrl, endpoint: &str, input: Value) -> Result<Request> {
    let input: Input = match input {
        Value::Null => Input::default(),
        input => read("input", input)?,
    };
    match endpoint {
        "tenantList" => TenantList { key: input.tenant()? }.request(base),
        "userList" => {
            UserList { sub_domain: input.sub_domain()?.to_owned(), emails: input.emails()? }.request(base)
        }
        "createUser" => {
            let (email, sub_domain, details) = (&input.email()?, input.sub_domain()?, &input.details);
            CreateUser { platform, email, sub_domain, details, owner: BUILT }.request(base)
        }
        "employeeRecord" => EmployeeRecord { system_id: input.system_id()? }.request(base),
        "personalRecord" => {
            PersonalRecord { system_id: input.system_id()?, sub_domain: input.sub_domain()? }.request(base)
        }
        "updateEmployee" => {
            input.record.as_ref().ok_or_else(|| missing("record"))?;
            let (system_id, sub_domain) =
                (input.system_id()?, input.sub_domain.as_deref().unwrap_or_default());
            UpdateEmployee { platform, system_id, sub_domain, record: sealed_name(BUILT, "/record") }
                .request(base)
        }
        "updatePersonal" => {
            input.record.as_ref().ok_or_else(|| missing("record"))?;
            let (system_id, sub_domain) = (input.system_id()?, input.sub_domain()?);
            UpdatePersonal { platform, system_id, sub_domain, record: sealed_name(BUILT, "/record") }
                .request(base)
        }
        "addresses" => {
            let (system_id, sub_domain) =
                (input.system_id()?, input.sub_domain.as_deref().unwrap_or_default());
            Addresses { platform, system_id, sub_domain }.request(base)
        }
        "metadataValues" => {
            let tenant_id = input.tenant_id.ok_or_else(|| missing("tenantId"))?;
            MetadataValues { tenant_id, system_id: input.system_id()? }.request(base)
        }
        _ => Err(no_such(endpoint)),
    }
}

/// Reads the answer of an endpoint. Records are given as they came: they are the caller's own.
pub(super) fn parse(platform: &MyWorkpal, endpoint: &str, answer: &Response) -> Result<Value> {
    let any = SystemId::new(1).ok_or_else(|| no_such(endpoint))?;
    let (system_id, sub_domain, record) = (any, "", sealed_name(BUILT, "/record"));
    match endpoint {
        "tenantList" => plain(TenantList { key: None }.answer(answer)),
        "userList" => plain(UserList { sub_domain: String::new(), emails: Vec::new() }.answer(answer)),
        "createUser" if answer.is_success() => plain(CreatedUser::read(answer, None)),
        // What is not a success is read alike everywhere.
        "createUser" => plain(TenantList { key: None }.answer(answer)),
        "employeeRecord" => record_value(EmployeeRecord { system_id }.answer(answer)),
        "personalRecord" => record_value(PersonalRecord { system_id, sub_domain }.answer(answer)),
        "updateEmployee" => plain(UpdateEmployee { platform, system_id, sub_domain, record }.answer(answer)),
        "updatePersonal" => plain(UpdatePersonal { platform, system_id, sub_domain, record }.answer(answer)),
        "addresses" => Addresses { platform, system_id, sub_domain }
            .answer(answer)?
            .into_iter()
            .map(|record| record_value(Ok(record)))
            .collect(),
        "metadataValues" => MetadataValues { tenant_id: 0, system_id }.answer(answer),
        _ => Err(no_such(endpoint)),
    }
}

fn plain<T: Serialize>(result: Result<T>) -> Result<Value> {
    data::write(&result?)
}

fn record_value(record: Result<Record>) -> Result<Value> {
    crate::json::read(&record?.text()).map_err(|_| Error::bad_response("the record is not JSON"))
}

fn no_such(endpoint: &str) -> Error {
    Error::invalid(format!("requests.{endpoint}: MyWorkpal has no such call")).hint(
        "there are: token, tenantList, userList, createUser, employeeRecord, updateEmployee, personalRecord, \
         updatePersonal, addresses, metadataValues",
    )
}
