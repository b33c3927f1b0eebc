//! Workforce Optimization, "Classic" (Webex WFO; Calabrio ONE): a session, one list of everybody, and one large record for
//! each person. [S] the vendor's "Create an API user for Classic Workforce Optimization"; [C] public client code.
mod endpoints;
mod people;
mod session;
mod user;
mod wishes;

use super::Made;
use crate::error::{Error, Result};
use crate::http::{Call, Http, Response};
use crate::identity::fold_email;
use crate::reconcile::{Account, Change, Desired, Document, Form, Found, Platform, Removal, Who, Wish};
use crate::record::Record;
use endpoints::{
    create_user, created, entries, list_groups, list_roles, list_teams, list_users, list_views, people,
    read_user, replace_user,
};
use people::People;
use provisor_lists::workforce_optimization::to_json;
use serde_json::{Map, Value};
use session::Credentials;
use std::cell::RefCell;
use std::collections::BTreeSet;
pub(super) use user::{User, COLUMNS};

crate::input! {
    /// The options of Workforce Optimization alone.
    pub(crate) struct Options {
        /// The host, such as `https://uk.calabriocloud.com`, without `/api/rest`.
        base_url "baseUrl": String,
        credentials "credentials": Credentials,
        /// Whose roles and views may be copied, where the platform does not list them.
        reference_user "referenceUser": Option<String>,
        defaults "defaults": Defaults = Defaults::default(),
        paths "paths": Paths = Paths::default(),
    }
}
crate::input! {
    /// What a new person gets who is given nothing else: both public examples of a create send these two [C].
    #[derive(Default)]
    pub(crate) struct Defaults {
        /// By default `{firstName} {lastName}`, which are filled in.
        display_name "displayName": Option<String>,
        time_zone "timeZone": Option<String>,
    }
}
crate::input! {
    /// Paths that no public source names [A]. They are only read from.
    #[derive(Default)]
    pub(crate) struct Paths {
        roles "roles": Option<String>,
        views "views": Option<String>,
    }
}

/// The platform.
pub(crate) struct WorkforceOptimization {
    reference_user: Option<String>,
    defaults: Defaults,
    paths: Paths,
    /// Who the credentials log in as, and the ids that answer to it.
    own_name: String,
    own_ids: RefCell<BTreeSet<u64>>,
}
pub(crate) fn make(options: Options) -> Result<Made<WorkforceOptimization>> {
    let Options { base_url, credentials, reference_user, defaults, paths } = options;
    credentials.check()?;
    for (setting, path) in [("roles", &paths.roles), ("views", &paths.views)] {
        path.as_deref().map_or(Ok(()), |path| super::check_path(setting, path))?;
    }
    if reference_user.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Error::invalid("options.referenceUser must not be empty"));
    }
    let own_name = fold_email(&credentials.user_id);
    let own_ids = RefCell::default();
    let platform = WorkforceOptimization { reference_user, defaults, paths, own_name, own_ids };
    Ok(Made { platform, base_url, link_hosts: &[], dialect: Box::new(credentials) })
}

impl Platform for WorkforceOptimization {
    const NAME: &'static str = "workforce-optimization";
    /// There is one list of everybody.
    const BATCH: usize = 100;
    const DOCUMENTS: &'static [Document<Self>] = &[Document::new(
        Form { prefix: "", is_found: false, in_create: true },
        |_, who| read_user(who),
        |_, who, record, _| {
            let id = ["/id", "/personId"].iter().find_map(|pointer| record.get(pointer)?.as_u64());
            match id.map(|id| id.to_string()).as_deref() == Some(who.id.as_str()) {
                true => Ok(replace_user(who, record)),
                false => {
                    Err(Error::bad_response("the platform answers with another person than was asked for")
                        .hint("nothing was written: run again"))
                }
            }
        },
    )];
    const SHOWN: &'static [&'static str] = &[
        "userName",
        "firstName",
        "lastName",
        "displayName",
        "timeZone",
        "preset",
        "team",
        "team.group",
        "roles",
        "scope",
        "wfmViews",
        "deactivated",
    ];
    type User = User;

    fn subject(&self, user: &User) -> String {
        user.user_name.as_str().to_owned()
    }
    fn keys(&self, user: &User) -> Vec<String> {
        vec![user.user_name.folded()]
    }
    fn check(&self, user: &User) -> Result<()> {
        user.check()
    }
    /// Everybody is listed once, and matched by e-mail and adLogin; either can be null.
    async fn find(&self, http: &Http, users: &[&User], fresh: bool) -> Result<Vec<Result<Found>>> {
        let list = list_users();
        if fresh {
            http.forget(&list.request.target);
        }
        let people = http.list_as(list, People::of).await?;
        self.own_ids.borrow_mut().extend(people.named(&self.own_name).map(|(id, _)| id));
        let found = users.iter().map(|user| {
            let found = people.only(&user.user_name.folded(), user.user_name.as_str())?;
            Ok(Found { account: found.map(account), ..Found::default() })
        });
        Ok(found.collect())
    }
    async fn desired(&self, http: &Http, user: &User) -> Result<Desired> {
        self.wishes(http, user).await.map(Desired::of)
    }
    fn create(&self, _: &Found, user: &User, desired: &Desired) -> Result<Call<String>> {
        let mut record = desired.new_record(0);
        if let Some(password) = &user.password {
            record.set("/password", &password.expose().into());
        }
        Ok(create_user(&record))
    }
    fn warnings(&self, user: &User, found: &Found, record: Option<&Record>, due: &[&Wish]) -> Vec<String> {
        let is_admin = |roles: &Value| {
            roles.as_array().into_iter().flatten().any(|role| wishes::is_true(role, "isAdminDefault"))
        };
        let was_admin = record.and_then(|record| record.get("/roles")).is_some_and(|roles| is_admin(&roles));
        let becomes_admin =
            !was_admin && due.iter().any(|wish| wish.name == "roles" && is_admin(&wish.value));
        let is_new = found.account.is_none();
        let has_scope = user.completed().scope.is_some();
        [
            (is_new, "creating a user can send an activation mail to the user name"),
            (becomes_admin, "the Administrator role consumes one System Administrator licence"),
            (is_new && !has_scope, "no scope is given: the user will see nobody's data"),
            (
                is_new && user.password.is_none(),
                "no password is given: nobody can log in as this user until one is set",
            ),
            (
                !is_new && user.password.is_some(),
                "password is used when creating only: no public source says how to change one",
            ),
            (
                !due.is_empty() && record.is_some_and(is_synchronized),
                "a phone system (ACD) keeps this person up to date: change the person there first, or the next \
                 synchronisation may undo this",
            ),
        ]
        .into_iter()
        .filter(|(applies, _)| *applies)
        .map(|(_, words)| words.to_owned())
        .collect()
    }
    /// Nobody is deleted. One person has two names, e-mail and adLogin: whichever was given, nobody locks themselves out.
    fn removal(&self, who: &Who, now: u64) -> Removal {
        if who.id.parse().is_ok_and(|id| self.own_ids.borrow().contains(&id)) {
            return Removal::Unsupported(
                "these credentials log in as this person: deactivate the person with the credentials of another",
            );
        }
        let wish = Wish::new("deactivated", "/deactivated", now.max(1)).compared(is_past);
        Removal::Write { change: Change::Deactivate, document: 0, wishes: vec![wish] }
    }
    fn ping(&self) -> Call<()> {
        endpoints::ping()
    }
    crate::by_name! {
        "listUsers" () = |_: &Self| Ok::<_, Error>(list_users()), |answer: &Response| Ok(super::Json(to_json(&people(answer)?)));
        "listTeams" () = |_: &Self| Ok::<_, Error>(list_teams()), entries;
        "listGroups" () = |_: &Self| Ok::<_, Error>(list_groups()), entries;
        "listRoles" () = |own: &Self| Ok::<_, Error>(list_roles(&own.paths.roles)), entries;
        "listViews" () = |own: &Self| Ok::<_, Error>(list_views(&own.paths.views)), entries;
        "readUser" (id "personId": u64) = |_: &Self, id: u64| Ok::<_, Error>(read_user(&who(id))),
            |answer: &Response| answer.json::<Record>();
        "createUser" (record "record": Map<String, Value>) =
            |_: &Self, record: Map<String, Value>| Ok::<_, Error>(create_user(&record)), created;
        "replaceUser" (id "personId": u64, record "record": Map<String, Value>) =
            |_: &Self, id: u64, record: Map<String, Value>| Ok::<_, Error>(replace_user(&who(id), &record)),
            Response::ignore;
    }
}
fn who(id: u64) -> Who {
    Who { id: id.to_string(), place: String::new() }
}
fn account((id, is_active): (u64, bool)) -> Account {
    let warnings = match is_active {
        true => Vec::new(),
        false => vec!["the person exists but is not active; this does not activate the person".to_owned()],
    };
    Account { id: id.to_string(), record: None, warnings }
}
/// Deactivated already, in milliseconds since 1970.
fn is_past(seen: &Value, now: &Value) -> bool {
    seen.as_f64().zip(now.as_f64()).is_some_and(|(seen, now)| seen > 0.0 && seen <= now)
}
/// Whether a phone system (ACD) keeps this person up to date.
fn is_synchronized(person: &Record) -> bool {
    let acd = person.get("/acdId").is_some_and(|id| !id.is_null() && id.as_str() != Some(""));
    acd || person.get("/isSynchronized") == Some(Value::Bool(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::input::Input;
    use crate::script::{run, script};
    use serde_json::json;

    fn platform(more: Value) -> Result<WorkforceOptimization> {
        let mut options = json!({"baseUrl": "https://uk.calabriocloud.com",
            "credentials": {"userId": "Admin@doe.com", "password": "p"}});
        for (key, value) in more.as_object().unwrap() {
            options[key] = value.clone();
        }
        make(Options::read("options", &options)?).map(|made| made.platform)
    }
    fn user(more: Value) -> User {
        let mut user = json!({"userName": "api@doe.com", "firstName": "API", "lastName": "User",
            "roles": ["Agent"], "team": "Retention"});
        for (key, value) in more.as_object().unwrap() {
            user[key] = value.clone();
        }
        User::read("user", &user).unwrap()
    }
    fn record(text: &str) -> Record {
        serde_json::from_str(text).unwrap()
    }
    #[test]
    fn options_are_refused_by_name() {
        for (more, field) in [
            (json!({"credentials": {"userId": "a", "password": ""}}), "options.credentials.password "),
            (json!({"referenceUser": " "}), "options.referenceUser "),
            (json!({"paths": {"roles": "roles"}}), "options.paths.roles: "),
            (json!({"paths": {"views": "https://evil.example/"}}), "options.paths.views: "),
            (json!({"paths": {"views": "/a/../b"}}), "options.paths.views: "),
            (json!({"paths": {"people": "/x"}}), "options.paths.people "),
            (json!({"defaults": {"locale": "en"}}), "options.defaults.locale "),
        ] {
            let error = platform(more.clone()).err().unwrap();
            assert!(error.message.starts_with(field), "{more}: {error}");
        }
    }
    #[test]
    fn calls_by_name() {
        let own = platform(json!({"paths": {"views": "/api/rest/views"}})).unwrap();
        for (name, arguments, line) in [
            ("listUsers", json!({}), "GET /api/rest/org/common/person/permission/ViewOrg"),
            ("listTeams", json!({}), "GET /api/rest/org/common/team/permission/ViewOrg"),
            ("listGroups", json!({}), "GET /api/rest/org/common/group/permission/ViewOrg"),
            ("listRoles", json!({}), "GET /api/rest/org/common/role/permission/ViewOrg"),
            ("listViews", json!({}), "GET /api/rest/views"),
            ("readUser", json!({"personId": 7}), "GET /api/rest/org/common/person/7"),
            ("createUser", json!({"record": {"email": "a@b.co"}}), "POST /api/rest/org/common/person"),
            ("replaceUser", json!({"personId": 7, "record": {"id": 7}}), "PUT /api/rest/org/common/person/7"),
        ] {
            let request = own.request(name, &arguments).unwrap();
            assert_eq!(format!("{} {}", request.method, request.target), line, "{name}");
        }
        for (name, arguments) in [
            ("readUser", json!({})),
            ("readUser", json!({"personId": "7"})),
            ("replaceUser", json!({"personId": 7})),
            ("authorize", json!({})),
        ] {
            assert_eq!(
                own.request(name, &arguments).unwrap_err().code,
                Code::ConfigInvalid,
                "{name} {arguments}"
            );
        }
        let raw = r#"{"id":7,"ratio":1.10}"#;
        for (name, body, expected) in [
            (
                "listUsers",
                r#"[{"personId":7,"email":null,"displayId":"x"}]"#,
                r#"[{"personId":7,"email":null,"adLogin":null,"active":null}]"#,
            ),
            ("listTeams", r#"[{"groupId":7,"name":"N"}]"#, r#"[{"groupId":7,"name":"N"}]"#),
            ("listViews", r#"[{"id":7,"name":"N"}]"#, r#"[{"id":7,"name":"N"}]"#),
            ("readUser", raw, raw),
            ("createUser", r#"{"id":7}"#, r#""7""#),
            ("replaceUser", "", "null"),
        ] {
            let answer = Response { status: 200, headers: Vec::new(), body: body.into() };
            assert_eq!(own.response(name, &answer).unwrap(), expected, "{name}");
        }
    }
    #[test]
    fn the_record_is_that_of_the_person_and_goes_back_byte_for_byte() {
        let own = platform(json!({})).unwrap();
        let document = &WorkforceOptimization::DOCUMENTS[0];
        let text = r#"{"id":7,"firstName":"A","ratio":1.10,"big":12345678901234567890123,"note":"A\u00e9"}"#;
        let mut changed = record(text);
        Wish::new("firstName", "/firstName", "B").fulfil(&mut changed);
        let call = (document.write)(&own, &who(7), &changed, &[]).unwrap();
        assert_eq!(call.request.body.unwrap(), text.replace("\"A\"", "\"B\""));
        for (text, id) in [(text, 8), ("{}", 7)] {
            let error = (document.write)(&own, &who(id), &record(text), &[]).err().unwrap();
            assert_eq!(error.code, Code::BadResponse);
        }
    }
    #[test]
    fn a_password_is_in_a_create_only() {
        let own = platform(json!({})).unwrap();
        let desired = Desired::of(vec![Wish::new("team", "/groupId", 7)]);
        let call = own.create(&Found::default(), &user(json!({"password": "s\"3"})), &desired).unwrap();
        assert_eq!(call.request.body.unwrap(), r#"{"groupId":7,"password":"s\"3"}"#);
        let call = own.create(&Found::default(), &user(json!({})), &desired).unwrap();
        assert_eq!(call.request.body.unwrap(), r#"{"groupId":7}"#);
    }
    #[test]
    fn who_is_deactivated_already_stays_so_and_nobody_locks_themselves_out() {
        let own = platform(json!({})).unwrap();
        own.own_ids.borrow_mut().insert(1001);
        assert!(matches!(own.removal(&who(1001), 5), Removal::Unsupported(_)));
        let Removal::Write { change: Change::Deactivate, document: 0, wishes } = own.removal(&who(7), 5_000)
        else {
            panic!("a write was expected")
        };
        for (seen, is) in [
            (json!(null), false),
            (json!(0), false),
            (json!(5_000), true),
            (json!(4_999.0), true),
            (json!(5_001), false),
        ] {
            assert_eq!((wishes[0].same)(&seen, &wishes[0].value), is, "{seen}");
        }
    }
    #[test]
    fn what_a_person_should_know_is_said() {
        let own = platform(json!({})).unwrap();
        let admin = Wish::new("roles", "/roles", json!([{"id": 1, "isAdminDefault": true}]));
        let agent = Wish::new("roles", "/roles", json!([{"id": 2, "isAdminDefault": false}]));
        let there = Found { account: Some(account((7, true))), ..Found::default() };
        let gone = Found::default();
        let scoped = json!({"scope": {"tenant": true}, "password": "x"});
        for (more, found, record_text, due, expected) in [
            (json!({}), &gone, None, &agent, vec!["mail", "scope", "no password"]),
            (scoped.clone(), &gone, None, &admin, vec!["mail", "licence"]),
            (scoped, &there, Some("{}"), &agent, vec!["creating only"]),
            (json!({}), &there, Some(r#"{"roles":[]}"#), &admin, vec!["licence"]),
            (json!({}), &there, Some(r#"{"roles":[{"id":1,"isAdminDefault":true}]}"#), &admin, vec![]),
            (json!({}), &there, Some(r#"{"isSynchronized":true}"#), &agent, vec!["phone system"]),
            (json!({}), &there, Some(r#"{"acdId":"4711"}"#), &agent, vec!["phone system"]),
            (json!({}), &there, Some(r#"{"acdId":"","isSynchronized":false}"#), &agent, vec![]),
        ] {
            let found = own.warnings(&user(more.clone()), found, record_text.map(record).as_ref(), &[due]);
            assert_eq!(found.len(), expected.len(), "{more}: {found:?}");
            assert!(found.iter().zip(&expected).all(|(found, words)| found.contains(words)), "{found:?}");
        }
        assert!(account((7, false)).warnings[0].contains("not active"));
    }

    fn answer(roles: Value, target: &str) -> (u16, Value) {
        let role = |id: u64, name: &str, admin: bool| {
            json!({"id": id, "label": "", "name": name, "isAgentDefault": false,
            "isAdminDefault": admin, "isSupervisorDefault": false})
        };
        let admin = json!({"id": 1, "roles": [role(1, "Chief", true)], "views": [{"id": 7, "name": "EnterpriseView"}]});
        match target.strip_prefix("/api/rest/org/common/").unwrap_or_default() {
            "person/permission/ViewOrg" => (
                200,
                json!([{"personId": 1, "email": "Admin@doe.com", "active": true},
                {"personId": 2, "email": null, "adLogin": "API@doe.com", "active": false}]),
            ),
            "team/permission/ViewOrg" => (
                200,
                json!([{"groupId": 100, "name": "Default Team", "parentGroupId": 10},
                {"groupId": 110, "name": "Retention", "parentGroupId": 11}]),
            ),
            "role/permission/ViewOrg" if roles.is_array() => (200, roles),
            "person/1" => (200, admin),
            _ => (404, json!({"errorMessage": "nothing here"})),
        }
    }
    #[test]
    fn everybody_is_listed_once_and_anew_after_a_write() {
        let (host, http) = script(|_, target, _| answer(Value::Null, target));
        let own = platform(json!({})).unwrap();
        let (there, gone) = (user(json!({})), user(json!({"userName": "no@doe.com"})));
        let look = |fresh| run(own.find(&http, &[&there, &gone], fresh)).unwrap();
        let found: Vec<_> = look(false).into_iter().map(|found| found.unwrap().account).collect();
        let account = found[0].as_ref().unwrap();
        assert!(account.id == "2" && account.warnings.len() == 1 && found[1].is_none());
        look(false);
        assert_eq!(host.sent.borrow().len(), 1);
        look(true);
        assert_eq!(host.sent.borrow().len(), 2);
        // One's own login, whatever of its two names is given.
        assert!(matches!(own.removal(&who(1), 5), Removal::Unsupported(_)));
    }
    #[test]
    fn names_become_ids_and_the_create_has_all_that_is_asked() {
        let roles = json!([{"id": 2, "name": "Agent", "isAgentDefault": true}]);
        let (host, http) = script(move |_, target, _| answer(roles.clone(), target));
        let own = platform(
            json!({"defaults": {"displayName": "{lastName}, {firstName}", "timeZone": "Europe/London"}}),
        )
        .unwrap();
        let desired = run(own.desired(&http, &user(json!({})))).unwrap();
        let body = own.create(&Found::default(), &user(json!({})), &desired).unwrap().request.body.unwrap();
        let expected = r#"{"firstName":"API","lastName":"User","email":"api@doe.com","displayName":"User, API","timeZone":"Europe/London","groupId":110,"parentGroup":11,"roles":[{"id":2,"isAgentDefault":true,"name":"Agent"}],"scope":{"groups":[],"teams":[],"tenant":null},"views":[]}"#;
        assert_eq!(body, expected);
        run(own.desired(&http, &user(json!({})))).unwrap();
        assert_eq!(host.sent.borrow().len(), 2, "teams and roles are listed once");
        // What a new person gets who is given nothing is no reason to change a person who exists.
        let defaults = ["displayName", "timeZone", "scope", "wfmViews", "userName"];
        for wish in desired.wishes.iter().flatten() {
            assert_eq!(
                (wish.same)(&json!("other"), &wish.value),
                defaults.contains(&wish.name.as_str()),
                "{}",
                wish.name
            );
        }
    }
    #[test]
    fn lists_that_are_not_there_are_copied_from_the_reference_user() {
        let (host, http) = script(|_, target, _| answer(Value::Null, target));
        let own = platform(json!({})).unwrap();
        let error = run(own.desired(&http, &user(json!({})))).err().unwrap();
        assert_eq!(error.code, Code::ConfigMissing);
        assert!(error.hint.unwrap().contains("options.paths.roles"));
        let own = platform(json!({"referenceUser": "ADMIN@doe.com"})).unwrap();
        let api = || {
            User::read(
                "user",
                &json!({"userName": "x@doe.com", "firstName": "A", "lastName": "B", "preset": "apiUser"}),
            )
            .unwrap()
        };
        let desired = run(own.desired(&http, &api())).unwrap();
        let asked =
            |name: &str| desired.wishes[0].iter().find(|wish| wish.name == name).unwrap().value.clone();
        assert_eq!((asked("roles")[0]["name"].clone(), asked("team")), (json!("Chief"), json!(100)));
        assert_eq!(asked("wfmViews"), json!([{"id": 7, "name": "EnterpriseView", "isMain": true}]));
        assert_eq!(asked("scope"), json!({"tenant": null, "groups": [], "teams": [100, 110]}));
        let sent = host.sent.borrow().len();
        run(own.desired(&http, &api())).unwrap();
        assert_eq!(host.sent.borrow().len(), sent, "what is not there is not asked for again");
        let error = run(own.desired(&http, &user(json!({"roles": ["Auditor"]})))).err().unwrap();
        assert_eq!(error.message, "there is no role called \"Auditor\"");
        let (_, http) = script(|_, target, _| answer(Value::Null, target));
        let own = platform(json!({"referenceUser": "nobody@doe.com"})).unwrap();
        let error = run(own.desired(&http, &api())).err().unwrap();
        assert!(error.message.starts_with("options.referenceUser: "), "{error}");
    }
}
