//! A host for tests that answers by a function, and a dialect without a login.
use crate::error::Result;
use crate::http::{Client, Dialect, Fault, Host, Http, Limits, Local, Outgoing, Response, Settings, Token};
use crate::input::Input;
use serde_json::{json, Value};
use std::cell::RefCell;
use std::rc::Rc;

type Answer = dyn Fn(&str, &str, Option<&str>) -> (u16, Value);
/// Answers by method, target and body; keeps what was sent.
pub(crate) struct Script {
    answer: Box<Answer>,
    /// `GET /Users?…`, percent-decoded.
    pub sent: RefCell<Vec<String>>,
    /// `name: value`, line by line.
    pub headers: RefCell<Vec<String>>,
}
impl Host for Script {
    fn send(&self, request: Outgoing, _: Limits) -> Local<'_, Result<Response, Fault>> {
        let target = request.url.strip_prefix("https://host.example").unwrap_or(&request.url).to_owned();
        let decoded = percent_encoding::percent_decode_str(&target).decode_utf8_lossy().into_owned();
        self.sent.borrow_mut().push(format!("{} {decoded}", request.method));
        let lines = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
        self.headers.borrow_mut().push(lines.collect());
        let (status, body) = (self.answer)(request.method, &decoded, request.body.as_deref());
        Box::pin(
            async move { Ok(Response { status, headers: Vec::new(), body: body.to_string().into_bytes() }) },
        )
    }
    fn sleep(&self, _: u64) -> Local<'_, ()> {
        Box::pin(std::future::pending())
    }
    fn now(&self) -> u64 {
        0
    }
    fn random(&self) -> f64 {
        0.5
    }
}
struct Open;
impl Dialect for Open {
    fn login(&self) -> Option<Outgoing> {
        None
    }
    fn token(&self, _: &Response) -> Result<Token> {
        Ok(Token { value: String::new(), lives_ms: None, scope: None })
    }
    fn attach(&self, _: &mut Outgoing, _: &str) {}
    fn refusal(&self, answer: &Response) -> Option<String> {
        crate::scim::words(answer)
    }
    fn secrets(&self) -> Vec<String> {
        Vec::new()
    }
    fn account(&self) -> Vec<String> {
        Vec::new()
    }
}
/// A client of such a host.
pub(crate) fn script(
    answer: impl Fn(&str, &str, Option<&str>) -> (u16, Value) + 'static,
) -> (Rc<Script>, Http) {
    let host =
        Rc::new(Script { answer: Box::new(answer), sent: RefCell::default(), headers: RefCell::default() });
    let settings = Settings::read("options", &json!({"maxRetries": 0})).unwrap();
    let client =
        Client::new("test", "https://host.example", &[], settings, host.clone(), Box::new(Open)).unwrap();
    (host, Http::new(client, Rc::default()))
}
/// A platform's client of such a host, whose base URL is `https://host.example`.
pub(crate) fn platform(
    name: &str,
    options: Value,
    answer: impl Fn(&str, &str, Option<&str>) -> (u16, Value) + 'static,
) -> (Rc<Script>, Rc<crate::reconcile::Reconciler>) {
    let (sent, headers) = Default::default();
    let host = Rc::new(Script { answer: Box::new(answer), sent, headers });
    let mut all = json!({"baseUrl": "https://host.example", "maxRetries": 0});
    options.as_object().unwrap().iter().for_each(|(key, value)| all[key] = value.clone());
    let client = crate::platforms::open(name, &all, host.clone()).unwrap();
    (host, client)
}
/// What a run of a client tells of these people, as JSON.
pub(crate) fn told(
    client: &crate::reconcile::Reconciler,
    mode: crate::reconcile::Mode,
    people: &[Value],
) -> Vec<Value> {
    let source: std::collections::VecDeque<_> = people.iter().cloned().map(Ok).collect();
    let options = if mode == crate::reconcile::Mode::Deprovision { json!({"limit": 10}) } else { json!({}) };
    run(async {
        let mut stream = client.run(mode, &options, Box::new(source), None, None).await.unwrap();
        let mut told = Vec::new();
        while let Some(item) = stream.next().await {
            told.push(serde_json::to_value(item.unwrap()).unwrap());
        }
        told
    })
}
/// Runs to the end what waits for nothing but answers.
pub(crate) fn run<T>(work: impl std::future::Future<Output = T>) -> T {
    use futures_util::FutureExt;
    Box::pin(work).now_or_never().expect("nothing is waited for")
}
