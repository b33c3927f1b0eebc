//! The flows that are explored: who is there, who is asked for, and what is done.
use crate::rig::{Call, Ended, Rig};
use crate::shared::{rig, server_with, Knob, Subject};
use provisor_next::reconcile::Mode;
use serde_json::{json, Value};

pub struct Flow<S: Subject> {
    pub name: String,
    pub server: S::Model,
    pub mode: Mode,
    /// One person by a call for one, or many.
    pub is_single: bool,
    pub users: Vec<Value>,
    /// The ways of the server that are faults of their own.
    pub knobs: Vec<Knob>,
}
pub const NEW: &str = "new@doe.com";
pub const OLD: &str = "old@doe.com";

impl<S: Subject> Flow<S> {
    fn of(name: &str, mode: Mode, users: Vec<Value>, creates: bool) -> Self {
        let late = [Knob::ShowsLate(3_000), Knob::ShowsLate(3_600_000), Knob::Hidden(NEW)];
        let knobs = if creates { late.to_vec() } else { Vec::new() };
        let is_single = users.len() == 1;
        Self { name: name.into(), server: server_with::<S>(&[OLD]), mode, is_single, users, knobs }
    }
    /// A new person, with as little asked as may be.
    pub fn new() -> Self {
        Self::of("a new person", Mode::Provision, vec![S::user(NEW)], true)
    }
    /// A new person, with much asked.
    pub fn new_with_all() -> Self {
        Self::of("a new person, with all", Mode::Provision, vec![S::wish(NEW)], true)
    }
    /// A person who exists and differs a little.
    pub fn differs() -> Self {
        Self::of("a person who differs", Mode::Provision, vec![S::change(OLD)], false)
    }
    /// A person who exists and differs in all.
    pub fn differs_in_all() -> Self {
        Self::of("a person who differs in all", Mode::Provision, vec![S::wish(OLD)], false)
    }
    /// A person who is taken off.
    pub fn leaves() -> Self {
        Self::of("a person who leaves", Mode::Deprovision, vec![S::user(OLD)], false)
    }
    /// Two, one of them new.
    pub fn many() -> Self {
        Self::of("two people", Mode::Provision, vec![S::user(NEW), S::change(OLD)], true)
    }
    /// Every flow of this platform.
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::new(), Self::differs(), Self::many()];
        // Elsewhere it takes no more steps than with little.
        if S::HAS_STAGES {
            all.extend([Self::new_with_all(), Self::differs_in_all()]);
        }
        if S::DEPROVISIONS {
            all.push(Self::leaves());
        }
        all
    }
    /// A rig over the server as it is at the beginning.
    pub fn rig(&self, knob: Option<Knob>) -> Rig<S::Model> {
        let mut server = self.server.clone();
        if let Some(knob) = knob {
            S::turn(&mut server, knob);
        }
        rig::<S>(server)
    }
    pub fn call(&self) -> Call {
        let call = Call::many(self.mode, &self.users);
        match (self.is_single, self.mode) {
            (true, _) => call.with(json!({"isSingle": true})),
            (false, Mode::Deprovision) => call.with(json!({"limit": "100%", "among": self.users.len()})),
            (false, _) => call,
        }
    }
    /// The same as a call for many, with a journal.
    pub fn journaled(&self) -> Call {
        Self {
            is_single: false,
            server: self.server.clone(),
            users: self.users.clone(),
            knobs: Vec::new(),
            name: String::new(),
            ..*self
        }
        .call()
        .journaled()
    }
    /// Runs to the end, or to the death of the process.
    pub fn run(&self, rig: &mut Rig<S::Model>) -> Option<Ended> {
        rig.run(self.call())
    }
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
