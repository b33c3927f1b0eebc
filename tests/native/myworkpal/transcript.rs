//! Transcripts of MyWorkpal's runs: they replay, whatever failed, and tell nothing of strangers; and what is done to a
//! transcript is noticed.

use super::kit::{john, pal, person, Pal};
use super::model::Model;
use crate::rig::transcript::{check, sweep};
use provisor::engine::{Host, Status};
use provisor::error::Code;
use provisor::platforms::replay;
use serde_json::{json, Value};

/// John's record differs, and there are others.
fn server() -> Model {
    Model::new().with("companydoe", "John@Doe.com").with("companydoe", "jane.stranger@doe.com")
}

fn rig() -> Pal {
    pal(server())
}

fn detailed(email: &str) -> Value {
    let mut user = person(email);
    user["details"] = json!({
        "personDetails": {"forenames": "John", "niNumber": "canary-ni", "dateOfBirth": "canary-dob-server"},
        "employeeDetails": {"jobTitle": "Baker", "salary": 91827364.5},
    });
    user
}

#[test]
fn every_verb_with_every_fault() {
    sweep(
        rig,
        &[
            |pal| drop(pal.connect()),
            |pal| drop(pal.provision(person("new@doe.com"))),
            |pal| drop(pal.provision(detailed("john@doe.com"))),
            |pal| {
                drop(pal.provision_all(&[
                    detailed("new@doe.com"),
                    detailed("john@doe.com"),
                    json!({"email": "x"}),
                ]))
            },
            |pal| drop(pal.deprovision(john())),
            |pal| {
                if let Ok(plan) = pal.plan(detailed("john@doe.com")) {
                    drop(pal.apply(plan, None));
                }
            },
            |pal| drop((pal.connect(), pal.close())),
        ],
        &["stranger", "clerk", "processclosetest", "a\u{e9}"],
    );
}

/// The transcript of a create.
fn taken() -> String {
    let mut pal = rig().transcribing();
    let outcome = pal.provision(detailed("new@doe.com")).unwrap();
    assert_eq!(outcome.status, Status::Created);
    pal.transcripts.remove(0)
}

#[test]
fn a_transcript_says_who_what_when_and_how_it_ended() {
    let text = taken();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<_> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!(
        events,
        [
            "start", "send", "answer", "send", "answer", "send", "answer", "send", "answer", "send",
            "answer", "end"
        ]
    );
    assert_eq!(lines[0]["verb"], "provision");
    assert_eq!(lines[0]["input"]["email"], "new@doe.com");
    assert_eq!(lines[0]["input"]["details"]["employeeDetails"]["jobTitle"], "Baker");
    assert_eq!(lines[0]["options"]["credentials"]["clientSecret"], "masked-clientSecret");
    assert_eq!(
        (&lines[1]["purpose"], &lines[1]["at"]),
        (&json!("get an access token"), &json!(1_700_000_000_000_u64))
    );
    assert_eq!((&lines[2]["status"], &lines[2]["at"]), (&json!(200), &json!(1_700_000_000_010_u64)));
    assert_eq!(lines.last().unwrap()["result"]["status"], "created");
    let replayed = check(&text);
    assert_eq!((replayed.platform.as_str(), replayed.verb.as_str()), ("myworkpal", "provision"));
    assert_eq!(replayed.outcomes[0].status, Status::Created);
}

#[test]
fn a_run_without_an_end_has_a_transcript_too() {
    let pal = rig();
    let host = || Host { seed: 1, transcript: true, ..Host::default() };
    let mut run = pal.client.provision(host(), john()).unwrap();
    assert!(check(&run.transcript().unwrap()).requests.is_empty());
    run.poll(1_000, std::task::Waker::noop());
    assert_eq!(check(&run.transcript().unwrap()).requests.len(), 1);
    run.abort();
    let replayed = check(&run.transcript().unwrap());
    assert_eq!(replayed.error.map(|error| error.code), Some(Code::Aborted));
    let silent = pal.client.provision(Host::default(), john()).unwrap();
    assert_eq!(silent.transcript(), None, "nothing is kept unless it is asked for");
}

#[test]
fn headers_of_the_client_s_own_are_not_shown() {
    let mut pal =
        super::kit::pal_with(server(), json!({"headers": {"X-Key": "canary-header"}})).transcribing();
    assert_eq!(pal.sent.len(), 0);
    // The rig looks at what is sent, and would find the header there.
    let host = Host { seed: 1, transcript: true, ..Host::default() };
    let mut run = pal.client.provision(host, john()).unwrap();
    run.poll(pal.now, std::task::Waker::noop());
    let replayed = check(&run.transcript().unwrap());
    assert_eq!(replayed.requests[0].headers["x-key"], "masked-1");
    pal.transcribes = false;
}

#[test]
fn what_was_done_to_a_transcript_is_noticed() {
    let text = taken();
    let without = |number: usize| -> String {
        let lines = text.lines().enumerate().filter(|(index, _)| *index != number);
        lines.map(|(_, line)| format!("{line}\n")).collect()
    };
    let swapped = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let lines = text.lines().count();
    for (changed, words) in [
        (String::new(), "it is empty"),
        ("hello".to_owned(), "its line 1 is damaged"),
        ("{}".to_owned(), "it does not begin like one"),
        (without(0), "it does not begin like one"),
        (without(lines - 1), "it is cut short"),
        (text[..text.len() - 9].to_owned(), "its line 12 is damaged"),
        (swapped("\"format\":1", "\"format\":2"), "it is of format 2, not 1"),
        (swapped("\"flow\":1", "\"flow\":7"), "it is of version 7 of the flow, not 1"),
        (swapped("\"platform\":\"myworkpal\"", "\"platform\":\"workday\""), "is none that Provisor knows"),
        (
            swapped("\"verb\":\"provision\"", "\"verb\":\"close\""),
            "request 1 (get an access token) was sent then",
        ),
        (swapped("\"input\":{", "\"input\":{\"x\":1,"), "its users are refused: user.x: is not known"),
        (
            swapped("scope=api", "scope=apj"),
            "request 1 (get an access token) differs in its body at byte 38: then \"j",
        ),
        (swapped("company%20doe", "company%20dof"), "request 2 (find the tenant) differs in its URL"),
        (
            swapped("\"method\":\"GET\"", "\"method\":\"PUT\""),
            "request 2 (find the tenant) differs in its method",
        ),
        (swapped("Bearer {token}", "Bearer {tokem}"), "request 2 (find the tenant) differs in its headers"),
        (
            swapped("\"jobTitle\":\"Baker\"", "\"jobTitle\":\"Clerk\""),
            "request 4 (create the user) differs in its body",
        ),
        (without(2), "request 2 (find the tenant) was sent then, and is not now"),
        (without(3), "request 2 (find the tenant) is sent now, and was not then"),
        (without(10), "the run does not end where it ended"),
        (swapped("\"status\":\"created\"", "\"status\":\"failed\""), "what the run tells differs"),
        (swapped("\"event\":\"answer\"", "\"event\":\"answe\""), "its line 3 is damaged"),
        (swapped("\"status\":200", "\"status\":70000"), "its line 3 is damaged"),
    ] {
        let error = replay(&changed).map(|replayed| replayed.outcomes).unwrap_err();
        assert_eq!(error.code, Code::StaleJournal, "{error}");
        assert!(error.message.contains(words), "{words}: {error}");
        assert!(error.hint.is_some());
    }
}

#[test]
fn no_cut_makes_it_panic() {
    let text = taken();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(7) {
        assert_eq!(replay(&text[..end]).unwrap_err().code, Code::StaleJournal);
    }
}
