//! Too many failures of one kind stop a bulk run; whoever was not begun with is left, and is done by the next run.

use crate::rig::{Fate, Rig, Server};
use crate::workiva::kit as kiva;
use crate::workiva::model::Model as WorkivaModel;
use crate::workiva_scim::kit as scim;
use crate::workiva_scim::model::Model as ScimModel;
use crate::workspan::kit::{client, instead, person, span, CREATE, LOOK, REPLACE};
use crate::workspan::model::Model;
use provisor::engine::{Breaker, Status};
use provisor::error::Code;
use serde_json::{json, Value};

fn people(count: usize) -> Vec<Value> {
    (0..count).map(|n| person(&format!("p{n}@partner.example"))).collect()
}

#[test]
fn a_platform_that_refuses_everybody_is_asked_about_few() {
    let users = people(200);
    let mut span = span(Model::new()).with_fate_of(CREATE, instead(403, ""));
    span.breaker = Some(Breaker::default());
    let bulk = span.provision_all(&users);
    assert!((20..30).contains(&bulk.outcomes.len()), "{}", bulk.outcomes.len());
    assert!(bulk.outcomes.iter().all(|outcome| outcome.status == Status::Failed));
    let (told, creates) = (bulk.outcomes.len(), span.sent_for(CREATE).len());
    assert_eq!(creates, told, "one try for each who was told, none for the others");
    let error = bulk.thrown();
    assert_eq!(
        (error.code, error.status, error.platform.as_deref()),
        (Code::Forbidden, Some(403), Some("workspan"))
    );
    assert!(error.message.contains("of 2") && error.message.contains("failed the same way"), "{error}");
    assert!(error.hint.as_deref().unwrap().contains("circuitBreaker"));
    // The cause is mended: the same journal goes on with those who were left.
    let mut span = span.reborn(client(json!({})));
    let bulk = span.resume_all(&users);
    assert_eq!(bulk.outcomes.len(), 200);
    let failed = bulk.outcomes.iter().filter(|outcome| outcome.status == Status::Failed).count();
    assert_eq!((failed, span.server.created.len()), (told, 200 - told));
    span.server.check_no_twins();
}

#[test]
fn few_failures_or_of_several_kinds_stop_nothing() {
    let users = people(60);
    for (name, every, breaker) in [
        ("one in three", 3, Some(Breaker::default())),
        ("too few rows", 1, Some(Breaker { share: 0.1, rows: 61 })),
        ("switched off", 1, None),
    ] {
        let mut span = span(Model::new());
        let mut creates = 0;
        span.fates = Box::new(move |sent| {
            creates += usize::from(sent.purpose == CREATE);
            match sent.purpose == CREATE && creates % every == 0 {
                true => instead(403, ""),
                false => Fate::Answered,
            }
        });
        span.breaker = breaker;
        let bulk = span.provision_all(&users);
        assert_eq!(bulk.outcomes.len(), 60, "{name}");
        assert!(bulk.result.unwrap().is_ok(), "{name}");
    }
    let mut span = span(Model::new());
    let mut creates = 0;
    span.fates = Box::new(move |sent| {
        creates += usize::from(sent.purpose == CREATE);
        match sent.purpose == CREATE {
            true => instead([400, 403, 404, 405][creates % 4], ""),
            false => Fate::Answered,
        }
    });
    span.breaker = Some(Breaker::default());
    assert_eq!(span.provision_all(&users).outcomes.len(), 60, "four kinds of failure");
}

#[test]
fn bad_rows_and_what_was_asked_about_do_not_count() {
    let mut users: Vec<Value> = (0..30).map(|_| json!({ "email": "nobody" })).collect();
    users.extend(people(30));
    let mut one = span(Model::new());
    one.breaker = Some(Breaker::default());
    assert_eq!(one.provision_all(&users).outcomes.len(), 60, "rows that are nobody");
    let known = (0..30).fold(Model::new(), |model, n| model.with_name(&format!("p{n}@partner.example")));
    let mut one = crate::workspan::kit::span_with(known, json!({ "ifExists": "fail" }));
    one.breaker = Some(Breaker::default());
    let bulk = one.provision_all(&people(30));
    assert_eq!(bulk.statuses(), [Status::Conflict; 30], "they are there, as was asked about");
}

#[test]
fn failing_look_ups_and_removals_stop_it_too() {
    let mut one = span(Model::new()).with_fate_of(LOOK, instead(403, ""));
    one.breaker = Some(Breaker::default());
    let bulk = one.provision_all(&people(200));
    assert!((20..30).contains(&bulk.outcomes.len()), "{}", bulk.outcomes.len());
    assert_eq!(bulk.thrown().code, Code::Forbidden);
    let known = (0..200).fold(Model::new(), |model, n| model.with_name(&format!("p{n}@partner.example")));
    let mut one = span(known).with_fate_of(REPLACE, instead(403, ""));
    one.breaker = Some(Breaker::default());
    let limits = super::removal::limits(json!(200), Value::Null);
    let bulk = one.deprovision_all(&people(200), limits);
    assert!((20..30).contains(&bulk.outcomes.len()), "{}", bulk.outcomes.len());
    assert_eq!(one.sent_for(REPLACE).len(), bulk.outcomes.len());
    assert_eq!(bulk.thrown().code, Code::Forbidden);
}

/// On this platform, by either route, a hundred people are applied for together.
#[test]
fn people_who_go_together_are_stopped_one_by_one() {
    fn stops<S: Server>(rig: Rig<S>) {
        let users: Vec<_> = (0..100).map(|n| kiva::person(&format!("p{n}@doe.com"))).collect();
        let mut rig = rig.with_fate_of(kiva::CREATE, instead(403, ""));
        rig.breaker = Some(Breaker::default());
        let bulk = rig.provision_all(&users);
        let creates = rig.sent_for(kiva::CREATE).len();
        assert!((20..30).contains(&creates), "{creates}");
        assert_eq!(bulk.outcomes.len(), creates);
        assert_eq!(bulk.thrown().code, Code::Forbidden);
    }
    stops(kiva::desk(WorkivaModel::new()));
    stops(scim::desk(ScimModel::new()));
}
