//! Look-ups: people in batches, groups by name; what comes back is compared with what was asked.
use super::answer::{ambiguous, is_called, page};
use super::filter::{eq, or, Filter};
use super::service::Service;
use crate::error::{Code, Error, Result};
use crate::http::{Call, Http, Local};
use crate::index::Index;
use crate::names::{Named, Names};
use crate::percent::encode;
use crate::record::Record;
use futures_util::future::join_all;
use std::cell::Cell;
use std::rc::Rc;

/// How long an encoded filter may be, so that a URL stays under 2,000 characters.
const LONGEST: usize = 1_500;
/// More pages than any list has.
const MOST_PAGES: usize = 10_000;
/// Resources asked for in one page of a list.
const PAGE: usize = 100;

/// How people are looked up on a server.
pub struct Lookup {
    /// The server.
    pub service: Service,
    /// What identifies a person: `userName`, or `emails.value`.
    pub attribute: &'static str,
    /// How many are asked for at once; 1 where the server is not known to take `or`. It becomes 1 where that is refused.
    pub at_once: Cell<usize>,
}
impl Lookup {
    /// The one user of each value, or why that cannot be told.
    pub async fn find(&self, http: &Http, values: &[String]) -> Vec<Result<Option<Record>>> {
        let (mut shares, mut rest) = (Vec::new(), values);
        while !rest.is_empty() {
            let length = |value: &String| encode(&format!(" or {} eq \"{value}\"", self.attribute)).len();
            let lengths = rest.iter().scan(0_usize, |sum, value| {
                *sum = sum.saturating_add(length(value));
                Some(*sum)
            });
            let fitting = lengths.take_while(|sum| *sum <= LONGEST).count();
            let (share, left) = rest.split_at(fitting.min(self.at_once.get()).clamp(1, rest.len()));
            shares.push(self.share(http, share));
            rest = left;
        }
        join_all(shares).await.into_iter().flatten().collect()
    }
    /// As many as one filter holds; half as many, or one by one, where that is refused or answered unclearly.
    fn share<'a>(&'a self, http: &'a Http, values: &'a [String]) -> Local<'a, Vec<Result<Option<Record>>>> {
        Box::pin(async move {
            let filter = || or(values.iter().map(|value| eq(self.attribute, value.as_str())));
            let listed = pages(http, &self.service, "Users", Some(&filter()), "", values.len()).await;
            let is_asked = |user: &Record| values.iter().any(|value| is_called(user, self.attribute, value));
            let listed = listed.and_then(|users| match users.iter().all(is_asked) {
                true => Ok(users),
                false => {
                    let words = "the server answers with another user than was asked for";
                    Err(Error::bad_response(words).hint("it seems to ignore the filter; nothing was written"))
                }
            });
            match listed {
                Ok(users) => values.iter().map(|value| self.only(&users, value)).collect(),
                Err(error) if values.len() > 1 && is_of_the_filter(&error) => {
                    let is_too_long = matches!(error.status, Some(413 | 414 | 431));
                    let size = if is_too_long { values.len().div_ceil(2) } else { 1 };
                    self.at_once.set(size.min(self.at_once.get()));
                    let parts = values.chunks(size).map(|part| self.share(http, part));
                    join_all(parts).await.into_iter().flatten().collect()
                }
                Err(error) => values.iter().map(|_| Err(error.clone())).collect(),
            }
        })
    }
    fn only(&self, users: &[Record], value: &str) -> Result<Option<Record>> {
        let own: Vec<_> = users.iter().filter(|user| is_called(user, self.attribute, value)).collect();
        match own.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some((*one).clone())),
            several => Err(ambiguous(&format!("users answer to {value}"), several)),
        }
    }
}
/// What another filter may be answered better: the whole run is not concerned, and nobody asked to wait.
fn is_of_the_filter(error: &Error) -> bool {
    !error.fatal
        && (matches!(error.status, Some(400 | 413 | 414 | 431 | 501)) || error.code == Code::BadResponse)
}

/// The groups of a name, or all there are, listed once in a run; `alias` folds names that mean the same into one.
///
/// # Errors
/// Those of the server; `bad_response` for a list that has no end.
pub async fn list_groups(
    http: &Http,
    service: &Service,
    name: Option<&str>,
    alias: fn(&str) -> String,
) -> Result<Rc<Names>> {
    let key = format!("{}/Groups {}", service.root, name.unwrap_or_default());
    let filter = name.map(|name| eq("displayName", name));
    http.once(key, async {
        let more = "excludedAttributes=members&";
        // Of one name there is one; several would be on the same page.
        let asked = if name.is_some() { 1 } else { usize::MAX };
        let listed = pages(http, service, "Groups", filter.as_ref(), more, asked).await?;
        let text = |group: &Record, pointer: &str| group.text(pointer).unwrap_or_default();
        let named =
            |group| Named { id: text(group, "/id"), name: text(group, "/displayName"), ..Named::default() };
        Ok(Names::new("group", listed.iter().map(named).collect(), alias))
    })
    .await
}
/// Resources page by page, each once, until as many are there as are asked for, or a page is empty: counts are not believed.
async fn pages(
    http: &Http,
    service: &Service,
    kind: &str,
    filter: Option<&Filter>,
    more: &str,
    asked: usize,
) -> Result<Vec<Record>> {
    let (mut all, mut ids, mut start) = (Vec::new(), Index::new(), 1_usize);
    let count = asked.saturating_mul(2).clamp(10, PAGE);
    for _ in 0..MOST_PAGES {
        let request = service.list(kind, filter, more, start, count)?.request;
        let (found, total) = http.call(Call { request, read: page }).await?;
        let (received, known) = (found.len(), all.len());
        for resource in found {
            let id = resource.text("/id").filter(|id| !id.is_empty());
            let id = id.ok_or_else(|| Error::bad_response("the server lists a resource without an id"))?;
            if ids.insert(id, 0).is_none() {
                all.push(resource);
            }
        }
        start = start.saturating_add(received);
        if received == 0 || all.len() >= asked {
            return Ok(all);
        }
        // Past the end some servers give the last page again; others do not page at all, and there is more.
        match all.len() == known {
            true if total.is_some_and(|total| total <= all.len() as u64) => return Ok(all),
            true => break,
            false => {}
        }
    }
    let words = "the list does not come to an end: the server repeats a page";
    Err(Error::bad_response(words).hint("an incomplete list is not taken for a whole one"))
}
