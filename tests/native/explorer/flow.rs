//! The flows that are explored: who is there, who is asked for, and what is done.

use crate::rig::{outcome, Rig};
use crate::shared::{rig, server_with, Knob, Subject};
use provisor::engine::{Host, Outcome, Run};
use provisor::error::{Error, Result};
use serde_json::Value;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verb {
    Provision,
    Deprovision,
    ProvisionAll,
}

pub struct Flow<S: Subject> {
    pub name: &'static str,
    pub server: S::Model,
    pub verb: Verb,
    pub users: Vec<Value>,
    /// The ways of the server that are faults of their own.
    pub knobs: Vec<Knob>,
}

const NEW: &str = "new@doe.com";
const OLD: &str = "old@doe.com";

impl<S: Subject> Flow<S> {
    fn of(name: &'static str, verb: Verb, users: Vec<Value>, creates: bool) -> Self {
        let late = [Knob::ShowsLate(3_000), Knob::ShowsLate(3_600_000), Knob::Hidden(NEW)];
        let knobs = if creates { late.to_vec() } else { Vec::new() };
        Self { name, server: server_with::<S>(&[OLD]), verb, users, knobs }
    }

    /// Somebody new, with as little asked as may be.
    pub fn new() -> Self {
        Self::of("provision somebody new", Verb::Provision, vec![S::user(NEW)], true)
    }

    /// Somebody new, with much asked.
    pub fn new_with_all() -> Self {
        Self::of("provision somebody new, with all", Verb::Provision, vec![S::wish(NEW)], true)
    }

    /// Somebody who exists and differs a little.
    pub fn differs() -> Self {
        Self::of("provision somebody who differs", Verb::Provision, vec![S::change(OLD)], false)
    }

    /// Somebody who exists and differs in all.
    pub fn differs_in_all() -> Self {
        Self::of("provision somebody who differs in all", Verb::Provision, vec![S::wish(OLD)], false)
    }

    /// Somebody who is taken off.
    pub fn leaves() -> Self {
        Self::of("deprovision", Verb::Deprovision, vec![S::user(OLD)], false)
    }

    /// Two, one of them new.
    pub fn many() -> Self {
        Self::of("provision two", Verb::ProvisionAll, vec![S::user(NEW), S::change(OLD)], true)
    }

    /// A rig over the server as it is at the beginning.
    pub fn rig(&self, knob: Option<Knob>) -> Rig<S::Model> {
        let mut server = self.server.clone();
        if let Some(knob) = knob {
            S::turn(&mut server, knob);
        }
        rig::<S>(server)
    }

    /// The run, with the journal of an earlier life.
    pub fn begin(&self, rig: &Rig<S::Model>, journal: Option<String>) -> Result<Run> {
        let host = Host { seed: 7, journal, ..Host::default() };
        match self.verb {
            Verb::Provision => rig.client.provision(host, self.users[0].clone()),
            Verb::Deprovision => rig.client.deprovision(host, self.users[0].clone()),
            Verb::ProvisionAll => rig.client.provision_all(host, self.users.clone()),
        }
    }

    /// Runs to the end, or to the death of the process.
    pub fn run(&self, rig: &mut Rig<S::Model>, journal: Option<String>) -> Option<Ended> {
        let told = rig.outcomes.len();
        if journal.is_none() {
            rig.journal.clear();
        }
        let result = match self.begin(rig, journal) {
            Ok(run) => rig.drive(run)?,
            Err(error) => Err(error),
        };
        let outcomes = match (&result, self.verb) {
            (_, Verb::ProvisionAll) => {
                let mut outcomes = rig.outcomes[told..].to_vec();
                outcomes.sort_by_key(|outcome| outcome.row);
                outcomes
            }
            (Ok(value), _) => vec![outcome(value.clone())],
            (Err(_), _) => Vec::new(),
        };
        Some(Ended { outcomes, thrown: result.err() })
    }
}

/// How it ended: by person, and for all.
pub struct Ended {
    pub outcomes: Vec<Outcome>,
    pub thrown: Option<Error>,
}

/// Makes of a function of a flow a test for each flow of each platform.
macro_rules! on_every_flow {
    ($run:ident) => {
        crate::shared::on_every_platform!(
            somebody_new,
            somebody_new_with_all,
            somebody_who_differs,
            somebody_who_differs_in_all,
            somebody_who_leaves,
            two_at_once,
        );

        fn somebody_new<S: Subject>() {
            $run(&Flow::<S>::new());
        }

        fn somebody_new_with_all<S: Subject>() {
            // Elsewhere it takes no more steps than with little.
            if S::HAS_STAGES {
                $run(&Flow::<S>::new_with_all());
            }
        }

        fn somebody_who_differs<S: Subject>() {
            $run(&Flow::<S>::differs());
        }

        fn somebody_who_differs_in_all<S: Subject>() {
            if S::HAS_STAGES {
                $run(&Flow::<S>::differs_in_all());
            }
        }

        fn somebody_who_leaves<S: Subject>() {
            if S::DEPROVISIONS {
                $run(&Flow::<S>::leaves());
            }
        }

        fn two_at_once<S: Subject>() {
            $run(&Flow::<S>::many());
        }
    };
}

pub(super) use on_every_flow;
