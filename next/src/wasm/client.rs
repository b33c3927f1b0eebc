//! What JavaScript calls: a client, and its runs.
use super::host::{JsHost, Parts};
use super::run::{JsAbort, JsJournal, Pulled};
use super::values::{bytes, from_js, parse, thrown, to_js};
use crate::error::{Error, Result};
use crate::http::{Local, Response};
use crate::platforms;
use crate::reconcile::{Mode, Reconciler, Source, Store, Stream};
use futures_util::lock::Mutex;
use js_sys::{Function, Promise};
use serde_json::{json, Value};
use std::collections::VecDeque;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A client of one platform.
#[wasm_bindgen(js_name = Client)]
pub struct JsClient(Rc<Reconciler>);
#[wasm_bindgen(js_class = Client)]
impl JsClient {
    /// Sends nothing.
    ///
    /// # Errors
    /// `config_invalid` or `config_missing`, naming the option.
    #[wasm_bindgen(constructor)]
    pub fn new(platform: &str, options: JsValue, parts: &Parts) -> Result<JsClient, JsValue> {
        let options = from_js("options", options).map_err(thrown)?;
        platforms::open(platform, &options, Rc::new(JsHost::new(parts))).map(Self).map_err(thrown)
    }
    /// One person: a promise of a plan or an outcome.
    pub fn one(&self, mode: &str, item: JsValue, options: JsValue, abort: Option<JsAbort>) -> Promise {
        let (client, mode) = (self.0.clone(), mode_of(mode));
        promise(async move {
            let mut options = from_js("options", options)?;
            match &mut options {
                Value::Object(options) => _ = options.insert("isSingle".to_owned(), Value::Bool(true)),
                _ => options = json!({ "isSingle": true }),
            }
            let source = Box::new(VecDeque::from([from_js("user", item)]));
            let abort = abort.map(|abort| abort.abort);
            let mut stream = client.run(mode, &options, source, None, abort).await?;
            let told = stream.next().await.transpose()?;
            to_js(&told.ok_or_else(|| Error::internal("a run of one person told nothing"))?)
        })
    }
    /// Many people: a promise of a [`JsRun`].
    pub fn run(
        &self,
        mode: &str,
        next: Function,
        options: JsValue,
        journal: Option<JsJournal>,
        abort: Option<JsAbort>,
    ) -> Promise {
        let (client, mode) = (self.0.clone(), mode_of(mode));
        promise(async move {
            let options = from_js("options", options)?;
            let source: Box<dyn Source> = Box::new(Pulled(next));
            let journal = journal.map(|journal| Rc::new(journal) as Rc<dyn Store>);
            let abort = abort.map(|abort| abort.abort);
            let stream = client.run(mode, &options, source, journal, abort).await?;
            Ok(JsRun(Rc::new(Mutex::new(stream))).into())
        })
    }
    /// Proves the credentials with one harmless read.
    pub fn connect(&self, options: JsValue, abort: Option<JsAbort>) -> Promise {
        let client = self.0.clone();
        promise(async move {
            let options = from_js("options", options)?;
            to_js(&client.connect(&options, abort.map(|abort| abort.abort)).await?)
        })
    }
    /// Ends the session where the platform counts them.
    pub fn close(&self) -> Promise {
        let client = self.0.clone();
        promise(async move {
            client.close().await;
            Ok(JsValue::UNDEFINED)
        })
    }
    /// The request of a call, as data.
    ///
    /// # Errors
    /// `config_invalid` for a name or an argument that is not known.
    pub fn request(&self, name: &str, arguments: JsValue) -> Result<JsValue, JsValue> {
        let request =
            from_js(name, arguments).and_then(|arguments| to_js(&self.0.request(name, &arguments)?));
        request.map_err(thrown)
    }
    /// What an answer says; `headers` are those that anything reads, by name.
    ///
    /// # Errors
    /// What it stands for.
    pub fn response(
        &self,
        name: &str,
        status: u16,
        headers: JsValue,
        body: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let read = || {
            let mut answer = Response { status, headers: Vec::new(), body: Vec::new() };
            answer.body = bytes(body)
                .ok_or_else(|| Error::invalid(format!("{name}: the body must be text or bytes")))?;
            if let Value::Object(members) = from_js("headers", headers)? {
                let text = |(name, value): (String, Value)| Some((name, value.as_str()?.to_owned()));
                answer.headers.extend(members.into_iter().filter_map(text));
            }
            parse(&self.0.response(name, &answer)?)
        };
        read().map_err(thrown)
    }
}
/// The modes by name.
fn mode_of(name: &str) -> Mode {
    match name {
        "plan" => Mode::Plan,
        "apply" => Mode::Apply,
        "deprovision" => Mode::Deprovision,
        _ => Mode::Provision,
    }
}
/// One instance of the machinery for all promises.
fn promise(work: impl Future<Output = Result<JsValue>> + 'static) -> Promise {
    let work: Local<'static, Result<JsValue>> = Box::pin(work);
    future_to_promise(async { work.await.map_err(thrown) })
}

/// One run; dropping it ends what is in flight.
#[wasm_bindgen(js_name = Run)]
pub struct JsRun(Rc<Mutex<Stream>>);
#[wasm_bindgen(js_class = Run)]
impl JsRun {
    /// A promise of the next plan or outcome; of `undefined` at the end.
    pub fn next(&self) -> Promise {
        let stream = self.0.clone();
        promise(async move {
            let item = stream.lock().await.next().await.transpose()?;
            item.map_or(Ok(JsValue::UNDEFINED), |item| to_js(&item))
        })
    }
    /// Nobody else is begun; `next()` goes on to tell those that were. Not while a `next()` is waited for.
    pub fn stop(&self) {
        if let Some(mut stream) = self.0.try_lock() {
            stream.stop();
        }
    }
    /// How many are begun and done, and how they ended.
    ///
    /// # Errors
    /// Never, but for a defect.
    pub fn progress(&self) -> Result<JsValue, JsValue> {
        let stream = self.0.try_lock();
        stream.map_or(Ok(JsValue::UNDEFINED), |stream| to_js(stream.progress()).map_err(thrown))
    }
}
