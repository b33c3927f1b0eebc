//! Properties: a filter's text reads back as its tree, every pair of parentheses is needed, no JSON makes a crash,
//! and a resource that is not changed goes back as it came.

#![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

mod reader;

use super::{
    attr, date_time, null, AttrPath, Filter, ListQuery, ListResponse, Literal, Pager, Patch, Problem, User,
};
use crate::http::{percent, Response};
use proptest::prelude::*;
use reader::parse;
use serde_json::{json, Map, Value};

proptest! {
    /// The text reads back as the tree, and without any one pair of parentheses it would not.
    #[test]
    fn every_pair_of_parentheses_is_needed(tree in filters()) {
        let text = tree.to_text().unwrap();
        prop_assert_eq!(parse(&text), Some(tree.clone()), "{}", text);
        for (open, close) in pairs(&text) {
            let mut less = text.clone();
            less.replace_range(close..=close, " ");
            less.replace_range(open..=open, " ");
            prop_assert_ne!(parse(&less), Some(tree.clone()), "{}", text);
        }
    }

    #[test]
    fn a_text_stays_inside_its_quotes(text in "[^\0]*") {
        let filter = attr("userName").unwrap().eq(text.as_str());
        let written = filter.to_text().unwrap();
        let literal = written.strip_prefix("userName eq ").unwrap();
        prop_assert_eq!(serde_json::from_str::<String>(literal).unwrap(), text);
        let encoded = filter.to_query_value().unwrap();
        prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
        prop_assert_eq!(percent_encoding::percent_decode_str(&encoded).decode_utf8().unwrap(), written);
    }

    #[test]
    fn a_path_is_read_or_refused(text in "[ -~é]{0,12}|(urn:[a-z0-9:.]{0,12}:)?[A-Za-z$.]{1,8}") {
        if let Ok(path) = text.parse::<AttrPath>() {
            prop_assert_eq!(path.to_string(), text.clone());
            prop_assert!(!text.contains(['"', ' ', '[', ']', '(', ')', '\\']));
        }
    }

    /// A target reads back as an attribute, a condition and a sub-attribute; none is part of another.
    #[test]
    fn a_target_is_read_back(filter in filters(), sub in "[a-z]{1,6}") {
        let target = attr("emails").unwrap().values(filter).sub_attribute(&sub);
        // Words of the grammar are no names.
        let Ok(Ok(text)) = target.map(|target| target.to_text()) else { return Ok(()) };
        let value = text.strip_suffix(&format!(".{sub}")).unwrap();
        prop_assert!(parse(value).is_some(), "{}", text);
    }

    /// A version that goes into a header is one word of visible ASCII, and the one that the server gave.
    #[test]
    fn a_version_fits_a_header(version in "[ -~\\PC\r\n]{0,6}") {
        let config = super::ServiceConfig { etag: true, ..super::ServiceConfig::default() };
        if let Some(sent) = super::if_match(&config, Some(&version)) {
            prop_assert!(sent.bytes().all(|byte| byte.is_ascii_graphic()) && sent == version.trim());
        }
    }

    #[test]
    fn no_json_makes_a_crash(json in jsons(), status in 100..600_u16) {
        let _ = Filter::from_json(&json).and_then(|filter| filter.to_text());
        let _ = ListQuery::from_json(&json).and_then(|query| query.to_query_string());
        let _ = Patch::from_json(&json);
        let _ = super::plain::user_body(&json);
        let _ = super::plain::group_body(&json);
        let _ = super::plain::replacement_body(&json, &json);
        let answer = Response::new(status, Vec::new(), json.to_string().into_bytes());
        let _ = Problem::read(&answer).error();
        let _ = super::ServiceConfig::from_response(&answer);
        let _ = super::created_id(&answer);
        let _ = super::patched(&answer);
        if let Ok(list) = ListResponse::from_response(&answer) {
            let _ = Pager::new(1).take(list.clone());
            let _ = super::only_user(list, "x");
        }
        if let Ok(mut user) = User::from_value(json) {
            let _ = (user.emails(), user.groups(), user.active(), user.creation());
            let _ = user.set_email("x").and_then(|_| user.set_given_name("x"));
        }
    }

    /// What was not changed goes back as it came; what was, is read back.
    #[test]
    fn a_resource_goes_back_as_it_came(fields in objects(), id in "[a-z0-9]{1,4}", name in ".{0,8}") {
        let mut fields = fields;
        fields.retain(|key, _| !["id", "meta", "groups", "schemas"].iter().any(|taken| key.eq_ignore_ascii_case(taken)));
        fields.insert("schemas".into(), json!([super::schema::USER]));
        fields.insert("id".into(), id.into());
        let mut user = User::from_value(Value::Object(fields.clone())).unwrap();
        prop_assert_eq!(user.replacement().to_string(), Value::Object(fields.clone()).to_string());
        fields.retain(|key, _| !key.eq_ignore_ascii_case("userName"));
        user.set_user_name(&name).unwrap();
        prop_assert_eq!(user.user_name(), Some(name.as_str()));
        let Value::Object(mut changed) = user.replacement() else { unreachable!() };
        changed.retain(|key, _| !key.eq_ignore_ascii_case("userName"));
        prop_assert_eq!(changed, fields);
    }

    /// Whatever a server sends, a listing ends, and no resource comes twice.
    #[test]
    fn a_listing_ends(pages in prop::collection::vec(prop::collection::vec(0..6_u8, 0..5), 0..12), total in 0..9_u64) {
        let mut pager = Pager::new(3).at_most(20);
        let (mut seen, mut asked) = (Vec::new(), 0_usize);
        while pager.next(ListQuery::new()).is_some() {
            prop_assert!(asked <= 20);
            let page = pages.get(asked % pages.len().max(1)).cloned().unwrap_or_default();
            asked += 1;
            let resources: Vec<Value> = page.iter().map(|id| json!({"id": id.to_string()})).collect();
            let list = ListResponse::from_value(json!({"totalResults": total, "Resources": resources})).unwrap();
            match pager.take(list) {
                Ok(new) => seen.extend(new.to_values()),
                Err(_) => break,
            }
        }
        let count = seen.len();
        seen.sort_by_key(Value::to_string);
        seen.dedup();
        prop_assert_eq!(seen.len(), count);
    }
}

#[test]
fn a_query_value_is_what_a_component_is() {
    let filter = attr("userName").unwrap().eq("é+&");
    assert_eq!(filter.to_query_value().unwrap(), percent::component(&filter.to_text().unwrap()));
}

fn literals() -> impl Strategy<Value = Literal> {
    let odd =
        prop::sample::select(vec!["\"", "\\", "\\\"", "(", ")", "[", "]", " and ", "not (", "eq", "null"]);
    prop_oneof![
        prop::collection::vec(prop_oneof![odd.prop_map(str::to_owned), "[^\0]"], 0..4)
            .prop_map(|parts| parts.concat().into()),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1e300..1e300).prop_map(Into::into),
        Just(null()),
        Just(date_time("2024-02-29T13:05:00+01:00").unwrap()),
    ]
}

/// A comparison whose operator and value go together.
fn comparisons(path: BoxedStrategy<AttrPath>) -> impl Strategy<Value = Filter> {
    let operators = prop::sample::select(vec!["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"]);
    prop_oneof![
        4 => (path.clone(), operators, literals()).prop_map(|(path, operator, literal)| {
            let operator = if literal.to_text(operator).is_ok() { operator } else { "eq" };
            Filter::compare(path, operator, literal)
        }),
        1 => path.prop_map(AttrPath::present),
    ]
}

fn logic(inner: BoxedStrategy<Filter>) -> impl Strategy<Value = Filter> {
    let many = || prop::collection::vec(inner.clone(), 2..4);
    prop_oneof![
        many().prop_map(|all| super::and(all).unwrap()),
        many().prop_map(|all| super::or(all).unwrap()),
        inner.clone().prop_map(Filter::not),
    ]
}

fn filters() -> impl Strategy<Value = Filter> {
    let name = || prop::sample::select(vec!["userName", "a", "notes", "equal", "$ref", "a-b_1"]);
    let whole = prop_oneof![
        name().prop_map(str::to_owned),
        (name(), name()).prop_map(|(name, sub)| format!("{name}.{sub}")),
        name().prop_map(|name| format!("{}:{name}", super::schema::ENTERPRISE_USER)),
    ];
    let whole = whole.prop_map(|text| attr(&text).unwrap()).boxed();
    let single = name().prop_map(|name| attr(name).unwrap()).boxed();
    let within = comparisons(single.clone()).boxed().prop_recursive(3, 12, 3, |inner| logic(inner).boxed());
    let complex = (single, within).prop_map(|(path, condition)| path.having(condition));
    let leaf = prop_oneof![4 => comparisons(whole), 1 => complex];
    leaf.boxed().prop_recursive(4, 24, 3, |inner| logic(inner).boxed())
}

fn jsons() -> impl Strategy<Value = Value> {
    let keys = || {
        prop::sample::select(vec![
            "eq",
            "pr",
            "and",
            "or",
            "not",
            "complex",
            "dateTime",
            "filter",
            "count",
            "op",
            "path",
            "value",
            "id",
            "Resources",
            "totalResults",
            "schemas",
            "status",
            "detail",
            "emails",
            "name",
            "active",
            "userName",
        ])
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        keys().prop_map(Value::from),
        ".{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((keys(), inner), 0..4)
                .prop_map(|fields| fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

fn objects() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec(("[a-zA-Z.:$-]{1,6}|userName|USERNAME|name", jsons()), 0..6)
        .prop_map(|fields| fields.into_iter().collect())
}

/// The places of each pair of parentheses that group: outside of texts.
fn pairs(text: &str) -> Vec<(usize, usize)> {
    let (mut open, mut found, mut quoted, mut escaped) = (Vec::new(), Vec::new(), false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'(' if !quoted => open.push(at),
            b')' if !quoted => found.push((open.pop().unwrap(), at)),
            _ => {}
        }
    }
    found
}
