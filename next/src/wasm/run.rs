//! What a run is given besides its host: people, a journal, a signal.
use super::values::{from_js, words};
use crate::error::{Code, Error, Result};
use crate::http::{Abort, Aborter, Local};
use crate::reconcile::{Source, Store};
use js_sys::{Function, Promise};
use serde_json::Value;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A signal of ours: the facade listens to the caller's, and stops listening when the call is over.
#[wasm_bindgen(js_name = Abort)]
#[derive(Clone)]
pub struct JsAbort {
    pub(super) abort: Abort,
    aborter: Rc<Aborter>,
}
#[wasm_bindgen(js_class = Abort)]
impl JsAbort {
    /// One that is not set.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let (abort, aborter) = Abort::new();
        Self { abort, aborter: Rc::new(aborter) }
    }
    /// The same, to be given away.
    pub fn share(&self) -> Self {
        self.clone()
    }
    /// Sets it.
    pub fn abort(&self) {
        self.aborter.abort();
    }
}

/// People as the facade gives them: `next()` gives `{ value }`, `{ error }` for a row that cannot be read, or `undefined` at
/// the end; or a promise of one.
pub struct Pulled(pub Function);
impl Source for Pulled {
    fn next(&mut self) -> Local<'_, Option<Result<Value>>> {
        Box::pin(async {
            let mut step = match self.0.call0(&JsValue::UNDEFINED) {
                Ok(step) => step,
                Err(thrown) => return Some(Err(broken(&thrown))),
            };
            if let Some(promise) = step.dyn_ref::<Promise>() {
                step = match JsFuture::from(promise.clone()).await {
                    Ok(step) => step,
                    Err(thrown) => return Some(Err(broken(&thrown))),
                };
            }
            if step.is_undefined() {
                return None;
            }
            let mut step = match from_js("user", step) {
                Ok(step) => step,
                Err(error) => return Some(Err(error)),
            };
            let text = |value: &Value| value.as_str().map(str::to_owned);
            Some(match step.get("error") {
                Some(error) => Err(Error {
                    hint: error.get("hint").and_then(text),
                    ..Error::invalid(error.get("message").and_then(text).unwrap_or_default())
                }),
                None => Ok(step.get_mut("value").map(Value::take).unwrap_or_default()),
            })
        })
    }
}
/// The caller's own iterable failed: that ends the run.
fn broken(thrown: &JsValue) -> Error {
    Error::new(Code::ConfigInvalid, format!("the list of people failed: {}", words(thrown))).fatal()
}

#[wasm_bindgen]
extern "C" {
    /// The facade's functions around a caller's journal.
    pub type JsJournal;
    #[wasm_bindgen(method, catch)]
    fn read(this: &JsJournal) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn append(this: &JsJournal, lines: &str) -> Result<Promise, JsValue>;
}
impl Store for JsJournal {
    fn read(&self) -> Local<'_, Result<Option<String>, String>> {
        Box::pin(async { Ok(settled(JsJournal::read(self)).await?.as_string()) })
    }
    fn append(&self, lines: String) -> Local<'_, Result<(), String>> {
        Box::pin(async move { settled(JsJournal::append(self, &lines)).await.map(drop) })
    }
}
async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, String> {
    match promise {
        Ok(promise) => JsFuture::from(promise).await.map_err(|thrown| words(&thrown)),
        Err(thrown) => Err(words(&thrown)),
    }
}
