//! One row of a run: read, refused or told from the journal, else worked on, told and kept.
use super::approved::approved;
use super::engine::Person;
use super::journal::{Done, Retry};
use super::outcome::{Outcome, Standing, Status};
use super::person::End;
use super::plan::Plan;
use super::run::{Mode, Run};
use crate::error::{Code, Error};
use crate::http::{Event, Whom};
use serde::Serialize;
use serde_json::Value;
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

impl Run {
    /// One person. `first` gives the first row that has a mark.
    pub(crate) async fn person(
        &self,
        input: crate::error::Result<Value>,
        row: usize,
        first: impl Fn(&str) -> usize,
    ) -> Told {
        let is_single = self.options.is_single;
        let place = (!is_single).then_some(row);
        let read = || {
            let mut input = input?;
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
            let first = person.marks.iter().map(|mark| first(mark)).min().unwrap_or(row);
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
        let done = self.journal.as_ref().and_then(|journal| journal.done(&person.identity()));
        if let Some(outcome) = done.as_ref().and_then(|(_, done)| self.told_before(&person, done, &want)) {
            return (Some(Item::Outcome(Box::new(outcome))), None);
        }
        let whom = Whom { subject: Some(person.subject.clone()), row: place, rows: Vec::new() };
        let http = self.http.about(whom, person.input.clone());
        let mut outcome = Outcome::new(self.engine.name(), person.subject.clone(), place);
        let told = self.work(&http, &person, approved.as_ref(), done, &mut outcome).await;
        let (standing, is_begun) = match told {
            End::Planned(plan) => {
                let fatal = plan.error.clone().filter(|error| error.fatal);
                let is_thrown = is_single && fatal.is_some();
                return ((!is_thrown).then_some(Item::Plan(plan)), fatal);
            }
            End::Ended(standing, is_begun) => (standing, is_begun),
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
            if let Err(error) = journal.tell(&person.identity(), verb, &want, self.now(), &outcome).await {
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
}
