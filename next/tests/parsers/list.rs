//! Every parser of what comes from outside, by name: what the tests of this folder and `cargo xtask fuzz` feed.

use super::host::{client, flow, given, good_options, good_user, lines, stored, Journal, Lines, NAMES};
use provisor_next::error::Error;
use provisor_next::http::{accepted, retry_after, Base, Policy, Response, Safety};
use provisor_next::names::{fold, Named, Names};
use provisor_next::odata::{self, Expr, Version};
use provisor_next::platforms;
use provisor_next::reconcile::Mode;
use provisor_next::record::{is_same, Record};
use provisor_next::{identity, redact, scim};
use serde_json::{json, Value};
use std::rc::Rc;

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
    Parser { name: "logins", run: logins },
    Parser { name: "scim-json", run: scim_json },
    Parser { name: "scim-texts", run: scim_texts },
    Parser { name: "odata-json", run: odata_json },
    Parser { name: "odata-texts", run: odata_texts },
    Parser { name: "headers", run: headers },
    Parser { name: "addresses", run: addresses },
    Parser { name: "redaction", run: redaction },
    Parser { name: "records", run: records },
    Parser { name: "rosters", run: rosters },
    Parser { name: "users", run: users },
    Parser { name: "inputs", run: inputs },
    Parser { name: "options", run: options },
    Parser { name: "journals", run: journals },
    Parser { name: "plans", run: plans },
    Parser { name: "flows", run: flows },
];

/// The calls of a platform, as `client.requests` and `client.responses` name them.
pub fn calls(platform: &str) -> Vec<String> {
    let error = client(platform).request("?", &Value::Null).err();
    let hint = error.and_then(|error| error.hint).unwrap_or_default();
    let known = hint.strip_prefix("known: ").unwrap_or_default();
    known.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

fn json_of(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}

fn response(status: u16, headers: &[(String, String)], body: &[u8]) -> Response {
    Response { status, headers: headers.to_vec(), body: body.to_vec() }
}

/// The answer of every call by name.
fn answers(platform: &str, bytes: &[u8]) {
    let client = client(platform);
    for name in calls(platform) {
        for status in [200, 202, 400, 503] {
            let _ = client.response(&name, &response(status, &[], bytes));
        }
    }
}

fn scim_answers(bytes: &[u8]) {
    answers("scim", bytes);
    let answer = response(200, &[], bytes);
    for resource in scim::resources(&answer).unwrap_or_default().iter().take(2) {
        let _ = scim::is_called(resource, "userName", "a") || scim::is_called(resource, "emails.value", "a");
    }
    let _ = (scim::created(&answer), scim::words(&answer), scim::Config::read(&answer));
    let bodies = [text(bytes).map(Value::from), json_of(bytes)];
    for body in bodies.into_iter().flatten() {
        for name in ["list", "onlyUser", "onlyGroup"] {
            let _ = scim::by_name(name, &json!({ "of": body, "name": "a" }));
        }
        for status in [200, 400, 409, 500] {
            let _ = scim::by_name("problem", &json!({ "of": body, "status": status }));
            let _ = scim::by_name("config", &json!({ "of": body, "status": status }));
        }
    }
}

/// The answer to a log-in, and a refusal of one.
fn logins(bytes: &[u8]) {
    for platform in NAMES {
        for status in [200, 400, 401] {
            let host = Rc::new(Lines { is_login: true, ..lines(vec![response(status, &[], bytes)]) });
            let _ = given(platform, host, Mode::Provision, good_user(platform), None, true);
        }
    }
}

fn scim_json(bytes: &[u8]) {
    let Some(json) = json_of(bytes) else { return };
    for name in ["filter", "query", "user", "group", "patch"] {
        let _ = scim::by_name(name, &json!({ "of": json }));
    }
    let _ = scim::by_name("replacement", &json!({ "of": json, "changes": json }));
    let _ = scim::by_name("replacement", &json!({ "of": json, "changes": { "a": null } }));
    for op in ["add", "remove"] {
        let _ = scim::by_name("members", &json!({ "of": json, "op": op }));
    }
    let _ = scim::by_name("list", &json);
}

fn scim_texts(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let filters = [
        json!({ "eq": [text, "x"] }),
        json!({ "eq": ["a", text] }),
        json!({ "pr": text }),
        json!({ "gt": ["a", { "dateTime": text }] }),
        json!({ "complex": [text, { "eq": [text, text] }] }),
        json!({ text: text }),
    ];
    for filter in filters {
        let _ = scim::Filter(filter).text();
    }
    let query = json!({ "attributes": [text], "sortBy": text });
    let _ = scim::query(&query).and_then(|_| scim::query(&json!({ "sortOrder": text })));
    let _ = scim::by_name("patch", &json!({ "of": [{ "op": "remove", "path": text }] }));
    let _ = scim::by_name("replacement", &json!({ "of": { "id": text }, "changes": { text: text } }));
    let _ = scim::by_name("user", &json!({ "of": { "userName": text, text: text } }));
}

const VERSIONS: [Version; 2] = [Version::V3, Version::V4];

fn odata_json(bytes: &[u8]) {
    let Some(json) = json_of(bytes) else { return };
    for version in VERSIONS {
        let expr = Expr(json.clone());
        let _ = (expr.filter(version), expr.value(version), odata::query(&json, version));
    }
}

fn odata_texts(bytes: &[u8]) {
    const KINDS: [&str; 11] = [
        "field",
        "guid",
        "long",
        "decimal",
        "binary",
        "date",
        "datetime",
        "datetimeOffset",
        "time",
        "duration",
        "double",
    ];
    let Some(text) = text(bytes) else { return };
    let _ = Version::named(Some(text));
    for version in VERSIONS {
        let typed = KINDS.map(|kind| json!({ kind: text }));
        let enumerated = json!({ "enumValue": { "type": "N.T", "value": text } });
        let named = json!({ "cast": { "type": text } });
        for value in typed.into_iter().chain([enumerated, named, text.into()]) {
            let _ = Expr(json!({ "eq": [{ "field": "A" }, value] })).filter(version);
        }
        let _ = Expr(json!({ "any": { "of": text, "as": text, "where": true } })).filter(version);
        let _ = Expr(json!({ "call": [text] })).filter(version);
        for option in ["search", "skipToken", "format"] {
            let _ = odata::query(&json!({ option: text }), version);
        }
        for option in ["select", "expand"] {
            let _ = odata::query(&json!({ option: [text] }), version);
        }
        let _ = odata::query(&json!({ "orderBy": [[text, "asc"]] }), version);
    }
}

/// Lines of `name: value`, as a server sends them.
fn headers(bytes: &[u8]) {
    const NOW: u64 = 1_700_000_000_000;
    /// Longer than any wait that is permitted.
    const MOST: u64 = 1 << 40;
    let Some(text) = text(bytes) else { return };
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    let headers: Vec<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    for status in [200, 202, 429, 503] {
        let answer = response(status, &headers, b"");
        let asked = retry_after(&answer, NOW);
        assert!(asked.is_none_or(|wait| wait <= MOST), "{asked:?}");
        let policy = Policy { max_retries: 4, max_wait_ms: 60_000 };
        let _ = policy.decide(Safety::Safe, 0, &Error::of_status(status, None), asked, 0.5);
        let _ = (accepted(&answer), scim::created(&answer));
        let _ = client("workiva").response("assignUserRoles", &answer);
    }
    // As a run meets them: the first look-up is answered so, then the caller gives up.
    let host = lines(vec![response(429, &headers, b""), response(503, &headers, b"")]);
    let _ = given("scim", Rc::new(host), Mode::Plan, good_user("scim"), None, true);
}

/// Base URLs, links, paths, e-mail addresses, user names and names.
fn addresses(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let bases = ["https://a.co", "http://localhost:8080/pre/fix"];
    for base in bases.into_iter().chain([text]) {
        let Ok(base) = Base::new(base, vec!["b.co".to_owned()], true) else { continue };
        if let Ok(target) = base.rebase(text) {
            let url = base.resolve(&target).expect("what a link is rebased to can be asked");
            assert!(url.starts_with(&base.text()), "{url}");
        }
        let _ = base.resolve(text);
    }
    if let Ok(email) = identity::email("email", text) {
        assert_eq!(identity::fold_email(&email), identity::fold_email(text.trim()), "{text:?}");
    }
    let _ = (identity::user_name("userName", text), identity::line("name", text), identity::fold(text));
    let mut all = vec![Named { name: "Editor".to_owned(), ..Named::default() }];
    all.extend(text.lines().map(|name| Named { name: name.to_owned(), ..Named::default() }));
    let names = Names::new("role", all, fold);
    let first = text.lines().next().unwrap_or_default();
    let _ = (names.resolve("Editor"), names.resolve("Edtior"), names.resolve(first));
}

/// A text from which secrets are taken: the first line is one, and so are two that any client has.
fn redaction(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let first = text.lines().next().unwrap_or_default().to_owned();
    let secrets = [first, "s+e/c&r=e%t".to_owned(), "ab".to_owned()];
    let clean = redact::scrub(&text, secrets.iter());
    assert!(!clean.contains("s+e/c&r=e%t"), "{clean}");
    let _ = redact::without_queries(&text);
    if let Some(value) = json_of(bytes) {
        let sensitive = redact::sensitive_values(&value);
        let _ = redact::scrub(&text, sensitive.iter().take(50));
        let _ = redact::shown_only(&value, &["email", "details.employeeDetails"]);
    }
}

/// A record; each of its first members, and pointers of the text itself.
fn records(bytes: &[u8]) {
    if let Ok(record) = serde_json::from_slice::<Record>(bytes) {
        let names: Vec<_> = record.members().map(|(name, _)| name.to_owned()).take(3).collect();
        for name in names {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            let mut changed = record.clone();
            changed.set(&pointer, &json!({ "set": 1 }));
            assert_eq!(changed.get(&pointer), Some(json!({ "set": 1 })), "{pointer}");
            let _ = (record.inner(&pointer), record.text(&pointer), serde_json::to_string(&changed));
        }
        let value = record.to_value();
        assert!(is_same(&value, &value));
        for pointer in ["/emails/type=work/value", "/0/a", "/-", "/a/0/type=x/b", ""] {
            let mut changed = record.clone();
            changed.set(pointer, &json!("x"));
            let _ = record.get(pointer);
        }
    }
    if let Some(pointer) = text(bytes) {
        let mut record: Record = serde_json::from_str(r#"{"a":[{"type":"x"}],"":1}"#).expect("a record");
        let _ = record.get(pointer);
        record.set(pointer, &1.into());
        let _ = serde_json::to_string(&record);
    }
}

fn rosters(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    for platform in NAMES.iter().filter(|name| **name != "workiva-scim") {
        let columns = json!({ "Mail": "email", "x": "email" });
        for (extra, columns) in [("refuse", Value::Null), ("ignore", columns)] {
            let given = json!({ "text": text, "platform": platform, "extra": extra, "columns": columns });
            let Ok(read) = platforms::roster("parse", &given) else { continue };
            let now = json!({ "platform": platform, "before": read["users"], "now": [] });
            let gone = platforms::roster("leavers", &now).expect("rows that were read are users");
            assert_eq!(gone, read["users"], "everybody is gone");
        }
    }
    if let Some(list) = json_of(bytes).filter(Value::is_array) {
        let _ = platforms::roster("leavers", &json!({ "platform": "workiva", "before": list, "now": list }));
    }
}

/// A user of every platform, alone and in a list, as far as the first requests; and what identifies one who leaves.
fn users(bytes: &[u8]) {
    let Some(user) = json_of(bytes) else { return };
    for platform in NAMES {
        for mode in [Mode::Plan, Mode::Provision, Mode::Deprovision] {
            let _ = given(platform, Rc::new(lines(Vec::new())), mode, user.clone(), None, true);
        }
        let _ = given(platform, Rc::new(lines(Vec::new())), Mode::Provision, user.clone(), None, false);
    }
}

/// The arguments of every request by name.
fn inputs(bytes: &[u8]) {
    let Some(input) = json_of(bytes) else { return };
    for platform in NAMES {
        let client = client(platform);
        for name in calls(platform) {
            if let Ok(request) = client.request(&name, &input) {
                assert!(request.path().starts_with('/'), "{}", request.path());
            }
        }
    }
    let _ = platforms::application_user_guide(&input);
}

/// Options of clients, and of calls.
fn options(bytes: &[u8]) {
    let Some(options) = json_of(bytes) else { return };
    for platform in NAMES {
        let name = platform.strip_suffix("-scim").unwrap_or(platform);
        let _ = platforms::open(name, &options, Rc::new(lines(Vec::new())));
    }
    let _ = flow("scim", lines(Vec::new()), Mode::Deprovision, &options, vec![good_user("scim")], None);
    let _ = flow("scim", lines(Vec::new()), Mode::Provision, &options, vec![good_user("scim")], None);
}

/// A journal as it is, and its lines behind the first one that a run itself writes.
fn journals(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    for platform in NAMES {
        for journal in [text.to_owned(), format!("{}\n{text}", stored(platform))] {
            // In two parts, for a store gives parts of any length.
            let middle = (0..=journal.len() / 2).rev().find(|at| journal.is_char_boundary(*at)).unwrap_or(0);
            let (one, other) = journal.split_at(middle);
            let store = Rc::new(Journal::of([one, other]));
            let _ = given(
                platform,
                Rc::new(lines(Vec::new())),
                Mode::Provision,
                good_user(platform),
                Some(store),
                false,
            );
        }
    }
}

/// A plan as it is, and with the user beside it.
fn plans(bytes: &[u8]) {
    let Some(plan) = json_of(bytes) else { return };
    for platform in NAMES {
        for user in [Value::Null, good_user(platform)] {
            let input = json!({ "plan": plan, "user": user });
            let host = super::seeds::flow_of(platform).map(|flow| lines(answers_of(flow.as_bytes())));
            let host = Rc::new(host.unwrap_or_else(|| lines(Vec::new())));
            let _ = given(platform, host, Mode::Apply, input, None, true);
        }
    }
}

/// Whole runs that are answered line by line: `200 {"count":0,"results":[]}`. When the lines are used up, the
/// caller aborts. The first line may name the platform; else it is every one's turn.
fn flows(bytes: &[u8]) {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let named = NAMES.iter().find(|name| name.as_bytes() == first);
    for platform in named.map_or(NAMES.as_slice(), std::slice::from_ref) {
        let lines = lines(answers_of(bytes));
        let _ = given(platform, Rc::new(lines), Mode::Provision, good_user(platform), None, true);
    }
}

/// The answers of a flow.
pub fn answers_of(bytes: &[u8]) -> Vec<Response> {
    let is_name = |line: &&[u8]| NAMES.iter().any(|name| name.as_bytes() == *line);
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty() && !is_name(line));
    let answer = |line: &[u8]| {
        let (status, body) = match line.get(..4) {
            Some([digits @ .., b' ']) => (text(digits).and_then(|digits| digits.parse().ok()), &line[4..]),
            _ => (None, line),
        };
        let headers = [("Location".to_owned(), "/operations/o-1".to_owned())];
        response(status.unwrap_or(200), &headers, body)
    };
    lines.map(answer).collect()
}

/// Good options are what the seeds begin with.
pub fn all_options() -> Vec<Value> {
    NAMES.iter().map(|name| good_options(name)).collect()
}
