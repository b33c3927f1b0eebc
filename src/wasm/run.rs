//! A run as JavaScript sees it: driven by us, or step by step by a host of one's own.

use super::convert::{body_of, from_js, internal, throw, to_js};
use super::driver::{Driver, Hooks};
use crate::engine::{Client, Event, Run};
use crate::error::Error;
use js_sys::Promise;
use serde::Deserialize;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

#[wasm_bindgen(js_name = Run)]
pub struct JsRun {
    client: Rc<Client>,
    run: Rc<RefCell<Run>>,
}

impl JsRun {
    pub(super) fn new(client: Rc<Client>, run: Run) -> Self {
        Self { client, run: Rc::new(RefCell::new(run)) }
    }
}

#[derive(Deserialize)]
struct Failure {
    kind: String,
    #[serde(default)]
    message: String,
}

#[wasm_bindgen(js_class = Run)]
impl JsRun {
    /// Drives the run to its end with `fetch`.
    pub fn drive(&self, hooks: Hooks) -> Promise {
        future_to_promise(Driver::new(self.client.clone(), self.run.clone(), hooks).drive())
    }

    /// What to do next: `send`, `wait` or `done`.
    ///
    /// # Errors
    /// What ended the run.
    pub fn next(&self, now: f64) -> Result<JsValue, JsValue> {
        if !now.is_finite() || now < 0.0 {
            return Err(throw(Error::invalid("now: is not a time").hint("pass Date.now()")));
        }
        let next = self.run.borrow_mut().next(now as u64).map_err(throw)?;
        to_js(&next)
    }

    /// The answer to a request: its status, headers as pairs, and body.
    ///
    /// # Errors
    /// `config_invalid` when no such request was handed out.
    pub fn respond(&self, id: f64, status: u16, headers: JsValue, body: JsValue) -> Result<(), JsValue> {
        let headers: Vec<(String, String)> = from_js("headers", &headers)?;
        let body = body_of(&body)?;
        self.run.borrow_mut().answer(id as u64, Event::answer(status, headers, body)).map_err(throw)
    }

    /// How a request failed.
    ///
    /// # Errors
    /// `config_invalid` when no such request was handed out, or there is no such kind of failure.
    pub fn fail(&self, id: f64, failure: JsValue) -> Result<(), JsValue> {
        let Failure { kind, message } = from_js("failure", &failure)?;
        let event = Event::fault(&kind, &message).map_err(throw)?;
        self.run.borrow_mut().answer(id as u64, event).map_err(throw)
    }

    /// The journal.
    pub fn save(&self) -> String {
        self.run.borrow().save()
    }

    /// What has happened so far, as JSON Lines; nothing where it was not asked for when the run began.
    pub fn transcript(&self) -> Option<String> {
        self.run.borrow().transcript()
    }

    /// What there was to log since the last call.
    ///
    /// # Errors
    /// Never, but for a defect.
    pub fn notices(&self) -> Result<JsValue, JsValue> {
        let notices = self.run.borrow_mut().take_notices();
        let events = notices.iter().filter_map(|notice| match notice {
            crate::engine::Notice::Log(event) => Some(event),
            crate::engine::Notice::Outcome(_) => None,
        });
        to_js(&events.collect::<Vec<_>>()).map_err(|_| internal("the log cannot be written"))
    }
}
