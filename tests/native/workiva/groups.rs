//! Groups: one change for many, a bare 204 that says nothing, and one person who must not cost the others.

use super::kit::*;
use super::model::Model;
use super::truth::{check, end};
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

fn wish() -> Value {
    json!({"workspaces": [{"workspace": "Annual Report", "groups": ["Reviewers"]}]})
}

fn members(desk: &Desk) -> usize {
    desk.server.workspaces[0].groups[0].members.len()
}

#[test]
fn one_who_is_silently_refused_is_that_one_s_outcome() {
    let mut desk = desk(Model::new().ways(|ways| ways.left_out = Some("person.1@doe.com")));
    let bulk = desk.provision_all(&people(3, &wish()));
    assert_eq!(bulk.statuses(), [Status::Created, Status::Failed, Status::Created]);
    let outcome = &bulk.outcomes[1];
    let error = outcome.error.as_ref().unwrap();
    assert_eq!((error.code, outcome.verified), (Code::Conflict, false));
    assert!(error.message.contains("Reviewers"), "{error}");
    // It was created, and is a member of the workspace: both are said.
    assert_eq!(outcome.changes, ["workspaces Annual Report: + membership"]);
    assert!(outcome.id.is_some() && !outcome.existed_before);
    assert_eq!((members(&desk), desk.sent_for(GROUP).len()), (2, 1));
}

#[test]
fn one_who_is_refused_for_all_costs_nobody_else() {
    let mut desk = desk(Model::new().ways(|ways| ways.objects_to = Some("person.1@doe.com")));
    let bulk = desk.provision_all(&people(3, &wish()));
    assert_eq!(bulk.statuses(), [Status::Created, Status::Failed, Status::Created]);
    let error = bulk.outcomes[1].error.as_ref().unwrap();
    assert_eq!(error.code, Code::ConfigInvalid);
    assert!(error.message.contains("one of them cannot be added"), "{error}");
    assert_eq!((members(&desk), desk.sent_for(GROUP).len()), (2, 4));
}

#[test]
fn every_way_in_which_it_can_fail() {
    let server = || Model::new().with_member("ann@doe.com", "Annual Report", &[], &[]);
    use Status::{Failed, Unknown, Updated};
    for (name, times, fate, status, code) in [
        ("done", 1, Fate::Answered, Updated, None),
        ("204, not done", 1, Fate::instead(204, &[], ""), Failed, Some(Code::Conflict)),
        ("HTML", 1, Fate::instead(200, &[], "<html>"), Failed, Some(Code::Conflict)),
        ("400", 1, Fate::instead(400, &[], ""), Failed, Some(Code::ConfigInvalid)),
        ("403", 1, Fate::instead(403, &[], ""), Failed, Some(Code::Forbidden)),
        ("404", 1, Fate::instead(404, &[], ""), Failed, Some(Code::NotFound)),
        ("400, though done", 1, Fate::done_but(400, ""), Updated, None),
        ("500 once", 1, Fate::instead(500, &[], ""), Updated, None),
        ("500, done", 99, Fate::done_but(500, ""), Updated, None),
        ("500, not done", 99, Fate::instead(500, &[], ""), Unknown, Some(Code::ServerError)),
        ("lost", 99, Fate::Lost(Fault::Network), Unknown, Some(Code::Network)),
        ("answer lost", 99, Fate::AnswerLost(Fault::Network), Updated, None),
        ("silence", 99, Fate::Silence { done: true }, Updated, None),
        (
            "429, for ever",
            99,
            Fate::instead(429, &[("retry-after", "1")], ""),
            Failed,
            Some(Code::RateLimited),
        ),
    ] {
        let mut desk = desk(server()).with_first(times, GROUP, fate);
        let result = desk.provision(with("ann@doe.com", wish()));
        assert_eq!(end(&result), (Some(status), code), "{name}: {result:?}");
        check(name, &desk, result.as_ref().unwrap());
        if status == Updated {
            assert_eq!(members(&desk), 1, "{name}");
        }
    }
}

#[test]
fn members_that_cannot_be_read_back_are_unknown() {
    for (name, fate, code) in [
        ("403", Fate::instead(403, &[], ""), Code::Forbidden),
        ("HTML", Fate::instead(200, &[], "<html>"), Code::BadResponse),
        ("wrong types", Fate::instead(200, &[], r#"{"data":[{"id":7}]}"#), Code::BadResponse),
    ] {
        let mut desk = desk(Model::new());
        desk.fates =
            Box::new(move |sent| if sent.purpose == MEMBERS { fate.clone() } else { Fate::Answered });
        let bulk = desk.provision_all(&people(2, &wish()));
        assert_eq!(bulk.statuses(), [Status::Unknown; 2], "{name}");
        assert!(bulk.outcomes.iter().all(|outcome| outcome.error.as_ref().unwrap().code == code), "{name}");
    }
}

#[test]
fn joiners_and_leavers_go_in_one_call() {
    let server = Model::new().with_member("out@doe.com", "Annual Report", &[], &["Reviewers"]).with_member(
        "in@doe.com",
        "Annual Report",
        &[],
        &[],
    );
    let out = json!({"workspaces": [{"workspace": "Annual Report", "groups": []}], "exact": true});
    let mut desk = desk(server);
    let bulk = desk.provision_all(&[with("out@doe.com", out), with("in@doe.com", wish())]);
    assert_eq!(bulk.statuses(), [Status::Updated; 2]);
    let changes = desk.sent_for(GROUP);
    assert_eq!(changes.len(), 1);
    let body: Value = serde_json::from_str(changes[0].body()).unwrap();
    assert_eq!((body["toAdd"].as_array().unwrap().len(), body["toRemove"].as_array().unwrap().len()), (1, 1));
    assert_eq!(members(&desk), 1);
}
