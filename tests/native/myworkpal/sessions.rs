//! Tokens: renewed in time, and how long they live; the rest is in `shared/sessions.rs`.

use super::kit::{john, pal, people, person, Pal};
use super::model::{Model, Tenant};
use super::truth::{end, End};
use crate::rig::Fate;
use provisor::engine::{Host, Status};
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

#[test]
fn connecting_asks_again_where_credentials_were_refused() {
    let mut pal = pal(Model::new());
    pal.server.tokens.refused = true;
    assert_eq!(end(&pal.provision(john())), End::Throws(Code::AuthRejected));
    assert_eq!(end(&pal.provision(john())), End::Throws(Code::AuthRejected));
    assert_eq!(pal.sent.len(), 1);
    // Connecting is deliberate.
    pal.server.tokens.refused = false;
    let connection = pal.connect().unwrap();
    assert_eq!(connection["expiresAt"], pal.sent[1].at + pal.latency_ms + 3_600_000);
    assert_eq!(end(&pal.provision(person("p@nowhere.co"))), End::Is(Status::Created, None));
}

#[test]
fn a_token_that_ends_among_many_is_renewed_once() {
    let mut pal = wide();
    pal.server.tokens.revoke_after = Some(30);
    assert_eq!(pal.provision_all(&fifty()).statuses(), [Status::Created; 50]);
    assert_eq!(tokens(&pal), 2);
}
