//! Bodies, read as JSON once their secrets are filled in.

use super::client;
use proptest::prelude::*;
use provisor::engine::Client;
use provisor::http::RequestDocument;
use provisor::scim;
use serde_json::{json, Map, Value};

/// The body as it is sent. What shows the session is left out: there is none.
fn body(shown: RequestDocument, client: &Client) -> Value {
    let secrets = shown.secrets.into_iter().filter(|place| place.r#in == "body").collect();
    let shown = RequestDocument { headers: Map::new(), secrets, ..shown };
    serde_json::from_str(&client.fill(shown).unwrap().body.unwrap()).unwrap()
}

fn sent(platform: &str, endpoint: &str, input: Value) -> Value {
    let client = client(platform);
    body(client.build(endpoint, input).unwrap(), &client)
}

/// Names as a roster has them: not empty, no control characters, no white space around.
fn names() -> impl Strategy<Value = String> {
    "[\"\\\\'{}&+/%\\PC]{1,12}".prop_filter("something", |text| {
        text.trim() == text && !text.is_empty() && !text.chars().any(char::is_control)
    })
}

/// Sections with values that are personal, at every depth, and keys that JSON pointers escape.
fn sections() -> impl Strategy<Value = Map<String, Value>> {
    let keys =
        || prop_oneof![Just("salary".to_owned()), Just("niNumber".to_owned()), "[a-z~/{}\"\\\\é]{0,6}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 16, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((keys(), inner), 0..3).prop_map(|fields| fields.into_iter().collect()),
        ]
    });
    prop::collection::vec((keys(), value), 0..4).prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #![proptest_config(super::config())]

    /// Personal values are shown as references, and reach the platform as they were given.
    #[test]
    fn sections_of_a_user_arrive_as_given(section in sections()) {
        let input = json!({"email": "a@b.co", "subDomain": "doe", "details": {"employeeDetails": section}});
        prop_assert_eq!(&sent("myworkpal", "createUser", input)["employeeDetails"], &Value::Object(section));
    }

    /// A record of one's own goes as it is.
    #[test]
    fn a_record_arrives_as_given(section in sections()) {
        let record = Value::Object(section);
        let input = json!({"systemId": 1, "subDomain": "doe", "record": record});
        prop_assert_eq!(&sent("myworkpal", "updatePersonal", input), &record);
    }

    #[test]
    fn names_and_a_password_arrive_as_given(first in names(), last in names(), password in names()) {
        let client = client("workforce-optimization");
        let input = json!({
            "firstName": first, "lastName": last, "userName": "a@b.co", "password": password,
            "team": {"groupId": 3, "name": "T"}, "roles": [{"id": 1, "name": "Administrator"}],
            "views": [{"id": 7, "name": "V", "isMain": true}],
        });
        let shown = client.build("createPerson", input).unwrap();
        // A short password, or a part of a name, may well be somewhere else.
        let elsewhere = password.len() < 6 || first.contains(&password) || last.contains(&password);
        prop_assert!(elsewhere || !shown.body.clone().unwrap().contains(&password));
        let sent = body(shown, &client);
        prop_assert_eq!((&sent["firstName"], &sent["lastName"], &sent["password"]), (&json!(first), &json!(last), &json!(password)));
    }

    /// JSON Patch (RFC 6902): an operation for each field, and nothing else.
    #[test]
    fn a_json_patch_is_read_back(given in names(), family in names()) {
        let user = json!({"email": "a@b.co", "givenName": given, "familyName": family});
        let input = json!({"id": "u-1", "user": user, "fields": ["givenName", "familyName", "email"]});
        let expected = [("/givenName", given.as_str()), ("/familyName", &family), ("/email", "a@b.co")];
        let body = sent("workiva", "updateUser", input);
        let operations: Vec<_> = body.as_array().unwrap().iter()
            .map(|op| (op["op"].as_str().unwrap(), op["path"].as_str().unwrap(), op["value"].as_str().unwrap()))
            .collect();
        prop_assert_eq!(operations, expected.map(|(path, value)| ("replace", path, value)));
    }

    #[test]
    fn a_scim_user_is_read_back(given in names(), family in names()) {
        let user = json!({"email": "o'brien+x@b.co", "givenName": given, "familyName": family});
        let sent = scim::User::from_value(sent("workspan", "createUser", user)).unwrap();
        prop_assert_eq!((sent.given_name(), sent.family_name()), (Some(given.as_str()), Some(family.as_str())));
        prop_assert_eq!((sent.user_name(), sent.email()), (Some("o'brien+x@b.co"), Some("o'brien+x@b.co")));
    }

    /// Each member once, in their order, at most a hundred at a time.
    #[test]
    fn members_are_all_there_once(ids in prop::collection::vec("[^\0]{1,3}", 0..400)) {
        let mut expected: Vec<&str> = Vec::new();
        for id in &ids {
            if !expected.contains(&id.as_str()) {
                expected.push(id);
            }
        }
        let added = scim::plain::member_bodies("add", &json!(ids)).unwrap();
        let pages: Vec<&Vec<Value>> =
            added.as_array().unwrap().iter().map(|body| body["Operations"][0]["value"].as_array().unwrap()).collect();
        prop_assert!(pages.iter().all(|page| (1..=100).contains(&page.len())));
        let members: Vec<&str> = pages.into_iter().flatten().map(|member| member["value"].as_str().unwrap()).collect();
        prop_assert_eq!(&members, &expected);
        let removed = scim::plain::member_bodies("remove", &json!(ids)).unwrap();
        let paths = removed.as_array().unwrap().iter().flat_map(|body| body["Operations"].as_array().unwrap());
        let members: Vec<String> = paths
            .map(|op| {
                let value = op["path"].as_str().unwrap().strip_prefix("members[value eq ").unwrap().strip_suffix(']');
                serde_json::from_str(value.unwrap()).unwrap()
            })
            .collect();
        prop_assert_eq!(members, expected);
    }
}
