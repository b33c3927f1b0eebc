//! The flow for many: looked up together, created one by one, verified together.
//!
//! One person's failure is that person's outcome; only a failure of the whole run ends it.

use super::context::Context;
use super::erased::{Sight, Somebody};
use super::flow::{stopped, with_warnings, Flow};
use super::join::lanes;
use super::outcome::{Ending, Outcome};
use super::platform::{Applied, Desk};
use super::rows::{count_done, tell, Person, Row, Summary};
use crate::error::{Code, Error, Result};
use crate::http::digest;
use std::cell::Cell;
use std::future::Future;

/// A person for whom it is planned.
enum Planned {
    /// There is nothing to apply.
    Half(Half),
    /// What was found, and the plan's warnings.
    Ready(Sight, Vec<String>),
}

/// A person who has been applied: told in an earlier life of the run, settled, or still to be verified.
enum Half {
    Told(Box<Outcome>),
    Done(Ending),
    Verify(Somebody, Sight, Ending, Vec<String>),
}

/// Does the parts of a bulk run side by side, and adds up what they count. What fails the whole run ends it: no
/// further part is begun.
pub(super) async fn side_by_side(
    context: &Context,
    width: usize,
    parts: impl Iterator<Item = impl Future<Output = Result<u32>>>,
) -> Result<u32> {
    let over = Cell::new(false);
    let parts = parts.map(|part| {
        let over = &over;
        async move {
            if over.get() {
                return Ok(0);
            }
            let done = match context.may_begin() {
                Ok(()) => part.await,
                Err(error) => Err(error),
            };
            over.set(over.get() || done.is_err());
            done
        }
    });
    let mut sum = 0_u32;
    for done in lanes(width, parts).await {
        sum = sum.saturating_add(done?);
    }
    Ok(sum)
}

impl Flow {
    /// Provisions all rows, telling each outcome as it comes.
    pub async fn provision_all(self, context: Context, rows: Vec<Row>, width: usize) -> Result<Summary> {
        let mut summary = Summary::default();
        let people = self.people(&context, rows, &mut summary)?;
        let users: Vec<_> = people.iter().map(|(_, user)| user.clone()).collect();
        let batches = self.platform.batches(&self.hub.base, &users)?.into_iter().enumerate();
        let runs = batches.map(|(number, positions)| {
            let members: Vec<_> = positions
                .into_iter()
                .filter_map(|position| people.get(position).cloned())
                .map(|person| Self::person(&context, person))
                .collect();
            self.batch(context.scoped(&format!("b{number}")), members)
        });
        summary.done = side_by_side(&context, width, runs).await?;
        Ok(summary)
    }

    /// Looks up, applies and verifies a few people together; gives the number of those who are done.
    async fn batch(&self, shared: Context, people: Vec<Person>) -> Result<u32> {
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
    async fn apply_halves(&self, people: &[Person], observed: Vec<Result<Sight>>) -> Vec<Result<Half>> {
        let planned: Vec<_> =
            people.iter().zip(observed).map(|(person, observed)| self.plan_half(person, observed)).collect();
        let ready = people.iter().zip(&planned).filter_map(|(person, planned)| match planned {
            Ok(Planned::Ready(observed, _)) => {
                Some((person.context.clone(), person.user.clone(), observed.clone()))
            }
            _ => None,
        });
        let mut applied = self.platform.apply_together(ready.collect()).await.into_iter();
        let half = |(person, planned): (&Person, Result<Planned>)| match planned? {
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

    fn plan_half(&self, person: &Person, observed: Result<Sight>) -> Result<Planned> {
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
}

impl Ending {
    /// A person's failure is the end of that person; a failure of the run passes.
    fn settle_half(half: Result<Half>) -> Result<Half> {
        match half {
            Err(error) if !error.run_level && error.code != Code::Aborted => {
                Self::settle(Err(error)).map(Half::Done)
            }
            other => other,
        }
    }
}
