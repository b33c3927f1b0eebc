//! A bulk run that dies at every moment, where two look-ups of MyWorkpal's differ; the rest is in
//! `shared/interruption.rs`.

use super::kit::{client, pal, person, Pal};
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::{Outcome, Status};
use serde_json::{json, Value};

fn server() -> Model {
    Model::new().with("companydoe", "here@doe.com").with("companydoe", "old.hand@doe.com")
}

/// A rig whose first life dies at this moment, and meets this fate.
fn life(server: &Model, dies_at: Option<usize>, fate: Option<&(usize, Fate)>) -> Pal {
    let mut pal = pal(server.clone());
    if let Some((number, fate)) = fate {
        pal = pal.with_fate(*number, fate.clone());
    }
    pal.dies_at = dies_at;
    pal
}

/// Runs on from the journal until it ends; `deaths` are the moments at which the later lives die.
fn live_on(pal: Pal, users: &[Value], deaths: &[usize]) -> (Pal, Vec<Outcome>) {
    pal.live_on(|| client(json!({})), users, deaths)
}

#[test]
fn a_look_that_fails_in_one_life_and_not_in_the_next_shifts_nothing() {
    let mut both = person("old.hand@doe.com");
    both["details"] = json!({"employeeDetails": {"jobTitle": "Baker"}, "personDetails": {"surname": "Doe"}});
    let mut other = both.clone();
    other["email"] = "here@doe.com".into();
    let users = [both, other, person("new@doe.com")];
    let forbidden =
        |sent: &crate::rig::Sent| sent.purpose == "read the employee record" && sent.line().contains("4712");
    let mut whole = life(&server(), None, None);
    whole.fates =
        Box::new(move |sent| if forbidden(sent) { Fate::instead(403, &[], "") } else { Fate::Answered });
    whole.provision_all(&users);
    for first in 1..=whole.moments {
        let mut pal = life(&server(), Some(first), None);
        pal.fates =
            Box::new(move |sent| if forbidden(sent) { Fate::instead(403, &[], "") } else { Fate::Answered });
        pal.provision_all(&users);
        let (pal, outcomes) = live_on(pal, &users, &[]);
        let is_written = pal.server.writes.iter().any(|(_, id, _)| *id == 4712);
        assert_eq!(outcomes[0].status == Status::Updated, is_written, "died at {first}");
        assert_eq!(outcomes[1].status, Status::Updated, "died at {first}: {outcomes:?}");
        assert!(
            matches!(outcomes[0].status, Status::Updated | Status::Failed),
            "died at {first}: {outcomes:?}"
        );
    }
}
