//! A timer of the host's, as a future that holds nothing alive once it is dropped.
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout, catch)]
    fn set_timeout(callback: &Closure<dyn FnMut()>, ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = clearTimeout, catch)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

#[derive(Default)]
struct State {
    is_over: bool,
    waker: Option<Waker>,
}
/// Rings once; dropping it takes it back. (A `JsFuture` of a promise that never settles would never be freed.)
pub struct Timer {
    state: Rc<RefCell<State>>,
    handle: JsValue,
    _callback: Closure<dyn FnMut()>,
}
impl Timer {
    /// Rings in `ms` milliseconds, or earlier: hosts count no further than 2^31 - 1.
    pub fn after(ms: u64) -> Self {
        const LONGEST: f64 = 2_147_483_647.0;
        let state = Rc::new(RefCell::new(State::default()));
        let ring = state.clone();
        let callback = Closure::new(move || {
            let waker = {
                let mut state = ring.borrow_mut();
                state.is_over = true;
                state.waker.take()
            };
            if let Some(waker) = waker {
                waker.wake();
            }
        });
        let handle = set_timeout(&callback, (ms as f64).min(LONGEST));
        // A host without timers waits for nothing.
        state.borrow_mut().is_over = handle.is_err();
        Self { state, handle: handle.unwrap_or_default(), _callback: callback }
    }
}
impl Future for Timer {
    type Output = ();
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state.borrow_mut();
        if state.is_over {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}
impl Drop for Timer {
    fn drop(&mut self) {
        // One that has rung, or cannot be taken back, rings for nobody.
        let _ = clear_timeout(&self.handle);
    }
}
