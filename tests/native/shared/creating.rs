//! Every way in which creating one person can go wrong, whatever the platform, and how it ends.

use super::answers::{half, html, instead, passing, redirect, unclear, unreadable};
use super::case::{case, Case};
use super::truth::{conflict, end, failed, is, unknown, CREATED};
use super::{on_every_platform, path_of, Knob, Subject};
use crate::rig::truth::End;
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::json;

on_every_platform!(
    a_new_person_and_the_same_again,
    reads_that_tell_nothing_write_nothing,
    faults_that_pass_and_faults_that_stay,
    a_create_that_is_refused,
    the_answer_to_the_create_is_unclear,
    an_unclear_create_is_cleared_up_by_the_next_run,
    the_read_that_confirms,
    a_read_that_confirms_and_keeps_failing,
    an_answer_past_the_limit,
    somebody_else_is_faster,
    somebody_whom_no_read_shows,
);

/// What is read before somebody is created, each purpose once.
pub fn reads_before<S: Subject>() -> Vec<&'static str> {
    let path = path_of::<S>(S::server(), S::user("ann@doe.com"));
    let mut reads: Vec<&'static str> = Vec::new();
    for purpose in path.into_iter().take_while(|purpose| *purpose != S::CREATE) {
        if !S::SESSION.contains(&purpose) && !reads.contains(&purpose) {
            reads.push(purpose);
        }
    }
    assert!(reads.contains(&S::LOOK));
    reads
}

fn a_new_person_and_the_same_again<S: Subject>() {
    let (mut rig, outcome) = case::<S>("new").run(CREATED);
    let outcome = outcome.unwrap();
    assert!(outcome.changes.is_empty() && outcome.id.is_some());
    assert_eq!(rig.sent_for(S::CREATE).len(), 1);
    rig.sent.clear();
    let again = rig.provision(S::user("ANN@doe.com")).unwrap();
    assert_eq!((again.status, again.verified, again.existed_before), (Status::Unchanged, true, true));
    assert_eq!((again.id, S::created(&rig.server)), (outcome.id, 1));
    assert!(rig.sent_for(S::CREATE).is_empty() && rig.sent_for(S::WRITE).is_empty());
}

fn reads_that_tell_nothing_write_nothing<S: Subject>() {
    for purpose in reads_before::<S>() {
        for (name, fate) in unreadable() {
            let (rig, _) =
                case::<S>(format!("{purpose}: {name}")).nth(1, purpose, fate).run(failed(Code::BadResponse));
            assert_eq!(S::created(&rig.server), 0);
        }
        case::<S>(format!("{purpose}: 400"))
            .nth(1, purpose, instead(400, ""))
            .run(failed(Code::ConfigInvalid));
    }
    case::<S>("404").nth(1, S::LOOK, instead(404, "")).run(failed(Code::NotFound));
    if !S::EXPIRED.contains(&403) {
        for purpose in reads_before::<S>() {
            case::<S>(format!("{purpose}: 403"))
                .nth(1, purpose, instead(403, ""))
                .run(failed(Code::Forbidden));
        }
    }
}

fn faults_that_pass_and_faults_that_stay<S: Subject>() {
    let mut purposes: Vec<_> = reads_before::<S>();
    purposes.extend(S::LOGIN);
    for (name, fate, stays) in passing() {
        for purpose in &purposes {
            let is_login = Some(*purpose) == S::LOGIN;
            let is_lost = matches!(fate, Fate::Lost(_) | Fate::AnswerLost(_) | Fate::Silence { .. });
            let tries = if is_login && is_lost { S::LOGIN_TRIES } else { 5 };
            let disturbed = |what, times| {
                case::<S>(format!("{purpose}: {name}, {what}")).first(times, purpose, fate.clone())
            };
            disturbed("passes", tries - 1).run(CREATED);
            let (rig, _) =
                disturbed("stays", tries).run(if is_login { End::Throws(stays) } else { failed(stays) });
            assert_eq!(rig.sent_for(purpose).len(), tries);
        }
    }
    for (name, header) in [("429", ("x", "y")), ("429, seconds", ("retry-after", "1"))] {
        let slower = Fate::instead(429, &[header], "");
        case::<S>(format!("create: {name}, passes")).first(4, S::CREATE, slower.clone()).run(CREATED);
        case::<S>(format!("create: {name}, stays"))
            .first(9, S::CREATE, slower)
            .run(failed(Code::RateLimited));
    }
}

fn a_create_that_is_refused<S: Subject>() {
    for (status, expected) in [
        (400, failed(Code::ConfigInvalid)),
        (403, failed(Code::Forbidden)),
        (404, failed(Code::NotFound)),
        (405, failed(Code::ConfigInvalid)),
        (409, conflict(Code::Conflict)),
        (413, failed(Code::ConfigInvalid)),
        (415, failed(Code::ConfigInvalid)),
    ] {
        if S::EXPIRED.contains(&status) {
            continue;
        }
        for body in ["", "no", "<html>", "{}", r#"{"message":["canary"#] {
            let (rig, outcome) =
                case::<S>(format!("{status} {body}")).nth(1, S::CREATE, instead(status, body)).run(expected);
            assert_eq!((rig.sent_for(S::CREATE).len(), S::created(&rig.server)), (1, 0));
            assert_eq!(outcome.unwrap().error.unwrap().status, Some(status));
        }
    }
}

fn the_answer_to_the_create_is_unclear<S: Subject>() {
    for (name, undone, done, code) in unclear(S::odd_successes()) {
        let disturbed =
            |what: &str, fate: &Fate| case::<S>(format!("{name}, {what}")).nth(1, S::CREATE, fate.clone());
        let hour = Knob::ShowsLate(3_600_000);
        let (rig, _) = disturbed("done", &done).run(CREATED);
        assert_eq!(rig.sent_for(S::CREATE).len(), 1, "{name}");
        disturbed("done, shows late", &done).turn(Knob::ShowsLate(3_000)).run(CREATED);
        let blind = disturbed("done, no look possible", &done);
        let later_looks = if reads_before::<S>().contains(&S::LOOK) { 2 } else { 1 };
        blind.from(later_looks, S::LOOK, instead(400, "")).run(unknown(Code::ConfigInvalid));
        if S::REFUSES_DUPLICATES {
            disturbed("not done", &undone).run(CREATED);
            disturbed("done, hidden", &done).turn(hour).run(conflict(Code::Conflict));
            // Unclear both times, and no look shows it: nobody knows.
            for first in [&done, &undone] {
                let twice = disturbed("twice, hidden", first).first(2, S::CREATE, undone.clone()).turn(hour);
                let (rig, outcome) = twice.run(unknown(code));
                assert_eq!(rig.sent_for(S::CREATE).len(), 2, "{name}");
                hinted(name, outcome);
            }
        } else {
            // Nothing promises that a second one would be refused: it is not sent again, and nobody knows.
            for case in [disturbed("not done", &undone), disturbed("done, hidden", &done).turn(hour)] {
                let (rig, outcome) = case.run(unknown(code));
                assert_eq!(rig.sent_for(S::CREATE).len(), 1, "{name}");
                hinted(name, outcome);
            }
        }
    }
}

fn hinted(name: &str, outcome: Option<provisor::engine::Outcome>) {
    let error = outcome.unwrap().error.unwrap();
    assert!(error.hint.as_deref().unwrap().contains("again"), "{name}: {error}");
}

fn an_unclear_create_is_cleared_up_by_the_next_run<S: Subject>() {
    for (name, undone, done, _) in unclear(S::odd_successes()) {
        for (fate, there) in [(undone, false), (done, true)] {
            let hidden = case::<S>(name).first(2, S::CREATE, fate).turn(Knob::ShowsLate(3_600_000));
            let (mut rig, result) = hidden.result();
            if !there && end(&result) == CREATED {
                continue;
            }
            rig.fates = Box::new(|_| Fate::Answered);
            rig.now += 7_200_000;
            S::turn(&mut rig.server, Knob::ShowsLate(0));
            let outcome = rig.provision(S::user("ann@doe.com")).unwrap();
            let expected = if there { Status::Unchanged } else { Status::Created };
            assert_eq!((outcome.status, S::created(&rig.server)), (expected, 1), "{name}: {outcome:?}");
        }
    }
}

/// The first request for the purpose that confirms which comes after the create.
fn confirming<S: Subject>() -> usize {
    let path = path_of::<S>(S::server(), S::user("ann@doe.com"));
    let create = path.iter().position(|purpose| *purpose == S::CREATE).unwrap();
    let confirm = path.iter().skip(create).position(|purpose| *purpose == S::CONFIRM).unwrap();
    create + confirm + 1
}

fn the_read_that_confirms<S: Subject>() {
    let number = confirming::<S>();
    for (name, fate, expected) in [
        ("400", instead(400, ""), unknown(Code::ConfigInvalid)),
        ("HTML", html(), unknown(Code::BadResponse)),
        ("half an answer", half(), unknown(Code::BadResponse)),
        ("nothing", instead(200, ""), unknown(Code::BadResponse)),
        ("a redirect", redirect(), unknown(Code::BadResponse)),
        ("500 once", instead(500, ""), CREATED),
        ("503 once", instead(503, ""), CREATED),
        ("408 once", instead(408, ""), CREATED),
        ("lost once", Fate::Lost(Fault::Network), CREATED),
        ("silence once", Fate::Silence { done: false }, CREATED),
        ("429", Fate::instead(429, &[("retry-after", "2")], ""), CREATED),
    ] {
        case::<S>(format!("confirm: {name}")).at(number, fate).run(expected);
    }
    if !S::EXPIRED.contains(&403) {
        case::<S>("confirm: 403").at(number, instead(403, "")).run(unknown(Code::Forbidden));
    }
    case::<S>("shows late").turn(Knob::ShowsLate(3_000)).run(CREATED);
    let (rig, outcome) = case::<S>("too late").turn(Knob::ShowsLate(3_600_000)).run(unknown(Code::NotFound));
    assert_eq!(outcome.unwrap().id, S::ids(&rig.server, "ann@doe.com").pop(), "what was said stays said");
}

fn a_read_that_confirms_and_keeps_failing<S: Subject>() {
    let number = confirming::<S>();
    for (name, fate, code) in passing() {
        let mut disturbed: Case<S> = case(name);
        for nth in number..number + 5 {
            disturbed = disturbed.at(nth, fate.clone());
        }
        let (rig, outcome) = disturbed.run(unknown(code));
        assert_eq!((outcome.unwrap().id.is_some(), S::created(&rig.server)), (true, 1), "{name}");
    }
}

fn an_answer_past_the_limit<S: Subject>() {
    // What it says would be good news: too large is too large all the same.
    let padded = || Fate::body(|body| body + &" ".repeat(50 << 20));
    case::<S>("look").nth(1, S::LOOK, padded()).run(failed(Code::BadResponse));
    case::<S>("create").nth(1, S::CREATE, padded()).run(CREATED);
    let small = || case::<S>("a limit of one's own").options(json!({"maxResponseBytes": 1024}));
    let to = |length: usize| Fate::body(move |body| format!("{body:length$}"));
    small().nth(1, S::LOOK, to(1025)).run(failed(Code::BadResponse));
    let (_, result) = small().nth(1, S::LOOK, to(1024)).result();
    assert_ne!(end(&result), failed(Code::BadResponse));
}

fn somebody_else_is_faster<S: Subject>() {
    for (if_exists, expected) in
        [("update", S::RACED), ("leave", is(Status::Unchanged)), ("fail", conflict(Code::Conflict))]
    {
        let raced = case::<S>(if_exists).turn(Knob::LosesRaces).options(json!({"ifExists": if_exists}));
        let (rig, outcome) = raced.run(expected);
        assert_eq!((S::created(&rig.server), outcome.unwrap().existed_before), (0, true), "{if_exists}");
    }
}

/// The platform gives no usable look-up: the refusal is all there is.
fn somebody_whom_no_read_shows<S: Subject>() {
    let (rig, result) = case::<S>("hidden").turn(Knob::Hidden("ann@doe.com")).result();
    let outcome = result.unwrap();
    assert!(matches!(outcome.status, Status::Conflict | Status::Failed), "{outcome:?}");
    assert_eq!((S::created(&rig.server), rig.sent_for(S::CREATE).len()), (0, 1));
}
