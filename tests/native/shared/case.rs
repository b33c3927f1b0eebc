//! One person, one disturbed run, and how it must end.

use super::truth::{check, end, explained, End};
use super::{rig_with, Subject};
use crate::rig::{Fate, Rig, Sent};
use provisor::engine::Outcome;
use provisor::error::Error;
use serde_json::{json, Value};
use std::collections::BTreeMap;

/// Which request meets a fate.
#[derive(Clone, Copy)]
enum When {
    /// The n-th of all.
    At(usize),
    /// The n-th for a purpose.
    Nth(usize, &'static str),
    /// The first so many for a purpose that meet nothing else.
    First(usize, &'static str),
    /// All for a purpose, from the n-th on.
    From(usize, &'static str),
}

pub struct Case<S: Subject> {
    pub name: String,
    pub options: Value,
    pub server: S::Model,
    pub user: Value,
    fates: Vec<(When, Fate)>,
}

/// Ann, whom nobody knows.
pub fn case<S: Subject>(name: impl Into<String>) -> Case<S> {
    let (options, server, user) = (json!({}), S::server(), S::user("ann@doe.com"));
    Case { name: name.into(), options, server, user, fates: Vec::new() }
}

impl<S: Subject> Case<S> {
    /// The n-th request of all meets this.
    pub fn at(self, number: usize, fate: Fate) -> Self {
        self.when(When::At(number), fate)
    }

    /// The n-th request for this purpose meets this.
    pub fn nth(self, number: usize, purpose: &'static str, fate: Fate) -> Self {
        self.when(When::Nth(number, purpose), fate)
    }

    /// The first so many requests for this purpose meet this, as far as they meet nothing else.
    pub fn first(self, times: usize, purpose: &'static str, fate: Fate) -> Self {
        self.when(When::First(times, purpose), fate)
    }

    /// All requests for this purpose from the n-th on meet this.
    pub fn from(self, number: usize, purpose: &'static str, fate: Fate) -> Self {
        self.when(When::From(number, purpose), fate)
    }

    fn when(mut self, when: When, fate: Fate) -> Self {
        self.fates.push((when, fate));
        self
    }

    pub fn ways(mut self, change: impl FnOnce(&mut S::Ways)) -> Self {
        change(S::ways(&mut self.server));
        self
    }

    pub fn turn(mut self, knob: super::Knob) -> Self {
        S::turn(&mut self.server, knob);
        self
    }

    pub fn options(self, options: Value) -> Self {
        Self { options, ..self }
    }

    pub fn server(self, server: S::Model) -> Self {
        Self { server, ..self }
    }

    pub fn user(self, user: Value) -> Self {
        Self { user, ..self }
    }

    fn rig(self) -> (String, Rig<S::Model>, Value, bool) {
        let Self { name, options, server, user, mut fates } = self;
        let before = !S::ids(&server, S::name_of(&user)).is_empty();
        let mut rig = rig_with::<S>(server, options);
        let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
        // What is said of one request comes before what is said of many.
        fates.sort_by_key(|(when, _)| matches!(when, When::First(..) | When::From(..)));
        rig.fates = Box::new(move |sent: &Sent| {
            let nth = seen.entry(sent.purpose).or_default();
            *nth += 1;
            for (when, fate) in &mut fates {
                let is_met = match when {
                    When::At(number) => *number == sent.number,
                    When::Nth(number, purpose) => *number == *nth && *purpose == sent.purpose,
                    When::From(number, purpose) => *number <= *nth && *purpose == sent.purpose,
                    When::First(left, purpose) => {
                        let is_met = *left > 0 && *purpose == sent.purpose;
                        *left -= usize::from(is_met);
                        is_met
                    }
                };
                if is_met {
                    return fate.clone();
                }
            }
            Fate::Answered
        });
        (name, rig, user, before)
    }

    /// Provisions: it must come to this, and what it says must be so.
    pub fn run(self, expected: End) -> (Rig<S::Model>, Option<Outcome>) {
        let name = self.name.clone();
        let (rig, result) = self.result();
        assert_eq!(end(&result), expected, "{name}: {result:?}");
        (rig, result.ok())
    }

    /// The same, whatever it comes to.
    pub fn result(self) -> (Rig<S::Model>, Result<Outcome, Error>) {
        let (name, mut rig, user, before) = self.rig();
        let result = rig.provision(user);
        match &result {
            Ok(outcome) => check::<S>(&name, &rig, outcome, before),
            Err(error) => {
                assert_eq!(S::created(&rig.server), 0, "{name}");
                explained(&name, S::PLATFORM, error);
            }
        }
        (rig, result)
    }

    /// Takes the person off: it must come to this.
    pub fn leaves(self, expected: End) -> (Rig<S::Model>, Option<Outcome>) {
        let (name, mut rig, user, _) = self.rig();
        let result = rig.deprovision(user);
        assert_eq!(end(&result), expected, "{name}: {result:?}");
        assert_eq!(S::created(&rig.server), 0, "{name}");
        (rig, result.ok())
    }
}
