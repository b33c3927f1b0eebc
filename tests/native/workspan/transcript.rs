//! Transcripts of WorkSpan's runs: they replay, whatever failed, and tell nothing of strangers.

use super::kit::{ann, jane, moved_jane, span};
use super::model::Model;
use crate::rig::transcript::sweep;

#[test]
fn every_verb_with_every_fault() {
    sweep(
        || span(Model::jane()),
        &[
            |span| drop(span.connect()),
            |span| drop(span.provision(ann())),
            |span| drop(span.provision(moved_jane())),
            |span| drop(span.provision_all(&[ann(), moved_jane(), serde_json::json!({"email": 7})])),
            |span| drop(span.deprovision(jane())),
            |span| {
                if let Ok(plan) = span.plan(moved_jane()) {
                    drop(span.apply(plan, None));
                }
            },
            |span| drop((span.connect(), span.close())),
        ],
        &["stranger", "+44", "canary dr"],
    );
}
