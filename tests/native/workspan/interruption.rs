//! A run that dies at every moment there is, and goes on from its journal in another process.

use super::kit::{ann, client, jane, moved_jane, person, span, Span, CREATE};
use super::model::Model;
use crate::rig::{Fate, Rig};
use provisor::engine::{Fault, Host, Outcome, Status};
use serde_json::{json, Value};

/// New, as asked, to be changed, malformed, suspended, the first one again.
fn everybody() -> Vec<Value> {
    let mut known = person("known@partner.example");
    known["givenName"] = "Anna".into();
    vec![
        ann(),
        jane(),
        known,
        json!({ "email": "nobody@partner.example" }),
        person("o'shea+x@partner.example"),
        person("ANN@partner.example"),
    ]
}

fn server() -> Model {
    Model::jane().with_name("known@partner.example")
}

fn fresh() -> Box<dyn provisor::engine::Verbs> {
    client(json!({}))
}

/// What must not depend on interruptions.
fn essence(span: &Span, outcomes: &[Outcome]) -> Vec<Value> {
    let of = |outcome: &Outcome| {
        let name = outcome.subject.to_lowercase();
        let person = span.server.people.iter().find(|person| person.name().to_lowercase() == name);
        if let Some(id) = &outcome.id {
            assert_eq!(id, person.unwrap().id(), "{outcome:?}");
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
    };
    outcomes.iter().map(of).collect()
}

#[test]
fn whenever_it_dies_nobody_is_created_twice() {
    let users = everybody();
    let mut whole = span(server());
    let undisturbed = whole.provision_all(&users);
    use Status::{Created, Failed, Unchanged, Updated};
    assert_eq!(undisturbed.statuses(), [Created, Unchanged, Updated, Failed, Created, Failed]);
    let expected = essence(&whole, &undisturbed.outcomes);
    assert!(whole.moments > 40, "{}", whole.moments);
    let mut interrupted_creates = 0;
    for first in 1..=whole.moments {
        for second in [None, Some(1 + (first * 7) % 31)] {
            let mut span = span(server());
            span.dies_at = Some(first);
            assert!(span.provision_all(&users).result.is_none());
            let deaths: Vec<_> = second.into_iter().collect();
            let (span, outcomes) = span.live_on(fresh, &users, &deaths);
            span.server.check_no_twins();
            // A create whose request may never have left is not sent again: nobody knows, and it is said.
            let mut got = essence(&span, &outcomes);
            for (row, outcome) in outcomes.iter().enumerate() {
                if outcome.status == Status::Unknown {
                    assert!(!span.server.names().contains(&outcome.subject.to_lowercase()), "{outcome:?}");
                    assert!(outcome.error.as_ref().unwrap().hint.is_some());
                    assert_eq!(expected[row][2], "created", "died at {first}, then {second:?}");
                    got[row] = expected[row].clone();
                    interrupted_creates += 1;
                }
            }
            assert_eq!(got, expected, "died at {first}, then {second:?}");
            // The next run brings everybody there.
            let mut span = span.reborn(fresh());
            span.provision_all(&users);
            assert_eq!(span.server.names(), whole.server.names(), "died at {first}, then {second:?}");
        }
    }
    assert!(interrupted_creates > 0, "no death came between the intent and the request");
}

#[test]
fn whatever_fails_before_it_dies_it_tells_the_truth() {
    let users = [ann(), moved_jane()];
    for number in 1..=9 {
        for (name, fate) in [
            ("500, not done", Fate::instead(500, &[], "")),
            ("500, done", Fate::done_but(500, "")),
            ("silence, done", Fate::Silence { done: true }),
            ("lost", Fate::Lost(Fault::Network)),
            ("429", Fate::instead(429, &[("retry-after", "2")], "")),
        ] {
            let disturbed = || span(Model::jane()).with_fate(number, fate.clone());
            let mut whole = disturbed();
            whole.provision_all(&users);
            // Around a create every moment counts; elsewhere every fourth is enough.
            let is_create = whole.sent.get(number - 1).is_some_and(|sent| sent.purpose == CREATE);
            for first in (1..=whole.moments).filter(|moment| is_create || moment % 4 == number % 4) {
                let mut span = disturbed();
                span.dies_at = Some(first);
                assert!(span.provision_all(&users).result.is_none());
                let (span, outcomes) = span.live_on(fresh, &users, &[]);
                span.server.check_no_twins();
                let (ann, jane) = (&outcomes[0], &outcomes[1]);
                let is_there = span.server.names().contains(&"ann@partner.example".to_owned());
                let expected = if is_there { Status::Created } else { Status::Unknown };
                assert_eq!(ann.status, expected, "{name} at {number}, died at {first}: {ann:?}");
                assert_eq!(jane.status, Status::Updated, "{name} at {number}, died at {first}: {jane:?}");
                assert_eq!(jane.changes, ["department"], "{name} at {number}, died at {first}");
            }
        }
    }
}

#[test]
fn a_single_run_is_restored_at_every_step() {
    type Start = fn(&Span, Value) -> provisor::engine::Run;
    let provision: Start = |span, user| span.client.provision(Host::default(), user).unwrap();
    let deprovision: Start = |span, user| span.client.deprovision(Host::default(), user).unwrap();
    for (name, start, user, expected) in [
        ("create", provision, ann(), "created"),
        ("update", provision, moved_jane(), "updated"),
        ("suspend", deprovision, jane(), "updated"),
    ] {
        let mut whole = span(Model::jane());
        let run = start(&whole, user.clone());
        whole.drive(run).unwrap().unwrap();
        for first in 1..=whole.moments {
            let mut dying = span(Model::jane());
            dying.dies_at = Some(first);
            let run = start(&dying, user.clone());
            assert!(dying.drive(run).is_none());
            let saved = dying.journal.clone();
            let mut living: Span = Rig { journal: String::new(), ..dying.reborn(fresh()) };
            let Ok(run) = living.client.restore(Host::default(), saved.clone(), None) else {
                assert!(saved.lines().count() < 2, "{name}, died at {first}: {saved}");
                continue;
            };
            let outcome = living.drive(run).unwrap().unwrap();
            living.server.check_no_twins();
            let is_unsent = outcome["status"] == "unknown" && living.server.created.is_empty();
            assert!(outcome["status"] == expected || is_unsent, "{name}, died at {first}: {outcome}");
        }
    }
}

#[test]
fn a_finished_journal_tells_the_same_and_sends_nothing() {
    let users = everybody();
    let mut span = span(server());
    let first = span.provision_all(&users);
    let mut span = span.reborn(fresh());
    let again = span.resume_all(&users);
    assert_eq!((again.outcomes, span.sent.len()), (first.outcomes, 0));
    // Another wish is another run.
    let mut other = users;
    other[2]["givenName"] = "Annette".into();
    assert_eq!(span.resume_all(&other).thrown().code, provisor::error::Code::StaleJournal);
}
