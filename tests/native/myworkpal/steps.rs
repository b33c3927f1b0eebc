//! A host of one's own: `next`, `respond`, `save` and `restore`, one step at a time.

use super::kit::{client, john, person};
use super::model::Model;
use crate::rig::{keep_quiet, Server, START};
use provisor::engine::{Event, Fault, Host, Next, Run, Verbs, Wait};
use provisor::error::{Code, Error};
use serde_json::{json, Value};

fn host() -> Host {
    Host { seed: 1, stepwise: true, ..Host::default() }
}

/// A process: its client, its run, the clock, and the server, which outlives it.
struct Process {
    client: Box<dyn Verbs>,
    run: Run,
    server: Model,
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

impl Process {
    fn begin(server: Model, user: Value) -> Self {
        let client = client(json!({}));
        let run = client.provision(host(), user).unwrap();
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
        let client = client(json!({}));
        let run = client.restore(host(), saved, user).unwrap();
        Self { client, run, server: self.server, now: self.now, steps: 0 }
    }
}

#[test]
fn a_run_is_restored_at_every_step() {
    let mut detailed = person("old.hand@doe.com");
    detailed["details"] = json!({"employeeDetails": {"jobTitle": "Baker", "salary": 91_827_364.25}});
    for (user, requests, with_user) in [(john(), 5, false), (detailed.clone(), 7, true)] {
        let server = || Model::new().with("companydoe", "old.hand@doe.com");
        let mut whole = Process::begin(server(), user.clone());
        let expected = whole.go(Stop::Never).unwrap().unwrap();
        assert_eq!(whole.steps, requests);
        for step in 1..=whole.steps {
            for stop in [Stop::Before(step), Stop::After(step)] {
                let mut process = Process::begin(server(), user.clone());
                assert!(process.go(stop).is_none());
                let mut process = process.reborn(with_user.then(|| user.clone()));
                let outcome = process.go(Stop::Never).unwrap().unwrap();
                for key in ["status", "id", "verified", "existedBefore", "changes"] {
                    assert_eq!(outcome[key], expected[key], "{stop:?}: {outcome}");
                }
                assert_eq!(process.server.people(), whole.server.people());
            }
        }
    }
}

#[test]
fn sensitive_values_must_be_handed_over_again() {
    let mut user = john();
    user["details"] = json!({"employeeDetails": {"salary": 91_827_364.25}});
    let mut process = Process::begin(Model::new(), user.clone());
    process.go(Stop::Before(2));
    let saved = process.run.save();
    let error = client(json!({})).restore(host(), saved.clone(), None).err().unwrap();
    assert_eq!(error.code, Code::ConfigMissing);
    assert!(error.message.contains("user.details.employeeDetails.salary"), "{error}");
    assert!(error.hint.as_deref().unwrap().contains("user"), "{error}");
    // The client that made it still knows them.
    assert!(process.client.restore(host(), saved.clone(), None).is_ok());
    let mut other = user.clone();
    other["email"] = "jane@doe.com".into();
    let error = client(json!({})).restore(host(), saved, Some(other)).err().unwrap();
    assert_eq!(error.code, Code::ConfigInvalid, "{error}");
    let outcome = process.reborn(Some(user)).go(Stop::Never).unwrap().unwrap();
    assert_eq!(outcome["status"], "created");
}

#[test]
fn what_cannot_be_restored_says_so() {
    let whole = client(json!({}));
    let bulk = whole.provision_all(host(), vec![john()]).unwrap().save();
    let connect = whole.connect(host()).unwrap().save();
    for (name, text) in [("bulk", bulk.as_str()), ("connect", &connect), ("empty", ""), ("foreign", "{}\n")] {
        let error = whole.restore(host(), text.to_owned(), None).err().unwrap();
        assert_eq!(error.code, Code::StaleJournal, "{name}: {error}");
        assert!(error.hint.is_some(), "{name}");
    }
}

#[test]
fn steps_are_handed_out_once_and_answers_taken_once() {
    let mut process = Process::begin(Model::new(), john());
    let Next::Send { id, .. } = process.run.next(START).unwrap() else { panic!("expected a send") };
    let Next::Wait(wait) = process.run.next(START).unwrap() else { panic!("expected a wait") };
    assert_eq!(wait.until, START + 30_000, "until its time is over");
    assert_eq!(
        process.run.answer(id + 7, Event::fault("network", "").unwrap()).unwrap_err().code,
        Code::ConfigInvalid
    );
    assert_eq!(Event::fault("tired", "").unwrap_err().code, Code::ConfigInvalid);
    process.run.answer(id, Event::Fault(Fault::Aborted, String::new())).unwrap();
    let error = process.run.next(START).unwrap_err();
    assert_eq!(error.code, Code::Aborted);
    assert_eq!(process.run.next(START).unwrap_err(), error);
    // A late word changes nothing.
    process.run.answer(id, Event::answer(200, Vec::new(), Vec::new())).unwrap();
}

#[test]
fn a_patient_host_is_told_to_wait() {
    let mut process = Process::begin(Model::new(), john());
    let Next::Send { id, .. } = process.run.next(START).unwrap() else { panic!("expected a send") };
    let answer = Event::answer(429, vec![("Retry-After".into(), "7200".into())], Vec::new());
    process.run.answer(id, answer).unwrap();
    let Next::Wait(wait) = process.run.next(START).unwrap() else { panic!("expected a wait") };
    assert_eq!((wait.until, wait.reason.contains("429")), (START + 7_200_000, true));
    assert_eq!(process.go(Stop::Never).unwrap().unwrap()["status"], "created");
    assert!(process.now >= START + 7_200_000);
}

#[test]
fn an_aborted_run_hands_nothing_out() {
    let mut process = Process::begin(Model::new(), john());
    process.run.next(START).unwrap();
    process.run.abort();
    assert_eq!(process.run.next(START).unwrap_err().code, Code::Aborted);
    assert!(process.run.is_done());
    let progress = process.run.poll(START, std::task::Waker::noop());
    assert_eq!(progress.done.unwrap().unwrap_err().code, Code::Aborted);
    assert!(progress.sends.is_empty());
}
