//! The host of a client: its `fetch`, timers, a clock, and what the caller's options bring.
use super::fetch::exchange;
use super::timer::Timer;
use super::values::{to_js, words};
use crate::http::{Event, Fault, Host, Limits, Local, Outgoing, Response};
use futures_channel::oneshot;
use js_sys::{Array, Function};
use std::any::Any;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{spawn_local, JsFuture};

/// What the facade brings: each is a function of its own, which throws nothing but `fetch`'s errors.
#[wasm_bindgen]
extern "C" {
    /// The parts of a host.
    pub type Parts;
    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Parts) -> Function;
    /// `(event) => void`.
    #[wasm_bindgen(method, getter)]
    fn tell(this: &Parts) -> Option<Function>;
    /// `(keys) => Promise<() => void>`.
    #[wasm_bindgen(method, getter)]
    fn lock(this: &Parts) -> Option<Function>;
}

/// [`Host`] over these.
pub struct JsHost {
    fetch: Function,
    tell: Option<Function>,
    lock: Option<Function>,
}
impl JsHost {
    /// Of these parts.
    pub fn new(parts: &Parts) -> Self {
        Self { fetch: parts.fetch(), tell: parts.tell(), lock: parts.lock() }
    }
}
impl Host for JsHost {
    fn send(&self, request: Outgoing, limits: Limits) -> Local<'_, Result<Response, Fault>> {
        Box::pin(exchange(&self.fetch, request, limits.bytes))
    }
    fn sleep(&self, ms: u64) -> Local<'_, ()> {
        Box::pin(Timer::after(ms))
    }
    /// A clock that tells no number is at its beginning.
    fn now(&self) -> u64 {
        js_sys::Date::now() as u64
    }
    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
    fn event(&self, event: &Event) {
        let Some(tell) = &self.tell else { return };
        if let Ok(event) = to_js(event) {
            // The facade's function throws nothing.
            let _ = tell.call1(&JsValue::UNDEFINED, &event);
        }
    }
    fn lock(&self, keys: &[String]) -> Local<'_, Result<Box<dyn Any>, String>> {
        let keys = keys.iter().map(|key| JsValue::from_str(key)).collect::<Array>();
        Box::pin(async move {
            let Some(lock) = &self.lock else { return Ok(Box::new(()) as Box<dyn Any>) };
            let promise = lock.call1(&JsValue::UNDEFINED, &keys).map_err(|thrown| words(&thrown))?;
            let (send, receive) = oneshot::channel();
            // It goes on when nobody waits any more: a lock that comes too late is let go of at once.
            spawn_local(async move {
                let release = JsFuture::from(js_sys::Promise::resolve(&promise)).await;
                drop(send.send(release.map(|release| Release(release.unchecked_into()))));
            });
            let release = receive.await.map_err(|_| "the lock was given up".to_owned())?;
            Ok(Box::new(release.map_err(|thrown| words(&thrown))?) as Box<dyn Any>)
        })
    }
}
/// Lets go of a lock.
struct Release(Function);
impl Drop for Release {
    fn drop(&mut self) {
        // The facade's function throws nothing.
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}
