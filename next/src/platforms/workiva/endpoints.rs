//! The calls of Workiva's platform API, version 2026-01-01 [D]: <https://developers.workiva.com/2026-01-01/platform-overview.html>.
use super::accounts::{self, Kept};
use super::page::page;
use super::survey;
use super::user::{ORGANIZATION_ROLE, WORKSPACE, WORKSPACE_GROUP, WORKSPACE_ROLE};
use crate::error::{Error, Result};
use crate::http::{accepted, Accepted, Call, Page, Response};
use crate::names::Named;
use crate::percent::encode;
use crate::reconcile::{At, Document, Form, Kind, Member, Of, Shape, Who, Wish};
use crate::record::Record;
use provisor_lists::workiva::Reported;
use serde::Deserialize;
use serde_json::{json, Value};

/// What is needed to read and to write.
pub(super) const SCOPES: &[&str] = &["organization:read", "organization:write"];

/// The API of one organization.
pub(crate) struct Organization {
    /// Its id, a UUID [D].
    pub id: String,
    /// `X-Version`: without it a request falls to the version of 2022, whose paths differ [D].
    pub version: String,
}

pub(super) const DOCUMENTS: &[Document<Organization>] = &[Document::new(
    Form { prefix: "", is_found: true, in_create: true },
    Organization::read_user,
    Organization::update_user,
)];
pub(super) const KINDS: &[Kind<Organization>] = {
    type O = Organization;
    &[
        kind(ORGANIZATION_ROLE, Of::Person, 100, O::list_user_roles, O::change_user_roles),
        kind(WORKSPACE, Of::Container, 1, O::list_memberships, O::change_membership),
        kind(WORKSPACE_ROLE, Of::Person, 100, O::list_membership_roles, O::change_membership_roles),
        kind(WORKSPACE_GROUP, Of::Container, 100, O::list_group_members, O::change_group_members),
    ]
};
type Change<P> = fn(&P, &At, &[Member], bool) -> Call<Accepted>;
/// A kind of either route. Roles and groups of a workspace need its membership first [D].
pub(super) const fn kind<P>(
    of: usize,
    whose: Of,
    at_once: usize,
    read: fn(&P, &At) -> Call<Page<Member>>,
    change: Change<P>,
) -> Kind<P> {
    let (name, within) = match of {
        ORGANIZATION_ROLE => ("organizationRoles", None),
        WORKSPACE => ("workspaces", None),
        WORKSPACE_ROLE => ("workspaceRoles", Some(WORKSPACE)),
        _ => ("groups", Some(WORKSPACE)),
    };
    Kind { shape: Shape { name, within, of: whose, at_once }, read, change }
}

#[derive(Deserialize)]
struct Entry {
    id: String,
}
fn members(answer: &Response) -> Result<Page<Member>> {
    let Page { items, next } = page::<Entry>(answer)?;
    Ok(Page { items: items.into_iter().map(|Entry { id }| id.into()).collect(), next })
}
fn ids(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.id.as_str()).collect()
}

impl Organization {
    fn call<T>(
        &self,
        method: &'static str,
        purpose: &'static str,
        rest: &str,
        read: fn(&Response) -> Result<T>,
    ) -> Call<T> {
        let target = format!("/organizations/{}/{rest}", encode(&self.id));
        Call::new(method, purpose, target, read).header("x-version", self.version.clone())
    }
    fn get<T>(&self, purpose: &'static str, rest: &str, read: fn(&Response) -> Result<T>) -> Call<T> {
        self.call("GET", purpose, rest, read)
    }
    /// Everybody, 1,000 on a page: no other look-up is documented.
    pub(super) fn list_users(&self) -> Call<Page<Kept>> {
        self.get("list the users", "users?$maxpagesize=1000", accounts::read)
    }
    pub fn read_user(&self, who: &Who) -> Call<Record> {
        self.get("read the user", &format!("users/{}", encode(&who.id)), Response::object)
    }
    pub fn create_user(&self, user: &Record) -> Call<String> {
        let read = |answer: &Response| match answer.object::<Entry>()? {
            Entry { id } if !id.is_empty() => Ok(id),
            _ => Err(Error::bad_response("the platform says it created the user, but gives no id")),
        };
        self.call("POST", "create the user", "users", read).json(user).creates()
    }
    /// JSON Patch: `replace` only, and of five attributes only.
    pub fn update_user(&self, who: &Who, _: &Record, wishes: &[&Wish]) -> Result<Call<()>> {
        let replace = |wish: &&Wish| json!({ "op": "replace", "path": wish.pointer, "value": wish.value });
        let patch: Vec<_> = wishes.iter().map(replace).collect();
        let call =
            self.call("PATCH", "update the user", &format!("users/{}", encode(&who.id)), Response::ignore);
        Ok(call.json(&patch))
    }
    /// Takes the user out of the organization, for good.
    pub fn delete_user(&self, id: &str) -> Call<()> {
        self.call("DELETE", "remove the user", &format!("users/{}", encode(id)), Response::ignore)
    }
    pub fn list_roles(&self) -> Call<Page<Named>> {
        self.get("list the organization's roles", "roles", page)
    }
    pub fn list_workspaces(&self) -> Call<Page<Named>> {
        self.get("list the workspaces", "workspaces?$maxpagesize=1000", page)
    }
    pub fn list_workspace_roles(&self, workspace: &str) -> Call<Page<Named>> {
        let rest = format!("workspaces/{}/roles", encode(workspace));
        self.get("list the workspace's roles", &rest, page)
    }
    pub fn list_groups(&self, workspace: &str) -> Call<Page<Named>> {
        let rest = format!("workspaces/{}/groups?$maxpagesize=1000", encode(workspace));
        self.get("list the workspace's groups", &rest, page)
    }
    pub fn list_user_roles(&self, at: &At) -> Call<Page<Member>> {
        self.get("list the user's roles", &format!("users/{}/roles", encode(&at.id)), members)
    }
    /// A bare array of role ids; 202, all or nothing.
    pub fn change_user_roles(&self, at: &At, roles: &[Member], add: bool) -> Call<Accepted> {
        let rest = format!("users/{}/roles/{}", encode(&at.id), verb(add));
        self.call("POST", "change the user's roles", &rest, accepted).json(&ids(roles))
    }
    /// Who is in a workspace, and the id of each membership.
    pub fn list_memberships(&self, at: &At) -> Call<Page<Member>> {
        #[derive(Deserialize)]
        struct Membership {
            id: String,
            user: Entry,
        }
        let read = |answer: &Response| {
            let Page { items, next } = page::<Membership>(answer)?;
            let member = |one: Membership| Member { id: one.user.id, handle: Some(one.id) };
            Ok(Page { items: items.into_iter().map(member).collect(), next })
        };
        let rest = format!("workspaces/{}/memberships?$maxpagesize=1000", encode(&at.id));
        self.get("list the workspace's members", &rest, read)
    }
    /// One person at a time; nobody is sent a mail. Roles and groups in the workspace end with the membership.
    pub fn change_membership(&self, at: &At, people: &[Member], add: bool) -> Call<Accepted> {
        let person = people.first().cloned().unwrap_or_default();
        let rest = format!("workspaces/{}/memberships", encode(&at.id));
        if add {
            let options = json!({ "notifyNewMember": false, "sendWelcomeEmail": false });
            return self
                .call("POST", "create the membership", &format!("{rest}/membershipCreation"), accepted)
                .json(&json!({ "user": person.id, "options": options }));
        }
        match person.handle {
            Some(handle) => {
                self.call("DELETE", "end the membership", &format!("{rest}/{}", encode(&handle)), accepted)
            }
            // Without a membership's id there is no address: an empty one is refused before anything is sent.
            None => Call::new("DELETE", "end the membership", "", accepted),
        }
    }
    pub fn list_membership_roles(&self, at: &At) -> Call<Page<Member>> {
        let rest = format!("workspaces/{}/memberships/{}/roles", encode(&at.place), encode(&at.id));
        self.get("list the member's roles", &rest, members)
    }
    pub fn change_membership_roles(&self, at: &At, roles: &[Member], add: bool) -> Call<Accepted> {
        let (place, member) = (encode(&at.place), encode(&at.id));
        let rest = format!("workspaces/{place}/memberships/{member}/roles/{}", verb(add));
        self.call("POST", "change the member's roles", &rest, accepted).json(&ids(roles))
    }
    pub fn list_group_members(&self, at: &At) -> Call<Page<Member>> {
        let rest = format!("workspaces/{}/groups/{}/members", encode(&at.place), encode(&at.id));
        self.get("list the group's members", &rest, members)
    }
    /// 204 even when a member was refused: the members are read back.
    pub fn change_group_members(&self, at: &At, people: &[Member], add: bool) -> Call<Accepted> {
        let (to_add, to_remove) = if add { (ids(people), Vec::new()) } else { (Vec::new(), ids(people)) };
        let rest = format!("workspaces/{}/groups/{}/members/modification", encode(&at.place), encode(&at.id));
        self.call("POST", "change the group's members", &rest, accepted)
            .json(&json!({ "toAdd": to_add, "toRemove": to_remove }))
    }
    /// Everybody's organization roles, workspaces and roles there, by name; for organization administrators only.
    pub(super) fn report_users(&self) -> Call<Page<Reported>> {
        self.get("read the report of users", "orgReportUsers?page%5Bsize%5D=1000", survey::read)
    }
    /// What became of a change that was accepted.
    pub fn read_operation(&self, id: &str) -> Call<Value> {
        let target = format!("/operations/{}", encode(id));
        Call::get("follow the operation", target, Response::json).header("x-version", self.version.clone())
    }
    /// A harmless read that proves the credentials.
    pub fn first_user(&self) -> Call<()> {
        self.get("list the users", "users?$maxpagesize=1", |answer| page::<Value>(answer).map(drop))
    }
}
fn verb(add: bool) -> &'static str {
    if add {
        "assignment"
    } else {
        "revocation"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `METHOD path body`.
    fn line<T>(call: &Call<T>) -> String {
        let request = &call.request;
        let body = request.body.as_ref().map(|body| format!(" {body}")).unwrap_or_default();
        format!("{} {}{body}", request.method, request.target)
    }

    fn organization() -> Organization {
        Organization { id: "o/1".into(), version: "2026-01-01".into() }
    }
    fn answer(body: &str) -> Response {
        Response { status: 200, headers: Vec::new(), body: body.into() }
    }
    #[test]
    fn changes_of_memberships() {
        let own = organization();
        let at = |place: &str, id: &str| At { place: place.into(), id: id.into() };
        let people = ["u?", "v"].map(|id| Member { id: id.into(), handle: Some(format!("m/{id}")) });
        let change = |kind: usize, at: &At, add| line(&(KINDS[kind].change)(&own, at, &people, add));
        let base = "/organizations/o%2F1";
        for (kind, at, add, expected) in [
            (ORGANIZATION_ROLE, at("", "a b"), true, r#"POST {}/users/a%20b/roles/assignment ["u?","v"]"#),
            (ORGANIZATION_ROLE, at("", "a"), false, r#"POST {}/users/a/roles/revocation ["u?","v"]"#),
            (
                WORKSPACE,
                at("", "w"),
                true,
                r#"POST {}/workspaces/w/memberships/membershipCreation {"options":{"notifyNewMember":false,"sendWelcomeEmail":false},"user":"u?"}"#,
            ),
            (WORKSPACE, at("", "w"), false, "DELETE {}/workspaces/w/memberships/m%2Fu%3F"),
            (
                WORKSPACE_ROLE,
                at("w", "m"),
                true,
                r#"POST {}/workspaces/w/memberships/m/roles/assignment ["u?","v"]"#,
            ),
            (
                WORKSPACE_ROLE,
                at("w", "m"),
                false,
                r#"POST {}/workspaces/w/memberships/m/roles/revocation ["u?","v"]"#,
            ),
            (
                WORKSPACE_GROUP,
                at("w", "g"),
                true,
                r#"POST {}/workspaces/w/groups/g/members/modification {"toAdd":["u?","v"],"toRemove":[]}"#,
            ),
            (
                WORKSPACE_GROUP,
                at("w", "g"),
                false,
                r#"POST {}/workspaces/w/groups/g/members/modification {"toAdd":[],"toRemove":["u?","v"]}"#,
            ),
        ] {
            assert_eq!(change(kind, &at, add), expected.replace("{}", base));
        }
        // A membership whose id is not known has no address: nothing is sent, rather than something else ended.
        let nobody = own.change_membership(&at("", "w"), &[Member::default()], false);
        assert_eq!(nobody.request.target, "");
    }
    #[test]
    fn lists_of_who_is_in_what() {
        let own = organization();
        let at = At { place: "w".into(), id: "x".into() };
        let list = |kind: usize| (KINDS[kind].read)(&own, &at);
        for (kind, expected) in [
            (ORGANIZATION_ROLE, "users/x/roles"),
            (WORKSPACE, "workspaces/x/memberships?$maxpagesize=1000"),
            (WORKSPACE_ROLE, "workspaces/w/memberships/x/roles"),
            (WORKSPACE_GROUP, "workspaces/w/groups/x/members"),
        ] {
            assert_eq!(line(&list(kind)), format!("GET /organizations/o%2F1/{expected}"));
        }
        let entries = r#"{"data":[{"id":"m","user":{"id":"u","displayName":"U"},"workspace":{}}]}"#;
        let page = (list(WORKSPACE).read)(&answer(entries)).unwrap();
        assert_eq!(page.items, [Member { id: "u".into(), handle: Some("m".into()) }]);
    }
    #[test]
    fn a_create_without_an_id_is_unclear() {
        let read = organization().create_user(&Record::default()).read;
        assert_eq!(read(&answer(r#"{"id":"7","username":"x"}"#)).unwrap(), "7");
        for body in [r#"{"id":""}"#, "{}", "", "<html>"] {
            assert!(read(&answer(body)).unwrap_err().is_unclear(), "{body}");
        }
    }
}
