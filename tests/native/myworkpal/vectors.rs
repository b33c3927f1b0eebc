//! The walk-through's own requests and answers, byte for byte.

use super::kit::options;
use super::model::create::CREATED;
use provisor::http::{RequestDocument, Response};
use serde_json::{json, Value};

/// As the walk-through's places are filled in its own example.
const PLACES: [(&str, &str); 5] = [
    ("{{url}}", "https://webapi.myworkpal.co.uk"),
    ("{{user_email}}", "john@doe.com"),
    ("{{subdomainname}}", "companydoe"),
    ("{{sub_domain_name}}", "companydoe"),
    ("{{system_id}}", "4711"),
];

fn filled(text: &str) -> String {
    PLACES
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
        .replace("{{tenant_id}}", "123")
}

fn vector(text: &str) -> (Value, RequestDocument) {
    let vector: Value = serde_json::from_str(text).unwrap();
    let client = provisor::platforms::client("myworkpal", options()).unwrap();
    let built = client.build(vector["endpoint"].as_str().unwrap(), vector["input"].clone()).unwrap();
    (vector, built)
}

#[test]
fn requests_are_those_of_the_walk_through() {
    for (name, text) in [
        ("token", include_str!("../../vectors/myworkpal/token.request.json")),
        ("tenant by name", include_str!("../../vectors/myworkpal/tenant-by-name.request.json")),
        ("tenant by sub-domain", include_str!("../../vectors/myworkpal/tenant-by-sub-domain.request.json")),
        ("user", include_str!("../../vectors/myworkpal/user-by-email.request.json")),
        ("create", include_str!("../../vectors/myworkpal/create-user.request.json")),
    ] {
        let (vector, built) = vector(text);
        let sent = &vector["sent"];
        assert_eq!(built.method.as_str(), sent["method"], "{name}");
        assert_eq!(built.url, sent["url"], "{name}");
        assert_eq!(json!(built.headers), sent["headers"], "{name}: exactly these headers");
        assert_eq!(json!(built.body), sent["body"], "{name}");
        let captured = filled(vector["captured"].as_str().unwrap());
        let decoded = super::model::filter::decode(&built.url);
        let as_captured = match name {
            "token" => format!("POST {decoded}"),
            // The two slips of the walk-through, and nothing else, are mended.
            "user" => decoded.replace("tolower(EmailAddress)", "tolower(EmailAddress))"),
            "create" => built.body.clone().unwrap().replace("{\"groups\":[]}", "{groups: []}"),
            _ => decoded,
        };
        assert_eq!(as_captured, captured, "{name}");
    }
}

#[test]
fn answers_of_the_walk_through_are_read() {
    let client = provisor::platforms::client("myworkpal", options()).unwrap();
    let read = |endpoint: &str, text: &str| {
        client.parse(endpoint, &Response::new(200, Vec::new(), filled(text).into_bytes())).unwrap()
    };
    let tenants = read("tenantList", include_str!("../../vectors/myworkpal/tenant-found.response.txt"));
    assert_eq!(
        tenants,
        json!({"count": 1, "results": [{"id": 123, "name": "Company Doe", "subDomainName": "companydoe"}]})
    );
    let users = read("userList", include_str!("../../vectors/myworkpal/user-found.response.txt"));
    let user = json!({
        "id": 4711, "userAccountId": 4711, "emailAddress": "john@doe.com", "tenantId": 123, "tenant": "companydoe",
        "isAccountClosed": false, "isLockedOut": false,
    });
    assert_eq!(users, json!({"count": 1, "results": [user]}));
    assert_eq!(read("createUser", CREATED), json!({"userAccountId": 4711}));
    assert_eq!(read("tenantList", r#"{"count":0,"results":[]}"#), json!({"count": 0, "results": []}));
}

#[test]
fn the_captured_slips_are_slips() {
    let (user, _) = vector(include_str!("../../vectors/myworkpal/user-by-email.request.json"));
    let filter = filled(user["captured"].as_str().unwrap());
    let (_, filter) = filter.split_once("$filter=").unwrap();
    assert!(super::model::condition(filter.split_once('&').unwrap().0).is_err());
    let (create, _) = vector(include_str!("../../vectors/myworkpal/create-user.request.json"));
    assert!(serde_json::from_str::<Value>(create["captured"].as_str().unwrap()).is_err());
}

#[test]
fn literals_are_doubled_folded_and_encoded() {
    let client = provisor::platforms::client("myworkpal", options()).unwrap();
    for (endpoint, input, end) in [
        (
            "userList",
            json!({"subDomain": "a/b c", "email": "O'Brien+X@A.co"}),
            None,
        ),
        (
            "userList",
            json!({"subDomain": "Doe Ltd", "email": "O'Brien+X@A.co"}),
            Some("/api/admin/users/list/get/all/Doe%20Ltd?$inlinecount=allpages&$filter=tolower(%27o%27%27brien%2Bx%40a.co%27)%20eq%20tolower(EmailAddress)&$top=1&$skip=0"),
        ),
        (
            "userList",
            json!({"subDomain": "doe", "emails": ["A@b.co", "c&d@e.co"]}),
            Some("/api/admin/users/list/get/all/doe?$inlinecount=allpages&$filter=tolower(EmailAddress)%20eq%20%27a%40b.co%27%20or%20tolower(EmailAddress)%20eq%20%27c%26d%40e.co%27&$top=2&$skip=0"),
        ),
        (
            "tenantList",
            json!({"company": "RÖE & 'Söhne' 100%=#1"}),
            Some("/api/admin/tenant/list/get?$inlinecount=allpages&$filter=tolower(Name)%20eq%20%27r%C3%B6e%20%26%20%27%27s%C3%B6hne%27%27%20100%25%3D%231%27&$orderby=Name%20asc&$top=1&$skip=0"),
        ),
        (
            "tenantList",
            Value::Null,
            Some("/api/admin/tenant/list/get?$inlinecount=allpages&$orderby=Name%20asc&$top=1&$skip=0"),
        ),
        ("employeeRecord", json!({"systemId": 4711}), Some("/api/employee/fulldata/get/4711")),
        ("personalRecord", json!({"systemId": 4711, "subDomain": "Doe Ltd"}), Some("/api/person/tenant/Doe%20Ltd/get/4711")),
    ] {
        match (client.build(endpoint, input.clone()), end) {
            (Ok(built), Some(end)) => assert_eq!(built.url, format!("https://webapi.myworkpal.co.uk{end}")),
            (Err(error), None) => assert!(error.message.starts_with("subDomain: "), "{error}"),
            (built, _) => panic!("{input}: {built:?}"),
        }
    }
}

#[test]
fn metadata_is_asked_for_in_the_published_casing() {
    let client = provisor::platforms::client("myworkpal", options()).unwrap();
    let built = client.build("metadataValues", json!({"tenantId": 123, "systemId": 4711})).unwrap();
    assert_eq!(built.method.as_str(), "POST");
    assert!(built.url.ends_with("/api/admin/metadata/values/get"));
    assert_eq!(
        built.body.unwrap(),
        r#"{"tenantId":123,"page":"EmployeeDetails","ParentType":"User","ParentId":4711}"#
    );
}
