//! Transcripts of Workiva's runs (route "scim"): they replay, whatever failed, and tell nothing of strangers.

use super::kit::{desk, everything, with};
use super::model::Model;
use crate::rig::transcript::sweep;
use serde_json::json;

#[test]
fn every_verb_with_every_fault() {
    sweep(
        || {
            let model = Model::new().with("jane.stranger@doe.com", &["workspace:Annual Report"]);
            desk(model.with("old.hand@doe.com", &[]))
        },
        &[
            |desk| drop(desk.connect()),
            |desk| drop(desk.provision(everything("new@doe.com"))),
            |desk| drop(desk.provision(with("old.hand@doe.com", json!({"familyName": "Other"})))),
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
