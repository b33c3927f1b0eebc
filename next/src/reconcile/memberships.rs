//! Memberships: changed in phases, those of one container for many people together, and read again.
use super::diff::{join, Observed};
use super::gather::{Ended, List, Move, Waiting};
use super::lists::{Key, Members};
use super::outcome::{Outcome, State};
use super::platform::{Member, Membership, Of, Shape, Who};
use super::run::Run;
use crate::error::{Code, Error, Result};
use crate::http::{Http, Whom};
use crate::index::shared;
use futures_util::future::join_all;
use std::collections::VecDeque;
use std::rc::Rc;

/// How often a list is changed, or looked at, until it is as asked.
const ROUNDS: u32 = 4;
/// How many requests a refused batch may take until it is clear who is refused.
const MOST: u32 = 64;
/// The same while nobody was accepted.
const MOST_IN_VAIN: u32 = 16;

/// What is added goes from the outside in, what is removed from the inside out, and after it.
fn phase(shape: Shape, wanted: bool) -> usize {
    let depth = usize::from(shape.within.is_some());
    if wanted {
        depth
    } else {
        3_usize.saturating_sub(depth)
    }
}

impl Run {
    /// Brings a person's memberships to what is asked.
    pub async fn bring_memberships(
        &self,
        http: &Http,
        who: &Who,
        observed: &Observed,
        outcome: &mut Outcome,
    ) {
        for number in 0..4 {
            // The person's own lists, each in one change; those of containers one by one, for many people share them.
            let mut lists: Vec<(List, Vec<(Member, &Membership, Shape)>)> = Vec::new();
            for membership in &observed.desired.memberships {
                let Some(shape) = self.engine.shape(membership.kind) else { continue };
                let (key, id) = Key::of(shape, membership, &who.id);
                let list = observed.list(&key);
                let is_in = list.is_some_and(|list| list.holds(&id));
                if phase(shape, membership.wanted) != number || is_in == membership.wanted {
                    continue;
                }
                if membership.wanted && self.is_outside(shape, membership, observed, outcome) {
                    outcome.pend(join(shape, &membership.label, true), State::NotBegun);
                    continue;
                }
                let mut handle = list.and_then(|list| list.handle(&id));
                if !membership.wanted && shape.of == Of::Container && handle.is_none() {
                    // A survey tells that somebody is in a container, but not by which handle.
                    let is_surveyed = self.surveyed(&key).is_some();
                    let list = self.members(http, &key, is_surveyed).await;
                    handle = list.ok().and_then(|list| list.handle(&id));
                }
                let list = (key, membership.wanted);
                let entry = (Member { id, handle }, membership, shape);
                match lists.iter_mut().find(|(known, _)| *known == list) {
                    Some((_, moves)) => moves.push(entry),
                    None => lists.push((list, vec![entry])),
                }
            }
            let is_stopped = outcome.error.as_ref().is_some_and(|error| error.fatal);
            let ended = join_all(lists.into_iter().map(|((key, add), moves)| async move {
                let members: Vec<_> = moves.iter().map(|(member, ..)| member.clone()).collect();
                let of = moves.first().map(|(.., shape)| shape.of);
                let ended = match of {
                    _ if is_stopped => vec![not_begun(); members.len()],
                    Some(Of::Container) => {
                        join_all(
                            members.into_iter().map(|member| self.move_together(http, &key, add, member)),
                        )
                        .await
                    }
                    _ => self.settle(http, &key, add, &members).await,
                };
                moves
                    .into_iter()
                    .zip(ended)
                    .map(|((_, membership, shape), ended)| (membership, shape, ended))
                    .collect::<Vec<_>>()
            }))
            .await;
            for (membership, shape, ended) in ended.into_iter().flatten() {
                let change = join(shape, &membership.label, membership.wanted);
                match ended {
                    None => outcome.changes.push(change),
                    Some((state, error)) => {
                        outcome.pend(change, state);
                        outcome.note(error);
                    }
                }
            }
        }
    }
    /// The container around is one that the person did not get into.
    fn is_outside(
        &self,
        shape: Shape,
        membership: &Membership,
        observed: &Observed,
        outcome: &Outcome,
    ) -> bool {
        let around =
            |other: &&Membership| Some(other.kind) == shape.within && other.container == membership.place;
        let around = observed.desired.memberships.iter().find(around);
        around.is_some_and(|around| {
            let shape = self.engine.shape(around.kind);
            let change = shape.map(|shape| join(shape, &around.label, true));
            outcome.pending.iter().any(|pending| Some(&pending.change) == change.as_ref())
        })
    }
    /// A change of a container's list, together with those of others.
    async fn move_together(&self, http: &Http, key: &Key, add: bool, member: Member) -> Ended {
        let gather = shared(&mut self.moves.borrow_mut(), (key.clone(), add));
        let ended = gather.join((member, http.clone())).await;
        ended.unwrap_or_else(|| Some((State::NotBegun, Error::internal("a change was dropped"))))
    }
    /// One change for all of them.
    pub async fn change_together(&self, (key, add): List, waiting: Vec<Waiting<Move, Ended>>) {
        let members: Vec<_> = waiting.iter().map(|one| one.item.0.clone()).collect();
        let http = match waiting.as_slice() {
            [one] => one.item.1.clone(),
            _ => {
                let rows = waiting.iter().filter_map(|one| one.item.1.whom.row).collect();
                self.http.about(Whom { rows, ..Whom::default() }, Rc::default())
            }
        };
        let ended = self.settle(&http, &key, add, &members).await;
        if waiting.len() > 1 {
            for one in &waiting {
                one.item.1.evidence.borrow_mut().extend(http.evidence.borrow().iter().cloned());
            }
        }
        for (one, ended) in waiting.into_iter().zip(ended) {
            let _ = one.answer.send(ended);
        }
    }
    /// Changes a list until a read shows it as asked, or it is clear that it will not be.
    async fn settle(&self, http: &Http, key: &Key, add: bool, members: &[Member]) -> Vec<Ended> {
        let Some(shape) = self.engine.shape(key.kind) else { return vec![not_begun(); members.len()] };
        let mut said: Vec<Said> = vec![Said::Due; members.len()];
        for round in 0..ROUNDS {
            if let Err(error) = self.send_due(http, shape, key, add, members, &mut said).await {
                said.iter_mut()
                    .filter(|said| matches!(said, Said::Due))
                    .for_each(|said| *said = Said::Unsent(error.clone()));
            }
            if said.iter().all(|said| matches!(said, Said::Unsent(_) | Said::Done)) {
                break;
            }
            let list = match self.members(http, key, true).await {
                Ok(list) => list,
                Err(error) => {
                    for said in &mut said {
                        *said = match std::mem::replace(said, Said::Done) {
                            Said::Taken => Said::Unclear(error.clone()),
                            Said::Refused(earlier) | Said::Again(earlier) => Said::Unclear(earlier),
                            other => other,
                        };
                    }
                    break;
                }
            };
            let is_last = round.saturating_add(1) >= ROUNDS;
            said.iter_mut().zip(members).for_each(|(said, member)| said.look(&list, member, add, is_last));
            if !said.iter().any(|said| matches!(said, Said::Taken | Said::Due)) {
                break;
            }
            if http.backoff(round).await.is_err() {
                break;
            }
        }
        said.into_iter().map(|said| said.ended(add)).collect()
    }
    /// Sends what is due, in changes as large as the kind takes. One that is refused because of somebody in it is halved
    /// until it is clear who.
    async fn send_due(
        &self,
        http: &Http,
        shape: Shape,
        key: &Key,
        add: bool,
        members: &[Member],
        said: &mut [Said],
    ) -> Result<()> {
        let due: Vec<usize> =
            (0..said.len()).filter(|index| matches!(said.get(*index), Some(Said::Due))).collect();
        if due.is_empty() {
            return Ok(());
        }
        let at = self.address(http, shape, key).await?.ok_or_else(|| {
            Error::new(
                Code::Conflict,
                format!("the person is not in the container that the {} are in", shape.name),
            )
        })?;
        let mut open: VecDeque<Vec<usize>> =
            due.chunks(shape.at_once.max(1)).map(<[usize]>::to_vec).collect();
        // Changes of one person each do not wait for one another.
        if shape.at_once <= 1 {
            let results =
                join_all(open.iter().map(|batch| self.send(http, key, &at, add, members, batch))).await;
            for (batch, result) in open.into_iter().zip(results) {
                mark(said, &batch, result);
            }
            return Ok(());
        }
        let (mut sent, mut has_success) = (0_u32, false);
        while let Some(mut batch) = open.pop_front() {
            let result = self.send(http, key, &at, add, members, &batch).await;
            sent = sent.saturating_add(1);
            has_success |= result.is_ok();
            let may_halve = sent < if has_success { MOST } else { MOST_IN_VAIN };
            match result {
                Err(error) if batch.len() > 1 && may_halve && is_about_one(&error) => {
                    // A missing right, or container, concerns all: one person tells.
                    let is_about_all = matches!(error.status, Some(403 | 404)) && !has_success;
                    let half = if is_about_all { 1 } else { batch.len().div_ceil(2) };
                    let rest = batch.split_off(half);
                    if !is_about_all {
                        open.push_front(rest);
                        open.push_front(batch);
                        continue;
                    }
                    let alone = self.send(http, key, &at, add, members, &batch).await;
                    sent = sent.saturating_add(1);
                    match &alone {
                        Err(again) if again.status == error.status => mark(said, &rest, Err(again.clone())),
                        _ => open.push_front(rest),
                    }
                    has_success |= alone.is_ok();
                    mark(said, &batch, alone);
                }
                result => mark(said, &batch, result),
            }
        }
        Ok(())
    }
    async fn send(
        &self,
        http: &Http,
        key: &Key,
        at: &super::At,
        add: bool,
        members: &[Member],
        batch: &[usize],
    ) -> Result<()> {
        let members: Vec<_> = batch.iter().filter_map(|index| members.get(*index).cloned()).collect();
        http.change(self.engine.change(key.kind, at, &members, add)?).await
    }
}
fn mark(said: &mut [Said], batch: &[usize], result: Result<()>) {
    let is_passing = |error: &Error| {
        matches!(
            error.code,
            Code::RateLimited | Code::ServerError | Code::Timeout | Code::Network | Code::BadResponse
        ) || error.status == Some(401)
    };
    for index in batch {
        let Some(said) = said.get_mut(*index) else { continue };
        *said = match &result {
            Ok(()) => Said::Taken,
            Err(error) if error.unsent => Said::Unsent(error.clone()),
            Err(error) if error.fatal && error.code == Code::RateLimited => Said::Refused(error.clone()),
            Err(error) if error.fatal => Said::Unclear(error.clone()),
            Err(error) if is_passing(error) => Said::Again(error.clone()),
            Err(error) => Said::Refused(error.clone()),
        };
    }
}
/// It may be somebody in the batch that is refused, and not the batch.
fn is_about_one(error: &Error) -> bool {
    matches!(error.code, Code::ConfigInvalid | Code::Conflict | Code::NotFound | Code::Forbidden)
}
fn not_begun() -> Ended {
    Some((State::NotBegun, Error::internal("it was not begun")))
}

/// How one membership stands in a settlement.
#[derive(Clone)]
enum Said {
    /// To be sent.
    Due,
    /// It was accepted.
    Taken,
    /// It was not done, or nobody knows, and may be sent again once a look shows that it is not done.
    Again(Error),
    Refused(Error),
    Unsent(Error),
    Unclear(Error),
    Done,
}
impl Said {
    /// What a look at the list means.
    fn look(&mut self, list: &Members, member: &Member, add: bool, is_last: bool) {
        let is_as_asked = list.holds(&member.id) == add;
        *self = match std::mem::replace(self, Self::Done) {
            Self::Done | Self::Taken | Self::Again(_) | Self::Refused(_) if is_as_asked => Self::Done,
            Self::Again(error) if is_last && error.is_unclear() => Self::Unclear(error),
            Self::Again(error) if is_last => Self::Refused(error),
            Self::Again(_) => Self::Due,
            other => other,
        };
    }
    fn ended(self, add: bool) -> Ended {
        let not_kept = || {
            let words = if add {
                "the platform took it, but does not show the membership"
            } else {
                "the platform took it, but still shows the membership"
            };
            Error::new(Code::Conflict, words)
        };
        match self {
            Self::Done => None,
            Self::Due => not_begun(),
            Self::Taken => Some((State::Refused, not_kept())),
            Self::Refused(error) => Some((State::Refused, error)),
            Self::Unsent(error) => Some((State::NotBegun, error)),
            Self::Again(error) | Self::Unclear(error) => Some((State::Unclear, error)),
        }
    }
}
