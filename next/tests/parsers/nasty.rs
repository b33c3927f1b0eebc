//! Inputs that have broken parsers, here or elsewhere.

use serde_json::Value;

/// How often something small is repeated.
pub const MANY: usize = 700;
/// How long a name is that is repeated by what is below it.
const LONG: usize = 20_000;
/// How deep something is nested: far deeper than any stack holds.
const DEEP: usize = 100_000;

/// For every parser.
pub fn everywhere() -> Vec<(&'static str, Vec<u8>)> {
    [repeated(MANY), fixed()].concat()
}

/// The same thing so many times: reading twice as many takes twice as long.
pub fn repeated(times: usize) -> Vec<(&'static str, Vec<u8>)> {
    let many = |text: &str| text.repeat(times);
    let each = |item: &dyn Fn(usize) -> String| (0..times).map(item).collect::<Vec<_>>().join(",");
    let list = |item: &str| format!("[{}{item}]", format!("{item},").repeat(times));
    let within = |key: &str, item: &str| format!("{{\"count\":{},\"{key}\":{}}}", times + 1, list(item));
    let texts = [
        ("white space", many(" \t\r")),
        ("only line breaks", many("\n")),
        ("NUL", many("\0")),
        ("the smallest numbers", list("0")),
        ("the smallest objects", list("{}")),
        ("the smallest lists", list("[]")),
        ("the smallest texts", list("\"\"")),
        ("small objects", list("{\"\":0}")),
        ("small objects in data", within("data", "{}")),
        ("small objects in results", within("results", "{}")),
        ("small objects in Resources", within("Resources", "{}")),
        ("named things in data", within("data", "{\"id\":\"\",\"name\":\"\"}")),
        ("people", list("{\"personId\":1}")),
        ("the smallest members", format!("{{\"displayName\":\"a\",\"members\":{}}}", list("\"\""))),
        (
            "different members",
            format!("[{}\"x\"]", (0..times).map(|n| format!("\"{n}\",")).collect::<String>()),
        ),
        ("many conditions", format!("{{\"or\":{}}}", list("{\"pr\":\"a\"}"))),
        ("many values", format!("{{\"or\":{}}}", list("1"))),
        ("many operations", list("{\"op\":\"remove\",\"path\":\"a\"}")),
        ("one key many times", format!("{{{}\"a\":0}}", "\"a\":0,".repeat(times))),
        ("an id many times", format!("{{{}\"id\":\"x\"}}", "\"id\":\"y\",".repeat(times))),
        ("many keys", format!("{{{}\"\":0}}", (0..times).map(|n| format!("\"{n}\":0,")).collect::<String>())),
        (
            "many extensions",
            format!("{{{}\"id\":\"1\"}}", (0..times).map(|n| format!("\"urn:a:{n}\":0,")).collect::<String>()),
        ),
        ("a long text", format!("\"{}\"", many("xyz "))),
        ("a text of escapes", format!("\"{}\"", many("\\u0000\\\"\\n"))),
        ("a long word", many("x")),
        ("letters that grow when folded", many("İ")),
        ("what prints long", many("\u{10ffff}")),
        ("a long number", many("9")),
        ("a long negative number", format!("-{}", many("9"))),
        ("a long fraction", format!("0.{}1e-9", many("0"))),
        ("slashes", many("/")),
        ("dots", many(".")),
        ("dots and slashes", format!("/{}", many("../"))),
        ("percent signs", many("%2")),
        ("quotes", many("\"")),
        ("backslashes", format!("\"{}", many("\\"))),
        ("colons", many(":")),
        ("at signs", many("@")),
        ("lines", many("{}\n")),
        ("headers", many("retry-after: 1\n")),
        ("different names in data", format!("{{\"data\":[{}]}}", each(&|n| format!("{{\"id\":\"{n}\",\"name\":\"n{n}\"}}")))),
        ("users of one name", format!("{{\"totalResults\":1,\"Resources\":[{}]}}", each(&|n| format!("{{\"id\":\"{n}\",\"userName\":\"a\"}}")))),
        ("users of different names", format!("{{\"Resources\":[{}]}}", each(&|n| format!("{{\"id\":\"{n}\",\"userName\":\"u{n}\",\"displayName\":\"d{n}\"}}")))),
        ("tenants of one name", format!("[{}]", each(&|n| format!("{{\"id\":{n},\"name\":\"Company Doe\",\"subDomainName\":\"x{n}\"}}")))),
        ("hits of one e-mail", format!("[{}]", each(&|n| format!("{{\"id\":{n},\"userAccountId\":{n},\"emailAddress\":\"john@doe.com\",\"tenantId\":123}}")))),
        ("people of one e-mail", format!("[{}]", each(&|n| format!("{{\"personId\":{n},\"email\":\"api.user@doe.com\"}}")))),
        ("teams of one name", format!("[{}]", each(&|n| format!("{{\"groupId\":{n},\"name\":\"Retention\",\"parentGroupId\":1}}")))),
        ("user with many roles", format!("{{\"email\":\"a@b.co\",\"givenName\":\"A\",\"familyName\":\"B\",\"organizationRoles\":[{}]}}", each(&|n| format!("\"r{n}\"")))),
        ("user with many workspaces", format!("{{\"email\":\"a@b.co\",\"givenName\":\"A\",\"familyName\":\"B\",\"workspaces\":[{}]}}", each(&|n| format!("\"r{n}\"")))),
        ("user with many groups", format!("{{\"userName\":\"a\",\"groups\":[{}]}}", each(&|n| format!("\"r{n}\"")))),
        ("person with many roles", format!("{{\"userName\":\"a@b.co\",\"firstName\":\"A\",\"lastName\":\"B\",\"roles\":[{}]}}", each(&|n| format!("\"r{n}\"")))),
        ("many attributes", format!("{{\"userName\":\"a\",{}}}", each(&|n| format!("\"a{n}\":{n}")))),
        ("different people", format!("[{}]", each(&|n| format!("{{\"email\":\"a{n}@b.co\",\"userName\":\"u{n}@b.co\",\"givenName\":\"A\",\"familyName\":\"B\",\"firstName\":\"A\",\"lastName\":\"B\"}}")))),
        ("different lines of a journal", (0..times).map(|n| format!("{{\"intent\":\"k{n}\",\"at\":{n}}}\n")).collect()),
        ("one line of a journal", many("{\"intent\":\"k\",\"at\":1}\n")),
        ("one outcome of a journal", many("{\"done\":\"k\",\"verb\":\"provision\",\"want\":\"\",\"status\":\"created\",\"changes\":[],\"at\":1}\n")),
        ("rows of one column", format!("userName,email\n{}", many("a,a@b.co\n"))),
        ("many columns", format!("email,{}\n", (0..times).map(|n| format!("details.personDetails.{n}")).collect::<Vec<_>>().join(","))),
        ("slashes and names", many("/a")),
        ("names of one letter", many("a\n")),
        ("different lines", (0..times).map(|n| format!("n{n}\n")).collect()),
        ("secrets", format!("abcdefgh\n{}", many("abcdefgh"))),
        ("pieces of secrets", format!("abababab\n{}", many("ababab%61"))),
        ("different sensitive values", format!("{{\"token\":[{}]}}", each(&|n| format!("\"secret{n}\"")))),
        ("URLs", many("https://a:b@c/d?e#f ")),
    ];
    texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

fn fixed() -> Vec<(&'static str, Vec<u8>)> {
    let texts = [
        ("nothing", String::new()),
        ("a byte order mark", "\u{feff}{}".to_owned()),
        ("a byte order mark alone", "\u{feff}".to_owned()),
        ("HTML", "<!doctype html><html>".to_owned()),
        ("lists in lists", "[".repeat(DEEP)),
        ("lists in lists, closed", format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP))),
        ("objects in objects", "{\"a\":".repeat(DEEP)),
        ("lists in objects", "{\"not\":[".repeat(DEEP)),
        ("lists in a field", format!("{{\"data\":{}1{}}}", "[".repeat(DEEP), "]".repeat(DEEP))),
        ("lists as deep as is read", format!("{}{}", "[".repeat(126), "]".repeat(126))),
        (
            "not, as deep as is read",
            format!("{}{{\"pr\":\"a\"}}{}", "{\"not\":".repeat(126), "}".repeat(126)),
        ),
        ("and, as deep as is read", format!("{}1{}", "{\"and\":[1,".repeat(60), "]}".repeat(60))),
        ("a lone surrogate", r#"{"id":"\ud800","data":["\udc00\ud800"]}"#.to_owned()),
        ("a pair of surrogates", r#"{"id":"\ud83d\ude00"}"#.to_owned()),
        (
            "numbers at the edges",
            "[1e400,-1e400,1e-400,18446744073709551616,-9223372036854775809,-0,0.1e-999999999999]".to_owned(),
        ),
        ("a large exponent", "1e999999999999999999999".to_owned()),
        ("not numbers", "[NaN,Infinity,-Infinity,0x1,01,+1,.5,1.]".to_owned()),
    ];
    let mut all: Vec<_> = texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    all.push(("bytes that are no text", vec![0xff; MANY]));
    all.push(("a text that ends in a letter", b"{\"id\":\"\xc3".to_vec()));
    all.push(("an overlong NUL", b"{\"id\":\"\xc0\x80\"}".to_vec()));
    all.push(("a surrogate in UTF-8", b"{\"id\":\"\xed\xa0\x80\"}".to_vec()));
    all.push(("UTF-16", b"\xff\xfe{\0}\0".to_vec()));
    all
}

/// For one parser: what has broken it, or nearly.
pub fn for_one() -> Vec<(&'static str, Vec<u8>)> {
    let many = |text: &str| text.repeat(MANY);
    let row_of = |cells: usize| format!("{}\n", vec!["x"; cells].join(","));
    let columns = (0..MANY).map(|n| format!("details.personDetails.{n}")).collect::<Vec<_>>().join(",");
    let long_columns =
        (0..9).map(|n| format!("details.{n}{}", "x".repeat(LONG))).collect::<Vec<_>>().join(",");
    let user = |details: &str| {
        format!(r#"{{"email":"a@b.co","company":"x","details":{{"personDetails":{details}}}}}"#)
    };
    let values =
        |inside: &str| format!(r#"{{"{}":[{}0]}}"#, "k".repeat(LONG), format!("{inside},").repeat(3_000));
    let deep =
        (0..100).fold(values(r#"{"salary":1}"#), |inner, _| format!(r#"{{"{}":{inner}}}"#, "k".repeat(200)));
    let fields: String = (0..3_000).map(|n| format!("\"{n}\":1,")).collect();
    let texts = [
        ("rosters", format!("details.{}\na\n", "a.".repeat(DEEP))),
        ("rosters", format!("{columns}\n{}", row_of(MANY).repeat(50))),
        ("rosters", format!("{long_columns}\n{}", row_of(9).repeat(3_000))),
        ("rosters", format!("workspaces{}\nx\n", many("."))),
        ("rosters", format!("email,company\n{}", many("a@b.co,c\n"))),
        ("rosters", format!("email\n{}", many("a\n"))),
        ("rosters", format!("email,company\n{}", many("\"\n"))),
        ("rosters", format!("email,company\n{}", many(",,,,\n"))),
        ("rosters", format!("email,company\r{}", many("\r"))),
        ("rosters", many(",")),
        ("rosters", many("email;")),
        // A long name over many personal values: each has a pointer of its own.
        ("users", user(&values(r#"{"salary":1}"#))),
        ("inputs", user(&deep)),
        // And over many fields that differ.
        ("records", format!(r#"{{"{}":{{{fields}"x":1}}}}"#, "k".repeat(LONG))),
        ("headers", "retry-after: 1e300".to_owned()),
        ("headers", "x-ratelimit-reset: inf".to_owned()),
        ("headers", "x-ratelimit-reset: 1e19".to_owned()),
        ("headers", "retry-after-ms: 99999999999999999999999".to_owned()),
        ("headers", "retry-after: Fri, 31 Dec 9999 23:59:59 GMT".to_owned()),
        ("headers", "retry-after: Mon, 00 Jan 0000 00:00:00 GMT".to_owned()),
        ("headers", "location: /Users/%ff%fe".to_owned()),
        ("headers", format!("location: {}", many("/Users"))),
        ("journals", many("{\"done\":\"")),
        ("journals", many("{\"done\":\"\",\"at\":}\n")),
        ("journals", "{\"v\":2,\"platform\":\"scim\",\"account\":\"\"}\n".to_owned()),
        ("journals", "{\"v\":18446744073709551616}\n".to_owned()),
        ("records", "/a".repeat(DEEP)),
        ("records", "/0".repeat(100)),
        ("records", "/-".repeat(127)),
        ("records", "/type=a".repeat(100)),
        ("records", format!("/{}", "9".repeat(40))),
        ("redaction", format!("{}\n{}", "%25".repeat(50), "%2525".repeat(2_000))),
        // A long name is a part of the path of all that is below it.
        (
            "flows",
            format!(
                r#"scim
{{}}
{{"Resources":[{{"id":"urn:User","attributes":[{{"name":"{}","subAttributes":[{}0]}}]}}]}}"#,
                "k".repeat(LONG),
                (0..9_000).map(|n| format!(r#"{{"name":"{n}","returned":"never"}},"#)).collect::<String>()
            ),
        ),
        ("redaction", format!("{}\n{}", "a".repeat(300), "a".repeat(20_000))),
        ("odata-json", (0..99).fold("{}".to_owned(), |inner, _| format!(r#"{{"expand":[["A",{inner}]]}}"#))),
        ("odata-json", (0..99).fold("1".to_owned(), |inner, _| format!(r#"{{"search":{{"not":{inner}}}}}"#))),
        ("odata-json", format!(r#"{{"in":[{{"field":"A"}},[{}1]]}}"#, many("1,"))),
        ("odata-json", format!(r#"{{"search":{{"or":[{}"x"]}}}}"#, many("\"x\","))),
        ("odata-json", format!(r#"{{"binary":"{}"}}"#, many("0f"))),
    ];
    texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

/// What to write in the place of each value of a right input, as JSON text.
const INSTEAD: [&str; 8] = [
    "null",
    "-1",
    "1e308",
    "\"\"",
    "\"\\u0000..\\r\\n\\\"{token}\"",
    "[]",
    "{}",
    "{\"id\":{\"id\":true},\"id\":[[[[18446744073709551616]]]]}",
];

/// A right input with each of its values, one after the other, replaced by each of a few others; of a long input
/// only some of its values. Nothing where it is no JSON.
pub fn with_each_value_replaced(right: &[u8]) -> Vec<String> {
    const HERE: &str = "\u{1}here";
    const MOST: usize = 25;
    let Ok(whole) = serde_json::from_slice::<Value>(right) else { return Vec::new() };
    let mut pointers = Vec::new();
    find(&whole, String::new(), &mut pointers);
    let here = Value::from(HERE).to_string();
    let some = pointers.iter().step_by(pointers.len().div_ceil(MOST).max(1));
    let marked = some.map(|pointer| {
        let mut marked = whole.clone();
        *marked.pointer_mut(pointer).unwrap() = HERE.into();
        marked.to_string()
    });
    marked.flat_map(|marked| INSTEAD.map(|instead| marked.replace(&here, instead))).collect()
}

fn find(value: &Value, pointer: String, found: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in below {
        find(value, format!("{pointer}/{key}"), found);
    }
    found.push(pointer);
}
