//! One person of a run, from beginning to end: look up → plan → create once, or bring what differs → read back.
use super::change::Change;
use super::create::Made;
use super::documents::Aim;
use super::engine::Person;
use super::journal::{resume, Done, Prior, Resume, Retry};
use super::lists::Key;
use super::locks::Held;
use super::outcome::{Outcome, Standing, State, Status};
use super::plan::{plan, Action, IfExists, Observed, Plan};
use super::platform::{Account, Desired, Found, Of, Removal, Who};
use super::run::{Mode, Run};
use crate::error::{Code, Error, Result};
use crate::http::{Event, Http, Whom};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What a run tells of a person.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Item {
    /// What would be done.
    Plan(Box<Plan>),
    /// What was done.
    Outcome(Box<Outcome>),
}
/// What a person's flow gives: what is told, and what ends the run.
pub(crate) type Told = (Option<Item>, Option<Error>);

/// What an `apply` goes by.
struct Approved {
    fingerprint: String,
    is_removal: bool,
}
fn approved(given: &mut Value) -> Result<(Approved, Value)> {
    let user = given.get_mut("user").map(Value::take).unwrap_or_default();
    let wrong = || Error::invalid("plan must be what `plan` returned, whole");
    let plan = given.get_mut("plan").ok_or_else(wrong)?;
    let text = |plan: &Value, key: &str| plan.get(key).and_then(Value::as_str).map(str::to_owned);
    let fingerprint = text(plan, "fingerprint").ok_or_else(wrong)?;
    let is_removal = plan.get("remove") == Some(&Value::Bool(true));
    let omitted = plan.get("omitted").and_then(Value::as_array).cloned().unwrap_or_default();
    if user.is_null() && !omitted.is_empty() {
        let names: Vec<_> = omitted.iter().filter_map(Value::as_str).collect();
        let words = format!("the plan does not hold {}: give the user again", names.join(", "));
        return Err(Error::new(Code::ConfigMissing, words).hint("apply(plan, { user })"));
    }
    let user = if user.is_null() { plan.get_mut("user").map(Value::take).unwrap_or_default() } else { user };
    Ok((Approved { fingerprint, is_removal }, user))
}

impl Run {
    /// One person. `first` gives the first row of an identity.
    pub(crate) async fn person(&self, mut input: Value, row: usize, first: impl Fn(&str) -> usize) -> Told {
        let is_single = self.options.is_single;
        let place = (!is_single).then_some(row);
        let read = || {
            let (approved, input) = match self.mode {
                Mode::Apply => approved(&mut input).map(|(approved, user)| (Some(approved), user))?,
                _ => (None, input),
            };
            let is_removal = match &approved {
                Some(approved) => approved.is_removal,
                None => self.mode == Mode::Deprovision || (self.mode == Mode::Plan && self.options.remove),
            };
            Ok((approved, self.engine.person(input, place, is_removal)?))
        };
        let (approved, person) = match read() {
            Ok((approved, person)) => (approved, Rc::new(person)),
            Err(error) if is_single => return (None, Some(error)),
            Err(error) => return (Some(self.refused(format!("users[{row}]").into(), place, error)), None),
        };
        if !is_single {
            let first = first(&person.identity);
            if first != row {
                let words = format!("rows {first} and {row} are the same person, {}", person.subject);
                let error = Error::invalid(words).hint("only the first of them is worked on: keep one");
                return (Some(self.refused(person.subject.clone(), place, error)), None);
            }
        }
        let want = self
            .journal
            .as_ref()
            .map(|_| self.digest.of(&(&*person.input, self.rules.if_exists as u8, self.rules.hidden as u8)));
        let want = want.unwrap_or_default();
        let done = self.journal.as_ref().and_then(|journal| journal.done(&person.identity));
        if let Some(outcome) = done.as_ref().and_then(|(_, done)| self.told_before(&person, done, &want)) {
            return (Some(Item::Outcome(Box::new(outcome))), None);
        }
        let whom = Whom { subject: Some(person.subject.clone()), row: place, rows: Vec::new() };
        let http = self.http.about(whom, person.input.clone());
        let mut outcome = Outcome::new(self.engine.name(), person.subject.clone(), place);
        let told = self.work(&http, &person, approved.as_ref(), done, &mut outcome).await;
        let (standing, is_begun) = match told {
            Work::Planned(plan) => return (Some(Item::Plan(plan)), None),
            Work::Ended(standing, is_begun) => (standing, is_begun),
        };
        outcome.conclude(standing, person.is_removal);
        outcome.evidence = http.evidence.take();
        outcome.requests = outcome.evidence.len();
        let mut fatal = outcome.error.clone().filter(|error| error.fatal);
        // Nothing was written, and what is wrong is not this person's: that is thrown.
        if is_single && !is_begun && (fatal.is_some() || self.is_thrown(&outcome)) {
            return (None, fatal.or(outcome.error));
        }
        if let Some(journal) = &self.journal {
            let _busy = self.busy();
            let verb = if person.is_removal { "deprovision" } else { "provision" };
            if let Err(error) = journal.tell(&person.identity, verb, &want, self.now(), &outcome).await {
                fatal.get_or_insert(error);
            }
        }
        let (platform, status) = (self.engine.name(), outcome.status.name());
        self.http.client.host.event(&Event::Outcome { platform, whom: &http.whom, status });
        (Some(Item::Outcome(Box::new(outcome))), fatal)
    }
    /// A plan that has become stale is refused, not told.
    fn is_thrown(&self, outcome: &Outcome) -> bool {
        self.mode == Mode::Apply && outcome.error.as_ref().is_some_and(|error| error.code == Code::StalePlan)
    }
    /// The outcome of somebody for whom nothing is sent.
    fn refused(&self, subject: Rc<str>, row: Option<usize>, error: Error) -> Item {
        if self.mode == Mode::Plan {
            return Item::Plan(Box::new(Plan::blocked(self.engine.name(), subject, row, error)));
        }
        let mut outcome = Outcome::new(self.engine.name(), subject, row);
        outcome.error = Some(error);
        outcome.conclude(Standing::Absent, false);
        Item::Outcome(Box::new(outcome))
    }
    /// What the journal tells, if that is to be told again.
    fn told_before(&self, person: &Person, done: &Done, want: &str) -> Option<Outcome> {
        let status = done.status()?;
        let verb = if person.is_removal { "deprovision" } else { "provision" };
        let is_same = status.is_confirmed() && done.want == want && done.verb == verb;
        let is_told = match self.options.retry {
            Retry::None => true,
            Retry::All => false,
            Retry::Failed | Retry::Unknown => is_same,
        };
        if !is_told {
            return None;
        }
        let mut outcome = Outcome::new(self.engine.name(), person.subject.clone(), person.row);
        (outcome.status, outcome.id, outcome.resumed) = (status, done.id.clone(), true);
        outcome.existed_before =
            matches!(status, Status::Updated | Status::Unchanged | Status::Deprovisioned);
        outcome.verified = status.is_confirmed();
        if !status.is_confirmed() {
            let code = done.code.unwrap_or(Code::Internal);
            outcome.error =
                Some(Error::new(code, "as an earlier run told it; its words are not kept in the journal"));
        }
        Some(outcome)
    }
    /// What an earlier run left of somebody: whether it may have created an account that it never told of.
    fn prior(&self, person: &Person, found: &Found, done: Option<&(usize, Done)>) -> Result<Prior> {
        let Some(journal) = &self.journal else { return Ok(Prior::Settled) };
        let intent = journal.intent(&self.engine.intents(person, found)?);
        Ok(match (intent, done) {
            (Some((begun, at)), Some((told, done))) if *told > begun => match done.status() {
                Some(Status::Unknown) | None => Prior::Unsettled(at),
                _ => Prior::Settled,
            },
            (Some((_, at)), _) => Prior::Unsettled(at),
            (None, _) => Prior::Settled,
        })
    }

    async fn work(
        &self,
        http: &Http,
        person: &Rc<Person>,
        approved: Option<&Approved>,
        done: Option<(usize, Done)>,
        outcome: &mut Outcome,
    ) -> Work {
        let held = http.until_abort(self.locks.lock(&*self.http.client.host, &person.keys)).await;
        let mut held = match held.and_then(|held| held) {
            Ok(held) => held,
            Err(error) => return self.stopped(person, Standing::Absent, outcome, error),
        };
        let found = match self.look(http, person, false).await {
            Ok(found) => found,
            Err(error) => {
                let is_open = error.is_unclear() && error.code != Code::Aborted;
                let standing = if is_open { Standing::NotEstablished } else { Standing::Absent };
                return self.stopped(person, standing, outcome, error);
            }
        };
        let account = found.account.clone();
        outcome.id = account.as_ref().map(|account| account.id.clone());
        let mut standing = if account.is_some() { Standing::Existed } else { Standing::Absent };
        let mut observed = match self.observe(http, person, found).await {
            Ok(observed) => observed,
            Err(error) => return self.stopped(person, standing, outcome, error),
        };
        let prior = match self.prior(person, &observed.found, done.as_ref()) {
            Ok(prior) => prior,
            Err(error) => return self.stopped(person, standing, outcome, error),
        };
        if let (Prior::Unsettled(_), Some(account), false) =
            (prior, &account, person.is_removal || self.mode == Mode::Plan)
        {
            // An earlier run began to create it, and did not live to tell: it is ours, whatever `ifExists` says.
            let words =
                format!("an earlier run began to create the account; a look-up shows it, as {}", account.id);
            outcome.warnings.push(words);
            outcome.warnings.append(&mut observed.desired.warnings);
            return self.bring_all(http, observed, Standing::Ours, outcome).await;
        }
        let is_shown = self.mode == Mode::Plan || approved.is_some();
        let digest = || is_shown.then(|| self.digest.clone());
        let plan_of = |observed: &Observed| plan(&*self.engine, &self.rules, person, observed, digest());
        let mut plan = plan_of(&observed);
        if self.mode == Mode::Plan {
            return Work::Planned(Box::new(plan));
        }
        outcome.warnings.extend(plan.warnings.iter().cloned());
        if let Some(approved) = approved {
            if plan.fingerprint != approved.fingerprint && !matches!(plan.action, Action::None) {
                let words = "what the plan was made from has changed; nothing was written";
                let error = Error::new(Code::StalePlan, words).hint("plan again, and look at the new plan");
                return ended(standing, outcome, error);
            }
        }
        if let Some(error) = plan.error.take() {
            return ended(standing, outcome, error);
        }
        if plan.action == Action::Create {
            if let Some(error) = self.may_not_create(person, prior, &held) {
                return ended(Standing::NotEstablished, outcome, error);
            }
            match self.create(http, person, &observed, &mut held, outcome).await {
                Made::Ours(account) => {
                    outcome.id = Some(account.id.clone());
                    observed.found.account = Some(account);
                    return self.bring_all(http, observed, Standing::Ours, outcome).await;
                }
                Made::Theirs(account) => {
                    standing = Standing::Existed;
                    outcome.id = Some(account.id.clone());
                    observed.found.account = Some(account);
                    if let Err(error) = self.observe_account(http, person, &mut observed).await {
                        return ended(standing, outcome, error);
                    }
                    plan = plan_of(&observed);
                    outcome
                        .warnings
                        .push("the account was created by another while this run was about to".into());
                    if let Some(error) = plan.error {
                        return ended(standing, outcome, error);
                    }
                }
                Made::Stopped(standing, error) => {
                    if standing == Standing::NotEstablished {
                        self.unclear.borrow_mut().extend(person.keys.iter().cloned());
                    }
                    outcome.note(error);
                    return Work::Ended(standing, true);
                }
            }
        }
        match plan.action {
            Action::Remove => self.remove(http, person, observed, outcome).await,
            // What is not shown is told, also where nothing is due.
            _ if self.rules.if_exists == IfExists::Update && !person.is_removal => {
                self.bring_all(http, observed, standing, outcome).await
            }
            _ => Work::Ended(standing, false),
        }
    }
    /// It ends before anything was planned.
    fn stopped(&self, person: &Person, standing: Standing, outcome: &mut Outcome, error: Error) -> Work {
        if self.mode == Mode::Plan && !error.fatal {
            let (subject, row) = (person.subject.clone(), person.row);
            return Work::Planned(Box::new(Plan::blocked(self.engine.name(), subject, row, error)));
        }
        ended(standing, outcome, error)
    }
    /// Why an account that no look-up shows must not be created now.
    fn may_not_create(&self, person: &Person, prior: Prior, held: &Held) -> Option<Error> {
        let unclear = self.unclear.borrow();
        if held.is_unclear() || person.keys.iter().any(|key| unclear.contains(key)) {
            let words = "an account of this person may have been created just now, and no look-up shows it";
            return Some(Error::new(Code::Conflict, words).hint("look on the platform, or run again later"));
        }
        let began = "an earlier run began to create the account, and no look-up shows it";
        match resume(prior, self.options.retry, self.now(), self.options.settle_ms) {
            Resume::Create => None,
            Resume::Wait(until) => {
                let error =
                    Error::new(Code::Conflict, began).hint("it may be shown late: run again after retryAt");
                Some(Error { retry_at: Some(until), ..error })
            }
            Resume::Leave => {
                let hint = "look on the platform; if there is no account, run again with retry: \"unknown\"";
                Some(Error::new(Code::Conflict, began).hint(hint))
            }
        }
    }

    /// What is asked of a person, and what the platform shows besides the look-up.
    async fn observe(&self, http: &Http, person: &Rc<Person>, found: Found) -> Result<Observed> {
        let desired = match person.is_removal {
            true => Desired::default(),
            false => self.engine.desired(http, person).await?,
        };
        let (records, lists) = Default::default();
        let mut observed = Observed { found, desired, records, lists, removal: None };
        self.observe_account(http, person, &mut observed).await?;
        Ok(observed)
    }
    /// Reads the documents and the lists that tell of what is asked, of an account that is there.
    async fn observe_account(&self, http: &Http, person: &Rc<Person>, observed: &mut Observed) -> Result<()> {
        let Some(account) = observed.found.account.clone() else { return Ok(()) };
        let who = observed.who();
        if person.is_removal {
            let removal = self.engine.removal(&who, self.now());
            if let Removal::Write { document, .. } = &removal {
                let record = self.record(http, *document, &who, &account).await?;
                observed.records.insert(*document, record);
            }
            observed.removal = Some(removal);
            return Ok(());
        }
        if self.rules.if_exists != IfExists::Update {
            return Ok(());
        }
        for (document, wishes) in observed.desired.wishes.iter().enumerate() {
            if !wishes.is_empty() {
                observed.records.insert(document, self.record(http, document, &who, &account).await?);
            }
        }
        if !observed.desired.memberships.is_empty() {
            self.survey_if_many(http).await?;
            observed.lists = self.lists(http, &observed.desired, &who, |_| true).await?;
        }
        Ok(())
    }
    async fn record(
        &self,
        http: &Http,
        document: usize,
        who: &Who,
        account: &Account,
    ) -> Result<crate::record::Record> {
        let is_found = self.engine.form(document).is_some_and(|form| form.is_found);
        match account.record.clone().filter(|_| is_found) {
            Some(record) => Ok(record),
            None => self.read(http, document, who).await,
        }
    }
    /// The lists of memberships that are asked for.
    async fn lists(
        &self,
        http: &Http,
        desired: &Desired,
        who: &Who,
        is_needed: impl Fn(&Key) -> bool,
    ) -> Result<BTreeMap<Key, Rc<super::lists::Members>>> {
        let mut keys = BTreeSet::new();
        for membership in &desired.memberships {
            let Some(shape) = self.engine.shape(membership.kind) else { continue };
            keys.insert(Key::of(shape, membership, &who.id).0);
        }
        let mut lists = BTreeMap::new();
        for key in keys.into_iter().filter(is_needed) {
            let list = self.members(http, &key, false).await?;
            lists.insert(key, list);
        }
        Ok(lists)
    }

    /// Brings documents and memberships to what is asked.
    async fn bring_all(
        &self,
        http: &Http,
        mut observed: Observed,
        standing: Standing,
        outcome: &mut Outcome,
    ) -> Work {
        let who = observed.who();
        let is_new = standing == Standing::Ours;
        if is_new {
            outcome.changes.push(Change::Create);
            outcome.id = Some(who.id.clone());
            observed.records.clear();
            observed.lists.clear();
        }
        let account = observed.found.account.clone().unwrap_or_default();
        for (document, wishes) in observed.desired.wishes.iter().enumerate() {
            if wishes.is_empty() {
                continue;
            }
            if outcome.error.as_ref().is_some_and(|error| error.fatal) {
                wishes.iter().for_each(|wish| {
                    outcome.pend(super::plan::set(&*self.engine, document, wish, None), State::NotBegun);
                });
                continue;
            }
            let is_found = self.engine.form(document).is_some_and(|form| form.is_found);
            let record =
                observed.records.remove(&document).or_else(|| account.record.clone().filter(|_| is_found));
            self.bring(http, &who, Aim { document, wishes, instead: None }, record, outcome).await;
        }
        if is_new {
            // Nobody new is in anything; but where a list is to be exact, the platform may have put them into something.
            let exact: BTreeSet<Key> = observed
                .desired
                .memberships
                .iter()
                .filter(|one| !one.wanted)
                .filter_map(|one| {
                    let shape = self.engine.shape(one.kind).filter(|shape| shape.of == Of::Person)?;
                    Some(Key::of(shape, one, &who.id).0)
                })
                .collect();
            match self.lists(http, &observed.desired, &who, |key| exact.contains(key)).await {
                Ok(lists) => observed.lists = lists,
                Err(error) => outcome.note(error),
            }
        }
        self.bring_memberships(http, &who, &observed, outcome).await;
        Work::Ended(standing, is_new || !outcome.changes.is_empty() || !outcome.pending.is_empty())
    }
    /// Takes the account away.
    async fn remove(
        &self,
        http: &Http,
        person: &Rc<Person>,
        mut observed: Observed,
        outcome: &mut Outcome,
    ) -> Work {
        let who = observed.who();
        match observed.removal.take() {
            Some(Removal::Write { change, document, wishes }) => {
                let record = observed.records.remove(&document);
                let aim = Aim { document, wishes: &wishes, instead: Some(&change) };
                self.bring(http, &who, aim, record, outcome).await;
                Work::Ended(Standing::Existed, true)
            }
            Some(Removal::Delete(call)) => {
                let said = http.call(call).await.err();
                let gone = self.look_gone(http, person, said.is_none()).await;
                match (said, gone) {
                    (said, Ok(true)) => {
                        outcome.warnings.extend(said.map(|error| {
                            format!(
                                "the removal was not answered clearly ({}); a look-up confirms it",
                                error.message
                            )
                        }));
                        outcome.changes.push(Change::Delete);
                    }
                    (Some(error), gone) => {
                        let is_unclear = error.is_unclear() || gone.is_err();
                        let state = if is_unclear { State::Unclear } else { State::Refused };
                        outcome.pend(Change::Delete, if error.unsent { State::NotBegun } else { state });
                        outcome.note(error);
                    }
                    (None, Err(error)) => {
                        outcome.pend(Change::Delete, State::Unclear);
                        outcome.note(error);
                    }
                    (None, Ok(false)) => {
                        outcome.pend(Change::Delete, State::Refused);
                        outcome.note(Error::new(
                            Code::Conflict,
                            "the platform took the removal, but still shows the account",
                        ));
                    }
                }
                Work::Ended(Standing::Existed, true)
            }
            _ => Work::Ended(Standing::Existed, false),
        }
    }
    /// Whether no look-up shows the account any more.
    async fn look_gone(&self, http: &Http, person: &Rc<Person>, is_accepted: bool) -> Result<bool> {
        for number in 1.. {
            let found = self.look_alone(http, person, 1).await?;
            if found.account.is_none() || number >= 4 || !is_accepted {
                return Ok(found.account.is_none());
            }
            http.backoff(number).await?;
        }
        Ok(false)
    }
}
/// How far a person has come.
enum Work {
    Planned(Box<Plan>),
    /// What is known of the account, and whether anything was sent that writes.
    Ended(Standing, bool),
}
fn ended(standing: Standing, outcome: &mut Outcome, error: Error) -> Work {
    outcome.note(error);
    Work::Ended(standing, false)
}
