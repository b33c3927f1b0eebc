//! Many people in one group: a request for a hundred of them, and one who is refused costs nobody else.

use super::kit::*;
use super::model::{Model, Ways};
use crate::rig::Fate;
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

fn wish() -> Value {
    json!({"organizationRoles": ["Org User Admin"]})
}

/// Sizes of the changes that were sent.
fn sizes(desk: &Desk) -> Vec<usize> {
    let size = |body: &str| {
        let body: Value = serde_json::from_str(body).unwrap();
        let operations = body["Operations"].as_array().unwrap();
        operations.iter().map(|one| one["value"].as_array().map_or(1, Vec::len)).sum()
    };
    desk.sent_for(CHANGE).iter().map(|sent| size(sent.body())).collect()
}

#[test]
fn one_request_for_a_hundred() {
    let mut desk = desk(Model::new());
    let everybody = people(250, &report(&["Editor"], &["Reviewers"]));
    let bulk = desk.provision_all(&everybody);
    assert_eq!(bulk.statuses(), [Status::Created; 250]);
    let mut sizes = sizes(&desk);
    sizes.sort_unstable();
    assert_eq!(sizes, [50, 50, 50, 100, 100, 100, 100, 100, 100]);
    assert_eq!(desk.sent_for(GROUP).len(), 3, "each group is looked up once in a run");
    assert_eq!(desk.sent_for(MEMBERS).len(), 9, "and read back once for each change");
    let before = desk.sent.len();
    let again = desk.provision_all(&everybody);
    assert_eq!(again.statuses(), [Status::Unchanged; 250]);
    let reads = desk.sent[before..].iter().filter(|sent| sent.purpose == MEMBERS).count();
    assert_eq!(reads, 3, "one read of each group for all");
    assert!(desk.sent[before..].iter().all(|sent| sent.filled.method.as_str() == "GET"));
}

#[test]
fn one_who_is_refused_costs_nobody_else() {
    let mut desk = desk(Model::new().ways(|ways| ways.objects_to = vec!["person.42@doe.com"]));
    let bulk = desk.provision_all(&people(100, &wish()));
    for (row, outcome) in bulk.outcomes.iter().enumerate() {
        let expected = if row == 42 { Status::Failed } else { Status::Created };
        assert_eq!(outcome.status, expected, "{row}");
    }
    let error = bulk.outcomes[42].error.as_ref().unwrap();
    assert!(error.message.contains("one of them cannot be added"), "{error}");
    assert_eq!(desk.server.group_mut("organization:role:Org User Admin").members.len(), 99);
    assert!(sizes(&desk).len() <= 15, "{:?}", sizes(&desk));
}

#[test]
fn when_all_are_refused_it_comes_to_an_end() {
    const NAMES: [&str; 5] = [
        "person.0@doe.com",
        "person.20@doe.com",
        "person.40@doe.com",
        "person.60@doe.com",
        "person.99@doe.com",
    ];
    let mut some = desk(Model::new().ways(|ways| ways.objects_to = NAMES.to_vec()));
    let bulk = some.provision_all(&people(100, &wish()));
    assert_eq!(bulk.outcomes.iter().filter(|outcome| outcome.status == Status::Failed).count(), 5);
    let refused = Fate::instead(400, &[], r#"{"detail":"no"}"#);
    let mut all = desk(Model::new()).with_fate_of(CHANGE, refused);
    let bulk = all.provision_all(&people(100, &wish()));
    assert_eq!(bulk.statuses(), [Status::Failed; 100]);
    assert!(sizes(&all).len() <= 24, "{}", sizes(&all).len());
    assert_eq!(all.sent_for(MEMBERS).len(), 1);
}

#[test]
fn a_refusal_that_is_about_the_group_is_tried_for_one_alone() {
    let mut desk = desk(Model::new().ways(|ways| ways.unlicensed = Some("Org User Admin")));
    let bulk = desk.provision_all(&people(100, &wish()));
    assert_eq!(bulk.statuses(), [Status::Failed; 100]);
    assert!(bulk.outcomes.iter().all(|outcome| outcome.error.as_ref().unwrap().code == Code::Forbidden));
    assert_eq!(sizes(&desk), [100, 1]);
}

#[test]
fn one_who_is_silently_left_out_is_that_one_s_outcome() {
    for no_content in [false, true] {
        let mut desk = desk(Model::new().ways(|ways| {
            ways.left_out = Some("person.1@doe.com");
            ways.no_content = no_content;
        }));
        let bulk = desk.provision_all(&people(3, &wish()));
        assert_eq!(bulk.statuses(), [Status::Created, Status::Failed, Status::Created]);
        let outcome = &bulk.outcomes[1];
        let error = outcome.error.as_ref().unwrap();
        assert_eq!((error.code, outcome.verified), (Code::Conflict, false));
        assert!(error.message.contains("organization:role:Org User Admin"), "{error}");
        assert_eq!(sizes(&desk), [3]);
    }
}

#[test]
fn an_unclear_answer_is_read_back_before_anything_else() {
    let failing = |fate: Fate| desk(Model::new()).with_first(5, CHANGE, fate);
    let mut done = failing(Fate::done_but(500, ""));
    let bulk = done.provision_all(&people(10, &wish()));
    assert_eq!(bulk.statuses(), [Status::Created; 10]);
    assert_eq!(sizes(&done), [10; 5], "the tries of one request");
    assert!(bulk.outcomes.iter().all(|outcome| outcome.warnings.len() == 1));
    // Whoever it cannot be done for may make it fail for all.
    let mut not_done = failing(Fate::instead(500, &[], ""));
    let bulk = not_done.provision_all(&people(10, &wish()));
    assert_eq!(bulk.statuses(), [Status::Created; 10]);
    assert_eq!(sizes(&not_done)[5..], [5, 5]);
    // After silence nothing is sent again: it may still be on its way.
    let mut silent = desk_silent();
    let bulk = silent.provision_all(&people(10, &wish()));
    assert_eq!(bulk.statuses(), [Status::Unknown; 10]);
    assert_eq!(sizes(&silent), [10; 5]);
}

fn desk_silent() -> Desk {
    desk(Model::new()).with_fate_of(CHANGE, Fate::Silence { done: false })
}

#[test]
fn a_smaller_limit_is_found_out() {
    let mut desk = desk(Model::new());
    desk.fates = Box::new(|sent| {
        let is_large = sent.purpose == CHANGE && sent.body().matches("\"value\":\"").count() > 30;
        match is_large {
            true => Fate::instead(413, &[], r#"{"scimType":"tooMany"}"#),
            false => Fate::Answered,
        }
    });
    let bulk = desk.provision_all(&people(100, &wish()));
    assert_eq!(bulk.statuses(), [Status::Created; 100]);
    assert_eq!(sizes(&desk), [100, 50, 25, 25, 50, 25, 25]);
}

#[test]
fn a_run_that_dies_anywhere_ends_the_same() {
    let everybody = || {
        vec![
            everything("new@doe.com"),
            with("old@doe.com", json!({"givenName": "Otto", "organizationRoles": ["Org User Admin"]})),
            with(
                "exact@doe.com",
                json!({"exact": true, "organizationRoles": [], "workspaces": [
                {"workspace": "Annual Report", "roles": ["Editor"], "groups": []}]}),
            ),
            with("bad@doe.com", report(&["Editor"], &[])),
            with("wizard@doe.com", report(&["Wizard"], &[])),
        ]
    };
    let server = || {
        let exact = [
            "workspace:Annual Report",
            "workspace:Annual Report:role:Viewer",
            "workspace:SOX & Controls",
            "organization:role:Data Access Admin",
        ];
        Model::new().with("old@doe.com", &[]).with("exact@doe.com", &exact).ways(|ways: &mut Ways| {
            ways.objects_to = vec!["bad@doe.com"];
        })
    };
    let state = |desk: &Desk| {
        let of = |email: &str| json!([email, desk.server.groups_of(email)]);
        ["new@doe.com", "old@doe.com", "exact@doe.com", "bad@doe.com"].map(of)
    };
    let essence = |outcomes: &[provisor::engine::Outcome]| {
        let of = |outcome: &provisor::engine::Outcome| {
            json!([
                outcome.subject,
                outcome.status,
                outcome.verified,
                outcome.changes,
                outcome.error.as_ref().map(|e| e.code)
            ])
        };
        outcomes.iter().map(of).collect::<Vec<_>>()
    };
    let mut whole = desk(server());
    let undisturbed = whole.provision_all(&everybody());
    use Status::{Created, Failed, Updated};
    assert_eq!(undisturbed.statuses(), [Created, Updated, Updated, Failed, Failed]);
    let (expected, left) = (essence(&undisturbed.outcomes), state(&whole));
    let mut unknown = 0;
    for first in 1..=whole.moments {
        let deaths: Vec<_> = (first % 2 == 0).then_some(1 + (first * 7) % 61).into_iter().collect();
        let mut desk = desk(server());
        desk.dies_at = Some(first);
        assert!(desk.provision_all(&everybody()).result.is_none());
        let (mut desk, outcomes) = desk.live_on(|| client(json!({})), &everybody(), &deaths);
        if essence(&outcomes) != expected {
            // Nobody knows whether a create has left; the next run does.
            unknown += 1;
            assert!(
                outcomes.iter().any(|outcome| outcome.status == Status::Unknown),
                "died at {first}: {outcomes:?}"
            );
            desk = desk.reborn(client(json!({})));
            desk.provision_all(&everybody());
        }
        assert_eq!(state(&desk), left, "died at {first}, then {deaths:?}");
        assert!(desk.server.created.len() == 2, "died at {first}");
    }
    assert!(unknown < 40, "{unknown} of {}", whole.moments);
}
