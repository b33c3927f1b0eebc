//! Many at once: one person's failure is that person's outcome, and never ends the run; twins and removals are kept apart.
use super::answers::{html, instead};
use super::case::logged_out;
use super::{no_twins, on_every_platform, people, rig, server_with, Knob, Subject};
use crate::rig::{Call, Fate, Sent, Status};
use provisor_next::reconcile::Mode;
use serde_json::{json, Value};

on_every_platform!(
    each_ends_for_himself,
    one_create_that_fails_is_that_one_s_outcome,
    one_change_that_fails_is_that_one_s_outcome,
    one_malformed_row_costs_nobody_else,
    twins_in_a_roster_are_provisioned_once,
    one_client_works_on_one_person_once_at_a_time,
    late_ones_are_waited_for,
    a_look_that_fails_writes_nothing_for_those_it_was_for,
    a_journal_that_cannot_be_written_ends_the_run,
    beyond_the_limit_nobody_is_removed,
    an_abort_ends_at_once_and_tells_of_everybody,
);

fn each_ends_for_himself<S: Subject>() {
    let mut rig = rig::<S>(server_with::<S>(&["known@doe.com", "old@doe.com"]));
    let mut users = people::<S>(12);
    users.push(S::user("KNOWN@doe.com"));
    users.push(S::wish("old@doe.com"));
    let ended = rig.provision_all(&users);
    assert_eq!(ended.statuses()[..12], [Status::Created; 12]);
    assert_eq!(ended.statuses()[12..], [Status::Unchanged, Status::Updated]);
    assert!(rig.world.most_in_flight.get() <= 4, "{}", rig.world.most_in_flight.get());
    no_twins::<S>("many", &rig.server());
    logged_out::<S>("many", &rig);
    let again = rig.provision_all(&users);
    assert_eq!((again.statuses(), S::created(&rig.server())), (vec![Status::Unchanged; 14], 12));
    assert!(rig.provision_all(&[]).outcomes.is_empty());
}
/// Whether a request for this step is about the second of three.
fn is_second(sent: &Sent, step: &str) -> bool {
    sent.step == step && (sent.body().contains("person.1@") || sent.line().contains("person.1@"))
}
fn one_create_that_fails_is_that_one_s_outcome<S: Subject>() {
    use Status::{Created, Failed, Unknown};
    for (name, fate, status) in [
        ("refused", instead(400, "no"), Failed),
        ("a conflict", instead(409, ""), Failed),
        ("done, then 500", Fate::done_but(500, ""), Created),
        ("done, then lost", Fate::answer_lost(), Created),
        ("done, then HTML", Fate::done_but(200, "<html>"), Created),
        ("lost", Fate::lost(), Unknown),
    ] {
        let mut met = false;
        let mut rig = rig::<S>(S::server()).with(move |sent| {
            let is_met = !met && is_second(sent, S::CREATE);
            met |= is_met;
            is_met.then(|| fate.clone())
        });
        let ended = rig.provision_all(&people::<S>(3));
        assert_eq!(ended.statuses(), [Created, status, Created], "{name}: {ended:?}");
        assert!(ended.thrown.is_none(), "{name}");
        no_twins::<S>(name, &rig.server());
    }
}
fn one_change_that_fails_is_that_one_s_outcome<S: Subject>() {
    let names = ["person.0@doe.com", "person.1@doe.com", "person.2@doe.com"];
    let server = server_with::<S>(&names);
    let id = S::ids(&server, names[1]).pop().unwrap();
    let id = provisor_next::percent::encode(&id);
    let users: Vec<Value> = names.map(S::change).into();
    for fate in [instead(400, "no"), instead(404, "")] {
        let id = id.clone();
        let mut rig = rig::<S>(server.clone())
            .with(move |sent| (sent.step == S::WRITE && sent.line().contains(&id)).then(|| fate.clone()));
        let ended = rig.provision_all(&users);
        assert_eq!(ended.statuses(), [Status::Updated, Status::Failed, Status::Updated], "{ended:?}");
        assert_eq!(S::has(&rig.server(), names[1]), S::has(&server, names[1]));
        assert!(!ended.outcomes[1].pending.is_empty() && ended.outcomes[1].id.is_some(), "{ended:?}");
    }
}
fn one_malformed_row_costs_nobody_else<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    let ended =
        rig.provision_all(&[S::user("a@doe.com"), S::user("no address"), Value::Null, S::user("b@doe.com")]);
    use Status::{Created, Failed};
    assert_eq!(ended.statuses(), [Created, Failed, Failed, Created]);
    for outcome in &ended.outcomes[1..3] {
        assert_eq!((outcome.code(), outcome.requests), (Some("config_invalid"), 0), "{outcome:?}");
    }
}
fn twins_in_a_roster_are_provisioned_once<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    let users = ["ann@doe.com", "ANN@doe.com", "bob@doe.com", "ann@doe.com"].map(S::user);
    let ended = rig.provision_all(&users);
    use Status::{Created, Failed};
    assert_eq!(ended.statuses(), [Created, Failed, Created, Failed]);
    for row in [1, 3] {
        let outcome = &ended.outcomes[row];
        assert_eq!((outcome.code(), outcome.requests), (Some("config_invalid"), 0), "{outcome:?}");
        assert!(outcome.error.as_ref().unwrap().message.contains('0'), "it names the first: {outcome:?}");
    }
    assert_eq!(S::created(&rig.server()), 2);
}
/// Twice at the same time, by one client: one account.
fn one_client_works_on_one_person_once_at_a_time<S: Subject>() {
    let rig = rig::<S>(S::server());
    let names = ["ann@doe.com", "Ann@doe.com", "ANN@doe.com"];
    let calls = names.map(|name| rig.going(Call::one(Mode::Provision, S::user(name))));
    let ended = rig.world.time.run(futures_util::future::join_all(calls), || false).unwrap();
    let mut statuses: Vec<_> = ended.iter().flat_map(|ended| ended.statuses()).collect();
    statuses.sort_by_key(|status| *status != Status::Created);
    assert_eq!(statuses, [Status::Created, Status::Unchanged, Status::Unchanged], "{ended:?}");
    assert_eq!((S::created(&rig.server()), rig.world.held()), (1, (0, 0)));
}
fn late_ones_are_waited_for<S: Subject>() {
    for (ms, expected) in [(2_000, Status::Created), (3_600_000, Status::Unknown)] {
        let mut rig = rig::<S>(S::server());
        S::turn(&mut rig.server_mut(), Knob::ShowsLate(ms));
        let ended = rig.provision_all(&people::<S>(3));
        assert_eq!(ended.statuses(), [expected; 3]);
        assert!(ended.outcomes.iter().all(|outcome| outcome.id.is_some()), "what was said stays said");
        assert_eq!(S::created(&rig.server()), 3);
    }
}
fn a_look_that_fails_writes_nothing_for_those_it_was_for<S: Subject>() {
    for (name, fate) in
        [("HTML", html()), ("404", instead(404, "")), ("silence", Fate::Silence { done: false })]
    {
        let mut rig = rig::<S>(S::server()).with_fate_of(S::LOOK, fate);
        let ended = rig.provision_all(&people::<S>(3));
        let is_none = |status: &Status| matches!(status, Status::Failed | Status::Unknown);
        assert!(ended.statuses().len() == 3 && ended.statuses().iter().all(is_none), "{name}: {ended:?}");
        assert_eq!((S::created(&rig.server()), rig.count(S::CREATE)), (0, 0), "{name}");
    }
}
/// No create leaves before its intent is stored.
fn a_journal_that_cannot_be_written_ends_the_run<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    rig.world.refuses_to_store.set(true);
    let ended = rig.journaled(&people::<S>(3));
    assert!(ended.thrown.is_some(), "{ended:?}");
    assert_eq!((S::created(&rig.server()), rig.count(S::CREATE)), (0, 0));
}
fn beyond_the_limit_nobody_is_removed<S: Subject>() {
    if !S::DEPROVISIONS {
        return;
    }
    let names = ["person.0@doe.com", "person.1@doe.com", "person.2@doe.com", "person.3@doe.com"];
    let users = names.map(S::user);
    for limits in
        [json!({}), json!({"limit": 3}), json!({"limit": "30%", "among": 10}), json!({"limit": "a few"})]
    {
        let mut rig = rig::<S>(server_with::<S>(&names));
        let ended = rig.deprovision_all(&users, limits.clone());
        let error = ended.thrown();
        assert!(error.code.starts_with("config_"), "{limits}: {error:?}");
        assert!(rig.sent().is_empty(), "{limits}: {:?}", rig.steps());
    }
    for limits in [json!({"limit": 4}), json!({"limit": "40%", "among": 10})] {
        let mut rig = rig::<S>(server_with::<S>(&names));
        let ended = rig.deprovision_all(&users, limits.clone());
        assert_eq!(ended.statuses(), [Status::Deprovisioned; 4], "{limits}: {ended:?}");
        let again = rig.deprovision_all(&users, limits);
        assert_eq!(again.statuses(), [Status::Unchanged; 4], "{again:?}");
        logged_out::<S>("removals", &rig);
    }
}
/// At every request: nothing more is sent for anybody, each who was begun is told of, and the client goes on.
fn an_abort_ends_at_once_and_tells_of_everybody<S: Subject>() {
    let users = people::<S>(3);
    let mut whole = rig::<S>(S::server());
    whole.provision_all(&users);
    for number in 1..=whole.sent().len() {
        let (abort, aborter) = provisor_next::http::Abort::new();
        let mut rig = rig::<S>(S::server()).with(move |sent| {
            if sent.number == number {
                aborter.abort();
            }
            None
        });
        let is_end = whole.steps().get(number - 1).copied() == S::LOGOUT;
        let ended = rig.run(Call { abort: Some(abort), ..Call::many(Mode::Provision, &users) }).unwrap();
        let after =
            rig.sent().iter().filter(|sent| sent.number > number && Some(sent.step) != S::LOGOUT).count();
        assert!(after == 0 || is_end, "aborted at {number}: {:?}", rig.steps());
        for outcome in &ended.outcomes {
            let is_there = !S::ids(&rig.server(), &outcome.subject).is_empty();
            assert!(!outcome.status.is_done() || is_there, "{outcome:?}");
            let is_denied = matches!(outcome.status, Status::Failed);
            assert!(!(is_denied && is_there), "aborted at {number}: {outcome:?}");
        }
        assert_eq!(rig.world.held(), (0, 0), "aborted at {number}");
        rig.meets(|_| Fate::Answered);
        let later = rig.provision(S::user("later@doe.com")).unwrap();
        assert_eq!(later.status, Status::Created, "aborted at {number}: {later:?}");
        no_twins::<S>("aborted", &rig.server());
    }
}
