//! Inputs that are right, to be spoilt: the captured vectors, and what the stand-ins of the platforms answer.

use super::host::{given, good_user, journal_of, lines, NAMES};
use super::list::{all_options, answers_of};
use provisor_next::platforms;
use provisor_next::reconcile::Mode;
use serde_json::{json, Value};
use std::rc::Rc;

macro_rules! vector {
    ($path:literal) => {
        include_str!(concat!("../../../tests/vectors/", $path))
    };
}

/// Right inputs of a parser.
pub fn seeds(parser: &str) -> Vec<Vec<u8>> {
    let texts = match parser {
        "myworkpal-answers" => pal_answers(),
        "workforce-optimization-answers" => wfo_answers(),
        "workiva-answers" => workiva_answers(),
        "workspan-answers" | "scim-answers" => scim_answers(),
        "logins" => vec![TOKEN.to_owned(), r#"{"sessionId":"s-1","language":"en"}"#.to_owned(), r#"{"error":"invalid_client"}"#.to_owned(), r#"{"access_token":"t","expires_in":"599","scope":"a b"}"#.to_owned()],
        "redaction" => redaction(),
        "scim-json" => scim_json(),
        "scim-texts" => parts("userName|name.familyName|urn:ietf:params:scim:schemas:core:2.0:User:name.givenName|2011-05-13T04:42:34.25+01:00|W/\"1\"|o'brien \"ob\""),
        "odata-json" => odata_json(),
        "odata-texts" => parts("Name|Address/City|Owner/Sales.Manager/Level|$it/a|Orders/$count|01234567-89ab-cdef-0123-456789abcdef|2024-02-29|2024-02-29T13:05:00.25|2024-02-29T13:05:00+01:00|13:05:00.5|-P1DT2H30M0.5S|-12.50|Red,4|o'brien"),
        "headers" => headers(),
        "addresses" => parts("https://a.co:8443/pre/fix|http://[::1]:3000|HTTPS://localhost/|https://other.example/pre/fix/users?$next=abc#f|/pre/fix/users?u=https://x|/made-up/{systemId}|o'brien+x@a.co|Editor"),
        "records" => records(),
        "rosters" => rosters(),
        "users" => NAMES.iter().map(|name| good_user(name).to_string()).chain([json!([good_user("workiva"), good_user("workiva")]).to_string()]).collect(),
        "inputs" => inputs(),
        "options" => options(),
        "journals" => journals(),
        "plans" => plans(),
        "flows" => flows(),
        _ => Vec::new(),
    };
    texts.into_iter().map(String::into_bytes).collect()
}

fn parts(text: &str) -> Vec<String> {
    text.split('|').map(str::to_owned).collect()
}

fn written<const N: usize>(values: [Value; N]) -> Vec<String> {
    values.iter().map(Value::to_string).collect()
}

const TOKEN: &str = vector!("workspan/token.response.json");

fn filled(text: &str) -> String {
    let places =
        [("{{user_email}}", "john@doe.com"), ("{{sub_domain_name}}", "companydoe"), ("{{tenant_id}}", "123")];
    places.iter().fold(text.replace("{{system_id}}", "4711"), |text, (name, value)| text.replace(name, value))
}

fn pal_answers() -> Vec<String> {
    let mut texts = written([
        json!({"access_token": "t-1", "token_type": "Bearer", "expires_in": "599", "scope": "api"}),
        json!({"error": "invalid_client", "error_description": "no such client"}),
        json!({"successful": false, "exceptionMessage": null, "exceptionMessages": ["no", "never"], "status": "x"}),
        json!([{"id": 123, "name": "Company Doe", "subDomainName": "companydoe"}]),
        json!({"count": 1, "results": [{"id": 4711, "userAccountId": 4711, "emailAddress": "john@doe.com",
            "tenantId": 123, "tenant": "companydoe", "isAccountClosed": false, "isLockedOut": null}]}),
        json!({"errors": ["e"], "error": {"message": "m"}, "niNumber": "QQ", "token": "t", "requestId": "r-1"}),
        json!([{"id": 1, "salary": 1234.50, "addressLine1": "1 High Street"}]),
    ]);
    texts.push(TOKEN.to_owned());
    texts.push(filled(vector!("myworkpal/tenant-found.response.txt")));
    texts.push(filled(vector!("myworkpal/user-found.response.txt")));
    texts.push(filled(vector!("myworkpal/user-created.response.txt")));
    texts
}

fn wfo_person() -> Value {
    json!({
        "id": 1004, "firstName": "API", "lastName": "User", "email": "api.user@doe.com", "adLogin": null,
        "groupId": 3, "parentGroup": 2, "roles": [{"id": 1, "name": "Administrator"}],
        "scope": {"tenant": null, "groups": [2], "teams": [3]},
        "views": [{"id": 7, "name": "EnterpriseView", "isMain": true}], "isSynchronized": false, "acdId": null,
        "deactivated": 1_700_000_000_000.5,
    })
}

fn wfo_answers() -> Vec<String> {
    written([
        json!({"sessionId": "s-1", "language": "en"}),
        json!({"errorMessage": "no such team", "requestId": "wfo-000001"}),
        json!([{"personId": 1004, "email": "a@b.co", "adLogin": "DOE\\a", "active": true}]),
        wfo_person(),
        json!({"id": 1004}),
        json!({"status": "unlocked"}),
        json!([{"groupId": 3, "name": "Default Team", "parentGroupId": 2}]),
        json!([{"id": 1, "name": "Administrator", "isAdminDefault": true}]),
        json!([{"id": 7, "name": "EnterpriseView"}]),
    ])
}

fn workiva_answers() -> Vec<String> {
    written([
        json!({"access_token": "t-1", "token_type": "bearer", "expires_in": 599}),
        json!({"data": [{"id": "u-1", "username": "jane", "email": "jane@doe.com", "givenName": "Jane",
            "familyName": "Roe", "displayName": "Jane Roe", "status": "active"}], "@nextLink": "/x?$next=abc"}),
        json!({"data": [{"id": "5", "name": "Editor"}], "@nextLink": null}),
        json!({"data": [{"id": "m-1", "user": {"id": "u-1", "displayName": "J"}, "workspace": {"id": "w-1"}}]}),
        json!({"id": "o-1", "status": "failed", "details": [{"code": "403Forbidden", "message": "m", "target": "t"}]}),
        json!({"code": "400BadRequest", "message": "m", "target": "email",
            "details": [{"code": "c", "message": "d", "target": null}], "documentationUrl": "u", "version": "v"}),
    ])
}

fn scim_user() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "2819", "userName": "jane@doe.com",
        "name": {"givenName": "Jane", "familyName": "Roe"}, "active": "True",
        "emails": [{"value": "jane@doe.com", "type": "work", "primary": true}, "b@x.co"],
        "groups": [{"value": "g-1", "$ref": "../Groups/g-1", "display": "G"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "R&D", "manager": {"value": "7"}},
        "meta": {"version": "W/\"1\""}, "x-unknown": [1.50, null],
    })
}

fn scim_answers() -> Vec<String> {
    let mut texts = written([
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": "1",
            "startIndex": 1, "itemsPerPage": 1, "Resources": [scim_user()]}),
        scim_user(),
        json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "g-1", "displayName": "a",
            "members": [{"value": "2819", "display": "Jane"}]}),
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "409",
            "scimType": "uniqueness", "detail": "userName is taken"}),
        json!({"patch": {"supported": true}, "filter": {"supported": "True", "maxResults": 50},
            "bulk": {"supported": false, "maxOperations": 10}, "etag": {"supported": true}}),
        json!({"Errors": [{"code": 400, "description": "old"}]}),
        json!({"statusCode": 401, "message": "Access denied"}),
    ]);
    texts.push(TOKEN.to_owned());
    texts
}

fn scim_json() -> Vec<String> {
    let filter = json!({"and": [
        {"eq": ["userName", "o'brien \"ob\""]}, {"or": [{"pr": "title"}, {"not": {"co": ["name.familyName", "x"]}}]},
        {"gt": ["meta.created", {"dateTime": "2024-02-29T13:05:00Z"}]},
        {"complex": ["emails", {"eq": ["type", "work"]}]}, {"ne": ["manager", null]},
    ]});
    written([
        json!({"filter": filter, "startIndex": 3, "count": 0, "sortBy": "userName", "sortOrder": "descending",
            "attributes": ["userName", "name.familyName"]}),
        filter,
        json!([
            {"op": "add", "path": {"complex": ["emails", {"eq": ["type", "work"]}, "value"]}, "value": "a@x.co"},
            {"op": "replace", "value": {"active": true}},
            {"op": "remove", "path": {"complex": ["members", {"eq": ["value", "7"]}]}},
        ]),
        json!({"userName": "jo", "active": true, "name": {"givenName": "Jo"}, "enterprise": {"department": "R&D"}}),
        json!({"displayName": "R&D", "members": ["1", {"value": "2", "type": "User"}]}),
        json!(["1", "2", "a\"b\\c"]),
    ])
}

fn odata_json() -> Vec<String> {
    let filter = json!({"and": [
        {"eq": [{"call": ["tolower", {"field": "Name"}]}, "company doe"]},
        {"gt": [{"negate": {"mod": [{"field": "A"}, 2]}}, 1.5]},
        {"any": {"of": "Os", "as": "o", "where": {"eq": [{"field": "o/A"}, true]}}},
        {"in": [{"field": "A"}, ["x", null, {"long": "5"}]]},
        {"has": [{"field": "A"}, {"enumValue": {"type": "N.T", "value": "Red"}}]},
        {"or": [{"isof": {"type": "N.T"}}, {"eq": [{"cast": {"of": {"field": "A"}, "type": "Edm.String"}}, "x"]}]},
        {"ne": [{"binary": "00ff"}, {"double": "NaN"}]}, {"lt": [{"single": 0.1}, {"decimal": "1.50"}]},
    ]});
    written([
        json!({"filter": filter, "orderBy": [["Name", "asc"], [{"call": ["length", {"field": "Name"}]}, "desc"]],
            "top": 1, "skip": null, "select": ["Name", "*"], "expand": ["A", ["B/C", {"select": ["D"], "top": 5}]],
            "search": {"and": ["x", {"not": "y z"}]}, "inlineCount": true, "skipToken": "t+", "format": "json"}),
        filter,
    ])
}

fn headers() -> Vec<String> {
    [
        "Retry-After: 30\nX-Request-Id: r-1",
        "retry-after: Tue, 14 Nov 2023 22:13:30 GMT",
        "Retry-After: Tuesday, 14-Nov-23 22:13:30 GMT",
        "retry-after: Tue Nov 14 22:13:30 2023",
        "retry-after-ms: 1500",
        "X-RateLimit-Reset: 1700000020",
        "Location: https://a.co/v2/Users/a%20b%2Fc/?x#y\nETag: W/\"1\"",
        "Location: https://api.example.com/gate/operations/o-1\nRetry-After: 1",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn records() -> Vec<String> {
    vec![
        r#"{"salary":1234.50,"big":12345678901234567890123,"b":"x","o":{"p":1.10,"q":null},"n":null}"#
            .to_owned(),
        wfo_person().to_string(),
    ]
}

fn rosters() -> Vec<String> {
    let template = |name: &&str| {
        platforms::roster("template", &json!({ "platform": name })).ok()?.as_str().map(str::to_owned)
    };
    let mut all: Vec<String> = NAMES.iter().filter_map(template).collect();
    all.extend([
        vector!("rosters/myworkpal.csv").to_owned(),
        vector!("rosters/workforce-optimization.json").to_owned(),
        vector!("rosters/workiva.json").to_owned(),
        vector!("rosters/workspan.json").to_owned(),
        "\u{feff}email;company;details.employeeDetails.jobTitle\r\n a@b.co ;\"A; \"\"B\"\" & Co\";Lead\r\n"
            .to_owned(),
        "email\tgivenName\tfamilyName\torganizationRoles\tworkspaces.W.roles\na@b.co\tA\tB\tX;Y\tEditor"
            .to_owned(),
    ]);
    all
}

fn inputs() -> Vec<String> {
    written([
        json!({"company": "Company Doe"}),
        json!({"subDomain": "companydoe", "emails": ["o'brien@doe.com"]}),
        json!({"email": "o'brien@doe.com", "subDomain": "companydoe",
            "details": {"personDetails": {"niNumber": "QQ"}, "metaDataEmployee": {"groups": []}}}),
        json!({"systemId": 4711}),
        json!({"systemId": 4711, "subDomain": "doe", "record": {"id": 4711, "salary": 1.5}}),
        json!({"systemId": 4711, "tenantId": 1, "subDomain": "doe", "record": {"id": 4711}}),
        json!({"personId": 1004, "record": wfo_person()}),
        json!({"record": wfo_person()}),
        json!({"id": "u-1", "user": good_user("workiva")}),
        json!({"user": good_user("workiva")}),
        json!({"id": "u-1", "roles": ["5", "6"]}),
        json!({"workspace": "w-1", "membership": "m-1", "roles": ["5"]}),
        json!({"workspace": "w-1", "group": "g-1", "users": ["u-1"]}),
        json!({"group": "g-1", "users": ["u-1", "a/b"]}),
        json!({"workspace": "w-1", "user": "u-1"}),
        json!({"id": "2819"}),
        json!({"userNames": ["o'brien", "a\"b\\c"], "startIndex": 1, "count": 2}),
        json!({"id": "2819", "record": scim_user()}),
        json!({"user": good_user("scim")}),
        json!({"user": good_user("workspan")}),
        json!({"email": "jane@doe.com"}),
        json!({"name": "Report Export API", "accessType": "Object Read", "clientId": "abc"}),
    ])
}

fn options() -> Vec<String> {
    let mut all = all_options();
    if let Some(full) = all.iter_mut().find(|one| one["baseUrl"] == "https://span.example.com") {
        full["timeoutMs"] = 5000.into();
        full["headers"] = json!({"X-A": "1"});
        full["environment"] = "production".into();
        full["subscriptionKey"] = "key".into();
        full["ifExists"] = "leave".into();
        full["requestsPerSecond"] = 2.5.into();
    }
    all.push(json!({"timeoutMs": 5000, "maxRetries": 2, "headers": {"x-a": "1"}, "concurrency": 4, "retry": "all",
        "settleMs": 1000, "circuitBreaker": {"failures": 0.5}, "limit": "10%", "among": 100, "isSingle": false}));
    all.iter().map(Value::to_string).collect()
}

fn redaction() -> Vec<String> {
    written_as([
        "hunter2+/=\nGET https://a:b@host.example/x?token=hunter2%2B%2F%3D#f said hunter2\\u002b/= aHVudGVyMisvPQ==",
        "s+e/c&r=e%t\nclient_secret=s%2Be%2Fc%26r%3De%25t&amp; s&#43;e/c&amp;r=e%t s+e/c…",
        r#"{"email":"a@b.co","password":"x1y2z3","details":{"employeeDetails":{"salary":1234.5,"iban":["DE1"]}}}"#,
    ])
}

fn written_as<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

/// What runs that create the good user store.
fn journals() -> Vec<String> {
    let whole: Vec<_> = NAMES.iter().map(|name| journal_of(name)).filter(|text| !text.is_empty()).collect();
    let torn = whole.iter().map(|text| format!("{text}{{\"done\":\"12"));
    let rest = whole.iter().map(|text| text.lines().skip(1).map(|line| format!("{line}\n")).collect());
    let all: Vec<String> = torn.chain(rest).collect();
    whole.into_iter().chain(all).collect()
}

/// Plans of good users.
fn plans() -> Vec<String> {
    let plan = |name: &&str| {
        let answers = answers_of(flow_of(name)?.as_bytes());
        let told = given(name, Rc::new(lines(answers)), Mode::Plan, good_user(name), None, true).ok()?;
        serde_json::to_string(told.first()?).ok()
    };
    NAMES.iter().filter_map(plan).collect()
}

/// Answers with which a run creates the good user of a platform, and confirms it.
pub fn flow_of(platform: &str) -> Option<String> {
    flows().into_iter().find(|flow| flow.lines().next() == Some(platform))
}

fn flows() -> Vec<String> {
    let tenants = r#"[{"id":123,"name":"Company Doe","subDomainName":"companydoe"}]"#;
    let nobody = r#"200 {"count":0,"results":[]}"#;
    let john = r#"[{"id":4711,"userAccountId":4711,"emailAddress":"john@doe.com","tenantId":123,"tenant":"companydoe"}]"#;
    let record = r#"200 {"id":4711,"jobTitle":"Lead","salary":1234.50}"#;
    let created = r#"200 {"successful":true,"userAccountId":4711,"username":"john@doe.com"}"#;
    let person = r#"{"id":2,"email":"api.user@doe.com","firstName":"API","lastName":"User","groupId":110,"parentGroup":11,"roles":[{"id":2,"label":"","name":"Agent","isAgentDefault":true,"isAdminDefault":false}]}"#;
    let jane = r#"{"id":"u-1","username":"jane@doe.com","email":"jane@doe.com","givenName":"Jane","familyName":"Roe","status":"active"}"#;
    let named = |name: &str| format!(r#"{{"data":[{{"id":"5","name":"{name}"}}]}}"#);
    let mut user = scim_user();
    user["active"] = true.into();
    user["emails"] = json!([{"value": "jane@doe.com", "type": "work", "primary": true}]);
    let editor = |members: Value| {
        json!({"id": "g-2", "displayName": "organization:role:Editor", "members": members}).to_string()
    };
    let found = format!(r#"{{"totalResults":1,"Resources":[{user}]}}"#);
    let none = r#"{"totalResults":0,"Resources":[]}"#;
    [
        vec!["myworkpal", tenants, nobody, created, john, record, record, "200 {}", record],
        vec!["myworkpal", tenants, john, record, record, "200 {}", record],
        vec![
            "workforce-optimization",
            r#"[{"personId":1,"email":"admin@doe.com"}]"#,
            r#"[{"groupId":110,"name":"Retention","parentGroupId":11}]"#,
            r#"[{"id":2,"label":"","name":"Agent","isAgentDefault":true,"isAdminDefault":false}]"#,
            r#"{"id":2}"#,
            r#"[{"personId":1,"email":"admin@doe.com"},{"personId":2,"email":"api.user@doe.com"}]"#,
            person,
        ],
        vec![
            "workiva",
            r#"{"data":[]}"#,
            &named("Editor"),
            &named("W"),
            &named("Viewer"),
            &format!("201 {jane}"),
            &format!(r#"{{"data":[{jane}]}}"#),
            "202 ",
            r#"{"id":"o-1","status":"completed"}"#,
            &named("Editor"),
            r#"201 {"id":"m-1"}"#,
            r#"{"data":[{"id":"m-1","user":{"id":"u-1","displayName":"J"},"workspace":{"id":"5"}}]}"#,
            "202 ",
            r#"{"id":"o-1","status":"completed"}"#,
            &named("Viewer"),
            &named("Viewer"),
        ],
        vec![
            "workiva-scim",
            none,
            none,
            &format!(r#"{{"totalResults":1,"Resources":[{}]}}"#, editor(json!([]))),
            &format!("201 {user}"),
            &found,
            "204 ",
            &editor(json!([{"value": "2819"}])),
        ],
        vec!["workspan", none, &format!("201 {user}"), &found, &user.to_string()],
        vec!["workspan", &found, &user.to_string(), "200 ", &user.to_string()],
        vec![
            "scim",
            r#"{"patch":{"supported":true},"filter":{"supported":true,"maxResults":50},"etag":{"supported":true}}"#,
            r#"{"Resources":[{"id":"urn:ietf:params:scim:schemas:core:2.0:User","attributes":[{"name":"title","returned":"never"}]}]}"#,
            none,
            r#"{"totalResults":1,"Resources":[{"id":"g-1","displayName":"G"}]}"#,
            &format!("201 {user}"),
            &found,
            "204 ",
            r#"{"id":"g-1","displayName":"G","members":[{"value":"2819"}]}"#,
        ],
        vec!["503 <html>", "429 ", "500 {\"message\":\"m\"}", "404 {}", "401 "],
    ]
    .map(|lines| lines.join("\n"))
    .to_vec()
}
