//! Any SCIM 2.0 service provider, RFC 7643 and 7644: people, and the groups they are in.
mod server;
#[cfg(test)]
mod tests;
mod user;

use super::standing::{Basic, Standing};
use super::text::Id;
use super::Made;
use crate::error::{Code, Error, Result};
use crate::http::{Accepted, Call, Http, Response};
use crate::input::{choice, Input};
use crate::names::{fold, Named};
use crate::reconcile::{
    Account, At, Change, Desired, Document, Form, Found, Kind, Member, Membership, Of, Platform, Removal,
    Shape, Who, Wish,
};
use crate::record::Record;
use crate::scim::{self, Lookup, MEMBERS_AT_ONCE, STANDARD};
use crate::secret::Secret;
use serde_json::Value;
use server::Server;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
pub(super) use user::{User, COLUMNS};

crate::input! {
    /// The options of a SCIM client alone; `/Users` comes after `baseUrl`.
    pub(crate) struct Options {
        base_url "baseUrl": String,
        bearer_token "bearerToken": Option<Secret>,
        basic "basic": Option<Basic>,
        deprovision "deprovision": Leaving = Leaving::Deactivate,
    }
}
/// What is done with the account of a person who leaves.
#[derive(Clone, Copy)]
pub(crate) enum Leaving {
    Deactivate,
    Delete,
}
impl Input for Leaving {
    fn read(path: &str, value: &Value) -> Result<Self> {
        choice(path, value, &[("deactivate", Self::Deactivate), ("delete", Self::Delete)])
    }
}
/// The platform, and what it has learnt of the server.
pub(crate) struct Scim {
    lookup: Lookup,
    leaving: Leaving,
    server: RefCell<Rc<Server>>,
}
/// A client, from its options.
///
/// # Errors
/// `config_invalid`, naming the option.
pub(crate) fn make(options: Options) -> Result<Made<Scim>> {
    let Options { base_url, bearer_token, basic, deprovision } = options;
    let lookup = Lookup { service: STANDARD, attribute: "userName", at_once: Cell::new(50) };
    let platform = Scim { lookup, leaving: deprovision, server: RefCell::default() };
    let dialect = Box::new(Standing::new("options", "scim", bearer_token, basic, scim::words)?);
    Ok(Made { platform, base_url, link_hosts: &[], dialect })
}

impl Scim {
    /// PATCH or PUT, as the server says; for the version that was read, where it has versions.
    fn update(&self, who: &Who, record: &Record, wishes: &[&Wish]) -> Result<Call<()>> {
        let server = self.server.borrow();
        let call = match server.config.patch {
            true => STANDARD.patch_user(&who.id, record, wishes.iter().map(|wish| wish.pointer.as_str())),
            false => STANDARD.replace_user(&who.id, record)?,
        };
        let version = record.text("/meta/version").filter(|_| server.config.etag);
        Ok(version.into_iter().fold(call, |call, version| call.header("if-match", version)))
    }
    fn change(&self, at: &At, people: &[Member], add: bool) -> Call<Accepted> {
        STANDARD.change_members(&at.id, people.iter().map(|one| one.id.as_str()), add)
    }
    /// The group of this name, or of the id in `id:…`; a miss tells the nearest that there are. None is ever made.
    async fn group(&self, http: &Http, name: &str) -> Result<Named> {
        if !name.starts_with("id:") {
            // A server may refuse this filter, or pass over it: then all groups are listed, and matched here.
            match scim::list_groups(http, &STANDARD, Some(name), fold).await {
                Ok(found) if !found.all().is_empty() => match found.resolve(name) {
                    Err(error) if error.code == Code::NotFound => {}
                    group => return group.cloned(),
                },
                Err(error) if error.fatal => return Err(error),
                _ => {}
            }
        }
        scim::list_groups(http, &STANDARD, None, fold).await?.resolve(name).cloned()
    }
}
fn membership(group: &Named, wanted: bool) -> Membership {
    let (container, label) = (group.id.clone(), group.name.clone());
    Membership { kind: 0, place: String::new(), container, label, wanted }
}
fn create_user(user: &User, desired: &Desired) -> Call<String> {
    let mut record = desired.new_record(0);
    record.set("/userName", &user.user_name.0.as_str().into());
    record.set("/active", &user.active.unwrap_or(true).into());
    if user.email.is_some() {
        record.set("/emails/type=work/primary", &true.into());
    }
    STANDARD.create_user(&record)
}
fn list_users(names: &[String], start: Option<usize>, count: Option<usize>) -> Result<Call<Vec<Record>>> {
    let filter = scim::or(names.iter().map(|name| scim::eq("userName", name.as_str())));
    STANDARD.list(
        "Users",
        Some(&filter).filter(|_| !names.is_empty()),
        "",
        start.unwrap_or(1),
        count.unwrap_or(100),
    )
}

impl Platform for Scim {
    const NAME: &'static str = "scim";
    const BATCH: usize = 100;
    const DOCUMENTS: &'static [Document<Self>] = &[Document {
        form: Form { prefix: "", is_found: true, in_create: true },
        read: |_, who| STANDARD.read_user(&who.id),
        write: Self::update,
        hides: |own, _, wish| own.server.borrow().hides(&wish.pointer),
    }];
    const KINDS: &'static [Kind<Self>] = &[Kind {
        shape: Shape { name: "groups", within: None, of: Of::Container, at_once: MEMBERS_AT_ONCE },
        read: |_, at| STANDARD.list_members(&at.id),
        change: Self::change,
    }];
    const SHOWN: &'static [&'static str] = user::SHOWN;
    type User = User;

    fn subject(&self, user: &User) -> String {
        user.user_name.0.clone()
    }
    fn keys(&self, user: &User) -> Vec<String> {
        user.keys()
    }
    fn check(&self, user: &User) -> Result<()> {
        user.check()
    }
    async fn find(&self, http: &Http, users: &[&User], _fresh: bool) -> Result<Vec<Result<Found>>> {
        let server = http.once("what the server can do".to_owned(), Server::ask(http)).await?;
        *self.server.borrow_mut() = server;
        let names: Vec<_> = users.iter().map(|user| user.user_name.0.clone()).collect();
        let found = self.lookup.find(http, &names).await;
        Ok(users
            .iter()
            .zip(found)
            .map(|(user, found)| Ok(shown(found?, user.active, user::DEACTIVATED)))
            .collect())
    }
    async fn desired(&self, http: &Http, user: &User) -> Result<Desired> {
        let mut desired = Desired::of(user.wishes());
        let Some(groups) = &user.groups else { return Ok(desired) };
        if !self.server.borrow().config.patch {
            let words = "the server takes no PATCH, by which people get into groups and out of them";
            return Err(Error::new(Code::Unsupported, words).hint("leave groups out"));
        }
        for name in groups {
            let group = self.group(http, &name.0).await?;
            desired.memberships.push(membership(&group, true));
        }
        if user.exact {
            let all = scim::list_groups(http, &STANDARD, None, fold).await?;
            let is_asked = |group: &&Named| desired.memberships.iter().any(|one| one.container == group.id);
            let others: Vec<_> = all
                .all()
                .iter()
                .filter(|group| !is_asked(group))
                .map(|group| membership(group, false))
                .collect();
            desired.memberships.extend(others);
        }
        Ok(desired)
    }
    fn create(&self, _: &Found, user: &User, desired: &Desired) -> Result<Call<String>> {
        Ok(create_user(user, desired))
    }
    fn removal(&self, who: &Who, _: u64) -> Removal {
        match self.leaving {
            Leaving::Delete => Removal::Delete(STANDARD.delete_user(&who.id)),
            Leaving::Deactivate => {
                let wishes = vec![Wish::new("active", "/active", false)];
                Removal::Write { change: Change::Deactivate, document: 0, wishes }
            }
        }
    }
    fn ping(&self) -> Call<()> {
        let read = |answer: &Response| scim::resources(answer).map(drop);
        Call::get("look up users", "/Users?startIndex=1&count=1", read).header("accept", server::ACCEPT)
    }
    crate::by_name! {
        "readServiceProviderConfig" () = |_: &Self| Ok::<_, Error>(STANDARD.read_config()), Response::json::<Value>;
        "listSchemas" () = |_: &Self| Ok::<_, Error>(server::list_schemas()), Response::json::<Value>;
        "listUsers" (names "userNames": Option<Vec<String>>, start "startIndex": Option<usize>, count "count": Option<usize>) =
            |_: &Self, names: Option<Vec<String>>, start, count| list_users(&names.unwrap_or_default(), start, count),
            scim::resources;
        "createUser" (user "user": User) = |_: &Self, user: User| {
            user.check()?;
            Ok::<_, Error>(create_user(&user, &Desired::of(user.wishes())))
        }, scim::created;
        "readUser" (id "id": Id) = |_: &Self, id: Id| Ok::<_, Error>(STANDARD.read_user(&id.0)), Response::json::<Record>;
        "replaceUser" (id "id": Id, record "record": Value) = |_: &Self, id: Id, record: Value|
            STANDARD.replace_user(&id.0, &Record::from_value(&record).unwrap_or_default()), Response::ignore;
        "updateUser" (id "id": Id, user "user": User) = |_: &Self, id: Id, user: User| {
            let wishes = user.wishes();
            let record = Desired::of(wishes.clone()).new_record(0);
            Ok::<_, Error>(STANDARD.patch_user(&id.0, &record, wishes.iter().map(|wish| wish.pointer.as_str())))
        }, Response::ignore;
        "deleteUser" (id "id": Id) = |_: &Self, id: Id| Ok::<_, Error>(STANDARD.delete_user(&id.0)), Response::ignore;
        "listGroups" (name "displayName": Option<String>, start "startIndex": Option<usize>, count "count": Option<usize>) =
            |_: &Self, name: Option<String>, start: Option<usize>, count: Option<usize>| {
                let filter = name.map(|name| scim::eq("displayName", name));
                let more = "excludedAttributes=members&";
                STANDARD.list("Groups", filter.as_ref(), more, start.unwrap_or(1), count.unwrap_or(100))
            }, scim::resources;
        "readGroup" (id "id": Id) = |_: &Self, id: Id| Ok::<_, Error>(STANDARD.list_members::<Member>(&id.0)),
            Response::json::<Value>;
        "addGroupMembers" (group "group": Id, users "users": Vec<Id>) = |_: &Self, group: Id, users: Vec<Id>|
            Ok::<_, Error>(STANDARD.change_members(&group.0, users.iter().map(|id| id.0.as_str()), true)), Response::ignore;
        "removeGroupMembers" (group "group": Id, users "users": Vec<Id>) = |_: &Self, group: Id, users: Vec<Id>|
            Ok::<_, Error>(STANDARD.change_members(&group.0, users.iter().map(|id| id.0.as_str()), false)), Response::ignore;
    }
}
/// An account as a look-up shows it; `off` warns of one that is deactivated and stays so.
pub(super) fn shown(record: Option<Record>, active: Option<bool>, off: &str) -> Found {
    let account = record.map(|record| {
        let is_off = record.get("/active") == Some(false.into()) && active.is_none();
        let warnings = is_off.then(|| off.to_owned()).into_iter().collect();
        Account { id: record.text("/id").unwrap_or_default(), record: Some(record), warnings }
    });
    Found { account, ..Found::default() }
}
