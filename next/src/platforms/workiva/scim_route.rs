//! Workiva's SCIM route: groups stand for roles, workspaces and their groups [D]. It exists once an Org Security Admin adds a
//! provisioning connection [D]. A role revoked together with a membership took people out of a whole workspace [S]: people
//! come or go, and each group is changed by itself.
use super::endpoints::kind;
use super::group_names::{GroupNames, Place, Templates};
use super::user::{
    ambiguous, is_default_role, is_same_folded, mail_warnings, User, ORGANIZATION_ROLE, SHOWN, WORKSPACE,
    WORKSPACE_GROUP, WORKSPACE_ROLE,
};
use crate::error::{Code, Error, Result};
use crate::http::{Accepted, Call, Http, Request, Response};
use crate::names::{self, Named};
use crate::platforms::standing::{Basic, Standing};
use crate::platforms::Made;
use crate::reconcile::{
    Account, At, Change, Desired, Document, Form, Found, Kind, Member, Membership, Of, Platform, Removal,
    Who, Wish,
};
use crate::record::Record;
use crate::scim::{self, Lookup, MEMBERS_AT_ONCE, STANDARD};
use crate::secret::Secret;
use serde_json::Value;
use std::cell::Cell;

crate::input! {
    /// `new Workiva({ route: "scim", scim: { … } })`.
    pub(crate) struct ScimOptions {
        /// What `open` chose the route by: a key that is known.
        #[allow(dead_code)]
        route "route": String,
        scim "scim": Connection,
    }
}
crate::input! {
    /// A provisioning connection. No public document names an address: there is no default.
    pub(crate) struct Connection {
        base_url "baseUrl": String,
        bearer_token "bearerToken": Option<Secret>,
        basic "basic": Option<Basic>,
        group_names "groupNames": Option<GroupNames>,
    }
}
/// The route, and what it has learnt of the server.
pub(crate) struct ScimRoute {
    templates: Templates,
    by_name: Lookup,
    by_email: Lookup,
    /// The server does not look users up by e-mail.
    is_blind: Cell<bool>,
}
/// The SCIM route, from its options.
///
/// # Errors
/// `config_invalid`, naming the option.
pub(super) fn make(options: ScimOptions) -> Result<Made<ScimRoute>> {
    let Connection { base_url, bearer_token, basic, group_names } = options.scim;
    let look_up = |attribute| Lookup { service: STANDARD, attribute, at_once: Cell::new(100) };
    let platform = ScimRoute {
        templates: Templates::new(group_names)?,
        by_name: look_up("userName"),
        by_email: look_up("emails.value"),
        is_blind: Cell::new(false),
    };
    let dialect = Box::new(Standing::new("options.scim", "scim", bearer_token, basic, scim::words)?);
    Ok(Made { platform, base_url, link_hosts: &[], dialect })
}

const BLIND: &str =
    "the server does not look users up by e-mail: an account that has this address under another \
                     user name is not seen";
const fn group(of: usize) -> Kind<ScimRoute> {
    kind(of, Of::Container, MEMBERS_AT_ONCE, |_, at| STANDARD.list_members(&at.id), ScimRoute::change)
}
impl ScimRoute {
    fn change(&self, at: &At, people: &[Member], add: bool) -> Call<Accepted> {
        STANDARD.change_members(&at.id, people.iter().map(|one| one.id.as_str()), add)
    }
    fn update_user(&self, who: &Who, record: &Record, wishes: &[&Wish]) -> Result<Call<()>> {
        Ok(STANDARD.patch_user(&who.id, record, wishes.iter().map(|wish| wish.pointer.as_str())))
    }
    /// By e-mail, where the server takes that filter; the first of many tells.
    async fn mailed(&self, http: &Http, users: &[&User]) -> Vec<Result<Option<Record>>> {
        let emails: Vec<_> = users.iter().map(|user| user.email.as_str().to_owned()).collect();
        if let [one, _, ..] = emails.as_slice() {
            let first = async {
                self.named_by_email(http, std::slice::from_ref(one)).await;
                Ok(())
            };
            // What failed otherwise is told below.
            let _ = http.once("users by e-mail".to_owned(), first).await;
        }
        self.named_by_email(http, &emails).await
    }
    /// Where the server does not take that filter, it is not asked again.
    async fn named_by_email(&self, http: &Http, emails: &[String]) -> Vec<Result<Option<Record>>> {
        let mut found = match self.is_blind.get() {
            true => Vec::new(),
            false => self.by_email.find(http, emails).await,
        };
        let is_not_taken = |error: &Error| {
            !error.fatal && matches!(error.code, Code::ConfigInvalid | Code::Unsupported | Code::BadResponse)
        };
        if let Some(error) =
            found.iter().filter_map(|one| one.as_ref().err()).find(|error| is_not_taken(error))
        {
            http.warn(&format!("users cannot be looked up by e-mail: {error}"));
            self.is_blind.set(true);
            found.clear();
        }
        found.resize_with(emails.len(), || Ok(None));
        found
    }
    /// The group of a display name, or of an id; none is ever made. A miss tells which groups there are.
    async fn group(&self, http: &Http, place: &Place, is_exact: bool) -> Result<Named> {
        let wanted = if place.kind == WORKSPACE { &place.workspace } else { &place.name };
        let is_id = wanted.starts_with("id:");
        let name = if is_id { wanted.clone() } else { self.templates.write(place) };
        if !is_id && !is_exact {
            // A server may refuse this filter, or pass over it: then all groups are listed, and matched here.
            match scim::list_groups(http, &STANDARD, Some(&name), group_alias).await {
                Ok(found) if found.resolve(&name).is_ok() => return found.resolve(&name).cloned(),
                Err(error) if error.fatal => return Err(error),
                _ => {}
            }
        }
        let all = scim::list_groups(http, &STANDARD, None, group_alias).await?;
        all.resolve(&name).cloned().map_err(|error| {
            let more = "; scim.groupNames says how groups are called";
            let hint = error.hint.clone().unwrap_or_default();
            error.hint(format!("{hint}{more}"))
        })
    }
}
/// Names of groups as they are compared: a role of the organization is spelt in two ways [D].
fn group_alias(name: &str) -> String {
    names::fold(name).replace("organization ", "org ")
}

impl Platform for ScimRoute {
    const NAME: &'static str = super::NAME;
    const BATCH: usize = 100;
    const DOCUMENTS: &'static [Document<Self>] = &[Document::new(
        Form { prefix: "", is_found: true, in_create: true },
        |_, who| STANDARD.read_user(&who.id),
        ScimRoute::update_user,
    )];
    const KINDS: &'static [Kind<Self>] =
        &[group(ORGANIZATION_ROLE), group(WORKSPACE), group(WORKSPACE_ROLE), group(WORKSPACE_GROUP)];
    const SHOWN: &'static [&'static str] = SHOWN;
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
        match found.account {
            Some(_) => mail_warnings(due),
            None if self.is_blind.get() => vec![BLIND.to_owned()],
            None => Vec::new(),
        }
    }
    /// By user name and by e-mail, many in one filter. After a write the user name tells.
    async fn find(&self, http: &Http, users: &[&User], fresh: bool) -> Result<Vec<Result<Found>>> {
        let names: Vec<_> = users.iter().map(|user| user.name()).collect();
        let named = self.by_name.find(http, &names).await;
        let is_asked = |found: &Result<Option<Record>>| !fresh || matches!(found, Ok(None));
        let left: Vec<_> =
            users.iter().zip(&named).filter(|(_, found)| is_asked(found)).map(|(user, _)| *user).collect();
        let mut mailed = self.mailed(http, &left).await.into_iter();
        let found = users.iter().zip(named).map(|(user, named)| {
            let mailed = if is_asked(&named) { mailed.next().unwrap_or(Ok(None)) } else { Ok(None) };
            one_of(user, named?, mailed?)
        });
        Ok(found.collect())
    }
    async fn desired(&self, http: &Http, user: &User) -> Result<Desired> {
        let mut desired = Desired::of(wishes(user));
        let exact = user.exact;
        for mut place in places(user) {
            let mut within = String::new();
            if place.kind > WORKSPACE {
                let around = Place { kind: WORKSPACE, ..place.clone() };
                let group = self.group(http, &around, exact).await?;
                // A workspace that is named by its group's id: the templates need its name.
                if place.workspace.starts_with("id:") {
                    let read = self.templates.read(&group.name).filter(|read| read.kind == WORKSPACE);
                    place.workspace = read.map_or(place.workspace, |read| read.workspace);
                }
                within = group.id;
            }
            let group = self.group(http, &place, exact).await?;
            desired.memberships.push(membership(&place, within, &group, true));
        }
        if exact && (user.organization_roles.is_some() || user.workspaces.is_some()) {
            let all = scim::list_groups(http, &STANDARD, None, group_alias).await?;
            let others = self.others(user, all.all(), &desired.memberships);
            desired.memberships.extend(others);
        }
        Ok(desired)
    }
    fn create(&self, _: &Found, _: &User, desired: &Desired) -> Result<Call<String>> {
        let mut record = desired.new_record(0);
        record.set("/emails/type=work/primary", &true.into());
        record.set("/active", &true.into());
        Ok(STANDARD.create_user(&record))
    }
    /// Deactivating means suspending [D]; nothing removes a user.
    fn removal(&self, _: &Who, _: u64) -> Removal {
        let wishes = vec![Wish::new("active", "/active", false)];
        Removal::Write { change: Change::Suspend, document: 0, wishes }
    }
    fn ping(&self) -> Call<()> {
        let read = |answer: &Response| scim::resources(answer).map(drop);
        Call::get("look up users", "/Users?startIndex=1&count=1", read)
            .header("accept", "application/scim+json, application/json")
    }
    fn request(&self, name: &str, _: &Value) -> Result<Request> {
        Err(scim_calls(name))
    }
    fn response(&self, name: &str, _: &Response) -> Result<String> {
        Err(scim_calls(name))
    }
}
/// One way to do a thing: the calls of SCIM by name are those of the client for any service provider.
fn scim_calls(name: &str) -> Error {
    Error::new(Code::Unsupported, format!("over SCIM, Workiva has no call {name:?} of its own"))
        .hint("new Scim({ baseUrl, … }) has the calls of SCIM by name")
}
impl ScimRoute {
    /// The groups that the person is not to be in, because a list that is given does not name them. A group whose name says
    /// nothing, or more than one thing, is left alone.
    fn others(&self, user: &User, all: &[Named], asked: &[Membership]) -> Vec<Membership> {
        let places: Vec<_> =
            all.iter().filter_map(|group| Some((self.templates.read(&group.name)?, group))).collect();
        let is_asked = |group: &Named| asked.iter().any(|one| one.container == group.id);
        // The workspaces that are named, by name, whether they were told by name or by id.
        let named: Vec<_> =
            asked.iter().filter(|one| one.kind == WORKSPACE).map(|one| one.container.as_str()).collect();
        let around = |place: &Place| {
            let is_around = |(other, _): &&(Place, &Named)| {
                other.kind == WORKSPACE && names::fold(&other.workspace) == names::fold(&place.workspace)
            };
            places.iter().find(is_around).map(|(_, group)| group.id.as_str())
        };
        let is_surplus = |place: &Place| {
            if place.kind == ORGANIZATION_ROLE {
                return user.organization_roles.is_some() && !is_default_role(&place.name);
            }
            let Some(workspaces) = &user.workspaces else { return false };
            let index = around(place).and_then(|id| named.iter().position(|known| *known == id));
            match (place.kind, index.and_then(|index| workspaces.0.get(index))) {
                (WORKSPACE_ROLE, Some(own)) => own.roles.is_some(),
                (WORKSPACE_GROUP, Some(own)) => own.groups.is_some(),
                (_, own) => own.is_none(),
            }
        };
        let surplus = places.iter().filter(|(place, group)| !is_asked(group) && is_surplus(place));
        let within =
            |place: &Place| around(place).filter(|_| place.kind > WORKSPACE).unwrap_or_default().to_owned();
        surplus.map(|(place, group)| membership(place, within(place), group, false)).collect()
    }
}
/// Where the person is to be: whoever is to have anything in a workspace is to be a member of it.
fn places(user: &User) -> Vec<Place> {
    let place =
        |kind, workspace: &str, name: &str| Place { kind, workspace: workspace.into(), name: name.into() };
    let roles =
        user.organization_roles.iter().flat_map(|roles| &roles.0).filter(|role| !is_default_role(role));
    let mut places: Vec<_> = roles.map(|role| place(ORGANIZATION_ROLE, "", role)).collect();
    for one in user.workspaces.iter().flat_map(|all| &all.0) {
        let workspace = one.workspace.0.as_str();
        places.push(place(WORKSPACE, workspace, ""));
        places.extend(
            one.roles.iter().flat_map(|list| &list.0).map(|role| place(WORKSPACE_ROLE, workspace, role)),
        );
        places.extend(
            one.groups.iter().flat_map(|list| &list.0).map(|group| place(WORKSPACE_GROUP, workspace, group)),
        );
    }
    places
}
fn membership(place: &Place, within: String, group: &Named, wanted: bool) -> Membership {
    let label = match place.kind {
        ORGANIZATION_ROLE => place.name.clone(),
        WORKSPACE => place.workspace.clone(),
        _ => format!("{} of {}", place.name, place.workspace),
    };
    Membership { kind: place.kind, place: within, container: group.id.clone(), label, wanted }
}
/// The account that both look-ups, or one of them, show.
fn one_of(user: &User, named: Option<Record>, mailed: Option<Record>) -> Result<Found> {
    let id = |record: &Record| record.text("/id").unwrap_or_default();
    if let (Some(one), Some(other)) = (&named, &mailed) {
        if id(one) != id(other) {
            return Err(ambiguous(user, &id(one), &id(other)));
        }
    }
    let Some(record) = named.or(mailed) else { return Ok(Found::default()) };
    let mut warnings = Vec::new();
    if record.get("/active") == Some(Value::Bool(false)) {
        let words = "the user is suspended, and stays so: an administrator can end that, or requests.updateUser of new Scim({ … }) with active: true";
        warnings.push(words.to_owned());
    }
    Ok(Found {
        account: Some(Account { id: id(&record), record: Some(record), warnings }),
        ..Found::default()
    })
}
fn wishes(user: &User) -> Vec<Wish> {
    let mut wishes = user.wishes("/userName", "/name");
    wishes.push(Wish::new("email", "/emails/type=work/value", user.email.as_str()).compared(is_same_folded));
    wishes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use crate::script::{run as now, script, Script};
    use serde_json::json;
    use std::rc::Rc;

    fn route(more: Value) -> Result<Made<ScimRoute>> {
        let mut connection = json!({ "baseUrl": "https://host.example", "bearerToken": "t0ken" });
        connection.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        make(ScimOptions::read("options", &json!({ "route": "scim", "scim": connection }))?)
    }
    fn user(more: Value) -> User {
        let mut user = json!({ "email": "ann@a.co", "givenName": "Ann", "familyName": "Roe" });
        user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        User::read("user", &user).unwrap()
    }
    fn list(resources: Vec<Value>) -> (u16, Value) {
        (
            200,
            json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": resources }),
        )
    }
    const GROUPS: [(&str, &str); 9] = [
        ("o1", "organization:role:Org User Admin"),
        ("o2", "organization:role:Organization Member"),
        ("w", "workspace:Annual"),
        ("we", "workspace:Annual:role:Editor"),
        ("wv", "workspace:Annual:role:Viewer"),
        ("wg", "workspace:Annual:group:Reviewers"),
        ("x", "workspace:SOX"),
        ("xe", "workspace:SOX:role:Editor"),
        ("z", "Everyone"),
    ];
    /// A server with these groups; `filters` is what it does with them: takes, refuses, ignores.
    fn groups(filters: &'static str) -> (Rc<Script>, Http) {
        script(move |_, target, _| {
            let wanted = target.split("displayName eq \"").nth(1).and_then(|rest| rest.split('"').next());
            let is_shown = |name: &str| match (filters, wanted) {
                ("takes", Some(wanted)) => name.eq_ignore_ascii_case(wanted),
                _ => true,
            };
            let shown = GROUPS.iter().filter(|(_, name)| is_shown(name));
            match (filters, wanted, target.contains("startIndex=1&")) {
                ("refuses", Some(_), _) => (400, json!({ "scimType": "invalidFilter" })),
                (_, _, true) => {
                    list(shown.map(|(id, name)| json!({ "id": id, "displayName": name })).collect())
                }
                _ => list(Vec::new()),
            }
        })
    }
    fn told(desired: &Desired) -> Vec<String> {
        let told = desired.memberships.iter().map(|one| {
            let sign = if one.wanted { '+' } else { '-' };
            format!("{sign}{} {}/{} {}", one.kind, one.place, one.container, one.label)
        });
        told.collect()
    }
    #[test]
    fn names_become_groups_whatever_the_server_does_with_filters() {
        let wish = json!({ "organizationRoles": ["organization user admin", "Organization Member"],
            "workspaces": [{ "workspace": "annual", "roles": ["Editor"], "groups": ["id:wg"] }] });
        for filters in ["takes", "refuses", "ignores"] {
            let own = route(json!({})).unwrap().platform;
            let (_, http) = groups(filters);
            assert_eq!(
                told(&now(own.desired(&http, &user(wish.clone()))).unwrap()),
                [
                    "+0 /o1 organization user admin",
                    "+1 /w annual",
                    "+2 w/we Editor of annual",
                    "+3 w/wg id:wg of annual"
                ],
                "{filters}"
            );
        }
        let by_id = json!({ "workspaces": [{ "workspace": "id:w", "roles": ["viewer"] }] });
        let own = route(json!({})).unwrap().platform;
        let desired = now(own.desired(&groups("takes").1, &user(by_id))).unwrap();
        assert_eq!(told(&desired), ["+1 /w id:w", "+2 w/wv viewer of annual"]);
    }
    #[test]
    fn a_group_is_looked_up_once_in_one_request() {
        let own = route(json!({})).unwrap().platform;
        let (script, http) = groups("takes");
        for _ in 0..2 {
            now(own.desired(&http, &user(json!({ "workspaces": [{ "workspace": "Annual" }] })))).unwrap();
        }
        let line = "GET /Groups?filter=displayName eq \"workspace:Annual\"&excludedAttributes=members&startIndex=1&count=10";
        assert_eq!(*script.sent.borrow(), [line]);
    }
    #[test]
    fn a_miss_tells_what_there_is() {
        let own = route(json!({})).unwrap().platform;
        let wish = json!({ "workspaces": [{ "workspace": "Annual", "roles": ["Edtor"] }] });
        let error = now(own.desired(&groups("takes").1, &user(wish))).err().unwrap();
        assert_eq!(error.code, Code::NotFound);
        assert_eq!(error.message, "there is no group called \"workspace:Annual:role:Edtor\"");
        let hint = error.hint.unwrap();
        assert!(hint.starts_with("did you mean \"workspace:Annual:role:Editor\"?"), "{hint}");
        assert!(
            hint.contains("Everyone") && hint.ends_with("scim.groupNames says how groups are called"),
            "{hint}"
        );
    }
    #[test]
    fn exact_takes_out_of_what_a_list_does_not_name() {
        for (more, expected) in [
            (json!({}), vec![]),
            (json!({ "organizationRoles": [] }), vec!["-0 /o1 org user admin"]),
            (
                json!({ "workspaces": [] }),
                vec![
                    "-1 /w annual",
                    "-2 w/we editor of annual",
                    "-2 w/wv viewer of annual",
                    "-3 w/wg reviewers of annual",
                    "-1 /x sox",
                    "-2 x/xe editor of sox",
                ],
            ),
            (
                json!({ "workspaces": [{ "workspace": "ANNUAL" }] }),
                vec!["+1 /w ANNUAL", "-1 /x sox", "-2 x/xe editor of sox"],
            ),
            (
                json!({ "workspaces": [{ "workspace": "id:w", "roles": ["Viewer"] }, { "workspace": "SOX" }] }),
                vec!["+1 /w id:w", "+2 w/wv Viewer of annual", "+1 /x SOX", "-2 w/we editor of annual"],
            ),
            (
                json!({ "workspaces": [{ "workspace": "Annual", "groups": [] }, { "workspace": "SOX" }] }),
                vec!["+1 /w Annual", "+1 /x SOX", "-3 w/wg reviewers of annual"],
            ),
        ] {
            let own = route(json!({})).unwrap().platform;
            let mut user = user(more.clone());
            user.exact = true;
            assert_eq!(told(&now(own.desired(&groups("takes").1, &user)).unwrap()), expected, "{more}");
        }
    }
    fn ann(id: &str, name: &str, email: &str) -> Value {
        json!({ "id": id, "userName": name, "emails": [{ "type": "work", "value": email }], "active": id != "off" })
    }
    /// Id, user name, e-mail.
    type Shown = &'static [(&'static str, &'static str, &'static str)];
    /// Who answers to a filter; filters by e-mail are taken, refused or ignored.
    fn people(by_email: &'static str, people: Shown) -> (Rc<Script>, Http) {
        script(move |_, target, _| {
            let asked =
                |attribute: &str, value: &str| target.contains(&format!("{attribute} eq \"{value}\""));
            let is_by_email = target.contains("emails.value");
            let is_shown = |(_, name, email): &&(&str, &str, &str)| match is_by_email {
                true => by_email == "ignores" || asked("emails.value", email),
                false => asked("userName", name),
            };
            match (is_by_email && by_email == "refuses", target.contains("startIndex=1&")) {
                (true, _) => (400, json!({ "scimType": "invalidFilter", "detail": "no such filter" })),
                (_, true) => list(
                    people.iter().filter(is_shown).map(|(id, name, email)| ann(id, name, email)).collect(),
                ),
                _ => list(Vec::new()),
            }
        })
    }
    #[test]
    fn people_are_found_by_user_name_and_by_e_mail() {
        let table: [(Shown, Value, Result<Option<&str>, Code>); 6] = [
            (&[], json!({}), Ok(None)),
            (&[("1", "ann@a.co", "ann@a.co")], json!({}), Ok(Some("1"))),
            (&[("1", "ann", "ann@a.co")], json!({}), Ok(Some("1"))),
            (&[("1", "ann", "old@a.co")], json!({ "userName": "Ann" }), Ok(Some("1"))),
            (
                &[("1", "ann", "x@a.co"), ("2", "bob", "ann@a.co")],
                json!({ "userName": "ann" }),
                Err(Code::Ambiguous),
            ),
            (&[("1", "a", "ann@a.co"), ("2", "b", "ann@a.co")], json!({}), Err(Code::Ambiguous)),
        ];
        for (there, more, expected) in table {
            let own = route(json!({})).unwrap().platform;
            let found =
                now(own.find(&people("takes", there).1, &[&user(more.clone())], false)).unwrap().remove(0);
            let id = found.map(|found| found.account.map(|one| one.id)).map_err(|error| error.code);
            assert_eq!(id, expected.map(|id| id.map(str::to_owned)), "{there:?} {more}");
        }
    }
    #[test]
    fn a_server_that_does_not_look_up_by_e_mail_is_asked_once_and_a_warning_says_so() {
        for by_email in ["refuses", "ignores"] {
            let own = route(json!({})).unwrap().platform;
            let (script, http) = people(by_email, &[("1", "someone", "else@a.co")]);
            for _ in 0..2 {
                let found = now(own.find(&http, &[&user(json!({}))], false)).unwrap().remove(0).unwrap();
                assert!(found.account.is_none());
            }
            let sent = script.sent.borrow();
            assert_eq!(sent.iter().filter(|line| line.contains("emails.value")).count(), 1, "{by_email}");
            assert_eq!(own.warnings(&user(json!({})), &Found::default(), None, &[]), [BLIND]);
        }
    }
    #[test]
    fn after_a_write_the_user_name_tells() {
        let own = route(json!({})).unwrap().platform;
        let (script, http) = people("takes", &[("off", "ann@a.co", "ann@a.co")]);
        let (ann, bob) = (user(json!({})), user(json!({ "email": "bob@a.co" })));
        let found = now(own.find(&http, &[&ann, &bob], true)).unwrap();
        let account = found[0].as_ref().unwrap().account.as_ref().unwrap();
        assert!(
            account.warnings[0].starts_with("the user is suspended, and stays so"),
            "{:?}",
            account.warnings
        );
        assert!(found[1].as_ref().unwrap().account.is_none());
        let by_email: Vec<_> =
            script.sent.borrow().iter().filter(|line| line.contains("emails.value")).cloned().collect();
        assert!(
            by_email.iter().all(|line| line.contains("bob@a.co") && !line.contains("ann@a.co")),
            "{by_email:?}"
        );
    }
    #[test]
    fn mixtures_of_credentials_are_named() {
        let basic = json!({ "userName": "u", "password": "p" });
        for (more, words) in [
            (json!({ "basic": basic }), "options.scim must have bearerToken or basic, not both"),
            (json!({ "bearerToken": null }), "options.scim must have bearerToken, or basic"),
            (json!({ "baseUrl": null }), "options.scim.baseUrl"),
            (
                json!({ "groupNames": { "workspace": "x" } }),
                "options.scim.groupNames.workspace must have {workspace}",
            ),
            (json!({ "groupName": {} }), "options.scim.groupName is not known: did you mean \"groupNames\"?"),
        ] {
            let error = route(more).err().unwrap();
            assert!(error.message.starts_with(words), "{words}: {error}");
        }
        assert!(route(json!({ "bearerToken": null, "basic": basic })).is_ok());
    }
    #[test]
    fn bodies() {
        let own = route(json!({})).unwrap().platform;
        let ann = user(json!({}));
        let body =
            own.create(&Found::default(), &ann, &Desired::of(wishes(&ann))).unwrap().request.body.unwrap();
        assert_eq!(
            body,
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"name":{"givenName":"Ann","familyName":"Roe"},"userName":"ann@a.co","emails":[{"type":"work","value":"ann@a.co","primary":true}],"active":true}"#
        );
        let at = At { id: "g/1".into(), ..At::default() };
        for (add, operation) in [
            (true, r#"{"op":"add","path":"members","value":[{"value":"u"}]}"#),
            (false, r#"{"op":"remove","path":"members[value eq \"u\"]"}"#),
        ] {
            let request = own.change(&at, &["u".to_owned().into()], add).request;
            assert_eq!(format!("{} {}", request.method, request.target), "PATCH /Groups/g%2F1");
            let schemas = r#""schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]"#;
            assert_eq!(request.body.unwrap(), format!(r#"{{"Operations":[{operation}],{schemas}}}"#));
        }
        let error = own.request("listUsers", &json!({})).unwrap_err();
        assert!(error.code == Code::Unsupported && error.hint.unwrap().contains("new Scim("));
    }
}
