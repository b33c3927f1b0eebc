//! A model of Workforce Optimization's server: sessions, people, teams, groups, roles and views; it answers as
//! the fact sheet says, and is strict about what it is sent.

use crate::rig::{response, Request, Server};
use provisor_next::http::Response;
use serde_json::{json, Value};
use std::collections::BTreeMap;

pub const BASE: &str = "https://uk.calabriocloud.com";
pub const USER_ID: &str = "provisor.admin@doe.com";
/// They must not survive in any of their encodings.
pub const PASSWORD: &str = "canary+login \"pw\" \\ ü&1=";
pub const NEW_PASSWORD: &str = "canary+new \"pw\" \\ ü#%";
/// The id of the first person that is added to the three who are always there.
pub const FIRST_ID: u64 = 1004;

const PEOPLE: &str = "/api/rest/org/common/person/permission/ViewOrg";
const PERSON: &str = "/api/rest/org/common/person";

/// In which ways the server is awkward.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// How long a new person hides from the list, in milliseconds.
    pub shows_late_ms: u64,
    /// How long a new person cannot be read either.
    pub reads_late_ms: u64,
    /// A create takes these fields and does nothing with them.
    pub create_drops: Vec<&'static str>,
    /// So does a write.
    pub write_drops: Vec<&'static str>,
    /// The lists of roles and of views are not there.
    pub no_roles: bool,
    pub no_views: bool,
    /// The roles list is elsewhere.
    pub roles_at: Option<&'static str>,
    /// The password is wrong.
    pub refuses_login: bool,
    /// Sessions that are over are answered with this instead of 401.
    pub expired_as: Option<u16>,
    /// After so many requests under it, a session is over, once.
    pub ends_session_after: Option<u32>,
    /// No session is ever accepted.
    pub useless_sessions: bool,
    /// Somebody else creates the same person just before, and then a second one is refused with this.
    pub loses_races: Option<u16>,
    /// A second person of one user name is refused with this; unless told, it makes a twin.
    pub duplicates: Option<u16>,
    /// Creates are refused with this status and body.
    pub refuses_creates: Option<(u16, &'static str)>,
    /// A write is refused with this status.
    pub refuses_writes: Option<u16>,
}

/// The server's state, and its ways.
#[derive(Clone, Debug)]
pub struct Model {
    /// People as JSON text, for numbers have more than one spelling.
    pub records: BTreeMap<u64, String>,
    /// From when on the list and the reads show somebody.
    shows_at: BTreeMap<u64, (u64, u64)>,
    pub passwords: BTreeMap<u64, String>,
    /// The user names that were created, in order.
    pub created: Vec<String>,
    /// The writes that were done, with the bodies as they came.
    pub writes: Vec<(u64, String)>,
    pub sessions: Vec<String>,
    pub logins: u32,
    pub logouts: u32,
    pub groups: Value,
    pub teams: Value,
    pub roles: Value,
    pub views: Value,
    pub ways: Ways,
}

fn role(id: i64, name: &str, flag: &str) -> Value {
    json!({
        "id": id, "label": name, "name": name, "isAgentDefault": flag == "agent",
        "isAdminDefault": flag == "admin", "isSupervisorDefault": flag == "supervisor",
    })
}

impl Model {
    /// Nobody but the administrator, somebody of a phone system, and a stranger.
    pub fn new() -> Self {
        let mut model = Self {
            records: BTreeMap::new(),
            shows_at: BTreeMap::new(),
            passwords: BTreeMap::new(),
            created: Vec::new(),
            writes: Vec::new(),
            sessions: Vec::new(),
            logins: 0,
            logouts: 0,
            groups: json!([{"groupId": 10, "name": "Default Group"}, {"groupId": 11, "name": "Contact Centre"}]),
            teams: json!([
                {"groupId": 100, "name": "Default Team", "parentGroupId": 10},
                {"groupId": 110, "name": "Retention", "parentGroupId": 11},
                {"groupId": 111, "name": "Night", "parentGroupId": 11},
                {"groupId": 112, "name": "Night", "parentGroupId": 10},
            ]),
            roles: json!([
                role(1, "Administrator", "admin"),
                role(2, "Agent", "agent"),
                role(40, "Auditor", "")
            ]),
            views: json!([{"id": 7, "name": "EnterpriseView"}, {"id": 8, "name": "Centre View"}]),
            ways: Ways::default(),
        };
        let admin = [role(1, "Administrator", "admin")];
        model.add(json!({"email": USER_ID, "roles": admin, "views": [{"id": 7, "name": "EnterpriseView", "isMain": true}]}));
        model.add(json!({"email": null, "acdId": "4711", "isSynchronized": true}));
        model.add(json!({"email": "canary.stranger@doe.com", "lastName": "Canary"}));
        model
    }

    /// The same with an API user in it, as the defaults say but for these fields.
    #[must_use]
    pub fn with(mut self, user_name: &str, more: Value) -> Self {
        let mut person = json!({
            "email": user_name,
            "roles": [role(1, "Administrator", "admin")],
            "views": [{"id": 7, "name": "EnterpriseView", "isMain": true}],
        });
        for (key, value) in more.as_object().unwrap() {
            person[key] = value.clone();
        }
        self.add(person);
        self
    }

    /// The same with its ways changed.
    #[must_use]
    pub fn ways(mut self, change: impl FnOnce(&mut Ways)) -> Self {
        change(&mut self.ways);
        self
    }

    /// Adds somebody with these fields. The record has all that a careless rewrite would spoil.
    pub fn add(&mut self, fields: Value) -> u64 {
        let id = 1001 + u64::try_from(self.records.len()).unwrap();
        let mut record = json!({
            "id": id, "displayId": "canary-display", "firstName": "API", "lastName": "User", "email": null,
            "displayName": null, "adLogin": null, "acdId": null, "acdServerId": null,
            "employeeId": "canary-employee", "locale": "en", "timeZone": "Europe/London", "groupId": 100,
            "parentGroup": 10, "roles": [role(2, "Agent", "agent")],
            "scope": {"tenant": null, "groups": [], "teams": []}, "views": [], "qmViews": [],
            "enabledForSchedule": false, "isSynchronized": false, "activated": 1_600_000_000_000_u64,
            "deactivated": null, "phones": ["canary-phone"],
        });
        for (key, value) in fields.as_object().unwrap() {
            record[key] = value.clone();
        }
        // Numbers and escapes that no rewrite may touch.
        let text = record.to_string();
        let odd = r#","ratio":1.10,"big":12345678901234567890123,"note":"A\u00e9"}"#;
        self.records.insert(id, text[..text.len() - 1].to_owned() + odd);
        id
    }

    /// Adds somebody whom no list and no read shows; a second one is refused.
    pub fn hide(&mut self, user_name: &str) {
        let id = self.add(json!({ "email": user_name }));
        self.shows_at.insert(id, (u64::MAX, u64::MAX));
        self.ways.duplicates = Some(409);
    }

    pub fn person(&self, id: u64) -> Value {
        serde_json::from_str(&self.records[&id]).unwrap()
    }

    /// The ids of all of this user name.
    pub fn ids_of(&self, user_name: &str) -> Vec<u64> {
        let wanted = user_name.to_lowercase();
        let is =
            |id: &u64| self.person(*id)["email"].as_str().is_some_and(|email| email.to_lowercase() == wanted);
        self.records.keys().copied().filter(is).collect()
    }

    /// The one person of this user name, as names: roles, team, scope, views.
    pub fn essence_of(&self, user_name: &str) -> Value {
        let ids = self.ids_of(user_name);
        assert_eq!(ids.len(), 1, "{user_name}: {ids:?}");
        let person = self.person(ids[0]);
        let names = |list: &Value| -> Vec<Value> {
            list.as_array().unwrap().iter().map(|item| item["name"].clone()).collect()
        };
        json!([
            person["firstName"],
            names(&person["roles"]),
            person["groupId"],
            person["scope"],
            names(&person["views"])
        ])
    }

    fn authorize(&mut self, request: &Request) -> Response {
        self.logins += 1;
        assert_eq!(request.header("cookie"), None);
        let expected = json!({"userId": USER_ID, "password": PASSWORD, "language": "en"});
        assert_eq!(request.json(), expected);
        if self.ways.refuses_login {
            return error(401, "The user name or password is not right.");
        }
        let session = format!("canary-session-{}", self.logins);
        self.sessions.push(session.clone());
        response(200, &[], &json!({"sessionId": session, "language": "en"}).to_string())
    }

    fn admits(&mut self, request: &Request) -> bool {
        if let Some(left) = &mut self.ways.ends_session_after {
            *left -= 1;
            if *left == 0 {
                self.ways.ends_session_after = None;
                self.sessions.clear();
            }
        }
        let session = request.header("cookie").unwrap().strip_prefix("hazelcast.sessionId=").unwrap();
        !self.ways.useless_sessions && self.sessions.iter().any(|open| open == session)
    }

    fn list(&self, now: u64) -> Response {
        let shown = self.records.keys().filter(|id| self.shows_at.get(id).is_none_or(|(at, _)| *at <= now));
        let entries: Vec<_> = shown
            .map(|id| {
                let person = self.person(*id);
                let active = person["deactivated"].as_u64().is_none_or(|at| at > now);
                json!({
                    "personId": id, "displayId": person["displayId"], "firstName": person["firstName"],
                    "lastName": person["lastName"], "email": person["email"], "adLogin": person["adLogin"],
                    "active": active,
                })
            })
            .collect();
        response(200, &[], &Value::Array(entries).to_string())
    }

    fn create(&mut self, request: &Request, now: u64) -> Response {
        if let Some((status, body)) = self.ways.refuses_creates {
            return response(status, &[], body);
        }
        let mut body = request.json();
        let fields = body.as_object_mut().unwrap();
        let password = fields.remove("password");
        // Both public examples send the name that is shown and the time zone [C]; the rest is the source's [S].
        const NEEDED: [&str; 7] =
            ["firstName", "lastName", "email", "displayName", "groupId", "parentGroup", "roles"];
        const MORE: [&str; 4] = ["timeZone", "scope", "views", "locale"];
        assert!(NEEDED.iter().all(|name| fields.contains_key(*name)), "{fields:?}");
        assert!(
            fields.keys().all(|name| NEEDED.contains(&name.as_str()) || MORE.contains(&name.as_str())),
            "{fields:?}"
        );
        let user_name = fields["email"].as_str().unwrap().to_owned();
        for name in &self.ways.create_drops {
            fields.remove(*name);
        }
        if let Some(status) = self.ways.loses_races {
            self.add(body);
            return error(status, "A user with this user name exists.");
        }
        if let Some(status) = self.ways.duplicates.filter(|_| !self.ids_of(&user_name).is_empty()) {
            return error(status, "A user with this user name exists.");
        }
        let id = self.add(body);
        let from = |ms: u64| if ms == 0 { 0 } else { now + ms };
        self.shows_at.insert(id, (from(self.ways.shows_late_ms), from(self.ways.reads_late_ms)));
        if let Some(password) = password {
            self.passwords.insert(id, password.as_str().unwrap().to_owned());
        }
        self.created.push(user_name);
        response(200, &[], &json!({"id": id}).to_string())
    }

    fn replace(&mut self, id: u64, request: &Request) -> Response {
        if let Some(status) = self.ways.refuses_writes {
            return error(status, "Another change is being made.");
        }
        let text = request.body.clone().unwrap();
        let old = self.person(id);
        let mut new = request.json();
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&new), keys(&old), "the whole record goes back");
        for exact in ["\"ratio\":1.10", "\"big\":12345678901234567890123", "A\\u00e9"] {
            assert!(text.contains(exact), "{exact} does not go back byte for byte: {text}");
        }
        self.writes.push((id, text.clone()));
        let stored = match self.ways.write_drops.is_empty() {
            true => text,
            false => {
                for name in &self.ways.write_drops {
                    new[*name] = old[*name].clone();
                }
                new.to_string()
            }
        };
        self.records.insert(id, stored.clone());
        response(200, &[], &stored)
    }
}

pub const LOGIN: &str = "log in";
pub const LOGOUT: &str = "log out";
pub const LIST: &str = "list people";
pub const TEAMS: &str = "list teams";
pub const GROUPS: &str = "list groups";
pub const ROLES: &str = "list roles";
pub const VIEWS: &str = "list views";
pub const READ: &str = "read";
pub const CREATE: &str = "create";
pub const WRITE: &str = "write";

fn path(url: &str) -> &str {
    let path = url.strip_prefix(BASE).expect("a request to somewhere else");
    assert!(!path.contains('?'), "no call has a query: {path}");
    path
}
impl Server for Model {
    fn step(method: &str, url: &str) -> &'static str {
        let path = path(url);
        match (method, path) {
            ("POST", "/api/rest/authorize") => LOGIN,
            ("DELETE", "/api/rest/authorize") => LOGOUT,
            ("GET", PEOPLE) => LIST,
            ("POST", PERSON) => CREATE,
            ("PUT", _) => WRITE,
            ("GET", _) if path.contains("/team/") => TEAMS,
            ("GET", _) if path.contains("/group/") => GROUPS,
            ("GET", _) if path.contains("role") => ROLES,
            ("GET", _) if path.contains("view") => VIEWS,
            ("GET", _) => READ,
            other => panic!("{other:?}"),
        }
    }
    fn expire(&mut self) {
        self.sessions.clear();
    }
    fn answer(&mut self, request: &Request, now: u64) -> Response {
        let path = path(&request.url);
        if (request.method, path) == ("POST", "/api/rest/authorize") {
            return self.authorize(request);
        }
        if !self.admits(request) {
            return error(self.ways.expired_as.unwrap_or(401), "");
        }
        let roles_at = self.ways.roles_at.unwrap_or("/api/rest/org/common/role/permission/ViewOrg");
        let shown = |list: &Value| response(200, &[], &list.to_string());
        match (request.method, path) {
            ("DELETE", "/api/rest/authorize") => {
                self.logouts += 1;
                let cookie = request.header("cookie").unwrap();
                self.sessions.retain(|open| !cookie.ends_with(open.as_str()));
                response(200, &[], "{}")
            }
            ("GET", PEOPLE) => self.list(now),
            ("GET", "/api/rest/org/common/group/permission/ViewOrg") => shown(&self.groups),
            ("GET", "/api/rest/org/common/team/permission/ViewOrg") => shown(&self.teams),
            ("GET", path) if path == roles_at && !self.ways.no_roles => shown(&self.roles),
            ("GET", "/api/rest/org/common/view") if !self.ways.no_views => shown(&self.views),
            ("POST", PERSON) => self.create(request, now),
            (method, path) => {
                let id = path.strip_prefix(PERSON).and_then(|rest| rest.strip_prefix('/')?.parse().ok());
                let shows = |id: &u64| self.shows_at.get(id).is_none_or(|(_, at)| *at <= now);
                let Some(id) = id.filter(|id| self.records.contains_key(id) && shows(id)) else {
                    return error(404, "There is no such resource.");
                };
                match method {
                    "GET" => response(200, &[], &self.records[&id]),
                    "PUT" => self.replace(id, request),
                    _ => error(405, "no"),
                }
            }
        }
    }
}

/// The body of a 400 is known; those of 401, 403 and 409 are not, so they are empty here.
pub fn error(status: u16, message: &str) -> Response {
    match status {
        401 | 403 | 409 => response(status, &[], ""),
        _ => response(status, &[], &json!({"errorMessage": message, "requestId": "wfo-000001"}).to_string()),
    }
}
