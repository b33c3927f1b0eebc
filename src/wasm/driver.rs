//! The fetch driver: polls a run, carries its requests out, stores its journal first, tells its notices.

use super::convert::{awaited, describe, to_js, to_js_error};
use super::flight::Flight;
use super::timer::Timer;
use crate::engine::{Client, Host, Notice, Outgoing, Run};
use crate::error::{Code, Error, Result};
use js_sys::{Function, Promise};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// What the package's facade brings.
    pub type Hooks;
    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Hooks) -> Function;
    /// `(event) => void`.
    #[wasm_bindgen(method, getter)]
    fn log(this: &Hooks) -> Option<Function>;
    /// `(outcome) => void`.
    #[wasm_bindgen(method, getter)]
    fn outcome(this: &Hooks) -> Option<Function>;
    /// `(text) => Promise`: stores lines of the journal.
    #[wasm_bindgen(method, getter)]
    fn append(this: &Hooks) -> Option<Function>;
    /// A promise that resolves to the reason when the caller aborts.
    #[wasm_bindgen(method, getter)]
    fn aborted(this: &Hooks) -> Option<Promise>;
}

pub struct Driver {
    client: Rc<Client>,
    run: Rc<RefCell<Run>>,
    hooks: Hooks,
    flights: Vec<Flight>,
    /// Requests that wait for the journal to be stored.
    held: VecDeque<Outgoing>,
    unstored: String,
    storing: Option<JsFuture>,
    timer: Option<(u64, Timer)>,
    aborted: Option<JsFuture>,
    /// What the host threw last: the cause of what may follow from it.
    thrown: JsValue,
    /// The journal could not be written: that is what ended the run.
    unwritten: bool,
    ended: Option<Result<Value>>,
    /// The run is over; only its session is still to be ended.
    leaving: bool,
}

impl Driver {
    pub fn new(client: Rc<Client>, run: Rc<RefCell<Run>>, hooks: Hooks) -> Self {
        let aborted = hooks.aborted().map(JsFuture::from);
        Self {
            client,
            run,
            hooks,
            aborted,
            flights: Vec::new(),
            held: VecDeque::new(),
            unstored: String::new(),
            storing: None,
            timer: None,
            thrown: JsValue::UNDEFINED,
            unwritten: false,
            ended: None,
            leaving: false,
        }
    }

    /// Drives the run to its end.
    pub async fn drive(mut self) -> std::result::Result<JsValue, JsValue> {
        let result = poll_fn(|context| self.advance(context)).await;
        self.leave().await;
        match result {
            Ok(value) => to_js(&value),
            Err(error) => {
                let from_host =
                    self.unwritten || matches!(error.code, Code::Network | Code::Timeout | Code::Aborted);
                let cause = if from_host { self.thrown.clone() } else { JsValue::UNDEFINED };
                Err(to_js_error(&error, &cause))
            }
        }
    }

    /// An aborted run leaves a session behind that a platform may want to be ended, whatever happened.
    async fn leave(&mut self) {
        if !self.client.must_log_out() {
            return;
        }
        if let Ok(close) = self.client.close(Host::default()) {
            self.run = Rc::new(RefCell::new(close));
            self.aborted = None;
            self.leaving = true;
            // How that ends changes nothing about how the run has ended.
            let _ = poll_fn(|context| self.advance(context)).await;
        }
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Poll<Result<Value>> {
        loop {
            self.heed_abort(context);
            if self.ended.is_none() {
                self.go_on(context);
            }
            let stored = self.store(context);
            // Lines that came while others were being stored belong to requests that came with them.
            if self.storing.is_none() && self.unstored.is_empty() {
                self.send_held();
            }
            let landed = self.land(context);
            let rang = self.ring(context);
            if self.storing.is_none() && self.unstored.is_empty() {
                if let Some(ended) = self.ended.take() {
                    return Poll::Ready(ended);
                }
            }
            if !(stored || landed || rang) {
                return Poll::Pending;
            }
        }
    }

    fn heed_abort(&mut self, context: &mut Context<'_>) {
        let Some(aborted) = &mut self.aborted else { return };
        if let Poll::Ready(reason) = Pin::new(aborted).poll(context) {
            self.aborted = None;
            self.thrown = reason.unwrap_or_else(|thrown| thrown);
            self.flights.clear();
            self.held.clear();
            let mut run = self.run.borrow_mut();
            run.abort();
            self.ended = run.result();
        }
    }

    fn go_on(&mut self, context: &mut Context<'_>) {
        let now = js_sys::Date::now() as u64;
        let progress = self.run.borrow_mut().poll(now, context.waker());
        for line in progress.journal.iter().filter(|_| !self.leaving) {
            self.unstored.push_str(line);
            self.unstored.push('\n');
        }
        self.held.extend(progress.sends);
        self.flights.retain(|flight| !progress.overdue.contains(&flight.id));
        progress.notices.iter().for_each(|notice| self.tell(notice));
        self.ended = progress.done;
        match progress.wait {
            Some(wait) if self.ended.is_none() => {
                if self.timer.as_ref().is_none_or(|(until, _)| *until != wait.until) {
                    self.timer = Some((wait.until, Timer::after(wait.until.saturating_sub(now))));
                }
            }
            _ => self.timer = None,
        }
    }

    /// Stores what the journal has gained; nothing is sent meanwhile.
    fn store(&mut self, context: &mut Context<'_>) -> bool {
        if self.storing.is_none() && !self.unstored.is_empty() {
            let text = JsValue::from_str(&std::mem::take(&mut self.unstored));
            let Some(append) = self.hooks.append() else { return false };
            match append.call1(&JsValue::UNDEFINED, &text) {
                Ok(promise) => self.storing = Some(awaited(&promise)),
                Err(thrown) => self.journal_failed(thrown),
            }
        }
        let Some(storing) = &mut self.storing else { return false };
        match Pin::new(storing).poll(context) {
            Poll::Pending => false,
            Poll::Ready(result) => {
                self.storing = None;
                if let Err(thrown) = result {
                    self.journal_failed(thrown);
                }
                true
            }
        }
    }

    /// Without its journal the run must not go on: it could not be resumed truthfully.
    fn journal_failed(&mut self, thrown: JsValue) {
        self.unstored.clear();
        self.held.clear();
        self.flights.clear();
        self.run.borrow_mut().abort();
        let error = Error::invalid(format!("journal: could not be written: {}", describe(&thrown)))
            .hint("nothing was sent that is not in it; mend the journal's place and run again");
        self.thrown = thrown;
        self.unwritten = true;
        self.ended = Some(Err(error.on(self.client.platform())));
    }

    fn send_held(&mut self) {
        if self.ended.is_some() {
            self.held.clear();
        }
        while let Some(Outgoing { id, request, .. }) = self.held.pop_front() {
            match self.client.fill(request.document()) {
                Ok(filled) => {
                    let limit = self.client.max_response_bytes();
                    self.flights.push(Flight::start(id, self.hooks.fetch(), filled, limit));
                }
                Err(error) => {
                    self.run.borrow_mut().abort();
                    self.ended = Some(Err(error));
                    return;
                }
            }
        }
    }

    fn land(&mut self, context: &mut Context<'_>) -> bool {
        let mut landed = Vec::new();
        self.flights.retain_mut(|flight| match flight.poll(context) {
            Poll::Ready(fetched) => {
                landed.push((flight.id, fetched));
                false
            }
            Poll::Pending => true,
        });
        let any = !landed.is_empty();
        for (id, (event, thrown)) in landed {
            if let Some(thrown) = thrown {
                self.thrown = thrown;
            }
            // The run handed this id out itself.
            let _ = self.run.borrow_mut().answer(id, event);
        }
        any
    }

    fn ring(&mut self, context: &mut Context<'_>) -> bool {
        let Some((_, timer)) = &mut self.timer else { return false };
        let rang = Pin::new(timer).poll(context).is_ready();
        if rang {
            self.timer = None;
        }
        rang
    }

    /// Tells the caller. What a caller's own logger throws must not end a run.
    fn tell(&self, notice: &Notice) {
        let (hook, value) = match notice {
            Notice::Log(event) => (self.hooks.log(), to_js(event)),
            Notice::Outcome(outcome) => (self.hooks.outcome(), to_js(outcome)),
        };
        if let (Some(hook), Ok(value)) = (hook, value) {
            let _ = hook.call1(&JsValue::UNDEFINED, &value);
        }
    }
}
