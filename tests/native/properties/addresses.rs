//! Addresses, read by the WHATWG's own rules; queries, read as forms.

use super::client;
use proptest::prelude::*;
use provisor::http::{percent, BaseUrl};
use provisor::{odata, scim};
use serde_json::json;
use url::{form_urlencoded, Url};

/// What looks like an address often enough.
fn addresses() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec!["https://", "http://", "HTTPS://", "https:/", "//", ""]);
    let host = prop_oneof![
        "[a-z0-9.-]{1,12}",
        "[a-zA-Z0-9.\\[\\]:_@%]{0,8}",
        Just("[::1]:80".to_owned()),
        Just("127.0.0.1".to_owned()),
    ];
    (scheme, host, paths()).prop_map(|(scheme, host, path)| format!("{scheme}{host}{path}"))
}

fn paths() -> impl Strategy<Value = String> {
    let parts = vec![
        "/", "a", "..", ".", "%2e", "%2E", "é", "%", "?", "#", "\\", "=", "&", "://", "x", "/pre", " ", "@",
    ];
    prop::collection::vec(prop::sample::select(parts), 0..8).prop_map(|parts| parts.concat())
}

fn query_of(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// The last segment of a URL's path, as whoever receives the request reads it.
fn last_segment(url: &str) -> String {
    let url = Url::parse(url).unwrap();
    let last = url.path_segments().unwrap().next_back().unwrap();
    percent_encoding::percent_decode_str(last).decode_utf8().unwrap().into_owned()
}

proptest! {
    #![proptest_config(super::config())]

    /// What is accepted is sent where it says, and below it; names that no host can have are the network's to refuse.
    #[test]
    fn a_base_url_is_the_one_that_is_asked(text in addresses()) {
        let Ok(base) = BaseUrl::parse("baseUrl", &text, true) else { return Ok(()) };
        let joined = base.join("/api/x?y=z");
        prop_assert!(base.holds(&joined));
        let Ok(url) = Url::parse(&joined) else { return Ok(()) };
        prop_assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
        prop_assert_eq!(url.query(), Some("y=z"));
        prop_assert!(url.path().ends_with("/api/x"));
        let prefix = Url::parse(text.trim()).unwrap();
        prop_assert_eq!(url.origin(), prefix.origin());
        prop_assert_eq!(url.path(), format!("{}/api/x", prefix.path().trim_end_matches('/')));
    }

    /// A link never leads to another host, nor out of the base's path, and loses nothing but its host and fragment.
    #[test]
    fn a_link_stays_below_its_base(link in prop_oneof![addresses(), paths()]) {
        for base in ["https://a.co", "https://a.co:444/pre"] {
            let base_url = BaseUrl::parse("baseUrl", base, false).unwrap();
            let Ok(below) = base_url.rebased(&link) else { continue };
            let asked = base_url.join(&below);
            prop_assert!(base_url.holds(&asked));
            let (asked, base) = (Url::parse(&asked).unwrap(), Url::parse(base).unwrap());
            prop_assert_eq!(asked.origin(), base.origin());
            let prefix = format!("{}/", base.path().trim_end_matches('/'));
            prop_assert!(asked.path().starts_with(&prefix), "{} from {}", asked, link);
            // Where the link's own host is none, nobody can say what was meant.
            let meant = base.join(&link).map(|meant| meant.query().map(str::to_owned));
            prop_assert!(meant.is_err() || meant.unwrap().as_deref() == asked.query(), "{} from {}", asked, link);
        }
    }

    #[test]
    fn a_component_stays_one(text in any::<String>()) {
        let encoded = percent::component(&text);
        prop_assert_eq!(percent_encoding::percent_decode_str(&encoded).decode_utf8().unwrap(), text.as_str());
        prop_assert_eq!(&encoded, &odata::encode_path_segment(&text));
        prop_assert_eq!(query_of(&format!("a={encoded}&b=c")), [("a".to_owned(), text), ("b".to_owned(), "c".to_owned())]);
    }

    /// An id is one segment of the path, whatever it holds; one that cannot be is refused.
    #[test]
    fn an_id_is_one_segment(id in prop_oneof![any::<String>(), "[./%2eE?#\\\\ ]{0,4}"]) {
        let built = [
            client("workiva").build("user", json!({ "id": id })),
            client("workspan").build("readUser", json!({ "id": id })),
            client("myworkpal").build("personalRecord", json!({ "systemId": 1, "subDomain": id })),
        ];
        for (at, built) in built.into_iter().enumerate() {
            let must_fail = id.is_empty() || id == "." || id == "..";
            prop_assert!(!(must_fail && built.is_ok()), "{:?}", id);
            let Ok(built) = built else { continue };
            let segment = match at {
                2 => last_segment(built.url.strip_suffix("/get/1").unwrap()),
                _ => last_segment(&built.url),
            };
            // A sub-domain is one without the white space around it.
            let expected = if at == 2 { id.trim() } else { &id };
            prop_assert_eq!(segment.as_str(), expected);
        }
    }

    #[test]
    fn a_scim_query_is_read_back(text in "[^\0]*", start in 1..9_u64, count in 0..9_u64) {
        let filter = scim::attr("userName").unwrap().eq(text.as_str());
        let query = scim::ListQuery::new().filter(filter.clone()).start_index(start).count(count);
        let query = query.attributes([scim::attr("name.givenName").unwrap(), scim::attr("active").unwrap()]);
        let pairs = [
            ("filter", filter.to_text().unwrap()),
            ("startIndex", start.to_string()),
            ("count", count.to_string()),
            ("attributes", "name.givenName,active".to_owned()),
        ];
        prop_assert_eq!(query_of(&query.to_query_string().unwrap()), pairs.map(|(name, value)| (name.to_owned(), value)));
    }

    #[test]
    fn an_odata_query_is_read_back(text in "[^\0]*", token in "[^\0]+", top in 0..9_u64) {
        let filter = odata::field("A").unwrap().contains(text.as_str());
        let query = odata::Query::new().filter(filter.clone()).top(top).skip_token(token.as_str());
        for version in [odata::Version::V2, odata::Version::V3, odata::Version::V4] {
            let pairs = [
                ("$filter", filter.to_text(version).unwrap()),
                ("$top", top.to_string()),
                ("$skiptoken", token.clone()),
            ];
            let written = query.to_query_string(version).unwrap();
            prop_assert_eq!(query_of(&written), pairs.map(|(name, value)| (name.to_owned(), value)));
        }
    }
}
