//! Tables: each rule of the OData dialects as the text it gives, or as the error it is.

#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

use provisor::odata::{
    self, all, and, any, any_at_all, binary, cast, date, datetime, datetime_offset, decimal, double,
    duration, encode_path_segment, encode_value, enum_value, field, guid, isof, long, now, null, or, single,
    time, Direction, Expand, Expr, Literal, Query, Search, Version,
};
use serde_json::{json, Value};

const VERSIONS: [Version; 3] = [Version::V2, Version::V3, Version::V4];

fn f(path: &str) -> Expr {
    field(path).unwrap()
}

fn text(expr: &Expr, version: Version) -> String {
    expr.to_text(version).unwrap_or_else(|error| format!("error {error}"))
}

/// `=` stands for what the dialect before has.
fn repeated([v2, v3, v4]: [&str; 3]) -> [&str; 3] {
    let v3 = if v3 == "=" { v2 } else { v3 };
    [v2, v3, if v4 == "=" { v3 } else { v4 }]
}

#[test]
fn literals_in_each_dialect() {
    let table: [(Literal, &str, &str, &str); 32] = [
        ("company doe".into(), "'company doe'", "=", "="),
        ("o'brien".into(), "'o''brien'", "=", "="),
        ("''".into(), "''''''", "=", "="),
        (r"back\slash' or 1 eq 1".into(), r"'back\slash'' or 1 eq 1'", "=", "="),
        ("".into(), "''", "=", "="),
        (true.into(), "true", "=", "="),
        (false.into(), "false", "=", "="),
        (null(), "null", "=", "="),
        (42.into(), "42", "=", "="),
        (i32::MIN.into(), "-2147483648", "=", "="),
        (2_147_483_648_i64.into(), "2147483648L", "=", "2147483648"),
        (long(10), "10L", "=", "10"),
        (long(i64::MIN), "-9223372036854775808L", "=", "-9223372036854775808"),
        (decimal("-1.50").unwrap(), "-1.50M", "=", "-1.50"),
        (double(1.5), "1.5d", "=", "1.5"),
        (double(2.0), "2.0d", "=", "2.0"),
        (double(1e16), "1.0e16d", "=", "1.0e16"),
        (double(-1.5e-7), "-1.5e-7d", "=", "-1.5e-7"),
        (single(0.1), "0.1f", "=", "0.1"),
        (double(f64::NAN), "error double: OData 2.0 has no literal for NaN: send a finite number", "NaN", "NaN"),
        (double(f64::NEG_INFINITY), "error double: OData 2.0 has no literal for -INF: send a finite number", "-INF", "-INF"),
        (guid("01234567-89AB-cdef-0123-456789abcdef").unwrap(), "guid'01234567-89AB-cdef-0123-456789abcdef'", "=", "01234567-89AB-cdef-0123-456789abcdef"),
        (date("2024-02-29").unwrap(), "datetime'2024-02-29T00:00:00'", "=", "2024-02-29"),
        (datetime("2024-02-29T13:05:00").unwrap(), "datetime'2024-02-29T13:05:00'", "=", "error datetime: OData 4.0 has no date and time without an offset: use datetimeOffset, or date for the day alone"),
        (datetime_offset("2024-02-29T13:05:00+01:00").unwrap(), "datetimeoffset'2024-02-29T13:05:00+01:00'", "=", "2024-02-29T13:05:00+01:00"),
        (time("13:05:00.25").unwrap(), "time'PT13H05M00.25S'", "=", "13:05:00.25"),
        (duration("-P1DT2H").unwrap(), "time'-P1DT2H'", "=", "duration'-P1DT2H'"),
        (binary([1, 0xAB, 0xFF, 0xFE]), "X'01abfffe'", "=", "binary'Aav__g'"),
        (enum_value("Sales.Colour", "Red,Blue").unwrap(), "error enumValue: OData 2.0 has no enumeration literals: compare with the number or text that the service stores", "error enumValue: OData 3.0 has no enumeration literals: compare with the number or text that the service stores", "Sales.Colour'Red,Blue'"),
        (enum_value("Sales.Colour", "-3").unwrap(), "error enumValue: OData 2.0 has no enumeration literals: compare with the number or text that the service stores", "error enumValue: OData 3.0 has no enumeration literals: compare with the number or text that the service stores", "Sales.Colour'-3'"),
        ("nul\0".into(), "error string: the text has a NUL character (U+0000): remove it", "=", "="),
        (time("13:05:00.123456789").unwrap(), "error time: OData 2.0 reads at most 7 digits of a second's fraction: shorten it", "error time: OData 3.0 reads at most 7 digits of a second's fraction: shorten it", "13:05:00.123456789"),
    ];
    for (literal, v2, v3, v4) in table {
        let expr = f("A").eq(literal);
        for (version, wanted) in VERSIONS.into_iter().zip(repeated([v2, v3, v4])) {
            let wanted =
                if wanted.starts_with("error") { wanted.to_owned() } else { format!("A eq {wanted}") };
            assert_eq!(text(&expr, version), wanted);
        }
    }
}

#[test]
fn parentheses_where_needed_and_nowhere_else() {
    let (a, b, c) = (|| f("A"), || f("B"), || f("C"));
    let yes = || a().eq(1);
    let table: [(Expr, &str); 29] = [
        (a().and(b()).and(c()), "A and B and C"),
        (a().and(b().and(c())), "A and B and C"),
        (a().and(b()).or(c()), "A and B or C"),
        (a().or(b().and(c())), "A or B and C"),
        (a().or(b()).and(c()), "(A or B) and C"),
        (a().and(b().or(c())), "A and (B or C)"),
        (yes().not(), "not (A eq 1)"),
        (a().not(), "not A"),
        (a().not().not(), "not (not A)"),
        (a().not().and(b()), "not A and B"),
        (a().and(b()).not(), "not (A and B)"),
        (a().contains("x").not(), "not contains(A,'x')"),
        (any_at_all("Orders").unwrap().not(), "not Orders/any()"),
        (a().not().eq(true), "(not A) eq true"),
        (yes().eq(true), "(A eq 1) eq true"),
        (a().eq(b().eq(c())), "A eq (B eq C)"),
        (a().lt(1).eq(b().gt(2)), "(A lt 1) eq (B gt 2)"),
        (a().or(b()).eq(c()), "(A or B) eq C"),
        (a().add(b()).mul(c()).eq(1), "(A add B) mul C eq 1"),
        (a().add(b().mul(c())).eq(1), "A add B mul C eq 1"),
        (a().sub(b()).sub(c()).eq(1), "A sub B sub C eq 1"),
        (a().sub(b().sub(c())).eq(1), "A sub (B sub C) eq 1"),
        (a().div(b().mul(c())).eq(1), "A div (B mul C) eq 1"),
        (a().modulo(b()).add(c()).eq(1), "A mod B add C eq 1"),
        (a().negate().mul(b()).eq(-1), "-A mul B eq -1"),
        (a().mul(b()).negate().eq(1), "-(A mul B) eq 1"),
        (Expr::from(5).negate().eq(a().negate().negate()), "-(5) eq -(-A)"),
        (a().sub(-5).eq(1), "A sub -5 eq 1"),
        (a().tolower().eq(b().or(c()).eq(true)), "tolower(A) eq ((B or C) eq true)"),
    ];
    for (expr, wanted) in table {
        assert_eq!(text(&expr, Version::V4), wanted);
    }
}

#[test]
fn functions_and_operators_in_each_dialect() {
    let colour = || enum_value("Sales.Colour", "Red").unwrap();
    let table: [(Expr, &str, &str, &str); 13] = [
        (f("A").contains("x"), "substringof('x',A)", "=", "contains(A,'x')"),
        (f("A").eq_ignoring_case("ÉCOLE"), "tolower(A) eq 'école'", "=", "="),
        (f("A").replace("a", "b").eq("c"), "replace(A,'a','b') eq 'c'", "=", "error filter: replace: OData 4.0 has no replace: compare with the text as it is before the replacement"),
        (f("A").substring_of_length(1, 2).eq("x"), "substring(A,1,2) eq 'x'", "=", "="),
        (f("A").gt(now()), "error filter: now: OData 2.0 has no now: write the moment as a datetimeOffset", "error filter: now: OData 3.0 has no now: write the moment as a datetimeOffset", "A gt now()"),
        (f("A").matches_pattern("^x"), "error filter: matchesPattern: OData 2.0 has no matchesPattern: use contains, startswith or endswith", "error filter: matchesPattern: OData 3.0 has no matchesPattern: use contains, startswith or endswith", "matchesPattern(A,'^x')"),
        (f("A").is_in(["x", "y"]), "error filter: in: OData 2.0 has no in: join eq comparisons by or", "error filter: in: OData 3.0 has no in: join eq comparisons by or", "A in ('x','y')"),
        (f("A").has(colour()), "error filter: has: OData 2.0 has no has: compare with the number that the service stores", "error filter: has: OData 3.0 has no has: compare with the number that the service stores", "A has Sales.Colour'Red'"),
        (all("Os/Ps", "p", f("p/Q").ne(null())).unwrap(), "error filter: all: OData 2.0 has no all: read the collection on its own", "Os/Ps/all(p:p/Q ne null)", "="),
        (isof(None, "Sales.Boss").unwrap(), "isof('Sales.Boss')", "=", "isof(Sales.Boss)"),
        (cast(Some(f("A")), "Edm.String").unwrap().eq("1"), "cast(A,'Edm.String') eq '1'", "=", "cast(A,Edm.String) eq '1'"),
        (f("Os/$count").gt(1), "error filter: field: \"Os/$count\" is not possible in OData 2.0 ($it and $count came with 4.0): name a property", "error filter: field: \"Os/$count\" is not possible in OData 3.0 ($it and $count came with 4.0): name a property", "Os/$count gt 1"),
        (f("A/Sales.Boss/B").eq(1), "error filter: field: \"A/Sales.Boss/B\" is not possible in OData 2.0 (types in paths came with 3.0): use isof or cast", "A/Sales.Boss/B eq 1", "="),
    ];
    for (expr, v2, v3, v4) in table {
        for (version, wanted) in VERSIONS.into_iter().zip(repeated([v2, v3, v4])) {
            let error = wanted.strip_prefix("error filter: ").map(|error| format!("error {error}"));
            assert_eq!(text(&expr, version), error.unwrap_or_else(|| wanted.to_owned()));
        }
    }
}

#[test]
fn what_is_no_condition_is_refused() {
    let value = "error a value stands where a condition is wanted: compare it with something";
    let condition = "error a condition stands where a value is wanted: compare values, join conditions";
    let table = [
        (Expr::from("Name eq 'x'"), value),
        (f("A").add(1), value),
        (f("A").tolower().not(), value),
        (f("A").and(1.into()), value),
        (any("Os", "o", f("o/A").add(1)).unwrap(), value),
        (f("A").eq(1).add(2).eq(3), condition),
        (f("A").eq(1).negate().eq(3), condition),
        (f("A").has("Red".into()), "error has: the flags are not an enumeration's: make them with enumValue"),
        (f("A").is_in([0; 0]), "error in: there is no value: give at least one"),
    ];
    for (expr, wanted) in table {
        assert_eq!(text(&expr, Version::V4), wanted);
    }
    assert_eq!(text(&Expr::from(true), Version::V3), "true");
    assert_eq!(
        text(&f("A").eq(1).tolower().eq("x"), Version::V3),
        "error tolower: a condition stands where a value is wanted: compare values, join conditions"
    );
    assert!(and([]).is_err() && or([]).is_err(), "an empty filter would match everyone");
    assert_eq!(and([f("A")]).unwrap(), f("A"));
}

#[test]
fn bad_names_and_values_are_refused() {
    let long_name = "a".repeat(129);
    for name in [
        "", " ", "1a", "a b", "a-b", "A eq B", "a'", "a/", "/a", "a//b", "a/$it", "$count", "$top", "*",
        "a.", ".a", "null", "true", "not", "NaN", &long_name,
    ] {
        assert!(field(name).is_err(), "{name}");
    }
    for name in [
        "a",
        "_a",
        "A1",
        "Ünïcode",
        "日本",
        "a/b/c",
        "$it",
        "$it/a",
        "a/$count",
        "N.T/a",
        "nullable",
        "a/null",
        &"a".repeat(128),
    ] {
        assert!(field(name).is_ok(), "{name}");
    }
    type Make = fn(&str) -> Result<Literal, odata::Error>;
    let table: [(Make, &[&str]); 8] = [
        (
            guid,
            &[
                "",
                "0123",
                "01234567-89ab-cdef-0123-456789abcde",
                "01234567-89ab-cdef-0123-456789abcdeg",
                "{01234567-89ab-cdef-0123-456789abcdef}",
                "01234567-89ab-cdef-0123-456789abcdef'",
                "0123456789abcdef0123456789abcdef",
            ],
        ),
        (
            date,
            &[
                "",
                "2023-02-29",
                "1900-02-29",
                "2024-04-31",
                "2024-13-01",
                "2024-00-01",
                "2024-01-00",
                "0000-01-01",
                "24-01-01",
                "2024-1-1",
                "2024-01-01T00:00:00",
                "２024-01-01",
            ],
        ),
        (
            datetime,
            &[
                "2024-01-01",
                "2024-01-01T24:00:00",
                "2024-01-01T00:60:00",
                "2024-01-01T00:00:60",
                "2024-01-01 00:00:00",
                "2024-01-01T00:00",
                "2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00.",
                "2024-01-01T00:00:00.1234567890123",
            ],
        ),
        (
            datetime_offset,
            &[
                "2024-01-01T00:00:00",
                "2024-01-01T00:00:00z",
                "2024-01-01T00:00:00+0100",
                "2024-01-01T00:00:00+14:01",
                "2024-01-01T00:00:00+01:60",
                "Invalid Date",
            ],
        ),
        (time, &["24:00:00", "1:00:00", "13:05", "13:05:00Z", "-13:05:00"]),
        (
            duration,
            &[
                "", "P", "PT", "P1", "P1Y", "P1M", "P1DT", "PT1M1H", "PT1.S", "PT1.5H", "PT1S1", "1D",
                "+P1D", "P-1D", "PT.5S", "PT1H1H",
            ],
        ),
        (decimal, &["", ".", "1.", ".5", "1e5", "+1", "1,5", "NaN", "--1", "1 "]),
        (|text| enum_value("N.T", text), &["", "Red,", "Red Blue", "Red'", "+1"]),
    ];
    for (make, bad) in table {
        for text in bad {
            assert!(make(text).is_err(), "{text}");
        }
    }
    for good in ["P1D", "PT1H", "PT1M", "PT0.5S", "P1DT1H1M1.25S", "PT1H1S", "-PT1S"] {
        assert!(duration(good).is_ok(), "{good}");
    }
    assert!(date("2000-02-29").is_ok() && datetime_offset("2024-01-01T00:00:00-14:00").is_ok());
    assert!(enum_value("Colour", "Red").is_err() && isof(None, "Boss").is_err());
    assert!(any("Orders", "o o", f("A")).is_err() && any("Orders eq", "o", f("A")).is_err());
}

#[test]
fn options_in_their_order_encoded() {
    let query = Query::new()
        .format("json")
        .skip_token("a+b/c==")
        .expand(Expand::path("Orders").unwrap())
        .select("Name".parse().unwrap())
        .select_all()
        .skip(0)
        .top(10)
        .order_by(f("Name").tolower(), Direction::Desc)
        .order_by(f("Id"), Direction::Asc)
        .filter(f("Email").eq("o'brien+x@a.co & 100% #=;?"))
        .inline_count();
    let filter = "Email%20eq%20%27o%27%27brien%2Bx%40a.co%20%26%20100%25%20%23%3D%3B%3F%27";
    let rest = "$orderby=tolower(Name)%20desc,Id%20asc&$top=10&$skip=0&$select=Name,*&$expand=Orders&$skiptoken=a%2Bb/c%3D%3D&$format=json";
    assert_eq!(
        query.to_query_string(Version::V3).unwrap(),
        format!("$inlinecount=allpages&$filter={filter}&{rest}")
    );
    assert_eq!(query.to_query_string(Version::V4).unwrap(), format!("$count=true&$filter={filter}&{rest}"));
    assert_eq!(Query::new().to_query_string(Version::V3).unwrap(), "");
    assert_eq!(encode_value("a b+c\u{1F600}\u{1}"), "a%20b%2Bc%F0%9F%98%80%01");
    assert_eq!(encode_path_segment("a/b:c,d"), "a%2Fb%3Ac%2Cd");
}

#[test]
fn options_of_one_dialect() {
    let inner = Query::new().filter(f("Note").eq("a;b)")).top(5).inline_count();
    let query = Query::new()
        .expand(Expand::with("Orders", inner).unwrap())
        .search(Search::text("blue car").or(Search::text("red")).and(Search::text("OR").not()));
    assert_eq!(
        query.to_query_string(Version::V4).unwrap(),
        "$expand=Orders($count%3Dtrue%3B$filter%3DNote%20eq%20%27a%3Bb)%27%3B$top%3D5)&$search=(%22blue%20car%22%20OR%20red)%20AND%20NOT%20%22OR%22"
    );
    assert_eq!(query.to_query_string(Version::V3).unwrap_err().part(), "expand.expand");
    let search = Query::new().search(Search::text("x"));
    assert_eq!(
        search.to_query_string(Version::V3).unwrap_err().to_string(),
        "search: OData 3.0 has no $search: filter with contains"
    );
    for text in ["", " ", "a\"b", "a\\b", "a\0"] {
        assert!(Search::text(text).to_text().is_err(), "{text:?}");
    }
    for format in ["", "a b", "json&x"] {
        assert!(Query::new().format(format).to_query_string(Version::V3).is_err());
    }
    assert!(Query::new().skip_token("a\0").to_query_string(Version::V3).is_err());
}

#[test]
fn json_forms() {
    let table: [(Value, &str); 22] = [
        (json!({"eq":[{"call":["tolower",{"field":"Name"}]},"company doe"]}), "tolower(Name) eq 'company doe'"),
        (json!({"and":[{"gt":[{"field":"A"},1]},{"or":[{"field":"B"},{"not":{"field":"C"}}]}]}), "A gt 1 and (B or not C)"),
        (json!({"eq":[{"negate":{"mod":[{"field":"A"},2]}},1.5]}), "-(A mod 2) eq 1.5"),
        (json!({"in":[{"field":"A"},["x",null,{"long":"5"}]]}), "A in ('x',null,5)"),
        (json!({"has":[{"field":"A"},{"enumValue":{"type":"N.T","value":"Red"}}]}), "A has N.T'Red'"),
        (json!({"any":{"of":"Os","as":"o","where":{"eq":[{"field":"o/A"},true]}}}), "Os/any(o:o/A eq true)"),
        (json!({"any":{"of":"Os"}}), "Os/any()"),
        (json!({"isof":{"type":"N.T"}}), "isof(N.T)"),
        (json!({"eq":[{"cast":{"of":{"field":"A"},"type":"Edm.String"}},"x"]}), "cast(A,Edm.String) eq 'x'"),
        (json!({"eq":[{"binary":"00ff"},{"double":"NaN"}]}), "binary'AP8' eq NaN"),
        (json!({"eq":[{"double":2},{"single":0.1}]}), "2.0 eq 0.1"),
        (json!({"eq":[{"guid":"x"},1]}), "error eq[0].guid: \"x\" is not a GUID: write 32 hexadecimal digits as 8-4-4-4-12"),
        (json!({"eq":[{"field":"A"}]}), "error eq: give exactly two operands"),
        (json!({"eq":[{"field":"A"},1],"ne":[1,2]}), "error an expression is an object with exactly one key: use the builders"),
        (json!({"raw":"A eq 1"}), "error \"raw\" is not a kind of expression: use the builders"),
        (json!({"call":["substringof","x",{"field":"A"}]}), "error call: \"substringof\" is not usable: use contains, in every dialect"),
        (json!({"call":["tolower"]}), "error tolower: wrong number of arguments: 1 wanted, 0 given"),
        (json!({"any":{"of":"Os","as":"o","where":true,"raw":"x"}}), "error any: \"raw\" is not a known key: use of, as, where"),
        (json!({"all":{"of":"Os"}}), "error all: give both a variable and a condition on it"),
        (json!({"eq":[{"field":"A"},9_223_372_036_854_775_808_u64]}), "error eq[1]: \"9223372036854775808\" is not an exact number: make it with long, decimal or double"),
        (json!({"eq":[{"field":"A"},{"refused":"this is no value"}]}), "error eq[1]: this is no value"),
        (json!({"eq":[{"field":"A"},{"single":1e300}]}), "error eq[1].single: \"1e+300\" is not in the range of a single: make it with double"),
    ];
    for (json, wanted) in table {
        let got = Expr::from_json(&json)
            .map(|expr| text(&expr, Version::V4))
            .unwrap_or_else(|error| format!("error {error}"));
        assert_eq!(got, wanted, "{json}");
        assert_eq!(serde_json::from_value::<Expr>(json).is_ok(), !wanted.starts_with("error"));
    }
}

/// The module asks its host for the same (`tests/web/boundary.rs` has the same table).
#[test]
fn floats_are_what_they_are_everywhere() {
    let table = include_str!("vectors/floats.txt").lines().filter(|line| !line.starts_with('#'));
    for row in table.map(|line| line.split_whitespace().collect::<Vec<_>>()) {
        let number: Value = serde_json::from_str(row[0]).unwrap();
        for (kind, wanted) in [("double", row[1]), ("single", row[2])] {
            let filter = Expr::from_json(&json!({"eq": [{"field": "A"}, {kind: number}]}));
            match wanted {
                "-" => assert!(filter.is_err(), "{row:?}"),
                _ => assert_eq!(text(&filter.unwrap(), Version::V4), format!("A eq {wanted}")),
            }
        }
    }
}

#[test]
fn json_queries() {
    let full = json!({
        "filter": {"field": "Active"}, "orderBy": [["Name", "asc"], [{"call": ["length", {"field": "Name"}]}, "desc"]],
        "top": 1, "skip": null, "select": ["Name", "*"], "expand": ["A", ["B/C", {"select": ["D"]}]],
        "search": {"and": ["x", {"not": "y z"}]}, "inlineCount": false, "skipToken": "t", "format": "json",
    });
    let wanted = "$filter=Active&$orderby=Name%20asc,length(Name)%20desc&$top=1&$select=Name,*&$expand=A,B/C($select%3DD)&$search=x%20AND%20NOT%20%22y%20z%22&$skiptoken=t&$format=json";
    assert_eq!(Query::from_json(&full).unwrap().to_query_string(Version::V4).unwrap(), wanted);
    let bad = [
        (json!({"filter": {"eq": [{"field": "A b"}, 1]}}), "filter.eq[0].field"),
        (json!({"top": -1}), "top"),
        (json!({"top": 1.5}), "top"),
        (json!({"$top": 1}), "query"),
        (json!({"inlineCount": "yes"}), "inlineCount"),
        (json!({"orderBy": ["Name"]}), "orderBy"),
        (json!({"orderBy": [["Name", "up"]]}), "orderBy"),
        (json!({"orderBy": [["Name asc, Id", "asc"]]}), "orderBy.field"),
        (json!({"select": ["A,B"]}), "select.field"),
        (json!({"expand": [["A", {"raw": 1}]]}), "expand.query"),
        (json!({"search": 5}), "search"),
        (json!([]), "query"),
    ];
    for (json, part) in bad {
        assert_eq!(Query::from_json(&json).unwrap_err().part(), part, "{json}");
    }
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let mut json = json!({"field": "A"});
    for _ in 0..1_000 {
        json = json!({ "not": json });
    }
    assert!(Expr::from_json(&json)
        .unwrap_err()
        .to_string()
        .ends_with("nested more than 100 deep: flatten it"));
    let mut expr = f("A");
    for _ in 0..1_000 {
        expr = expr.not();
    }
    assert!(expr.to_text(Version::V3).is_err());
    let many = or((0..1_000).map(|at| f("A").eq(at))).unwrap();
    assert!(many.to_text(Version::V3).unwrap().ends_with("A eq 999"), "length is no depth");
}
