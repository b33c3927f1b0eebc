//! Many at once: where the answer about several leaves a doubt about somebody, it costs nobody else.

use super::kit::{pal, people, person, Pal};
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::Status::{self, Conflict, Created, Failed, Unchanged};
use provisor::error::Code;

const LOOK: &str = "look up the user";

/// person.0 and person.2 are there, person.1 is not.
fn three() -> Pal {
    pal(Model::new().with("companydoe", "person.0@doe.com").with("companydoe", "person.2@doe.com"))
}

fn record(id: u64, email: &str) -> String {
    format!(
        r#"{{"id":{id},"userAccountId":{id},"emailAddress":"{email}","tenantId":123,"tenant":"companydoe"}}"#
    )
}

fn list(count: usize, records: &[String]) -> Fate {
    Fate::instead(200, &[], &format!(r#"{{"count":{count},"results":[{}]}}"#, records.join(",")))
}

#[test]
fn doubts_about_the_first_look() {
    let (zero, two) = (record(4711, "person.0@doe.com"), record(4712, "person.2@doe.com"));
    let stranger = record(9, "stranger@doe.com");
    for (name, fate, looks) in [
        ("clear", Fate::Answered, 2),
        ("a stranger among them", list(2, &[zero.clone(), stranger.clone()]), 5),
        ("strangers only", list(1, &[stranger]), 5),
        ("more than were sent", list(3, &[zero.clone(), two.clone()]), 5),
        ("one of them twice", list(3, &[zero.clone(), zero.clone(), two]), 5),
        ("refused as too complex", Fate::instead(400, &[], "too complex"), 5),
        ("refused as too long", Fate::instead(414, &[], ""), 5),
    ] {
        let mut pal = three().with_fate(3, fate);
        let bulk = pal.provision_all(&people(3));
        assert_eq!(bulk.statuses(), [Unchanged, Created, Unchanged], "{name}");
        assert_eq!(pal.sent_for(LOOK).len(), looks, "{name}");
        assert_eq!(pal.server.created.len(), 1, "{name}");
        assert!(bulk.outcomes.iter().all(|outcome| outcome.verified), "{name}");
    }
}

#[test]
fn a_server_that_forgets_somebody_still_refuses_the_second_account() {
    let mut pal = three().with_fate(3, list(1, &[record(4711, "person.0@doe.com")]));
    let bulk = pal.provision_all(&people(3));
    assert_eq!(bulk.statuses(), [Unchanged, Created, Unchanged]);
    assert_eq!(bulk.outcomes[2].warnings.len(), 1);
    pal.server.check_no_twins();
}

#[test]
fn one_that_is_not_clear_is_that_one_s_outcome() {
    let differ = record(4711, "person.0@doe.com").replacen("4711", "4710", 1);
    let elsewhere = record(4711, "person.0@doe.com").replace(":123", ":124");
    let two = record(4712, "person.2@doe.com");
    for (name, first) in [("ids that differ", differ), ("another tenant's", elsewhere)] {
        let mut pal = three().with_fate(3, list(2, &[first, two.clone()]));
        let bulk = pal.provision_all(&people(3));
        assert_eq!(bulk.statuses(), [Failed, Created, Unchanged], "{name}");
        assert_eq!(bulk.outcomes[0].error.as_ref().unwrap().code, Code::BadResponse, "{name}");
    }
    let mut twice = three();
    twice.server.add("companydoe", "PERSON.0@doe.com", 0);
    assert_eq!(twice.provision_all(&people(3)).statuses(), [Conflict, Created, Unchanged]);
}

#[test]
fn a_look_that_fails_is_everybody_s_outcome_and_the_next_tenant_goes_on() {
    for (fate, code) in [
        (Fate::instead(403, &[], ""), Code::Forbidden),
        (Fate::instead(200, &[], "<html>"), Code::BadResponse),
        (Fate::Silence { done: false }, Code::Timeout),
    ] {
        let mut pal = pal(Model::new());
        pal.fates = Box::new(move |sent| match sent.filled.url.contains("/companydoe?") {
            true => fate.clone(),
            false => Fate::Answered,
        });
        let mut users = people(2);
        users.push(serde_json::json!({"email": "neu@roe.de", "subDomain": "roe"}));
        let bulk = pal.provision_all(&users);
        assert_eq!(bulk.statuses(), [Failed, Failed, Created]);
        assert!(bulk.outcomes[..2].iter().all(|outcome| outcome.error.as_ref().unwrap().code == code));
    }
}

#[test]
fn one_create_that_fails_is_that_one_s_outcome() {
    for (name, fate, status) in [
        ("refused", Fate::instead(400, &[], "no"), Failed),
        ("done, then 500", Fate::done_but(500, ""), Created),
        ("lost", Fate::Lost(provisor::engine::Fault::Network), Created),
        ("another id", Fate::body(|body| body.replace(":4712", ":9999")), Conflict),
    ] {
        let mut pal = pal(Model::new());
        pal.fates = Box::new(move |sent| {
            let is_second = sent.purpose == "create the user" && sent.body().contains("person.1@");
            match is_second && sent.number < 7 {
                true => fate.clone(),
                false => Fate::Answered,
            }
        });
        let bulk = pal.provision_all(&people(3));
        assert_eq!(bulk.statuses(), [Created, status, Created], "{name}");
    }
}

#[test]
fn doubts_about_the_last_look() {
    for (name, fate, others) in [
        ("403", Fate::instead(403, &[], ""), Status::Unknown),
        ("nobody", list(0, &[]), Created),
        ("a stranger", list(1, &[record(9, "stranger@doe.com")]), Created),
        ("refused as too complex", Fate::instead(400, &[], ""), Created),
    ] {
        // 1 token, 2 tenant, 3 look-up, 4 to 6 creates, 7 verify.
        let mut pal = pal(Model::new()).with_fate(7, fate);
        let bulk = pal.provision_all(&people(3));
        assert_eq!(bulk.statuses(), [others; 3], "{name}");
        assert!(bulk.outcomes.iter().all(|outcome| outcome.id.is_some()), "{name}");
    }
    let mut late = pal(Model::new().ways(|ways| ways.shows_late_ms = 2_000));
    let bulk = late.provision_all(&[person("a@doe.com"), person("b@doe.com")]);
    assert_eq!(bulk.statuses(), [Created; 2]);
}
