//! Clients whose host answers from a list, with a clock that jumps.

use super::seeds::flow_of;
use provisor_next::error::Result;
use provisor_next::http::{Fault, Host, Limits, Local, Outgoing, Response};
use provisor_next::platforms;
use provisor_next::reconcile::{Item, Mode, Reconciler, Store};
use serde_json::{json, Value};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::rc::Rc;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

/// The platforms, and Workiva's other route.
pub const NAMES: [&str; 6] =
    ["myworkpal", "workforce-optimization", "workiva", "workiva-scim", "workspan", "scim"];

/// Gives the answers, one after the other; then the caller gives up.
pub struct Lines {
    pub answers: RefCell<VecDeque<Response>>,
    /// The log-in is answered from the list too.
    pub is_login: bool,
    pub now: Cell<u64>,
    /// What was asked, in order.
    pub asked: RefCell<Vec<String>>,
}

/// A host that has these answers.
pub fn lines(answers: Vec<Response>) -> Lines {
    let now = Cell::new(1_700_000_000_000);
    Lines { answers: RefCell::new(answers.into()), is_login: false, now, asked: RefCell::default() }
}

impl Host for Lines {
    fn send(&self, request: Outgoing, _: Limits) -> Local<'_, Result<Response, Fault>> {
        const TOKEN: &[u8] =
            br#"{"access_token":"t-1","token_type":"Bearer","expires_in":599,"sessionId":"s-1"}"#;
        let path = request.url.split('?').next().unwrap_or_default();
        let is_login = path.ends_with("token") || path.ends_with("authorize");
        self.asked.borrow_mut().push(format!("{} {}", request.method, request.url));
        let answer = match is_login && !self.is_login {
            true => Some(Response { status: 200, headers: Vec::new(), body: TOKEN.to_vec() }),
            false => self.answers.borrow_mut().pop_front(),
        };
        Box::pin(async move { answer.ok_or(Fault::Aborted) })
    }
    fn sleep(&self, ms: u64) -> Local<'_, ()> {
        Box::pin(async move { self.now.set(self.now.get().saturating_add(ms)) })
    }
    fn now(&self) -> u64 {
        self.now.get()
    }
    fn random(&self) -> f64 {
        0.5
    }
}

/// A journal of these parts; keeps what is added.
#[derive(Default)]
pub struct Journal {
    parts: RefCell<VecDeque<String>>,
    added: RefCell<String>,
}
impl Journal {
    pub fn of(parts: [&str; 2]) -> Self {
        Self { parts: RefCell::new(parts.map(str::to_owned).into()), added: RefCell::default() }
    }
}
impl Store for Journal {
    fn read(&self) -> Local<'_, Result<Option<String>, String>> {
        let part = self.parts.borrow_mut().pop_front();
        Box::pin(async move { Ok(part) })
    }
    fn append(&self, lines: String) -> Local<'_, Result<(), String>> {
        self.added.borrow_mut().push_str(&lines);
        Box::pin(async { Ok(()) })
    }
}

/// Runs what waits for nothing but answers. What does not end is a finding.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    const MOST: usize = 1_000_000;
    let mut work = Box::pin(work);
    for _ in 0..MOST {
        if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
    }
    panic!("it does not end")
}

/// A call of a client; gives all that it tells.
pub fn flow(
    platform: &str,
    host: impl Into<Rc<Lines>>,
    mode: Mode,
    options: &Value,
    items: Vec<Value>,
    journal: Option<Rc<Journal>>,
) -> Result<Vec<Item>> {
    let client = open(platform, host.into());
    let source: VecDeque<_> = items.into_iter().map(Ok).collect();
    let journal = journal.map(|journal| journal as Rc<dyn Store>);
    let mut told = Vec::new();
    run(async {
        let mut stream = client.run(mode, options, Box::new(source), journal, None).await?;
        while let Some(item) = stream.next().await {
            told.push(item?);
        }
        client.close().await;
        Ok(told)
    })
}

/// One item, or the items of a list.
pub fn given(
    platform: &str,
    host: Rc<Lines>,
    mode: Mode,
    item: Value,
    journal: Option<Rc<Journal>>,
    is_single: bool,
) -> Result<Vec<Item>> {
    let (options, items) = match item {
        item if is_single => (json!({ "isSingle": true }), vec![item]),
        Value::Array(items) => (json!({ "limit": 4_000_000_000_u32, "circuitBreaker": false }), items),
        item => (json!({ "limit": 10 }), vec![item]),
    };
    flow(platform, host, mode, &options, items, journal)
}

/// The journal of a run that creates the good user: its first line is what any journal of this client begins with.
pub fn stored(platform: &str) -> &'static str {
    static ALL: OnceLock<Vec<String>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let first = |name: &&str| journal_of(name).lines().next().unwrap_or_default().to_owned();
        NAMES.iter().map(first).collect()
    });
    NAMES.iter().position(|name| *name == platform).and_then(|at| all.get(at)).map_or("", String::as_str)
}
/// The whole of it.
pub fn journal_of(platform: &str) -> String {
    let answers = flow_of(platform).map(|flow| super::list::answers_of(flow.as_bytes())).unwrap_or_default();
    let journal = Rc::new(Journal::default());
    let host = Rc::new(lines(answers));
    let _ = given(platform, host, Mode::Provision, good_user(platform), Some(journal.clone()), false);
    journal.added.take()
}

/// A client of each platform.
pub fn client(platform: &str) -> Rc<Reconciler> {
    open(platform, Rc::new(lines(Vec::new())))
}
fn open(platform: &str, host: Rc<Lines>) -> Rc<Reconciler> {
    let name = platform.strip_suffix("-scim").unwrap_or(platform);
    platforms::open(name, &good_options(platform), host).expect("good options")
}

/// Options that are accepted.
pub fn good_options(platform: &str) -> Value {
    let pair = json!({ "clientId": "WS-ApplicationUser_a", "clientSecret": "s+e/c&r=e%t" });
    match platform {
        "myworkpal" => json!({
            "baseUrl": "https://webapi.example.com", "credentials": pair,
            "paths": {
                "createUser": "/made-up/create", "updateEmployee": "/made-up/e/{systemId}",
                "updatePersonal": "/made-up/p/{subDomain}/{systemId}", "readAddresses": "/made-up/a/{systemId}",
            },
        }),
        "workforce-optimization" => json!({
            "baseUrl": "https://wfo.example.com", "credentials": { "userId": "api@a.co", "password": "s3cret+pw" },
        }),
        "workiva" => json!({
            "route": "platform", "baseUrl": "https://api.example.com/gate", "credentials": pair,
            "organization": "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
        }),
        "workiva-scim" => json!({
            "route": "scim", "scim": { "baseUrl": "https://scim.example.com/v2", "bearerToken": "s3cret-token" },
        }),
        "workspan" => json!({ "baseUrl": "https://span.example.com", "credentials": pair }),
        _ => json!({ "baseUrl": "https://scim.example.com", "bearerToken": "s3cret-token" }),
    }
}

/// A user that is accepted.
pub fn good_user(platform: &str) -> Value {
    match platform {
        "myworkpal" => json!({
            "email": "john@doe.com", "company": "Company Doe",
            "details": { "employeeDetails": { "jobTitle": "Lead", "salary": 1234.5 } },
        }),
        "workforce-optimization" => json!({
            "userName": "api.user@doe.com", "firstName": "API", "lastName": "User", "roles": ["Agent"],
            "team": "Retention",
        }),
        "workiva-scim" => json!({
            "email": "jane@doe.com", "givenName": "Jane", "familyName": "Roe", "organizationRoles": ["Editor"],
        }),
        "workiva" => json!({
            "email": "jane@doe.com", "givenName": "Jane", "familyName": "Roe", "organizationRoles": ["Editor"],
            "workspaces": [{ "workspace": "W", "roles": ["Viewer"] }],
        }),
        "workspan" => json!({
            "email": "jane@doe.com", "givenName": "Jane", "familyName": "Roe", "department": "R&D", "active": true,
        }),
        _ => json!({
            "userName": "jane@doe.com", "email": "jane@doe.com", "givenName": "Jane", "familyName": "Roe", "groups": ["G"],
        }),
    }
}
