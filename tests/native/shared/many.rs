//! Many at once: one person's failure is that person's outcome, and never ends the run.

use super::answers::{html, instead};
use super::sessions::people;
use super::truth::{logged_out, no_twins};
use super::{on_every_platform, rig, server_with, Knob, Subject};
use crate::rig::{Fate, Sent};
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::Value;

on_every_platform!(
    each_ends_for_himself,
    one_create_that_fails_is_that_one_s_outcome,
    one_change_that_fails_is_that_one_s_outcome,
    one_malformed_row_costs_nobody_else,
    late_ones_are_waited_for,
    a_look_that_fails_writes_nothing_for_those_it_was_for,
);

fn each_ends_for_himself<S: Subject>() {
    let mut rig = rig::<S>(server_with::<S>(&["known@doe.com", "old@doe.com"]));
    let mut users = people::<S>(12);
    users.push(S::user("KNOWN@doe.com"));
    users.push(S::wish("old@doe.com"));
    let bulk = rig.provision_all(&users);
    assert_eq!(bulk.statuses()[..12], [Status::Created; 12]);
    assert_eq!(bulk.statuses()[12..], [Status::Unchanged, Status::Updated]);
    assert!(bulk.outcomes.iter().all(|outcome| outcome.verified && outcome.error.is_none()));
    assert!(rig.most_in_flight <= 4, "{}", rig.most_in_flight);
    no_twins::<S>("many", &rig.server);
    logged_out::<S>("many", &rig);
    let again = rig.provision_all(&users);
    assert_eq!((again.statuses(), S::created(&rig.server)), (vec![Status::Unchanged; 14], 12));
}

/// Whether a request for this purpose is about the second of three.
fn is_second<S: Subject>(sent: &Sent, purpose: &str) -> bool {
    sent.purpose == purpose && (sent.body().contains("person.1@") || sent.line().contains("person.1@"))
}

fn one_create_that_fails_is_that_one_s_outcome<S: Subject>() {
    use Status::{Conflict, Created, Failed, Unknown};
    let not_done = if S::REFUSES_DUPLICATES { Created } else { Unknown };
    for (name, fate, status) in [
        ("refused", instead(400, "no"), Failed),
        ("a conflict", instead(409, ""), Conflict),
        ("an hour", Fate::instead(429, &[("retry-after", "3600")], ""), Failed),
        ("done, then 500", Fate::done_but(500, ""), Created),
        ("done, then lost", Fate::AnswerLost(Fault::Network), Created),
        ("done, then HTML", Fate::done_but(200, "<html>"), Created),
        ("lost", Fate::Lost(Fault::Network), not_done),
    ] {
        let mut rig = rig::<S>(S::server());
        let mut met = false;
        rig.fates = Box::new(move |sent| {
            let meets = !met && is_second::<S>(sent, S::CREATE);
            met |= meets;
            if meets {
                fate.clone()
            } else {
                Fate::Answered
            }
        });
        let bulk = rig.provision_all(&people::<S>(3));
        assert_eq!(bulk.statuses(), [Created, status, Created], "{name}");
        assert!(bulk.result.unwrap().is_ok(), "{name}");
        no_twins::<S>(name, &rig.server);
    }
}

fn one_change_that_fails_is_that_one_s_outcome<S: Subject>() {
    let names = ["person.0@doe.com", "person.1@doe.com", "person.2@doe.com"];
    let server = server_with::<S>(&names);
    let id = S::ids(&server, names[1]).pop().unwrap();
    let id = provisor::http::percent::component(&id);
    let users: Vec<Value> = names.map(S::wish).into();
    for fate in [instead(400, "no"), instead(404, "")] {
        let (id, mut rig) = (id.clone(), rig::<S>(server.clone()));
        rig.fates = Box::new(move |sent| match sent.purpose == S::WRITE && sent.line().contains(&id) {
            true => fate.clone(),
            false => Fate::Answered,
        });
        let bulk = rig.provision_all(&users);
        assert_eq!(bulk.statuses(), [Status::Updated, Status::Failed, Status::Updated]);
        assert_eq!(S::has(&rig.server, names[1]), S::has(&server, names[1]));
        assert!(bulk.outcomes[1].error.as_ref().unwrap().step.is_some());
    }
}

fn one_malformed_row_costs_nobody_else<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    let users = [S::user("a@doe.com"), S::user("no address"), Value::Null, S::user("b@doe.com")];
    let bulk = rig.provision_all(&users);
    use Status::{Created, Failed};
    assert_eq!(bulk.statuses(), [Created, Failed, Failed, Created]);
    assert!(bulk.outcomes[1..3]
        .iter()
        .all(|outcome| outcome.error.as_ref().unwrap().code == Code::ConfigInvalid));
}

fn late_ones_are_waited_for<S: Subject>() {
    let mut rig = rig::<S>(S::server());
    S::turn(&mut rig.server, Knob::ShowsLate(2_000));
    assert_eq!(rig.provision_all(&people::<S>(3)).statuses(), [Status::Created; 3]);
    let mut never = super::rig::<S>(S::server());
    S::turn(&mut never.server, Knob::ShowsLate(3_600_000));
    let bulk = never.provision_all(&people::<S>(3));
    assert_eq!(bulk.statuses(), [Status::Unknown; 3]);
    assert!(bulk.outcomes.iter().all(|outcome| outcome.id.is_some()), "what was said stays said");
    assert_eq!(S::created(&never.server), 3);
}

fn a_look_that_fails_writes_nothing_for_those_it_was_for<S: Subject>() {
    for (name, fate) in
        [("HTML", html()), ("404", instead(404, "")), ("silence", Fate::Silence { done: false })]
    {
        let mut rig = rig::<S>(S::server()).with_fate_of(S::LOOK, fate);
        let bulk = rig.provision_all(&people::<S>(3));
        assert_eq!(bulk.statuses(), [Status::Failed; 3], "{name}");
        assert_eq!(S::created(&rig.server), 0, "{name}");
        assert!(bulk.result.unwrap().is_ok(), "{name}");
    }
}
