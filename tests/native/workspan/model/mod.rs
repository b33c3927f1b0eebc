//! A model of WorkSpan's server: a gateway, tokens and people; where nothing is documented, the worst case.

pub mod token;
mod users;

pub use users::ENTERPRISE;

use crate::rig::{decode, response, Server};
use provisor::http::{Method, RequestDocument, Response};
use serde_json::{json, Value};

pub const BASE: &str = "https://api-sandbox.workspan.com";

/// Somebody, as SCIM has them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub resource: Value,
    /// Look-ups show it from then on.
    pub shows_at: u64,
}

impl Person {
    pub fn id(&self) -> &str {
        self.resource["id"].as_str().unwrap()
    }

    pub fn name(&self) -> &str {
        self.resource["userName"].as_str().unwrap()
    }
}

/// The server's state, and its ways.
#[derive(Clone, Debug)]
pub struct Model {
    pub people: Vec<Person>,
    /// The creates that were done, in order.
    pub created: Vec<String>,
    /// The replaces that came, with the bodies as they came.
    pub writes: Vec<(String, String)>,
    pub tokens: token::Tokens,
    pub ways: Ways,
}

/// In which ways the server is awkward.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// What `x-ws-env` must say on every request; nothing in production.
    pub environment: Option<&'static str>,
    /// The gateway's key.
    pub key: Option<&'static str>,
    /// The access type allows no reports.
    pub narrow: bool,
    pub ignores_filter: bool,
    pub finds_nothing: bool,
    /// `totalResults: 0, startIndex: 0`, whatever there is, as in the portal's own example.
    pub zero_totals: bool,
    /// A list without anybody has no `Resources`.
    pub no_resources: bool,
    /// How long a new account hides from look-ups, in milliseconds.
    pub shows_late_ms: u64,
    /// What a second create of one name answers; unless told, it makes a twin.
    pub duplicates: Option<u16>,
    pub creates_with_200: bool,
    pub refuses_creates: Option<u16>,
    pub ignores_writes: bool,
    /// Whenever somebody is created here, somebody else has just done so elsewhere.
    pub loses_races: bool,
}

impl Model {
    pub fn new() -> Self {
        Self {
            people: Vec::new(),
            created: Vec::new(),
            writes: Vec::new(),
            tokens: token::Tokens::new(),
            ways: Ways::default(),
        }
    }

    /// A server that knows Jane, with attributes that no wish names.
    pub fn jane() -> Self {
        Self::new().with(json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE, "urn:example:more"],
            "userName": "Jane.Roe@partner.example",
            "name": { "givenName": "Jane", "familyName": "Roe", "honorificPrefix": "canary Dr" },
            "displayName": "Jane Roe",
            "emails": [{ "primary": true, "value": "Jane.Roe@partner.example", "type": "work" }],
            "phoneNumbers": [{ "value": "canary +44", "type": "work" }],
            "active": true,
            "groups": [{ "value": "g1" }],
            "x-unknown": [1.50, null, "canary \"quoted\" \\ ü"],
            ENTERPRISE: { "department": "Alliances", "costCenter": "canary-cc" },
            "urn:example:more": { "level": 91_827_364 },
        }))
    }

    /// The same with somebody in it.
    #[must_use]
    pub fn with(mut self, resource: Value) -> Self {
        self.add(resource, 0);
        self
    }

    /// The same with somebody of this name in it.
    #[must_use]
    pub fn with_name(self, name: &str) -> Self {
        self.with(json!({
            "userName": name, "active": true, "name": { "givenName": "Ann", "familyName": "Example" },
            ENTERPRISE: { "department": "R&D" },
        }))
    }

    /// The same with its ways changed.
    #[must_use]
    pub fn ways(mut self, change: impl FnOnce(&mut Ways)) -> Self {
        change(&mut self.ways);
        self
    }

    /// Ids are opaque: one needs encoding in a path.
    pub fn add(&mut self, mut resource: Value, shows_at: u64) -> &Person {
        let number = self.people.len() + 1;
        resource["id"] = format!("Ws-Person_{number}/ä").into();
        resource["meta"] =
            json!({ "resourceType": "User", "location": format!("{BASE}/api/scim/v2/Users/{number}") });
        self.people.push(Person { resource, shows_at });
        self.people.last().unwrap()
    }

    /// The names, sorted: what two runs are compared by.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.people.iter().map(|person| person.name().to_lowercase()).collect();
        names.sort();
        names
    }

    /// Fails when an identity was created twice.
    pub fn check_no_twins(&self) {
        let names = self.names();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "created twice: {names:?}");
    }

    fn refused_by_gateway(&self, request: &RequestDocument) -> Option<Response> {
        let header = |name: &str| request.headers.get(name).and_then(Value::as_str);
        assert_eq!(header("accept"), Some("application/json"), "{}", request.url);
        assert_eq!(header("content-type").is_some(), request.body.is_some(), "{}", request.url);
        match (self.ways.key, header("ocp-apim-subscription-key")) {
            (Some(key), Some(sent)) if key == sent => None,
            (Some(_), sent) => Some(gateway(
                401,
                match sent {
                    None => "Access denied due to missing subscription key.",
                    Some(_) => "Access denied due to invalid subscription key.",
                },
            )),
            (None, _) => None,
        }
    }
}

impl Server for Model {
    fn expire(&mut self) {
        self.tokens.expire();
    }

    fn answer(&mut self, request: &RequestDocument, now: u64) -> Response {
        let target = request.url.strip_prefix(BASE).expect("a request to somewhere else");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if let Some(refusal) = self.refused_by_gateway(request) {
            return refusal;
        }
        let is_right_environment =
            request.headers.get("x-ws-env").and_then(Value::as_str) == self.ways.environment;
        match (request.method, path) {
            (Method::Post, "/oauth/token") if !is_right_environment => {
                return json_answer(400, &json!({ "error": "invalid_request" }))
            }
            (Method::Post, "/oauth/token") => return self.tokens.grant(request, now),
            (Method::Delete, "/oauth/token") => return self.tokens.end(request, now),
            _ => {}
        }
        if !self.tokens.admits(request, now) || !is_right_environment {
            return gateway(401, "Unauthorized. Access token is missing or invalid.");
        }
        let segments: Vec<_> = path.split('/').skip(1).map(decode).collect();
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        match (request.method, segments.as_slice()) {
            (Method::Get, ["report", "v1", "list"]) if self.ways.narrow => scim_error(403, "not this one"),
            (Method::Get, ["report", "v1", "list"]) => json_answer(200, &json!({ "reports": [] })),
            (Method::Get, ["api", "scim", "v2", "Users"]) => self.list(query, now),
            (Method::Post, ["api", "scim", "v2", "Users"]) => self.create(request, now),
            (Method::Get, ["api", "scim", "v2", "Users", id]) => self.read(id),
            (Method::Put, ["api", "scim", "v2", "Users", id]) => self.replace(id, request),
            _ => scim_error(404, "no such address"),
        }
    }
}

pub(super) fn json_answer(status: u16, body: &Value) -> Response {
    response(status, &[("Content-Type", "application/json; charset=utf-8")], &body.to_string())
}

/// The gateway's own shape.
pub(super) fn gateway(status: u16, message: &str) -> Response {
    json_answer(status, &json!({ "statusCode": status, "message": message }))
}

pub(super) fn scim_error(status: u16, detail: &str) -> Response {
    const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
    json_answer(status, &json!({ "schemas": [ERROR], "status": status.to_string(), "detail": detail }))
}
