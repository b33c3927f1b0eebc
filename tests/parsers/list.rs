//! Every parser of what comes from outside, by name: what the tests of this folder and `cargo xtask fuzz` feed.

use provisor::email::Email;
use provisor::engine::{self, Client, Event, Host, Policy};
use provisor::http::{BaseUrl, Method, Request, RequestDocument, Response, Safety, Template};
use provisor::record::Record;
use provisor::{names, odata, platforms, roster, scim};
use serde_json::{json, Map, Value};
use sha2::{Digest, Sha256};
use std::task::Waker;

/// A parser, or several that read the same kind of thing.
pub struct Parser {
    /// Its name in `cargo xtask fuzz --target`.
    pub name: &'static str,
    /// Reads these bytes; what it makes of them is of no interest.
    pub run: fn(&[u8]),
}

/// All of them.
pub const PARSERS: &[Parser] = &[
    Parser { name: "myworkpal-answers", run: |bytes| answers("myworkpal", bytes) },
    Parser { name: "workforce-optimization-answers", run: |bytes| answers("workforce-optimization", bytes) },
    Parser { name: "workiva-answers", run: |bytes| answers("workiva", bytes) },
    Parser { name: "workspan-answers", run: |bytes| answers("workspan", bytes) },
    Parser { name: "scim-answers", run: scim_answers },
    Parser { name: "scim-json", run: scim_json },
    Parser { name: "scim-texts", run: scim_texts },
    Parser { name: "odata-json", run: odata_json },
    Parser { name: "odata-texts", run: odata_texts },
    Parser { name: "headers", run: headers },
    Parser { name: "addresses", run: addresses },
    Parser { name: "records", run: records },
    Parser { name: "rosters", run: rosters },
    Parser { name: "users", run: users },
    Parser { name: "inputs", run: inputs },
    Parser { name: "options", run: options },
    Parser { name: "requests", run: requests },
    Parser { name: "journals", run: journals },
    Parser { name: "plans", run: plans },
    Parser { name: "flows", run: flows },
];

/// The calls of a platform, as `client.requests` and `client.responses` name them.
pub fn endpoints(platform: &str) -> &'static [&'static str] {
    match platform {
        "myworkpal" => &[
            "token",
            "tenantList",
            "userList",
            "createUser",
            "employeeRecord",
            "updateEmployee",
            "personalRecord",
            "updatePersonal",
            "addresses",
            "metadataValues",
        ],
        "workforce-optimization" => &[
            "token",
            "logOut",
            "personList",
            "person",
            "createPerson",
            "updatePerson",
            "personStatus",
            "setPersonStatus",
            "groupList",
            "teamList",
            "roleList",
            "viewList",
        ],
        "workiva" => &[
            "token",
            "userList",
            "user",
            "createUser",
            "updateUser",
            "deleteUser",
            "assignUser",
            "organizationRoles",
            "workspaceRoles",
            "userRoles",
            "assignUserRoles",
            "revokeUserRoles",
            "membershipRoles",
            "assignMembershipRoles",
            "revokeMembershipRoles",
            "operation",
            "workspaceList",
            "membershipList",
            "createMembership",
            "deleteMembership",
            "groupList",
            "createGroup",
            "groupMembers",
            "modifyGroupMembers",
        ],
        "workspan" => &["token", "reportList", "listUsers", "createUser", "readUser", "replaceUser"],
        _ => &[],
    }
}

/// A client of each platform. The vault of one that has worked keeps what it saw, so each call has a new one.
pub fn client(platform: &str) -> Client {
    platforms::client(platform, good_options(platform)).expect("good options")
}

/// Options that are accepted.
pub fn good_options(platform: &str) -> Value {
    let pair = json!({ "clientId": "WS-ApplicationUser_a", "clientSecret": "s+e/c&r=e%t" });
    match platform {
        "myworkpal" => json!({
            "baseUrl": "https://webapi.example.com", "credentials": pair,
            "paths": {
                "createUser": "/made-up/create", "updateEmployee": "/made-up/e/{systemId}",
                "updatePersonal": "/made-up/p/{subDomain}/{systemId}", "addresses": "/made-up/a/{systemId}",
            },
        }),
        "workforce-optimization" => json!({
            "baseUrl": "https://wfo.example.com", "credentials": { "userId": "api@a.co", "password": "s3cret+pw" },
        }),
        "workiva" => json!({
            "route": "platform", "baseUrl": "https://api.example.com/gate", "credentials": pair,
            "organization": "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
        }),
        _ => json!({ "baseUrl": "https://span.example.com", "credentials": pair }),
    }
}

/// A user that is accepted.
pub fn good_user(platform: &str) -> Value {
    match platform {
        "myworkpal" => json!({
            "email": "john@doe.com", "company": "Company Doe",
            "details": { "employeeDetails": { "jobTitle": "Lead", "salary": 1234.5 } },
        }),
        "workforce-optimization" => json!({
            "userName": "api.user@doe.com", "firstName": "API", "lastName": "User", "password": "new+pw",
            "scope": { "teams": ["Default Team"] },
        }),
        "workiva" => json!({
            "email": "jane@doe.com", "givenName": "Jane", "familyName": "Roe", "organizationRoles": ["Editor"],
            "workspaces": [{ "workspace": "W", "roles": ["Viewer"], "groups": ["G"] }],
        }),
        _ => json!({
            "email": "jane@doe.com", "givenName": "Jane", "familyName": "Roe", "department": "R&D", "active": true,
        }),
    }
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

fn json_of(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}

fn response(status: u16, bytes: &[u8]) -> Response {
    Response::new(status, Vec::new(), bytes.to_vec())
}

/// Every endpoint's answer, and the error bodies.
fn answers(platform: &str, bytes: &[u8]) {
    let client = client(platform);
    for endpoint in endpoints(platform) {
        let _ = client.parse(endpoint, &response(200, bytes));
    }
    for status in [202, 400, 503] {
        let _ = client.parse("token", &response(status, bytes));
        let _ = client.parse(endpoints(platform)[1], &response(status, bytes));
    }
}

fn scim_answers(bytes: &[u8]) {
    let answer = response(200, bytes);
    if let Ok(list) = scim::ListResponse::from_response(&answer) {
        let _ = scim::only_group(list.clone(), "a");
        let _ = scim::Pager::new(1).take(list.clone());
        let _ = scim::only_user(list, "a").and_then(scim::Found::at_most_one);
    }
    if let Ok(mut user) = scim::User::from_response(&answer) {
        let _ = (user.emails(), user.groups(), user.active(), user.version(), user.creation());
        let _ = user.set_email("x").and_then(|_| user.set_given_name("x"));
        let _ = user.set_department("x").map(|_| user.replacement());
    }
    if let Ok(mut group) = scim::Group::from_response(&answer) {
        let _ = (group.members().len(), group.has_member("x"));
        let _ = group.set_display_name("x").map(|_| group.replacement());
    }
    let _ = scim::created_id(&answer);
    let _ = scim::patched(&answer);
    let _ = scim::ServiceConfig::from_response(&answer);
    for status in [200, 400, 409, 500] {
        let _ = scim::Problem::read(&response(status, bytes)).error();
    }
    if let Some(body) = json_of(bytes) {
        let _ = scim::plain::read_list(&body);
        let _ = scim::plain::read_problem(400, &body);
        let _ = scim::plain::read_config(200, &body);
        let _ = scim::plain::found_user(&body, "a");
        let _ = scim::plain::found_group(&body, "a");
    }
}

fn scim_json(bytes: &[u8]) {
    let Some(json) = json_of(bytes) else { return };
    let _ = scim::Filter::from_json(&json).and_then(|filter| filter.to_query_value());
    let _ = scim::ListQuery::from_json(&json).and_then(|query| query.to_query_string());
    let _ = scim::Patch::from_json(&json).map(|patch| patch.to_value().to_string());
    let _ = scim::plain::user_body(&json);
    let _ = scim::plain::group_body(&json);
    let _ = scim::plain::replacement_body(&json, &json);
    let _ = scim::plain::member_bodies("add", &json);
    let _ = scim::plain::member_bodies("remove", &json);
    let _ = scim::plain::Listing::from_json(&json).and_then(|listing| listing.next());
}

fn scim_texts(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Ok(path) = text.parse::<scim::AttrPath>() {
        let _ = (path.to_string(), path.schema(), path.name(), path.sub_attribute());
    }
    let _ = scim::date_time(text);
    let _ = scim::same_version(text, "W/\"1\"");
    let config = scim::ServiceConfig { etag: true, ..scim::ServiceConfig::default() };
    let _ = scim::if_match(&config, Some(text));
    let _ = scim::attr("a").map(|path| path.eq(text).to_query_value());
}

const VERSIONS: [odata::Version; 3] = [odata::Version::V2, odata::Version::V3, odata::Version::V4];

fn odata_json(bytes: &[u8]) {
    let Some(json) = json_of(bytes) else { return };
    if let Ok(expr) = odata::Expr::from_json(&json) {
        for version in VERSIONS {
            let _ = expr.to_text(version);
        }
    }
    if let Ok(query) = odata::Query::from_json(&json) {
        for version in VERSIONS {
            let _ = query.to_query_string(version);
        }
    }
}

fn odata_texts(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let _ = (text.parse::<odata::Name>(), text.parse::<odata::Path>(), text.parse::<odata::TypeName>());
    let _ = odata::Search::text(text).to_text();
    let _ = (odata::encode_value(text), odata::encode_path_segment(text));
    let Ok(field) = odata::field("A") else { return };
    let literals = [
        Ok(text.into()),
        odata::guid(text),
        odata::date(text),
        odata::datetime(text),
        odata::datetime_offset(text),
        odata::time(text),
        odata::duration(text),
        odata::decimal(text),
        odata::enum_value("N.T", text),
    ];
    for literal in literals.into_iter().flatten() {
        for version in VERSIONS {
            let _ = field.clone().eq(literal.clone()).to_text(version);
        }
    }
}

/// Lines of `name: value`, as a server sends them.
fn headers(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    let headers: Vec<_> = lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    const NOW: u64 = 1_700_000_000_000;
    // The largest time that JavaScript has.
    const LATEST: u64 = 8_640_000_000_000_000;
    let policy = Policy { max_retries: 4, max_wait_ms: 60_000, patient: true };
    for status in [200, 202, 429, 503] {
        let answer = Response::new(status, headers.clone(), Vec::new());
        assert!(engine::retry_after(&answer, NOW).is_none_or(|at| (NOW..=LATEST).contains(&at)));
        let _ = answer.request_id();
        let _ = scim::created_id(&answer);
        let _ = client("workiva").parse("assignUserRoles", &answer);
        let _ = engine::decide(policy, Safety::Safe, 0, &Event::Answer(answer), NOW, 0.5);
    }
}

/// Base URLs, links, paths, e-mail addresses and names.
fn addresses(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let bases = ["https://a.co", "http://localhost:8080/pre/fix"];
    for base in bases.into_iter().chain([text]) {
        if let Ok(base) = BaseUrl::parse("baseUrl", base, true) {
            let _ = base.holds(text);
            if let Ok(below) = base.rebased(text) {
                assert!(base.holds(&base.join(&below)));
            }
        }
    }
    let _ = engine::check_path("paths.x", text);
    let _ = engine::insert("/a/{id}/b", "id", text);
    let _ = Request::new(Method::Get, text.to_owned(), "look", Safety::Safe).path();
    let _ = Email::parse("email", text).map(|email| email.is(text));
    let _ = names::find("role", "Editor", &[text], |name| name);
    let short: String = text.chars().take(256).collect();
    let _ = names::find("role", &short, &[text, "Viewer"], |name| name);
}

fn records(bytes: &[u8]) {
    let Ok(record) = Record::read(&response(200, bytes)) else { return };
    let _ = (record.digest(), record.text());
    let wanted = json_of(bytes).and_then(|value| value.as_object().cloned()).unwrap_or_default();
    for wanted in [wanted.clone(), changed(wanted)] {
        let _ = record.differing(&wanted);
        let _ = record.with(&wanted).text();
    }
}

/// The same fields, each with another value, so that everything differs.
fn changed(mut fields: Map<String, Value>) -> Map<String, Value> {
    fn change(value: &mut Value) {
        match value {
            Value::Object(fields) => fields.values_mut().for_each(change),
            Value::Null => *value = true.into(),
            value => *value = Value::Null,
        }
    }
    fields.values_mut().for_each(change);
    fields
}

fn rosters(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    for platform in platforms::NAMES {
        let _ = roster::parse(text, platform);
    }
}

/// A user of every platform, alone and in a list, as far as the first requests.
fn users(bytes: &[u8]) {
    let Some(user) = json_of(bytes) else { return };
    for platform in platforms::NAMES {
        let run = client(platform).plan(Host::default(), user.clone());
        let _ = run.map(|mut run| run.poll(0, Waker::noop()));
        // What becomes of each goes on growing with the run, so a list is only read.
        let list = user.as_array().cloned().unwrap_or_else(|| vec![user.clone()]);
        let _ = client(platform).provision_all(Host::default(), list);
    }
}

/// The input of every request builder.
fn inputs(bytes: &[u8]) {
    let Some(input) = json_of(bytes) else { return };
    for platform in platforms::NAMES {
        let client = client(platform);
        for endpoint in endpoints(platform) {
            let Ok(request) = client.build(endpoint, input.clone()) else { continue };
            // There is no session that could be filled in.
            let secrets = request.secrets.into_iter().filter(|place| place.r#in == "body").collect();
            let _ = client.fill(RequestDocument { headers: Map::new(), secrets, ..request });
        }
    }
    let _ = platforms::workspan::application_user_steps(input);
}

fn options(bytes: &[u8]) {
    let Some(options) = json_of(bytes) else { return };
    for platform in platforms::NAMES {
        if let Ok(client) = platforms::client(platform, options.clone()) {
            let _ = client.build("token", Value::Null).and_then(|request| client.fill(request));
        }
    }
}

/// Request documents that come back to be filled, and their templates.
fn requests(bytes: &[u8]) {
    let Ok(request) = serde_json::from_slice::<RequestDocument>(bytes) else { return };
    for platform in platforms::NAMES {
        let _ = client(platform).fill(request.clone());
    }
    let places: Vec<_> = request.secrets.iter().filter(|place| place.r#in == "body").collect();
    if let Ok(template) = Template::from_shown(request.body.as_deref().unwrap_or_default(), &places) {
        assert_eq!(template.shown(), request.body.unwrap_or_default());
    }
}

/// Twelve bytes of SHA-256, as journals and plans are sealed: without a right digest little else would be read.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// A line of a journal with the right digest.
pub fn sealed(entry: &str) -> String {
    format!("{{\"sum\":\"{}\",\"entry\":{entry}}}\n", digest(entry))
}

/// A journal as it is, its lines sealed, and these behind the first line that the run itself would write.
fn journals(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let resealed: String = text.lines().map(sealed).collect();
    for journal in [text, &resealed] {
        restore("myworkpal", journal.to_owned(), None);
    }
    for platform in platforms::NAMES {
        let user = good_user(platform);
        let begun = client(platform).provision(Host::default(), user.clone()).map(|run| run.save());
        restore(platform, begun.unwrap_or_default() + &resealed, Some(user));
    }
}

fn restore(platform: &str, journal: String, user: Option<Value>) {
    let run = client(platform).restore(Host::default(), journal, user);
    let _ = run.map(|mut run| run.poll(0, Waker::noop()));
}

/// A plan as it is, and one that is signed.
fn plans(bytes: &[u8]) {
    let Some(plan) = json_of(bytes) else { return };
    for platform in platforms::NAMES {
        let mut signed = plan.clone();
        if let Some(fields) = signed.as_object_mut() {
            fields.insert("platform".to_owned(), platform.into());
            let mut part = |name: &str| fields.get(name).cloned().unwrap_or_default();
            let parts = ["platform", "subject", "actions", "user", "sealed", "observed"].map(&mut part);
            fields.insert("fingerprint".to_owned(), digest(&json!(parts).to_string()).into());
        }
        let apply = |plan, user| {
            let run = client(platform).apply(Host::default(), plan, user);
            let _ = run.map(|mut run| run.poll(0, Waker::noop()));
        };
        apply(plan.clone(), None);
        apply(signed.clone(), None);
        apply(signed, Some(good_user(platform)));
    }
}

/// Whole runs that are answered line by line: `200 {"count":0,"results":[]}`. When the lines are used up, the
/// caller aborts. The first line may name the platform; else it is every one's turn.
fn flows(bytes: &[u8]) {
    for platform in platforms::NAMES {
        let named = |platform: &&str| bytes.starts_with(platform.as_bytes());
        if named(&platform) || !platforms::NAMES.iter().any(named) {
            flow(platform, bytes.strip_prefix(platform.as_bytes()).unwrap_or(bytes));
        }
    }
}

fn flow(platform: &str, bytes: &[u8]) {
    const TURNS: u32 = 200;
    const TOKEN: &[u8] =
        br#"{"access_token":"t-1","token_type":"Bearer","expires_in":599,"sessionId":"s-1"}"#;
    let client = client(platform);
    let mut run = client.provision(Host::default(), good_user(platform)).expect("a good user");
    let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let mut now = 1_700_000_000_000;
    for _ in 0..TURNS {
        let progress = run.poll(now, Waker::noop());
        if progress.done.is_some() {
            return;
        }
        if let Some(wait) = progress.wait.filter(|_| progress.sends.is_empty()) {
            now = wait.until.max(now);
        }
        for sent in progress.sends {
            let event = match sent.request.purpose {
                "get an access token" | "log in" => Event::answer(200, Vec::new(), TOKEN.to_vec()),
                "log out" => Event::answer(204, Vec::new(), Vec::new()),
                _ => match lines.next() {
                    Some(line) => answered(line),
                    None => return run.abort(),
                },
            };
            run.answer(sent.id, event).expect("it was asked");
        }
    }
    run.abort();
}

fn answered(line: &[u8]) -> Event {
    let (status, body) = match line.get(..4) {
        Some([digits @ .., b' ']) => (text(digits).and_then(|digits| digits.parse().ok()), &line[4..]),
        _ => (None, line),
    };
    let headers = vec![("Location".to_owned(), "/operations/o-1".to_owned())];
    Event::answer(status.unwrap_or(200), headers, body.to_vec())
}
