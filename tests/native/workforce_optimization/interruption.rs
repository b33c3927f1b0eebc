//! What a run that was interrupted, or knows nothing, leaves behind; deaths at every moment are in
//! `shared/interruption.rs`.

use super::kit::{api, client, person, wfo, with, Wfo};
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::Status;
use serde_json::{json, Value};

/// New with a password, as asked, to be changed, malformed, with a role that is not there, new, twice there.
fn everybody() -> Vec<Value> {
    vec![
        api(),
        person("Here@doe.com"),
        with(person("old.hand@doe.com"), json!({"roles": ["Auditor"], "scope": {"tenant": true}})),
        person("not an address"),
        with(person("lost@doe.com"), json!({"roles": ["Wizard"]})),
        with(person("new@doe.com"), json!({"scope": {"groups": ["Contact Centre"]}})),
        person("NEW@doe.com"),
    ]
}

fn server() -> Model {
    let server = Model::new().with("here@doe.com", json!({})).with("old.hand@doe.com", json!({}));
    server.ways(|ways| ways.create_drops = vec!["scope"])
}

fn life(server: &Model, dies_at: Option<usize>, fate: Option<&(usize, Fate)>) -> Wfo {
    let mut wfo = wfo(server.clone());
    if let Some((number, fate)) = fate {
        wfo = wfo.with_fate(*number, fate.clone());
    }
    wfo.dies_at = dies_at;
    wfo
}

#[test]
fn after_an_unknown_create_a_new_run_completes_it() {
    let fate = (6, Fate::done_but(500, ""));
    let hidden = server().ways(|ways| ways.shows_late_ms = 120_000);
    let mut wfo = life(&hidden, None, Some(&fate));
    let user = with(api(), json!({"scope": {"tenant": true}}));
    assert_eq!(wfo.provision(user.clone()).unwrap().status, Status::Unknown);
    assert_eq!(wfo.server.created.len(), 1);
    wfo.now += 600_000;
    let outcome = wfo.provision(user.clone()).unwrap();
    assert_eq!(
        (outcome.status, outcome.changes.as_slice()),
        (Status::Updated, &["scope.teams".to_owned()][..])
    );
    assert_eq!((wfo.provision(user).unwrap().status, wfo.server.created.len()), (Status::Unchanged, 1));
}

#[test]
fn the_journal_keeps_nothing_of_strangers() {
    let mut wfo = life(&server(), None, None);
    wfo.provision_all(&everybody());
    for word in ["stranger", "canary", "provisor.admin", "Europe/London"] {
        assert!(!wfo.journal.contains(word), "{word}");
    }
    let finished = wfo.journal.clone();
    let mut again = wfo.reborn(client(json!({})));
    let bulk = again.resume_all(&everybody());
    assert_eq!((again.sent.len(), bulk.outcomes.len()), (0, 7));
    assert!(again.journal.starts_with(&finished));
}
