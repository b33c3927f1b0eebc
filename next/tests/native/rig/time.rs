//! A clock that jumps, and what runs futures on it: whoever was woken is polled; when all wait, the next timer is due.
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{pin, Pin};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

/// The clock's start: 14 November 2023, 22:13:20 UTC.
pub const START: u64 = 1_700_000_000_000;

/// The clock, and who waits for what time.
pub struct Time {
    now: Cell<u64>,
    timers: RefCell<BTreeMap<(u64, u64), Option<Waker>>>,
    last: Cell<u64>,
    /// How often the future has been polled.
    pub polls: Cell<usize>,
}
struct Bell(AtomicBool);
impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
impl Time {
    pub fn new(now: u64) -> Rc<Self> {
        Rc::new(Self {
            now: Cell::new(now),
            timers: RefCell::default(),
            last: Cell::new(0),
            polls: Cell::new(0),
        })
    }
    pub fn now(&self) -> u64 {
        self.now.get()
    }
    pub fn pass(&self, ms: u64) {
        self.now.set(self.now.get() + ms);
    }
    /// A timer; it is gone when dropped.
    pub fn sleep(self: &Rc<Self>, ms: u64) -> Sleep {
        self.last.set(self.last.get() + 1);
        let key = (self.now.get() + ms, self.last.get());
        self.timers.borrow_mut().insert(key, None);
        Sleep { time: self.clone(), key }
    }
    /// So many timers are running.
    pub fn timers(&self) -> usize {
        self.timers.borrow().len()
    }
    /// Runs to the end; or, where `stops` says so after a poll, drops all.
    pub fn run<T>(&self, future: impl Future<Output = T>, stops: impl Fn() -> bool) -> Option<T> {
        const MOST_POLLS: usize = 5_000_000;
        let bell = Arc::new(Bell(AtomicBool::new(true)));
        let waker = Waker::from(bell.clone());
        let mut future = pin!(future);
        for _ in 0..MOST_POLLS {
            if bell.0.swap(false, Ordering::Relaxed) {
                self.polls.set(self.polls.get() + 1);
                if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                    return Some(done);
                }
                if stops() {
                    return None;
                }
                continue;
            }
            // One timer at a time, so that every order of events occurs. One that nobody waits for yet is no reason to go on.
            let mut timers = self.timers.borrow_mut();
            let next = timers.iter_mut().find_map(|(key, waker)| Some((*key, waker.take()?)));
            drop(timers);
            let ((at, _), waker) = next.expect("a run that waits for nothing");
            self.now.set(self.now.get().max(at));
            waker.wake();
        }
        panic!("a run that does not end");
    }
}
/// A running timer.
pub struct Sleep {
    time: Rc<Time>,
    key: (u64, u64),
}
impl Future for Sleep {
    type Output = ();
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.time.now.get() >= self.key.0 {
            return Poll::Ready(());
        }
        self.time.timers.borrow_mut().insert(self.key, Some(context.waker().clone()));
        Poll::Pending
    }
}
impl Drop for Sleep {
    fn drop(&mut self) {
        self.time.timers.borrow_mut().remove(&self.key);
    }
}
