//! Transcripts of Workforce Optimization's runs: they replay, whatever failed, and tell nothing of strangers.

use super::kit::{api, person, wfo, with};
use super::model::Model;
use crate::rig::transcript::sweep;
use serde_json::{json, Value};

fn changed() -> Value {
    with(
        person("old.hand@doe.com"),
        json!({"roles": ["auditor"], "scope": {"tenant": true}, "wfmViews": ["Centre View"]}),
    )
}

#[test]
fn every_verb_with_every_fault() {
    let server = || {
        let mine = json!({"email": null, "adLogin": "Old.Hand@doe.com", "roles": []});
        let other = json!({"firstName": "Jane", "lastName": "Stranger"});
        Model::new().with("jane.stranger@doe.com", other).with("old.hand@doe.com", mine)
    };
    sweep(
        || wfo(server()),
        &[
            |wfo| drop(wfo.connect()),
            |wfo| drop(wfo.provision(api())),
            |wfo| drop(wfo.provision(changed())),
            |wfo| drop(wfo.provision_all(&[api(), changed(), json!([])])),
            |wfo| drop(wfo.deprovision(person("old.hand@doe.com"))),
            |wfo| {
                if let Ok(plan) = wfo.plan(changed()) {
                    drop(wfo.apply(plan, None));
                }
                if let Ok(plan) = wfo.plan(api()) {
                    drop(wfo.apply(plan, None));
                }
            },
        ],
        &["stranger", "europe/london", "retention"],
    );
}
