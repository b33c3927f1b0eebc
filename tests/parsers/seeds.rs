//! Inputs that are right, to be spoilt: the captured vectors, and what the stand-ins of the platforms answer.

use super::list::{good_options, good_user, sealed};
use provisor::platforms::NAMES;
use serde_json::{json, Value};

/// Right inputs of a parser.
pub fn seeds(parser: &str) -> Vec<Vec<u8>> {
    let texts = match parser {
        "myworkpal-answers" => pal_answers(),
        "workforce-optimization-answers" => wfo_answers(),
        "workiva-answers" => workiva_answers(),
        "workspan-answers" | "scim-answers" => scim_answers(),
        "scim-json" => scim_json(),
        "scim-texts" => lines("userName|name.familyName|urn:ietf:params:scim:schemas:core:2.0:User:name.givenName|2011-05-13T04:42:34.25+01:00|W/\"1\"|o'brien \"ob\""),
        "odata-json" => odata_json(),
        "odata-texts" => lines("Name|Address/City|Owner/Sales.Manager/Level|$it/a|Orders/$count|01234567-89ab-cdef-0123-456789abcdef|2024-02-29|2024-02-29T13:05:00.25|2024-02-29T13:05:00+01:00|13:05:00.5|-P1DT2H30M0.5S|-12.50|Red,4|o'brien"),
        "headers" => headers(),
        "addresses" => lines("https://a.co:8443/pre/fix|http://[::1]:3000|HTTPS://localhost/|https://other.example/pre/fix/users?$next=abc#f|/pre/fix/users?u=https://x|/made-up/{systemId}|o'brien+x@a.co|Editor"),
        "records" => records(),
        "rosters" => rosters(),
        "users" => NAMES.iter().map(|name| good_user(name).to_string()).chain([json!([good_user("workiva")]).to_string()]).collect(),
        "inputs" => inputs(),
        "options" => options(),
        "requests" => requests(),
        "journals" => journals(),
        "plans" => plans(),
        "flows" => flows(),
        _ => Vec::new(),
    };
    texts.into_iter().map(String::into_bytes).collect()
}

fn lines(text: &str) -> Vec<String> {
    text.split('|').map(str::to_owned).collect()
}

fn written<const N: usize>(values: [Value; N]) -> Vec<String> {
    values.iter().map(Value::to_string).collect()
}

const TOKEN: &str = include_str!("../vectors/workspan/token.response.json");

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
    texts.push(filled(include_str!("../vectors/myworkpal/tenant-found.response.txt")));
    texts.push(filled(include_str!("../vectors/myworkpal/user-found.response.txt")));
    texts.push(filled(include_str!("../vectors/myworkpal/user-created.response.txt")));
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
    vec![
        include_str!("../vectors/rosters/myworkpal.csv").to_owned(),
        include_str!("../vectors/rosters/workforce-optimization.json").to_owned(),
        include_str!("../vectors/rosters/workiva.json").to_owned(),
        include_str!("../vectors/rosters/workspan.json").to_owned(),
        "\u{feff}email;company;details.employeeDetails.jobTitle\r\n a@b.co ;\"A; \"\"B\"\" & Co\";Lead\r\n"
            .to_owned(),
        "email\tgivenName\tfamilyName\torganizationRoles\tworkspaces.W.roles\na@b.co\tA\tB\tX;Y\tEditor"
            .to_owned(),
    ]
}

fn inputs() -> Vec<String> {
    written([
        json!({"company": "Company Doe"}),
        json!({"subDomain": "companydoe", "email": "o'brien@doe.com", "emails": null, "systemId": 4711, "tenantId": 1,
            "details": {"personDetails": {"niNumber": "QQ"}, "metaDataEmployee": {"groups": []}}}),
        json!({"subDomain": "doe", "systemId": 4711, "record": {"id": 4711, "salary": 1.5}}),
        json!({"personId": 1004, "record": wfo_person()}),
        json!({"personId": 1004, "status": "locked"}),
        json!({"firstName": "A", "lastName": "B", "userName": "a@b.co", "password": "p",
            "team": {"groupId": 3, "name": "T", "parentGroupId": 2}, "roles": [{"id": 1, "name": "Administrator"}],
            "views": [{"id": 7, "name": "V", "isMain": true}], "groups": [2], "teams": [3]}),
        json!({"id": "u-1", "user": good_user("workiva"), "fields": ["givenName", "email"]}),
        json!({"workspace": "w-1", "membership": "m-1", "group": "g-1", "roles": ["5"], "add": ["u-1"], "remove": [],
            "name": "G", "nextLink": "https://x/gate/y?$next=z", "operation": "o-1"}),
        json!({"location": "/operations/o-1"}),
        json!({"userName": "jane@doe.com"}),
        json!({"id": "2819", "record": scim_user()}),
        good_user("workspan"),
        json!({"name": "Report Export API", "accessType": "Object Read", "clientId": "abc"}),
    ])
}

fn options() -> Vec<String> {
    let mut full = good_options("workspan");
    full["timeoutMs"] = 5000.into();
    full["headers"] = json!({"X-A": "1"});
    full["environment"] = "production".into();
    full["subscriptionKey"] = "key".into();
    full["ifExists"] = "leave".into();
    full["requestsPerSecond"] = 2.5.into();
    NAMES.iter().map(|name| good_options(name).to_string()).chain([full.to_string()]).collect()
}

fn requests() -> Vec<String> {
    written([
        json!({"method": "POST", "url": "https://webapi.example.com/token", "headers": {"accept": "application/json"},
            "body": "grant_type=client_credentials&client_secret={clientSecret}",
            "secrets": [{"name": "clientSecret", "in": "body", "at": 44, "as": "form"}]}),
        json!({"method": "GET", "url": "https://span.example.com/x", "headers": {"authorization": "Basic {clientBasic}"},
            "secrets": [{"name": "clientBasic", "in": "authorization", "at": 6, "as": "raw"}]}),
        json!({"method": "PUT", "url": "https://other.example/", "headers": {}, "body": "{}"}),
    ])
}

fn journals() -> Vec<String> {
    let header = json!({"provisor": 1, "platform": "myworkpal", "flow": 1, "verb": "provision", "input": "0",
        "user": {"user": good_user("myworkpal"), "sealed": ["/details/employeeDetails/salary"]}});
    let step = json!({"step": {"key": "ro.1", "step": "find the tenant", "request": "0", "result": {"count": 0, "results": []},
        "evidence": [{"purpose": "find the tenant", "method": "GET", "path": "/x", "status": 200}], "sent": 1}});
    let intent = json!({"intent": {"key": "r.1", "request": "0"}});
    let done = json!({"done": {"key": "r0", "outcome": {"platform": "myworkpal", "subject": "a@b.co",
        "status": "created", "id": "1", "verified": true, "existedBefore": false, "changes": [], "warnings": [],
        "requests": 1, "evidence": [], "row": 0}}});
    let entries = [header, step, intent, done].map(|entry| entry.to_string());
    let whole: String = entries.iter().map(|entry| sealed(entry)).collect();
    let cut = format!("{}{{\"sum\":\"12", sealed(&entries[0]));
    vec![entries.join("\n"), entries[1..].join("\n"), whole, cut]
}

fn plans() -> Vec<String> {
    let plan = |user: Value, sealed: Value| {
        json!({"platform": "myworkpal", "subject": "john@doe.com", "warnings": ["w"], "fingerprint": "",
            "actions": [{"kind": "create", "summary": "create the user", "request": {"method": "POST",
                "url": "https://webapi.example.com/x", "headers": {"a": "b"}, "body": "{}", "secrets": []}}],
            "user": user, "sealed": sealed, "observed": {"tenant": {"id": 1}, "account": null}})
    };
    let mut hidden = good_user("myworkpal");
    hidden["details"]["employeeDetails"]["salary"] = Value::Null;
    written([
        plan(hidden, json!(["/details/employeeDetails/salary"])),
        plan(good_user("workforce-optimization"), json!([])),
        plan(good_user("workiva"), json!([])),
        plan(good_user("workspan"), json!([])),
    ])
}

fn flows() -> Vec<String> {
    let tenants =
        r#"200 {"count":1,"results":[{"id":123,"name":"Company Doe","subDomainName":"companydoe"}]}"#;
    let nobody = r#"200 {"count":0,"results":[]}"#;
    let john = r#"200 {"count":1,"results":[{"id":4711,"userAccountId":4711,"emailAddress":"john@doe.com","tenantId":123,"tenant":"companydoe"}]}"#;
    let record = r#"200 {"id":4711,"jobTitle":"Baker","salary":1.50}"#;
    let created = r#"200 {"successful":true,"userAccountId":4711,"username":"john@doe.com"}"#;
    let person = wfo_person().to_string();
    let jane = r#"{"id":"u-1","username":"jane@doe.com","email":"jane@doe.com","givenName":"Jane","familyName":"Doe","status":"active"}"#;
    let named = |name: &str| format!(r#"{{"data":[{{"id":"5","name":"{name}"}}]}}"#);
    let member = r#"{"data":[{"id":"m-1","user":{"id":"u-1","displayName":"J"},"workspace":{"id":"5"}}]}"#;
    vec![
        ["myworkpal", tenants, john, record, record, "200 {}", record].join("\n"),
        ["myworkpal", tenants, nobody, created, john, record].join("\n"),
        [
            "workforce-optimization",
            r#"[{"personId":1004,"email":"api.user@doe.com","active":true}]"#,
            r#"[{"groupId":3,"name":"Default Team","parentGroupId":2}]"#,
            r#"[{"id":1,"name":"Administrator","isAdminDefault":true}]"#,
            r#"[{"id":7,"name":"EnterpriseView"}]"#,
            &person,
            &person,
            "200 {}",
            &person,
        ]
        .join("\n"),
        [
            "workiva".to_owned(),
            named("Editor"),
            named("W"),
            format!(r#"{{"data":[{jane}],"@nextLink":"/gate/x?$next=y"}}"#),
            r#"{"data":[]}"#.to_owned(),
            named("Viewer"),
            named("G"),
            member.to_owned(),
            jane.to_owned(),
            named("Other"),
            "202 ".to_owned(),
            r#"{"id":"o-1","status":"completed"}"#.to_owned(),
            jane.to_owned(),
        ]
        .join("\n"),
        [
            "workspan".to_owned(),
            format!(r#"{{"totalResults":1,"Resources":[{}]}}"#, scim_user()),
            scim_user().to_string(),
            "200 ".to_owned(),
            scim_user().to_string(),
        ]
        .join("\n"),
        "503 <html>\n429 \n500 {\"message\":\"m\"}\n404 {}\n401 ".to_owned(),
    ]
}
