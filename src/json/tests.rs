//! Against serde_json's own reader.

use super::*;
use proptest::prelude::*;
use serde_json::json;

/// What serde_json makes of it.
fn wanted(bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes).map_err(
        |error| {
            if error.is_eof() {
                Flaw::Cut
            } else {
                Flaw::Bad(error.line())
            }
        },
    )
}

#[test]
fn as_serde_json_reads_it() {
    for text in [
        "",
        " ",
        "null",
        " null ",
        "nul",
        "nulx",
        "nullx",
        "true",
        "tru",
        "false",
        "f",
        "\"\"",
        "\"a",
        "\"\\",
        "\"\\u",
        "\"\\u12",
        "\"\\u12g4\"",
        "\"\\x\"",
        "\"\\u00e9\\n\\/\\b\\f\\r\\t\\\\\\\"\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ude00\"",
        "\"\\ud83d\\ud83d\"",
        "\"\u{1}\"",
        "\"\u{7f}\"",
        "\"é😀\"",
        "0",
        "-0",
        "-",
        "-a",
        "01",
        "00",
        "1.",
        "1.x",
        ".5",
        "+1",
        "1e",
        "1e+",
        "1eE",
        "1-",
        "0.",
        "00.",
        "1.5.",
        "1e5",
        "1E-5",
        "1.50",
        "1.5.2",
        "1-2",
        "12345678901234567890123",
        "1e400",
        "0x1",
        "1 2",
        "[",
        "[]",
        "[ ]",
        "[1",
        "[1,",
        "[1,]",
        "[,]",
        "[1 2]",
        "[1,2]",
        "]",
        "{",
        "{}",
        "{ }",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\" : 1 , \"b\":[{}]}",
        "{a:1}",
        "{1:1}",
        "{\"a\":1,\"a\":2,\"b\":3}",
        "\u{feff}1",
        "1\u{a0}",
        "NaN",
        "'a'",
        "\n\n[1,\n\nx]",
        "[\n1\n]\n\nx",
        "/**/1",
        "{\"__proto__\":1}",
        "[1]\0",
        "\0",
        "\"\0\"",
    ] {
        assert_eq!(read(text), wanted(text.as_bytes()), "{text:?}");
    }
    for bytes in [&b"\"\xff\""[..], b"\"\xc3", b"\xc3\x28"] {
        assert_eq!(read_bytes(bytes).is_err(), wanted(bytes).is_err());
    }
    for depth in [1, 126, 127, 128, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let text = [&open.repeat(depth), "1", &close.repeat(depth)].concat();
            assert_eq!(read(&text), wanted(text.as_bytes()), "{depth}");
        }
    }
}

#[test]
fn fields_are_as_they_were_written() {
    let text = r#" { "a" : 1.50 , "b":[ 1, {"x":null} ],"a":"\ud83d","c":"\ud83d\ude00\ud83d\u0041" , "\u00e9":-0} "#;
    let wanted = [
        ("a", "1.50"),
        ("b", "[ 1, {\"x\":null} ]"),
        ("a", "\"\\ud83d\""),
        ("c", "\"\\ud83d\\ude00\\ud83d\\u0041\""),
        ("é", "-0"),
    ];
    assert_eq!(fields(text).unwrap(), wanted.map(|(key, raw)| (key.to_owned(), raw)));
    assert_eq!(fields("{}").unwrap(), []);
    for (text, flaw) in [
        ("", Flaw::Cut),
        ("{\"a\":", Flaw::Cut),
        ("{\"a\":\"\\ud83d", Flaw::Cut),
        ("{\"a\":\"\\ud83d\\u", Flaw::Cut),
        ("{\n\"a\":x}", Flaw::Bad(2)),
        ("[]", Flaw::Kind),
        ("null", Flaw::Kind),
        ("<", Flaw::Bad(1)),
        ("{\"\\ud83d\":1}", Flaw::Bad(1)),
        ("{} x", Flaw::Bad(1)),
    ] {
        assert_eq!(fields(text), Err(flaw), "{text}");
    }
    assert_eq!(items(" [ 1.0 , {\"a\" : 2}] ").unwrap(), ["1.0", "{\"a\" : 2}"]);
    assert_eq!(items("[]").unwrap(), [""; 0]);
    assert_eq!(
        (items("[1,"), items("{}"), items("[}")),
        (Err(Flaw::Cut), Err(Flaw::Kind), Err(Flaw::Bad(1)))
    );
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((".{0,3}", inner), 0..4).prop_map(|fields| json!(Map::from_iter(fields))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(value in values(), cut: prop::sample::Index) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            prop_assert_eq!(&read(&text).unwrap(), &value);
            let part = &text.as_bytes()[..cut.index(text.len())];
            prop_assert_eq!(read_bytes(part).map_err(|_| ()), wanted(part).map_err(|_| ()));
            if let Ok(part) = std::str::from_utf8(part) {
                prop_assert_eq!(read(part), wanted(part.as_bytes()), "{}", part);
            }
        }
    }

    #[test]
    fn rubbish_is_refused_alike(text in r#"([\[\]{}:,"\\ \nau0-9eE.+-]|null|true|"a":|\\u00e9|\\ud83d|\\ude00){0,12}"#) {
        let (have, wanted) = (read(&text), wanted(text.as_bytes()));
        prop_assert_eq!(have.is_ok(), wanted.is_ok(), "{}", &text);
        prop_assert_eq!(have == Err(Flaw::Cut), wanted == Err(Flaw::Cut), "{}", &text);
        prop_assert_eq!(have.ok(), wanted.ok());
    }
}
