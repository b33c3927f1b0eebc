//! The verbs of a client, driven to their ends.

use super::drive::has_its_reason;
use super::{Rig, Server};
use provisor::engine::{Host, Outcome, RemovalLimits, Run, Status};
use provisor::error::{Error, Result};
use serde_json::Value;

/// What a bulk run has come to.
#[derive(Debug)]
pub struct Bulk {
    /// By row; rows that were told nothing are missing.
    pub outcomes: Vec<Outcome>,
    /// The run's own result; nothing when the process died.
    pub result: Option<Result<Value>>,
}

impl Bulk {
    /// The statuses by row.
    pub fn statuses(&self) -> Vec<Status> {
        self.outcomes.iter().map(|outcome| outcome.status).collect()
    }

    /// The error that ended the run.
    pub fn thrown(self) -> Error {
        self.result.unwrap().unwrap_err()
    }
}

impl<S: Server> Rig<S> {
    fn host(&mut self, resume: bool) -> Host {
        self.seed += 1;
        let journal = resume.then(|| self.journal.clone());
        if !resume {
            self.journal.clear();
        }
        let (seed, concurrency, breaker) = (self.seed, self.concurrency, self.breaker);
        Host { seed, journal, concurrency, breaker, transcript: self.transcribes, ..Host::default() }
    }

    /// Provisions one person.
    pub fn provision(&mut self, user: Value) -> Result<Outcome> {
        let host = self.host(false);
        let run = self.client.provision(host, user)?;
        self.drive(run).expect("alive").map(outcome)
    }

    /// Takes one person off.
    pub fn deprovision(&mut self, user: Value) -> Result<Outcome> {
        let host = self.host(false);
        let run = self.client.deprovision(host, user)?;
        self.drive(run).expect("alive").map(outcome)
    }

    /// Proves the credentials.
    pub fn connect(&mut self) -> Result<Value> {
        let host = self.host(false);
        let run = self.client.connect(host)?;
        self.drive(run).expect("alive")
    }

    /// Ends the session.
    pub fn close(&mut self) -> Result<Value> {
        let host = self.host(false);
        let run = self.client.close(host)?;
        self.drive(run).expect("alive")
    }

    /// Provisions many.
    pub fn provision_all(&mut self, users: &[Value]) -> Bulk {
        self.bulk(users, false)
    }

    /// Goes on from the stored journal.
    pub fn resume_all(&mut self, users: &[Value]) -> Bulk {
        self.bulk(users, true)
    }

    fn bulk(&mut self, users: &[Value], resume: bool) -> Bulk {
        let host = self.host(resume);
        let run = self.client.provision_all(host, users.to_vec());
        self.told(run)
    }

    /// Takes many off.
    pub fn deprovision_all(&mut self, users: &[Value], limits: RemovalLimits) -> Bulk {
        let host = self.host(false);
        let run = self.client.deprovision_all(host, users.to_vec(), limits);
        self.told(run)
    }

    fn told(&mut self, run: Result<Run>) -> Bulk {
        let told = self.outcomes.len();
        let result = match run {
            Ok(run) => self.drive(run),
            Err(error) => Some(Err(error)),
        };
        let mut outcomes = self.outcomes[told..].to_vec();
        outcomes.sort_by_key(|outcome| outcome.row);
        Bulk { outcomes, result }
    }

    /// Plans for one person.
    pub fn plan(&mut self, user: Value) -> Result<Value> {
        let host = self.host(false);
        let run = self.client.plan(host, user)?;
        self.drive(run).expect("alive")
    }

    /// Applies a plan.
    pub fn apply(&mut self, plan: Value, user: Option<Value>) -> Result<Outcome> {
        let host = self.host(false);
        let run = self.client.apply(host, plan, user)?;
        self.drive(run).expect("alive").map(outcome)
    }
}

/// An outcome from the value a run ends with.
pub fn outcome(value: Value) -> Outcome {
    let outcome = serde_json::from_value(value).unwrap();
    has_its_reason(&outcome);
    outcome
}
