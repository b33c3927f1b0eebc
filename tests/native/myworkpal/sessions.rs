//! Tokens: got once for all, renewed in time, renewed once when rejected, never asked for again once refused.

use super::kit::{john, pal, pal_with, people, person, Pal};
use super::model::{Model, Tenant};
use super::truth::{end, End};
use crate::rig::{Fate, START};
use provisor::engine::{Fault, Host, Status};
use provisor::error::Code;
use serde_json::{json, Value};

const TOKEN: &str = "get an access token";

fn tokens(pal: &Pal) -> usize {
    pal.sent_for(TOKEN).len()
}

/// Ten tenants, so that there is more than one batch.
fn ten_tenants() -> Model {
    let mut server = Model::new();
    server.tenants = (0..10)
        .map(|n| Tenant { id: 100 + n, name: format!("Company {n}"), sub_domain: format!("company{n}") })
        .collect();
    server
}

fn fifty() -> Vec<Value> {
    (0..50)
        .map(|n| json!({"email": format!("p{n}@doe.com"), "company": format!("Company {}", n % 10)}))
        .collect()
}

fn wide() -> Pal {
    let mut pal = pal(ten_tenants());
    pal.concurrency = Some(16);
    pal
}

#[test]
fn fifty_rows_take_one_token() {
    let mut pal = wide();
    let bulk = pal.provision_all(&fifty());
    assert_eq!(bulk.statuses(), [Status::Created; 50]);
    assert_eq!(tokens(&pal), 1);
    assert_eq!(pal.server.created.len(), 50);
}

#[test]
fn two_runs_of_one_client_take_one_token() {
    let mut pal = pal(Model::new());
    let runs =
        people(2).into_iter().map(|user| pal.client.provision(Host::default(), user).unwrap()).collect();
    let ended = pal.drive_all(runs);
    assert!(ended.iter().all(|end| end.as_ref().unwrap().as_ref().unwrap()["status"] == "created"));
    assert_eq!(tokens(&pal), 1);
}

#[test]
fn a_run_that_is_dropped_while_getting_the_token_holds_nobody_up() {
    let mut pal = pal(Model::new());
    let mut dropped = pal.client.provision(Host::default(), john()).unwrap();
    assert_eq!(dropped.poll(START, std::task::Waker::noop()).sends.len(), 1);
    drop(dropped);
    assert_eq!(pal.provision(john()).unwrap().status, Status::Created);
    assert!(pal.now < START + 1_000, "it waited for a lease");
}

#[test]
fn renewal_comes_before_the_end() {
    // Skew is a tenth of the life, a minute at most.
    for (life_s, good_for_ms) in [(100, 90_000), (3_600, 3_540_000), (7, 6_300)] {
        let mut server = Model::new();
        server.tokens.life_s = life_s;
        let mut pal = pal(server);
        pal.provision(person("a@doe.com")).unwrap();
        let got = pal.sent[0].at + pal.latency_ms;
        pal.now = got + good_for_ms - 100;
        pal.provision(person("b@doe.com")).unwrap();
        assert_eq!(tokens(&pal), 1, "{life_s}");
        pal.now = got + good_for_ms;
        pal.provision(person("c@doe.com")).unwrap();
        assert_eq!(tokens(&pal), 2, "{life_s}");
        assert_eq!(pal.logs.iter().filter(|event| event.status == Some(401)).count(), 0);
    }
}

#[test]
fn odd_lives_of_tokens() {
    let token = |rest: &str| format!(r#"{{"access_token":"canary-token-1","token_type":"bearer"{rest}}}"#);
    for (rest, expected) in [
        ("", 1),
        (r#","expires_in":null"#, 1),
        (r#","expires_in":"3600""#, 1),
        (r#","expires_in":3600.5"#, 1),
        (r#","expires_in":-1"#, 1),
        // Over at once: one for each of the four calls, and no more.
        (r#","expires_in":0"#, 4),
    ] {
        let text = token(rest);
        let mut pal = pal(Model::new()).with_fate_of(TOKEN, Fate::body(move |_| text.clone()));
        let outcome = pal.provision(john()).unwrap();
        assert_eq!(outcome.status, Status::Created, "{rest}: {outcome:?}");
        assert_eq!(tokens(&pal), expected, "{rest}");
    }
}

#[test]
fn refused_credentials_are_tried_once() {
    let mut pal = wide();
    pal.server.tokens.refused = true;
    let bulk = pal.provision_all(&fifty());
    assert!(bulk.outcomes.is_empty());
    let error = bulk.thrown();
    assert_eq!((error.code, tokens(&pal), pal.sent.len()), (Code::AuthRejected, 1, 1));
    assert!(error.hint.as_deref().unwrap().contains("clientSecret"), "{error}");
    // Asking again could lock the API client out.
    assert_eq!(end(&pal.provision(john())), End::Throws(Code::AuthRejected));
    assert_eq!(pal.sent.len(), 1);
    // Connecting is deliberate.
    pal.server.tokens.refused = false;
    let run = pal.client.connect(Host::default()).unwrap();
    let connection = pal.drive(run).unwrap().unwrap();
    assert_eq!(connection["expiresAt"], pal.sent[1].at + pal.latency_ms + 3_600_000);
    assert_eq!(end(&pal.provision(person("p@nowhere.co"))), End::Is(Status::Failed, Some(Code::NotFound)));
}

#[test]
fn a_token_endpoint_that_fails_fails_all_who_wait_at_once() {
    for (name, fate, code, calls) in [
        ("500", Fate::instead(500, &[], ""), Code::ServerError, 5),
        ("lost", Fate::Lost(Fault::Network), Code::Network, 5),
        ("silence", Fate::Silence { done: false }, Code::Timeout, 5),
        ("403", Fate::instead(403, &[], ""), Code::Forbidden, 1),
        ("HTML", Fate::instead(200, &[], "<html>"), Code::BadResponse, 1),
    ] {
        for width in [1, 3, 16] {
            let mut pal = wide().with_fate_of(TOKEN, fate.clone());
            pal.concurrency = Some(width);
            let bulk = pal.provision_all(&fifty());
            assert!(bulk.outcomes.is_empty(), "{name}");
            assert_eq!((bulk.thrown().code, pal.sent.len()), (code, calls), "{name}");
        }
    }
}

#[test]
fn a_rejected_token_is_renewed_once() {
    for number in 2..=5 {
        let mut pal = pal(Model::new()).with_fate(number, Fate::instead(401, &[], ""));
        let outcome = pal.provision(john()).unwrap();
        assert_eq!((outcome.status, outcome.verified), (Status::Created, true), "{number}");
        assert_eq!((tokens(&pal), pal.server.created.len()), (2, 1), "{number}");
    }
    let mut pal = wide();
    pal.server.tokens.revoke_after = Some(30);
    assert_eq!(pal.provision_all(&fifty()).statuses(), [Status::Created; 50]);
    assert_eq!(tokens(&pal), 2);
}

#[test]
fn a_token_that_is_never_accepted_ends_the_run() {
    let mut one = pal(Model::new());
    one.server.tokens.useless = true;
    assert_eq!(end(&one.provision(john())), End::Throws(Code::AuthRejected));
    assert_eq!((tokens(&one), one.sent.len()), (2, 4));
    let mut many = wide();
    many.server.tokens.useless = true;
    assert_eq!(many.provision_all(&fifty()).thrown().code, Code::AuthRejected);
    assert_eq!(tokens(&many), 2);
}

/// After the first create, every request of this purpose is rejected.
fn rejected_after_the_create(pal: Pal, purpose: &'static str) -> Pal {
    let mut pal = pal;
    let mut created = false;
    pal.fates = Box::new(move |sent| {
        let rejected = created && sent.purpose == purpose;
        created |= sent.purpose == "create the user";
        if rejected {
            Fate::instead(401, &[], "")
        } else {
            Fate::Answered
        }
    });
    pal
}

#[test]
fn a_rejection_after_the_create_hides_no_create() {
    let mut one = rejected_after_the_create(pal(Model::new()), "look up the user");
    let outcome = one.provision(john()).unwrap();
    assert_eq!(outcome.status, Status::Unknown);
    assert_eq!((outcome.id.as_deref(), outcome.error.unwrap().code), (Some("4711"), Code::AuthRejected));

    let mut many =
        rejected_after_the_create(pal_with(Model::new(), json!({"concurrency": 1})), "look up the user");
    assert_eq!(many.provision_all(&people(2)).statuses(), [Status::Unknown; 2]);

    // The second create is rejected for good: the run ends, but not before the first one is told.
    let mut many =
        rejected_after_the_create(pal_with(Model::new(), json!({"concurrency": 1})), "create the user");
    let bulk = many.provision_all(&people(2));
    let told: Vec<_> = bulk.outcomes.iter().map(|outcome| (outcome.row, outcome.status)).collect();
    assert_eq!(told, [(Some(0), Status::Created)]);
    assert_eq!(bulk.thrown().code, Code::AuthRejected);
    assert_eq!(many.server.created.len(), 1);
}

#[test]
fn one_call_that_is_always_rejected_costs_one_renewal() {
    let mut pal = pal(Model::new());
    pal.fates = Box::new(|sent| match sent.body().contains("person.0@") {
        true => Fate::instead(401, &[], ""),
        false => Fate::Answered,
    });
    let bulk = pal.provision_all(&people(40));
    assert_eq!(tokens(&pal), 2, "the session is good for everybody else");
    assert!(bulk.outcomes.iter().all(|outcome| outcome.status == Status::Created && outcome.verified));
    let told = bulk.outcomes.len();
    assert_eq!((bulk.thrown().code, pal.server.created.len()), (Code::AuthRejected, told));
}

#[test]
fn closing_forgets_the_token() {
    let mut pal = pal(Model::new());
    pal.provision(john()).unwrap();
    let run = pal.client.close(Host::default()).unwrap();
    pal.drive(run).unwrap().unwrap();
    assert_eq!(pal.sent.len(), 5, "there is nothing to tell the platform");
    pal.provision(john()).unwrap();
    assert_eq!(tokens(&pal), 2);
}
