//! Calls at work: the last of them ends the session where the platform counts them.
use crate::http::Http;
use std::cell::Cell;
use std::rc::Rc;

/// A call at work.
pub(crate) struct Work {
    calls: Rc<Cell<usize>>,
    http: Http,
}
impl Work {
    pub fn begin(calls: &Rc<Cell<usize>>, http: Http) -> Self {
        calls.set(calls.get().saturating_add(1));
        Self { calls: calls.clone(), http }
    }
    /// The last call in flight logs out, also after a failure or an abort.
    pub async fn end(self) {
        if self.calls.get() == 1 && self.http.client.counts_sessions() {
            self.http.log_out().await;
        }
    }
}
impl Drop for Work {
    fn drop(&mut self) {
        self.calls.set(self.calls.get().saturating_sub(1));
    }
}
