//! Plans: what differs between what is asked and what was read. Pure: no request is sent here.
use super::change::Change;
use super::diff::{brought, due, join, set, stand, Observed, Stand, NEW};
use super::digest::Digest;
use super::engine::{Engine, Person};
use super::lists::Key;
use super::platform::{Of, Removal, Who, Wish};
use super::rules::{IfExists, Rules};
use crate::error::{Code, Error, Result};
use crate::http::Request;
use crate::redact;
use serde::Serialize;
use serde_json::Value;
use std::rc::Rc;

/// What a plan would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Create the account.
    Create,
    /// Change it.
    Update,
    /// Nothing.
    None,
    /// Take it away.
    Remove,
    /// It cannot be done: see `error`.
    Blocked,
}
impl Action {
    /// As plans spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::None => "none",
            Self::Remove => "remove",
            Self::Blocked => "blocked",
        }
    }
}
/// A write that is planned, without its body: that would show what is masked.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// What it is for.
    pub purpose: &'static str,
    /// Its method.
    pub method: &'static str,
    /// Its path, without the query.
    pub path: String,
}
impl From<&Request> for Step {
    fn from(request: &Request) -> Self {
        let path = request.path().replace(&crate::percent::encode(NEW), NEW);
        Self { purpose: request.purpose, method: request.method, path }
    }
}
/// What will be done to one person.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The platform.
    pub platform: &'static str,
    /// The person.
    pub subject: Rc<str>,
    /// The row, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// What it would do.
    pub action: Action,
    /// It is the plan of a removal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub remove: bool,
    /// The account that is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Change by change.
    pub changes: Vec<Change>,
    /// The writes.
    pub requests: Vec<Step>,
    /// What a person should know before it is approved.
    pub warnings: Vec<String>,
    /// Why it is blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
    /// What `apply` compares.
    pub fingerprint: String,
    /// The user as given, without values that must not be shown.
    pub user: Value,
    /// The fields that were left out of `user`: `apply` needs them again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub omitted: Vec<String>,
}

impl Plan {
    /// The plan of somebody for whom nothing can be planned.
    pub(crate) fn blocked(
        platform: &'static str,
        subject: Rc<str>,
        row: Option<usize>,
        error: Error,
    ) -> Self {
        Self {
            platform,
            subject,
            row,
            action: Action::Blocked,
            remove: false,
            id: None,
            changes: Vec::new(),
            requests: Vec::new(),
            warnings: Vec::new(),
            error: Some(error),
            fingerprint: String::new(),
            user: Value::Null,
            omitted: Vec::new(),
        }
    }
}

/// What will be done to a person, and the digest of it. `digest` is keyed from the credentials; none where no plan is shown.
pub(crate) fn plan(
    engine: &dyn Engine,
    rules: &Rules,
    person: &Person,
    observed: &Observed,
    digest: Option<Digest>,
) -> Plan {
    let account = observed.found.account.as_ref();
    let mut warnings = observed.desired.warnings.clone();
    warnings.extend(account.iter().flat_map(|account| account.warnings.iter().cloned()));
    let mut plan = Plan {
        action: Action::None,
        remove: person.is_removal,
        id: account.map(|account| account.id.clone()),
        warnings,
        error: None,
        ..Plan::blocked(engine.name(), person.subject.clone(), person.row, Error::internal(""))
    };
    // The values that changes are made from, whether they are shown or not.
    let mut values = Vec::new();
    match decide(engine, rules, person, observed, &mut plan, &mut values) {
        Ok(action) => plan.action = action,
        Err(error) => (plan.action, plan.error) = (Action::Blocked, Some(error)),
    }
    if let Some(digest) = digest {
        (plan.user, plan.omitted) = redact::shown_only(&person.input, engine.shown());
        let is_leave = [rules.if_exists as u8, rules.hidden as u8];
        let said = (
            &person.marks,
            plan.action,
            plan.remove,
            &plan.id,
            &plan.changes,
            &values,
            &plan.warnings,
            is_leave,
        );
        plan.fingerprint = digest.of(&said);
    }
    plan
}
fn decide(
    engine: &dyn Engine,
    rules: &Rules,
    person: &Person,
    observed: &Observed,
    plan: &mut Plan,
    values: &mut Vec<(Option<Value>, Value)>,
) -> Result<Action> {
    let who = observed.who();
    let account = match (&observed.found.account, person.is_removal) {
        (None, true) => {
            plan.warnings.push("there is no account of this person: nothing to remove".into());
            return Ok(Action::None);
        }
        (Some(_), true) => return removal(engine, person, observed, &who, plan),
        (account, false) => account,
    };
    if let Some(account) = account {
        match rules.if_exists {
            IfExists::Leave => return Ok(Action::None),
            IfExists::Fail => {
                let words = format!("{} exists already, as {}", person.subject, account.id);
                let hint = "ifExists is \"fail\"; with \"update\" or \"leave\" the run goes on";
                return Err(Error::new(Code::Conflict, words).hint(hint));
            }
            IfExists::Update => {}
        }
    } else {
        let call = engine.create(&observed.found, person, &observed.desired)?;
        plan.changes.push(Change::Create);
        plan.requests.push(Step::from(&call.request));
    }
    let mut all_due = Vec::new();
    for (document, wishes) in observed.desired.wishes.iter().enumerate() {
        let due = due(engine, rules, document, observed.record(document), wishes);
        if due.is_empty() {
            continue;
        }
        all_due.extend(due.iter().copied());
        let record = observed.record(document);
        let is_created = account.is_none() && engine.form(document).is_some_and(|form| form.in_create);
        if !is_created {
            let brought = brought(record.cloned().unwrap_or_default(), wishes);
            plan.requests.push(Step::from(&engine.write(document, &who, &brought, &due)?.request));
        }
        for wish in due {
            let from = record.and_then(|record| record.get(&wish.pointer));
            plan.changes.push(set(engine, document, wish, from.clone()));
            values.push((from, wish.value.clone()));
        }
    }
    let first = observed.record(0);
    plan.warnings.extend(engine.warnings(person, &observed.found, first, &all_due)?);
    for membership in &observed.desired.memberships {
        let Some(shape) = engine.shape(membership.kind) else { continue };
        let (key, other) = Key::of(shape, membership, &who.id);
        if observed.holds(&key, &other).unwrap_or(false) != membership.wanted {
            plan.changes.push(join(shape, &membership.label, membership.wanted));
            values.push((None, Value::from(format!("{key:?} {other}"))));
            let mut at = key.at();
            if shape.of == Of::Person && shape.within.is_some() {
                at.id = NEW.into();
            }
            let member = super::platform::Member { id: other, handle: Some(NEW.into()) };
            let call = engine.change(membership.kind, &at, &[member], membership.wanted)?;
            plan.requests.push(Step::from(&call.request));
        }
    }
    Ok(match (account.is_some(), plan.changes.is_empty()) {
        (false, _) => Action::Create,
        (true, true) => Action::None,
        (true, false) => Action::Update,
    })
}
fn removal(
    engine: &dyn Engine,
    person: &Person,
    observed: &Observed,
    who: &Who,
    plan: &mut Plan,
) -> Result<Action> {
    match &observed.removal {
        Some(Removal::Write { change, document, wishes }) => {
            let record = observed.record(*document).cloned().unwrap_or_default();
            let is_due = |wish: &&Wish| stand(engine, *document, &record, wish) != Stand::AsAsked;
            let due: Vec<_> = wishes.iter().filter(is_due).collect();
            if due.is_empty() {
                return Ok(Action::None);
            }
            plan.warnings.extend(engine.warnings(person, &observed.found, Some(&record), &due)?);
            let call = engine.write(*document, who, &brought(record.clone(), wishes), &due)?;
            plan.requests.push(Step::from(&call.request));
            plan.changes.push(change.clone());
        }
        Some(Removal::Delete(call)) => {
            plan.requests.push(Step::from(&call.request));
            plan.changes.push(Change::Delete);
            plan.warnings.push("the account is removed for good: it cannot be brought back from here".into());
        }
        Some(Removal::Unsupported(words)) => return Err(Error::new(Code::Unsupported, *words)),
        None => return Err(Error::internal("a removal was not looked at")),
    }
    Ok(Action::Remove)
}
