//! A model of WorkSpan's server: a gateway, tokens and people; where nothing is documented, the worst case.
use crate::rig::{decode, json_answer, options, response, Request, Server, Tokens, CLIENT_SECRET};
use provisor_next::http::Response;
use serde_json::{json, Value};

pub const BASE: &str = "https://api-sandbox.workspan.com";
pub const CLIENT_ID: &str = "WS-ApplicationUser_ahFzfnZtd2FyZ";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

pub const TOKEN: &str = "token";
pub const SMOKE: &str = "smoke";
pub const LOOK: &str = "look";
pub const CREATE: &str = "create";
pub const READ: &str = "read";
pub const REPLACE: &str = "replace";
pub const LOGOUT: &str = "log out";

/// A person, as SCIM has them.
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
    pub fn is_called(&self, name: &str) -> bool {
        self.name().to_lowercase() == name.to_lowercase()
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
    pub tokens: Tokens,
    pub ways: Ways,
}
/// In which ways the server is awkward. What is assumed [A] can be turned here.
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
    /// Answers show no names and no e-mails, as in the portal's own examples.
    pub published: bool,
    /// A PUT keeps what it leaves out.
    pub merges: bool,
    /// How long a new account hides from look-ups, in milliseconds.
    pub shows_late_ms: u64,
    /// What a second create of one name answers; unless told, it makes a twin.
    pub duplicates: Option<u16>,
    pub creates_with_200: bool,
    pub refuses_creates: Option<u16>,
    pub ignores_writes: bool,
    /// A create takes no department.
    pub drops_department: bool,
    /// Whenever somebody is created here, somebody else has just done so elsewhere.
    pub loses_races: bool,
}
impl Model {
    pub fn new() -> Self {
        let tokens = Tokens::new(3600);
        Self { people: Vec::new(), created: Vec::new(), writes: Vec::new(), tokens, ways: Ways::default() }
    }
    /// A server that knows Jane, with attributes that no wish names.
    pub fn jane() -> Self {
        Self::new().with(json!({
            "schemas": [CORE, ENTERPRISE, "urn:example:more"],
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
    /// The same with a person in it.
    #[must_use]
    pub fn with(mut self, resource: Value) -> Self {
        self.add(resource, 0);
        self
    }
    /// The same with a person of this name in it.
    #[must_use]
    pub fn with_name(self, name: &str) -> Self {
        self.with(json!({
            "schemas": [CORE, ENTERPRISE], "userName": name, "active": true,
            "name": { "givenName": "Ann", "familyName": "Example" },
            "emails": [{ "value": name, "primary": true, "type": "work" }],
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
    pub fn person(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.is_called(name))
    }
    fn refused_by_gateway(&self, request: &Request) -> Option<Response> {
        assert_eq!(request.header("accept"), Some("application/json"), "{}", request.url);
        assert_eq!(request.header("content-type").is_some(), request.body.is_some(), "{}", request.url);
        let words = match (self.ways.key, request.header("ocp-apim-subscription-key")) {
            (Some(key), Some(sent)) if key == sent => return None,
            (Some(_), None) => "Access denied due to missing subscription key.",
            (Some(_), Some(_)) => "Access denied due to invalid subscription key.",
            (None, _) => return None,
        };
        Some(gateway(401, words))
    }
    fn grant(&mut self, request: &Request, now: u64) -> Response {
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_eq!(request.header("authorization"), None);
        let expected = json!({
            "grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
        });
        if request.json() != expected || self.tokens.refused {
            return json_answer(400, &json!({ "error": "invalid_request" }));
        }
        let token = self.tokens.grant(now);
        json_answer(
            200,
            &json!({
                "access_token": token, "token_type": "Bearer", "expires_in": self.tokens.life_s,
                "refresh_token": "canary-refresh",
            }),
        )
    }
    /// As a read shows it.
    fn shown(&self, person: &Person) -> Value {
        let mut shown = person.resource.clone();
        if self.ways.published {
            let kept = ["schemas", "userName", "meta", "id", "active", ENTERPRISE];
            shown.as_object_mut().unwrap().retain(|key, _| kept.contains(&key.as_str()));
            if let Some(more) = shown.get_mut(ENTERPRISE) {
                *more = json!({ "department": more["department"] });
            }
        }
        shown
    }
    fn list(&self, query: &str, now: u64) -> Response {
        let mut options = options(query);
        options.sort();
        let [(count, most), (filter, text), (start, from)] = options.as_slice() else {
            panic!("not the three options: {query}")
        };
        assert_eq!((filter.as_str(), start.as_str(), count.as_str()), ("filter", "startIndex", "count"));
        assert_eq!(from, "1");
        let literal = text.strip_prefix("userName eq ").expect("the only filter there is");
        let asked: String = serde_json::from_str(literal).expect("a JSON text");
        let shown = self.people.iter().filter(|person| person.shows_at <= now);
        let hits = shown.filter(|person| {
            (person.is_called(&asked) || self.ways.ignores_filter) && !self.ways.finds_nothing
        });
        let found: Vec<_> = hits.map(|person| self.shown(person)).take(most.parse().unwrap()).collect();
        let (total, start) = if self.ways.zero_totals { (0, 0) } else { (found.len(), 1) };
        let mut list = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": total, "startIndex": start, "itemsPerPage": found.len(),
        });
        if !found.is_empty() || !self.ways.no_resources {
            list["Resources"] = json!(found);
        }
        json_answer(200, &list)
    }
    fn create(&mut self, request: &Request, now: u64) -> Response {
        let mut resource = request.json();
        assert!(
            resource.get("id").is_none() && resource.get("meta").is_none(),
            "the server's own: {resource}"
        );
        let name = resource["userName"].as_str().unwrap().to_owned();
        if self.ways.loses_races {
            self.add(json!({ "userName": name, "active": true }), 0);
        }
        if let Some(status) = self.ways.refuses_creates {
            return scim_error(status, "no");
        }
        match (self.person(&name), self.ways.duplicates) {
            (Some(person), Some(200)) => return json_answer(200, &self.shown(person)),
            (Some(_), Some(status)) => return scim_error(status, "a user with this e-mail exists"),
            _ => {}
        }
        if self.ways.drops_department {
            resource.as_object_mut().unwrap().remove(ENTERPRISE);
        }
        let shows_at = now + self.ways.shows_late_ms;
        let person = self.add(resource, shows_at).clone();
        self.created.push(name);
        json_answer(if self.ways.creates_with_200 { 200 } else { 201 }, &self.shown(&person))
    }
    fn place(&self, id: &str) -> Option<usize> {
        self.people.iter().position(|person| person.id() == id)
    }
    fn read(&self, id: &str) -> Response {
        match self.place(id) {
            Some(at) => json_answer(200, &self.shown(&self.people[at])),
            None => scim_error(404, "there is no such user"),
        }
    }
    /// A PUT replaces: what it leaves out is gone, unless it merges.
    fn replace(&mut self, id: &str, request: &Request) -> Response {
        let mut resource = request.json();
        let Some(at) = self.place(id) else { return scim_error(404, "there is no such user") };
        let old = &mut self.people[at].resource;
        assert_eq!(resource["userName"], old["userName"], "a login is not changed");
        self.writes.push((id.to_owned(), request.body.clone().unwrap()));
        if !self.ways.ignores_writes {
            for own in ["id", "meta"] {
                resource[own] = old[own].clone();
            }
            for (key, value) in old.as_object().unwrap().clone().into_iter().filter(|_| self.ways.merges) {
                resource.as_object_mut().unwrap().entry(key).or_insert(value);
            }
            *old = resource;
        }
        json_answer(200, &self.shown(&self.people[at]))
    }
}
fn path(url: &str) -> (&str, &str) {
    let target = url.strip_prefix(BASE).expect("a request to somewhere else");
    target.split_once('?').unwrap_or((target, ""))
}
impl Server for Model {
    fn step(method: &str, url: &str) -> &'static str {
        match (method, path(url).0) {
            ("POST", "/oauth/token") => TOKEN,
            ("DELETE", "/oauth/token") => LOGOUT,
            ("GET", "/report/v1/list") => SMOKE,
            ("GET", "/api/scim/v2/Users") => LOOK,
            ("POST", "/api/scim/v2/Users") => CREATE,
            ("GET", _) => READ,
            ("PUT", _) => REPLACE,
            other => panic!("{other:?}"),
        }
    }
    fn expire(&mut self) {
        self.tokens.expire();
    }
    fn answer(&mut self, request: &Request, now: u64) -> Response {
        let (path, query) = path(&request.url);
        if let Some(refusal) = self.refused_by_gateway(request) {
            return refusal;
        }
        let is_right_environment = request.header("x-ws-env") == self.ways.environment;
        if (request.method, path) == ("POST", "/oauth/token") {
            return match is_right_environment {
                true => self.grant(request, now),
                false => json_answer(400, &json!({ "error": "invalid_request" })),
            };
        }
        let is_admitted = self.tokens.admits(request, now) && is_right_environment;
        if (request.method, path) == ("DELETE", "/oauth/token") {
            if !is_admitted {
                return gateway(403, "the access token is already invalid");
            }
            self.tokens.expire();
            return response(200, &[], "");
        }
        if !is_admitted {
            return gateway(401, "Unauthorized. Access token is missing or invalid.");
        }
        let segments: Vec<_> = path.split('/').skip(1).map(decode).collect();
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        match (request.method, segments.as_slice()) {
            ("GET", ["report", "v1", "list"]) if self.ways.narrow => scim_error(403, "not this one"),
            ("GET", ["report", "v1", "list"]) => json_answer(200, &json!({ "reports": [] })),
            ("GET", ["api", "scim", "v2", "Users"]) => self.list(query, now),
            ("POST", ["api", "scim", "v2", "Users"]) => self.create(request, now),
            ("GET", ["api", "scim", "v2", "Users", id]) => self.read(id),
            ("PUT", ["api", "scim", "v2", "Users", id]) => self.replace(id, request),
            _ => scim_error(404, "no such address"),
        }
    }
}
/// The gateway's own shape.
fn gateway(status: u16, message: &str) -> Response {
    json_answer(status, &json!({ "statusCode": status, "message": message }))
}
fn scim_error(status: u16, detail: &str) -> Response {
    const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
    json_answer(status, &json!({ "schemas": [ERROR], "status": status.to_string(), "detail": detail }))
}
