//! What is done for many people together: groups are changed turn by turn, a request for all whom one concerns, and
//! read back.

use super::super::endpoints::Named;
use super::super::settle::{judge, look, Said, Stop};
use super::super::user::User;
use super::observed::{Change, Observed, TURNS};
use super::person::Person;
use super::shares::{account_for, shared, Move, Part};
use super::WorkivaScim;
use crate::engine::{join_all, Applied, Context, Ending, IfExists, Status};
use crate::error::{Code, Error, Result};
use crate::keyed::Keyed;
use std::cell::RefCell;

/// How a change went for one person.
type Settled = (Part, std::result::Result<Option<String>, Stop>);

impl WorkivaScim {
    /// Applies for several people: the account of each, then group by group for all.
    pub(super) async fn apply_all(&self, people: Vec<(Context, User, Observed)>) -> Vec<Result<Applied>> {
        let each = people.into_iter().map(|(context, user, observed)| async move {
            let id = observed.account.as_ref().map(|account| account.id.clone());
            if id.is_some() && context.settings().if_exists() == IfExists::Leave {
                let ending = Ending::new(Status::Unchanged, id);
                return Ok(Err(Ending { existed_before: true, verified: true, ..ending }));
            }
            let done = self.alone(context.clone(), user, observed).await;
            context.note_of(&done, |state| match state {
                Ok(person) => person.stop.as_ref().map(|stop| &stop.error),
                Err(ending) => ending.error.as_ref(),
            });
            done
        });
        let mut states = join_all(each.collect()).await;
        let mut people: Vec<&mut Person> =
            states.iter_mut().filter_map(|state| state.as_mut().ok()?.as_mut().ok()).collect();
        for turn in 0..TURNS {
            self.take_turn(turn, &mut people).await;
        }
        let conclude = |state: Result<std::result::Result<Person, Ending>>| match state? {
            Ok(person) => person.conclude(),
            Err(ending) => Ok(Applied::Settled(ending)),
        };
        states.into_iter().map(conclude).collect()
    }

    /// Makes the changes of one turn, group by group, as the plan lists them. A person stops at the first failure.
    async fn take_turn(&self, turn: u8, people: &mut [&mut Person]) {
        let mut groups: Vec<(Change, Vec<Part>)> = Vec::new();
        let mut known: Keyed<usize> = Keyed::default();
        let mut memberships: Keyed<(Change, Named, Vec<Part>)> = Keyed::default();
        let going = people.iter().enumerate().filter(|(_, person)| person.stop.is_none());
        for (position, person) in going {
            for change in person.observed.changes.iter().filter(|change| change.turn() == turn) {
                let (id, user) = (person.id.clone(), person.user.clone());
                let part = Part { position, id, user, context: person.context.clone() };
                if let Some(membership) = &change.membership {
                    match memberships.get_mut(&membership.id) {
                        Some((.., there)) if there.last().is_some_and(|last| last.position == position) => {}
                        Some((.., there)) => there.push(part.clone()),
                        None => {
                            let there = (change.clone(), membership.clone(), vec![part.clone()]);
                            memberships.insert(membership.id.clone(), there);
                        }
                    }
                }
                match known.get(&change.group.id).and_then(|at| groups.get_mut(*at)) {
                    Some((_, parts)) => parts.push(part),
                    None => {
                        known.insert(change.group.id.clone(), groups.len());
                        groups.push((change.clone(), vec![part]));
                    }
                }
            }
        }
        for (change, mut parts) in groups {
            retain_going(people, &mut parts);
            let settled = self.change(&change, parts).await;
            settle(people, settled, Some(&change.place.change(change.is_added)));
        }
        for (change, membership, mut parts) in memberships.into_values() {
            retain_going(people, &mut parts);
            let settled = self.check_membership(&change, &membership, parts).await;
            settle(people, settled, None);
        }
    }

    /// Asks for one change for all whom it concerns, and reads the members back.
    async fn change(&self, change: &Change, parts: Vec<Part>) -> Vec<Settled> {
        let step = Move { group: &change.group, is_added: change.is_added };
        let asked = self.ask_for(step, parts).await;
        let parts: Vec<Part> = asked.iter().map(|(part, _)| part.clone()).collect();
        let Some(context) = shared(&parts, step, "change") else { return Vec::new() };
        // Those who were refused are not waited for.
        let hopeful: Vec<&str> = asked
            .iter()
            .filter(|(_, said)| !matches!(said, Said::Refused(_)))
            .map(|(part, _)| part.id.as_str())
            .collect();
        let left = RefCell::new(Vec::new());
        let waited_for = async || {
            let wrong = self.look_back(&context, step, &parts).await?;
            let missed: Vec<String> =
                wrong.iter().filter(|id| hopeful.contains(&id.as_str())).cloned().collect();
            left.replace(wrong);
            Ok(missed)
        };
        let (_, failure) = look(&context, &plainest(&asked), waited_for).await;
        account_for(&parts, &context);
        let left = left.into_inner();
        let words = format!("{} (group {:?})", change.words(), change.group.name);
        let settled = asked.into_iter().map(|(part, said)| {
            let own: Vec<String> = left.iter().filter(|id| **id == part.id).cloned().collect();
            let judged = judge(&words, &said, failure.as_ref(), &own);
            (part, judged)
        });
        settled.collect()
    }

    /// Taking a role took people out of the whole workspace [D]: whoever is to stay must still be in it.
    async fn check_membership(&self, change: &Change, membership: &Named, parts: Vec<Part>) -> Vec<Settled> {
        let step = Move { group: membership, is_added: true };
        let Some(context) = shared(&parts, step, "check") else { return Vec::new() };
        let left = self.look_back(&context, step, &parts).await;
        account_for(&parts, &context);
        let judged = |part: &Part| match &left {
            Err(error) => Err(Stop::unknown(error.clone())),
            Ok(left) if left.contains(&part.id) => {
                let words = format!(
                    "what was taken in the workspace {:?} took the membership too (group {:?})",
                    change.place.workspace, membership.name
                );
                let hint = "run again: the membership is given back, with what is listed in it";
                Err(Stop::not_done(
                    Error::new(Code::Conflict, words).hint(hint).at_step("read the members back"),
                ))
            }
            Ok(_) => Ok(None),
        };
        parts
            .into_iter()
            .map(|part| {
                let judged = judged(&part);
                (part, judged)
            })
            .collect()
    }
}

/// What was said that is most worth waiting for.
fn plainest(asked: &[(Part, Said)]) -> Said {
    let rank = |said: &Said| match said {
        Said::Done => 0,
        Said::Unclear(_) => 1,
        Said::Refused(_) => 2,
    };
    asked.iter().map(|(_, said)| said).min_by_key(|said| rank(said)).cloned().unwrap_or(Said::Done)
}

/// Leaves out those who have stopped.
fn retain_going(people: &[&mut Person], parts: &mut Vec<Part>) {
    parts.retain(|part| people.get(part.position).is_some_and(|person| person.stop.is_none()));
}

fn settle(people: &mut [&mut Person], settled: Vec<Settled>, done: Option<&str>) {
    for (part, judged) in settled {
        let Some(person) = people.get_mut(part.position) else { continue };
        match judged {
            Ok(warning) => {
                person.ending.warnings.extend(warning);
                person.ending.changes.extend(done.map(str::to_owned));
            }
            Err(stop) => person.stop = Some(stop),
        }
    }
}
