//! A client as JavaScript sees it.

use super::convert::{body_of, from_js, json, throw, to_js};
use super::run::JsRun;
use crate::engine::settings::read;
use crate::engine::{Breaker, Client, Host, RemovalLimits, Run};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::number;
use serde::Deserialize;
use serde_json::Value;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_name = Client)]
pub struct JsClient {
    verbs: Rc<Client>,
}

/// What the facade says about the host.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Given {
    journal: Option<String>,
    concurrency: Option<f64>,
    stepwise: bool,
    circuit_breaker: Value,
    max_deprovision: Value,
    among: Value,
    transcript: bool,
}

fn host(given: JsValue) -> std::result::Result<(Host, RemovalLimits), JsValue> {
    let given: Given = from_js("options", &given)?;
    let breaker = Breaker::read(given.circuit_breaker).map_err(throw)?;
    let limits = RemovalLimits { max_deprovision: given.max_deprovision, among: given.among };
    let concurrency = match given.concurrency {
        None => None,
        Some(number) if (1.0..=64.0).contains(&number) && number.fract() == 0.0 => Some(number as u32),
        Some(number) => {
            return Err(throw(
                Error::invalid(format!("concurrency: {} is out of range", number::text(number)))
                    .hint("give a whole number from 1 to 64"),
            ))
        }
    };
    let seed = (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64;
    let Given { journal, stepwise, transcript, .. } = given;
    Ok((Host { seed, journal, concurrency, stepwise, breaker, transcript }, limits))
}

fn list(users: Value) -> Result<Vec<Value>> {
    match users {
        Value::Array(users) => Ok(users),
        _ => Err(Error::invalid("users: is not a list").hint("pass a list of users")),
    }
}

fn given(value: Value) -> Option<Value> {
    (!value.is_null()).then_some(value)
}

#[wasm_bindgen(js_class = Client)]
impl JsClient {
    /// A client of a platform.
    ///
    /// # Errors
    /// `config_invalid` or `config_missing`, naming the setting.
    #[wasm_bindgen(constructor)]
    pub fn new(platform: &str, options: &JsValue) -> std::result::Result<JsClient, JsValue> {
        let options = json("options", options)?;
        let verbs = crate::platforms::client(platform, options).map_err(throw)?;
        Ok(Self { verbs: Rc::from(verbs) })
    }

    /// Begins a verb. `input` and `user` are what the verb takes.
    ///
    /// # Errors
    /// `config_invalid` when the input does not fit; nothing is sent.
    pub fn begin(
        &self,
        verb: &str,
        input: &JsValue,
        user: &JsValue,
        options: JsValue,
    ) -> std::result::Result<JsRun, JsValue> {
        let host = host(options)?;
        let (input, user) = (json("input", input)?, json("user", user)?);
        let run = self.run(verb, host, input, user).map_err(throw)?;
        Ok(JsRun::new(self.verbs.clone(), run))
    }

    /// A request with its secrets filled in.
    ///
    /// # Errors
    /// `config_invalid` when it was edited or goes elsewhere; `config_missing` when a secret is not known.
    pub fn fill(&self, request: &JsValue) -> std::result::Result<JsValue, JsValue> {
        let request = read("request", json("request", request)?).map_err(throw)?;
        to_js(&self.verbs.fill(request).map_err(throw)?)
    }

    /// The request of an endpoint.
    ///
    /// # Errors
    /// `config_invalid` when the input does not fit; `config_missing` when a path is not set.
    pub fn build(&self, endpoint: &str, input: &JsValue) -> std::result::Result<JsValue, JsValue> {
        to_js(&self.verbs.build(endpoint, json("input", input)?).map_err(throw)?)
    }

    /// Reads the answer of an endpoint.
    ///
    /// # Errors
    /// What the answer stands for.
    pub fn parse(
        &self,
        endpoint: &str,
        status: u16,
        headers: JsValue,
        body: JsValue,
    ) -> std::result::Result<JsValue, JsValue> {
        let answer = Response::new(status, from_js("headers", &headers)?, body_of(&body)?);
        to_js(&self.verbs.parse(endpoint, &answer).map_err(throw)?)
    }
}

impl JsClient {
    fn run(
        &self,
        verb: &str,
        (host, limits): (Host, RemovalLimits),
        input: Value,
        user: Value,
    ) -> Result<Run> {
        match verb {
            "connect" => self.verbs.connect(host),
            "plan" => self.verbs.plan(host, input),
            "apply" => self.verbs.apply(host, input, given(user)),
            "provision" => self.verbs.provision(host, input),
            "provisionAll" => self.verbs.provision_all(host, list(input)?),
            "deprovision" => self.verbs.deprovision(host, input),
            "deprovisionAll" => self.verbs.deprovision_all(host, list(input)?, limits),
            "restore" => match input {
                Value::String(saved) => self.verbs.restore(host, saved, given(user)),
                _ => Err(Error::invalid("saved: is not a text").hint("pass what run.save() gave")),
            },
            "close" => self.verbs.close(host),
            _ => Err(Error::invalid(format!("verb: {verb:?} is none"))),
        }
    }
}
