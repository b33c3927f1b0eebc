//! Stage 5: bring the employee and personal records of somebody who exists to what was asked.
//!
//! Read-modify-write: the whole record is read, changed and posted back, then read again. Records are
//! personal: they pass through memory only.

use super::endpoints::{EmployeeRecord, PersonalRecord, UpdateEmployee, UpdatePersonal};
use super::observed::{Account, Observed, RecordState, Tenant};
use super::user::User;
use super::MyWorkpal;
use crate::engine::{stopped, Context, Ending, Stage, Status};
use crate::error::{Code, Error, Result};
use crate::http::{Secret, SecretName};
use crate::record::Record;
use serde_json::{Map, Value};
use std::cell::Cell;

/// The two records that can be updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Employee,
    Personal,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Employee, Self::Personal];

    /// The section of the user's details that it takes.
    pub fn section(self) -> &'static str {
        match self {
            Self::Employee => "employeeDetails",
            Self::Personal => "personDetails",
        }
    }

    /// What was asked of it, unless nothing.
    pub fn wanted(self, user: &User) -> Option<&Map<String, Value>> {
        match self {
            Self::Employee => user.details.employee_details.as_ref(),
            Self::Personal => user.details.person_details.as_ref(),
        }
        .filter(|section| !section.is_empty())
    }

    /// What was found of it.
    pub fn found(self, observed: &Observed) -> Option<&RecordState> {
        match self {
            Self::Employee => observed.employee.as_ref(),
            Self::Personal => observed.personal.as_ref(),
        }
    }
}

/// The state of a record, as far as it may be kept.
pub(super) async fn observe(
    context: &Context,
    kind: Kind,
    tenant: &Tenant,
    account: &Account,
    wanted: &Map<String, Value>,
) -> Result<RecordState> {
    // The names of the fields asked for are part of the step: another wish is another look.
    let names: Vec<_> = wanted.keys().map(String::as_str).collect();
    let fingerprint = format!("{} {} {}", kind.section(), account.system_id, names.join(","));
    context
        .step(kind.section(), &fingerprint, async {
            let record = read(context, kind, tenant, account).await?;
            Ok(RecordState { digest: record.digest(), differing: named(kind, record.differing(wanted)) })
        })
        .await
}

/// Updates what differs, and reads again; gives the names of what was changed.
pub(super) async fn apply(
    context: &Context,
    platform: &MyWorkpal,
    user: &User,
    observed: &Observed,
    account: &Account,
) -> Result<Ending> {
    let mut ending = Ending::new(Status::Unchanged, Some(account.system_id.to_string()));
    ending.existed_before = true;
    ending.verified = true;
    for kind in Kind::ALL {
        let (Some(wanted), Some(state)) = (kind.wanted(user), kind.found(observed)) else { continue };
        if state.differing.is_empty() {
            continue;
        }
        let fingerprint = format!("update {} {} {}", kind.section(), account.system_id, state.digest);
        let stage = Cell::new(Stage::first(context));
        let writing = write(context, platform, kind, &observed.tenant, account, (wanted, state), &stage);
        match context.step(&format!("update {}", kind.section()), &fingerprint, writing).await {
            Ok(changed) => {
                ending.status = Status::Updated;
                ending.changes.extend(changed);
            }
            Err(error) if error.code == Code::Aborted => return Err(error),
            Err(error) if error.run_level && stage.get().is_unsent() && ending.changes.is_empty() => {
                return Err(error)
            }
            Err(error) => return Ok(stopped(ending, stage.get(), "the record", error)),
        }
    }
    Ok(ending)
}

/// Gives the names of the fields that differed and do not any more.
async fn write(
    context: &Context,
    platform: &MyWorkpal,
    kind: Kind,
    tenant: &Tenant,
    account: &Account,
    (wanted, observed): (&Map<String, Value>, &RecordState),
    stage: &Cell<Stage>,
) -> Result<Vec<String>> {
    let record = read(context, kind, tenant, account).await?;
    let differing = named(kind, record.differing(wanted));
    // An interrupted life of this run may have written what differed when it looked.
    let mut changed = observed.differing.clone();
    changed.extend(differing.iter().filter(|name| !observed.differing.contains(name)).cloned());
    if differing.is_empty() {
        return Ok(changed);
    }
    stage.set(Stage::Writing);
    {
        let whole = record.with(wanted);
        // By reference, so that no log, plan or journal can hold it.
        let name = SecretName::new(format!("{}Record#{}", kind.section(), account.system_id));
        context.keep_secret(name.clone(), Secret::new(whole.text()));
        let (system_id, sub_domain) = (account.system_id, tenant.sub_domain_name.as_str());
        let written = match kind {
            Kind::Employee => {
                let record = name.clone();
                context.peek(&UpdateEmployee { platform, system_id, sub_domain, record }).await
            }
            Kind::Personal => {
                let record = name.clone();
                context.peek(&UpdatePersonal { platform, system_id, sub_domain, record }).await
            }
        };
        context.forget_secret(&name);
        written?;
    }
    stage.set(Stage::Checking);
    let left = read(context, kind, tenant, account).await?.differing(wanted);
    if left.is_empty() {
        return Ok(changed);
    }
    stage.set(Stage::Differing);
    Err(Error::new(
        Code::Conflict,
        format!(
            "the platform took the record, but these fields are not as asked: {}",
            named(kind, left).join(", ")
        ),
    )
    .hint("the fields may be computed, read-only or named otherwise on the platform"))
}

async fn read(context: &Context, kind: Kind, tenant: &Tenant, account: &Account) -> Result<Record> {
    let system_id = account.system_id;
    match kind {
        Kind::Employee => context.peek(&EmployeeRecord { system_id }).await,
        Kind::Personal => {
            let sub_domain = tenant.sub_domain_name.as_str();
            context.peek(&PersonalRecord { system_id, sub_domain }).await
        }
    }
}

fn named(kind: Kind, names: Vec<String>) -> Vec<String> {
    names.into_iter().map(|name| format!("{}.{name}", kind.section())).collect()
}
