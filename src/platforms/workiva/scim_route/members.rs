//! Who is in a group: read once in a run for all who ask. Where a server leaves the members out, what it says of a
//! user's own groups counts.

use super::endpoints::GroupById;
use crate::engine::Context;
use crate::error::{Error, Result};
use crate::keyed::Texts;
use std::rc::Rc;

/// Ids of the members of a group.
#[derive(Debug, Default)]
pub(super) struct Members {
    ids: Texts,
}

impl Members {
    /// Whether a user is one; `own` are the groups that the server says the user is in.
    pub fn has(&self, user: &str, group: &str, own: Option<&[String]>) -> bool {
        self.ids.contains(user)
            || (self.ids.is_empty() && own.is_some_and(|own| own.iter().any(|id| id == group)))
    }

    /// Whether none are shown: an empty group, or one whose members the server does not show.
    pub fn are_none(&self) -> bool {
        self.ids.is_empty()
    }
}

/// The members of a group, read once in a run. Use it within a step: a replay reads again.
pub(super) async fn members(context: &Context, group: &str) -> Result<Rc<Members>> {
    let id = group.to_owned();
    let search = |context: Context| async move { fresh(&context, &id).await.map(Rc::new) };
    context.once(&format!("members {group}"), search).await
}

/// The members of a group as they are now.
pub(super) async fn fresh(context: &Context, group: &str) -> Result<Members> {
    let found = context.peek(&GroupById { id: group }).await?;
    if found.id() != Some(group) {
        return Err(Error::bad_response("the server answers with another group than was asked for")
            .at_step("read the members of the group"));
    }
    let mut ids = Texts::default();
    for member in found.members() {
        ids.insert(member.value.to_owned());
    }
    Ok(Members { ids })
}
