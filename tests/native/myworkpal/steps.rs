//! A host of one's own: what `next` hands out, and when; that runs are restored is in `shared/steps.rs`.

use super::kit::{client, john};
use super::model::Model;
use crate::rig::{keep_quiet, Server, START};
use provisor::engine::{Client, Event, Fault, Host, Next, Run, Wait};
use provisor::error::{Code, Error};
use serde_json::{json, Value};

fn host() -> Host {
    Host { seed: 1, stepwise: true, ..Host::default() }
}

/// A process: its client, its run, the clock, and the server, which outlives it.
struct Process {
    client: Client,
    run: Run,
    server: Model,
    now: u64,
}

impl Process {
    fn begin(server: Model, user: Value) -> Self {
        let client = client(json!({}));
        let run = client.provision(host(), user).unwrap();
        Self { client, run, server, now: START }
    }

    /// Goes on to the end.
    fn go(&mut self) -> Result<Value, Error> {
        loop {
            match self.run.next(self.now) {
                Err(error) => return Err(error),
                Ok(Next::Done { outcome }) => return Ok(outcome),
                Ok(Next::Wait(Wait { until, .. })) => {
                    assert!(until > self.now);
                    self.now = until;
                }
                Ok(Next::Send { id, request, .. }) => {
                    keep_quiet("a step", &serde_json::to_string(&request).unwrap());
                    let filled = self.client.fill(request).unwrap();
                    let answer = self.server.answer(&filled, self.now);
                    self.run.answer(id, Event::Answer(answer)).unwrap();
                }
            }
        }
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
    assert_eq!(process.go().unwrap()["status"], "created");
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
