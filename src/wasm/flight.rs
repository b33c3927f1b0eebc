//! A request in flight: its exchange, and the means to end it.

use super::fetch::{exchange, Fetched};
use crate::http::RequestDocument;
use js_sys::Function;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::JsValue;
use web_sys::AbortController;

pub struct Flight {
    pub id: u64,
    controller: Option<AbortController>,
    exchange: Pin<Box<dyn Future<Output = Fetched>>>,
}

impl Flight {
    /// Sends.
    pub fn start(id: u64, fetch: Function, request: RequestDocument, limit: usize) -> Self {
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map_or(JsValue::UNDEFINED, |controller| controller.signal().into());
        Self { id, controller, exchange: Box::pin(exchange(fetch, request, signal, limit)) }
    }

    /// Whether it has come to its end.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<Fetched> {
        self.exchange.as_mut().poll(context).map(|fetched| {
            self.controller = None;
            fetched
        })
    }
}

impl Drop for Flight {
    /// Whoever no longer waits lets the connection go.
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}
