//! A model of Workiva's server: users, roles, workspaces, groups, operations; it answers as the fact sheet says.

mod changes;
mod operations;
mod pages;

pub use operations::Operation;

use crate::rig::{decode, json_answer, Request, Server, Tokens, CLIENT_SECRET};
use provisor_next::http::Response;
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// The address has a path, for links must be asked below it.
pub const BASE: &str = "https://api.app.wdesk.com/gate";
pub const CLIENT_ID: &str = "a client & co";
pub const ORGANIZATION: &str = "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f";

#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: String,
    pub username: String,
    pub email: String,
    pub given: String,
    pub family: String,
    pub display: String,
    pub is_suspended: bool,
    pub roles: BTreeSet<String>,
    /// Lists show it from then on.
    pub shows_at: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    pub id: String,
    pub user: String,
    pub roles: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub id: String,
    pub name: String,
    pub members: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Workspace {
    pub id: String,
    pub name: String,
    pub memberships: Vec<Membership>,
    pub groups: Vec<Group>,
}

/// The server's state, and its ways.
#[derive(Clone, Debug)]
pub struct Model {
    pub people: Vec<Person>,
    pub workspaces: Vec<Workspace>,
    pub organization_roles: Vec<(String, String)>,
    pub workspace_roles: Vec<(String, String)>,
    pub operations: Vec<Operation>,
    /// User names that were created, in order.
    pub created: Vec<String>,
    pub tokens: Tokens,
    /// The scope granted, whatever was asked for.
    pub scope: Option<&'static str>,
    /// The scopes asked for.
    pub asked: Vec<Option<String>>,
    pub ways: Ways,
    last_id: u64,
}

/// In which ways the server is awkward.
#[derive(Clone, Debug)]
pub struct Ways {
    pub page_size: usize,
    /// What links begin with.
    pub links: String,
    pub null_links: bool,
    /// Looks that an operation takes.
    pub looks: u32,
    /// How operations end, if not well; with a code.
    pub ends: Option<(&'static str, &'static str)>,
    pub location: bool,
    pub retry_after: Option<String>,
    /// Role changes are made as they are accepted.
    pub at_once: bool,
    /// How long a new account hides, in milliseconds.
    pub shows_late_ms: u64,
    pub loses_races: bool,
    /// A second one of a user name is made, rather than refused.
    pub makes_twins: bool,
    /// This user name belongs to somebody elsewhere.
    pub taken: Option<&'static str>,
    /// Whom groups refuse silently, by e-mail.
    pub left_out: Option<&'static str>,
    /// Whom groups refuse with a 400 for all.
    pub objects_to: Option<&'static str>,
    /// A new member is given this role.
    pub gives: Option<&'static str>,
    /// A role that is held cannot be given once more.
    pub strict_roles: bool,
    /// PATCH leaves this field as it is.
    pub ignores: Option<&'static str>,
    /// The report of users.
    pub report: Report,
}
/// What `orgReportUsers` is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Report {
    /// Not there, or not for this client: 404, 403.
    Refused(u16),
    /// With the ids of the other lists, as is assumed [A].
    SameIds,
    /// With ids of its own.
    OwnIds,
}

impl Model {
    pub fn new() -> Self {
        let roles = |names: &[&str], from: usize| {
            names.iter().enumerate().map(|(n, name)| ((n + from).to_string(), (*name).to_owned())).collect()
        };
        let ways = Ways {
            page_size: 1000,
            links: "https://api.eu.wdesk.com".to_owned(),
            null_links: false,
            looks: 2,
            ends: None,
            location: true,
            retry_after: None,
            at_once: false,
            shows_late_ms: 0,
            loses_races: false,
            makes_twins: false,
            taken: None,
            left_out: None,
            objects_to: None,
            gives: None,
            strict_roles: false,
            ignores: None,
            report: Report::SameIds,
        };
        let mut model = Self {
            people: Vec::new(),
            workspaces: Vec::new(),
            organization_roles: roles(
                &["Organization Member", "Org User Admin", "Org Workspace Admin", "Data Access Admin"],
                1,
            ),
            // The same ids mean other roles here.
            workspace_roles: roles(&["Workspace Owner", "Workspace Member", "Editor", "Viewer"], 2),
            operations: Vec::new(),
            created: Vec::new(),
            tokens: Tokens::new(599),
            scope: Some("organization:read organization:write"),
            asked: Vec::new(),
            ways,
            last_id: 0,
        };
        for (name, groups) in [
            ("Annual Report", &["Reviewers", "Preparers"][..]),
            ("SOX & Controls", &["Reviewers"][..]),
            ("Archive", &[][..]),
            ("Archive", &[][..]),
        ] {
            let id = model.next_id("Workspace");
            let groups = groups
                .iter()
                .map(|name| Group {
                    id: model.next_id("Group"),
                    name: (*name).to_owned(),
                    members: BTreeSet::new(),
                })
                .collect();
            model.workspaces.push(Workspace { id, name: name.to_owned(), memberships: Vec::new(), groups });
        }
        model
    }

    /// The same with its ways changed.
    #[must_use]
    pub fn ways(mut self, change: impl FnOnce(&mut Ways)) -> Self {
        change(&mut self.ways);
        self
    }

    /// The same with somebody in it.
    #[must_use]
    pub fn with(mut self, email: &str) -> Self {
        self.add(email, &email.to_lowercase(), 0);
        self
    }

    /// The same with a member of a workspace, with these roles and groups in it.
    #[must_use]
    pub fn with_member(mut self, email: &str, workspace: &str, roles: &[&str], groups: &[&str]) -> Self {
        if self.person(email).is_none() {
            self.add(email, &email.to_lowercase(), 0);
        }
        let user = self.person(email).unwrap().id.clone();
        let id = self.next_id("Membership");
        let roles = roles.iter().map(|name| role(&self.workspace_roles, name)).collect();
        let workspace = self.workspaces.iter_mut().find(|one| one.name == workspace).unwrap();
        workspace.memberships.push(Membership { id, user: user.clone(), roles });
        for group in workspace.groups.iter_mut().filter(|group| groups.contains(&group.name.as_str())) {
            group.members.insert(user.clone());
        }
        self
    }

    /// The same with roles of the organization for somebody who is there.
    #[must_use]
    pub fn with_roles(mut self, email: &str, roles: &[&str]) -> Self {
        let ids: Vec<_> = roles.iter().map(|name| role(&self.organization_roles, name)).collect();
        let person = self.people.iter_mut().find(|person| person.email.eq_ignore_ascii_case(email)).unwrap();
        person.roles.extend(ids);
        self
    }

    pub fn add(&mut self, email: &str, username: &str, shows_at: u64) -> String {
        let id = self.next_id("WFUser");
        self.people.push(Person {
            id: id.clone(),
            username: username.to_owned(),
            email: email.to_owned(),
            given: "Ann".into(),
            family: "Example".into(),
            display: "Ann Example".into(),
            is_suspended: false,
            roles: [role(&self.organization_roles, "Organization Member")].into(),
            shows_at,
        });
        id
    }

    /// Opaque ids, which would spoil a path that holds them as they are.
    fn next_id(&mut self, kind: &str) -> String {
        self.last_id += 1;
        format!("{kind}/{}+a=", self.last_id)
    }

    pub fn person(&self, email: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.email.eq_ignore_ascii_case(email))
    }

    pub fn person_mut(&mut self, email: &str) -> &mut Person {
        self.people.iter_mut().find(|person| person.email.eq_ignore_ascii_case(email)).unwrap()
    }

    /// All that somebody has, by name: roles of the organization, and for each workspace roles and groups.
    pub fn has(&self, email: &str) -> Value {
        let person = self.person(email).unwrap_or_else(|| panic!("{email} is not there"));
        let names = |roles: &[(String, String)], ids: &BTreeSet<String>| -> Vec<String> {
            roles.iter().filter(|(id, _)| ids.contains(id)).map(|(_, name)| name.clone()).collect()
        };
        let mut all = json!({ "organization": names(&self.organization_roles, &person.roles) });
        for workspace in &self.workspaces {
            let Some(membership) = workspace.memberships.iter().find(|one| one.user == person.id) else {
                continue;
            };
            let groups: Vec<_> =
                workspace.groups.iter().filter(|g| g.members.contains(&person.id)).map(|g| &g.name).collect();
            all[&workspace.name] = json!([names(&self.workspace_roles, &membership.roles), groups]);
        }
        all
    }
}

fn role(roles: &[(String, String)], name: &str) -> String {
    roles.iter().find(|(_, other)| other == name).unwrap().0.clone()
}

impl Model {
    fn grant(&mut self, request: &Request, now: u64) -> Response {
        assert_eq!(request.form("grant_type").as_deref(), Some("client_credentials"));
        self.asked.push(request.form("scope"));
        let pair = (request.form("client_id"), request.form("client_secret"));
        if pair != (Some(CLIENT_ID.into()), Some(CLIENT_SECRET.into())) || self.tokens.refused {
            return json_answer(
                401,
                &json!({"error": "invalid_client", "error_description": "no", "error_uri": ""}),
            );
        }
        let token = self.tokens.grant(now);
        let mut answer = json!({"access_token": token, "expires_in": 599, "token_type": "bearer"});
        if let Some(scope) = self.scope {
            answer["scope"] = scope.into();
        }
        json_answer(200, &answer)
    }
}
fn path(url: &str) -> (&str, &str) {
    let target = url.strip_prefix(BASE).expect("a request to somewhere else");
    target.split_once('?').unwrap_or((target, ""))
}
fn segments(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(decode).collect()
}

pub const TOKEN: &str = "token";
pub const USERS: &str = "list users";
pub const CREATE: &str = "create";
pub const UPDATE: &str = "update";
pub const READ: &str = "read";
pub const ROLES: &str = "change roles";
pub const POLL: &str = "poll";
pub const HELD: &str = "list roles held";
pub const JOIN: &str = "join";
pub const LEAVE: &str = "leave";
pub const MEMBERSHIPS: &str = "list memberships";
pub const GROUP: &str = "change group";
pub const MEMBERS: &str = "list group members";
pub const DELETE: &str = "delete";
pub const REPORT: &str = "report";
pub const NAMES: &str = "list names";

impl Server for Model {
    fn step(method: &str, url: &str) -> &'static str {
        let segments = segments(path(url).0);
        let segments: Vec<_> = segments.iter().skip(2).map(String::as_str).collect();
        match (method, segments.as_slice()) {
            _ if path(url).0 == "/iam/v1/oauth2/token" => TOKEN,
            _ if path(url).0.starts_with("/operations/") => POLL,
            ("GET", ["users"]) => USERS,
            ("POST", ["users"]) => CREATE,
            ("GET", ["users", _]) => READ,
            ("PATCH", ["users", _]) => UPDATE,
            ("DELETE", ["users", _]) => DELETE,
            ("GET", ["users", _, "roles"] | ["workspaces", _, "memberships", _, "roles"]) => HELD,
            ("POST", [.., "assignment" | "revocation"]) => ROLES,
            ("GET", ["workspaces", _, "memberships"]) => MEMBERSHIPS,
            ("POST", [.., "membershipCreation"]) => JOIN,
            ("DELETE", ["workspaces", ..]) => LEAVE,
            ("GET", [.., "members"]) => MEMBERS,
            ("POST", [.., "modification"]) => GROUP,
            ("GET", ["orgReportUsers"]) => REPORT,
            ("GET", ["roles"] | ["workspaces"] | ["workspaces", _, "roles" | "groups"]) => NAMES,
            other => panic!("{other:?}"),
        }
    }
    fn expire(&mut self) {
        self.tokens.expire();
    }
    fn answer(&mut self, request: &Request, now: u64) -> Response {
        assert_eq!(request.header("x-version"), Some("2026-01-01"));
        let (path, query) = path(&request.url);
        if path == "/iam/v1/oauth2/token" {
            return self.grant(request, now);
        }
        if !self.tokens.admits(request, now) {
            return error(401, "401Unauthorized", "the token is missing, invalid or expired");
        }
        let segments = segments(path);
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        let body = request.body.as_ref().map(|_| request.json()).unwrap_or_default();
        match segments.as_slice() {
            ["operations", id] if request.method == "GET" => self.poll(id, now),
            ["organizations", ORGANIZATION, "orgReportUsers"] => self.report(query, now),
            ["organizations", ORGANIZATION, rest @ ..] => match request.method {
                "GET" => self.read(rest, path, query, now),
                method => self.change(method, rest, &body, now),
            },
            _ => error(404, "404NotFound", "no such address"),
        }
    }
}
fn error(status: u16, code: &str, message: &str) -> Response {
    let body = json!({"code": code, "message": message, "target": null, "details": [], "documentationUrl": "https://x.example", "version": "2026-01-01"});
    json_answer(status, &body)
}
