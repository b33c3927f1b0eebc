//! Lists to their end: every link is asked of the configured host, and one to another host, or a list that goes
//! round, is an error.

use super::endpoints::{List, Named};
use crate::engine::Context;
use crate::error::{Error, Result};
use std::collections::BTreeSet;

/// The most pages of a list.
const MOST_PAGES: usize = 2_000;

/// All of a list. The answers are not kept: a list can be personal.
pub(super) async fn all<L: List>(context: &Context, first: L) -> Result<Vec<L::Item>> {
    let mut list = first;
    let mut items = Vec::new();
    let mut seen = BTreeSet::new();
    loop {
        let page = context.peek(&list).await?;
        items.extend(page.data);
        let Some(link) = page.next_link else { return Ok(items) };
        // "@nextLink" names another host than the API's, even in the examples [D]; but only some are believed.
        let link = context.base().rebased(&link).map_err(|error| error.at_step(L::METADATA.purpose))?;
        if seen.len() >= MOST_PAGES || !seen.insert(link.clone()) {
            return Err(Error::bad_response("the list does not end: a next link leads back, or on for ever")
                .hint("try again later; nothing was concluded from it")
                .at_step(L::METADATA.purpose));
        }
        list = list.page(link);
    }
}

/// All of a list of names, as one step. The list may move under the pages: what is on two of them is one thing.
pub(super) async fn names<L: List<Item = Named>>(context: &Context, first: L) -> Result<Vec<Named>> {
    let target = first.target()?;
    let search = async {
        let mut seen = BTreeSet::new();
        let mut names = all(context, first).await?;
        names.retain(|one| seen.insert(one.id.clone()));
        Ok(names)
    };
    context.step(L::METADATA.purpose, &target, search).await
}
