//! The caller's signal.
use super::host::Local;
use futures_channel::oneshot;
use futures_util::future::{FutureExt, Shared};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Resolves when the caller gives up. Whoever waits for it and is dropped leaves nothing behind.
#[derive(Clone)]
pub struct Abort {
    is_set: Rc<Cell<bool>>,
    wait: Shared<Local<'static, ()>>,
}
/// The other end: what the caller's signal calls.
pub struct Aborter {
    is_set: Rc<Cell<bool>>,
    send: RefCell<Option<oneshot::Sender<()>>>,
}
impl Abort {
    /// A signal, and what sets it.
    pub fn new() -> (Self, Aborter) {
        let (send, receive) = oneshot::channel::<()>();
        let is_set = Rc::new(Cell::new(false));
        // A sender that is dropped unsent will never abort.
        let wait: Local<'static, ()> = Box::pin(async {
            if receive.await.is_err() {
                std::future::pending::<()>().await;
            }
        });
        (
            Self { is_set: is_set.clone(), wait: wait.shared() },
            Aborter { is_set, send: RefCell::new(Some(send)) },
        )
    }
    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        self.is_set.get()
    }
    /// Waits until it is set.
    pub fn wait(&self) -> Shared<Local<'static, ()>> {
        self.wait.clone()
    }
}
impl Aborter {
    /// Ends whatever listens.
    pub fn abort(&self) {
        self.is_set.set(true);
        if let Some(send) = self.send.take() {
            // Nobody may be listening.
            let _ = send.send(());
        }
    }
}
