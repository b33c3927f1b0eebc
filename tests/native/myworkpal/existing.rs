//! People who are there already: left, reported, or brought to what was asked.

use super::kit::{john, pal, pal_with, person, Pal};
use super::model::{Kind, Model};
use super::truth::{check, end, End};
use crate::rig::Fate;
use provisor::engine::{Fault, Outcome, Status};
use provisor::error::{Code, Error};
use serde_json::{json, Value};

const ID: u64 = 4711;

fn server() -> Model {
    Model::new().with("companydoe", "john@doe.com")
}

fn with_details(details: Value) -> Value {
    let mut user = john();
    user["details"] = details;
    user
}

fn job() -> Value {
    with_details(json!({"employeeDetails": {"jobTitle": "Baker"}}))
}

fn writes(pal: &Pal) -> usize {
    pal.server.writes.len()
}

fn run(pal: &mut Pal, user: Value) -> Result<Outcome, Error> {
    let result = pal.provision(user);
    if let Ok(outcome) = &result {
        check(&format!("{:?}", pal.purposes()), pal, outcome, true);
        assert!(outcome.existed_before || outcome.id.is_none(), "{outcome:?}");
    }
    result
}

#[test]
fn if_exists() {
    for (if_exists, user, expected, written) in [
        ("update", john(), End::Is(Status::Unchanged, None), 0),
        ("update", job(), End::Is(Status::Updated, None), 1),
        ("leave", job(), End::Is(Status::Unchanged, None), 0),
        ("fail", job(), End::Is(Status::Conflict, Some(Code::Conflict)), 0),
    ] {
        let mut pal = pal_with(server(), json!({"ifExists": if_exists}));
        let outcome = run(&mut pal, user).unwrap();
        assert_eq!(end(&Ok(outcome.clone())), expected, "{if_exists}");
        assert_eq!((writes(&pal), outcome.id.as_deref()), (written, Some("4711")), "{if_exists}");
        assert!(outcome.existed_before);
    }
    let mut bulk = pal_with(server(), json!({"ifExists": "fail"}));
    assert_eq!(
        bulk.provision_all(&[john(), person("new@doe.com")]).statuses(),
        [Status::Conflict, Status::Created]
    );
}

#[test]
fn closed_and_locked_accounts_are_said_to_be() {
    for (closed, locked) in [(true, false), (false, true), (true, true)] {
        let mut server = server();
        server.accounts[0].is_closed = closed;
        server.accounts[0].is_locked_out = locked;
        let mut pal = pal(server);
        let outcome = run(&mut pal, john()).unwrap();
        assert_eq!(outcome.status, Status::Unchanged);
        let told = |word: &str| outcome.warnings.iter().any(|warning| warning.contains(word));
        assert_eq!((told("closed"), told("locked")), (closed, locked));
        assert!(pal.server.created.is_empty());
    }
}

#[test]
fn sections_that_cannot_be_updated_are_said_to_be_left_out() {
    let user = with_details(
        json!({"contactNumbers": [{}], "addressDetails": {"a": 1}, "metaDataEmployee": {"b": 1}}),
    );
    let outcome = run(&mut pal(server()), user).unwrap();
    let named: Vec<_> = ["contactNumbers", "addressDetails", "metaDataPersonal", "metaDataEmployee"]
        .into_iter()
        .filter(|name| outcome.warnings.iter().any(|warning| warning.contains(name)))
        .collect();
    assert_eq!(named, ["contactNumbers", "addressDetails", "metaDataEmployee"]);
}

#[test]
fn unchanged_fields_go_back_byte_for_byte() {
    let mut pal = pal(server());
    let before = pal.server.records.clone();
    let user = with_details(json!({
        "employeeDetails": {"jobTitle": "Baker", "department": "Ovens", "payroll": {"period": 12}, "ratio": 1.1},
        "personDetails": {"forenames": "jon", "gender": {"id": null}},
    }));
    let outcome = run(&mut pal, user.clone()).unwrap();
    assert_eq!((outcome.status, outcome.verified), (Status::Updated, true));
    assert_eq!(
        outcome.changes,
        ["employeeDetails.jobTitle", "employeeDetails.department", "employeeDetails.payroll.period"]
    );
    // Only the record that differs is written.
    let expected = before[&(Kind::Employee, ID)]
        .replace("\"Clerk\"", "\"Baker\"")
        .replace("\"department\":null", "\"department\":\"Ovens\"")
        .replace(r#""payroll":{"code":"A\u00e9","period":null}"#, r#""payroll":{"code":"Aé","period":12}"#);
    assert_eq!(pal.server.writes, [(Kind::Employee, ID, expected)]);
    let write = pal.sent_for("write the employee record")[0];
    assert_eq!(write.shown.body.as_deref(), Some("{employeeDetailsRecord#4711}"));
    pal.sent.clear();
    let again = run(&mut pal, user).unwrap();
    assert_eq!((again.status, again.changes.len(), writes(&pal)), (Status::Unchanged, 0, 1));
}

#[test]
fn both_records_are_written_where_both_differ() {
    let mut pal = pal(server());
    let user = with_details(json!({
        "employeeDetails": {"jobTitle": "Baker", "newField": [1, {"a": null}]},
        "personDetails": {"surname": "Doe", "niNumber": "canary-ni"},
    }));
    let outcome = run(&mut pal, user).unwrap();
    assert_eq!(
        outcome.changes,
        [
            "employeeDetails.jobTitle",
            "employeeDetails.newField",
            "personDetails.surname",
            "personDetails.niNumber"
        ]
    );
    assert_eq!(writes(&pal), 2);
    let lines: Vec<_> =
        pal.sent.iter().skip(3).map(|sent| sent.line().replace(super::model::BASE, "")).collect();
    assert_eq!(
        lines,
        [
            "GET /api/employee/fulldata/get/4711",
            "GET /api/person/tenant/companydoe/get/4711",
            "GET /api/employee/fulldata/get/4711",
            "POST /made-up/employee/4711",
            "GET /api/employee/fulldata/get/4711",
            "GET /api/person/tenant/companydoe/get/4711",
            "POST /made-up/personal/companydoe/4711",
            "GET /api/person/tenant/companydoe/get/4711",
        ]
    );
}

#[test]
fn in_bulk_everybody_answers_for_their_own_records() {
    let mut pal = pal(server().with("companydoe", "jane@doe.com"));
    let mut jane = job();
    jane["email"] = "jane@doe.com".into();
    let bulk = pal.provision_all(&[job(), jane, person("new@doe.com")]);
    assert_eq!(bulk.statuses(), [Status::Updated, Status::Updated, Status::Created]);
    for (outcome, id, requests) in [(&bulk.outcomes[0], "4711", 6), (&bulk.outcomes[1], "4712", 6)] {
        let of_records: Vec<_> = outcome.evidence.iter().filter(|e| e.purpose.contains("record")).collect();
        assert!(of_records.iter().all(|evidence| evidence.path.ends_with(id)), "{of_records:?}");
        assert_eq!((of_records.len(), outcome.requests), (4, requests));
    }
    assert_eq!(bulk.outcomes[2].requests, 4);
}

#[test]
fn a_path_that_is_missing_is_named() {
    for (path, details) in [
        ("updateEmployee", json!({"employeeDetails": {"jobTitle": "Baker"}})),
        ("updatePersonal", json!({"personDetails": {"surname": "Doe"}})),
    ] {
        let mut pal = pal_with(server(), json!({"paths": {}}));
        let outcome = run(&mut pal, with_details(details.clone())).unwrap();
        let error = outcome.error.unwrap();
        assert_eq!((outcome.status, error.code), (Status::Failed, Code::ConfigMissing));
        assert!(error.message.contains(&format!("paths.{path}")), "{error}");
        assert_eq!(pal.plan(with_details(details)).unwrap_err().code, Code::ConfigMissing);
        assert_eq!(writes(&pal), 0);
    }
    // What already matches needs no path.
    let mut pal = pal_with(server(), json!({"paths": {}}));
    let same = with_details(json!({"employeeDetails": {"jobTitle": "Clerk"}}));
    assert_eq!(run(&mut pal, same).unwrap().status, Status::Unchanged);
}

#[test]
fn a_write_that_has_no_effect_is_not_called_done() {
    let mut pal = pal(server().ways(|ways| ways.ignores_fields = vec!["jobTitle"]));
    let outcome = run(&mut pal, job()).unwrap();
    let error = outcome.error.unwrap();
    assert_eq!((outcome.status, error.code), (Status::Failed, Code::Conflict));
    assert!(error.message.contains("employeeDetails.jobTitle"), "{error}");
    assert!(outcome.changes.is_empty());
}

#[test]
fn every_way_in_which_an_update_can_fail() {
    // 1 token, 2 tenant, 3 look-up, 4 record, 5 record, 6 write, 7 record.
    let instead = |status, body: &str| Fate::instead(status, &[], body);
    use Status::{Failed, Unknown, Updated};
    for (name, number, fate, status, code) in [
        ("record: 403", 4, instead(403, ""), Failed, Some(Code::Forbidden)),
        ("record: an array", 4, instead(200, "[]"), Failed, Some(Code::BadResponse)),
        ("record: HTML", 5, instead(200, "<html>"), Failed, Some(Code::BadResponse)),
        ("record: 500 once", 5, instead(500, ""), Updated, None),
        ("write: 400", 6, instead(400, r#"{"message":"no"}"#), Failed, Some(Code::ConfigInvalid)),
        ("write: 403", 6, instead(403, ""), Failed, Some(Code::Forbidden)),
        ("write: false", 6, instead(200, r#"{"successful":false}"#), Failed, Some(Code::ConfigInvalid)),
        ("write: not done", 6, instead(200, ""), Failed, Some(Code::Conflict)),
        ("write: 500", 6, instead(500, ""), Updated, None),
        ("write: 500, done", 6, Fate::done_but(500, ""), Updated, None),
        ("write: lost", 6, Fate::Lost(Fault::Network), Updated, None),
        ("write: silence", 6, Fate::Silence { done: true }, Updated, None),
        ("write: a redirect", 6, Fate::done_but(302, ""), Unknown, Some(Code::BadResponse)),
        ("check: 403", 7, instead(403, ""), Unknown, Some(Code::Forbidden)),
        ("check: HTML", 7, instead(200, "<html>"), Unknown, Some(Code::BadResponse)),
        ("check: 500 once", 7, instead(500, ""), Updated, None),
    ] {
        let mut pal = pal(server()).with_fate(number, fate);
        let outcome = run(&mut pal, job()).unwrap();
        assert_eq!((outcome.status, outcome.error.map(|error| error.code)), (status, code), "{name}");
    }
    let mut rejected = pal(server());
    let mut written = false;
    rejected.fates = Box::new(move |sent| {
        let fate = if written { Fate::instead(401, &[], "") } else { Fate::Answered };
        written |= sent.purpose == "write the employee record";
        if sent.purpose == "get an access token" {
            return Fate::Answered;
        }
        fate
    });
    let outcome = run(&mut rejected, job()).unwrap();
    assert_eq!((outcome.status, writes(&rejected)), (Status::Unknown, 1));
}
