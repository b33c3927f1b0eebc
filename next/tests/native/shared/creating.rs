//! Every way in which creating one person can go wrong, whatever the platform, and how it ends: `SEMANTICS.md`, Creating once.
use super::answers::{half, html, instead, passing, redirect, unclear, unreadable};
use super::case::{case, Case};
use super::{on_every_platform, path_of, Knob, Subject};
use crate::rig::{End, Fate, Outcome, Problem, Status};
use serde_json::json;

on_every_platform!(
    a_new_person_and_the_same_again,
    reads_that_tell_nothing_write_nothing,
    faults_that_pass_and_faults_that_stay,
    a_create_that_is_refused,
    a_create_that_may_come_again,
    the_answer_to_the_create_is_unclear,
    a_create_that_tells_of_another_account,
    an_unclear_create_is_cleared_up_by_the_next_run,
    the_read_that_confirms,
    an_answer_past_the_limit,
    somebody_else_is_faster,
    somebody_whom_no_read_shows,
);

pub const CREATED: End = End::Is(Status::Created, None);

/// What is read before a person is created, each step once.
pub fn reads_before<S: Subject>() -> Vec<&'static str> {
    let path = path_of::<S>(S::server(), S::user("ann@doe.com"));
    let mut reads: Vec<&'static str> = Vec::new();
    for step in path.into_iter().take_while(|step| *step != S::CREATE) {
        if Some(step) != S::LOGIN && !reads.contains(&step) {
            reads.push(step);
        }
    }
    assert!(reads.contains(&S::LOOK));
    reads
}
/// Nothing was done, and nobody knows whether there is an account, or there is none.
fn is_nothing(result: &Result<Outcome, Problem>, code: &str) -> bool {
    let Ok(outcome) = result else { return false };
    matches!(outcome.status, Status::Failed | Status::Unknown)
        && outcome.code() == Some(code)
        && outcome.changes.is_empty()
}
/// How many looks came after the first create.
fn looks_after<M: crate::rig::Server + 'static>(rig: &crate::rig::Rig<M>, create: &str, look: &str) -> usize {
    rig.steps().iter().skip_while(|step| **step != create).filter(|step| **step == look).count()
}
fn a_new_person_and_the_same_again<S: Subject>() {
    let (mut rig, outcome) = case::<S>("new").run(CREATED);
    let outcome = outcome.unwrap();
    assert!(
        outcome.changes.iter().any(|change| change["kind"] == "create")
            && outcome.id.is_some()
            && outcome.verified
    );
    assert_eq!(rig.count(S::CREATE), 1);
    rig.world.sent.borrow_mut().clear();
    let again = rig.provision(S::user("ANN@doe.com")).unwrap();
    assert_eq!((again.status, again.verified, again.existed_before), (Status::Unchanged, true, true));
    assert_eq!((again.id, S::created(&rig.server())), (outcome.id, 1));
    assert_eq!((rig.count(S::CREATE), rig.count(S::WRITE)), (0, 0));
}
fn reads_that_tell_nothing_write_nothing<S: Subject>() {
    let mut kinds: Vec<_> =
        unreadable().into_iter().map(|(name, fate)| (name, fate, "bad_response")).collect();
    kinds.push(("400", instead(400, ""), "config_invalid"));
    if !S::EXPIRED.contains(&403) {
        kinds.push(("403", instead(403, ""), "forbidden"));
    }
    for step in reads_before::<S>() {
        for (name, fate, code) in &kinds {
            let disturbed = case::<S>(format!("{step}: {name}")).from(1, step, fate.clone());
            let name = disturbed.name.clone();
            let (rig, result) = disturbed.result();
            // A list that tells less is no reason to give up, where another one tells.
            let is_made_good =
                result.as_ref().is_ok_and(|outcome| outcome.status == Status::Created) && step != S::LOOK;
            assert!(is_nothing(&result, code) || is_made_good, "{name}: {result:?}");
            assert_eq!(S::created(&rig.server()), usize::from(is_made_good), "{name}");
        }
    }
}
fn faults_that_pass_and_faults_that_stay<S: Subject>() {
    for (name, fate, stays) in passing() {
        for step in reads_before::<S>().into_iter().chain(S::LOGIN) {
            let is_login = Some(step) == S::LOGIN;
            let is_lost = matches!(fate, Fate::Lost(_) | Fate::AnswerLost(_) | Fate::Silence { .. });
            // A log-in without an answer may have counted as a failed one: it is sent once more.
            let tries = if is_login && is_lost { 2 } else { 5 };
            let disturbed =
                |what, times| case::<S>(format!("{step}: {name}, {what}")).first(times, step, fate.clone());
            disturbed("passes", tries - 1).run(CREATED);
            let (rig, result) = disturbed("stays", tries).result();
            let is_thrown = result.as_ref().is_err_and(|error| error.code == stays);
            assert!(is_nothing(&result, stays) || (is_login && is_thrown), "{step}: {name}: {result:?}");
            assert_eq!(rig.count(step), tries, "{step}: {name}");
        }
    }
}
fn a_create_that_is_refused<S: Subject>() {
    for (status, code) in [
        (400, "config_invalid"),
        (403, "forbidden"),
        (404, "not_found"),
        (405, "config_invalid"),
        (409, "conflict"),
        (413, "config_invalid"),
        (415, "config_invalid"),
    ] {
        if S::EXPIRED.contains(&status) {
            continue;
        }
        for body in ["", "no", "<html>", "{}", r#"{"message":["canary"#] {
            let refused = case::<S>(format!("{status} {body}")).nth(1, S::CREATE, instead(status, body));
            let (rig, outcome) = refused.run(End::Is(Status::Failed, Some(code)));
            assert_eq!((rig.count(S::CREATE), S::created(&rig.server())), (1, 0));
            assert_eq!(looks_after(&rig, S::CREATE, S::LOOK), 2, "{status}");
            assert_eq!(outcome.unwrap().error.unwrap().status, Some(status));
        }
    }
}
/// After 401 or 429 four looks come, and then the create once more; it is ours if a look shows it, though it was refused.
fn a_create_that_may_come_again<S: Subject>() {
    let slower = Fate::instead(429, &[("retry-after", "1")], "");
    for (name, undone, done, code) in [
        ("429", instead(429, ""), Fate::done_but(429, ""), "rate_limited"),
        ("429, seconds", slower.clone(), Fate::done_but(429, ""), "rate_limited"),
        ("401", instead(401, ""), Fate::done_but(401, ""), "auth_rejected"),
    ] {
        let (rig, _) = case::<S>(format!("{name}, once")).nth(1, S::CREATE, undone.clone()).run(CREATED);
        assert_eq!(rig.count(S::CREATE), 2, "{name}");
        let steps = rig.steps();
        let between = steps
            .iter()
            .skip_while(|step| **step != S::CREATE)
            .skip(1)
            .take_while(|step| **step != S::CREATE);
        assert_eq!(between.filter(|step| **step == S::LOOK).count(), 4, "{name}: {steps:?}");
        let (rig, result) = case::<S>(format!("{name}, twice")).first(9, S::CREATE, undone).result();
        let ended =
            result.as_ref().map_or_else(|error| error.code.as_str(), |outcome| outcome.code().unwrap());
        assert_eq!(
            (rig.count(S::CREATE), S::created(&rig.server()), ended),
            (2, 0, code),
            "{name}: {result:?}"
        );
        let (rig, outcome) = case::<S>(format!("{name}, done")).nth(1, S::CREATE, done).run(CREATED);
        assert_eq!((rig.count(S::CREATE), S::created(&rig.server())), (1, 1), "{name}");
        assert!(!outcome.unwrap().warnings.is_empty(), "{name}");
    }
}
fn the_answer_to_the_create_is_unclear<S: Subject>() {
    for (name, undone, done, code) in unclear(S::odd_successes()) {
        let disturbed =
            |what: &str, fate: &Fate| case::<S>(format!("{name}, {what}")).nth(1, S::CREATE, fate.clone());
        let hour = Knob::ShowsLate(3_600_000);
        let (rig, outcome) = disturbed("done", &done).run(CREATED);
        assert_eq!(rig.count(S::CREATE), 1, "{name}");
        assert!(!outcome.unwrap().warnings.is_empty(), "{name}");
        disturbed("done, shows late", &done).turn(Knob::ShowsLate(3_000)).run(CREATED);
        let first_looks = path_of::<S>(S::server(), S::user("ann@doe.com"));
        let first_looks =
            first_looks.iter().take_while(|step| **step != S::CREATE).filter(|step| **step == S::LOOK);
        let blind = disturbed("done, no look possible", &done).from(
            first_looks.count() + 1,
            S::LOOK,
            instead(400, ""),
        );
        let (_, result) = blind.result();
        assert_eq!(result.unwrap().status, Status::Unknown, "{name}");
        // Nothing promises that a second one would be refused: it is not sent again, and nobody knows.
        for case in [disturbed("not done", &undone), disturbed("done, hidden", &done).turn(hour)] {
            let (rig, outcome) = case.run(End::Is(Status::Unknown, Some(code)));
            assert_eq!((rig.count(S::CREATE), looks_after(&rig, S::CREATE, S::LOOK)), (1, 4), "{name}");
            let error = outcome.unwrap().error.unwrap();
            assert!(error.hint.is_some(), "{name}: {error:?}");
        }
    }
}
fn a_create_that_tells_of_another_account<S: Subject>() {
    let (status, body) = S::another_success();
    let (rig, _) = case::<S>("done")
        .nth(1, S::CREATE, Fate::done_but(status, body))
        .run(End::Is(Status::Conflict, Some("conflict")));
    assert_eq!((rig.count(S::CREATE), S::created(&rig.server())), (1, 1));
    let not_done = case::<S>("not done").nth(1, S::CREATE, instead(status, body));
    let (rig, _) = not_done.run(End::Is(Status::Unknown, Some("not_found")));
    assert_eq!((rig.count(S::CREATE), S::created(&rig.server())), (1, 0));
}
fn an_unclear_create_is_cleared_up_by_the_next_run<S: Subject>() {
    for (name, undone, done, _) in unclear(S::odd_successes()) {
        for (fate, there) in [(undone, false), (done, true)] {
            let (mut rig, _) =
                case::<S>(name).first(2, S::CREATE, fate).turn(Knob::ShowsLate(3_600_000)).result();
            rig.meets(|_| Fate::Answered);
            rig.world.time.pass(7_200_000);
            S::turn(&mut rig.server_mut(), Knob::ShowsLate(0));
            let outcome = rig.provision(S::user("ann@doe.com")).unwrap();
            let expected = if there { Status::Unchanged } else { Status::Created };
            assert_eq!((outcome.status, S::created(&rig.server())), (expected, 1), "{name}: {outcome:?}");
        }
    }
}
/// The first request for the step that confirms which comes after the create.
fn confirming<S: Subject>() -> usize {
    let path = path_of::<S>(S::server(), S::user("ann@doe.com"));
    let create = path.iter().position(|step| *step == S::CREATE).unwrap();
    let confirm = path.iter().skip(create).position(|step| *step == S::LOOK).unwrap();
    create + confirm + 1
}
fn the_read_that_confirms<S: Subject>() {
    let number = confirming::<S>();
    let is_unknown = |name: &str, disturbed: Case<S>, code: &str| {
        let (rig, result) = disturbed.result();
        let outcome = result.unwrap();
        assert_eq!((outcome.status, outcome.code()), (Status::Unknown, Some(code)), "{name}: {outcome:?}");
        assert_eq!((outcome.id.is_some(), S::created(&rig.server())), (true, 1), "{name}");
    };
    for (name, fate, code) in [
        ("400", instead(400, ""), "config_invalid"),
        ("HTML", html(), "bad_response"),
        ("half an answer", half(), "bad_response"),
        ("nothing", instead(200, ""), "bad_response"),
        ("a redirect", redirect(), "bad_response"),
    ] {
        is_unknown(name, case::<S>(format!("confirm: {name}")).at(number, fate), code);
    }
    if !S::EXPIRED.contains(&403) {
        is_unknown("403", case::<S>("confirm: 403").at(number, instead(403, "")), "forbidden");
    }
    for (name, fate, code) in passing() {
        case::<S>(format!("confirm: {name} once")).at(number, fate.clone()).run(CREATED);
        let stays = (number..number + 5).fold(case::<S>(name), |case, nth| case.at(nth, fate.clone()));
        is_unknown(name, stays, code);
    }
    case::<S>("shows late").turn(Knob::ShowsLate(3_000)).run(CREATED);
    let (rig, outcome) = case::<S>("too late")
        .turn(Knob::ShowsLate(3_600_000))
        .run(End::Is(Status::Unknown, Some("not_found")));
    assert_eq!(outcome.unwrap().id, S::ids(&rig.server(), "ann@doe.com").pop(), "what was said stays said");
}
fn an_answer_past_the_limit<S: Subject>() {
    // What it says would be good news: too large is too large all the same.
    let padded = || Fate::body(|body| body + &" ".repeat(50 << 20));
    let (_, result) = case::<S>("look").from(1, S::LOOK, padded()).result();
    assert!(is_nothing(&result, "bad_response"), "{result:?}");
    case::<S>("create").nth(1, S::CREATE, padded()).run(CREATED);
    let small = || case::<S>("a limit of one's own").options(json!({"maxResponseBytes": 1024}));
    let to = |length: usize| Fate::body(move |body| format!("{body:length$}"));
    let (_, result) = small().from(1, S::LOOK, to(1025)).result();
    assert!(is_nothing(&result, "bad_response"), "{result:?}");
    let (rig, _) = small().nth(1, S::LOOK, to(1024)).result();
    assert!(rig.steps().iter().skip_while(|step| **step != S::LOOK).count() > 1, "{:?}", rig.steps());
}
fn somebody_else_is_faster<S: Subject>() {
    for (if_exists, expected) in
        [("update", None), ("leave", Some(Status::Unchanged)), ("fail", Some(Status::Conflict))]
    {
        let raced = case::<S>(if_exists).turn(Knob::LosesRaces).options(json!({"ifExists": if_exists}));
        let (rig, result) = raced.result();
        let outcome = result.unwrap();
        assert_eq!(
            (S::created(&rig.server()), outcome.existed_before),
            (0, true),
            "{if_exists}: {outcome:?}"
        );
        let is_as_asked = matches!(outcome.status, Status::Updated | Status::Unchanged);
        assert!(expected.map_or(is_as_asked, |status| status == outcome.status), "{if_exists}: {outcome:?}");
    }
}
/// The platform gives no usable look-up: the refusal is all there is.
fn somebody_whom_no_read_shows<S: Subject>() {
    let (rig, result) = case::<S>("hidden").turn(Knob::Hidden("ann@doe.com")).result();
    let outcome = result.unwrap();
    assert!(matches!(outcome.status, Status::Conflict | Status::Failed), "{outcome:?}");
    assert_eq!((S::created(&rig.server()), rig.count(S::CREATE)), (0, 1));
}
