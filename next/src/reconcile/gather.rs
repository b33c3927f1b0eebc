//! Calls that serve several people: whoever needs one waits in a queue; it leaves when it is full, or when nothing else goes
//! on that could fill it. So one straight flow serves one person and a hundred thousand.
use super::engine::Person;
use super::lists::Key;
use super::outcome::State;
use super::platform::Member;
use crate::error::Error;
use crate::http::Http;
use futures_channel::oneshot;
use std::cell::RefCell;
use std::rc::Rc;

/// One who waits for a look-up.
pub(crate) type Look = (Rc<Person>, Http);
/// One who waits for a change of a container's list.
pub(crate) type Move = (Member, Http);
/// Which list, and whether it grows.
pub(crate) type List = (Key, bool);
/// How a change of one membership ended; nothing where a read confirms it.
pub(crate) type Ended = Option<(State, Error)>;

/// Those who wait for one call.
pub(crate) struct Gather<I, O>(RefCell<Vec<Waiting<I, O>>>);
/// One of them.
pub(crate) struct Waiting<I, O> {
    pub item: I,
    pub answer: oneshot::Sender<O>,
}
impl<I, O> Default for Gather<I, O> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}
impl<I, O> Gather<I, O> {
    /// Waits for the call that serves this one too; nothing if it was dropped.
    pub async fn join(&self, item: I) -> Option<O> {
        let (answer, wait) = oneshot::channel();
        self.0.borrow_mut().push(Waiting { item, answer });
        wait.await.ok()
    }
    /// Those whom the next call serves, the first of them first: when there are so many, or whoever there is.
    pub fn leave(&self, most: usize, is_idle: bool) -> Option<Vec<Waiting<I, O>>> {
        let mut waiting = self.0.borrow_mut();
        waiting.retain(|one| !one.answer.is_canceled());
        if waiting.is_empty() || (waiting.len() < most && !is_idle) {
            return None;
        }
        let length = waiting.len().min(most.max(1));
        Some(waiting.drain(..length).collect())
    }
}
