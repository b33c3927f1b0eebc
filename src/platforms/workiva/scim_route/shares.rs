//! A change of one group for many people: at most 100 in a request, and fewer where one of them is refused.

use super::super::endpoints::Named;
use super::super::settle::Said;
use super::super::user::User;
use super::endpoints::ModifyMembers;
use super::members::fresh;
use super::people::Keys;
use super::WorkivaScim;
use crate::engine::Context;
use crate::error::{Code, Error, Result};
use crate::http::digest;
use crate::scim::MEMBERS_AT_ONCE;

/// One person's part in a change of a group.
#[derive(Clone)]
pub(super) struct Part {
    /// Which of the people it is.
    pub position: usize,
    /// The account's id.
    pub id: String,
    pub user: User,
    pub context: Context,
}

/// A group, and whether people come or go.
#[derive(Clone, Copy)]
pub(super) struct Move<'a> {
    pub group: &'a Named,
    pub is_added: bool,
}

impl WorkivaScim {
    /// Asks for the change, and gives what was said to each. A request that is refused for somebody is halved, so that
    /// nobody else pays for it; one whose answer is unclear is read back first.
    pub(super) async fn ask_for(&self, change: Move<'_>, parts: Vec<Part>) -> Vec<(Part, Said)> {
        // To find one in a hundred takes 14 requests. Where nothing succeeds, or too much is refused, it is not halved
        // any further.
        const MOST: usize = 64;
        const MOST_IN_VAIN: usize = 16;
        let mut tries = 0_usize;
        let mut is_any_done = false;
        let mut waiting: Vec<Vec<Part>> = parts.chunks(MEMBERS_AT_ONCE).rev().map(<[Part]>::to_vec).collect();
        let mut told = Vec::new();
        while let Some(mut share) = waiting.pop() {
            let said = self.patch(change, &share).await;
            tries = tries.saturating_add(1);
            is_any_done |= matches!(said, Said::Done);
            if share.len() < 2 || tries >= MOST || (tries >= MOST_IN_VAIN && !is_any_done) {
                told.extend(share.into_iter().map(|part| (part, said.clone())));
                continue;
            }
            match &said {
                // Most likely it is about the group, or about the connection; one person alone shows.
                Said::Refused(error) if matches!(error.code, Code::Forbidden | Code::NotFound) => {
                    let rest = share.split_off(1);
                    let alone = self.patch(change, &share).await;
                    tries = tries.saturating_add(1);
                    let is_for_all = matches!(&alone, Said::Refused(other) if other.code == error.code);
                    told.extend(share.into_iter().map(|part| (part, alone.clone())));
                    match is_for_all {
                        true => told.extend(rest.into_iter().map(|part| (part, said.clone()))),
                        false => waiting.push(rest),
                    }
                }
                Said::Refused(error) if error.code != Code::RateLimited => {
                    let half = share.split_off(share.len().div_ceil(2));
                    waiting.extend([half, share]);
                }
                // One whom it cannot be done for can be a 500, or the refusal of a second try.
                Said::Unclear(error)
                    if matches!(error.code, Code::ServerError | Code::ConfigInvalid | Code::Conflict) =>
                {
                    // What cannot be read is said to be so when all are read back.
                    let left = self.not_as_asked(change, &share).await.unwrap_or_default();
                    let (mut left, done): (Vec<Part>, Vec<Part>) =
                        share.into_iter().partition(|part| left.contains(&part.id));
                    told.extend(done.into_iter().map(|part| (part, said.clone())));
                    if left.len() > 1 {
                        let half = left.split_off(left.len().div_ceil(2));
                        waiting.extend([half, left]);
                    } else {
                        told.extend(left.into_iter().map(|part| (part, said.clone())));
                    }
                }
                Said::Done | Said::Refused(_) | Said::Unclear(_) => {
                    told.extend(share.into_iter().map(|part| (part, said.clone())));
                }
            }
        }
        told
    }

    async fn patch(&self, change: Move<'_>, parts: &[Part]) -> Said {
        let Some(context) = shared(parts, change, "ask") else {
            return Said::Refused(Error::new(Code::Internal, "a change for nobody"));
        };
        let users = parts.iter().map(|part| part.id.as_str()).collect();
        let endpoint = ModifyMembers { group: &change.group.id, users, is_added: change.is_added };
        let said = Said::of(context.call(&endpoint).await);
        account_for(parts, &context);
        said
    }

    /// Ids of those for whom it is not as asked, read back once between two tries.
    async fn not_as_asked(&self, change: Move<'_>, parts: &[Part]) -> Result<Vec<String>> {
        let Some(context) = shared(parts, change, "look") else { return Ok(Vec::new()) };
        let left = self.look_back(&context, change, parts).await;
        account_for(parts, &context);
        left
    }

    /// Reads the members back, as one step: ids of those for whom it is not as asked. Where none are shown, the
    /// server is asked what groups the people are in.
    pub(super) async fn look_back(
        &self,
        context: &Context,
        change: Move<'_>,
        parts: &[Part],
    ) -> Result<Vec<String>> {
        let Move { group, is_added } = change;
        let fingerprint = digest(&format!("{} {is_added} {}", group.id, ids(parts)));
        let look = async {
            let there = fresh(context, &group.id).await?;
            let mut own = Vec::new();
            if there.are_none() {
                let users: Vec<User> = parts.iter().map(|part| part.user.clone()).collect();
                own = self.ask(context, Keys::Both, &users).await?;
            }
            let own_of = |at: usize| own.get(at).and_then(|seen| seen.as_ref().ok()?.groups.as_deref());
            let wrong = parts
                .iter()
                .enumerate()
                .filter(|(at, part)| there.has(&part.id, &group.id, own_of(*at)) != is_added);
            Ok(wrong.map(|(_, part)| part.id.clone()).collect())
        };
        context.step("read the members back", &fingerprint, look).await
    }
}

/// A context of those whom a shared call concerns, named for who they are: in another life of the run it may be
/// others.
pub(super) fn shared(parts: &[Part], change: Move<'_>, what: &str) -> Option<Context> {
    let first = parts.first()?;
    let named = format!("{what} {} {} {}", change.group.id, change.is_added, ids(parts));
    Some(first.context.scoped(&format!("{}{}", first.context.scope_name(), digest(&named))))
}

/// Puts what a shared call took on the account of each.
pub(super) fn account_for(parts: &[Part], context: &Context) {
    let account = context.account();
    parts.iter().for_each(|part| part.context.share(&account));
}

fn ids(parts: &[Part]) -> String {
    parts.iter().map(|part| part.id.as_str()).collect::<Vec<_>>().join(",")
}
