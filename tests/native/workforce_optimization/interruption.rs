//! A bulk run that dies at every moment there is, and goes on from its journal in another process.

use super::kit::{api, client, person, wfo, with, Wfo, API};
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::{Fault, Outcome, Status};
use provisor::error::Code;
use serde_json::{json, Value};

/// New with a password, as asked, to be changed, malformed, with a role that is not there, new, twice there.
fn everybody() -> Vec<Value> {
    vec![
        api(),
        person("Here@doe.com"),
        with(person("old.hand@doe.com"), json!({"roles": ["Auditor"], "scope": {"tenant": true}})),
        person("not an address"),
        with(person("lost@doe.com"), json!({"roles": ["Wizard"]})),
        with(person("new@doe.com"), json!({"scope": {"groups": ["Contact Centre"]}})),
        person("NEW@doe.com"),
    ]
}

fn server() -> Model {
    let server = Model::new().with("here@doe.com", json!({})).with("old.hand@doe.com", json!({}));
    server.ways(|ways| ways.create_drops = vec!["scope"])
}

/// What must not depend on interruptions. Ids count creates, so an id is compared with the server's.
fn essence(wfo: &Wfo, outcomes: &[Outcome]) -> Vec<Value> {
    outcomes
        .iter()
        .map(|outcome| {
            if let (Some(id), Status::Created) = (&outcome.id, outcome.status) {
                assert_eq!(*id, wfo.server.ids_of(&outcome.subject)[0].to_string(), "{outcome:?}");
            }
            json!([
                outcome.row,
                outcome.subject,
                outcome.status,
                outcome.id.is_some(),
                outcome.verified,
                outcome.existed_before,
                outcome.changes,
                outcome.error.as_ref().map(|error| error.code),
            ])
        })
        .collect()
}

fn life(server: &Model, dies_at: Option<usize>, fate: Option<&(usize, Fate)>) -> Wfo {
    let mut wfo = wfo(server.clone());
    if let Some((number, fate)) = fate {
        wfo = wfo.with_fate(*number, fate.clone());
    }
    wfo.dies_at = dies_at;
    wfo
}

/// Runs on from the journal until it ends; `deaths` are the moments at which the later lives die.
fn live_on(wfo: Wfo, users: &[Value], deaths: &[usize]) -> (Wfo, Vec<Outcome>) {
    wfo.live_on(|| client(json!({})), users, deaths)
}

/// The same as expected, or, for somebody whose create nobody saw leave, honestly unknown and not there.
fn as_expected(what: &str, wfo: &Wfo, outcomes: &[Outcome], expected: &[Value]) {
    wfo.server.check_no_twins();
    for ((found, outcome), expected) in essence(wfo, outcomes).iter().zip(outcomes).zip(expected) {
        if found != expected {
            assert_eq!(
                (outcome.status, expected[2].as_str()),
                (Status::Unknown, Some("created")),
                "{what}: {outcome:?}"
            );
            assert!(wfo.server.ids_of(&outcome.subject).is_empty(), "{what}: {outcome:?}");
        }
    }
    assert_eq!(outcomes.len(), expected.len(), "{what}");
}

#[test]
fn undisturbed() {
    let mut wfo = life(&server(), None, None);
    let bulk = wfo.provision_all(&everybody());
    use Status::{Created, Failed, Unchanged, Updated};
    assert_eq!(bulk.statuses(), [Created, Unchanged, Updated, Failed, Failed, Created, Failed]);
    assert_eq!(bulk.outcomes[2].changes, ["roles", "scope.teams"]);
    assert_eq!(bulk.outcomes[4].error.as_ref().unwrap().code, Code::NotFound);
    assert_eq!(wfo.server.created, [API, "new@doe.com"]);
}

#[test]
fn whenever_it_dies_it_ends_the_same_or_says_that_it_does_not_know() {
    let users = everybody();
    let mut whole = life(&server(), None, None);
    let undisturbed = whole.provision_all(&users);
    let expected = essence(&whole, &undisturbed.outcomes);
    let mut unknown = 0;
    for first in 1..=whole.moments {
        for second in [None, Some(1 + first % 5), Some(1 + (first * 7) % 41)] {
            let what = format!("died at {first}, then {second:?}");
            let mut wfo = life(&server(), Some(first), None);
            if wfo.provision_all(&users).result.is_some() {
                continue;
            }
            let deaths: Vec<_> = second.into_iter().collect();
            let (wfo, outcomes) = live_on(wfo, &users, &deaths);
            as_expected(&what, &wfo, &outcomes, &expected);
            unknown += outcomes.iter().filter(|outcome| outcome.status == Status::Unknown).count();
        }
    }
    // Between the intent and the sending there are few moments.
    assert!(unknown > 0 && unknown < 30, "{unknown}");
}

#[test]
fn whatever_fails_before_it_dies_it_ends_truthfully() {
    let users = [api(), with(person("old.hand@doe.com"), json!({"roles": ["Auditor"]}))];
    let mut whole = life(&server(), None, None);
    let undisturbed = whole.provision_all(&users);
    let expected = essence(&whole, &undisturbed.outcomes);
    assert_eq!(undisturbed.statuses(), [Status::Created, Status::Updated]);
    for number in 1..=whole.sent.len() {
        for (name, fate) in [
            ("500, not done", Fate::instead(500, &[], "")),
            ("500, done", Fate::done_but(500, "")),
            ("silence, done", Fate::Silence { done: true }),
            ("lost", Fate::Lost(Fault::Network)),
            ("429", Fate::instead(429, &[("retry-after", "2")], "")),
        ] {
            let fate = (number, fate);
            let mut disturbed = life(&server(), None, Some(&fate));
            let bulk = disturbed.provision_all(&users);
            as_expected(&format!("{name} at {number}"), &disturbed, &bulk.outcomes, &expected);
            for first in (1..=disturbed.moments).filter(|moment| moment % 5 == number % 5) {
                let mut wfo = life(&server(), Some(first), Some(&fate));
                if wfo.provision_all(&users).result.is_some() {
                    continue;
                }
                let (wfo, outcomes) = live_on(wfo, &users, &[]);
                as_expected(&format!("{name} at {number}, died at {first}"), &wfo, &outcomes, &expected);
            }
        }
    }
}

#[test]
fn after_an_unknown_create_a_new_run_completes_it() {
    let fate = (6, Fate::done_but(500, ""));
    let hidden = server().ways(|ways| ways.shows_late_ms = 120_000);
    let mut wfo = life(&hidden, None, Some(&fate));
    let user = with(api(), json!({"scope": {"tenant": true}}));
    assert_eq!(wfo.provision(user.clone()).unwrap().status, Status::Unknown);
    assert_eq!(wfo.server.created.len(), 1);
    wfo.now += 600_000;
    let outcome = wfo.provision(user.clone()).unwrap();
    assert_eq!(
        (outcome.status, outcome.changes.as_slice()),
        (Status::Updated, &["scope.teams".to_owned()][..])
    );
    assert_eq!((wfo.provision(user).unwrap().status, wfo.server.created.len()), (Status::Unchanged, 1));
}

#[test]
fn the_journal_keeps_nothing_of_strangers() {
    let mut wfo = life(&server(), None, None);
    wfo.provision_all(&everybody());
    for word in ["stranger", "canary", "provisor.admin", "Europe/London"] {
        assert!(!wfo.journal.contains(word), "{word}");
    }
    let finished = wfo.journal.clone();
    let mut again = wfo.reborn(client(json!({})));
    let bulk = again.resume_all(&everybody());
    assert_eq!((again.sent.len(), bulk.outcomes.len()), (0, 7));
    assert!(again.journal.starts_with(&finished));
}
