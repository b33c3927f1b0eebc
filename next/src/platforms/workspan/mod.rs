//! WorkSpan: Application Users made by hand and proven by software; people through a SCIM without PATCH. [S] the vendor's "How to
//! create a new user in WorkSpan?"; [D] its developer portal, `developer.workspan.com`; [C] public client code.
mod entry;
mod guide;
#[cfg(test)]
mod tests;
pub use guide::application_user_guide;

use super::email::Email;
use super::scim::shown;
use super::text::{Id, Line};
use super::Made;
use crate::error::{Error, Result};
use crate::http::{Call, Http, Response};
use crate::reconcile::{Change, Desired, Document, Form, Found, Platform, Removal, Who, Wish};
use crate::record::Record;
use crate::roster::{Column, Kind};
use crate::scim::{self, Lookup, Service};
use entry::Options;
use serde_json::Value;
use std::cell::Cell;

crate::input! {
    /// A person.
    pub(crate) struct User {
        /// The user name as well [D].
        email "email": Email,
        given_name "givenName": Option<Line>,
        family_name "familyName": Option<Line>,
        display_name "displayName": Option<Line>,
        department "department": Option<Line>,
        /// Left out, a new user may work, and another stays as they are.
        active "active": Option<bool>,
    }
}
/// The columns of a roster.
pub(super) const COLUMNS: &[Column] = &[
    Column::new("email", Kind::Text, "ann.example@partner.example").required(),
    Column::new("givenName", Kind::Text, "Ann"),
    Column::new("familyName", Kind::Text, "Example"),
    Column::new("displayName", Kind::Text, ""),
    Column::new("department", Kind::Text, "Alliances"),
    Column::new("active", Kind::Flag, ""),
];
impl User {
    pub(super) fn keys(&self) -> Vec<String> {
        vec![self.email.folded()]
    }
    /// Besides what identifies the person, a new account needs both names.
    pub(super) fn check(&self) -> Result<()> {
        let needed = [("givenName", &self.given_name), ("familyName", &self.family_name)];
        match needed.iter().find(|(_, value)| value.is_none()) {
            Some((name, _)) => Err(Error::invalid(format!("user.{name} is missing"))),
            None => Ok(()),
        }
    }
}
/// The platform.
pub(crate) struct WorkSpan {
    lookup: Lookup,
    client_id: String,
}
/// A client, from its options.
///
/// # Errors
/// `config_invalid` and `config_missing`, naming the option.
pub(crate) fn make(mut options: Options) -> Result<Made<WorkSpan>> {
    options.check()?;
    // Only `userName` filters [D], and `or` is not documented: each person is looked up alone.
    let lookup = Lookup { service: SCIM, attribute: "userName", at_once: Cell::new(1) };
    let platform = WorkSpan { lookup, client_id: options.credentials.client_id.clone() };
    Ok(Made { platform, base_url: options.base_url.clone(), link_hosts: &[], dialect: Box::new(options) })
}

/// `POST`, `GET` and `PUT` on users; no PATCH, DELETE or groups [D].
const SCIM: Service = Service { root: "/api/scim/v2", media: "application/json" };
const SUSPENDED: &str = "the user is suspended, and stays so: \"active\": true would end that";

/// `GET /report/v1/list`: 200 proves the pair and the environment, 401 the token, 403 the access type [D].
fn list_reports() -> Call<()> {
    Call::get("prove the credentials", "/report/v1/list", Response::ignore)
}
/// `GET /Users?filter=userName eq "…"` [D]; counts are not believed: the portal's own example says 0 above one resource.
fn list_users(email: &str) -> Result<Call<Vec<Record>>> {
    SCIM.list("Users", Some(&scim::eq("userName", email)), "", 1, 10)
}
/// `POST /Users`: "creates the user if none exists with the same e-mail"; what a second one does is not documented [D].
fn create_user(user: &User, desired: &Desired) -> Call<String> {
    let mut record = desired.new_record(0);
    record.set("/userName", &user.email.as_str().into());
    record.set("/emails/type=work/primary", &true.into());
    record.set("/active", &user.active.unwrap_or(true).into());
    SCIM.create_user(&record)
}

impl Platform for WorkSpan {
    const NAME: &'static str = "workspan";
    /// The answers to a list, a read and a PUT may carry neither `name` nor `emails` nor `displayName` [D].
    const DOCUMENTS: &'static [Document<Self>] = &[Document {
        form: Form { prefix: "", is_found: true, in_create: true },
        read: |_, who| SCIM.read_user(&who.id),
        write: |_, who, record, _| SCIM.replace_user(&who.id, record),
        hides: |_, record, wish| {
            let is_personal =
                ["/name", "/emails", "/displayName"].iter().any(|one| wish.pointer.starts_with(one));
            // Every user there has an e-mail address: a record without one is a reduced one.
            is_personal && record.get("/emails").is_none_or(|emails| emails.is_null())
        },
    }];
    const SHOWN: &'static [&'static str] =
        &["email", "givenName", "familyName", "displayName", "department", "active"];
    type User = User;

    fn subject(&self, user: &User) -> String {
        user.email.as_str().to_owned()
    }
    fn keys(&self, user: &User) -> Vec<String> {
        user.keys()
    }
    fn check(&self, user: &User) -> Result<()> {
        user.check()
    }
    async fn find(&self, http: &Http, users: &[&User], _fresh: bool) -> Result<Vec<Result<Found>>> {
        let names: Vec<_> = users.iter().map(|user| user.email.as_str().to_owned()).collect();
        let found = self.lookup.find(http, &names).await;
        Ok(users.iter().zip(found).map(|(user, found)| Ok(shown(found?, user.active, SUSPENDED))).collect())
    }
    async fn desired(&self, _: &Http, user: &User) -> Result<Desired> {
        Ok(Desired::of(wishes(user)))
    }
    fn create(&self, _: &Found, user: &User, desired: &Desired) -> Result<Call<String>> {
        Ok(create_user(user, desired))
    }
    /// `active: false` suspends; nothing removes a user [D].
    fn removal(&self, _: &Who, _: u64) -> Removal {
        let wishes = vec![Wish::new("active", "/active", false)];
        Removal::Write { change: Change::Suspend, document: 0, wishes }
    }
    fn ping(&self) -> Call<()> {
        list_reports()
    }
    fn notes(&self) -> Vec<String> {
        guide::pair_warnings(&self.client_id)
    }
    crate::by_name! {
        "listReports" () = |_: &Self| Ok::<_, Error>(list_reports()), Response::ignore;
        "listUsers" (email "email": Email) = |_: &Self, email: Email| list_users(email.as_str()), scim::resources;
        "createUser" (user "user": User) = |own: &Self, user: User| {
            own.check(&user)?;
            Ok::<_, Error>(create_user(&user, &Desired::of(wishes(&user))))
        }, scim::created;
        "readUser" (id "id": Id) = |_: &Self, id: Id| Ok::<_, Error>(SCIM.read_user(&id.0)), Response::json::<Record>;
        "replaceUser" (id "id": Id, record "record": Value) = |_: &Self, id: Id, record: Value|
            SCIM.replace_user(&id.0, &Record::from_value(&record).unwrap_or_default()), Response::ignore;
    }
}
/// Attributes, and where they are in a user [D].
fn wishes(user: &User) -> Vec<Wish> {
    let text = |text: &Option<Line>| text.as_ref().map(|text| Value::from(text.0.as_str()));
    let department = format!("/{}/department", scim::ENTERPRISE);
    let all = [
        ("givenName", "/name/givenName", text(&user.given_name)),
        ("familyName", "/name/familyName", text(&user.family_name)),
        ("displayName", "/displayName", text(&user.display_name)),
        ("department", department.as_str(), text(&user.department)),
        ("active", "/active", user.active.map(Value::from)),
    ];
    let email =
        Wish::new("email", "/emails/type=work/value", user.email.as_str()).compared(scim::is_same_text);
    let all = all.into_iter().filter_map(|(name, pointer, value)| Some(Wish::new(name, pointer, value?)));
    all.chain([email]).collect()
}
