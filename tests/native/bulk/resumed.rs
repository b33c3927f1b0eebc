//! A run that goes on after a break rests on looks that may be days old: before it creates, it looks again.

use crate::rig::Rig;
use crate::workspan::kit::{ann, client, person, span, CREATE, LOOK};
use crate::workspan::model::Model;
use provisor::engine::Status;
use serde_json::json;

/// Dies just before the create leaves, and before anything says that it would.
fn broken_off(user: serde_json::Value) -> Option<Rig<Model>> {
    let mut whole = span(Model::new());
    whole.provision_all(std::slice::from_ref(&user));
    (1..whole.moments).rev().find_map(|moment| {
        let mut dying = span(Model::new());
        dying.dies_at = Some(moment);
        dying.provision_all(std::slice::from_ref(&user));
        let is_looked = dying.journal.contains(LOOK);
        (is_looked && !dying.journal.contains("intent") && dying.sent_for(CREATE).is_empty()).then_some(dying)
    })
}

#[test]
fn whoever_was_created_meanwhile_is_not_created_again() {
    let users = [ann()];
    let dying = broken_off(ann()).unwrap();
    let mut living = dying.reborn(client(json!({})));
    living.server = living.server.with_name("ann@partner.example");
    let bulk = living.resume_all(&users);
    assert_eq!(bulk.statuses(), [Status::Unchanged], "{:?}", bulk.outcomes);
    assert!(bulk.outcomes[0].existed_before && living.sent_for(CREATE).is_empty());
    living.server.check_no_twins();
}

#[test]
fn whoever_is_still_missing_is_created_after_another_look() {
    let dying = broken_off(ann()).unwrap();
    let mut living = dying.reborn(client(json!({})));
    let bulk = living.resume_all(&[ann()]);
    assert_eq!(bulk.statuses(), [Status::Created]);
    let purposes: Vec<_> = living.sent.iter().map(|sent| sent.purpose).skip(1).collect();
    assert_eq!(purposes, [LOOK, CREATE, LOOK]);
}

#[test]
fn no_look_no_create() {
    let dying = broken_off(person("x@partner.example")).unwrap();
    let mut living =
        dying.reborn(client(json!({}))).with_fate_of(LOOK, crate::workspan::kit::instead(403, ""));
    let bulk = living.resume_all(&[person("x@partner.example")]);
    assert_eq!(bulk.statuses(), [Status::Failed]);
    assert!(living.sent_for(CREATE).is_empty());
}
