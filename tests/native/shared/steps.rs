//! A host of one's own: `next`, `respond`, `save` and `restore`, one step at a time.

use super::{on_every_platform, server_with, Subject};
use crate::rig::{keep_quiet, Server, START};
use provisor::engine::{Client, Event, Host, Next, Run, Wait};
use provisor::error::{Code, Error};
use serde_json::{json, Value};

on_every_platform!(
    a_run_is_restored_at_every_step,
    what_was_sealed_must_be_handed_over_again,
    what_cannot_be_restored_says_so,
);

fn host() -> Host {
    Host { seed: 1, stepwise: true, ..Host::default() }
}

/// What is done to somebody.
type Start = fn(&Client, Value) -> Run;

fn provision(client: &Client, user: Value) -> Run {
    client.provision(host(), user).unwrap()
}

fn deprovision(client: &Client, user: Value) -> Run {
    client.deprovision(host(), user).unwrap()
}

/// A process: its client, its run, the clock, and the server, which outlives it.
struct Process<S: Subject> {
    client: Client,
    run: Run,
    server: S::Model,
    now: u64,
    steps: usize,
}

/// Where a process stops.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Stop {
    Never,
    /// After the step was handed out; the server has not seen it.
    Before(usize),
    /// After the server has done it; nobody has heard the answer.
    After(usize),
}

impl<S: Subject> Process<S> {
    fn begin(server: S::Model, start: Start, user: Value) -> Self {
        let client = S::client(json!({}));
        let run = start(&client, user);
        Self { client, run, server, now: START, steps: 0 }
    }

    /// Goes on to the end, or to the stop.
    fn go(&mut self, stop: Stop) -> Option<Result<Value, Error>> {
        loop {
            match self.run.next(self.now) {
                Err(error) => return Some(Err(error)),
                Ok(Next::Done { outcome }) => return Some(Ok(outcome)),
                Ok(Next::Wait(Wait { until, .. })) => {
                    assert!(until > self.now);
                    self.now = until;
                }
                Ok(Next::Send { id, request, .. }) => {
                    self.steps += 1;
                    keep_quiet("a step", &serde_json::to_string(&request).unwrap());
                    if stop == Stop::Before(self.steps) {
                        return None;
                    }
                    let filled = self.client.fill(request).unwrap();
                    let answer = self.server.answer(&filled, self.now);
                    if stop == Stop::After(self.steps) {
                        return None;
                    }
                    self.run.answer(id, Event::Answer(answer)).unwrap();
                }
            }
        }
    }

    /// Another process goes on from what this one saved.
    fn reborn(self, user: Option<Value>) -> Self {
        let saved = self.run.save();
        keep_quiet("a saved run", &saved);
        let client = S::client(json!({}));
        let run = client.restore(host(), saved, user).unwrap();
        Self { client, run, server: self.server, now: self.now, steps: 0 }
    }
}

fn a_run_is_restored_at_every_step<S: Subject>() {
    let mut errands: Vec<(&str, Start, Value)> = vec![
        ("new", provision, S::user("new@doe.com")),
        ("new, with all", provision, S::wish("new@doe.com")),
        ("as asked", provision, S::user("old@doe.com")),
        ("differs", provision, S::wish("old@doe.com")),
    ];
    if S::DEPROVISIONS {
        errands.push(("leaves", deprovision, S::user("old@doe.com")));
    }
    for (name, start, user) in errands {
        let server = || server_with::<S>(&["old@doe.com"]);
        let mut whole = Process::<S>::begin(server(), start, user.clone());
        let expected = whole.go(Stop::Never).unwrap().unwrap();
        for step in 1..=whole.steps {
            for stop in [Stop::Before(step), Stop::After(step)] {
                let mut process = Process::<S>::begin(server(), start, user.clone());
                assert!(process.go(stop).is_none());
                let with_user = S::SEALED.is_some().then(|| user.clone());
                let mut process = process.reborn(with_user);
                let outcome = process.go(Stop::Never).unwrap().unwrap();
                super::truth::no_twins::<S>(name, &process.server);
                let is_done = S::state(&process.server) == S::state(&whole.server);
                if outcome["status"] == "unknown" && !is_done && !S::REFUSES_DUPLICATES {
                    continue;
                }
                for key in ["status", "id", "verified", "existedBefore", "changes"] {
                    assert_eq!(outcome[key], expected[key], "{name}, {stop:?}: {outcome}");
                }
                assert!(is_done, "{name}, {stop:?}");
            }
        }
    }
}

fn what_was_sealed_must_be_handed_over_again<S: Subject>() {
    let user = S::wish("ann@doe.com");
    let mut process = Process::<S>::begin(S::server(), provision, user.clone());
    process.go(Stop::Before(2));
    let saved = process.run.save();
    let restored = S::client(json!({})).restore(host(), saved.clone(), None);
    if let Some(field) = S::SEALED {
        let error = restored.err().unwrap();
        assert_eq!(error.code, Code::ConfigMissing);
        assert!(error.message.contains(field), "{error}");
        assert!(error.hint.as_deref().unwrap().contains("user"), "{error}");
    } else {
        assert!(restored.is_ok());
    }
    // The client that made it still knows them.
    assert!(process.client.restore(host(), saved.clone(), None).is_ok());
    let other = S::wish("jane@doe.com");
    let error = S::client(json!({})).restore(host(), saved, Some(other)).err().unwrap();
    assert_eq!(error.code, Code::ConfigInvalid, "{error}");
    let outcome = process.reborn(Some(user)).go(Stop::Never).unwrap().unwrap();
    assert_eq!(outcome["status"], "created");
}

fn what_cannot_be_restored_says_so<S: Subject>() {
    let whole = S::client(json!({}));
    let bulk = whole.provision_all(host(), vec![S::user("ann@doe.com")]).unwrap().save();
    let connect = whole.connect(host()).unwrap().save();
    for (name, text) in [("bulk", bulk.as_str()), ("connect", &connect), ("empty", ""), ("foreign", "{}\n")] {
        let error = whole.restore(host(), text.to_owned(), None).err().unwrap();
        assert_eq!(error.code, Code::StaleJournal, "{name}: {error}");
        assert!(error.hint.is_some(), "{name}");
    }
}
