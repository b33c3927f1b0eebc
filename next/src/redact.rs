//! What must not be shown: people's sensitive values, by key; credentials and tokens, wherever a platform echoes them.
use crate::spellings::View;
use serde_json::Value;

const MASK: &str = "•••";
const SENSITIVE: [&str; 17] = [
    "password",
    "secret",
    "token",
    "verificationkey",
    "hashedpassword",
    "ninumber",
    "nationalinsurance",
    "salary",
    "dateofbirth",
    "birthdate",
    "bank",
    "iban",
    "accountnumber",
    "sortcode",
    "passport",
    "ssn",
    "taxid",
];

/// Whether the values below a key of this name are sensitive.
pub fn is_sensitive(key: &str) -> bool {
    let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    SENSITIVE.iter().any(|word| key.contains(word))
}
/// Whether the values of a field may be shown: it is on the list, or below a field that is.
pub fn is_shown(field: &str, shown: &[&str]) -> bool {
    shown
        .iter()
        .any(|known| field.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}
/// The value without what must not be shown, and the names of the fields that were left out.
pub fn shown_only(value: &Value, shown: &[&str]) -> (Value, Vec<String>) {
    let mut omitted = Vec::new();
    let kept = keep_shown(value, "", shown, &mut omitted);
    omitted.dedup();
    (kept.unwrap_or_default(), omitted)
}
fn keep_shown(value: &Value, path: &str, shown: &[&str], omitted: &mut Vec<String>) -> Option<Value> {
    match value {
        _ if is_shown(path, shown) => Some(value.clone()),
        Value::Null => None,
        Value::Object(members) => {
            let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let kept = members.iter().filter_map(|(name, value)| {
                Some((name.clone(), keep_shown(value, &below(name), shown, omitted)?))
            });
            let mut all = serde_json::Map::new();
            all.extend(kept);
            Some(Value::Object(all))
        }
        Value::Array(items) => {
            let kept: Vec<_> =
                items.iter().filter_map(|item| keep_shown(item, path, shown, omitted)).collect();
            Some(Value::Array(kept))
        }
        _ => {
            omitted.push(path.to_owned());
            None
        }
    }
}
/// All texts and numbers below sensitive keys: what a platform must not be heard to echo.
pub fn sensitive_values(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, false, &mut found);
    found
}
fn collect(value: &Value, is_below: bool, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| collect(value, is_below || is_sensitive(key), found))
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, is_below, found)),
        Value::String(text) if is_below && !text.is_empty() => found.push(text.clone()),
        Value::Number(number) if is_below => found.push(number.to_string()),
        _ => {}
    }
}

/// A text without any of the secrets, however they are spelt: plain, percent-encoded (also as in forms), as HTML, as a JSON
/// string, in base64; one spelling within another; cut before a `…`. A secret under four characters is found where it is a
/// whole word. Takes time in proportion to the text.
pub fn scrub<'a>(text: &str, secrets: impl Iterator<Item = &'a String>) -> String {
    let secrets: Vec<_> =
        secrets.filter(|secret| !secret.is_empty()).map(|secret| secret.as_bytes()).collect();
    without(text, &secrets)
}
fn without(text: &str, secrets: &[&[u8]]) -> String {
    let mut found = View::of(text).find(secrets);
    found.sort_unstable();
    let (mut clean, mut done) = (String::new(), 0);
    for (start, end) in found {
        if start > done || (clean.is_empty() && done == 0) {
            clean.push_str(text.get(done..start).unwrap_or_default());
            clean.push_str(MASK);
        }
        done = done.max(end);
    }
    clean.push_str(text.get(done..).unwrap_or_default());
    clean
}

/// A text whose URLs have lost what they may carry: user, password, query and fragment. `GET https://a:b@host/x?token=c`
/// becomes `GET https://host/x`.
pub fn without_queries(text: &str) -> String {
    // What no URL holds as it is.
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`');
    text.split_inclusive(is_end)
        .map(|part| {
            let word = part.strip_suffix(is_end).unwrap_or(part);
            without_query(word) + part.get(word.len()..).unwrap_or_default()
        })
        .collect()
}
fn without_query(word: &str) -> String {
    let is_url = word.contains("//")
        || word.contains("\\/\\/")
        || word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '/').starts_with('/');
    let query = word.find('?').filter(|at| is_url || word.get(*at..).is_some_and(|rest| rest.contains('=')));
    let fragment = word.find('#').filter(|_| is_url);
    let end = query.unwrap_or(word.len()).min(fragment.unwrap_or(word.len()));
    let mut rest = word.get(..end).unwrap_or_default();
    let mut clean = String::new();
    while let Some(at) = rest.find("//").into_iter().chain(rest.find("\\/\\/")).min() {
        let (before, after) = rest.split_at(at);
        let authority = after.trim_start_matches(['\\', '/']);
        let (authority, path) = authority.split_at(authority.find(['\\', '/']).unwrap_or(authority.len()));
        clean.push_str(before);
        clean.push_str("//");
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // What looks like a port and is none may be a password with a `/` or `?` in it.
        let port = host.rsplit_once(':').filter(|_| !host.ends_with(']')).map(|(_, port)| port);
        clean.push_str(if port.is_some_and(|port| port.contains(|c: char| !c.is_ascii_digit())) {
            MASK
        } else {
            host
        });
        rest = path;
    }
    clean + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::prelude::{Engine, BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
    use proptest::prelude::*;
    use serde_json::json;

    fn scrubbed(text: &str, secrets: &[&str]) -> String {
        let secrets: Vec<_> = secrets.iter().map(|secret| (*secret).to_owned()).collect();
        scrub(text, secrets.iter())
    }

    #[test]
    fn every_spelling_of_a_secret_is_found() {
        for (secret, spelt) in [
            ("hunter2!", "hunter2!"),
            ("a b/c&d", "a%20b%2Fc%26d"),
            ("a b/c&d", "a%20b%2fc%26d"),
            ("a b/c&d", "a+b%2Fc%26d"),
            ("a b/c&d", "a b/c&amp;d"),
            ("a b/c&d", "a&#32;b&#x2F;c&#38d"),
            ("a b/c&d", "a&#x20;b&sol;c&amp;d"),
            ("<\"'>", "&lt;&quot;&apos;&gt;"),
            ("p\u{a3}ss\u{fc}", "p&pound;ss&uuml;"),
            ("p\"\\/\n", "p\\\"\\\\\\/\\n"),
            ("p\"\\/\n", "p\\u0022\\u005C\\u002f\\u000A"),
            ("züri", "z\\u00FCri"),
            ("züri", "z\\u00fcri"),
            ("züri", "z\\xfcri"),
            ("z\u{200b}ri", "z\\u{200b}ri"),
            ("😀key", "\\ud83d\\uDE00key"),
            ("😀key", "\\u{1F600}key"),
            ("züri", "z%C3%bcri"),
            ("hunter2!", "aHVudGVyMiE="),
            ("hunter2!", "aHVudGVyMiE"),
            // id:secret, x:…, xy:…: each alignment.
            ("hunter2!", "aWQ6aHVudGVyMiE="),
            ("hunter2!", "eDpodW50ZXIyIQ=="),
            ("hunter2!", "eHk6aHVudGVyMiE="),
            ("hunter2!", "aHVu\r\ndGVyMiE="),
            ("\u{3ff}\u{3fe}\u{3ff}\u{3fe}", "z7_Pvs+/z74="),
            ("hunter2!", "tokenaHVudGVyMiE"),
            ("hunter2!", "aHVudGVyMiE%3D"),
            // One spelling within another.
            ("a b/c&d", "a%2520b%252Fc%2526d"),
            ("p\"q&r", "p\\\"q&amp;r"),
            ("a b/c&d", "eDphJTIwYiUyRmMlMjZk"),
            ("a b/c&d", "YSBiL2MmZA\\u003d\\u003D"),
            ("%41\\bc", "%41\\\\bc"),
            ("100%41", "100%2541"),
            // Cut by somebody.
            ("hunter2!hunter2!", "hunter2!hun…"),
            ("hunter2!hunter2!", "hunt… and so on"),
            ("hunter2!", "aHVudGVy…"),
            ("hunt er2!", "hunt%2…"),
            ("hunt\"er2!", "hunt\\…"),
            ("hunt\"er2!", "hunt&quo…"),
        ] {
            for (before, after) in
                [("", ""), ("the client ", " is wrong"), ("{\"id\":\"", "\"}"), ("<b>", "</b>"), ("é", "é")]
            {
                let clean = scrubbed(&format!("{before}{spelt}{after}"), &["other", secret]);
                assert!(clean.contains(MASK) && !clean.contains(spelt), "{secret} {spelt}: {clean}");
                assert!(clean.starts_with(before) && clean.ends_with(after), "{secret} {spelt}: {clean}");
                assert!(
                    clean.len() <= before.len() + after.len() + MASK.len() + 20,
                    "{secret} {spelt}: {clean}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for (text, secrets) in [
            ("", &["hunter2"][..]),
            ("nothing here", &["hunter2", ""]),
            ("hunter", &["hunter2"]),
            ("hunter…", &["xhunter2"]),
            ("hun…", &["hunter2"]),
            ("a tablet", &["a b", "ab", "tab", "t"]),
            ("line 123", &["12", "23", "2"]),
            ("100% of \\u12 &amp &#xffffffff; &#99999999; %", &["hunter2"]),
        ] {
            assert_eq!(scrubbed(text, secrets), text);
        }
    }

    #[test]
    fn short_secrets_are_hidden_as_whole_words() {
        for (text, secret, clean) in [
            ("the PIN 123, not 1234", "123", "the PIN •••, not 1234"),
            ("pw=é!", "é", "pw=•••!"),
            ("x%3Dab%26", "ab", "x%3D•••%26"),
            ("<ab>", "ab", "<•••>"),
            ("a!b", "!", "a•••b"),
            ("abcab", "ab", "abcab"),
            ("Basic aWQ6YWJj", "abc", "Basic aWQ6•••"),
        ] {
            assert_eq!(scrubbed(text, &[secret]), clean);
        }
    }

    #[test]
    fn neighbours_and_overlaps_are_hidden_whole() {
        assert_eq!(scrubbed("xabcdefgx", &["abcd", "cdef", "defg"]), "x•••x");
        assert_eq!(scrubbed("abcdabcd abcd", &["abcd"]), "••• •••");
        assert_eq!(scrubbed("aaaaaaa", &["aaaa"]), "•••");
    }

    #[test]
    fn long_texts_take_time_in_proportion() {
        let secret = format!("{}b", "a".repeat(2_000));
        let began = std::time::Instant::now();
        for text in ["a", "%61", "\\", "&#97;", "YWFh", "&", "%", "…", "aaaa…"] {
            let long = text.repeat(60_000);
            assert!(scrubbed(&long, &[&secret, "hunter2"]).len() <= 3 * long.len());
        }
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }

    #[test]
    fn sensitive_values_are_those_below_sensitive_names() {
        let user = json!({"email": "a@b.co", "details": {"employeeDetails": {"salary": 1234.5, "jobTitle": "Lead"},
            "Bank-Account": [{"sort_code": "01-02-03"}, null, true]}, "ni_number": "", "NI Number": "QQ"});
        let mut found = sensitive_values(&user);
        found.sort();
        assert_eq!(found, ["01-02-03", "1234.5", "QQ"]);
    }

    #[test]
    fn urls_lose_what_they_may_carry() {
        for (text, clean) in [
            ("GET https://user:pw@host:8080/x?token=a b", "GET https://host:8080/x b"),
            ("request to https://host/x?a=O'Brien&token=t failed", "request to https://host/x failed"),
            ("\"https://u@host/x?token=(a)\", then", "\"https://host/x\", then"),
            ("https://host#access_token=t", "https://host"),
            ("(wss://u:p@[::1]:80/x)", "(wss://[::1]:80/x)"),
            ("//u:p@host/x?y", "//host/x"),
            ("https:\\/\\/u:p@host\\/x?token=t", "https://host\\/x"),
            ("https://u:p/w@host/", "https://•••/w@host/"),
            ("https://u:p?w@host/", "https://•••"),
            ("/api/users?$filter=x", "/api/users"),
            ("users?token=t", "users"),
            ("'/api/users?token=t'", "'/api/users"),
            ("https://a/x,https://u:p@b/y?z", "https://a/x,https://b/y"),
            ("Why? Because a@b.co #1 is on host:80 ü…", "Why? Because a@b.co #1 is on host:80 ü…"),
            ("https://host/people/a@b.co", "https://host/people/a@b.co"),
            ("", ""),
        ] {
            assert_eq!(without_queries(text), clean);
        }
    }

    fn spelt(secret: &str, way: usize, picks: &[bool]) -> String {
        let each = |spell: &dyn Fn(char) -> String| -> String {
            let letters = secret.chars().zip(picks.iter().cycle());
            letters.map(|(c, pick)| if *pick || "%+\\&".contains(c) { spell(c) } else { c.into() }).collect()
        };
        let inner = |text: String| {
            text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default().to_owned()
        };
        let utf8 = |c: char| c.to_string().into_bytes();
        let utf16 = |c: char| c.encode_utf16(&mut [0; 2]).to_vec();
        match way {
            0 => each(&|c| utf8(c).iter().map(|byte| format!("%{byte:02x}")).collect()),
            1 => each(&|c| utf8(c).iter().map(|byte| format!("%{byte:02X}")).collect()),
            2 => each(&|c| {
                if c == ' ' {
                    "+".into()
                } else {
                    utf8(c).iter().map(|byte| format!("%{byte:02X}")).collect()
                }
            }),
            3 => each(&|c| format!("&#{};", u32::from(c))),
            4 => each(&|c| format!("&#x{:X};", u32::from(c))),
            5 => each(&|c| utf16(c).iter().map(|unit| format!("\\u{unit:04x}")).collect()),
            6 => inner(Value::from(secret).to_string()),
            7 => inner(format!("{secret:?}")),
            8 => BASE64_STANDARD.encode(secret),
            9 => BASE64_URL_SAFE_NO_PAD.encode(format!("id:{secret}")),
            10 => BASE64_STANDARD_NO_PAD.encode(format!("some-id:{secret}")),
            _ => secret.to_owned(),
        }
    }
    proptest! {
        #[test]
        fn no_spelling_stays(
            secret in "\\PC{4,24}", picks in proptest::collection::vec(any::<bool>(), 1..8),
            way in 0_usize..12, outer in 0_usize..12, before in "[a-z ,]{0,9}", after in "[a-z ,]{0,9}",
        ) {
            for spelling in [spelt(&secret, way, &picks), spelt(&spelt(&secret, way, &picks), outer, &picks)] {
                let clean = scrubbed(&format!("{before} {spelling} {after}"), &[&secret]);
                prop_assert!(!clean.contains(&spelling), "{} {}", spelling, clean);
                // A secret that begins or ends with a blank may take the text's own.
                let ends = clean.starts_with(before.trim_end()) && clean.ends_with(after.trim_start());
                prop_assert!(ends, "{}", clean);
            }
        }
        #[test]
        fn no_text_panics(text in "(\\PC|[%&#;\\\\ux+/=?@:.…]){0,60}", secrets in proptest::collection::vec("\\PC{0,6}", 0..4)) {
            let clean = scrub(&text, secrets.iter());
            prop_assert!(secrets.iter().all(|secret| secret.chars().count() < 4 || !clean.contains(secret)));
            without_queries(&text);
        }
        #[test]
        fn no_url_keeps_what_it_carries(user in "[A-Z:%@!;,]{0,9}", path in "(/[a-z@%]{1,5}){0,3}", query in "[A-Z?&=/%'():@#+]{0,9}") {
            let url = format!("before https://{user}@host.example:8080{path}?{query} after");
            prop_assert_eq!(without_queries(&url), format!("before https://host.example:8080{path} after"));
            let url = format!("before /api{path}?{query} after");
            prop_assert_eq!(without_queries(&url), format!("before /api{} after", path));
        }
    }
}
