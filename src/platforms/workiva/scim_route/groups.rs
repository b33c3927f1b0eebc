//! Look-ups of groups by display name [D]: each once in a run. A group that is missing is named, and never made.

use super::super::endpoints::Named;
use super::endpoints::GroupList;
use super::group_names::Place;
use super::WorkivaScim;
use crate::email::fold;
use crate::engine::Context;
use crate::error::{Code, Error, Result};
use crate::names;
use crate::scim::{self, Found, Group, ListQuery, Pager, PAGE};
use std::rc::Rc;

const STEP: &str = "look up the group";

impl WorkivaScim {
    /// The group that stands for this.
    ///
    /// # Errors
    /// `not_found`, naming what was looked for and the nearest that there is; `ambiguous` when several have the name.
    pub(super) async fn group(&self, context: &Context, place: &Place) -> Result<Named> {
        let written = self.names.written(place);
        for display_name in &written {
            if let Some(found) = named(context, display_name).await? {
                return Ok(found);
            }
        }
        let wanted = written.first().map(String::as_str).unwrap_or_default();
        let mut error = self.missing(context, place, wanted).await?;
        error.message = format!("{}: {}", place.words(), error.message);
        Err(error.at_step(STEP))
    }

    /// The error of a group that is not there; it is not made, for a role is more than its name [D].
    async fn missing(&self, context: &Context, place: &Place, wanted: &str) -> Result<Error> {
        let there = match all(context).await {
            Ok(there) => there,
            Err(error) if error.is_for_the_run() => return Err(error),
            Err(error) => {
                let words = format!("there is no group called {wanted:?}");
                return Ok(Error::new(Code::NotFound, words)
                    .hint("which there are could not be listed; check the name, and scim.groupNames")
                    .caused_by(error));
            }
        };
        let alike =
            |group: &&Named| self.names.read(&group.name).is_some_and(|other| other.kind == place.kind);
        let alike: Vec<&str> = there.iter().filter(alike).map(|group| group.name.as_str()).collect();
        if alike.is_empty() && !there.is_empty() {
            let error = names::no_such("group", wanted, there.iter().map(|group| group.name.as_str()));
            let hint = error.hint.clone().unwrap_or_default();
            return Ok(error.hint(format!("no group is called as scim.groupNames says: {hint}")));
        }
        Ok(names::no_such("group", wanted, alike.into_iter()))
    }
}

/// The group of this display name, looked up once in a run.
async fn named(context: &Context, display_name: &str) -> Result<Option<Named>> {
    let wanted = display_name.to_owned();
    let search = |context: Context| async move {
        let endpoint = GroupList::named(&wanted)?;
        let fingerprint = context.fingerprint(&endpoint)?;
        let look = async {
            let listed = context.peek(&endpoint).await.and_then(|list| scim::only_group(list, &wanted));
            match listed {
                Ok(found) => only(found, &wanted),
                // It does not take the filter, or ignores it: all are listed, and matched here.
                Err(error) if matches!(error.code, Code::Unsupported | Code::BadResponse) => {
                    context.warn(&format!("a group cannot be looked up by name: {error}"));
                    among(&all(&context).await?, &wanted)
                }
                Err(error) => Err(error),
            }
        };
        context.step(STEP, &fingerprint, look).await
    };
    context.once(&format!("group {}", fold(display_name)), search).await
}

fn only(found: Found<Group>, wanted: &str) -> Result<Option<Named>> {
    match found {
        Found::Nothing => Ok(None),
        Found::One(group) => Ok(of(&group)),
        Found::Several(ids) => Err(several(wanted, &ids)),
    }
}

fn among(there: &[Named], wanted: &str) -> Result<Option<Named>> {
    let found: Vec<_> = there.iter().filter(|group| fold(&group.name) == fold(wanted)).collect();
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).clone())),
        more => Err(several(wanted, &more.iter().map(|group| group.id.clone()).collect::<Vec<_>>())),
    }
}

fn several(wanted: &str, ids: &[String]) -> Error {
    let words = format!("more than one group is called {wanted:?}: {}", ids.join(", "));
    Error::new(Code::Ambiguous, words).hint("rename what they stand for on the platform").at_step(STEP)
}

fn of(group: &Group) -> Option<Named> {
    let name = group.display_name().unwrap_or_default().to_owned();
    Some(Named { id: group.id()?.to_owned(), name })
}

/// All groups, without members, listed once in a run. Use it within a step: a replay lists again.
pub(super) async fn all(context: &Context) -> Result<Rc<Vec<Named>>> {
    let search = |context: Context| async move {
        let mut pager = Pager::new(PAGE);
        let mut groups = Vec::new();
        while let Some(query) = pager.next(ListQuery::new()) {
            let page = context.peek(&GroupList { query }).await?;
            groups.extend(pager.take(page)?.groups().iter().filter_map(of));
        }
        Ok(Rc::new(groups))
    };
    context.once("groups", search).await.map_err(|error: Error| error.at_step("list the groups"))
}
