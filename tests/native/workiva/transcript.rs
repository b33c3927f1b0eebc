//! Transcripts of Workiva's runs (route "platform"): they replay, whatever failed, and tell nothing of strangers.

use super::kit::{desk, everything, with};
use super::model::Model;
use crate::rig::transcript::sweep;
use serde_json::json;

#[test]
fn every_verb_with_every_fault() {
    sweep(
        || {
            desk(
                Model::new()
                    .ways(|ways| ways.page_size = 2)
                    .with("jane.stranger@doe.com")
                    .with("old.hand@doe.com"),
            )
        },
        &[
            |desk| drop(desk.connect()),
            |desk| drop(desk.provision(everything("new@doe.com"))),
            |desk| {
                drop(desk.provision(with("old.hand@doe.com", json!({"familyName": "Other", "exact": true}))))
            },
            |desk| drop(desk.provision_all(&[everything("new@doe.com"), everything("old.hand@doe.com")])),
            |desk| drop(desk.deprovision(everything("old.hand@doe.com"))),
            |desk| {
                if let Ok(plan) = desk.plan(everything("old.hand@doe.com")) {
                    drop(desk.apply(plan, None));
                }
            },
        ],
        &["stranger"],
    );
}
