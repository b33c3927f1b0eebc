//! Tables: each rule of the dialects as the text it gives, or as the error it is; properties of what any text becomes.
#![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]
use super::*;
use base64::prelude::{Engine, BASE64_URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::{json, Value};

const VERSIONS: [Version; 2] = [Version::V3, Version::V4];

fn text(node: &Value, version: Version) -> String {
    Expr(node.clone()).filter(version).unwrap_or_else(|error| format!("error {}", error.message))
}
/// `=` stands for what the dialect before has.
fn repeated([v3, v4]: [&str; 2]) -> [&str; 2] {
    [v3, if v4 == "=" { v3 } else { v4 }]
}
fn f(path: &str) -> Value {
    json!({ "field": path })
}

#[test]
fn literals_in_each_dialect() {
    let table = [
        (json!("company doe"), ["'company doe'", "="]),
        (json!("o'brien"), ["'o''brien'", "="]),
        (json!("''"), ["''''''", "="]),
        (json!(r"back\slash' or 1 eq 1"), [r"'back\slash'' or 1 eq 1'", "="]),
        (json!(""), ["''", "="]),
        (json!(true), ["true", "="]),
        (json!(null), ["null", "="]),
        (json!(i32::MIN), ["-2147483648", "="]),
        (json!(2_147_483_648_i64), ["2147483648L", "2147483648"]),
        (json!(1.5), ["1.5d", "1.5"]),
        (json!(1e-7), ["1.0e-7d", "1.0e-7"]),
        (json!({"long": "10"}), ["10L", "10"]),
        (json!({"long": "-9223372036854775808"}), ["-9223372036854775808L", "-9223372036854775808"]),
        (json!({"decimal": "-1.50"}), ["-1.50M", "-1.50"]),
        (json!({"double": 2}), ["2.0d", "2.0"]),
        (json!({"double": 1e16}), ["1.0e16d", "1.0e16"]),
        (json!({"double": -1.5e-7}), ["-1.5e-7d", "-1.5e-7"]),
        (json!({"single": 0.1}), ["0.1f", "0.1"]),
        (json!({"double": "NaN"}), ["NaN", "="]),
        (json!({"single": "-INF"}), ["-INF", "="]),
        (json!({"guid": "01234567-89AB-cdef-0123-456789abcdef"}), ["guid'01234567-89AB-cdef-0123-456789abcdef'", "01234567-89AB-cdef-0123-456789abcdef"]),
        (json!({"date": "2024-02-29"}), ["datetime'2024-02-29T00:00:00'", "2024-02-29"]),
        (json!({"datetime": "2024-02-29T13:05:00"}), ["datetime'2024-02-29T13:05:00'", "error eq[1].moment without an offset: OData 4.0 has no moment without an offset: use datetimeOffset, or date for the day alone"]),
        (json!({"datetimeOffset": "2024-02-29T13:05:00+01:00"}), ["datetimeoffset'2024-02-29T13:05:00+01:00'", "2024-02-29T13:05:00+01:00"]),
        (json!({"time": "13:05:00.25"}), ["time'PT13H05M00.25S'", "13:05:00.25"]),
        (json!({"duration": "-P1DT2H"}), ["time'-P1DT2H'", "duration'-P1DT2H'"]),
        (json!({"binary": "01abfffe"}), ["X'01abfffe'", "binary'Aav__g'"]),
        (json!({"enumValue": {"type": "Sales.Colour", "value": "Red,-3"}}), ["error eq[1].enumeration literals: OData 3.0 has no enumeration literals: compare with the number or text that the service stores", "Sales.Colour'Red,-3'"]),
        (json!("nul\0"), ["error eq[1].value: the text has a NUL character (U+0000): remove it", "="]),
        (json!({"time": "13:05:00.123456789"}), ["error eq[1].time: \"13:05:00.123456789\" is not a time of day: write it like 13:05:00 or, with at most 7 digits before 4.0, 13:05:00.25", "13:05:00.123456789"]),
        (json!({"single": 1e300}), ["error eq[1].single: \"1e+300\" is not in the range of a single: make it with double", "="]),
        (json!(9_223_372_036_854_775_808_u64), ["error eq[1].value: \"9223372036854775808\" is not an exact number: make it with long, decimal or double", "="]),
        (json!([1]), ["error eq[1].value: a list is no expression: use or, or in", "="]),
        (json!({"refused": "this is no value"}), ["error eq[1].value: this is no value", "="]),
        (json!({"guid": 1}), ["error eq[1].guid: a text is wanted here", "="]),
    ];
    for (literal, wanted) in table {
        let filter = json!({"eq": [f("A"), literal]});
        for (version, wanted) in VERSIONS.into_iter().zip(repeated(wanted)) {
            let wanted =
                if wanted.starts_with("error") { wanted.to_owned() } else { format!("A eq {wanted}") };
            assert_eq!(text(&filter, version), wanted);
        }
    }
}
#[test]
fn values_that_are_none() {
    let table = [
        ("guid", "|0123|01234567-89ab-cdef-0123-456789abcde|01234567-89ab-cdef-0123-456789abcdeg|{01234567-89ab-cdef-0123-456789abcdef}|01234567-89ab-cdef-0123-456789abcdef'|0123456789abcdef0123456789abcdef|01234567-89ab-cdef-0123-456789abcdef-"),
        ("date", "|2023-02-29|2024-01-01T00:00:00|２024-01-01"),
        ("datetime", "2024-01-01|2024-01-01T00:00:00Z"),
        ("datetimeOffset", "2024-01-01T00:00:00|Invalid Date"),
        ("time", "24:00:00|13:05"),
        ("duration", "|P|P1Y|PT1M1H"),
        ("decimal", "|.|1.|.5|1e5|+1|1,5|NaN|--1|1 |1.2.3|-"),
        ("long", "|1.5|+1|9223372036854775808|1 |--1"),
        ("binary", "0|0g|é"),
    ];
    for (kind, bad) in table {
        for bad in bad.split('|') {
            assert!(
                text(&json!({"eq": [f("A"), {kind: bad}]}), Version::V3).starts_with("error"),
                "{kind} {bad}"
            );
        }
    }
    for value in ["", "Red,", "Red Blue", "Red'", "+1", "null"] {
        let value = json!({"enumValue": {"type": "N.T", "value": value}});
        assert!(text(&json!({"eq": [f("A"), value]}), Version::V4).starts_with("error"));
    }
    for name in [
        "Name eq 'x' or Name",
        "a b",
        "",
        "Name'",
        "$top",
        "null",
        "A//B",
        "/A",
        "A/",
        "$count",
        "A/$it",
        "1A",
        "Sales.Boss.",
        "NaN",
        "é'",
    ] {
        assert!(text(&json!({"eq": [f(name), 1]}), Version::V4).starts_with("error"), "{name}");
    }
    for name in ["_a", "É", "A1/B_2", "nullable", "N.T/A", "$it", "A/$count", "山田"] {
        assert_eq!(text(&json!({"eq": [f(name), 1]}), Version::V4), format!("{name} eq 1"));
    }
    assert!(text(&json!({"eq": [f(&"a".repeat(129)), 1]}), Version::V4).starts_with("error"));
}
#[test]
fn parentheses_where_needed_and_nowhere_else() {
    let (a, b, c) = (f("A"), f("B"), f("C"));
    let yes = json!({"eq": [a, 1]});
    let op = |tag: &str, left: &Value, right: &Value| json!({ tag: [left, right] });
    let is = |left: Value, right: i32| json!({"eq": [left, right]});
    let table = [
        (json!({"and": [a, {"and": [b, c]}]}), "A and B and C"),
        (json!({"or": [{"or": [a, b]}, c]}), "A or B or C"),
        (json!({"or": [{"and": [a, b]}, c]}), "A and B or C"),
        (json!({"and": [{"or": [a, b]}, c]}), "(A or B) and C"),
        (json!({"and": [{"and": [{"or": [a, b]}]}, c]}), "(A or B) and C"),
        (json!({"not": yes}), "not (A eq 1)"),
        (json!({"not": a}), "not A"),
        (json!({"not": {"not": a}}), "not (not A)"),
        (json!({"and": [{"not": a}, b]}), "not A and B"),
        (json!({"not": {"call": ["contains", a, "x"]}}), "not contains(A,'x')"),
        (json!({"not": {"any": {"of": "Orders"}}}), "not Orders/any()"),
        (json!({"eq": [{"not": a}, true]}), "(not A) eq true"),
        (json!({"eq": [yes, true]}), "(A eq 1) eq true"),
        (json!({"eq": [a, {"eq": [b, c]}]}), "A eq (B eq C)"),
        (json!({"eq": [{"or": [a, b]}, c]}), "(A or B) eq C"),
        (is(op("mul", &op("add", &a, &b), &c), 1), "(A add B) mul C eq 1"),
        (is(op("add", &a, &op("mul", &b, &c)), 1), "A add B mul C eq 1"),
        (is(op("sub", &op("sub", &a, &b), &c), 1), "A sub B sub C eq 1"),
        (is(op("sub", &a, &op("sub", &b, &c)), 1), "A sub (B sub C) eq 1"),
        (is(op("div", &a, &op("mul", &b, &c)), 1), "A div (B mul C) eq 1"),
        (is(op("add", &op("mod", &a, &b), &c), 1), "A mod B add C eq 1"),
        (is(op("mul", &json!({"negate": a}), &b), -1), "-A mul B eq -1"),
        (is(json!({"negate": op("mul", &a, &b)}), 1), "-(A mul B) eq 1"),
        (json!({"eq": [{"negate": 5}, {"negate": {"negate": a}}]}), "-(5) eq -(-A)"),
        (is(op("sub", &a, &json!(-5)), 1), "A sub -5 eq 1"),
        (
            json!({"eq": [{"call": ["tolower", a]}, {"eq": [{"or": [b, c]}, true]}]}),
            "tolower(A) eq ((B or C) eq true)",
        ),
        (json!({"in": [{"call": ["tolower", a]}, ["x", null, {"long": "5"}]]}), "tolower(A) in ('x',null,5)"),
    ];
    for (tree, wanted) in table {
        assert_eq!(text(&tree, Version::V4), wanted);
    }
}
#[test]
fn functions_and_operators_in_each_dialect() {
    let table: [(Value, [&str; 2]); 13] = [
        (json!({"call": ["contains", f("A"), "x"]}), ["substringof('x',A)", "contains(A,'x')"]),
        (json!({"eq": [{"call": ["replace", f("A"), "a", "b"]}, "c"]}), ["replace(A,'a','b') eq 'c'", "error eq[0].replace: OData 4.0 has no replace: compare with the text as it is before the replacement"]),
        (json!({"eq": [{"call": ["substring", f("A"), 1, 2]}, "x"]}), ["substring(A,1,2) eq 'x'", "="]),
        (json!({"gt": [f("A"), {"call": ["now"]}]}), ["error gt[1].now: OData 3.0 has no now: write the moment as a datetimeOffset", "A gt now()"]),
        (json!({"in": [f("A"), ["x", "y"]]}), ["error in: OData 3.0 has no in: join eq comparisons by or", "A in ('x','y')"]),
        (json!({"has": [f("A"), {"enumValue": {"type": "N.C", "value": "Red"}}]}), ["error has: OData 3.0 has no has: compare with the number that the service stores", "A has N.C'Red'"]),
        (json!({"all": {"of": "Os/Ps", "as": "p", "where": {"ne": [f("p/Q"), null]}}}), ["Os/Ps/all(p:p/Q ne null)", "="]),
        (json!({"isof": {"type": "Sales.Boss"}}), ["isof('Sales.Boss')", "isof(Sales.Boss)"]),
        (json!({"eq": [{"cast": {"of": f("A"), "type": "Edm.String"}}, "1"]}), ["cast(A,'Edm.String') eq '1'", "cast(A,Edm.String) eq '1'"]),
        (json!({"gt": [f("Os/$count"), 1]}), ["error gt[0].field: \"Os/$count\" is not the name of a property: write letters, digits and _, and / between the steps of a path", "Os/$count gt 1"]),
        (json!({"eq": [f("A/Sales.Boss/B"), 1]}), ["A/Sales.Boss/B eq 1", "="]),
        (json!({"call": ["geo.intersects", f("A"), f("B")]}), ["geo.intersects(A,B)", "="]),
        (json!({"eq": [{"call": ["length", {"call": ["concat", f("A"), "x"]}]}, 1]}), ["length(concat(A,'x')) eq 1", "="]),
    ];
    for (tree, wanted) in table {
        for (version, wanted) in VERSIONS.into_iter().zip(repeated(wanted)) {
            assert_eq!(text(&tree, version), wanted);
        }
    }
}
#[test]
fn what_is_no_condition_is_refused() {
    let value = "a value stands where a condition is wanted: compare it with something";
    let condition = "a condition stands where a value is wanted: compare values, join conditions";
    let yes = json!({"eq": [f("A"), 1]});
    let table = [
        (json!("Name eq 'x'"), value),
        (json!({"add": [f("A"), 1]}), value),
        (json!({"not": {"call": ["tolower", f("A")]}}), value),
        (json!({"and": [f("A"), 1]}), value),
        (json!({"any": {"of": "Os", "as": "o", "where": {"add": [f("o/A"), 1]}}}), value),
        (json!({"eq": [{"add": [yes, 2]}, 3]}), condition),
        (json!({"eq": [{"negate": yes}, 3]}), condition),
        (json!({"call": ["contains", yes, 3]}), condition),
        (json!({"has": [f("A"), "Red"]}), "the flags are not an enumeration's: make them with enumValue"),
        (json!({"in": [f("A"), []]}), "there is no value: give an expression and at least one"),
        (json!({"in": [f("A"), [f("B")]]}), "\"field\" is not a value: give values only"),
        (json!({"and": []}), "there is no condition: give at least one, or leave the filter out"),
        (json!({"eq": [f("A")]}), "give exactly two operands"),
        (
            json!({"eq": [f("A"), 1], "ne": [1, 2]}),
            "one of the builders' conditions or values is wanted here",
        ),
        (json!({"raw": "A eq 1"}), "\"raw\" is not a kind of expression: use the builders"),
        (json!({"call": ["substringof", "x", f("A")]}), "contains stands for substringof in every dialect)"),
        (json!({"call": ["tolower"]}), "wrong number of arguments: 1 wanted, 0 given"),
        (json!({"call": []}), "give the name of a function"),
        (json!({"all": {"of": "Os"}}), "give both a variable and a condition on it"),
        (
            json!({"any": {"of": "Os", "as": "o o", "where": true}}),
            "a name: write letters, digits and _, beginning with a letter or _",
        ),
        (
            json!({"isof": {"type": "Boss"}}),
            "the name of a type: write it with its namespace, like Edm.String",
        ),
    ];
    for (tree, words) in table {
        let text = text(&tree, Version::V4);
        assert!(text.starts_with("error") && text.ends_with(words), "{text}");
    }
    let deep = (0..101).fold(f("A"), |tree, _| json!({ "not": tree }));
    assert!(text(&deep, Version::V3).ends_with("nested more than 100 deep: flatten it"));
    let many = or((0..1_000).map(|at| eq(field("A"), at)));
    assert!(many.filter(Version::V3).unwrap().ends_with("A eq 999"), "length is no depth");
}
#[test]
fn options_in_their_order_encoded() {
    let email = eq(field("Email"), "o'brien+x@a.co & 100% #=;?/").0;
    let options = json!({
        "format": "application/json;odata=verbose", "skipToken": "a+b/c==", "expand": ["Orders"], "select": ["Name", "*"], "skip": 0, "top": 10,
        "orderBy": [[{"call": ["tolower", f("Name")]}, "desc"], ["Address/City", "asc"]], "filter": email, "inlineCount": true, "search": null,
    });
    let filter = "Email%20eq%20%27o%27%27brien%2Bx%40a.co%20%26%20100%25%20%23%3D%3B%3F%2F%27";
    let rest = "$orderby=tolower(Name)%20desc,Address/City%20asc&$top=10&$skip=0&$select=Name,*&$expand=Orders&$skiptoken=a%2Bb/c%3D%3D&$format=application/json%3Bodata%3Dverbose";
    assert_eq!(
        query(&options, Version::V3).unwrap(),
        format!("$inlinecount=allpages&$filter={filter}&{rest}")
    );
    assert_eq!(query(&options, Version::V4).unwrap(), format!("$count=true&$filter={filter}&{rest}"));
    assert_eq!(query(&json!({}), Version::V3).unwrap(), "");
    let inner = json!({"filter": eq(field("Note"), "a;b)=/'").0, "top": 5, "inlineCount": true, "expand": [["B/C", {"select": ["D"]}]]});
    let search = json!({"and": [{"or": ["blue car", "red"]}, {"not": "OR"}, {"or": ["x/y"]}]});
    assert_eq!(
        query(&json!({"expand": [["Orders", inner], "A"], "search": search}), Version::V4).unwrap(),
        "$expand=Orders($count=true%3B$filter=Note%20eq%20%27a%3Bb)%3D%2F%27%27%27%3B$top=5%3B$expand=B/C($select=D)),A&$search=(%22blue%20car%22%20OR%20red)%20AND%20NOT%20%22OR%22%20AND%20%22x/y%22",
    );
    for bad in [
        json!({"filter": eq(field("A b"), 1).0}),
        json!({"top": -1}),
        json!({"top": 1.5}),
        json!({"$top": 1}),
        json!({"inlineCount": "yes"}),
        json!({"orderBy": ["Name"]}),
        json!({"orderBy": [["Name", "up"]]}),
        json!({"orderBy": [["Name asc, Id", "asc"]]}),
        json!({"select": ["A,B"]}),
        json!({"expand": [["A", {"raw": 1}]]}),
        json!({"expand": [["A", {"format": "json"}]]}),
        json!({"search": 5}),
        json!({"search": {"xor": []}}),
        json!({"search": {"and": []}}),
        json!({"search": "a\"b"}),
        json!({"search": " "}),
        json!({"format": "json&x"}),
        json!({"skipToken": "a\0"}),
        json!([]),
    ] {
        assert!(query(&bad, Version::V4).is_err(), "{bad}");
    }
    let lacks = |options: Value| query(&options, Version::V3).unwrap_err().message;
    assert_eq!(lacks(json!({"search": "x"})), "search: OData 3.0 has no search: filter with contains");
    assert!(lacks(json!({"expand": [["A", {"top": 1}]]})).contains("expand the path, and select with it"));
    assert!(Version::named(Some("v5")).is_err() && Version::named(None).unwrap() == Version::V3);
}

proptest! {
    #[test]
    fn an_encoded_text_decodes_to_itself(given in "[^\0]*") {
        let encoded = query(&json!({"filter": eq(field("A"), given.as_str()).0}), Version::V4).unwrap();
        let value = encoded.strip_prefix("$filter=A%20eq%20%27").and_then(|rest| rest.strip_suffix("%27")).unwrap();
        prop_assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~(),:*$%".contains(&byte)), "{}", value);
        let decoded = percent_encoding::percent_decode_str(value).decode_utf8().unwrap();
        prop_assert_eq!(decoded.matches('\'').count(), given.matches('\'').count() * 2);
        prop_assert_eq!(decoded.replace("''", "'"), given);
    }
    #[test]
    fn a_literal_is_read_back(number in any::<f64>(), small in any::<f32>(), long in any::<i64>(), bytes in any::<Vec<u8>>()) {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        for version in VERSIONS {
            let written = |value: Value| Expr(value).value(version).unwrap();
            if number.is_finite() && small.is_finite() {
                prop_assert_eq!(written(json!({"double": number})).trim_end_matches('d').parse::<f64>().unwrap(), number);
                prop_assert_eq!(written(json!({"single": small})).trim_end_matches('f').parse::<f32>().unwrap(), small);
            }
            for value in [json!(long), json!({"long": long.to_string()})] {
                prop_assert_eq!(written(value).trim_end_matches('L').parse::<i64>().unwrap(), long);
            }
            let inner = written(json!({"binary": hex}));
            let inner = inner.split('\'').nth(1).unwrap();
            let is_same = match version {
                Version::V4 => BASE64_URL_SAFE_NO_PAD.decode(inner).unwrap() == bytes,
                _ => inner == hex,
            };
            prop_assert!(is_same);
        }
    }
    #[test]
    fn no_data_makes_a_crash(json in trees_of_anything(), at in 0..2_usize) {
        let _ = Expr(json.clone()).value(VERSIONS[at]);
        let _ = query(&json, VERSIONS[at]);
    }
    /// The text reads back as the tree, and without any one pair of parentheses it would not.
    #[test]
    fn every_pair_of_parentheses_is_needed(tree in conditions()) {
        let text = text(&tree, Version::V3);
        let tree = flat(tree);
        prop_assert_eq!(parse(&text).map(flat), Some(tree.clone()), "{}", text);
        for (open, close) in pairs(&text) {
            let mut less = text.clone();
            less.replace_range(close..=close, " ");
            less.replace_range(open..=open, " ");
            prop_assert_ne!(parse(&less).map(flat), Some(tree.clone()), "{}", text);
        }
    }
}
fn trees_of_anything() -> impl Strategy<Value = Value> {
    let words = "field eq and not negate add in has any all of as where isof type call tolower contains guid date double single binary \
        enumValue value NaN filter orderBy top asc select expand search or A A/B 00 P1D";
    let words: Vec<_> = words.split_whitespace().collect();
    let leaf = prop_oneof![
        prop::sample::select(words.clone()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 40, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(words.clone()), inner), 0..3)
                .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}
fn conditions() -> impl Strategy<Value = Value> {
    let number = prop_oneof![prop::sample::select(vec!["A", "B"]).prop_map(f), (0..9).prop_map(Value::from)];
    let number = number.prop_recursive(4, 12, 2, |inner| {
        let operators = prop::sample::select(vec!["add", "sub", "mul", "div", "mod"]);
        prop_oneof![
            (operators, inner.clone(), inner.clone())
                .prop_map(|(operator, left, right)| json!({ operator: [left, right] })),
            inner.prop_map(|one| json!({ "negate": one })),
        ]
    });
    let condition = prop_oneof![
        Just(f("C")),
        (number.clone(), number).prop_map(|(left, right)| json!({"eq": [left, right]}))
    ];
    condition.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| json!({ "and": all })),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| json!({ "or": all })),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| json!({"lt": [left, right]})),
            inner.prop_map(|one| json!({ "not": one })),
        ]
    })
}
/// `and` and `or` as lists without nesting, which means nothing.
fn flat(node: Value) -> Value {
    let Value::Object(members) = node else { return node };
    let (tag, of) = members.into_iter().next().unwrap();
    let of = match of {
        Value::Array(all) => Value::Array(all.into_iter().map(flat).collect()),
        one => flat(one),
    };
    match of {
        Value::Array(all) if tag == "and" || tag == "or" => {
            let inner = |one: Value| {
                one.get(&tag).and_then(Value::as_array).cloned().unwrap_or_else(|| vec![one.clone()])
            };
            let all: Vec<_> = all.into_iter().flat_map(inner).collect();
            json!({ tag: all })
        }
        of => json!({ tag: of }),
    }
}
/// Where each grouping parenthesis opens and closes; there are no calls in these trees.
fn pairs(text: &str) -> Vec<(usize, usize)> {
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open.push(at),
            b')' => pairs.push((open.pop().unwrap(), at)),
            _ => {}
        }
    }
    pairs
}
/// A reader of the strict grammar: comparisons are not chained, `not` and `-` take one primary.
fn parse(text: &str) -> Option<Value> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('-', " - ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let tree = level(&words, &mut at, 0)?;
    (at == words.len()).then_some(tree)
}
const LEVELS: [&[&str]; 5] = [&["or"], &["and"], &["eq", "lt"], &["add", "sub"], &["mul", "div", "mod"]];
fn level(words: &[&str], at: &mut usize, depth: usize) -> Option<Value> {
    let Some(operators) = LEVELS.get(depth) else { return primary(words, at) };
    if words.get(*at) == Some(&"not") && depth == 2 {
        *at += 1;
        return Some(json!({ "not": primary(words, at)? }));
    }
    let mut left = level(words, at, depth + 1)?;
    while let Some(operator) = words.get(*at).filter(|word| operators.contains(word)) {
        *at += 1;
        left = json!({ *operator: [left, level(words, at, depth + 1)?] });
        if depth == 2 {
            return Some(left);
        }
    }
    Some(left)
}
fn primary(words: &[&str], at: &mut usize) -> Option<Value> {
    let word = *words.get(*at)?;
    *at += 1;
    match word {
        "(" => {
            let inner = level(words, at, 0)?;
            (words.get(*at) == Some(&")")).then(|| *at += 1)?;
            Some(inner)
        }
        // A sign before digits is the literal's.
        "-" => match words.get(*at)?.parse::<i32>() {
            Ok(number) => {
                *at += 1;
                Some(json!(-number))
            }
            Err(_) if words.get(*at) == Some(&"-") => None,
            Err(_) => Some(json!({ "negate": primary(words, at)? })),
        },
        _ if word.starts_with(|c: char| c.is_ascii_digit()) => word.parse::<i32>().ok().map(Value::from),
        "not" | "and" | "or" | ")" => None,
        _ => Some(f(word)),
    }
}
/// Floats are written with a fraction, and mean what the table says.
#[test]
fn floats_are_what_they_are_everywhere() {
    let table =
        include_str!("../../../tests/vectors/floats.txt").lines().filter(|line| !line.starts_with('#'));
    for row in table.map(|line| line.split_whitespace().collect::<Vec<_>>()) {
        let number = json!(row[0].parse::<f64>().unwrap());
        for (kind, wanted) in [("double", row[1]), ("single", row[2])] {
            let written = Expr(json!({ kind: number })).value(Version::V4).unwrap_or("-".to_owned());
            let is_same = match kind {
                _ if wanted == "-" => written == "-",
                "double" => written.parse::<f64>() == wanted.parse(),
                _ => written.parse::<f32>() == wanted.parse(),
            };
            assert!(is_same && (written.contains('.') || written == "-"), "{row:?} {written}");
        }
    }
}
