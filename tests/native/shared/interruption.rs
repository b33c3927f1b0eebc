//! A run that dies at every moment there is, and goes on from its journal in another process.

use super::answers::instead;
use super::truth::{logged_out, no_twins, End};
use super::{on_every_platform, rig, server_with, Knob, Subject};
use crate::rig::{Fate, Rig};
use provisor::engine::{Fault, Outcome, Status};
use provisor::error::Code;
use serde_json::{json, Value};

on_every_platform!(
    undisturbed,
    whenever_it_dies_it_ends_the_same,
    whatever_fails_before_it_dies_it_ends_the_same,
    a_create_that_shows_late_is_not_done_again,
    a_finished_journal_tells_the_same_and_sends_nothing,
);

/// New, as asked, malformed, to be changed, new with much asked, the first one again, and the platform's own.
pub fn everybody<S: Subject>() -> (S::Model, Vec<Value>, Vec<End>) {
    let mut server = server_with::<S>(&["here@doe.com", "old@doe.com"]);
    let invalid = super::truth::failed(Code::ConfigInvalid);
    let is = |status| End::Is(status, None);
    let mut rows = vec![
        (S::user("new@doe.com"), is(Status::Created)),
        (S::user("Here@doe.com"), is(Status::Unchanged)),
        (S::user("not an address"), invalid),
        (S::wish("old@doe.com"), is(Status::Updated)),
        (S::wish("fresh@doe.com"), is(Status::Created)),
        (S::user("NEW@doe.com"), invalid),
    ];
    rows.extend(S::peculiar(&mut server));
    let (users, ends) = rows.into_iter().unzip();
    (server, users, ends)
}

/// What must not depend on interruptions. Ids count creates, so an id is compared with the server's.
pub fn essence<S: Subject>(server: &S::Model, outcomes: &[Outcome]) -> Vec<Value> {
    let of = |outcome: &Outcome| {
        let ids = S::ids(server, &outcome.subject);
        if let (Some(id), false) = (&outcome.id, ids.is_empty()) {
            assert!(ids.contains(id), "{outcome:?}: {ids:?}");
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

/// How an undisturbed run ended.
pub struct Undisturbed<S: Subject> {
    pub server: S::Model,
    pub outcomes: Vec<Value>,
}

/// The same as undisturbed; or, for somebody whose create nobody saw leave on a platform that would make a twin,
/// honestly unknown and not as asked. Gives the number of those.
pub fn as_expected<S: Subject>(
    what: &str,
    rig: &Rig<S::Model>,
    outcomes: &[Outcome],
    undisturbed: &Undisturbed<S>,
) -> usize {
    let expected = &undisturbed.outcomes;
    no_twins::<S>(what, &rig.server);
    // A process that died has left its session open; the last one leaves none.
    assert!(!rig.client.must_log_out(), "{what}");
    assert_eq!(outcomes.len(), expected.len(), "{what}");
    let mut unknown = 0;
    for ((found, outcome), expected) in essence::<S>(&rig.server, outcomes).iter().zip(outcomes).zip(expected)
    {
        if found == expected {
            continue;
        }
        assert!(!S::REFUSES_DUPLICATES, "{what}: {found} for {expected}: {outcome:?}");
        assert_eq!(outcome.status, Status::Unknown, "{what}: {expected}: {outcome:?}");
        let (found, expected) =
            (S::has(&rig.server, &outcome.subject), S::has(&undisturbed.server, &outcome.subject));
        assert_ne!(found, expected, "{what}: {outcome:?}");
        assert!(outcome.error.as_ref().unwrap().hint.is_some(), "{what}");
        unknown += 1;
    }
    unknown
}

/// A rig whose first life dies at this moment, and meets this fate.
fn life<S: Subject>(
    server: &S::Model,
    dies_at: Option<usize>,
    fate: Option<&(usize, Fate)>,
) -> Rig<S::Model> {
    let mut rig = rig::<S>(server.clone());
    if let Some((number, fate)) = fate {
        rig = rig.with_fate(*number, fate.clone());
    }
    rig.dies_at = dies_at;
    rig
}

fn live_on<S: Subject>(
    rig: Rig<S::Model>,
    users: &[Value],
    deaths: &[usize],
) -> (Rig<S::Model>, Vec<Outcome>) {
    rig.live_on(|| S::client(json!({})), users, deaths)
}

fn undisturbed<S: Subject>() {
    let (server, users, ends) = everybody::<S>();
    let mut rig = life::<S>(&server, None, None);
    let bulk = rig.provision_all(&users);
    let found: Vec<_> = bulk.outcomes.iter().map(|outcome| super::truth::end(&Ok(outcome.clone()))).collect();
    assert_eq!(found, ends);
    let created = ends.iter().filter(|end| **end == End::Is(Status::Created, None)).count();
    assert_eq!(S::created(&rig.server), created);
    no_twins::<S>("undisturbed", &rig.server);
    logged_out::<S>("undisturbed", &rig);
}

fn whenever_it_dies_it_ends_the_same<S: Subject>() {
    let (server, users, _) = everybody::<S>();
    let mut whole = life::<S>(&server, None, None);
    let undisturbed = whole.provision_all(&users);
    let outcomes = essence::<S>(&whole.server, &undisturbed.outcomes);
    let expected = Undisturbed::<S> { server: whole.server.clone(), outcomes };
    let state = S::state(&whole.server);
    assert!(whole.moments > 40, "{}", whole.moments);
    let mut unknown = 0;
    for first in 1..=whole.moments {
        // The second life dies too, at some moment, or lives.
        for second in [None, Some(1 + first % 5), Some(1 + (first * 7) % 61)] {
            let what = format!("died at {first}, then {second:?}");
            let mut rig = life::<S>(&server, Some(first), None);
            if rig.provision_all(&users).result.is_some() {
                assert!(S::LOGOUT.is_some(), "{what}: it lives");
                continue;
            }
            let deaths: Vec<_> = second.into_iter().collect();
            let (mut rig, outcomes) = live_on::<S>(rig, &users, &deaths);
            let left = as_expected::<S>(&what, &rig, &outcomes, &expected);
            if left > 0 {
                unknown += left;
                // The next run brings everybody there.
                rig = rig.reborn(S::client(json!({})));
                rig.provision_all(&users);
                no_twins::<S>(&what, &rig.server);
            }
            assert_eq!(S::state(&rig.server), state, "{what}");
        }
    }
    // Between the intent and the request there are few moments.
    assert!((unknown > 0) != S::REFUSES_DUPLICATES && unknown < 60, "{unknown}");
}

fn whatever_fails_before_it_dies_it_ends_the_same<S: Subject>() {
    let users = [S::user("new@doe.com"), S::wish("old@doe.com")];
    let server = server_with::<S>(&["old@doe.com"]);
    let mut whole = life::<S>(&server, None, None);
    let undisturbed = whole.provision_all(&users);
    let outcomes = essence::<S>(&whole.server, &undisturbed.outcomes);
    let expected = Undisturbed::<S> { server: whole.server.clone(), outcomes };
    assert_eq!(undisturbed.statuses(), [Status::Created, Status::Updated]);
    for number in 1..=whole.sent.len() {
        for (name, fate) in [
            ("500, not done", instead(500, "")),
            ("500, done", Fate::done_but(500, "")),
            ("silence, not done", Fate::Silence { done: false }),
            ("silence, done", Fate::Silence { done: true }),
            ("lost", Fate::Lost(Fault::Network)),
            ("429", Fate::instead(429, &[("retry-after", "2")], "")),
        ] {
            let what = format!("{name} at {number}");
            let fate = (number, fate);
            let mut disturbed = life::<S>(&server, None, Some(&fate));
            let bulk = disturbed.provision_all(&users);
            as_expected::<S>(&what, &disturbed, &bulk.outcomes, &expected);
            // Around a create every moment counts; elsewhere every fourth is enough.
            let is_create = whole.sent[number - 1].purpose == S::CREATE;
            for first in (1..=disturbed.moments).filter(|moment| is_create || moment % 4 == number % 4) {
                let what = format!("{what}, died at {first}");
                let mut rig = life::<S>(&server, Some(first), Some(&fate));
                if rig.provision_all(&users).result.is_none() {
                    let (rig, outcomes) = live_on::<S>(rig, &users, &[]);
                    as_expected::<S>(&what, &rig, &outcomes, &expected);
                }
            }
        }
    }
}

fn a_create_that_shows_late_is_not_done_again<S: Subject>() {
    let users = [S::user("new@doe.com"), S::user("newer@doe.com")];
    let mut server = S::server();
    S::turn(&mut server, Knob::ShowsLate(2_500));
    let mut whole = life::<S>(&server, None, None);
    let undisturbed = whole.provision_all(&users);
    let outcomes = essence::<S>(&whole.server, &undisturbed.outcomes);
    let expected = Undisturbed::<S> { server: whole.server.clone(), outcomes };
    assert_eq!(undisturbed.statuses(), [Status::Created; 2]);
    for first in 1..=whole.moments {
        for second in [1, 3, 4, 7, 11] {
            let mut rig = life::<S>(&server, Some(first), None);
            if rig.provision_all(&users).result.is_none() {
                let (rig, outcomes) = live_on::<S>(rig, &users, &[second]);
                as_expected::<S>(&format!("died at {first}, then {second}"), &rig, &outcomes, &expected);
            }
        }
    }
}

fn a_finished_journal_tells_the_same_and_sends_nothing<S: Subject>() {
    let (server, users, _) = everybody::<S>();
    let mut rig = life::<S>(&server, None, None);
    let first = rig.provision_all(&users);
    let finished = rig.journal.clone();
    rig = rig.reborn(S::client(json!({})));
    let again = rig.resume_all(&users);
    assert_eq!((again.outcomes, rig.sent.len()), (first.outcomes, 0));
    assert_eq!(again.result, first.result);
    assert_eq!(rig.journal, finished);
}
