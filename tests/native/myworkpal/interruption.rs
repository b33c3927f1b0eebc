//! A bulk run that dies at every moment there is, and goes on from its journal in another process.

use super::kit::{client, pal, person, Pal};
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::{Fault, Outcome, Status};
use provisor::error::Code;
use serde_json::{json, Value};

/// New, existing, of another tenant, malformed, to be updated, of no tenant, new with details, twice there.
fn everybody() -> Vec<Value> {
    let details = json!({
        "employeeDetails": {"jobTitle": "Baker", "salary": 91_827_364.25},
        "personDetails": {"surname": "Doe", "niNumber": "canary-ni"},
    });
    let mut updated = person("old.hand@doe.com");
    updated["details"] = details.clone();
    let mut detailed = person("fresh.hand@doe.com");
    detailed["details"] = details;
    vec![
        person("new@doe.com"),
        person("Here@doe.com"),
        json!({"email": "neu@roe.de", "subDomain": "roe"}),
        person("not an address"),
        updated,
        json!({"email": "lost@doe.com", "company": "No Such Company"}),
        detailed,
        person("NEW@doe.com"),
    ]
}

fn server() -> Model {
    Model::new().with("companydoe", "here@doe.com").with("companydoe", "old.hand@doe.com")
}

/// What must not depend on interruptions. Ids count creates, so an id is compared with the server's.
fn essence(pal: &Pal, outcomes: &[Outcome]) -> Vec<Value> {
    outcomes
        .iter()
        .map(|outcome| {
            let account = pal.server.accounts.iter().find(|a| a.email.eq_ignore_ascii_case(&outcome.subject));
            if let Some(id) = &outcome.id {
                assert_eq!(*id, account.unwrap().id.to_string(), "{outcome:?}");
            }
            json!([
                outcome.row,
                outcome.subject,
                outcome.status,
                outcome.id.is_some(),
                outcome.verified,
                outcome.existed_before,
                outcome.changes,
                outcome.error.as_ref().map(|error| error.code),
            ])
        })
        .collect()
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
fn undisturbed() {
    let mut pal = life(&server(), None, None);
    let bulk = pal.provision_all(&everybody());
    use Status::{Created, Failed, Unchanged, Updated};
    assert_eq!(bulk.statuses(), [Created, Unchanged, Created, Failed, Updated, Failed, Created, Failed]);
    assert_eq!(
        bulk.outcomes[4].changes,
        [
            "employeeDetails.jobTitle",
            "employeeDetails.salary",
            "personDetails.surname",
            "personDetails.niNumber"
        ]
    );
    assert_eq!(pal.server.created.len(), 3);
}

#[test]
fn whenever_it_dies_it_ends_the_same() {
    let users = everybody();
    let mut whole = life(&server(), None, None);
    let undisturbed = whole.provision_all(&users);
    let expected = essence(&whole, &undisturbed.outcomes);
    let (people, moments) = (whole.server.people(), whole.moments);
    assert!(moments > 60, "{moments}");
    for first in 1..=moments {
        // The second life dies too, at some moment, or lives.
        for second in [None, Some(1 + first % 5), Some(1 + first % 23), Some(1 + (first * 7) % 61)] {
            let mut pal = life(&server(), Some(first), None);
            assert!(pal.provision_all(&users).result.is_none());
            let deaths: Vec<_> = second.into_iter().collect();
            let (pal, outcomes) = live_on(pal, &users, &deaths);
            assert_eq!(essence(&pal, &outcomes), expected, "died at {first}, then {second:?}");
            assert_eq!(pal.server.people(), people, "died at {first}, then {second:?}");
            assert_eq!(pal.server.created.len(), 3);
        }
    }
}

#[test]
fn whatever_fails_before_it_dies_it_ends_the_same() {
    let mut updated = person("old.hand@doe.com");
    updated["details"] = json!({"employeeDetails": {"jobTitle": "Baker"}});
    let users = [person("new@doe.com"), updated];
    let mut whole = life(&server(), None, None);
    let undisturbed = whole.provision_all(&users);
    let expected = essence(&whole, &undisturbed.outcomes);
    assert_eq!(undisturbed.statuses(), [Status::Created, Status::Updated]);
    for number in 1..=whole.sent.len() {
        for (name, fate) in [
            ("500, not done", Fate::instead(500, &[], "")),
            ("500, done", Fate::done_but(500, "")),
            ("silence, not done", Fate::Silence { done: false }),
            ("silence, done", Fate::Silence { done: true }),
            ("lost", Fate::Lost(Fault::Network)),
            ("429", Fate::instead(429, &[("retry-after", "2")], "")),
        ] {
            let fate = (number, fate);
            let mut disturbed = life(&server(), None, Some(&fate));
            let bulk = disturbed.provision_all(&users);
            assert_eq!(essence(&disturbed, &bulk.outcomes), expected, "{name} at {number}");
            // Around a create every moment counts; elsewhere every third is enough.
            let is_create = whole.sent[number - 1].purpose == "create the user";
            for first in (1..=disturbed.moments).filter(|moment| is_create || moment % 3 == number % 3) {
                let mut pal = life(&server(), Some(first), Some(&fate));
                assert!(pal.provision_all(&users).result.is_none());
                let (pal, outcomes) = live_on(pal, &users, &[]);
                assert_eq!(essence(&pal, &outcomes), expected, "{name} at {number}, died at {first}");
                assert_eq!(pal.server.people(), disturbed.server.people());
                assert_eq!(pal.server.created.len(), 1);
            }
        }
    }
}

#[test]
fn a_create_that_shows_late_is_not_done_again() {
    let users = [person("new@doe.com"), person("newer@doe.com")];
    let server = Model::new().ways(|ways| ways.shows_late_ms = 2_500);
    let mut whole = life(&server, None, None);
    let undisturbed = whole.provision_all(&users);
    let expected = essence(&whole, &undisturbed.outcomes);
    assert_eq!(undisturbed.statuses(), [Status::Created; 2]);
    for first in 1..=whole.moments {
        for second in [1, 3, 4, 7, 11] {
            let mut pal = life(&server, Some(first), None);
            pal.provision_all(&users);
            let (pal, outcomes) = live_on(pal, &users, &[second]);
            assert_eq!(essence(&pal, &outcomes), expected, "died at {first}, then {second}");
            assert_eq!(pal.server.created.len(), 2);
        }
    }
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

#[test]
fn a_journal_of_something_else_is_refused() {
    let users = everybody();
    let mut pal = life(&server(), None, None);
    pal.provision_all(&users);
    let journal = pal.journal.clone();
    let lines: Vec<_> = journal.lines().collect();
    let mut fewer = users.clone();
    fewer.pop();
    let mut reordered = users.clone();
    reordered.swap(0, 1);
    let same = || client(json!({}));
    for (name, client, users, text, words) in [
        ("other users", same(), fewer, journal.clone(), "other users"),
        ("another order", same(), reordered, journal.clone(), "other users"),
        ("ifExists", client(json!({"ifExists": "leave"})), users.clone(), journal.clone(), "other settings"),
        (
            "baseUrl",
            client(json!({"baseUrl": "https://other.example"})),
            users.clone(),
            journal.clone(),
            "settings",
        ),
        ("headers", client(json!({"headers": {"x-a": "1"}})), users.clone(), journal.clone(), "settings"),
        ("an edit", same(), users.clone(), journal.replace("created", "Created"), "damaged"),
        ("no journal", same(), users.clone(), "email,company\na@b.co,Doe\n".to_owned(), "line 1 is damaged"),
        (
            "one line of no journal",
            same(),
            users.clone(),
            "email,company".to_owned(),
            "does not begin like one",
        ),
        ("a line lost", same(), users.clone(), lines[1..].join("\n") + "\n", "line 1 is damaged"),
        ("a line cut within", same(), users.clone(), journal.replacen("\"entry\"", "\"ent", 4), "damaged"),
    ] {
        pal = pal.reborn(client);
        pal.journal = text;
        let bulk = pal.resume_all(&users);
        let error = bulk.thrown();
        assert_eq!(error.code, Code::StaleJournal, "{name}: {error}");
        assert!(error.message.contains(words), "{name}: {error}");
        assert!(error.hint.is_some() && pal.sent.is_empty(), "{name}");
    }
}

#[test]
fn a_finished_journal_tells_the_same_and_sends_nothing() {
    let users = everybody();
    let mut pal = life(&server(), None, None);
    let first = pal.provision_all(&users);
    pal = pal.reborn(client(json!({})));
    let again = pal.resume_all(&users);
    assert_eq!((again.outcomes, pal.sent.len()), (first.outcomes, 0));
    assert_eq!(again.result, first.result);
}
