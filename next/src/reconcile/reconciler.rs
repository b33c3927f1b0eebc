//! One client of one platform: what the bindings call.
use super::engine::Engine;
use super::journal::Store;
use super::locks::Locks;
use super::rules::Rules;
use super::run::{Mode, Run, RunOptions};
use super::source::Source;
use super::stream::Stream;
use super::work::Work;
use crate::error::Result;
use crate::http::{Abort, Client, Event, Http, Request, Response};
use crate::input::Input;
use serde::Serialize;
use serde_json::Value;
use std::cell::Cell;
use std::rc::Rc;

/// What `connect` found.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// The platform.
    pub platform: &'static str,
    /// When the session ends, in milliseconds since 1970, where the platform says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<u64>,
    /// The scope that was granted, where the platform says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What to know about these credentials.
    pub warnings: Vec<String>,
}

/// One client of one platform.
pub struct Reconciler {
    engine: Rc<dyn Engine>,
    client: Rc<Client>,
    rules: Rules,
    locks: Rc<Locks>,
    /// Calls that are at work: the last of them ends the session where the platform counts them.
    calls: Rc<Cell<usize>>,
}
impl Reconciler {
    pub(crate) fn new(engine: Rc<dyn Engine>, client: Rc<Client>, rules: Rules) -> Self {
        Self { engine, client, rules, locks: Rc::default(), calls: Rc::default() }
    }
    /// One call of the public API; `options` are the call's. With `isSingle` one item is read, and what is wrong with it is
    /// an error, not an outcome.
    ///
    /// # Errors
    /// `config_invalid` for options that are not; `stale_journal`.
    pub async fn run(
        &self,
        mode: Mode,
        options: &Value,
        source: Box<dyn Source>,
        journal: Option<Rc<dyn Store>>,
        abort: Option<Abort>,
    ) -> Result<Stream> {
        let options = Self::options(options)?;
        let http = Http::new(self.client.clone(), Rc::new(options.call(abort)));
        let (engine, locks) = (self.engine.clone(), self.locks.clone());
        let run = Run::new(engine, self.rules, http.clone(), mode, options, locks, journal).await?;
        Stream::new(run, source, Work::begin(&self.calls, http))
    }
    fn options(options: &Value) -> Result<RunOptions> {
        let none = Value::Object(serde_json::Map::new());
        let options = RunOptions::read("options", if options.is_null() { &none } else { options })?;
        options.check()?;
        Ok(options)
    }
    /// Gets a session and makes one harmless read.
    ///
    /// # Errors
    /// What the platform says; `auth_rejected` for credentials that it refuses.
    pub async fn connect(&self, options: &Value, abort: Option<Abort>) -> Result<Connection> {
        let http = Http::new(self.client.clone(), Rc::new(Self::options(options)?.call(abort)));
        let work = Work::begin(&self.calls, http.clone());
        let result = http.call(self.engine.ping()).await;
        let (expires_at, scope) = http.session().await;
        work.end().await;
        result?;
        let granted: Vec<&str> = scope.as_deref().unwrap_or_default().split_whitespace().collect();
        let is_missing = |wanted: &&&str| scope.is_some() && !granted.contains(*wanted);
        let missing = self.engine.scopes().iter().filter(is_missing);
        let warnings = missing
            .map(|wanted| format!("the scope {wanted} was not granted: what needs it will be refused"));
        Ok(Connection {
            platform: self.engine.name(),
            expires_at,
            scope: scope.clone(),
            warnings: warnings.chain(self.engine.notes()).collect(),
        })
    }
    /// A request by name.
    ///
    /// # Errors
    /// `config_invalid` for a name or an argument that is not known.
    pub fn request(&self, name: &str, arguments: &Value) -> Result<Request> {
        self.engine.request(name, arguments)
    }
    /// An answer by the name of its call, as JSON text.
    ///
    /// # Errors
    /// What reading it would say in a run.
    pub fn response(&self, name: &str, answer: &Response) -> Result<String> {
        self.engine.response(name, answer)
    }
    /// Ends the session where the platform counts them.
    pub async fn close(&self) {
        Http::new(self.client.clone(), Rc::default()).log_out().await;
    }
    /// Tells an event that happens outside of any request.
    pub fn tell(&self, event: &Event) {
        self.client.host.event(event);
    }
    /// How many identities are locked, or waited for: none once all calls are over.
    pub fn locked(&self) -> usize {
        self.locks.count()
    }
}
