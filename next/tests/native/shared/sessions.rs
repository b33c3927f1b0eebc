//! Sessions: one for all, got anew once when over, never asked for again once refused.
use super::answers::{html, instead};
use super::case::logged_out;
use super::{on_every_platform, path_of, people, rig, rig_with, server_with, Knob, Subject};
use crate::rig::{Call, Fate, Rig, Status};
use provisor_next::http::Abort;
use provisor_next::reconcile::Mode;
use serde_json::{json, Value};

on_every_platform!(
    many_take_one_session,
    two_calls_of_one_client_take_one_session,
    refused_credentials_are_tried_once,
    a_login_that_fails_fails_all_who_wait_at_once,
    a_session_that_is_over_is_got_anew_once,
    a_session_that_is_never_accepted_ends_the_run,
    a_rejection_after_a_write_hides_no_write,
    whatever_ends_a_run_it_logs_out,
);

fn logins<S: Subject>(rig: &Rig<S::Model>) -> usize {
    S::LOGIN.map_or(0, |login| rig.count(login))
}
/// How many sessions a run takes when all is well.
fn one<S: Subject>() -> usize {
    usize::from(S::LOGIN.is_some())
}
fn many_take_one_session<S: Subject>() {
    let mut rig = rig_with::<S>(S::server(), json!({"concurrency": 16}));
    let ended = rig.provision_all(&people::<S>(50));
    assert_eq!(ended.statuses(), [Status::Created; 50]);
    assert_eq!((logins::<S>(&rig), S::created(&rig.server())), (one::<S>(), 50));
    logged_out::<S>("many", &rig);
}
fn two_calls_of_one_client_take_one_session<S: Subject>() {
    let rig = rig::<S>(S::server());
    let calls = people::<S>(2).into_iter().map(|user| rig.going(Call::one(Mode::Provision, user)));
    let ended = rig.world.time.run(futures_util::future::join_all(calls), || false).unwrap();
    assert!(ended.iter().all(|ended| ended.statuses() == [Status::Created]), "{ended:?}");
    assert_eq!(logins::<S>(&rig), one::<S>());
    logged_out::<S>("two calls", &rig);
}
fn refused_credentials_are_tried_once<S: Subject>() {
    if S::LOGIN.is_none() {
        return;
    }
    let mut rig = rig_with::<S>(S::server(), json!({"concurrency": 16}));
    S::turn(&mut rig.server_mut(), Knob::RefusesLogin);
    let ended = rig.provision_all(&people::<S>(20));
    assert!(ended.outcomes.iter().all(|outcome| outcome.code() == Some("auth_rejected")), "{ended:?}");
    let error = ended.thrown();
    assert_eq!((error.code.as_str(), rig.sent().len()), ("auth_rejected", 1));
    assert!(error.hint.is_some(), "{error:?}");
    // Asking again could lock the account, so no later call does.
    for user in people::<S>(3) {
        let again = rig.provision(user.clone());
        let code = again.as_ref().map_or_else(|error| error.code.as_str(), |outcome| outcome.code().unwrap());
        assert_eq!(code, "auth_rejected", "{again:?}");
        assert!(rig.plan(user).is_err_and(|error| error.code == "auth_rejected"));
    }
    assert_eq!((rig.sent().len(), S::created(&rig.server())), (1, 0));
}
fn a_login_that_fails_fails_all_who_wait_at_once<S: Subject>() {
    let Some(login) = S::LOGIN else { return };
    for (name, fate, code, calls) in [
        ("500", instead(500, ""), "server_error", 5),
        ("lost", Fate::lost(), "network", 2),
        ("silence", Fate::Silence { done: false }, "timeout", 2),
        ("HTML", html(), "bad_response", 1),
        ("an object", instead(200, "{}"), "bad_response", 1),
        ("a list", instead(200, "[]"), "bad_response", 1),
        ("nothing", instead(200, ""), "bad_response", 1),
        ("a redirect", instead(302, ""), "bad_response", 1),
        ("401", instead(401, ""), "auth_rejected", 1),
        ("404", instead(404, ""), "not_found", 1),
        ("an hour", Fate::instead(429, &[("retry-after", "3600")], ""), "rate_limited", 1),
    ] {
        for width in [1, 3, 16] {
            let mut rig =
                rig_with::<S>(S::server(), json!({"concurrency": width})).with_fate_of(login, fate.clone());
            let ended = rig.provision_all(&people::<S>(20));
            assert!(ended.outcomes.iter().all(|outcome| outcome.code() == Some(code)), "{name}: {ended:?}");
            let error = ended.thrown();
            assert_eq!((error.code.as_str(), rig.sent().len()), (code, calls), "{name}, {width}");
        }
    }
}
/// What is done to whom: a new person, one who differs, one who leaves.
fn errands<S: Subject>() -> Vec<(&'static str, S::Model, Mode, Value, Status)> {
    let with_ann = || server_with::<S>(&["ann@doe.com"]);
    let (user, wish) = (S::user("ann@doe.com"), S::wish("ann@doe.com"));
    let mut errands = vec![
        ("new", S::server(), Mode::Provision, user.clone(), Status::Created),
        ("new, with all", S::server(), Mode::Provision, wish.clone(), Status::Created),
        ("as asked", with_ann(), Mode::Provision, user.clone(), Status::Unchanged),
        ("differs", with_ann(), Mode::Provision, wish, Status::Updated),
    ];
    if S::DEPROVISIONS {
        errands.push(("leaves", with_ann(), Mode::Deprovision, user, Status::Deprovisioned));
    }
    errands
}
fn a_session_that_is_over_is_got_anew_once<S: Subject>() {
    if S::LOGIN.is_none() {
        return;
    }
    for (name, server, mode, user, expected) in errands::<S>() {
        let call = Call::one(mode, user);
        let mut whole = rig::<S>(server.clone());
        whole.run(call.clone());
        for (number, step) in (1..).zip(whole.steps()).filter(|(_, step)| Some(*step) != S::LOGIN) {
            for status in S::EXPIRED {
                let what = format!("{name}: {status} at {number}");
                let fate = if *status == 401 { Fate::Expired } else { instead(*status, "") };
                let mut rig = rig::<S>(server.clone()).with_fate(number, fate);
                let outcome = rig.run(call.clone()).unwrap().one().unwrap();
                assert_eq!(outcome.status, expected, "{what}: {outcome:?}");
                assert_eq!(S::state(&rig.server()), S::state(&whole.server()), "{what}");
                // Nobody logs in to log out.
                let is_end = Some(step) == S::LOGOUT;
                assert_eq!(logins::<S>(&rig), if is_end { 1 } else { 2 }, "{what}");
            }
        }
    }
}
fn a_session_that_is_never_accepted_ends_the_run<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    S::turn(&mut rig.server_mut(), Knob::UselessSessions);
    let ended = rig.run(Call::one(Mode::Provision, S::user("ann@doe.com"))).unwrap();
    let error = ended.thrown.clone().or_else(|| ended.outcomes[0].error.clone()).unwrap();
    assert_eq!(error.code, "auth_rejected");
    assert!(error.hint.is_some(), "{error:?}");
    // Two sessions, one read under each; a credential that is the session is shown once for each read.
    let sent = rig.sent().iter().filter(|sent| !S::is_session(sent)).count();
    assert!(logins::<S>(&rig) <= 2 * one::<S>() && sent <= 2, "{:?}", rig.steps());
    let ended = rig.provision_all(&people::<S>(20));
    assert!(ended.outcomes.iter().all(|outcome| outcome.code() == Some("auth_rejected")), "{ended:?}");
    assert_eq!((ended.thrown().code.as_str(), S::created(&rig.server())), ("auth_rejected", 0));
    // Two sessions for each call; those who wait for the second one do not get a third.
    assert!(logins::<S>(&rig) <= 4 * one::<S>() && rig.sent().len() < 34, "{:?}", rig.steps());
}
fn a_rejection_after_a_write_hides_no_write<S: Subject>() {
    for (server, user, write) in [
        (S::server(), S::user("ann@doe.com"), S::CREATE),
        (server_with::<S>(&["ann@doe.com"]), S::change("ann@doe.com"), S::WRITE),
    ] {
        let mut written = false;
        let mut rig = rig::<S>(server);
        rig.meets(move |sent| {
            let is_rejected = written && !S::is_session(sent);
            written |= sent.step == write;
            if is_rejected {
                Fate::Expired
            } else {
                Fate::Answered
            }
        });
        let outcome = rig.run(Call::one(Mode::Provision, user)).unwrap().outcomes.pop().unwrap();
        // What an answer told, the outcome tells, though no read could confirm it.
        if S::LOGIN.is_none() {
            assert_eq!(outcome.status, Status::Unknown, "{write}: {outcome:?}");
        }
        assert!(
            matches!(outcome.status, Status::Unknown | Status::Created | Status::Updated),
            "{write}: {outcome:?}"
        );
        assert_eq!(outcome.id, S::ids(&rig.server(), "ann@doe.com").pop(), "{write}");
    }
}
fn whatever_ends_a_run_it_logs_out<S: Subject>() {
    let Some(logout) = S::LOGOUT else { return };
    let path = path_of::<S>(S::server(), S::user("ann@doe.com"));
    for (number, step) in (1..).zip(&path).filter(|(_, step)| Some(**step) != S::LOGIN && **step != logout) {
        for (name, fate) in [
            ("400", instead(400, "")),
            ("HTML", html()),
            ("500", instead(500, "")),
            ("done, then 500", Fate::done_but(500, "")),
            ("lost", Fate::lost()),
        ] {
            let what = format!("{step}: {name}");
            let mut one = rig::<S>(S::server()).with_fate(number, fate.clone());
            assert!(one.provision(S::user("ann@doe.com")).is_ok(), "{what}");
            let mut many = rig::<S>(S::server()).with_fate_of(step, fate);
            many.provision_all(&people::<S>(3));
            for rig in [one, many] {
                assert_eq!(rig.steps().last(), Some(&logout), "{what}");
                assert_eq!(rig.count(logout), 1, "{what}");
                logged_out::<S>(&what, &rig);
            }
        }
    }
    // An abort ends it too: what must be sent is sent whatever the caller says.
    for number in 2..path.len() {
        let (abort, aborter) = Abort::new();
        let mut rig = rig::<S>(S::server()).with(move |sent| {
            if sent.number == number {
                aborter.abort();
            }
            None
        });
        let mut call = Call::one(Mode::Provision, S::user("ann@doe.com"));
        call.abort = Some(abort);
        rig.run(call).unwrap();
        assert_eq!(
            (rig.steps().last(), rig.count(logout)),
            (Some(&logout), 1),
            "aborted at {number}: {:?}",
            rig.steps()
        );
    }
    // A log-out that fails changes no outcome.
    for fate in [instead(500, ""), instead(401, ""), Fate::lost(), Fate::Silence { done: true }] {
        let mut rig = rig::<S>(S::server()).with_fate_of(logout, fate);
        assert_eq!(rig.provision(S::user("ann@doe.com")).unwrap().status, Status::Created);
        assert_eq!(logins::<S>(&rig), 1, "nobody logs in to log out");
    }
}
