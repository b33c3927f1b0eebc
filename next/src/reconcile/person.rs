//! One person of a run, from beginning to end: look up → plan → create once, or bring what differs → read back.
use super::approved::Approved;
use super::change::Change;
use super::create::Made;
use super::diff::Observed;
use super::documents::Aim;
use super::engine::Person;
use super::journal::{resume, Done, Prior, Resume};
use super::lists::Key;
use super::locks::Held;
use super::outcome::{Outcome, Standing, State, Status};
use super::plan::{plan, Action, Plan};
use super::platform::{Found, Of};
use super::rules::IfExists;
use super::run::{Mode, Run};
use crate::error::{Code, Error, Result};
use crate::http::Http;
use std::rc::Rc;

impl Run {
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

    pub(crate) async fn work(
        &self,
        http: &Http,
        person: &Rc<Person>,
        approved: Option<&Approved>,
        done: Option<(usize, Done)>,
        outcome: &mut Outcome,
    ) -> End {
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
            return End::Planned(Box::new(plan));
        }
        outcome.warnings.extend(plan.warnings.iter().cloned());
        if let Some(approved) = approved {
            if !approved.is(&plan) && !matches!(plan.action, Action::None) {
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
                    return End::Ended(standing, true);
                }
            }
        }
        match plan.action {
            Action::Remove => {
                self.remove(http, person, observed, outcome).await;
                End::Ended(standing, true)
            }
            // What is not shown is told, also where nothing is due.
            _ if self.rules.if_exists == IfExists::Update && !person.is_removal => {
                self.bring_all(http, observed, standing, outcome).await
            }
            _ => End::Ended(standing, false),
        }
    }
    /// It ends before anything was planned.
    fn stopped(&self, person: &Person, standing: Standing, outcome: &mut Outcome, error: Error) -> End {
        if self.mode == Mode::Plan {
            let (subject, row) = (person.subject.clone(), person.row);
            return End::Planned(Box::new(Plan::blocked(self.engine.name(), subject, row, error)));
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

    /// Brings documents and memberships to what is asked.
    async fn bring_all(
        &self,
        http: &Http,
        mut observed: Observed,
        standing: Standing,
        outcome: &mut Outcome,
    ) -> End {
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
                    outcome.pend(super::diff::set(&*self.engine, document, wish, None), State::NotBegun);
                });
                continue;
            }
            let is_found = self.engine.form(document).is_some_and(|form| form.is_found);
            let record =
                observed.record(document).cloned().or_else(|| account.record.clone().filter(|_| is_found));
            self.bring(http, &who, Aim { document, wishes, instead: None }, record, outcome).await;
        }
        if is_new {
            // Nobody new is in anything; but where a list is to be exact, the platform may have put them into something.
            let is_exact = |key: &Key| {
                observed.desired.memberships.iter().filter(|one| !one.wanted).any(|one| {
                    let shape = self.engine.shape(one.kind).filter(|shape| shape.of == Of::Person);
                    shape.is_some_and(|shape| Key::of(shape, one, &who.id).0 == *key)
                })
            };
            match self.lists(http, &observed.desired, &who, is_exact).await {
                Ok(lists) => observed.lists = lists,
                Err(error) => outcome.note(error),
            }
        }
        self.bring_memberships(http, &who, &observed, outcome).await;
        End::Ended(standing, is_new || !outcome.changes.is_empty() || !outcome.pending.is_empty())
    }
}
/// How far a person has come.
pub(crate) enum End {
    Planned(Box<Plan>),
    /// What is known of the account, and whether anything was sent that writes.
    Ended(Standing, bool),
}
fn ended(standing: Standing, outcome: &mut Outcome, error: Error) -> End {
    outcome.note(error);
    End::Ended(standing, false)
}
