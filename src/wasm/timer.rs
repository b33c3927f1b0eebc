//! A timer of the host's, as a future.

use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &js_sys::Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// Rings once; dropping it takes it back, so that no process waits for it.
pub struct Timer {
    handle: JsValue,
    rings: JsFuture,
}

impl Timer {
    /// Rings in `ms` milliseconds, or earlier: hosts count no further than 2^31 - 1.
    pub fn after(ms: u64) -> Self {
        const LONGEST: f64 = 2_147_483_647.0;
        let mut handle = JsValue::UNDEFINED;
        let promise =
            Promise::new(&mut |resolve, _| handle = set_timeout(&resolve, (ms as f64).min(LONGEST)));
        Self { handle, rings: JsFuture::from(promise) }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.rings).poll(context).map(|_| ())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.handle);
    }
}
