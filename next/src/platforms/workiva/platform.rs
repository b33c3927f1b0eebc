//! Workiva's platform route: how people are found, and what they are asked to be.
use super::accounts::Accounts;
use super::endpoints::{Organization, DOCUMENTS, KINDS, SCOPES};
use super::page::page;
use super::survey::{places, survey};
use super::text::Id;
use super::user::{
    alias, choose, is_default_role, is_same_folded, mail_warnings, needed, User, ORGANIZATION_ROLE, SHOWN,
    WORKSPACE, WORKSPACE_GROUP, WORKSPACE_ROLE,
};
use crate::error::{Error, Result};
use crate::http::{accepted, Accepted, Call, Http, Response};
use crate::names::{Named, Names};
use crate::reconcile::{Desired, Document, Found, Kind, Member, Platform, Removal, Survey, Who, Wish};
use crate::record::Record;
use serde_json::{json, Value};
use std::collections::BTreeMap;
use std::rc::Rc;

impl Platform for Organization {
    const NAME: &'static str = super::NAME;
    /// One list shows everybody.
    const BATCH: usize = 100;
    const DOCUMENTS: &'static [Document<Self>] = DOCUMENTS;
    const KINDS: &'static [Kind<Self>] = KINDS;
    const SHOWN: &'static [&'static str] = SHOWN;
    const SCOPES: &'static [&'static str] = SCOPES;
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
    fn warnings(&self, _: &User, found: &Found, _: Option<&Record>, due: &[&Wish]) -> Vec<String> {
        if found.account.is_some() {
            mail_warnings(due)
        } else {
            Vec::new()
        }
    }
    async fn find(&self, http: &Http, users: &[&User], fresh: bool) -> Result<Vec<Result<Found>>> {
        let list = self.list_users();
        if fresh {
            http.forget(&list.request.target);
        }
        let accounts = http.list_as(list, Accounts::new).await?;
        Ok(users.iter().map(|user| accounts.find(user)).collect())
    }
    async fn desired(&self, http: &Http, user: &User) -> Result<Desired> {
        let mut desired = Desired::of(wishes(user));
        let exact = user.exact;
        let all = &mut desired.memberships;
        if let Some(wanted) = needed(&user.organization_roles, exact) {
            let found =
                choose((ORGANIZATION_ROLE, ""), wanted, &*self.roles(http).await?, exact, str::to_owned)?;
            all.extend(found.into_iter().filter(|one| !is_default_role(&one.label)));
        }
        let workspaces = user.workspaces.as_ref().map_or(&[][..], |workspaces| &workspaces.0);
        if workspaces.is_empty() && !(exact && user.workspaces.is_some()) {
            return Ok(desired);
        }
        let names = self.workspaces(http).await?;
        let wanted: Vec<_> = workspaces.iter().map(|one| one.workspace.0.clone()).collect();
        all.extend(choose((WORKSPACE, ""), &wanted, &names, exact, str::to_owned)?);
        let mut places: Vec<&Named> = Vec::new();
        for one in workspaces {
            let place = names.resolve(&one.workspace.0)?;
            if places.iter().any(|known| known.id == place.id) {
                let words = format!("workspaces has {:?} twice", place.name);
                return Err(Error::invalid(words).hint("put its roles and groups together"));
            }
            places.push(place);
            let label = |name: &str| format!("{name} of {}", place.name);
            let here = |error: Error| Error {
                message: format!("{} in the workspace {:?}", error.message, place.name),
                ..error
            };
            if let Some(wanted) = needed(&one.roles, exact) {
                let roles = self.workspace_roles(http, &place.id).await?;
                all.extend(choose((WORKSPACE_ROLE, &place.id), wanted, &roles, exact, label).map_err(here)?);
            }
            if let Some(wanted) = needed(&one.groups, exact) {
                let groups = self.groups(http, &place.id).await?;
                all.extend(
                    choose((WORKSPACE_GROUP, &place.id), wanted, &groups, exact, label).map_err(here)?,
                );
            }
        }
        Ok(desired)
    }
    fn create(&self, _: &Found, _: &User, desired: &Desired) -> Result<Call<String>> {
        Ok(self.create_user(&desired.new_record(0)))
    }
    /// The report of users tells it of everybody. Where that is refused (it is for organization administrators), or not as
    /// documented, each person's own lists are read.
    async fn survey(&self, http: &Http) -> Result<Option<Survey>> {
        let report = match http.all(self.report_users()).await {
            Err(error) if error.fatal => return Err(error),
            Err(_) => return Ok(None),
            Ok(report) => report,
        };
        let (roles, workspaces) = (self.roles(http).await?, self.workspaces(http).await?);
        let mut roles_of = BTreeMap::new();
        for place in places(&report, workspaces.all()) {
            roles_of.insert(place, self.workspace_roles(http, place).await?);
        }
        let roles_of = |place: &str| roles_of.get(place).map(|roles| &**roles);
        Ok(Some(survey(&report, &roles, workspaces.all(), roles_of)))
    }
    /// Roles and memberships are not taken away first: they end with the account, and revoking one together with the other
    /// took people out of a whole workspace, as one report had it [D].
    fn removal(&self, who: &Who, _: u64) -> Removal {
        Removal::Delete(self.delete_user(&who.id))
    }
    fn ping(&self) -> Call<()> {
        self.first_user()
    }
    crate::by_name! {
        "listUsers" () = |own: &Self| Ok(own.list_users()), read_page;
        "readUser" (id "id": Id) = |own: &Self, id: Id| Ok(own.read_user(&id.who())), Response::json::<Value>;
        "createUser" (user "user": User) = create_by_name, |answer: &Response| answer.json::<Value>();
        "updateUser" (id "id": Id, user "user": User) = update_by_name, Response::ignore;
        "deleteUser" (id "id": Id) = |own: &Self, id: Id| Ok(own.delete_user(&id.0)), Response::ignore;
        "listRoles" () = |own: &Self| Ok(own.list_roles()), read_page;
        "listUserRoles" (id "id": Id) = |own: &Self, id: Id| Ok(own.list_user_roles(&id.at(""))), read_page;
        "assignUserRoles" (id "id": Id, roles "roles": Vec<Id>) = |own: &Self, id: Id, roles: Vec<Id>|
            Ok(own.change_user_roles(&id.at(""), &members(roles), true)), read_accepted;
        "revokeUserRoles" (id "id": Id, roles "roles": Vec<Id>) = |own: &Self, id: Id, roles: Vec<Id>|
            Ok(own.change_user_roles(&id.at(""), &members(roles), false)), read_accepted;
        "listWorkspaces" () = |own: &Self| Ok(own.list_workspaces()), read_page;
        "listWorkspaceRoles" (workspace "workspace": Id) = |own: &Self, workspace: Id|
            Ok(own.list_workspace_roles(&workspace.0)), read_page;
        "listMemberships" (workspace "workspace": Id) = |own: &Self, workspace: Id|
            Ok(own.list_memberships(&workspace.at(""))), read_page;
        "createMembership" (workspace "workspace": Id, user "user": Id) = |own: &Self, workspace: Id, user: Id|
            Ok(own.change_membership(&workspace.at(""), &members(vec![user]), true)), Response::json::<Value>;
        "deleteMembership" (workspace "workspace": Id, membership "membership": Id) =
            |own: &Self, workspace: Id, membership: Id| {
                let member = Member { id: String::new(), handle: Some(membership.0) };
                Ok(own.change_membership(&workspace.at(""), &[member], false))
            }, Response::ignore;
        "listMembershipRoles" (workspace "workspace": Id, membership "membership": Id) =
            |own: &Self, workspace: Id, membership: Id|
                Ok(own.list_membership_roles(&membership.at(&workspace.0))), read_page;
        "assignMembershipRoles" (workspace "workspace": Id, membership "membership": Id, roles "roles": Vec<Id>) =
            |own: &Self, workspace: Id, membership: Id, roles: Vec<Id>|
                Ok(own.change_membership_roles(&membership.at(&workspace.0), &members(roles), true)), read_accepted;
        "revokeMembershipRoles" (workspace "workspace": Id, membership "membership": Id, roles "roles": Vec<Id>) =
            |own: &Self, workspace: Id, membership: Id, roles: Vec<Id>|
                Ok(own.change_membership_roles(&membership.at(&workspace.0), &members(roles), false)), read_accepted;
        "listGroups" (workspace "workspace": Id) = |own: &Self, workspace: Id|
            Ok(own.list_groups(&workspace.0)), read_page;
        "listGroupMembers" (workspace "workspace": Id, group "group": Id) = |own: &Self, workspace: Id, group: Id|
            Ok(own.list_group_members(&group.at(&workspace.0))), read_page;
        "addGroupMembers" (workspace "workspace": Id, group "group": Id, users "users": Vec<Id>) =
            |own: &Self, workspace: Id, group: Id, users: Vec<Id>|
                Ok(own.change_group_members(&group.at(&workspace.0), &members(users), true)), Response::ignore;
        "removeGroupMembers" (workspace "workspace": Id, group "group": Id, users "users": Vec<Id>) =
            |own: &Self, workspace: Id, group: Id, users: Vec<Id>|
                Ok(own.change_group_members(&group.at(&workspace.0), &members(users), false)), Response::ignore;
        "listReportUsers" () = |own: &Self| Ok(own.report_users()), Response::json::<Value>;
        "readOperation" (id "id": Id) = |own: &Self, id: Id| Ok(own.read_operation(&id.0)), Response::json::<Value>;
    }
}

/// What names mean, listed once in a run: which there are varies by licence [D].
impl Organization {
    pub(super) async fn roles(&self, http: &Http) -> Result<Rc<Names>> {
        http.list_as(self.list_roles(), |all| Names::new("organization role", all, alias)).await
    }
    pub(super) async fn workspaces(&self, http: &Http) -> Result<Rc<Names>> {
        http.list_as(self.list_workspaces(), |all| Names::new("workspace", all, alias)).await
    }
    pub(super) async fn workspace_roles(&self, http: &Http, workspace: &str) -> Result<Rc<Names>> {
        http.list_as(self.list_workspace_roles(workspace), |all| Names::new("role", all, alias)).await
    }
    async fn groups(&self, http: &Http, workspace: &str) -> Result<Rc<Names>> {
        http.list_as(self.list_groups(workspace), |all| Names::new("group", all, alias)).await
    }
}
fn wishes(user: &User) -> Vec<Wish> {
    let mut wishes = user.wishes("/username", "");
    wishes.push(Wish::new("email", "/email", user.email.as_str()).compared(is_same_folded));
    wishes
}

/// Ids as arguments of requests by name.
impl Id {
    fn who(&self) -> Who {
        Who { id: self.0.clone(), ..Who::default() }
    }
}
fn members(ids: Vec<Id>) -> Vec<Member> {
    ids.into_iter().map(|Id(id)| id.into()).collect()
}
fn create_by_name(own: &Organization, user: User) -> Result<Call<String>> {
    user.check()?;
    Ok(own.create_user(&Desired::of(wishes(&user)).new_record(0)))
}
/// All that the user says; a user name that is not given stays as it is.
fn update_by_name(own: &Organization, id: Id, user: User) -> Result<Call<()>> {
    let wishes = wishes(&user);
    let given = wishes.iter().filter(|wish| wish.name != "userName" || user.user_name.is_some());
    own.update_user(&id.who(), &Record::default(), &given.collect::<Vec<_>>())
}
/// A page as data: what is on it, and the query of the next page.
fn read_page(answer: &Response) -> Result<Value> {
    let page = page::<Value>(answer)?;
    Ok(json!({ "items": page.items, "next": page.next }))
}
/// Where a change that was accepted is followed.
fn read_accepted(answer: &Response) -> Result<Value> {
    Ok(match accepted(answer)? {
        Accepted::Done => json!({}),
        Accepted::Later { location, after_ms } => json!({ "location": location, "afterMs": after_ms }),
    })
}

#[cfg(test)]
mod tests {
    use super::super::options::{make, PlatformOptions};
    use super::*;
    use crate::error::Code;
    use crate::input::Input;
    use crate::script::{run as now, script, Script};

    const ORG: &str = "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f";
    fn begin(more: Vec<(&'static str, u16, Value)>) -> (Organization, Http, Rc<Script>) {
        let options = json!({
            "baseUrl": "https://a.co", "organization": ORG, "credentials": { "clientId": "i", "clientSecret": "secret" },
        });
        let made = make(PlatformOptions::read("options", &options).unwrap()).unwrap();
        let base = "/organizations/3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f";
        let lists = [
            (
                "roles",
                json!([{ "id": "1", "name": "Organization Member" }, { "id": "2", "name": "Org User Admin" }]),
            ),
            ("workspaces", json!([{ "id": "w", "name": "Annual Report" }, { "id": "x", "name": "SOX" }])),
            ("workspaces/w/roles", json!([{ "id": "3", "name": "Editor" }, { "id": "4", "name": "Viewer" }])),
            ("workspaces/w/groups", json!([{ "id": "g", "name": "Reviewers" }])),
            ("users", json!([{ "id": "u", "username": "ann", "email": "ann@a.co" }])),
        ];
        let lists = lists.map(|(path, data)| (format!("GET {base}/{path}"), 200, json!({ "data": data })));
        let more = more.into_iter().map(|(start, status, body)| (start.to_owned(), status, body));
        let answers: Vec<_> = lists.into_iter().chain(more).collect();
        let (script, http) = script(move |method, target, _| {
            let line = format!("{method} {target}");
            let known = answers
                .iter()
                .filter(|(start, ..)| line.starts_with(start))
                .max_by_key(|(start, ..)| start.len());
            known.map_or((404, json!({})), |(_, status, body)| (*status, body.clone()))
        });
        (made.platform, http, script)
    }
    fn user(more: Value) -> User {
        let mut user = json!({ "email": "ann@a.co", "givenName": "Ann", "familyName": "Roe" });
        user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        User::read("user", &user).unwrap()
    }
    /// `+kind place/container`.
    fn told(desired: &Desired) -> Vec<String> {
        let told = desired.memberships.iter().map(|one| {
            let sign = if one.wanted { '+' } else { '-' };
            format!("{sign}{} {}/{} {}", one.kind, one.place, one.container, one.label)
        });
        told.collect()
    }
    #[test]
    fn names_become_memberships() {
        let everything = json!({ "organizationRoles": ["organization user admin", "Org Member"],
            "workspaces": [{ "workspace": " annual report ", "roles": ["EDITOR"], "groups": ["id:g"] }] });
        for (more, exact, expected) in [
            (
                everything.clone(),
                false,
                vec![
                    "+0 /2 Org User Admin",
                    "+1 /w Annual Report",
                    "+2 w/3 Editor of Annual Report",
                    "+3 w/g Reviewers of Annual Report",
                ],
            ),
            (
                everything,
                true,
                vec![
                    "+0 /2 Org User Admin",
                    "+1 /w Annual Report",
                    "-1 /x SOX",
                    "+2 w/3 Editor of Annual Report",
                    "-2 w/4 Viewer of Annual Report",
                    "+3 w/g Reviewers of Annual Report",
                ],
            ),
            (json!({ "organizationRoles": [] }), true, vec!["-0 /2 Org User Admin"]),
            (json!({ "organizationRoles": [], "workspaces": [] }), false, vec![]),
            (json!({ "workspaces": [] }), true, vec!["-1 /w Annual Report", "-1 /x SOX"]),
            (
                json!({ "workspaces": [{ "workspace": "Annual Report", "roles": [], "groups": [] }] }),
                false,
                vec!["+1 /w Annual Report"],
            ),
            (
                json!({ "workspaces": [{ "workspace": "Annual Report" }] }),
                true,
                vec!["+1 /w Annual Report", "-1 /x SOX"],
            ),
            (json!({}), true, vec![]),
        ] {
            let (own, http, script) = begin(Vec::new());
            let mut user = user(more);
            user.exact = exact;
            assert_eq!(told(&now(own.desired(&http, &user)).unwrap()), expected);
            // Each list is read once, and only where something follows from it.
            let sent = script.sent.borrow().len();
            now(own.desired(&http, &user)).unwrap();
            assert_eq!((script.sent.borrow().len(), sent == 0), (sent, expected.is_empty()));
        }
    }
    #[test]
    fn names_that_mean_nothing_are_refused() {
        let of = |wish: Value| json!({ "workspaces": [wish] });
        for (more, words) in [
            (
                json!({ "organizationRoles": ["Org Usr Admin"] }),
                "there is no organization role called \"Org Usr Admin\"",
            ),
            (of(json!({ "workspace": "Anual Report" })), "there is no workspace called \"Anual Report\""),
            (
                of(json!({ "workspace": "Annual Report", "roles": ["Wizard"] })),
                "there is no role called \"Wizard\" in the workspace \"Annual Report\"",
            ),
            (
                json!({ "workspaces": [{ "workspace": "SOX" }, { "workspace": "id:x" }] }),
                "workspaces has \"SOX\" twice",
            ),
        ] {
            let (own, http, _) = begin(Vec::new());
            assert_eq!(now(own.desired(&http, &user(more))).err().unwrap().message, words);
        }
    }
    #[test]
    fn everybody_is_listed_once_and_again_after_a_write() {
        let (own, http, script) = begin(Vec::new());
        let (ann, new) = (user(json!({})), user(json!({ "email": "new@a.co" })));
        let ids = |fresh| {
            let found = now(own.find(&http, &[&ann, &new], fresh)).unwrap();
            found.into_iter().map(|found| found.unwrap().account.map(|one| one.id)).collect::<Vec<_>>()
        };
        assert_eq!(ids(false), [Some("u".to_owned()), None]);
        assert_eq!(ids(false), ids(true));
        let list = format!("GET /organizations/{ORG}/users?$maxpagesize=1000");
        assert_eq!(*script.sent.borrow(), [list.clone(), list]);
    }
    #[test]
    fn a_report_that_is_refused_is_done_without() {
        let path = format!("GET /organizations/{ORG}/orgReportUsers").leak();
        for (status, body) in [(403, json!({})), (404, json!({})), (200, json!({ "data": [{ "id": 7 }] }))] {
            let (own, http, _) = begin(vec![(path, status, body)]);
            assert!(now(own.survey(&http)).unwrap().is_none(), "{status}");
        }
        let attributes = json!({ "organizationRoles": ["Organization User Admin"],
            "workspaceMemberships": [{ "id": "w", "workspaceName": "Annual Report", "workspaceRoles": ["Editor"] }] });
        let (own, http, _) =
            begin(vec![(path, 200, json!({ "data": [{ "id": "u", "attributes": attributes }] }))]);
        let survey = now(own.survey(&http)).unwrap().unwrap();
        let ids = |list: &[Member]| list.iter().map(|one| one.id.clone()).collect::<Vec<_>>().join(",");
        let told: Vec<_> = survey
            .iter()
            .map(|(kind, at, list)| format!("{kind} {}/{} {}", at.place, at.id, ids(list)))
            .collect();
        assert_eq!(told, ["0 /u 2", "2 w/u 3", "1 /w u", "1 /x "]);
        let (own, http, _) = begin(vec![(path, 401, json!({}))]);
        assert_eq!(now(own.survey(&http)).err().unwrap().code, Code::AuthRejected);
    }
    #[test]
    fn requests_by_name() {
        let (own, ..) = begin(Vec::new());
        let jane = json!({ "email": "Jane@Doe.com", "givenName": "Jane", "familyName": "Roe" });
        let both = |more: Value| {
            let mut both = json!({ "workspace": "w" });
            both.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            both
        };
        for (name, arguments, expected) in [
            ("listUsers", json!({}), "GET users?$maxpagesize=1000"),
            ("readUser", json!({ "id": "u/1" }), "GET users/u%2F1"),
            (
                "createUser",
                json!({ "user": jane }),
                r#"POST users {"givenName":"Jane","familyName":"Roe","username":"jane@doe.com","email":"Jane@Doe.com"}"#,
            ),
            (
                "updateUser",
                json!({ "id": "u", "user": { "email": "a@b.co", "displayName": "A" } }),
                r#"PATCH users/u [{"op":"replace","path":"/displayName","value":"A"},{"op":"replace","path":"/email","value":"a@b.co"}]"#,
            ),
            ("deleteUser", json!({ "id": "u" }), "DELETE users/u"),
            ("listRoles", json!({}), "GET roles"),
            ("listUserRoles", json!({ "id": "u" }), "GET users/u/roles"),
            (
                "assignUserRoles",
                json!({ "id": "u", "roles": ["1"] }),
                r#"POST users/u/roles/assignment ["1"]"#,
            ),
            (
                "revokeUserRoles",
                json!({ "id": "u", "roles": ["1"] }),
                r#"POST users/u/roles/revocation ["1"]"#,
            ),
            ("listWorkspaces", json!({}), "GET workspaces?$maxpagesize=1000"),
            ("listWorkspaceRoles", both(json!({})), "GET workspaces/w/roles"),
            ("listMemberships", both(json!({})), "GET workspaces/w/memberships?$maxpagesize=1000"),
            (
                "createMembership",
                both(json!({ "user": "u" })),
                r#"POST workspaces/w/memberships/membershipCreation {"options":{"notifyNewMember":false,"sendWelcomeEmail":false},"user":"u"}"#,
            ),
            ("deleteMembership", both(json!({ "membership": "m" })), "DELETE workspaces/w/memberships/m"),
            (
                "listMembershipRoles",
                both(json!({ "membership": "m" })),
                "GET workspaces/w/memberships/m/roles",
            ),
            (
                "assignMembershipRoles",
                both(json!({ "membership": "m", "roles": ["1"] })),
                r#"POST workspaces/w/memberships/m/roles/assignment ["1"]"#,
            ),
            (
                "revokeMembershipRoles",
                both(json!({ "membership": "m", "roles": ["1"] })),
                r#"POST workspaces/w/memberships/m/roles/revocation ["1"]"#,
            ),
            ("listGroups", both(json!({})), "GET workspaces/w/groups?$maxpagesize=1000"),
            ("listGroupMembers", both(json!({ "group": "g" })), "GET workspaces/w/groups/g/members"),
            (
                "addGroupMembers",
                both(json!({ "group": "g", "users": ["u"] })),
                r#"POST workspaces/w/groups/g/members/modification {"toAdd":["u"],"toRemove":[]}"#,
            ),
            (
                "removeGroupMembers",
                both(json!({ "group": "g", "users": ["u"] })),
                r#"POST workspaces/w/groups/g/members/modification {"toAdd":[],"toRemove":["u"]}"#,
            ),
            ("listReportUsers", json!({}), "GET orgReportUsers?page%5Bsize%5D=1000"),
        ] {
            let request = own.request(name, &arguments).unwrap();
            let target = request.target.replace(&format!("/organizations/{ORG}/"), "");
            let body = request.body.map(|body| format!(" {body}")).unwrap_or_default();
            assert_eq!(format!("{} {target}{body}", request.method), expected, "{name}");
            assert!(request.headers.contains(&("x-version", "2026-01-01".to_owned())), "{name}");
        }
        let request = own.request("readOperation", &json!({ "id": "o" })).unwrap();
        assert_eq!(request.target, "/operations/o");
        for (name, arguments, words) in [
            ("deleteUser", json!({ "id": "" }), "deleteUser.id must not be empty"),
            ("deleteUser", json!({}), "deleteUser.id is missing"),
            ("createUser", json!({ "user": { "email": "a@b.co" } }), "user.givenName is missing"),
            ("deleteUsers", json!({}), "there is no call \"deleteUsers\""),
        ] {
            assert_eq!(own.request(name, &arguments).unwrap_err().message, words);
        }
    }
    #[test]
    fn answers_by_name() {
        let (own, ..) = begin(Vec::new());
        let read = |name: &str, status, headers: &[(&str, &str)], body: &str| {
            let headers =
                headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            own.response(name, &Response { status, headers, body: body.into() })
        };
        let list = r#"{"data":[{"id":"1","name":"A"}],"@nextLink":"/users?$next=2"}"#;
        assert_eq!(
            read("listRoles", 200, &[], list).unwrap(),
            r#"{"items":[{"id":"1","name":"A"}],"next":"$next=2"}"#
        );
        let accepted =
            read("assignUserRoles", 202, &[("Location", "/operations/1"), ("Retry-After", "2")], "");
        assert_eq!(accepted.unwrap(), r#"{"afterMs":2000,"location":"/operations/1"}"#);
        assert!(read("assignUserRoles", 202, &[], "").is_err());
        assert_eq!(read("createUser", 201, &[], r#"{"id":"1"}"#).unwrap(), r#"{"id":"1"}"#);
        assert_eq!(read("deleteUser", 204, &[], "").unwrap(), "null");
        assert_eq!(read("readUser", 404, &[], "{}").unwrap_err().code, Code::NotFound);
    }
}
