//! A model of MyWorkpal's server: tenants, accounts and records; it answers as the fact sheet says.

pub mod create;
pub mod filter;
pub mod lists;
mod records;

pub use filter::condition;
pub use records::Kind;

use crate::rig::{json_answer, Request, Server, Tokens, CLIENT_SECRET};
use provisor_next::http::Response;
use serde_json::{json, Value};
use std::collections::BTreeMap;

pub const BASE: &str = "https://webapi.myworkpal.co.uk";
pub const CLIENT_ID: &str = "a client & co";
pub const CREATE_PATH: &str = "/made-up/users/create";

#[derive(Clone, Debug, PartialEq)]
pub struct Tenant {
    pub id: u64,
    pub name: String,
    pub sub_domain: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub id: u64,
    pub sub_domain: String,
    pub email: String,
    pub is_closed: bool,
    pub is_locked_out: bool,
    /// Look-ups show it from then on.
    pub shows_at: u64,
}

/// The server's state, and its ways.
#[derive(Clone, Debug)]
pub struct Model {
    pub tenants: Vec<Tenant>,
    pub accounts: Vec<Account>,
    /// Records as JSON text, for numbers have more than one spelling.
    pub records: BTreeMap<(Kind, u64), String>,
    /// The creates that were done, in order.
    pub created: Vec<(String, String)>,
    /// The writes that were done, with the bodies as they came.
    pub writes: Vec<(Kind, u64, String)>,
    pub tokens: Tokens,
    pub ways: Ways,
}

/// In which ways the server is awkward.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    pub bare_arrays: bool,
    pub ignores_filter: bool,
    /// An `or` of more than so many conditions is refused with 400.
    pub most_conditions: Option<usize>,
    /// How long a new account hides from look-ups, in milliseconds.
    pub shows_late_ms: u64,
    /// Writes of these fields are taken and have no effect.
    pub ignores_fields: Vec<&'static str>,
    /// Whenever somebody is created here, somebody else has just done so elsewhere.
    pub loses_races: bool,
    /// What a create is refused with, as a 200.
    pub refuses_creates: Option<&'static str>,
    /// A second account of one e-mail is made, rather than refused.
    pub makes_twins: bool,
    /// A create takes no details.
    pub drops_details: bool,
}

impl Model {
    /// Two tenants, nobody in them.
    pub fn new() -> Self {
        let tenant = |id, name: &str, sub_domain: &str| Tenant {
            id,
            name: name.into(),
            sub_domain: sub_domain.into(),
        };
        Self {
            tenants: vec![tenant(123, "Company Doe", "companydoe"), tenant(124, "Röe & Söhne", "roe")],
            accounts: Vec::new(),
            records: BTreeMap::new(),
            created: Vec::new(),
            writes: Vec::new(),
            tokens: Tokens::new(3600),
            ways: Ways::default(),
        }
    }

    /// The same with somebody in it; ids count from 4711.
    #[must_use]
    pub fn with(mut self, sub_domain: &str, email: &str) -> Self {
        self.add(sub_domain, email, 0);
        self
    }

    /// The same with its ways changed.
    #[must_use]
    pub fn ways(mut self, change: impl FnOnce(&mut Ways)) -> Self {
        change(&mut self.ways);
        self
    }

    pub fn add(&mut self, sub_domain: &str, email: &str, shows_at: u64) -> u64 {
        let id = 4711 + u64::try_from(self.accounts.len()).unwrap();
        self.accounts.push(Account {
            id,
            sub_domain: sub_domain.to_owned(),
            email: email.to_owned(),
            is_closed: false,
            is_locked_out: false,
            shows_at,
        });
        for kind in [Kind::Employee, Kind::Personal] {
            self.records.insert((kind, id), records::fresh(kind, id));
        }
        id
    }

    /// The accounts as (sub-domain, e-mail), sorted: what two runs are compared by.
    pub fn people(&self) -> Vec<(String, String)> {
        let mut people: Vec<_> =
            self.accounts.iter().map(|a| (a.sub_domain.clone(), a.email.to_lowercase())).collect();
        people.sort();
        people
    }
}

impl Model {
    fn grant(&mut self, request: &Request, now: u64) -> Response {
        assert_eq!(request.header("authorization"), None);
        let field = |name: &str| request.form(name);
        assert_eq!(field("grant_type").as_deref(), Some("client_credentials"));
        assert_eq!(field("scope").as_deref(), Some("api"));
        let pair = (field("client_id"), field("client_secret"));
        if pair != (Some(CLIENT_ID.into()), Some(CLIENT_SECRET.into())) || self.tokens.refused {
            return json_answer(400, &json!({"error": "invalid_client"}));
        }
        let token = self.tokens.grant(now);
        json_answer(
            200,
            &json!({"access_token": token, "expires_in": self.tokens.life_s, "token_type": "Bearer"}),
        )
    }
}
pub const TOKEN: &str = "token";
pub const TENANT: &str = "find tenant";
pub const LOOK: &str = "look";
pub const CREATE: &str = "create";
pub const READ_EMPLOYEE: &str = "read employee";
pub const READ_PERSONAL: &str = "read personal";
pub const WRITE_EMPLOYEE: &str = "write employee";
pub const WRITE_PERSONAL: &str = "write personal";

fn path(url: &str) -> (&str, &str) {
    let target = url.strip_prefix(BASE).expect("a request to somewhere else");
    target.split_once('?').unwrap_or((target, ""))
}
impl Server for Model {
    fn step(method: &str, url: &str) -> &'static str {
        let path = path(url).0;
        let begins = |with: &str| path.starts_with(with);
        match method {
            _ if path == "/idp/connect/token" => TOKEN,
            "GET" if path == "/api/admin/tenant/list/get" => TENANT,
            "GET" if begins("/api/admin/users/list/get/all/") => LOOK,
            "POST" if path == CREATE_PATH => CREATE,
            "GET" if begins("/api/employee/") => READ_EMPLOYEE,
            "GET" if begins("/api/person/") => READ_PERSONAL,
            "POST" if begins("/made-up/employee/") => WRITE_EMPLOYEE,
            "POST" if begins("/made-up/personal/") => WRITE_PERSONAL,
            _ => panic!("{method} {path}"),
        }
    }
    fn expire(&mut self) {
        self.tokens.expire();
    }
    fn answer(&mut self, request: &Request, now: u64) -> Response {
        let (path, query) = path(&request.url);
        if path == "/idp/connect/token" {
            return self.grant(request, now);
        }
        if !self.tokens.admits(request, now) {
            return error(401, "the token is missing, invalid or expired");
        }
        let segments: Vec<_> = path.split('/').skip(1).map(filter::decode).collect();
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        match (request.method, segments.as_slice()) {
            ("GET", ["api", "admin", "tenant", "list", "get"]) => self.list_tenants(query),
            ("GET", ["api", "admin", "users", "list", "get", "all", sub]) => self.list_users(sub, query, now),
            ("POST", ["made-up", "users", "create"]) => self.create(request, now),
            ("GET", ["api", "employee", "fulldata", "get", id]) => self.record(Kind::Employee, id),
            ("GET", ["api", "person", "tenant", _, "get", id]) => self.record(Kind::Personal, id),
            ("POST", ["made-up", "employee", id]) => self.write(Kind::Employee, id, request),
            ("POST", ["made-up", "personal", "roe" | "companydoe", id]) => {
                self.write(Kind::Personal, id, request)
            }
            _ => error(404, "no such address"),
        }
    }
}

pub(super) fn error(status: u16, message: &str) -> Response {
    json_answer(status, &json!({ "message": message }))
}
