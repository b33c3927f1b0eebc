//! The rows of a bulk run: who is a person, who is in the list twice, and the telling of each outcome, once.

use super::context::Context;
use super::erased::Somebody;
use super::flow::{announce, Flow};
use super::journal::Entry;
use super::outcome::{Ending, Outcome, Status};
use super::settings::IfExists;
use super::state::Notice;
use crate::error::{Error, Result};
use crate::keyed::Keyed;
use serde::Serialize;

/// What a bulk run has come to; the outcomes themselves are told one by one as they come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Summary {
    /// All rows.
    pub rows: u32,
    /// Rows that ended as created, updated or unchanged.
    pub done: u32,
}

/// A row of a bulk run: a person, or why it is none.
#[derive(Clone)]
pub(crate) struct Row {
    pub subject: String,
    pub user: Result<Somebody>,
}

/// A row whose person is known, at its position.
pub(super) struct Person {
    pub row: u32,
    pub user: Somebody,
    pub context: Context,
}

impl Person {
    fn key(&self) -> String {
        format!("r{}", self.row)
    }

    /// The outcome that an earlier life of the run has told.
    pub fn told_earlier(&self) -> Option<Outcome> {
        self.context.state.journal.borrow().outcome(&self.key()).cloned()
    }
}

impl Flow {
    /// Tells the outcomes of rows that are nobody, and gives the people; counts all.
    pub(super) fn people(
        &self,
        context: &Context,
        rows: Vec<Row>,
        summary: &mut Summary,
    ) -> Result<Vec<(u32, Somebody)>> {
        let mut people = Vec::new();
        for (row, subject, user) in self.without_twins(rows) {
            summary.rows = summary.rows.saturating_add(1);
            match user {
                Ok(user) => people.push((row, user)),
                Err(error) => self.refuse(context, row, subject, error)?,
            }
        }
        Ok(people)
    }

    /// Rows with their positions; the second row of the same person is an error.
    fn without_twins(&self, rows: Vec<Row>) -> Vec<(u32, String, Result<Somebody>)> {
        let mut seen: Keyed<u32> = Keyed::default();
        (0_u32..)
            .zip(rows)
            .map(|(number, Row { subject, user })| {
                let user = user.and_then(|user| {
                    if let Some(first) = user.keys.iter().find_map(|key| seen.get(key)) {
                        return Err(Error::invalid(format!(
                            "users[{number}]: {subject} is in the list twice, first as users[{first}]"
                        ))
                        .hint("remove one of the two rows; nothing was sent for this one"));
                    }
                    for key in &user.keys {
                        seen.insert(key.clone(), number);
                    }
                    Ok(user)
                });
                (number, subject, user)
            })
            .collect()
    }

    /// A person of a run, in a context of its own.
    pub(super) fn person(context: &Context, (row, user): (u32, Somebody)) -> Person {
        Person { row, user, context: context.scoped(&format!("r{row}")) }
    }

    /// Tells how it ended for a person, and keeps that.
    pub(super) fn conclude(&self, person: &Person, ending: Result<Ending>) -> Result<Outcome> {
        let outcome = self.outcome(&person.context, &person.user, ending, Some(person.row))?;
        person.context.note(self.failure(&outcome));
        let done = Entry::Done { key: person.key(), outcome: Box::new(outcome.clone()) };
        person.context.state.record(done)?;
        tell(&person.context, &outcome);
        Ok(outcome)
    }

    /// Why it failed for somebody, if it did. Who is there although `ifExists` is `fail` is what was asked about.
    fn failure<'a>(&self, outcome: &'a Outcome) -> Option<&'a Error> {
        let is_asked = outcome.existed_before
            && outcome.status == Status::Conflict
            && self.hub.settings.if_exists == IfExists::Fail;
        outcome.error.as_ref().filter(|_| !is_asked)
    }

    /// The outcomes of an earlier life of the run, if all these people ended in it.
    pub(super) fn all_done_earlier(&self, people: &[Person]) -> Option<Vec<Outcome>> {
        people.iter().map(Person::told_earlier).collect()
    }

    /// A row that is no person: it fails, and nothing is sent for it.
    fn refuse(&self, context: &Context, row: u32, subject: String, error: Error) -> Result<()> {
        let outcome = Outcome {
            platform: self.hub.platform.to_owned(),
            subject,
            status: Status::Failed,
            id: None,
            verified: false,
            existed_before: false,
            changes: Vec::new(),
            warnings: Vec::new(),
            requests: 0,
            evidence: Vec::new(),
            error: Some(error.on(self.hub.platform)),
            row: Some(row),
        };
        let key = format!("r{row}");
        if context.state.journal.borrow().outcome(&key).is_none() {
            announce(context, &outcome);
            context.state.record(Entry::Done { key, outcome: Box::new(outcome.clone()) })?;
        }
        tell(context, &outcome);
        Ok(())
    }
}

pub(super) fn tell(context: &Context, outcome: &Outcome) {
    context.state.notice(Notice::Outcome(Box::new(outcome.clone())));
}

pub(super) fn count_done(outcomes: &[Outcome]) -> u32 {
    let done =
        |outcome: &&Outcome| matches!(outcome.status, Status::Created | Status::Updated | Status::Unchanged);
    u32::try_from(outcomes.iter().filter(done).count()).unwrap_or(u32::MAX)
}
