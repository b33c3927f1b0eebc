//! A semaphore with priorities: so many requests in flight. Whoever only waits (for a poll, a retry, a batch) holds none.
use futures_channel::oneshot;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Who goes first: writes before reads, then older people before younger ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Priority {
    /// Reads come after writes.
    pub is_read: bool,
    /// The person's number in the run.
    pub number: usize,
}
/// The requests that may be in flight at once.
pub struct Slots {
    free: Cell<usize>,
    waiting: RefCell<Vec<(Priority, oneshot::Sender<()>)>>,
}
/// One request's place; given back when dropped.
pub struct Slot(Rc<Slots>);
impl Slots {
    /// At least one.
    pub fn new(most: usize) -> Rc<Self> {
        Rc::new(Self { free: Cell::new(most.max(1)), waiting: RefCell::default() })
    }
    /// Waits for a place.
    pub async fn take(self: &Rc<Self>, priority: Priority) -> Slot {
        while self.free.get() == 0 {
            let (turn, wait) = oneshot::channel();
            self.waiting.borrow_mut().push((priority, turn));
            let _ = wait.await;
        }
        self.free.set(self.free.get().saturating_sub(1));
        Slot(self.clone())
    }
}
impl Drop for Slot {
    fn drop(&mut self) {
        let slots = &self.0;
        slots.free.set(slots.free.get().saturating_add(1));
        let mut waiting = slots.waiting.borrow_mut();
        // One that was dropped meanwhile must not keep the place from the others.
        while let Some((index, _)) = waiting.iter().enumerate().min_by_key(|(_, (priority, _))| *priority) {
            if waiting.remove(index).1.send(()).is_ok() {
                return;
            }
        }
    }
}
