//! A bulk run that dies at every moment there is, and goes on from its journal in another process.

use super::kit::*;
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::{Fault, Outcome, Status};
use provisor::error::Code;
use serde_json::{json, Value};

/// New, to be changed, left as is, exact, with a name that is not there, malformed.
fn everybody() -> Vec<Value> {
    let mut changed = everything("old@doe.com");
    changed["givenName"] = "Otto".into();
    let exact = with(
        "exact@doe.com",
        json!({"exact": true, "organizationRoles": [], "workspaces": [{"workspace": "Annual Report", "roles": ["Editor"], "groups": []}]}),
    );
    vec![
        everything("new@doe.com"),
        changed,
        person("here@doe.com"),
        exact,
        with("wizard@doe.com", json!({"organizationRoles": ["Wizard"]})),
        person("not an address"),
    ]
}

fn server() -> Model {
    Model::new()
        .with("old@doe.com")
        .with("here@doe.com")
        .with_member("exact@doe.com", "Annual Report", &["Viewer"], &["Reviewers"])
        .with_member("exact@doe.com", "SOX & Controls", &[], &[])
        .with_roles("exact@doe.com", &["Org User Admin"])
        .ways(|ways| ways.looks = 1)
}

fn essence(desk: &Desk, outcomes: &[Outcome]) -> Vec<Value> {
    let of = |outcome: &Outcome| {
        if let (Some(id), Some(account)) = (&outcome.id, desk.server.person(&outcome.subject)) {
            assert_eq!(*id, account.id);
        }
        let code = outcome.error.as_ref().map(|error| error.code);
        json!([
            outcome.row,
            outcome.subject,
            outcome.status,
            outcome.verified,
            outcome.existed_before,
            outcome.changes,
            code
        ])
    };
    outcomes.iter().map(of).collect()
}

#[test]
fn whenever_it_dies_it_ends_the_same() {
    let users = everybody();
    let mut whole = desk(server());
    let undisturbed = whole.provision_all(&users);
    use Status::{Created, Failed, Unchanged, Updated};
    assert_eq!(undisturbed.statuses(), [Created, Updated, Unchanged, Updated, Failed, Failed]);
    let expected = essence(&whole, &undisturbed.outcomes);
    let (state, moments) = (whole.server.state(), whole.moments);
    assert!(moments > 150, "{moments}");
    for first in 1..=moments {
        // Every other time the second life dies too.
        let deaths: Vec<_> = (first % 2 == 0).then_some(1 + (first * 7) % 61).into_iter().collect();
        let mut desk = desk(server());
        desk.dies_at = Some(first);
        assert!(desk.provision_all(&users).result.is_none());
        let (desk, outcomes) = desk.live_on(|| client(json!({})), &users, &deaths);
        assert_eq!(essence(&desk, &outcomes), expected, "died at {first}, then {deaths:?}");
        assert_eq!(desk.server.state(), state, "died at {first}, then {deaths:?}");
        assert_eq!(desk.server.created.len(), 1);
    }
}

#[test]
fn whatever_is_lost_before_it_dies_nobody_is_there_twice() {
    let users = [everything("new@doe.com"), everything("old@doe.com")];
    let mut whole = desk(server());
    let undisturbed = whole.provision_all(&users);
    assert_eq!(undisturbed.statuses(), [Status::Created, Status::Updated]);
    let state = whole.server.state();
    for number in 1..=whole.sent.len() {
        for fate in [Fate::done_but(500, ""), Fate::AnswerLost(Fault::Network), Fate::Lost(Fault::Network)] {
            let mut undying = desk(server()).with_fate(number, fate.clone());
            let bulk = undying.provision_all(&users);
            assert_eq!(bulk.statuses(), [Status::Created, Status::Updated], "{number}");
            assert_eq!(undying.server.state(), state, "{number}");
            let mut desk = desk(server()).with_fate(number, fate.clone());
            desk.dies_at = Some(undying.moments - (number * 5) % 23);
            assert!(desk.provision_all(&users).result.is_none());
            let (desk, outcomes) = desk.live_on(|| client(json!({})), &users, &[]);
            assert!(outcomes.iter().all(|outcome| outcome.error.is_none()), "{number}: {outcomes:?}");
            assert_eq!((desk.server.created.len(), desk.server.state()), (1, state.clone()), "{number}");
        }
    }
}

#[test]
fn a_finished_journal_tells_the_same_and_sends_nothing() {
    let users = everybody();
    let mut desk = desk(server());
    let first = desk.provision_all(&users);
    desk = desk.reborn(client(json!({})));
    let again = desk.resume_all(&users);
    assert_eq!((again.outcomes, desk.sent.len()), (first.outcomes, 0));
}

#[test]
fn a_journal_of_another_organization_is_stale() {
    let users = [everything("new@doe.com")];
    let mut desk = desk(server());
    desk.dies_at = Some(20);
    assert!(desk.provision_all(&users).result.is_none());
    desk = desk.reborn(client(json!({"organization": "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e50"})));
    let error = desk.resume_all(&users).thrown();
    assert_eq!((error.code, desk.sent.len()), (Code::StaleJournal, 0));
}
