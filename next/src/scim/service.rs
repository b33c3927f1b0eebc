//! The endpoints of a SCIM service provider: RFC 7644 §3.
use super::answer::{created, resources, Config};
use super::body::{changes, member_changes, new_resource, replacement, USER};
use super::filter::Filter;
use crate::error::{Error, Result};
use crate::http::{accepted, Accepted, Call, Page, Read, Response};
use crate::percent::encode;
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// Where a platform has its SCIM, and which media type it speaks there.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The path before `/Users`, below the base URL.
    pub root: &'static str,
    /// The media type of bodies.
    pub media: &'static str,
}
/// As RFC 7644 has it.
pub const STANDARD: Service = Service { root: "", media: "application/scim+json" };

impl Service {
    fn call<T>(&self, method: &'static str, purpose: &'static str, path: String, read: Read<T>) -> Call<T> {
        let accept = match self.media {
            "application/json" => "application/json",
            _ => "application/scim+json, application/json",
        };
        Call::new(method, purpose, format!("{}{path}", self.root), read).header("accept", accept)
    }
    fn with<T>(&self, call: Call<T>, body: &impl Serialize) -> Call<T> {
        call.json(body).header("content-type", self.media)
    }
    /// A page of `/Users` or `/Groups`, from this one on (the first is 1).
    ///
    /// # Errors
    /// `config_invalid` for a filter that cannot be written.
    pub fn list(
        &self,
        kind: &str,
        filter: Option<&Filter>,
        more: &str,
        start: usize,
        count: usize,
    ) -> Result<Call<Vec<Record>>> {
        let filter = filter.map(|filter| Ok(format!("filter={}&", encode(&filter.text()?)))).transpose()?;
        let filter = filter.unwrap_or_default();
        let target = format!("/{kind}?{filter}{more}startIndex={start}&count={count}");
        let purpose = if kind == "Users" { "look up users" } else { "look up groups" };
        Ok(self.call("GET", purpose, target, resources))
    }
    /// One user, whole.
    pub fn read_user(&self, id: &str) -> Call<Record> {
        self.call("GET", "read the user", format!("/Users/{}", encode(id)), Response::object)
    }
    /// Creates a user of these attributes; answers with its id.
    pub fn create_user(&self, user: &Record) -> Call<String> {
        let call = self.call("POST", "create the user", "/Users".into(), created).creates();
        self.with(call, &new_resource(USER, user))
    }
    /// Replaces a user: whatever was not changed goes back as it was read. What it answers is not relied on.
    ///
    /// # Errors
    /// `bad_response` where the record is another user's.
    pub fn replace_user(&self, id: &str, user: &Record) -> Result<Call<()>> {
        if user.text("/id").as_deref() != Some(id) {
            return Err(Error::bad_response("the platform answers with another user than was asked for"));
        }
        let call = self.call("PUT", "replace the user", format!("/Users/{}", encode(id)), Response::ignore);
        Ok(self.with(call, &replacement(user)))
    }
    /// Changes the attributes at these pointers of a user to what the record has.
    pub fn patch_user<'a>(
        &self,
        id: &str,
        user: &Record,
        pointers: impl Iterator<Item = &'a str>,
    ) -> Call<()> {
        let call = self.call("PATCH", "update the user", format!("/Users/{}", encode(id)), Response::ignore);
        self.with(call, &changes(user, pointers))
    }
    /// Removes a user.
    pub fn delete_user(&self, id: &str) -> Call<()> {
        self.call("DELETE", "delete the user", format!("/Users/{}", encode(id)), Response::ignore)
    }
    /// Who is in a group, by id.
    pub fn list_members<T: From<String>>(&self, group: &str) -> Call<Page<T>> {
        self.call("GET", "read the group's members", format!("/Groups/{}", encode(group)), members)
    }
    /// Adds people to a group, or removes them: at most 100 in one request.
    pub fn change_members<'a>(
        &self,
        group: &str,
        ids: impl Iterator<Item = &'a str>,
        add: bool,
    ) -> Call<Accepted> {
        let target = format!("/Groups/{}", encode(group));
        let call = self.call("PATCH", "change the group's members", target, accepted);
        self.with(call, &member_changes(ids, add))
    }
    /// What the server can do.
    pub fn read_config(&self) -> Call<Config> {
        self.call("GET", "ask what the server can do", "/ServiceProviderConfig".into(), Config::read)
    }
}
fn members<T: From<String>>(answer: &Response) -> Result<Page<T>> {
    #[derive(Deserialize)]
    struct Group {
        members: Option<Vec<Member>>,
    }
    #[derive(Deserialize)]
    struct Member {
        value: String,
    }
    let group: Group = answer.object()?;
    let items = group.members.unwrap_or_default().into_iter().map(|member| member.value.into()).collect();
    Ok(Page { items, next: None })
}
