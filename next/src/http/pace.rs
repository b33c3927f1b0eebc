//! How fast requests may leave: so many a second, and not at all while the platform asks to wait. Every wait is as long as
//! it was planned to be, whatever the clock does.
use super::host::{Host, Local};
use futures_util::future::{FutureExt, Shared};
use futures_util::lock::Mutex;
use std::cell::RefCell;
use std::rc::Rc;

/// A client's pace.
pub struct Pace {
    host: Rc<dyn Host>,
    /// Milliseconds between two requests; 0 is no limit.
    gap: u64,
    /// When the last one left.
    last: Mutex<Option<u64>>,
    pause: RefCell<Option<Shared<Local<'static, ()>>>>,
}
impl Pace {
    /// A pace of so many requests a second.
    pub fn new(host: Rc<dyn Host>, per_second: Option<f64>) -> Self {
        let gap = per_second.filter(|rate| *rate > 0.0).map_or(0, |rate| (1000.0 / rate).ceil() as u64);
        Self { host, gap, last: Mutex::default(), pause: RefCell::default() }
    }
    /// All requests wait so long from now on.
    pub fn pause(&self, ms: u64) {
        let host = self.host.clone();
        let wait: Local<'static, ()> = Box::pin(async move { host.sleep(ms).await });
        *self.pause.borrow_mut() = Some(wait.shared());
    }
    /// Waits out a pause.
    pub async fn unpaused(&self) {
        loop {
            let pause = self.pause.borrow().clone();
            match pause.filter(|pause| pause.peek().is_none()) {
                Some(pause) => pause.await,
                None => return,
            }
        }
    }
    /// Waits for a turn.
    pub async fn turn(&self) {
        if self.gap == 0 {
            return;
        }
        let mut last = self.last.lock().await;
        if let Some(last) = *last {
            let since = self.host.now().saturating_sub(last);
            self.host.sleep(self.gap.saturating_sub(since)).await;
        }
        *last = Some(self.host.now());
    }
}
