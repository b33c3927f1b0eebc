//! The least number of calls, for one person and for many.

use super::kit::{john, pal, pal_with, people, person};
use super::model::Model;
use provisor::engine::Status;
use serde_json::json;

#[test]
fn one_new_person_takes_four_calls_besides_the_token() {
    let mut pal = pal(Model::new());
    let outcome = pal.provision(john()).unwrap();
    assert_eq!(
        pal.purposes(),
        ["get an access token", "find the tenant", "look up the user", "create the user", "look up the user"]
    );
    assert_eq!(
        (outcome.status, outcome.id.as_deref(), outcome.verified),
        (Status::Created, Some("4711"), true)
    );
    assert_eq!((outcome.requests, outcome.existed_before, outcome.error), (4, false, None));
    assert!(outcome.changes.is_empty() && outcome.warnings.is_empty(), "{:?}", outcome.warnings);
    let evidence: Vec<_> =
        outcome.evidence.iter().map(|e| (e.method.as_str(), e.path.as_str(), e.status)).collect();
    assert_eq!(
        evidence,
        [
            ("GET", "/api/admin/tenant/list/get", 200),
            ("GET", "/api/admin/users/list/get/all/companydoe", 200),
            ("POST", "/made-up/users/create", 200),
            ("GET", "/api/admin/users/list/get/all/companydoe", 200),
        ]
    );
    assert_eq!(pal.server.people(), [("companydoe".to_owned(), "john@doe.com".to_owned())]);
}

#[test]
fn one_who_exists_takes_two_and_a_second_run_changes_nothing() {
    let mut pal = pal(Model::new());
    pal.provision(john()).unwrap();
    pal.sent.clear();
    let outcome = pal.provision(json!({"email": "JOHN@Doe.com", "subDomain": "CompanyDoe"})).unwrap();
    assert_eq!(pal.purposes(), ["find the tenant", "look up the user"]);
    assert_eq!((outcome.status, outcome.verified, outcome.existed_before), (Status::Unchanged, true, true));
    assert_eq!((outcome.id.as_deref(), outcome.requests), (Some("4711"), 2));
    assert_eq!(pal.server.created.len(), 1);
}

#[test]
fn every_request_carries_exactly_what_it_should() {
    let mut pal = pal_with(Model::new(), json!({"headers": {"X-Trace": "a1"}}));
    pal.provision(john()).unwrap();
    for sent in &pal.sent {
        let mut expected = vec!["accept"];
        if sent.purpose != "get an access token" {
            expected.push("authorization");
            assert_eq!(sent.shown.headers["authorization"], "Bearer {token}");
            assert_eq!(sent.filled.headers["authorization"], "Bearer canary-token-1");
        }
        if sent.filled.body.is_some() {
            expected.push("content-type");
        }
        expected.push("x-trace");
        let mut names: Vec<_> = sent.filled.headers.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{}", sent.line());
        assert_eq!(sent.filled.body.is_some(), sent.filled.method.as_str() == "POST");
    }
    let token = pal.sent[0].body();
    assert_eq!(
        token,
        "grant_type=client_credentials&scope=api&client_id=a%20client%20%26%20co\
         &client_secret=canary%2Bsecret%2F%22%C3%BC%22%20%26%201%3D"
    );
}

#[test]
fn many_share_tenants_look_ups_and_verifications() {
    let mut pal = pal(Model::new().with("companydoe", "person.1@doe.com"));
    let mut users = people(5);
    users.push(json!({"email": "someone@roe.de", "company": "RÖE & SÖHNE"}));
    let bulk = pal.provision_all(&users);
    use Status::{Created, Unchanged};
    assert_eq!(bulk.statuses(), [Created, Unchanged, Created, Created, Created, Created]);
    assert!(bulk.outcomes.iter().all(|outcome| outcome.verified && outcome.error.is_none()));
    assert_eq!(bulk.result.unwrap().unwrap(), json!({"rows": 6, "done": 6}));
    let count = |purpose| pal.sent_for(purpose).len();
    assert_eq!((count("get an access token"), count("find the tenant")), (1, 2));
    assert_eq!((count("look up the user"), count("create the user")), (4, 5));
    pal.server.check_no_twins();
}

#[test]
fn three_hundred_people_stay_within_short_urls() {
    let mut pal = pal(Model::new());
    let long =
        |n: usize| person(&format!("o'neil.{n}+{}@a-rather-long-domain.example.co.uk", "é".repeat(n % 40)));
    let users: Vec<_> = (0..300).map(long).collect();
    let bulk = pal.provision_all(&users);
    assert_eq!(bulk.outcomes.len(), 300);
    assert!(bulk.outcomes.iter().all(|outcome| outcome.status == Status::Created && outcome.verified));
    assert_eq!(pal.server.created.len(), 300);
    let longest = pal.sent.iter().map(|sent| sent.filled.url.len()).max().unwrap();
    assert!(longest <= 2_000, "{longest}");
    let looks = pal.sent_for("look up the user").len();
    assert!(looks <= 90, "{looks} look-ups for 300 people");
    assert_eq!(pal.sent_for("find the tenant").len(), 1);
    assert!(pal.most_in_flight <= 4, "{}", pal.most_in_flight);
}

#[test]
fn an_or_that_is_refused_is_asked_one_by_one() {
    let mut pal = pal(Model::new().ways(|ways| ways.most_conditions = Some(1)));
    let bulk = pal.provision_all(&people(3));
    assert_eq!(bulk.statuses(), [Status::Created; 3]);
    assert!(bulk.outcomes.iter().all(|outcome| outcome.verified));
}
