//! WorkSpan against a scripted server that shows reduced records, as the portal's examples do, or whole ones.
use super::*;
use crate::error::Code;
use crate::reconcile::Mode;
use crate::script::{platform, run, told};
use serde_json::json;
use std::cell::RefCell;

const PERSON: &str = "/api/scim/v2/Users";

/// One server: who was created, as it stores them.
fn server(is_reduced: bool) -> impl Fn(&str, &str, Option<&str>) -> (u16, Value) {
    let users = RefCell::new(Vec::<Value>::new());
    move |method, target, body| {
        let body: Value = body.and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
        let mut users = users.borrow_mut();
        let show = |user: &Value| {
            let mut user = user.clone();
            for key in ["name", "emails", "displayName"].into_iter().filter(|_| is_reduced) {
                user.as_object_mut().unwrap().remove(key);
            }
            user
        };
        match (method, target.split('?').next().unwrap()) {
            ("POST", "/oauth/token") => {
                (200, json!({"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}))
            }
            ("DELETE", "/oauth/token") => (200, json!(null)),
            ("GET", "/report/v1/list") => (200, json!([])),
            ("POST", PERSON) => {
                let mut user = body;
                user["id"] = format!("Ws-Person_{}", users.len()).into();
                users.push(user.clone());
                (201, show(&user))
            }
            ("GET", PERSON) => {
                let is_asked = |user: &&Value| {
                    target.to_lowercase().contains(&user["userName"].to_string().to_lowercase())
                };
                let found: Vec<_> = users.iter().filter(is_asked).map(show).collect();
                (200, json!({"totalResults": 0, "startIndex": 0, "Resources": found}))
            }
            (method, path) => {
                let id = path.rsplit('/').next().unwrap();
                let user = users.iter_mut().find(|user| user["id"] == id).unwrap();
                if method == "PUT" {
                    body.as_object().unwrap().iter().for_each(|(key, value)| user[key] = value.clone());
                }
                (200, show(user))
            }
        }
    }
}
fn options() -> Value {
    json!({"credentials": {"clientId": " WS-ApplicationUser_x", "clientSecret": "s3cret "}, "environment": "uat.workspan.com", "subscriptionKey": "k3y"})
}
fn ann(more: Value) -> Value {
    let mut user =
        json!({"email": "ann@doe.com", "givenName": "Ann", "familyName": "Doe", "department": "Sales"});
    more.as_object().unwrap().iter().for_each(|(key, value)| user[key] = value.clone());
    user
}
#[test]
fn a_person_is_created_and_stays_as_asked() {
    let (host, client) = platform("workspan", options(), server(false));
    let created = &told(&client, Mode::Provision, &[ann(json!({}))])[0];
    assert_eq!(
        (&created["status"], &created["id"], &created["verified"]),
        (&json!("created"), &json!("Ws-Person_0"), &json!(true))
    );
    let again = &told(&client, Mode::Provision, &[ann(json!({"email": "ANN@doe.com"}))])[0];
    assert_eq!((&again["status"], &again["requests"]), (&json!("unchanged"), &json!(1)), "{again}");
    let changed = &told(&client, Mode::Provision, &[ann(json!({"familyName": "Roe"}))])[0];
    assert_eq!(
        changed["changes"],
        json!([{"kind": "set", "field": "familyName", "from": "Doe", "to": "Roe"}]),
        "{changed}"
    );
    let gone = &told(&client, Mode::Deprovision, &[json!({"email": "ann@doe.com"})])[0];
    assert_eq!(
        (&gone["status"], &gone["changes"]),
        (&json!("deprovisioned"), &json!([{"kind": "suspend"}])),
        "{gone}"
    );
    let stays = &told(&client, Mode::Provision, &[ann(json!({"familyName": "Roe"}))])[0];
    assert_eq!((&stays["status"], &stays["warnings"]), (&json!("unchanged"), &json!([SUSPENDED])), "{stays}");
    run(client.close());
    let sent = host.sent.borrow();
    assert_eq!(sent.first().unwrap(), "POST /oauth/token");
    assert_eq!(sent.last().unwrap(), "DELETE /oauth/token");
    assert_eq!(sent.iter().filter(|line| line.ends_with("/oauth/token")).count(), 2);
    for headers in host.headers.borrow().iter() {
        assert!(
            headers.contains("x-ws-env: uat.workspan.com\n")
                && headers.contains("ocp-apim-subscription-key: k3y\n"),
            "{headers}"
        );
    }
}
#[test]
fn what_is_not_shown_is_not_different() {
    let (_, client) = platform("workspan", options(), server(true));
    let hidden = json!(["givenName", "familyName", "email"]);
    let created = &told(&client, Mode::Provision, &[ann(json!({}))])[0];
    assert_eq!((&created["status"], &created["unverified"]), (&json!("created"), &hidden), "{created}");
    let again = &told(&client, Mode::Provision, &[ann(json!({"familyName": "Roe"}))])[0];
    assert_eq!(
        (&again["status"], &again["unverified"], &again["requests"]),
        (&json!("unchanged"), &hidden, &json!(1)),
        "{again}"
    );
    // A write that is due takes them along.
    let changed =
        &told(&client, Mode::Provision, &[ann(json!({"familyName": "Roe", "department": "R&D"}))])[0];
    assert_eq!(
        changed["changes"],
        json!([{"kind": "set", "field": "department", "from": "Sales", "to": "R&D"}]),
        "{changed}"
    );
}
#[test]
fn a_put_has_all_that_was_read() {
    let text = r#"{"schemas":["s"],"id":"a/b","own":{"n":1.50},"meta":{"x":1},"active":true}"#;
    let mut record: Record = serde_json::from_str(text).unwrap();
    record.set("/active", &false.into());
    let call = SCIM.replace_user("a/b", &record).unwrap();
    assert_eq!(call.request.target, "/api/scim/v2/Users/a%2Fb");
    assert_eq!(call.request.body.unwrap(), r#"{"schemas":["s"],"id":"a/b","own":{"n":1.50},"active":false}"#);
    assert_eq!(SCIM.replace_user("other", &record).err().unwrap().code, Code::BadResponse);
}
#[test]
fn calls_by_name() {
    let (_, client) = platform("workspan", options(), server(false));
    let request =
        client.request("createUser", &json!({"user": ann(json!({"displayName": "Ann D."}))})).unwrap();
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    let wanted = json!({
        "schemas": [scim::USER, scim::ENTERPRISE], "userName": "ann@doe.com", "active": true, "displayName": "Ann D.",
        "name": {"givenName": "Ann", "familyName": "Doe"}, "emails": [{"type": "work", "value": "ann@doe.com", "primary": true}],
        scim::ENTERPRISE: {"department": "Sales"},
    });
    assert_eq!(body, wanted);
    assert_eq!(
        request.headers,
        [("accept", "application/json".to_owned()), ("content-type", "application/json".to_owned())]
    );
    for (name, arguments, line) in [
        ("listReports", json!({}), "GET /report/v1/list"),
        ("listUsers", json!({"email": "a'\"+b@c.co"}), "bad"),
        (
            "listUsers",
            json!({"email": "a'+b@c.co"}),
            "GET /api/scim/v2/Users?filter=userName%20eq%20%22a%27%2Bb%40c.co%22&startIndex=1&count=10",
        ),
        ("readUser", json!({"id": "a/b"}), "GET /api/scim/v2/Users/a%2Fb"),
        ("replaceUser", json!({"id": "7", "record": {"id": "7"}}), "PUT /api/scim/v2/Users/7"),
        ("replaceUser", json!({"id": "7", "record": {"id": "8"}}), "bad"),
        ("createUser", json!({"user": {"email": "a@b.co"}}), "bad"),
        ("readUser", json!({"id": ""}), "bad"),
        ("patchUser", json!({}), "bad"),
    ] {
        let request =
            client.request(name, &arguments).map(|request| format!("{} {}", request.method, request.target));
        assert_eq!(request.unwrap_or("bad".to_owned()), line, "{name} {arguments}");
    }
}
#[test]
fn it_tells_apart_whose_refusal_it_was() {
    let refused = |at: &'static str, status: u16, body: Value| {
        let (_, client) = platform("workspan", options(), move |method, target, sent| match target == at {
            true => (status, body.clone()),
            false => server(false)(method, target, sent),
        });
        run(client.connect(&json!({}), None)).err().unwrap()
    };
    let gateway = json!({"statusCode": 401, "message": "no key"});
    for (at, status, body, words, hint) in [
        ("/oauth/token", 401, gateway.clone(), "the gateway refuses (401): no key", "subscriptionKey"),
        (
            "/oauth/token",
            400,
            json!({"error": "invalid_request"}),
            "the credentials are refused (400): invalid_request",
            "Application User ID",
        ),
        (
            "/report/v1/list",
            401,
            gateway,
            "the platform rejects the session (401): no key",
            "subscriptionKey",
        ),
        ("/report/v1/list", 401, json!({}), "the platform rejects the session (401)", "environment"),
        ("/report/v1/list", 403, json!({}), "the credentials may not do this (403)", "access type"),
    ] {
        let error = refused(at, status, body);
        assert_eq!(error.message, words);
        assert!(error.hint.as_deref().is_some_and(|text| text.contains(hint)), "{error:?}");
    }
    let (_, client) = platform("workspan", options(), server(false));
    assert!(run(client.connect(&json!({}), None)).unwrap().warnings.is_empty());
    let other = json!({"credentials": {"clientId": "x", "clientSecret": "s"}});
    let (_, client) = platform("workspan", other, server(false));
    assert_eq!(run(client.connect(&json!({}), None)).unwrap().warnings.len(), 1);
}
#[test]
fn options_are_refused_by_name() {
    for (more, words) in [
        (json!({"credentials": {"clientId": " ", "clientSecret": "s"}}), "options.credentials.clientId "),
        (json!({"environment": "a b"}), "options.environment "),
        (json!({"environment": " "}), "options.environment "),
        (json!({"subscriptionKey": "a\nb"}), "options.subscriptionKey "),
        (json!({"enviroment": "x"}), "options.enviroment "),
    ] {
        let mut all =
            json!({"baseUrl": "https://host.example", "credentials": {"clientId": "a", "clientSecret": "s"}});
        more.as_object().unwrap().iter().for_each(|(key, value)| all[key] = value.clone());
        let host = crate::script::script(|_, _, _| (200, json!(null))).0;
        let error = crate::platforms::open("workspan", &all, host).err().unwrap();
        assert!(error.message.starts_with(words), "{more}: {error}");
    }
}
#[test]
fn the_guide_has_name_and_access_type_filled_in() {
    let wanted = json!({"name": " Report Export API", "accessType": "Object Read", "clientId": " WSApplicationUser_a"});
    let guide = application_user_guide(&wanted).unwrap();
    assert_eq!(
        guide["steps"][2]["action"],
        "Name: “Report Export API”. Security Profile: “Object Read”. Save."
    );
    let gives: Vec<_> =
        guide["steps"].as_array().unwrap().iter().filter_map(|step| step["gives"].as_str()).collect();
    assert_eq!(gives, ["clientSecret", "clientId"]);
    assert_eq!(guide["warnings"].as_array().unwrap().len(), 2);
    let odd = application_user_guide(&json!({"name": "x", "accessType": "y", "clientId": "abc"})).unwrap();
    assert_eq!(odd["warnings"].as_array().unwrap().len(), 3);
    for bad in
        [json!({"name": "x"}), json!({"name": "x", "accessType": " "}), json!({"nmae": "x"}), json!(null)]
    {
        assert!(application_user_guide(&bad).is_err(), "{bad}");
    }
}
