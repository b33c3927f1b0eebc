//! Tables of filters, bodies and answers, and look-ups against scripted servers.
#![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]
use super::answer::code;
use super::body::{changes, replacement};
use super::*;
use crate::error::Code;
use crate::http::Response;
use crate::names::fold;
use crate::record::Record;
use proptest::prelude::*;
use serde_json::{json, Value};

fn record(value: Value) -> Record {
    serde_json::from_value(value).unwrap()
}
fn answer(status: u16, body: Value) -> Response {
    Response { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}
fn text(filter: Value) -> String {
    Filter(filter).text().unwrap_or_else(|error| format!("error {}", error.message))
}

#[test]
fn filters() {
    let x = json!({"eq": ["x", 1]});
    let y = json!({"pr": "y"});
    let z = json!({"sw": ["z", "q"]});
    let long = format!("{ENTERPRISE}:manager.value");
    let table = [
        (json!({"eq": ["userName", "john \"jd\" doe"]}), r#"userName eq "john \"jd\" doe""#),
        (json!({"sw": ["userName", "a\\b"]}), r#"userName sw "a\\b""#),
        (json!({"eq": ["x", "tab\tbell\u{7}"]}), r#"x eq "tab\tbell\u0007""#),
        (json!({"eq": ["x", "x\" or userName pr or title eq \""]}), r#"x eq "x\" or userName pr or title eq \"""#),
        (json!({"ne": ["manager", null]}), "manager ne null"),
        (json!({"eq": ["active", true]}), "active eq true"),
        (json!({"ge": ["age", 1.5]}), "age ge 1.5"),
        (json!({"eq": ["x", u64::MAX]}), "x eq 18446744073709551615"),
        (json!({"gt": ["meta.created", {"dateTime": "2011-05-13T04:42:34.25+01:00"}]}), r#"meta.created gt "2011-05-13T04:42:34.25+01:00""#),
        (json!({"eq": [long, "1"]}), &format!(r#"{long} eq "1""#)),
        (json!({"and": [x, {"and": [y, z]}]}), r#"x eq 1 and y pr and z sw "q""#),
        (json!({"or": [{"and": [x, y]}, z]}), r#"x eq 1 and y pr or z sw "q""#),
        (json!({"or": [x, {"or": [y, z]}]}), r#"x eq 1 or y pr or z sw "q""#),
        (json!({"and": [{"or": [x, y]}, z]}), r#"(x eq 1 or y pr) and z sw "q""#),
        (json!({"and": [{"or": [{"or": [x, y]}]}, z]}), r#"(x eq 1 or y pr) and z sw "q""#),
        (json!({"and": [{"and": [{"or": [x, y]}]}, z]}), r#"(x eq 1 or y pr) and z sw "q""#),
        (json!({"and": [{"or": [x, y]}]}), "x eq 1 or y pr"),
        (json!({"and": [{"not": x}, y]}), "not (x eq 1) and y pr"),
        (json!({"not": {"not": {"or": [x, y]}}}), "not (not (x eq 1 or y pr))"),
        (json!({"and": [{"complex": ["emails", {"or": [x, y]}]}, z]}), r#"emails[x eq 1 or y pr] and z sw "q""#),
        (json!({"not": {"complex": ["emails", {"and": [{"or": [x, y]}, z]}]}}), r#"not (emails[(x eq 1 or y pr) and z sw "q"])"#),
        (json!({"co": ["a", 1]}), "error co.value: only texts contain, start and end with something: compare with a text"),
        (json!({"gt": ["a", true]}), "error gt.value: there is no such comparison with true, false or null: use eq or ne"),
        (json!({"eq": ["a", "\0"]}), "error eq.value: the text has a NUL character (U+0000): remove it"),
        (json!({"eq": ["a", {"dateTime": "2011-02-30T00:00:00Z"}]}), "error eq.dateTime: \"2011-02-30T00:00:00Z\" is not a date and time with an offset: write it like 2011-05-13T04:42:34Z"),
        (json!({"and": []}), "error and: there is no condition: give at least one"),
        (json!({"and": [x, {"eq": ["a", {"refused": "this is no value"}]}]}), "error and[1].eq.value: this is no value"),
        (json!({"complex": ["a", {"complex": ["b", x]}]}), "error complex.complex: stands within another one: join the two with and"),
        (json!({"complex": ["a", x, "b"]}), "error complex: a sub-attribute belongs to a PATCH: leave it out"),
        (json!({"complex": ["a.b", x]}), "error complex.attribute: \"a.b\" is not an attribute that has several values"),
        (json!({"complex": ["a", {"pr": "b.c"}]}), "error complex.pr.attribute: \"b.c\" is not an attribute of the value itself: write its name alone"),
        (json!({"raw": "a pr"}), "error filter: \"raw\" is not a kind of condition: use the builders"),
        (json!("a pr"), "error filter: one of the builders' conditions or values is wanted here"),
        (json!({"pr": "a", "eq": ["a", 1]}), "error filter: one of the builders' conditions or values is wanted here"),
    ];
    for (filter, wanted) in table {
        assert_eq!(text(filter.clone()), wanted, "{filter}");
    }
    let deep = (0..101).fold(x, |filter, _| json!({ "not": filter }));
    assert!(text(deep).ends_with("nested more than 100 deep: flatten it"));
}
#[test]
fn names_of_attributes() {
    for good in [
        "userName",
        "a-b_1",
        "members.$ref",
        "$ref",
        "notes",
        "URN:x-y:z:eq",
        "urn:a:b:2.0:User:name.familyName",
    ] {
        assert_eq!(text(json!({"pr": good})), format!("{good} pr"));
    }
    let bad = "|1a|a b|a.b.c|a.|.a|a..b|é|userName eq \"x\"|emails[type|a\"|o'brien@a.co|not|AND|null|eq|urn:|urn:a|urn:a:b|urn::b:c|urn:a:b\":c|http://x:y|_a|-a|$|a\0";
    for bad in bad.split('|') {
        assert!(text(json!({"pr": bad})).starts_with("error pr.attribute: "), "{bad}");
    }
}
#[test]
fn queries() {
    assert_eq!(query(&json!({})).unwrap(), "startIndex=1&count=100");
    let options = json!({"filter": eq("a", "x+y/z").0, "startIndex": 3, "count": 2, "attributes": ["id", "name.familyName"], "sortBy": "userName", "sortOrder": "descending"});
    let wanted = "filter=a%20eq%20%22x%2By%2Fz%22&startIndex=3&count=2&attributes=id%2Cname.familyName&sortBy=userName&sortOrder=descending";
    assert_eq!(query(&options).unwrap(), wanted);
    for bad in [
        json!({"count": -1}),
        json!({"top": 1}),
        json!({"attributes": ["a,b"]}),
        json!({"sortOrder": "up"}),
        json!({"filter": "x"}),
    ] {
        assert!(query(&bad).is_err(), "{bad}");
    }
}

/// A reader of the strict grammar, to tell that nothing was lost. Its texts are JSON strings.
fn parse(text: &str) -> Option<Value> {
    let (tree, rest) = whole(text)?;
    rest.is_empty().then_some(tree)
}
fn whole(text: &str) -> Option<(Value, &str)> {
    chain(text, "or", |text| chain(text, "and", one))
}
fn chain<'a>(
    text: &'a str,
    word: &str,
    inner: impl Fn(&'a str) -> Option<(Value, &'a str)>,
) -> Option<(Value, &'a str)> {
    let (first, mut rest) = inner(text)?;
    let mut all = vec![first];
    while let Some(more) = rest.strip_prefix(&format!(" {word} ")) {
        let (next, left) = inner(more)?;
        all.push(next);
        rest = left;
    }
    Some((if all.len() == 1 { all.remove(0) } else { json!({ word: all }) }, rest))
}
fn one(text: &str) -> Option<(Value, &str)> {
    if let Some(inner) = text.strip_prefix("not (") {
        let (tree, rest) = whole(inner)?;
        return Some((json!({ "not": tree }), rest.strip_prefix(')')?));
    }
    if let Some(inner) = text.strip_prefix('(') {
        let (tree, rest) = whole(inner)?;
        return Some((tree, rest.strip_prefix(')')?));
    }
    let (name, rest) = text.split_at(text.find([' ', '['])?);
    if let Some(inner) = rest.strip_prefix('[') {
        let (tree, rest) = whole(inner)?;
        return Some((json!({"complex": [name, tree]}), rest.strip_prefix(']')?));
    }
    if let Some(rest) = rest.strip_prefix(" pr") {
        return Some((json!({ "pr": name }), rest));
    }
    let rest = rest.strip_prefix(" eq ")?;
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<String>();
    if let (true, Some(Ok(value))) = (rest.starts_with('"'), values.next()) {
        return Some((json!({"eq": [name, value]}), rest.get(values.byte_offset()..)?));
    }
    let end = rest.find([' ', ')', ']']).unwrap_or(rest.len());
    let value: Value = serde_json::from_str(rest.get(..end)?).ok()?;
    Some((json!({"eq": [name, value]}), rest.get(end..)?))
}
/// `and` and `or` as lists without nesting, which means nothing.
fn flat(node: Value) -> Value {
    let Value::Object(members) = node else { return node };
    let (tag, of) = members.into_iter().next().unwrap();
    match (tag.as_str(), of) {
        ("and" | "or", Value::Array(all)) => {
            let mut joined = Vec::new();
            for one in all.into_iter().map(flat) {
                match one.get(&tag).and_then(Value::as_array) {
                    Some(inner) => joined.extend(inner.clone()),
                    None => joined.push(one),
                }
            }
            if joined.len() == 1 {
                joined.remove(0)
            } else {
                json!({ tag: joined })
            }
        }
        ("not", of) => json!({ "not": flat(of) }),
        ("complex", Value::Array(parts)) => {
            json!({ "complex": parts.into_iter().map(flat).collect::<Vec<_>>() })
        }
        (_, of) => json!({ tag: of }),
    }
}
fn trees() -> impl Strategy<Value = Value> {
    let leaf = || {
        prop_oneof![
            "[^\0]{0,12}".prop_map(|text| json!({"eq": ["userName", text]})),
            prop::sample::select(vec!["\" or a pr or b eq \"", "\\", "\\\"", "]", ") and (", "𝒳"])
                .prop_map(|text| json!({"eq": ["title", text]})),
            any::<i64>().prop_map(|number| json!({"eq": ["age", number]})),
            Just(json!({"pr": "title"})),
        ]
    };
    let logic = |inner: BoxedStrategy<Value>| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| json!({ "and": all })),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| json!({ "or": all })),
            inner.prop_map(|one| json!({ "not": one })),
        ]
    };
    let within = leaf().prop_recursive(2, 8, 3, logic);
    prop_oneof![leaf(), within.prop_map(|inner| json!({"complex": ["emails", inner]}))]
        .prop_recursive(4, 32, 3, logic)
}
proptest! {
    #[test]
    fn a_filter_is_read_back(tree in trees()) {
        let text = Filter(tree.clone()).text().unwrap();
        prop_assert_eq!(parse(&text).map(flat), Some(flat(tree)), "{}", text);
    }
    #[test]
    fn no_data_makes_a_crash(text in ".*", number in any::<f64>()) {
        for name in ["filter", "query", "user", "group", "patch", "members", "list", "onlyUser", "problem", "config", "x"] {
            for of in [json!(text), json!({ (text.clone()): number }), json!([{ "op": text, "path": { "complex": [text, text] } }])] {
                let _ = by_name(name, &json!({ "of": of, "name": text, "status": 200, "op": "add" }));
            }
        }
    }
}

#[test]
fn bodies() {
    let of = |name: &str, of: Value| by_name(name, &json!({ "of": of }));
    let user = json!({"userName": "o'brien", "active": true, "enterprise": {"department": "R&D"}, "own": [1.5, null]});
    let wanted = json!({"schemas": [USER, ENTERPRISE], "userName": "o'brien", "active": true, ENTERPRISE: {"department": "R&D"}, "own": [1.5, null]});
    assert_eq!(of("user", user).unwrap(), wanted);
    for bad in [
        json!({}),
        json!({"userName": ""}),
        json!({"userName": "x", "id": "1"}),
        json!({"userName": "x", "name.givenName": "y"}),
        json!("x"),
    ] {
        assert!(of("user", bad.clone()).is_err(), "{bad}");
    }
    let group = json!({"displayName": "R&D", "members": ["1", {"value": "2", "type": "User"}]});
    let wanted = json!({"schemas": [GROUP], "displayName": "R&D", "members": [{"value": "1"}, {"value": "2", "type": "User"}]});
    assert_eq!(of("group", group).unwrap(), wanted);
    let operations = json!([
        {"op": "replace", "path": "active", "value": false},
        {"op": "remove", "path": {"complex": ["members", {"eq": ["value", "a\"b\\"]}]}},
        {"op": "add", "path": {"complex": ["emails", {"eq": ["type", "work"]}, "value"]}, "value": "a@x.co"},
        {"op": "replace", "value": {"title": "x"}},
    ]);
    let wanted = json!([
        {"op": "replace", "path": "active", "value": false},
        {"op": "remove", "path": "members[value eq \"a\\\"b\\\\\"]"},
        {"op": "add", "path": "emails[type eq \"work\"].value", "value": "a@x.co"},
        {"op": "replace", "value": {"title": "x"}},
    ]);
    assert_eq!(of("patch", operations).unwrap()["Operations"], wanted);
    for bad in [
        json!([]),
        json!([{"op": "remove", "path": "members[value eq \"1\"]"}]),
        json!([{"op": "remove"}]),
        json!([{"op": "add", "path": "a"}]),
        json!([{"op": "replace", "value": 1}]),
        json!([{"op": "move", "path": "a", "value": 1}]),
        json!([{"op": "remove", "path": {"pr": "a"}}]),
    ] {
        assert!(of("patch", bad.clone()).is_err(), "{bad}");
    }
    let ids: Vec<_> = (0..201).map(|at| format!("id-{}", at % 200)).collect();
    let bodies = by_name("members", &json!({ "of": ids, "op": "add" })).unwrap();
    let sizes: Vec<_> = bodies
        .as_array()
        .unwrap()
        .iter()
        .map(|body| body["Operations"][0]["value"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [100, 100]);
    let bodies = by_name("members", &json!({ "of": ["a\"b"], "op": "remove" })).unwrap();
    assert_eq!(bodies[0]["Operations"][0]["path"], "members[value eq \"a\\\"b\"]");
}
#[test]
fn a_replacement_names_the_extensions_that_are_there() {
    let user = |more: Value| {
        let mut user = json!({"schemas": [USER], "userName": "a"});
        user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        replacement(&Record::from_value(&user).unwrap()).to_value()["schemas"].clone()
    };
    assert_eq!(user(json!({})), json!([USER]));
    assert_eq!(user(json!({ENTERPRISE: {"department": "X"}})), json!([USER, ENTERPRISE]));
    assert_eq!(user(json!({ENTERPRISE: null, "schemas": [USER, ENTERPRISE]})), json!([USER]));
    // What is not shown is left alone.
    assert_eq!(user(json!({"schemas": null, ENTERPRISE: {"department": "X"}})), Value::Null);
    assert_eq!(user(json!({"schemas": [USER, "urn:x:own"]})), json!([USER, "urn:x:own"]));
}
#[test]
fn what_was_read_goes_back() {
    let text = r#"{"schemas":["s"],"id":"1","n":1.50,"meta":{},"groups":[{"value":"9"}],"title":null,"name":{"givenName":"Jo","x":1e400}}"#;
    let mut user: Record = serde_json::from_str(text).unwrap();
    user.set("/name/givenName", &"Joe".into());
    let wanted = r#"{"schemas":["s"],"id":"1","n":1.50,"name":{"givenName":"Joe","x":1e400}}"#;
    assert_eq!(serde_json::to_string(&replacement(&user)).unwrap(), wanted);
    let read = json!({"schemas": [USER], "userName": "jo", "id": "7", "meta": {}, "groups": [], "own": 1, "active": true});
    let changes = json!({"active": false, "own": null, "name.familyName": "O\"B", (format!("{ENTERPRISE}:department")): "R"});
    let wanted = json!({"schemas": [USER, ENTERPRISE], "userName": "jo", "id": "7", "active": false, "name": {"familyName": "O\"B"}, ENTERPRISE: {"department": "R"}});
    assert_eq!(by_name("replacement", &json!({"of": read, "changes": changes})).unwrap(), wanted);
    for bad in ["a b", "id", "groups", "meta.version"] {
        assert!(by_name("replacement", &json!({"of": read, "changes": {bad: 1}})).is_err(), "{bad}");
    }
}
#[test]
fn changes_of_a_record() {
    let user = record(
        json!({"name": {"givenName": "Jo"}, "emails": [{"type": "work", "value": "a"}, {"type": "home"}], ENTERPRISE: {"department": "R"}}),
    );
    let department = format!("/{ENTERPRISE}/department");
    let pointers =
        ["/name/givenName", "/emails/type=work/value", "/emails/type=work/primary", &department, "/title"];
    let wanted = json!([
        {"op": "replace", "path": "name.givenName", "value": "Jo"},
        {"op": "replace", "path": "emails", "value": [{"type": "work", "value": "a"}, {"type": "home"}]},
        {"op": "replace", "path": format!("{ENTERPRISE}:department"), "value": "R"},
        {"op": "remove", "path": "title"},
    ]);
    assert_eq!(changes(&user, pointers.into_iter())["Operations"], wanted);
}
#[test]
fn lists_are_judged_by_their_resources() {
    let says = json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]);
    for (body, wanted) in [
        (json!({"totalResults": 0, "startIndex": 0, "Resources": [{"id": "1"}]}), Some(1)),
        (json!({"totalResults": 7, "Resources": []}), Some(0)),
        (json!({"totalResults": "7"}), Some(0)),
        (json!({"schemas": says, "Resources": null}), Some(0)),
        (json!({"resources": [{}, {}]}), Some(2)),
        (json!({}), None),
        (json!({"message": "ok"}), None),
        (json!({"Resources": {}, "totalResults": 1}), None),
        (json!({"Resources": ["x"]}), None),
        (json!([{"id": "1"}]), None),
        (json!(null), None),
    ] {
        let read = resources(&answer(200, body.clone()));
        assert_eq!(read.as_ref().ok().map(Vec::len), wanted, "{body}");
    }
    let of = |resources: Value, name: &str| {
        by_name("onlyUser", &json!({"of": {"Resources": resources}, "name": name}))
    };
    assert_eq!(of(json!([{"id": "1", "userName": "ÉCOLE"}]), "école").unwrap()["id"], "1");
    assert_eq!(
        of(json!([{"id": "1", "userName": "a"}, {"id": "1", "userName": "A"}]), "a").unwrap()["id"],
        "1"
    );
    assert_eq!(of(json!([]), "a").unwrap(), Value::Null);
    assert_eq!(of(json!([{"id": "1", "userName": "b"}]), "a").unwrap_err().code, Code::BadResponse);
    assert_eq!(
        of(json!([{"id": "1", "userName": "a"}, {"id": "2", "userName": "A"}]), "a").unwrap_err().code,
        Code::Ambiguous
    );
}
#[test]
fn the_id_of_what_was_created() {
    let of = |location: Option<&str>, body: Value| {
        let headers =
            location.map(|location| ("Location".to_owned(), location.to_owned())).into_iter().collect();
        created(&Response { headers, ..answer(201, body) }).ok()
    };
    assert_eq!(of(None, json!({"id": "a/b"})).as_deref(), Some("a/b"));
    assert_eq!(of(Some("https://x/v2/Users/a%2Fb?x=1"), json!(null)).as_deref(), Some("a/b"));
    assert_eq!(of(Some("/Users/7"), json!({"id": ""})).as_deref(), Some("7"));
    assert_eq!(of(Some("/Users/"), json!({})), None);
    assert_eq!(of(None, json!({})), None);
}
#[test]
fn refusals() {
    use Code::*;
    for (status, kind, wanted) in [
        (409, "", Conflict),
        (400, "Uniqueness", Conflict),
        (400, "invalidfilter", Unsupported),
        (400, "tooMany", Unsupported),
        (400, "mutability", ConfigInvalid),
        (400, "noTarget", Conflict),
        (401, "", AuthRejected),
        (404, "", NotFound),
        (412, "", StalePlan),
        (429, "", RateLimited),
        (501, "", Unsupported),
        (503, "uniqueness", ServerError),
    ] {
        assert_eq!(code(status, kind), wanted, "{status} {kind}");
    }
    for (body, wanted) in [
        (json!({"detail": "a\n b", "scimType": "uniqueness"}), Some("uniqueness: a b")),
        (json!({"detail": "", "message": "m"}), Some("m")),
        (json!({"error": {"code": 1}}), None),
        (json!([]), None),
    ] {
        assert_eq!(words(&answer(400, body)).as_deref(), wanted);
    }
    let problem = by_name(
        "problem",
        &json!({"of": {"status": "409", "scimType": "Uniqueness", "detail": "taken"}, "status": 400}),
    )
    .unwrap();
    assert_eq!(
        (&problem["code"], &problem["status"], &problem["scimType"]),
        (&json!("conflict"), &json!(409), &json!("Uniqueness"))
    );
    let config = |status: u16, of: Value| by_name("config", &json!({ "of": of, "status": status }));
    assert_eq!(config(404, json!("<html>")).unwrap()["isKnown"], false);
    assert_eq!(
        config(200, json!({"filter": {"maxResults": 5}, "patch": {"supported": false}})).unwrap(),
        json!({"patch": false, "filter": true, "etag": false, "maxResults": 5, "isKnown": true})
    );
    assert!(config(500, json!(null)).is_err());
}

/// A server of these people, by user name; `or` and filters as it pleases.
fn find(names: &[&str], at_once: usize, server: fn(&str) -> (u16, Value)) -> (Vec<String>, Vec<String>) {
    let (host, http) = crate::script::script(move |_, target, _| server(target));
    let lookup = Lookup { service: STANDARD, attribute: "userName", at_once: std::cell::Cell::new(at_once) };
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let found = crate::script::run(lookup.find(&http, &names));
    let shown = found.into_iter().map(|one| match one {
        Ok(one) => one.map_or("none".to_owned(), |one| one.text("/id").unwrap()),
        Err(error) => format!("{:?}", error.code),
    });
    let sent = host.sent.borrow().clone();
    (shown.collect(), sent)
}
const PEOPLE: [(&str, &str); 3] = [("1", "Ann"), ("2", "bob"), ("3", "BOB")];
fn listed(target: &str, is_hit: impl Fn(&str) -> bool) -> (u16, Value) {
    let start: usize =
        target.split("startIndex=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
    let hits = PEOPLE.iter().filter(|(_, name)| is_hit(name)).skip(start - 1).take(2);
    let hits: Vec<_> = hits.map(|(id, name)| json!({"id": id, "userName": name})).collect();
    (200, json!({"totalResults": 0, "Resources": hits}))
}
fn asks_for(target: &str, name: &str) -> bool {
    target.to_lowercase().contains(&format!("\"{}\"", name.to_lowercase()))
}
#[test]
fn people_are_found_in_batches() {
    let honest: fn(&str) -> (u16, Value) = |target| listed(target, |name| asks_for(target, name));
    let (found, sent) = find(&["ann", "nobody"], 50, honest);
    assert_eq!(found, ["1", "none"]);
    assert_eq!(
        sent,
        [
            "GET /Users?filter=userName eq \"ann\" or userName eq \"nobody\"&startIndex=1&count=10",
            "GET /Users?filter=userName eq \"ann\" or userName eq \"nobody\"&startIndex=2&count=10",
        ]
    );
    // One page of a single look-up tells.
    let (found, sent) = find(&["ann"], 50, honest);
    assert_eq!((found, sent.len()), (vec!["1".to_owned()], 1));
    assert_eq!(find(&["bob", "ann"], 1, honest).0, ["Ambiguous", "1"]);
    // All of a batch, over two pages.
    assert_eq!(find(&["bob", "ann", "x"], 50, honest).0, ["Ambiguous", "1", "none"]);
}
#[test]
fn batches_fall_back_to_single_look_ups() {
    let without_or: fn(&str) -> (u16, Value) = |target| match target.contains(" or ") {
        true => (400, json!({"scimType": "invalidFilter"})),
        false => listed(target, |name| asks_for(target, name)),
    };
    let (found, sent) = find(&["ann", "nobody"], 50, without_or);
    assert_eq!((found, sent.len()), (vec!["1".to_owned(), "none".to_owned()], 3));
    let short: fn(&str) -> (u16, Value) = |target| match target.matches("eq").count() > 2 {
        true => (414, json!({})),
        false => listed(target, |name| asks_for(target, name)),
    };
    let (found, sent) = find(&["a", "b", "c", "ann"], 50, short);
    assert_eq!(found, ["none", "none", "none", "1"]);
    assert_eq!(sent.iter().map(|target| target.matches("eq").count()).collect::<Vec<_>>(), [4, 2, 2, 2]);
    // It repeats a page whatever is asked for.
    let stuck: fn(&str) -> (u16, Value) = |target| {
        let first = target.replace("startIndex=2", "startIndex=1");
        listed(&first, |name| asks_for(target, name))
    };
    assert_eq!(find(&["ann", "nobody"], 50, stuck).0, ["1", "none"]);
    assert_eq!(find(&["ann"], 50, |_| (403, json!({}))).0, ["Forbidden"]);
}
#[test]
fn a_server_that_ignores_filters_is_noticed() {
    let deaf: fn(&str) -> (u16, Value) = |target| listed(target, |_| true);
    assert_eq!(find(&["ann"], 1, deaf).0, ["BadResponse"]);
    assert_eq!(find(&["nobody", "ann"], 50, deaf).0, ["BadResponse", "BadResponse"]);
    assert_eq!(find(&["nobody"], 50, |_| (200, json!({"error": "x"}))).0, ["BadResponse"]);
}
#[test]
fn long_look_ups_are_shared_out() {
    let names: Vec<_> = (0..90).map(|at| format!("somebody.{at}@a-rather-long-domain.example")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let (found, sent) = find(&names, 100, |_| (200, json!({"totalResults": 0})));
    assert!(found.iter().all(|one| one == "none") && found.len() == 90);
    assert!((2..12).contains(&sent.len()), "{}", sent.len());
}
#[test]
fn groups_are_listed_once_and_whole() {
    let (host, http) = crate::script::script(|_, target, _| match target.contains("startIndex=3") {
        true => (200, json!({"Resources": []})),
        false => {
            (200, json!({"Resources": [{"id": "1", "displayName": "A"}, {"id": "2", "displayName": "B"}]}))
        }
    });
    for _ in 0..2 {
        let groups = crate::script::run(list_groups(&http, &STANDARD, None, fold)).unwrap();
        assert_eq!(groups.all().iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    }
    assert_eq!(host.sent.borrow().len(), 2);
    let (_, http) =
        crate::script::script(|_, _, _| (200, json!({"Resources": [{"id": "1", "displayName": "A"}]})));
    let error = crate::script::run(list_groups(&http, &STANDARD, None, fold)).err().unwrap();
    assert_eq!(error.code, Code::BadResponse);
    // Past the end some servers give the last page again.
    let (_, http) = crate::script::script(|_, _, _| {
        (200, json!({"totalResults": 1, "Resources": [{"id": "1", "displayName": "A"}]}))
    });
    assert_eq!(crate::script::run(list_groups(&http, &STANDARD, None, fold)).unwrap().all().len(), 1);
    // Of one name there is one: a second page is not asked for.
    let (host, http) =
        crate::script::script(|_, _, _| (200, json!({"Resources": [{"id": "1", "displayName": "A"}]})));
    let groups = crate::script::run(list_groups(&http, &STANDARD, Some("A"), fold)).unwrap();
    assert_eq!((groups.all().len(), host.sent.borrow().len()), (1, 1));
}
