//! A model of Workiva's server: users, roles, workspaces, groups, operations; it answers as the fact sheet says.

mod changes;
mod operations;
mod pages;
mod token;

pub use operations::Operation;
pub use token::{Tokens, CLIENT_ID, CLIENT_SECRET};

use crate::rig::{decode, Server};
use provisor::http::{Method, RequestDocument, Response};
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// The address has a path, for links must be asked below it.
pub const BASE: &str = "https://api.app.wdesk.com/gate";
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
            tokens: Tokens::new(),
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

    /// Fails when an identity is there twice.
    pub fn check_no_twins(&self) {
        let mut names: Vec<_> = self.people.iter().map(|person| person.email.to_lowercase()).collect();
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "created twice: {names:?}");
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

    /// Everybody, with all that they have: what two runs are compared by.
    pub fn state(&self) -> Value {
        let mut all: Vec<_> = self
            .people
            .iter()
            .map(|person| json!([person.username, person.given, self.has(&person.email)]))
            .collect();
        all.sort_by_key(Value::to_string);
        Value::Array(all)
    }
}

fn role(roles: &[(String, String)], name: &str) -> String {
    roles.iter().find(|(_, other)| other == name).unwrap().0.clone()
}

impl Server for Model {
    fn expire(&mut self) {
        self.tokens.expire();
    }

    fn answer(&mut self, request: &RequestDocument, now: u64) -> Response {
        assert_eq!(request.headers["x-version"], "2026-01-01");
        let target = request.url.strip_prefix(BASE).expect("a request to somewhere else");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if path == "/iam/v1/oauth2/token" {
            return self.tokens.grant(request, now);
        }
        if !self.tokens.admits(request, now) {
            return error(401, "401Unauthorized", "the token is missing, invalid or expired");
        }
        let segments: Vec<_> = path.split('/').skip(1).map(decode).collect();
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        let body: Value =
            request.body.as_deref().map(|text| serde_json::from_str(text).unwrap()).unwrap_or_default();
        match segments.as_slice() {
            ["operations", id] if request.method == Method::Get => self.poll(id, now),
            ["organizations", ORGANIZATION, rest @ ..] => match request.method {
                Method::Get => self.read(rest, path, query, now),
                _ => self.change(request.method, rest, &body, now),
            },
            _ => error(404, "404NotFound", "no such address"),
        }
    }
}

pub fn json_answer(status: u16, body: &Value) -> Response {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    Response::new(status, headers, body.to_string().into_bytes())
}

pub fn error(status: u16, code: &str, message: &str) -> Response {
    let body = json!({"code": code, "message": message, "target": null, "details": [], "documentationUrl": "https://x.example", "version": "2026-01-01"});
    json_answer(status, &body)
}
