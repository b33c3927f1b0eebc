//! Lists to their end: every link is asked of the configured host, and one to another host, or a list that goes
//! round, is an error.

use super::endpoints::{List, Named};
use crate::engine::{Boxed, Context};
use crate::error::{Error, Result};
use crate::keyed::Texts;
use std::cell::Cell;

/// The most pages of a list.
const MOST_PAGES: usize = 2_000;

/// All of a list. The answers are not kept: a list can be personal.
pub(super) async fn all<L: List>(context: &Context, list: L) -> Result<Vec<L::Item>> {
    let items = Cell::new(Vec::new());
    let turn = |next| -> Boxed<'_, Result<Option<String>>> {
        Box::pin(async {
            let page = context.peek(&list.page(next)).await?;
            let mut all = items.take();
            all.extend(page.data);
            items.set(all);
            Ok(page.next_link)
        })
    };
    let turned = turn_pages(context, &turn).await;
    turned.map_err(|error| error.at_step(L::METADATA.purpose))?;
    Ok(items.take())
}

/// Asks for page after page; `turn` gives the link to the next one.
fn turn_pages<'a>(
    context: &'a Context,
    turn: &'a dyn Fn(Option<String>) -> Boxed<'a, Result<Option<String>>>,
) -> Boxed<'a, Result<()>> {
    Box::pin(async {
        let mut seen = Texts::default();
        let mut next = None;
        while let Some(link) = turn(next).await? {
            // "@nextLink" names another host than the API's, even in the examples [D]; but only some are believed.
            let link = context.base().rebased(&link)?;
            if seen.len() >= MOST_PAGES || !seen.insert(link.clone()) {
                let words = "the list does not end: a next link leads back, or on for ever";
                return Err(Error::bad_response(words).hint("try again later; nothing was concluded from it"));
            }
            next = Some(link);
        }
        Ok(())
    })
}

/// All of a list of names, as one step.
pub(super) async fn names<L: List<Item = Named>>(context: &Context, first: L) -> Result<Vec<Named>> {
    let target = first.target()?;
    let search = async { all(context, first).await.map(distinct) };
    context.step(L::METADATA.purpose, &target, search).await
}

/// The list may move under the pages: what is on two of them is one thing.
fn distinct(mut names: Vec<Named>) -> Vec<Named> {
    let mut seen = Texts::default();
    names.retain(|one| seen.insert(one.id.clone()));
    names
}
