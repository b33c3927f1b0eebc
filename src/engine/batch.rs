//! The flow for many: looked up together, created one by one, verified together.
//!
//! One person's failure is that person's outcome; only a failure of the whole run ends it.

use super::context::Context;
use super::flow::{announce, stopped, with_warnings, Flow};
use super::join::lanes;
use super::journal::Entry;
use super::outcome::{Ending, Outcome, Status};
use super::platform::{Applied, Desk, Platform};
use super::state::Notice;
use crate::error::{Code, Error, Result};
use crate::http::digest;
use serde::Serialize;
use std::cell::Cell;
use std::collections::BTreeMap;

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
pub(crate) struct Row<U> {
    pub subject: String,
    pub user: Result<U>,
}

/// A row whose person is known, at its position.
struct Person<U> {
    row: u32,
    user: U,
    context: Context,
}

impl<U> Person<U> {
    fn key(&self) -> String {
        format!("r{}", self.row)
    }

    /// The outcome that an earlier life of the run has told.
    fn told_earlier(&self) -> Option<Outcome> {
        self.context.state.journal.borrow().outcome(&self.key()).cloned()
    }
}

/// A person for whom it is planned.
enum Planned<P: Platform> {
    /// There is nothing to apply.
    Half(Half<P>),
    /// What was found, and the plan's warnings.
    Ready(P::Observed, Vec<String>),
}

/// A person who has been applied: told in an earlier life of the run, settled, or still to be verified.
enum Half<P: Platform> {
    Told(Box<Outcome>),
    Done(Ending),
    Verify(P::User, P::Observed, Ending, Vec<String>),
}

impl<P: Platform> Flow<P> {
    /// Provisions all rows, telling each outcome as it comes.
    pub async fn provision_all(
        self,
        context: Context,
        rows: Vec<Row<P::User>>,
        width: usize,
    ) -> Result<Summary> {
        let mut summary = Summary::default();
        let mut people = Vec::new();
        for (row, subject, user) in self.without_twins(rows) {
            summary.rows = summary.rows.saturating_add(1);
            match user {
                Ok(user) => people.push((row, user)),
                Err(error) => self.refuse(&context, row, subject, error)?,
            }
        }
        let users: Vec<_> = people.iter().map(|(_, user)| user.clone()).collect();
        let batches = self.platform.batches(&self.hub.base, &users).into_iter().enumerate();
        let over = Cell::new(false);
        let runs = batches.map(|(number, positions)| {
            let members: Vec<_> = positions
                .into_iter()
                .filter_map(|position| people.get(position).cloned())
                .map(|(row, user)| Person { row, user, context: context.scoped(&format!("r{row}")) })
                .collect();
            let batch = self.batch(context.scoped(&format!("b{number}")), members);
            let over = &over;
            async move {
                // What failed the whole run would fail this batch too.
                if over.get() {
                    return Ok(0);
                }
                let done = batch.await;
                over.set(over.get() || done.is_err());
                done
            }
        });
        for done in lanes(width, runs).await {
            summary.done = summary.done.saturating_add(done?);
        }
        Ok(summary)
    }

    /// Rows with their positions; the second row of the same person is an error.
    fn without_twins(&self, rows: Vec<Row<P::User>>) -> Vec<(u32, String, Result<P::User>)> {
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        (0_u32..)
            .zip(rows)
            .map(|(number, Row { subject, user })| {
                let user = user.and_then(|user| {
                    let keys = P::keys(&user);
                    if let Some(first) = keys.iter().find_map(|key| seen.get(key)) {
                        return Err(Error::invalid(format!(
                            "users[{number}]: {subject} is in the list twice, first as users[{first}]"
                        ))
                        .hint("remove one of the two rows; nothing was sent for this one"));
                    }
                    seen.extend(keys.into_iter().map(|key| (key, number)));
                    Ok(user)
                });
                (number, subject, user)
            })
            .collect()
    }

    /// Looks up, applies and verifies a few people together; gives the number of those who are done.
    async fn batch(&self, shared: Context, people: Vec<Person<P::User>>) -> Result<u32> {
        if let Some(earlier) = self.all_done_earlier(&people) {
            earlier.iter().for_each(|outcome| tell(&shared, outcome));
            return Ok(count_done(&earlier));
        }
        let users: Vec<_> = people.iter().map(|person| person.user.clone()).collect();
        let observed = self.platform.observe(&shared, &users).await?;
        for (position, person) in people.iter().enumerate() {
            person.context.share(&shared.account_of(position));
        }
        let halves = self.apply_halves(&people, observed).await;
        let mut verify = Vec::new();
        let mut outcomes = Vec::new();
        let mut failure = None;
        for (person, half) in people.iter().zip(halves) {
            match Ending::settle_half(half) {
                Ok(Half::Told(outcome)) => {
                    tell(&shared, &outcome);
                    outcomes.push(*outcome);
                }
                Ok(Half::Done(ending)) => outcomes.push(self.conclude(person, Ok(ending))?),
                Ok(Half::Verify(user, observed, ending, warnings)) => {
                    verify.push((person, warnings, (user, observed, ending)));
                }
                Err(error) if error.code == Code::Aborted => return Err(error),
                // The run is over, but those who were written are told first.
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        if !verify.is_empty() {
            // Named for who they are: in another life of the run it may be others.
            let rows: Vec<_> = verify.iter().map(|(person, ..)| person.row.to_string()).collect();
            let checked = shared.scoped(&format!("{}v{}", shared.scope_name(), digest(&rows.join(","))));
            let (who, written): (Vec<_>, Vec<_>) =
                verify.into_iter().map(|(person, warnings, written)| ((person, warnings), written)).unzip();
            let endings = self.platform.verify(&checked, written).await?;
            for (position, ((person, warnings), ending)) in who.into_iter().zip(endings).enumerate() {
                person.context.share(&checked.account_of(position));
                outcomes.push(self.conclude(person, Ok(with_warnings(ending, warnings)))?);
            }
        }
        failure.map_or_else(|| Ok(count_done(&outcomes)), Err)
    }

    /// Plans for each, and applies for those who need it, together.
    async fn apply_halves(
        &self,
        people: &[Person<P::User>],
        observed: Vec<Result<P::Observed>>,
    ) -> Vec<Result<Half<P>>> {
        let planned: Vec<_> =
            people.iter().zip(observed).map(|(person, observed)| self.plan_half(person, observed)).collect();
        let ready = people.iter().zip(&planned).filter_map(|(person, planned)| match planned {
            Ok(Planned::Ready(observed, _)) => {
                Some((person.context.clone(), person.user.clone(), observed.clone()))
            }
            _ => None,
        });
        let mut applied = self.platform.apply_together(ready.collect()).await.into_iter();
        let half = |(person, planned): (&Person<P::User>, Result<Planned<P>>)| match planned? {
            Planned::Half(half) => Ok(half),
            Planned::Ready(observed, warnings) => {
                let nothing = || Err(Error::new(Code::Internal, "nothing was applied"));
                Ok(match applied.next().unwrap_or_else(nothing)? {
                    Applied::Settled(ending) => Half::Done(with_warnings(ending, warnings)),
                    Applied::Written(ending) => Half::Verify(person.user.clone(), observed, ending, warnings),
                })
            }
        };
        people.iter().zip(planned).map(half).collect()
    }

    fn plan_half(&self, person: &Person<P::User>, observed: Result<P::Observed>) -> Result<Planned<P>> {
        if let Some(outcome) = person.told_earlier() {
            return Ok(Planned::Half(Half::Told(Box::new(outcome))));
        }
        let observed = observed?;
        let intentions = self.platform.plan(&Desk(&self.hub), &person.user, &observed)?;
        Ok(match stopped(&intentions) {
            Some(ending) => Planned::Half(Half::Done(with_warnings(ending, intentions.warnings))),
            None => Planned::Ready(observed, intentions.warnings),
        })
    }

    fn conclude(&self, person: &Person<P::User>, ending: Result<Ending>) -> Result<Outcome> {
        let outcome = self.outcome(&person.context, &person.user, ending, Some(person.row))?;
        let done = Entry::Done { key: person.key(), outcome: Box::new(outcome.clone()) };
        person.context.state.record(done)?;
        tell(&person.context, &outcome);
        Ok(outcome)
    }

    /// The outcomes of an earlier life of the run, if all these people ended in it.
    fn all_done_earlier(&self, people: &[Person<P::User>]) -> Option<Vec<Outcome>> {
        people.iter().map(Person::told_earlier).collect()
    }

    /// A row that is no person: it fails, and nothing is sent for it.
    fn refuse(&self, context: &Context, row: u32, subject: String, error: Error) -> Result<()> {
        let outcome = Outcome {
            platform: P::NAME.to_owned(),
            subject,
            status: Status::Failed,
            id: None,
            verified: false,
            existed_before: false,
            changes: Vec::new(),
            warnings: Vec::new(),
            requests: 0,
            evidence: Vec::new(),
            error: Some(error.on(P::NAME)),
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

impl Ending {
    /// A person's failure is the end of that person; a failure of the run passes.
    fn settle_half<P: Platform>(half: Result<Half<P>>) -> Result<Half<P>> {
        match half {
            Err(error) if !error.run_level && error.code != Code::Aborted => {
                Self::settle(Err(error)).map(Half::Done)
            }
            other => other,
        }
    }
}

fn tell(context: &Context, outcome: &Outcome) {
    context.state.notice(Notice::Outcome(Box::new(outcome.clone())));
}

fn count_done(outcomes: &[Outcome]) -> u32 {
    let done =
        |outcome: &&Outcome| matches!(outcome.status, Status::Created | Status::Updated | Status::Unchanged);
    u32::try_from(outcomes.iter().filter(done).count()).unwrap_or(u32::MAX)
}
