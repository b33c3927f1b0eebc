//! Journals that are not what they were: cut short, flipped, of another version, user, platform or route. Each is a
//! clear error, before anything is sent, or a safe look; never a wrong resume, and never a panic.

use super::bound::most_requests;
use super::explore::report;
use super::flow::Flow;
use super::judge::{Judge, Undisturbed};
use super::schedule::Schedule;
use crate::rig::Rig;
use crate::shared::{on_every_platform, Subject};
use provisor::engine::{Client, Host};
use provisor::error::Code;
use serde_json::{json, Value};
use sha2::{Digest, Sha256};

on_every_platform!(
    every_flipped_byte,
    every_truncation,
    another_version_or_another_run,
    another_request_in_a_step,
    another_user,
    another_platform_or_route,
);

/// A process that has died: what it has stored, and the server as it left it.
struct Dead<S: Subject> {
    journal: String,
    server: S::Model,
    now: u64,
}

/// One process for each journal there can be, with all that it may have sent done; the first one has stored nothing.
fn dead<S: Subject>(flow: &Flow<S>) -> Vec<Dead<S>> {
    let mut whole = flow.rig(None);
    flow.run(&mut whole, None).expect("alive");
    let mut dead: Vec<Dead<S>> = Vec::new();
    for moment in 1..=whole.moments {
        let mut rig = flow.rig(None);
        rig.dies_at = Some(moment);
        flow.run(&mut rig, None);
        let Rig { journal, server, now, .. } = rig;
        if !journal.is_empty() && !journal.ends_with('\n') {
            continue;
        }
        // Of those with one journal, the last one has sent the most.
        dead.pop_if(|last| last.journal == journal);
        dead.push(Dead { journal, server, now });
    }
    assert!(dead.len() > 3 && dead[0].journal.is_empty());
    dead
}

struct Explorer<'a, S: Subject> {
    flow: &'a Flow<S>,
    undisturbed: Undisturbed<S>,
    refused: usize,
    resumed: usize,
}

impl<'a, S: Subject> Explorer<'a, S> {
    fn of(flow: &'a Flow<S>) -> Self {
        let mut whole = flow.rig(None);
        flow.run(&mut whole, None).expect("alive");
        Self { flow, undisturbed: Undisturbed::of(whole), refused: 0, resumed: 0 }
    }

    /// Goes on from this text: a clear error, or an end that is so.
    fn go_on(&mut self, what: &str, dead: &Dead<S>, text: String) {
        let server = dead.server.clone();
        let left_open = S::open_sessions(&server);
        let mut rig = Rig { now: dead.now, ..crate::shared::rig::<S>(server) };
        rig.journal.clone_from(&text);
        let ended = self.flow.run(&mut rig, Some(text)).expect("alive");
        if let Some(error) = &ended.thrown {
            assert_eq!(error.code, Code::StaleJournal, "{what}: {error}");
            assert!(error.hint.is_some(), "{what}");
            let wrote =
                rig.sent.iter().any(|sent| super::faults::kind_of::<S>(sent) == super::faults::Kind::Write);
            assert!(!wrote, "{what}: {:?}", rig.purposes());
            self.refused += 1;
            return;
        }
        let is_stale = |outcome: &provisor::engine::Outcome| {
            outcome.error.as_ref().is_some_and(|error| error.code == Code::StaleJournal)
        };
        // After a write it is that person's outcome.
        if ended.outcomes.iter().any(is_stale) {
            self.refused += 1;
            return;
        }
        let quiet = Schedule::default();
        let life = Some((what, &quiet, left_open, dead.now));
        let (flow, undisturbed) = (self.flow, &self.undisturbed);
        let judge = Judge { flow, undisturbed, schedule: &quiet, rig: &rig, life };
        judge.check(&ended, most_requests(undisturbed.requests, 1));
        self.resumed += 1;
    }

    fn report(&self, what: &str) {
        let (refused, resumed) = (self.refused, self.resumed);
        report(&format!(
            "journals of {}, {}, {what}: {refused} refused, {resumed} resumed and true",
            S::ROUTE,
            self.flow.name
        ));
    }
}

fn every_flipped_byte<S: Subject>() {
    for flow in [Flow::<S>::new(), Flow::<S>::differs()] {
        let mut explorer = Explorer::of(&flow);
        for pair in dead(&flow).windows(2) {
            let [before, dead] = pair else { unreachable!() };
            // What is before has been flipped in the journals before.
            for at in before.journal.len().saturating_sub(1)..dead.journal.len() {
                for bit in [1, 2, 64] {
                    let mut bytes = dead.journal.clone().into_bytes();
                    bytes[at] ^= bit;
                    if let Ok(text) = String::from_utf8(bytes) {
                        explorer.go_on(&format!("bit {bit} of byte {at} flipped"), dead, text);
                    }
                }
            }
        }
        explorer.report("each byte flipped");
    }
}

fn every_truncation<S: Subject>() {
    for flow in [Flow::<S>::new(), Flow::<S>::differs()] {
        let mut explorer = Explorer::of(&flow);
        for pair in dead(&flow).windows(2) {
            let [before, dead] = pair else { unreachable!() };
            // The process died while it wrote these lines: what they would have allowed was not sent.
            for end in before.journal.len()..dead.journal.len() {
                // What is left of a letter that was cut is no letter.
                let cut = String::from_utf8_lossy(&dead.journal.as_bytes()[..end]).into_owned();
                explorer.go_on(&format!("cut to {end}"), before, cut);
            }
        }
        explorer.report("cut short at each byte");
    }
}

/// The journal with its first line changed, and that line's digest right again.
fn rewritten(journal: &str, change: impl FnOnce(&mut Value)) -> String {
    let (first, rest) = journal.split_once('\n').unwrap();
    format!("{}\n{rest}", resealed(first, change))
}

/// A line with its entry changed, and its digest right again.
fn resealed(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut line: Value = serde_json::from_str(text).unwrap();
    change(&mut line["entry"]);
    let entry = line["entry"].to_string();
    let sum: String =
        Sha256::digest(entry.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("{{\"sum\":\"{sum}\",\"entry\":{entry}}}")
}

/// A step that was about another request than the run would send: whatever it says, it says nothing of this one.
fn another_request_in_a_step<S: Subject>() {
    for flow in [Flow::<S>::new(), Flow::<S>::differs()] {
        let mut explorer = Explorer::of(&flow);
        for dead in dead(&flow).into_iter().skip(1) {
            let lines: Vec<&str> = dead.journal.lines().collect();
            for changed in 1..lines.len() {
                let another = |entry: &mut Value| {
                    for kind in ["step", "intent"] {
                        if entry[kind].is_object() {
                            entry[kind]["request"] = "0123456789abcdef01234567".into();
                        }
                    }
                };
                // An intent whose step is there says nothing more.
                let is_settled = lines[changed].contains("\"intent\":") && changed + 1 < lines.len();
                let mut text: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                text[changed] = resealed(lines[changed], another);
                // What was written is looked at, whatever a step says of it.
                let is_looked_at = lines[changed].contains("\"method\":\"P");
                let refused = explorer.refused;
                explorer.go_on(&format!("another request in line {changed}"), &dead, text.join("\n") + "\n");
                assert!(
                    explorer.refused > refused || is_settled || is_looked_at,
                    "line {changed}: {}",
                    lines[changed]
                );
            }
        }
        explorer.report("another request in a step");
    }
}

fn refused(what: &str, client: &Client, user: Value, journal: String) {
    let host = || Host { journal: Some(journal.clone()), ..Host::default() };
    let provision = client.provision(host(), user.clone());
    let deprovision = client.deprovision(host(), user.clone());
    let restore = client.restore(Host::default(), journal.clone(), Some(user));
    for (verb, run) in [("provision", provision), ("deprovision", deprovision), ("restore", restore)] {
        let error = run.map(drop).expect_err(what);
        let expected = match verb {
            "restore" => matches!(error.code, Code::StaleJournal | Code::ConfigInvalid),
            _ => error.code == Code::StaleJournal,
        };
        assert!(expected && error.hint.is_some(), "{what}, {verb}: {error:?}");
    }
}

fn another_version_or_another_run<S: Subject>() {
    let flow = Flow::<S>::new();
    let user = flow.users[0].clone();
    for dead in dead(&flow).into_iter().skip(1) {
        let client = S::client(json!({}));
        let same = rewritten(&dead.journal, |_| ());
        assert_eq!(same, dead.journal, "the digest is this");
        let version = |header: &Value, key: &str| header[key].as_u64().unwrap() + 1;
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 4] = [
            ("another platform", |header| header["platform"] = "workspam".into()),
            ("another verb", |header| header["verb"] = "provisionAll".into()),
            ("another input", |header| header["input"] = "0123456789abcdef01234567".into()),
            ("no verb", |header| drop(header.as_object_mut().unwrap().remove("verb"))),
        ];
        for (name, change) in changes {
            refused(name, &client, user.clone(), rewritten(&dead.journal, change));
        }
        for key in ["provisor", "flow"] {
            for number in [0, 99] {
                let changed = rewritten(&dead.journal, |header| {
                    header[key] = if number == 0 { version(header, key).into() } else { number.into() };
                });
                refused(key, &client, user.clone(), changed);
            }
        }
    }
}

fn another_user<S: Subject>() {
    for dead in dead(&Flow::<S>::new()).into_iter().skip(1) {
        for other in [S::user("newer@doe.com"), S::wish("new@doe.com"), S::user("NEW@doe.com")] {
            refused(&other.to_string(), &S::client(json!({})), other, dead.journal.clone());
        }
    }
}

/// Every other platform and route, with a user of its own.
fn others<S: Subject>() -> Vec<(&'static str, Client, Value)> {
    fn of<O: Subject>() -> (&'static str, Client, Value) {
        (O::ROUTE, O::client(json!({})), O::user("new@doe.com"))
    }
    let all = vec![
        of::<crate::myworkpal::MyWorkpal>(),
        of::<crate::workspan::WorkSpan>(),
        of::<crate::workiva::Workiva>(),
        of::<crate::workiva_scim::WorkivaScim>(),
        of::<crate::workforce_optimization::WorkforceOptimization>(),
    ];
    all.into_iter().filter(|(route, ..)| *route != S::ROUTE).collect()
}

fn another_platform_or_route<S: Subject>() {
    for dead in dead(&Flow::<S>::new()).into_iter().skip(1) {
        for (route, client, user) in others::<S>() {
            refused(route, &client, user, dead.journal.clone());
        }
    }
}
