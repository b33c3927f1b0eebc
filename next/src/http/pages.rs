//! Lists: all of their pages, and what is listed once in a run.
use super::call::{Call, Page};
use super::transport::Http;
use crate::error::{Error, Result};
use crate::index::Index;
use std::future::Future;
use std::rc::Rc;

/// More pages than any list has.
const MOST_PAGES: usize = 10_000;

impl Http {
    /// All items of a list, page by page. Of a link to the next page only the query is used: whatever host or path it
    /// names, the credentials stay where they are.
    ///
    /// # Errors
    /// Those of the call; `bad_response` for a list that leads back to itself.
    pub async fn all<T>(&self, call: Call<Page<T>>) -> Result<Vec<T>> {
        let Call { mut request, read } = call;
        let first = request.target.clone();
        let (mut items, mut seen) = (Vec::new(), Index::new());
        loop {
            let page = self.call(Call { request: request.clone(), read }).await?;
            items.extend(page.items);
            let Some(next) = page.next else { return Ok(items) };
            request.target = with_options(&first, &next);
            if seen.insert(request.target.clone(), 0).is_some() || seen.len() > MOST_PAGES {
                return Err(Error::bad_response("the list leads back to itself").at(request.purpose));
            }
        }
    }
    /// What a list says, got once in a run however many ask for it; `shape` keeps what is needed of it.
    ///
    /// # Errors
    /// Those of [`Http::all`]; nothing is kept of a list that failed.
    pub async fn list_as<T, U: 'static>(&self, call: Call<Page<T>>, shape: fn(Vec<T>) -> U) -> Result<Rc<U>> {
        let key = call.request.target.clone();
        self.once(key, async { Ok(shape(self.all(call).await?)) }).await
    }
    /// What some reads give, done once in a run however many ask for it under this key.
    ///
    /// # Errors
    /// Those of the reads; nothing is kept of what failed.
    pub async fn once<U: 'static>(
        &self,
        key: String,
        read: impl Future<Output = Result<U>>,
    ) -> Result<Rc<U>> {
        let cell = self.lists.cell(key);
        let mut held = cell.lock().await;
        if let Some(known) = held.clone().and_then(|known| known.downcast().ok()) {
            return Ok(known);
        }
        let known = Rc::new(read.await?);
        *held = Some(known.clone());
        Ok(known)
    }
    /// All items of a list, got once in a run.
    ///
    /// # Errors
    /// Those of [`Http::all`].
    pub async fn list<T: 'static>(&self, call: Call<Page<T>>) -> Result<Rc<Vec<T>>> {
        self.list_as(call, |items| items).await
    }
    /// Forgets a list, so that it is read anew: for a look after a write.
    pub fn forget(&self, target: &str) {
        self.lists.forget(target);
    }
}
/// A target with some options of its query changed.
fn with_options(target: &str, options: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let name = |option: &str| option.split('=').next().unwrap_or_default().replace("%24", "$");
    let changed: Vec<_> = options.split('&').map(name).collect();
    let kept = query.split('&').filter(|option| !option.is_empty() && !changed.contains(&name(option)));
    format!("{path}?{}", kept.chain([options]).collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn of_a_link_only_the_query_is_used() {
        let of = super::with_options;
        assert_eq!(of("/u?a=1&%24next=x", "$next=y"), "/u?a=1&$next=y");
        assert_eq!(of("/u", "p=2"), "/u?p=2");
        assert_eq!(of("/u?startIndex=1&count=2", "startIndex=3"), "/u?count=2&startIndex=3");
    }
}
