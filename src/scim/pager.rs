//! Listings from beginning to end, as a machine that asks for nothing itself.

use super::{object, ListQuery, ListResponse};
use crate::error::{Error, Result};
use crate::keyed::Texts;

/// Goes through the pages of a listing: from 1, on by what was received, until an empty page. `totalResults` is
/// not believed, a resource that comes again is left out, and there is an end to it whatever the server does.
///
/// ```
/// use provisor::scim::{ListQuery, ListResponse, Pager};
/// use serde_json::json;
///
/// let mut pager = Pager::new(2);
/// let mut seen = Vec::new();
/// for page in [json!([{ "id": "a" }, { "id": "b" }]), json!([{ "id": "c" }]), json!([])] {
///     let query = pager.next(ListQuery::new()).expect("there is more");
///     let answer = ListResponse::from_value(json!({ "totalResults": 3, "Resources": page }))?;
///     seen.extend(pager.take(answer)?.users());
///     # let _ = query;
/// }
/// assert_eq!((seen.len(), pager.next(ListQuery::new())), (3, None));
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pager {
    start: u64,
    count: u64,
    pages_left: u32,
    seen: Texts,
    done: bool,
}

impl Pager {
    /// Pages of `count` resources (at least one), at most 1,000 of them.
    pub fn new(count: u64) -> Self {
        Self { start: 1, count: count.max(1), pages_left: 1_000, seen: Texts::default(), done: false }
    }

    /// The same, with at most so many pages.
    #[must_use]
    pub fn at_most(mut self, pages: u32) -> Self {
        self.pages_left = pages;
        self
    }

    /// The query of the next page: `query` with its `startIndex` and `count`. Nothing when the listing is
    /// complete.
    pub fn next(&self, query: ListQuery) -> Option<ListQuery> {
        (!self.done).then(|| query.start_index(self.start).count(self.count))
    }

    /// Takes the next page, and gives what is new on it.
    ///
    /// # Errors
    /// `bad_response` when a resource has no `id`, when the server begins to repeat itself although it says that
    /// there is more, and when there is no end to the pages: an incomplete list must not look like a whole one.
    pub fn take(&mut self, page: ListResponse) -> Result<ListResponse> {
        let total = page.total_hint();
        let received = u64::try_from(page.len()).unwrap_or(u64::MAX);
        let mut new = Vec::with_capacity(page.len());
        for resource in page.resources {
            let Some(id) = object::text(&resource, "id").filter(|id| !id.is_empty()) else {
                return Err(Error::bad_response("the listing has a resource without an id"));
            };
            if self.seen.insert(id.to_owned()) {
                new.push(resource);
            }
        }
        self.start = self.start.saturating_add(received);
        self.pages_left = self.pages_left.saturating_sub(1);
        if new.is_empty() {
            self.done = true;
            let seen = u64::try_from(self.seen.len()).unwrap_or(u64::MAX);
            if received > 0 && total.is_some_and(|total| total > seen) {
                return Err(Error::bad_response(
                    "the server repeats a page of the listing, and says that there is more",
                )
                .hint("it does not page: narrow the query, or ask for more at once"));
            }
        } else if self.pages_left == 0 {
            self.done = true;
            return Err(Error::bad_response("the listing does not end").hint("narrow the query"));
        }
        Ok(ListResponse::with(new, total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{json, Value};

    fn page(ids: std::ops::Range<u64>, total: u64) -> ListResponse {
        let resources: Vec<Value> = ids.map(|id| json!({"id": id.to_string()})).collect();
        ListResponse::from_value(json!({"totalResults": total, "Resources": resources})).unwrap()
    }

    fn asked(pager: &Pager) -> Option<String> {
        pager.next(ListQuery::new()).map(|query| query.to_query_string().unwrap())
    }

    /// Goes to the end with a server that answers by (startIndex, count); the ids, and how many requests.
    fn walk(count: u64, pages: u32, serve: impl Fn(u64, u64) -> ListResponse) -> (Result<usize>, u32) {
        let mut pager = Pager::new(count).at_most(pages);
        let (mut found, mut requests) = (0, 0);
        while asked(&pager).is_some() {
            requests += 1;
            match pager.take(serve(pager.start, pager.count)) {
                Ok(new) => found += new.len(),
                Err(error) => return (Err(error), requests),
            }
        }
        (Ok(found), requests)
    }

    #[test]
    fn every_server_comes_to_an_end() {
        let upto = |from: u64, count: u64, all: u64| from..(from + count).min(all + 1).max(from);
        // Well-behaved; caps pages at 3 whatever is asked for; counts nothing; counts the page alone.
        for (cap, total) in [(100, 25), (3, 25), (3, 0), (3, 3)] {
            let (found, _) = walk(10, 1_000, |start, count| page(upto(start, count.min(cap), 25), total));
            assert_eq!(found.unwrap(), 25);
        }
        // Sends everything every time, as do servers that do not page.
        assert!(matches!(walk(10, 1_000, |_, _| page(1..26, 25)), (Ok(25), 2)));
        // Sends the first ten every time, and says so.
        let (found, requests) = walk(10, 1_000, |_, _| page(1..11, 25));
        assert!(found.unwrap_err().message.contains("repeats") && requests == 2);
        // Overlaps by one: nothing is counted twice.
        let (found, _) = walk(5, 1_000, |start, count| page(upto(start.max(2) - 1, count, 25), 25));
        assert_eq!(found.unwrap(), 25);
        // Never ends.
        let (found, requests) = walk(10, 7, |start, count| page(start..start + count, 0));
        assert!(found.unwrap_err().message.contains("does not end") && requests == 7);
        assert!(matches!(walk(10, 1, |_, _| page(1..1, 0)), (Ok(0), 1)));
    }

    #[test]
    fn the_next_page_begins_after_what_was_received() {
        let mut pager = Pager::new(0);
        assert_eq!(asked(&pager).unwrap(), "startIndex=1&count=1");
        pager.take(page(1..4, 9)).unwrap();
        assert_eq!(asked(&pager).unwrap(), "startIndex=4&count=1");
        let nameless = ListResponse::from_value(json!({"Resources": [{"userName": "x"}]})).unwrap();
        assert!(pager.take(nameless).is_err());
    }
}
