//! A client: one platform, its settings and session, and the verbs; each verb gives a [`Run`].

use super::brake;
use super::breaker::{Breaker, Watch};
use super::context::Context;
use super::erased::{Facts, Somebody};
use super::exchange::{prepare_request, with_headers};
use super::flow::Flow;
use super::hub::Hub;
use super::join::Boxed;
use super::journal::Header;
use super::plan::Plan;
use super::platform::Platform;
use super::rows::Row;
use super::run::{journal_of, Run};
use super::sealed::{seal, unseal, Sealed};
use super::settings::Settings;
use super::state::State;
use super::transcript::{Described, Given, Recorder};
use crate::auth::Scheme;
use crate::data;
use crate::error::{Code, Error, Result};
use crate::http::{digest, BaseUrl, RequestDocument, Response};
use serde::Serialize;
use serde_json::Value;
use std::future::Future;
use std::rc::Rc;

/// The owner of personal values in requests built by hand.
pub(crate) const BUILT: &str = "request";

/// What the host brings to a run.
#[derive(Clone, Debug, Default)]
pub struct Host {
    /// A random number: jitter is drawn from it.
    pub seed: u64,
    /// The journal of an earlier life of the run.
    pub journal: Option<String>,
    /// Requests in flight at once, for a bulk run.
    pub concurrency: Option<u32>,
    /// The host asks step by step and can wait as long as it takes.
    pub stepwise: bool,
    /// When a bulk run stops because too many rows fail the same way.
    pub breaker: Option<Breaker>,
    /// The run keeps what [`Run::transcript`] writes down.
    pub transcript: bool,
}

/// How many people one call may take off a platform.
#[derive(Clone, Debug, Default)]
pub struct RemovalLimits {
    /// A number of people, or a share such as `"10%"`, which is the default.
    pub max_deprovision: Value,
    /// Of how many people the list is a part.
    pub among: Value,
}

/// The client of one platform.
pub struct Client {
    flow: Flow,
    /// A digest of the settings that shape requests: a journal is resumed only under the same.
    shape: String,
}

/// What a bulk run begins with.
struct Rows {
    rows: Vec<Row>,
    header: Header,
    /// How many go side by side.
    width: usize,
    /// What a transcript says of them.
    given: Option<Given>,
}

impl Client {
    /// A client of this platform.
    pub fn new<P: Platform>(platform: P, base: BaseUrl, settings: Settings, scheme: Box<dyn Scheme>) -> Self {
        let shape = format!("{base:?} {:?} {:?}", settings.headers, settings.if_exists);
        let hub = Rc::new(Hub::new(P::NAME, base, settings, scheme));
        Self { flow: Flow { platform: Rc::new(platform), hub }, shape: digest(&shape) }
    }

    fn compared(&self, user: &Somebody) -> Vec<String> {
        self.flow.platform.compared(user).unwrap_or_default()
    }

    /// Takes out what is sensitive.
    fn seal(&self, owner: &str, user: &Value) -> Sealed {
        seal(owner, user, &self.flow.platform.facts().is_sensitive, &self.flow.hub.vault)
    }

    fn check(&self, value: &Value) -> Result<Somebody> {
        self.flow.platform.user(value).map_err(|error| error.on(self.platform()))
    }

    /// A run of this work.
    fn run<F, T>(&self, host: Host, header: Header, work: impl FnOnce(Flow, Context) -> F) -> Result<Run>
    where
        F: Future<Output = Result<T>> + 'static,
        T: Serialize,
    {
        let state = self.state(host, header)?;
        let context = Context::new(state, "r");
        let work = work(self.flow.clone(), context.clone());
        Ok(self.running(context, Box::pin(async move { data::write(&work.await?) })))
    }

    fn state(&self, host: Host, header: Header) -> Result<Rc<State>> {
        let Facts { name, is_sensitive, harmless, .. } = self.flow.platform.facts();
        let recorder = host.transcript.then(|| Recorder::new(&header, &host, is_sensitive, harmless));
        let journal = journal_of(header, host.journal.as_deref()).map_err(|error| error.on(name))?;
        let hub = self.flow.hub.clone();
        let limit = (!host.stepwise).then(|| host.concurrency.unwrap_or(hub.settings.concurrency));
        let state = Rc::new(State::new(hub, journal, host.seed, limit, Watch::new(host.breaker)));
        if let Some(recorder) = recorder {
            state.recorder.get_or_init(|| recorder);
        }
        Ok(state)
    }

    fn running(&self, context: Context, work: Boxed<'static, Result<Value>>) -> Run {
        let name = self.platform();
        Run::new(context.state.clone(), async move {
            context.under_session(work).await.map_err(|error| error.on(name))
        })
    }

    fn header(&self, verb: &str, input: &Value, user: Option<Value>) -> Header {
        let input = digest(&format!("{} {input}", self.shape));
        let Facts { name, flow, route, .. } = self.flow.platform.facts();
        Header::new(name, flow, verb, input, user).by(route)
    }

    /// The header of a run for one user: it holds the user, less what is sensitive.
    fn header_for(&self, verb: &str, user: &Somebody, value: &Value) -> Header {
        let sealed = self.seal(&user.identity, value);
        let stored = serde_json::json!({ "user": sealed.user, "sealed": sealed.places });
        self.header(verb, &stored, Some(stored.clone()))
    }

    fn single(&self, host: Host, verb: &str, value: Value) -> Result<Run> {
        let user = self.check(&value)?;
        let header = self.header_for(verb, &user, &value);
        let given = host.transcript.then(|| Given::new(value.clone()).comparing(self.compared(&user)));
        let run = match verb {
            "provision" => self.run(host, header, |flow, context| flow.provision(context, user)),
            "deprovision" => self.run(host, header, |flow, context| flow.deprovision(context, user)),
            "plan" => self.run(host, header, |flow, context| flow.plan(context, user, value)),
            _ => Err(not_restorable(verb).on(self.platform())),
        }?;
        Ok(run.given(given))
    }

    /// What a bulk run over these users begins with.
    fn rows(&self, verb: &str, host: &Host, users: Vec<Value>) -> Rows {
        let mut given = host.transcript.then(|| Given::new(Value::Array(users.clone())));
        let mut stored = Vec::new();
        let mut rows = Vec::new();
        for (number, value) in users.into_iter().enumerate() {
            let user = self.check(&value).map_err(|mut error| {
                error.message = format!("users[{number}]: {}", error.message);
                error
            });
            let subject = match &user {
                Ok(user) => user.subject.clone(),
                Err(_) => subject_of_bad(&value, number),
            };
            given = given.map(|given| match &user {
                Ok(user) => given.comparing(self.compared(user)),
                Err(_) => given.refusing(number),
            });
            let owner =
                user.as_ref().map_or_else(|_| format!("users[{number}]"), |user| user.identity.clone());
            stored.push(self.seal(&owner, &value).user);
            rows.push(Row { subject, user });
        }
        let header = self.header(verb, &Value::Array(stored), None);
        let width = host.concurrency.unwrap_or(self.flow.hub.settings.concurrency);
        Rows { rows, header, width: usize::try_from(width).unwrap_or(usize::MAX), given }
    }

    /// The user that was stored, whole again: from what the caller brings, or from the vault.
    fn whole(&self, stored: &Value, places: &[String], brought: Option<Value>) -> Result<Value> {
        if let Some(user) = brought {
            let checked = self.check(&user)?;
            let sealed = self.seal(&checked.identity, &user);
            if sealed.user != *stored || sealed.places != places {
                return Err(Error::invalid("user: this is not the user the run or plan was made for")
                    .hint("hand over the same user as then"));
            }
            return Ok(user);
        }
        if places.is_empty() {
            return Ok(stored.clone());
        }
        let owner = self.check(stored)?.identity;
        unseal(&owner, stored, places, &self.flow.hub.vault).map_err(|error| error.on(self.platform()))
    }
}

/// The verbs, whatever the platform.
impl Client {
    /// The platform's name.
    pub fn platform(&self) -> &'static str {
        self.flow.hub.platform
    }

    /// Authenticates and makes one harmless read.
    pub fn connect(&self, host: Host) -> Result<Run> {
        self.run(host, self.header("connect", &Value::Null, None), |flow, context| flow.connect(context))
    }

    /// Says what would be done; reads only.
    pub fn plan(&self, host: Host, user: Value) -> Result<Run> {
        self.single(host, "plan", user)
    }

    /// Does what was planned; `user` brings what the stored plan left out.
    pub fn apply(&self, host: Host, plan: Value, user: Option<Value>) -> Result<Run> {
        let plan = Plan::read(plan, self.platform()).map_err(|error| error.on(self.platform()))?;
        let value = self.whole(&plan.user, &plan.sealed, user)?;
        let user = self.check(&value)?;
        let header = self.header("apply", &Value::from(plan.fingerprint.as_str()), None);
        let given = host.transcript.then(|| Given::of_plan(&plan, &value).comparing(self.compared(&user)));
        let run = self.run(host, header, |flow, context| flow.apply(context, user, value, plan))?;
        Ok(run.given(given))
    }

    /// Plan, apply and verify.
    pub fn provision(&self, host: Host, user: Value) -> Result<Run> {
        self.single(host, "provision", user)
    }

    /// Provisions many.
    pub fn provision_all(&self, host: Host, users: Vec<Value>) -> Result<Run> {
        let Rows { rows, header, width, given } = self.rows("provisionAll", &host, users);
        let run = self.run(host, header, |flow, context| flow.provision_all(context, rows, width))?;
        Ok(run.given(given))
    }

    /// Takes a person off the platform.
    pub fn deprovision(&self, host: Host, user: Value) -> Result<Run> {
        self.single(host, "deprovision", user)
    }

    /// Takes many off the platform, unless there are more than `limits` allow: then nothing at all is sent.
    pub fn deprovision_all(&self, host: Host, users: Vec<Value>, limits: RemovalLimits) -> Result<Run> {
        brake::check(users.len(), &limits.max_deprovision, &limits.among)
            .map_err(|error| error.on(self.platform()))?;
        let Rows { rows, header, width, given } = self.rows("deprovisionAll", &host, users);
        let run = self.run(host, header, |flow, context| flow.deprovision_all(context, rows, width))?;
        Ok(run.given(given))
    }

    /// Restores a saved run; `user` brings what the journal left out.
    pub fn restore(&self, host: Host, saved: String, user: Option<Value>) -> Result<Run> {
        let header = super::journal::Journal::header_of(&saved).map_err(|error| error.on(self.platform()))?;
        if header.user.is_none() {
            return Err(not_restorable(&header.verb).on(self.platform()));
        }
        let stored = header.user.as_ref().and_then(|stored| stored.get("user")).cloned().unwrap_or_default();
        let places =
            header.user.as_ref().and_then(|stored| stored.get("sealed")).cloned().unwrap_or_default();
        let places: Vec<String> = data::read(&places).unwrap_or_default();
        let value = self.whole(&stored, &places, user)?;
        self.single(Host { journal: Some(saved), ..host }, &header.verb, value)
    }

    /// Ends the session.
    pub fn close(&self, host: Host) -> Result<Run> {
        self.run(host, self.header("close", &Value::Null, None), |flow, context| flow.close(context))
    }

    /// A request with its secrets filled in, for the moment of sending.
    pub fn fill(&self, request: RequestDocument) -> Result<RequestDocument> {
        let hub = &self.flow.hub;
        let goes_home =
            hub.base.holds(&request.url) || hub.scheme.login().is_some_and(|login| login.url == request.url);
        if !goes_home && !request.secrets.is_empty() {
            return Err(Error::invalid("request: its URL is not below this client's baseUrl")
                .hint("credentials are filled only into requests to the platform they belong to")
                .on(self.platform()));
        }
        request.filled(&hub.vault).map_err(|error| error.on(self.platform()))
    }

    /// The request of an endpoint, or of `token`.
    pub fn build(&self, endpoint: &str, input: Value) -> Result<RequestDocument> {
        let hub = &self.flow.hub;
        let request = match endpoint {
            "token" => with_headers(hub, hub.scheme.login().ok_or_else(|| no_token(self.platform()))?),
            _ => {
                let is_sensitive = self.flow.platform.facts().is_sensitive;
                // A whole record is personal, whatever it holds.
                let is_kept = |key: &str| key == "record" || is_sensitive(key);
                seal(BUILT, &input, &is_kept, &hub.vault);
                let built = self.flow.platform.build(&hub.base, endpoint, input);
                prepare_request(hub, built.map_err(|error| error.on(self.platform()))?)
            }
        };
        Ok(request.document())
    }

    /// Reads the answer of an endpoint.
    pub fn parse(&self, endpoint: &str, answer: &Response) -> Result<Value> {
        let redact = |mut error: Error| {
            error.message = self.flow.hub.vault.redact(&error.message);
            error.on(self.platform())
        };
        if endpoint == "token" {
            let grant = self.flow.hub.scheme.read(answer).map_err(redact)?;
            return Ok(serde_json::json!({ "expiresInMs": grant.expires_in_ms, "scope": grant.scope }));
        }
        self.flow.platform.parse(endpoint, answer).map_err(redact)
    }

    /// The largest answer to read, in bytes.
    pub fn max_response_bytes(&self) -> usize {
        self.flow.hub.settings.max_response_bytes
    }

    /// Remembers how this client was made, so that its transcripts can be replayed. Asked for once.
    pub fn describe(&self, described: Described) {
        self.flow.hub.described.get_or_init(|| described);
    }

    /// Whether a session is left that must be ended, and nothing runs under it any more: an aborted run
    /// leaves one. [`Client::close`] ends it.
    pub fn must_log_out(&self) -> bool {
        self.flow.hub.must_log_out()
    }
}

fn not_restorable(verb: &str) -> Error {
    Error::new(
        Code::StaleJournal,
        format!("a saved run of `{verb}` cannot be restored from what is saved alone"),
    )
    .hint("call the verb again with the same input, and give what is saved as its journal")
}

fn no_token(platform: &str) -> Error {
    Error::new(Code::Unsupported, "requests.token: the token is handed over, not asked for").on(platform)
}

/// How a row that is no person is called: by what looks most like a name in it.
fn subject_of_bad(value: &Value, number: usize) -> String {
    ["email", "userName"]
        .into_iter()
        .find_map(|key| value.get(key)?.as_str())
        .map(|text| text.chars().filter(|c| !c.is_control()).take(100).collect())
        .unwrap_or_else(|| format!("users[{number}]"))
}
