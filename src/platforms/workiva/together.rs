//! What is done for many people with one call: groups are changed, and memberships looked at, together.

use super::access::{fresh_members, fresh_memberships};
use super::endpoints::{ModifyMembers, Named};
use super::observed::{Observed, WorkspaceState};
use super::person::Person;
use super::settle::{judge, look, Said, Stop};
use super::user::User;
use super::Workiva;
use crate::engine::{join_all, Applied, Context, Ending, IfExists, Status};
use crate::error::{Code, Error, Result};
use crate::http::digest;
use crate::keyed::{joint, Keyed};

/// One person's part in a change of a group.
struct Part {
    position: usize,
    user: String,
    is_added: bool,
}

impl Workiva {
    /// Applies for several people: for each alone what is each one's own, then together what can be shared.
    pub(super) async fn apply_all(&self, people: Vec<(Context, User, Observed)>) -> Vec<Result<Applied>> {
        let session = people.first().map(|(context, ..)| context.clone());
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
        let mut people: Vec<&mut Person> = states
            .iter_mut()
            .filter_map(|state| state.as_mut().ok()?.as_mut().ok())
            .filter(|person| person.stop.is_none())
            .collect();
        self.confirm_moves(&mut people).await;
        people.retain(|person| person.stop.is_none());
        self.change_groups(&mut people).await;
        let conclude = |state: Result<std::result::Result<Person, Ending>>| match state? {
            Ok(person) => conclude(person),
            Err(ending) => Ok(Applied::Settled(ending)),
        };
        let explain = |applied: Result<Applied>| match (applied, &session) {
            (Ok(Applied::Settled(ending)), Some(session)) => {
                let error = ending.error.map(|error| self.explain(session, error));
                Ok(Applied::Settled(Ending { error, ..ending }))
            }
            (applied, _) => applied,
        };
        states.into_iter().map(conclude).map(explain).collect()
    }

    /// Looks, workspace by workspace, whether all who have joined or left have.
    async fn confirm_moves(&self, people: &mut [&mut Person]) {
        let mut moves: Keyed<(Named, Vec<Part>)> = Keyed::default();
        for (position, person) in people.iter().enumerate() {
            let moved = |state: &&WorkspaceState| person.moved.contains(&state.workspace.id);
            for state in person.observed.workspaces.iter().filter(moved) {
                let part = Part { position, user: person.id.clone(), is_added: !state.leave };
                let key = joint(&[&state.workspace.id, &state.workspace.name]);
                match moves.get_mut(&key) {
                    Some((_, parts)) => parts.push(part),
                    None => drop(moves.insert(key, (state.workspace.clone(), vec![part]))),
                }
            }
        }
        for (workspace, parts) in moves.into_values() {
            let Some(context) = shared(people, &parts, &format!("moves {}", workspace.id)) else { continue };
            let left = async || {
                let fingerprint = format!("{} {} {}", self.organization, workspace.id, ids(&parts));
                let search = async {
                    let there = fresh_memberships(&context, &self.organization, &workspace.id).await?;
                    Ok(not_as_asked(&parts, |user| there.contains(user)))
                };
                context.step("look at the memberships again", &fingerprint, search).await
            };
            let (left, failure) = look(&context, &Said::Done, left).await;
            for part in &parts {
                let change = if part.is_added { "join" } else { "leave" };
                let what = format!("{change} the workspace {:?}", workspace.name);
                settle_part(
                    people,
                    part,
                    &context,
                    judge_part(&what, &Said::Done, failure.as_ref(), &left, part),
                    None,
                );
            }
        }
    }

    /// Changes groups, one call for all whom it concerns, and reads their members back.
    async fn change_groups(&self, people: &mut Vec<&mut Person>) {
        let mut groups: Keyed<(Named, Named, Vec<Part>)> = Keyed::default();
        for (position, person) in people.iter().enumerate() {
            for state in &person.observed.workspaces {
                for (list, is_added) in [(&state.groups.add, true), (&state.groups.remove, false)] {
                    for group in list {
                        let part = Part { position, user: person.id.clone(), is_added };
                        let workspace = &state.workspace;
                        let key = joint(&[&workspace.id, &workspace.name, &group.id, &group.name]);
                        match groups.get_mut(&key) {
                            Some((.., parts)) => parts.push(part),
                            None => drop(groups.insert(key, (workspace.clone(), group.clone(), vec![part]))),
                        }
                    }
                }
            }
        }
        for (workspace, group, mut parts) in groups.into_values() {
            parts.retain(|part| people.get(part.position).is_some_and(|person| person.stop.is_none()));
            let Some(context) = shared(people, &parts, &format!("group {} {}", workspace.id, group.id))
            else {
                continue;
            };
            let said = self.modify(&context, &workspace, &group, &parts).await;
            let is_one_s_fault = matches!(&said, Said::Refused(error)
                if matches!(error.code, Code::ConfigInvalid | Code::NotFound | Code::Conflict));
            let shares: Vec<Vec<Part>> = match is_one_s_fault && parts.len() > 1 {
                // Whom it is about is not said: one who is refused must not cost the others.
                true => parts.into_iter().map(|part| vec![part]).collect(),
                false => vec![parts],
            };
            let is_alone = shares.len() > 1;
            if is_alone {
                let all = shares.iter().flatten().filter_map(|part| people.get(part.position));
                all.for_each(|person| person.context.share(&context.account()));
            }
            for (number, parts) in shares.into_iter().enumerate() {
                let context = if is_alone { context.part(number) } else { context.clone() };
                let said = match is_alone {
                    true => self.modify(&context, &workspace, &group, &parts).await,
                    false => said.clone(),
                };
                self.read_back(people, &context, (&workspace, &group), &said, &parts).await;
            }
        }
    }

    async fn modify(&self, context: &Context, workspace: &Named, group: &Named, parts: &[Part]) -> Said {
        let of = |is_added| parts.iter().filter(move |part| part.is_added == is_added);
        let change = ModifyMembers {
            organization: &self.organization,
            workspace: &workspace.id,
            group: &group.id,
            add: of(true).map(|part| part.user.as_str()).collect(),
            remove: of(false).map(|part| part.user.as_str()).collect(),
        };
        Said::of(context.call(&change).await)
    }

    /// A bare 204 says nothing about a single member [D]: the members are read back.
    async fn read_back(
        &self,
        people: &mut [&mut Person],
        context: &Context,
        (workspace, group): (&Named, &Named),
        said: &Said,
        parts: &[Part],
    ) {
        let organization = self.organization.as_str();
        let left = async || {
            let fingerprint = format!("{organization} {} {} {}", workspace.id, group.id, ids(parts));
            let search = async {
                let there = fresh_members(context, organization, &workspace.id, &group.id).await?;
                Ok(not_as_asked(parts, |user| there.contains(user)))
            };
            context.step("read the members back", &fingerprint, search).await
        };
        let (left, failure) = look(context, said, left).await;
        for part in parts {
            let (change, sign) = if part.is_added { ("join", '+') } else { ("leave", '-') };
            let what = format!("{change} the group {:?} of {:?}", group.name, workspace.name);
            let done = format!("workspaces {}: {sign} group {}", workspace.name, group.name);
            settle_part(
                people,
                part,
                context,
                judge_part(&what, said, failure.as_ref(), &left, part),
                Some(done),
            );
        }
    }
}

/// A context of those whom a shared call concerns, named for who they are: in another life of the run it may
/// be others.
fn shared(people: &[&mut Person], parts: &[Part], what: &str) -> Option<Context> {
    let first = people.get(parts.first()?.position)?;
    let name = format!("{}{}", first.context.scope_name(), digest(&format!("{what} {}", ids(parts))));
    Some(first.context.scoped(&name))
}

fn ids(parts: &[Part]) -> String {
    parts.iter().map(|part| part.user.as_str()).collect::<Vec<_>>().join(",")
}

/// The users for whom it is not as asked.
fn not_as_asked(parts: &[Part], is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let wrong = parts.iter().filter(|part| is_there(&part.user) != part.is_added);
    wrong.map(|part| part.user.clone()).collect()
}

fn judge_part(
    what: &str,
    said: &Said,
    failure: Option<&Error>,
    left: &[String],
    part: &Part,
) -> std::result::Result<Option<String>, Stop> {
    let own: Vec<_> = left.iter().filter(|user| **user == part.user).cloned().collect();
    judge(what, said, failure, &own)
}

fn settle_part(
    people: &mut [&mut Person],
    part: &Part,
    context: &Context,
    judged: std::result::Result<Option<String>, Stop>,
    done: Option<String>,
) {
    let Some(person) = people.get_mut(part.position) else { return };
    person.context.share(&context.account());
    match judged {
        Ok(warning) => {
            person.ending.warnings.extend(warning);
            person.ending.changes.extend(done);
        }
        Err(stop) => person.stop = Some(stop),
    }
}

fn conclude(person: Person) -> Result<Applied> {
    let has_written = person.has_written();
    let Person { mut ending, stop, is_said, .. } = person;
    match stop {
        Some(stop) if stop.error.code == Code::Aborted => Err(stop.error),
        Some(stop) if stop.error.run_level && !stop.error.in_doubt && !has_written => Err(stop.error),
        Some(stop) => Ok(Applied::Settled(stop.end(ending))),
        None if is_said => Ok(Applied::Written(ending)),
        None => {
            if ending.status == Status::Unchanged && has_written {
                ending.status = Status::Updated;
            }
            Ok(Applied::Settled(ending))
        }
    }
}
