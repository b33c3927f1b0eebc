//! Any SCIM server: against one in memory that takes PATCH or PUT, shows what it wants, and is asked for groups.
use super::*;
use crate::reconcile::Mode;
use crate::scim::{ENTERPRISE, USER};
use crate::script::{platform, told};
use serde_json::json;

#[derive(Default)]
struct Memory {
    users: Vec<Value>,
    groups: Vec<Value>,
}
/// What the server says of itself: `null` for a resource that is missing.
fn server(
    config: Value,
    schemas: Value,
    hidden: &'static str,
) -> impl Fn(&str, &str, Option<&str>) -> (u16, Value) {
    let group =
        |id: &str, name: &str| json!({"id": id, "displayName": name, "members": [{"value": "other"}]});
    let memory = Memory {
        groups: vec![group("g1", "Editors"), group("g2", "Readers"), group("g3", "R&D")],
        ..Memory::default()
    };
    let memory = RefCell::new(memory);
    move |method, target, body| {
        let body: Value = body.and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
        let Memory { users, groups } = &mut *memory.borrow_mut();
        let said = |value: &Value| if value.is_null() { (404, json!({})) } else { (200, value.clone()) };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let parts: Vec<_> = path.trim_start_matches('/').split('/').collect();
        let all = if parts[0] == "Groups" { groups } else { users };
        let show = |one: &Value| {
            let mut one = one.clone();
            one.as_object_mut().unwrap().remove(hidden);
            one
        };
        match (method, parts.as_slice()) {
            ("GET", ["ServiceProviderConfig"]) => said(&config),
            ("GET", ["Schemas"]) => said(&schemas),
            ("POST", ["Users"]) => {
                let (mut user, id) = (body, format!("u{}", all.len()));
                user["id"] = id.as_str().into();
                user["meta"] = json!({"version": "W/\"1\""});
                all.push(user);
                (201, json!({ "id": id }))
            }
            ("GET", [_]) => {
                let is_asked = |one: &&Value| {
                    let is = |key: &str| query.contains(&format!("{key} eq {}", one[key]));
                    !query.contains("filter=") || is("userName") || is("displayName")
                };
                let found = all.iter().filter(is_asked);
                let found: Vec<_> =
                    if query.contains("startIndex=1&") { found.map(show).collect() } else { Vec::new() };
                (200, json!({"Resources": found}))
            }
            ("DELETE", [_, id]) => {
                all.retain(|one| one["id"] != *id);
                (204, json!(null))
            }
            (_, [_, id]) => {
                let Some(one) = all.iter_mut().find(|one| one["id"] == *id) else { return (404, json!({})) };
                match method {
                    "PATCH" => body["Operations"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .for_each(|operation| apply(one, operation)),
                    "PUT" => *one = body,
                    _ => {}
                }
                (200, show(one))
            }
            _ => (404, json!({})),
        }
    }
}
fn apply(one: &mut Value, operation: &Value) {
    let path = operation["path"].as_str().unwrap();
    if path.starts_with("members") {
        let mut members = one["members"].as_array().cloned().unwrap();
        match operation["op"].as_str() {
            Some("add") => members.extend(operation["value"].as_array().cloned().unwrap()),
            _ => members.retain(|member| !path.contains(&member["value"].to_string())),
        }
        one["members"] = members.into();
        return;
    }
    let mut record = Record::from_value(one).unwrap();
    let pointer = match path.strip_prefix(&format!("{ENTERPRISE}:")) {
        Some(name) => format!("/{ENTERPRISE}/{name}"),
        None => format!("/{}", path.replace('.', "/")),
    };
    record.set(&pointer, &operation["value"]);
    *one = record.to_value();
}
fn with(base: Value, more: Value) -> Value {
    let mut all = base;
    more.as_object().unwrap().iter().for_each(|(key, value)| all[key] = value.clone());
    all
}
fn bearer() -> Value {
    json!({"bearerToken": "t0ken"})
}
fn ann(more: Value) -> Value {
    with(json!({"userName": "ann", "givenName": "Ann", "email": "ann@doe.com", "department": "Sales"}), more)
}
fn line<'a>(sent: &'a [String], start: &str) -> Vec<&'a str> {
    sent.iter().map(String::as_str).filter(|line| line.starts_with(start)).collect()
}
#[test]
fn a_person_and_their_groups() {
    let (host, client) =
        platform("scim", bearer(), server(json!({"etag": {"supported": true}}), json!(null), "password"));
    let user = ann(json!({"groups": ["readers", "id:g3"]}));
    let created = &told(&client, Mode::Provision, std::slice::from_ref(&user))[0];
    assert_eq!((&created["status"], &created["verified"]), (&json!("created"), &json!(true)), "{created}");
    assert_eq!(line(&host.sent.borrow(), "PATCH"), ["PATCH /Groups/g2", "PATCH /Groups/g3"]);
    let again = &told(&client, Mode::Provision, &[user])[0];
    assert_eq!((&again["status"], &again["verified"]), (&json!("unchanged"), &json!(true)), "{again}");
    // PATCH says what differs, for the version that was read.
    let user = ann(
        json!({"userName": "ANN", "email": "new@doe.com", "department": "R&D", "title": "Dr", "groups": ["Editors"], "exact": true}),
    );
    let planned = &told(&client, Mode::Plan, &[with(user.clone(), json!({"userName": "ann"}))])[0];
    let changed = &told(&client, Mode::Provision, &[with(user, json!({"userName": "ann"}))])[0];
    assert_eq!(changed["status"], "updated", "{changed}");
    let sets = ["email", "title", "department"].map(|field| json!(field));
    let changes = changed["changes"].as_array().unwrap();
    assert!(sets.iter().all(|field| changes.iter().any(|change| change["field"] == *field)), "{changed}");
    for (kind, group) in [("add", "Editors"), ("remove", "Readers"), ("remove", "R&D")] {
        let change = json!({"kind": kind, "field": "groups", "value": group});
        assert!(
            changes.contains(&change) && planned["changes"].as_array().unwrap().contains(&change),
            "{changed}"
        );
    }
    let at = host.sent.borrow().iter().position(|line| line == "PATCH /Users/u0").unwrap();
    let headers = host.headers.borrow()[at].clone();
    for wanted in
        ["if-match: W/\"1\"\n", "content-type: application/scim+json\n", "authorization: Bearer t0ken\n"]
    {
        assert!(headers.contains(wanted), "{headers}");
    }
    let gone = &told(&client, Mode::Deprovision, &[json!({"userName": "ann"})])[0];
    assert_eq!(
        (&gone["status"], &gone["changes"]),
        (&json!("deprovisioned"), &json!([{"kind": "deactivate"}])),
        "{gone}"
    );
    let stays = &told(&client, Mode::Provision, &[json!({"userName": "ann"})])[0];
    assert_eq!(
        (&stays["status"], &stays["warnings"]),
        (&json!("unchanged"), &json!([user::DEACTIVATED])),
        "{stays}"
    );
}
#[test]
fn a_server_without_patch_gets_the_whole_record() {
    let config = json!({"patch": {"supported": false}});
    let (host, client) = platform(
        "scim",
        json!({"basic": {"userName": "a", "password": "b"}}),
        server(config, json!(null), "x"),
    );
    told(&client, Mode::Provision, &[ann(json!({}))]);
    let changed = &told(&client, Mode::Provision, &[ann(json!({"displayName": "Ann"}))])[0];
    assert_eq!((&changed["status"], &changed["verified"]), (&json!("updated"), &json!(true)), "{changed}");
    assert_eq!(line(&host.sent.borrow(), "PUT"), ["PUT /Users/u0"]);
    let refused = &told(&client, Mode::Provision, &[ann(json!({"groups": ["Readers"]}))])[0];
    assert_eq!(
        (&refused["status"], &refused["error"]["code"]),
        (&json!("failed"), &json!("unsupported")),
        "{refused}"
    );
}
#[test]
fn what_is_not_shown_is_not_different() {
    let schemas = json!({"Resources": [
        {"id": USER, "attributes": [{"name": "title", "returned": "request"}, {"name": "name", "subAttributes": [{"name": "givenName", "returned": "never"}]}]},
        {"id": ENTERPRISE, "attributes": [{"name": "department", "returned": "Request"}, {"name": "division", "returned": "default"}]},
    ]});
    let (_, client) = platform("scim", bearer(), server(json!(null), schemas, "title"));
    told(&client, Mode::Provision, &[ann(json!({"title": "Dr"}))]);
    let again = &told(&client, Mode::Provision, &[ann(json!({"title": "Prof"}))])[0];
    assert_eq!((&again["status"], &again["unverified"]), (&json!("unchanged"), &json!(["title"])), "{again}");
    let read = |body: Value| {
        let hidden = (server::list_schemas().read)(&Response {
            status: 200,
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
        });
        Server { hidden: hidden.unwrap(), ..Server::default() }
    };
    let server = read(
        json!({"Resources": [{"id": USER, "attributes": [{"name": "emails", "returned": "always", "subAttributes": [{"name": "value", "returned": "request"}]}]}, {"id": ENTERPRISE, "attributes": [{"name": "department", "returned": "never"}]}]}),
    );
    let department = format!("/{ENTERPRISE}/department");
    for (pointer, is_hidden) in [
        ("/emails/type=work/value", true),
        ("/emails/type=work/primary", false),
        (&department, true),
        ("/department", false),
    ] {
        assert_eq!(server.hides(pointer), is_hidden, "{pointer}");
    }
}
#[test]
fn groups_that_are_not_there_are_told_with_those_that_are() {
    let (_, client) = platform("scim", bearer(), server(json!(null), json!(null), "x"));
    let missed = &told(&client, Mode::Provision, &[ann(json!({"groups": ["Reader"]}))])[0];
    assert_eq!(
        (&missed["status"], &missed["error"]["code"]),
        (&json!("failed"), &json!("not_found")),
        "{missed}"
    );
    assert!(missed["error"]["hint"].as_str().unwrap().starts_with("did you mean \"Readers\"?"), "{missed}");
    let wrong = &told(&client, Mode::Provision, &[ann(json!({"exact": true}))])[0];
    assert_eq!(wrong["error"]["code"], "config_invalid", "{wrong}");
}
#[test]
fn an_account_is_deleted_where_that_is_asked() {
    let options = with(bearer(), json!({"deprovision": "delete"}));
    let (host, client) = platform("scim", options, server(json!(null), json!(null), "x"));
    told(&client, Mode::Provision, &[ann(json!({}))]);
    let gone = &told(&client, Mode::Deprovision, &[json!({"userName": "bob"})])[0];
    assert_eq!((&gone["status"], &gone["changes"]), (&json!("unchanged"), &json!([])), "{gone}");
    let gone = &told(&client, Mode::Deprovision, &[json!({"userName": "ann"})])[0];
    assert_eq!(
        (&gone["status"], &gone["changes"]),
        (&json!("deprovisioned"), &json!([{"kind": "delete"}])),
        "{gone}"
    );
    assert_eq!(line(&host.sent.borrow(), "DELETE"), ["DELETE /Users/u0"]);
}
#[test]
fn calls_by_name() {
    let (_, client) = platform("scim", bearer(), |_, _, _| (404, json!(null)));
    for (name, arguments, line) in [
        ("readServiceProviderConfig", json!({}), "GET /ServiceProviderConfig"),
        ("listSchemas", json!({}), "GET /Schemas"),
        ("listUsers", json!({}), "GET /Users?startIndex=1&count=100"),
        ("listUsers", json!({"userNames": ["a\"", "b"], "startIndex": 3, "count": 5}), "GET /Users?filter=userName%20eq%20%22a%5C%22%22%20or%20userName%20eq%20%22b%22&startIndex=3&count=5"),
        ("readUser", json!({"id": "a/b"}), "GET /Users/a%2Fb"),
        ("replaceUser", json!({"id": "7", "record": {"id": "7"}}), "PUT /Users/7"),
        ("updateUser", json!({"id": "7", "user": {"userName": "a", "title": "Dr"}}), "PATCH /Users/7"),
        ("deleteUser", json!({"id": "7"}), "DELETE /Users/7"),
        ("listGroups", json!({"displayName": "R&D"}), "GET /Groups?filter=displayName%20eq%20%22R%26D%22&excludedAttributes=members&startIndex=1&count=100"),
        ("readGroup", json!({"id": "7"}), "GET /Groups/7"),
        ("addGroupMembers", json!({"group": "7", "users": ["1", "2"]}), "PATCH /Groups/7"),
        ("removeGroupMembers", json!({"group": "7", "users": ["1"]}), "PATCH /Groups/7"),
        ("readUser", json!({"id": ".."}), "bad"),
        ("createUser", json!({"user": {}}), "bad"),
        ("createUser", json!({"user": {"userName": "a\u{200b}"}}), "bad"),
    ] {
        let request = client.request(name, &arguments).map(|request| format!("{} {}", request.method, request.target));
        assert_eq!(request.unwrap_or("bad".to_owned()), line, "{name} {arguments}");
    }
    let request = client.request("createUser", &json!({"user": ann(json!({"active": false}))})).unwrap();
    let wanted = json!({
        "schemas": [USER, ENTERPRISE], "userName": "ann", "active": false, "name": {"givenName": "Ann"},
        "emails": [{"type": "work", "value": "ann@doe.com", "primary": true}], ENTERPRISE: {"department": "Sales"},
    });
    assert_eq!(serde_json::from_str::<Value>(request.body.as_deref().unwrap()).unwrap(), wanted);
}
