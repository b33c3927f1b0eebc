//! A model of Workiva's SCIM: people, and the groups that stand for roles, memberships and groups of workspaces; where
//! nothing is documented, the worst case.

mod filter;
mod groups;
mod users;

use crate::rig::{decode, response, Request, Server};
use provisor_next::http::Response;
use serde_json::{json, Value};
use std::collections::BTreeSet;

pub const BASE: &str = "https://scim.workiva.example/v2";
pub const TOKEN: &str = "scim-token-canary";
const BEARER: &str = "Bearer scim-token-canary";
pub const PASSWORD: &str = "canary:p@ss wörd";
/// Of "provisioner" and that.
const BASIC: &str = "Basic cHJvdmlzaW9uZXI6Y2FuYXJ5OnBAc3Mgd8O2cmQ=";

/// Somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: String,
    /// `userName`, `name`, `displayName`, `emails`, `active`.
    pub resource: Value,
    /// Reads show it from then on.
    pub shows_at: u64,
}

impl Person {
    pub fn user_name(&self) -> &str {
        self.resource["userName"].as_str().unwrap()
    }

    pub fn email(&self) -> &str {
        self.resource["emails"][0]["value"].as_str().unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub id: String,
    pub name: String,
    pub members: BTreeSet<String>,
}

/// The server's state, and its ways.
#[derive(Clone, Debug)]
pub struct Model {
    pub people: Vec<Person>,
    pub groups: Vec<Group>,
    /// The user names of the creates that were done, in order.
    pub created: Vec<String>,
    /// The changes of groups that were done: the group's name, and who came (+) and went (-), in order.
    pub moves: Vec<(String, String)>,
    pub ways: Ways,
}

/// In which ways the server is awkward.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// `emails.value` does not filter: 400, or everybody.
    pub refuses_email: bool,
    pub ignores_email: bool,
    /// `or` is refused.
    pub refuses_or: bool,
    pub ignores_filter: bool,
    pub refuses_group_filter: bool,
    /// Users show no `groups`.
    pub hides_groups: bool,
    /// Groups show no `members`.
    pub hides_members: bool,
    pub zero_totals: bool,
    /// The most resources on a page.
    pub page: Option<usize>,
    /// A PATCH answers 204.
    pub no_content: bool,
    /// Whoever is added with this one is refused (400).
    pub objects_to: Vec<&'static str>,
    /// This one is silently not added.
    pub left_out: Option<&'static str>,
    /// Nobody gets this group (403).
    pub unlicensed: Option<&'static str>,
    /// Whoever loses a role of a workspace loses the membership.
    pub takes_memberships: bool,
    /// A second one of a name is made.
    pub makes_twins: bool,
    pub refuses_creates: Option<u16>,
    pub creates_with_200: bool,
    pub shows_late_ms: u64,
    pub loses_races: bool,
    pub refuses_token: bool,
    /// It asks for Basic rather than for a token.
    pub basic: bool,
    pub ignores_writes: bool,
}

const ROLES: [&str; 3] = ["Organization Member", "Org User Admin", "Data Access Admin"];

impl Model {
    pub fn new() -> Self {
        let mut model = Self {
            people: Vec::new(),
            groups: Vec::new(),
            created: Vec::new(),
            moves: Vec::new(),
            ways: Ways::default(),
        };
        model.add_groups(ROLES.map(|role| format!("organization:role:{role}")));
        for workspace in ["Annual Report", "SOX & Controls"] {
            model.add_groups([format!("workspace:{workspace}")]);
            model.add_groups(["Editor", "Viewer"].map(|role| format!("workspace:{workspace}:role:{role}")));
            model.add_groups([format!("workspace:{workspace}:group:Reviewers")]);
        }
        model.add_groups(["Everyone".to_owned()]);
        model
    }

    /// Ids are opaque: they need encoding in a path.
    pub fn add_groups<const N: usize>(&mut self, names: [String; N]) {
        for name in names {
            let id = format!("g/{}=", self.groups.len());
            self.groups.push(Group { id, name, members: BTreeSet::new() });
        }
    }

    /// The same with its ways changed.
    #[must_use]
    pub fn ways(mut self, change: impl FnOnce(&mut Ways)) -> Self {
        change(&mut self.ways);
        self
    }

    /// The same with somebody of this e-mail, which is the user name, in these groups.
    #[must_use]
    pub fn with(mut self, email: &str, groups: &[&str]) -> Self {
        self.add(json!({
            "userName": email.to_lowercase(), "active": true, "displayName": "Ann Example",
            "name": { "givenName": "Ann", "familyName": "Example" },
            "emails": [{ "value": email, "type": "work", "primary": true }],
        }));
        let id = self.people.last().unwrap().id.clone();
        for name in groups {
            self.group_mut(name).members.insert(id.clone());
        }
        self
    }

    pub fn add(&mut self, resource: Value) -> &mut Person {
        let id = format!("WFUser\u{1f}{}==", self.people.len() + 1).replace('\u{1f}', "/");
        self.people.push(Person { id: id.clone(), resource, shows_at: 0 });
        self.group_mut("organization:role:Organization Member").members.insert(id);
        self.people.last_mut().unwrap()
    }

    pub fn group_mut(&mut self, name: &str) -> &mut Group {
        self.groups.iter_mut().find(|group| group.name == name).unwrap_or_else(|| panic!("no group {name}"))
    }

    pub fn person(&self, email: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.email().eq_ignore_ascii_case(email))
    }

    /// The groups that somebody is in, but for everybody's.
    pub fn groups_of(&self, email: &str) -> Vec<&str> {
        let Some(person) = self.person(email) else { return Vec::new() };
        let of = self.groups.iter().filter(|group| group.members.contains(&person.id));
        of.map(|group| group.name.as_str()).filter(|name| !name.ends_with(ROLES[0])).collect()
    }
}

pub const USERS: &str = "list users";
pub const BY_EMAIL: &str = "list users by e-mail";
pub const CREATE: &str = "create";
pub const UPDATE: &str = "update";
pub const READ: &str = "read";
pub const GROUP: &str = "list groups";
pub const MEMBERS: &str = "read group";
pub const CHANGE: &str = "change group";

fn path(url: &str) -> (&str, &str) {
    let target = url.strip_prefix(BASE).expect("a request to somewhere else");
    target.split_once('?').unwrap_or((target, ""))
}
impl Server for Model {
    fn step(method: &str, url: &str) -> &'static str {
        let (path, query) = path(url);
        match (method, path) {
            ("GET", "/Users") if query.contains("emails") => BY_EMAIL,
            ("GET", "/Users") => USERS,
            ("POST", "/Users") => CREATE,
            ("GET", "/Groups") => GROUP,
            ("GET", _) if path.starts_with("/Users/") => READ,
            ("PATCH", _) if path.starts_with("/Users/") => UPDATE,
            ("GET", _) if path.starts_with("/Groups/") => MEMBERS,
            ("PATCH", _) => CHANGE,
            ("GET", _) => "read settings",
            other => panic!("{other:?}"),
        }
    }
    /// The token is for good, until an administrator renews it.
    fn expire(&mut self) {
        self.ways.refuses_token = true;
    }
    fn answer(&mut self, request: &Request, now: u64) -> Response {
        let (path, query) = path(&request.url);
        assert!(
            request.header("accept").is_some_and(|accept| accept.starts_with("application/scim+json")),
            "{path}"
        );
        let typed = request.body.as_ref().map(|_| "application/scim+json");
        assert_eq!(request.header("content-type"), typed, "{path}");
        let credential = if self.ways.basic { BASIC } else { BEARER };
        if self.ways.refuses_token || request.header("authorization") != Some(credential) {
            return problem(401, None, "The bearer token is not right.");
        }
        let segments: Vec<_> = path.split('/').skip(1).map(decode).collect();
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        match (request.method, segments.as_slice()) {
            ("GET", ["Users"]) => self.list_users(query, now),
            ("POST", ["Users"]) => self.create(request.json(), now),
            ("GET", ["Users", id]) => self.read_user(id),
            ("PATCH", ["Users", id]) => self.change_user(id, &request.json()),
            ("GET", ["Groups"]) => self.list_groups(query),
            ("GET", ["Groups", id]) => self.read_group(id),
            ("PATCH", ["Groups", id]) => self.change_group(id, &request.json()),
            _ => problem(404, None, "no such address"),
        }
    }
}
pub(super) fn scim(status: u16, body: &Value) -> Response {
    response(status, &[("Content-Type", "application/scim+json; charset=utf-8")], &body.to_string())
}

pub(super) fn problem(status: u16, kind: Option<&str>, detail: &str) -> Response {
    const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
    let mut body = json!({ "schemas": [ERROR], "status": status.to_string(), "detail": detail });
    if let Some(kind) = kind {
        body["scimType"] = kind.into();
    }
    scim(status, &body)
}

/// One page of what was found.
pub(super) fn page(ways: &Ways, query: &filter::Query, found: Vec<Value>) -> Response {
    let most = ways.page.map_or(query.count, |most| most.min(query.count));
    let total = if ways.zero_totals { 0 } else { found.len() };
    let on_page: Vec<_> = found.into_iter().skip(query.start - 1).take(most).collect();
    let mut list = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total, "startIndex": query.start, "itemsPerPage": on_page.len(),
    });
    if !on_page.is_empty() {
        list["Resources"] = json!(on_page);
    }
    scim(200, &list)
}

/// Operations of a PATCH, as (op, path, value).
pub(super) fn operations(body: &Value) -> Vec<(String, String, Value)> {
    assert_eq!(body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp"]));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of = |one: &Value| (text(&one["op"]), text(&one["path"]), one["value"].clone());
    body["Operations"].as_array().unwrap().iter().map(of).collect()
}
