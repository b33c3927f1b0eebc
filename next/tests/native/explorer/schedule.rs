//! A schedule: what goes wrong with which request, and in which way the server is awkward.
use super::faults::Fault;
use crate::rig::{Fate, Rig};
use crate::shared::{Knob, Subject};
use std::fmt;

/// What goes wrong, in order.
#[derive(Clone, Default)]
pub struct Schedule<'a> {
    pub knob: Option<Knob>,
    /// By the number of the request.
    pub faults: Vec<(usize, &'a Fault)>,
}
impl<'a> Schedule<'a> {
    pub fn with(&self, number: usize, fault: &'a Fault) -> Self {
        let mut schedule = self.clone();
        schedule.faults.push((number, fault));
        schedule
    }
    /// How much goes wrong.
    pub fn size(&self) -> usize {
        self.faults.len() + usize::from(self.knob.is_some())
    }
    /// Whether this request meets a fault.
    pub fn strikes(&self, number: usize) -> bool {
        self.faults.iter().any(|(at, _)| *at == number)
    }
    /// Whether one of the faults has a name that begins so.
    pub fn has(&self, name: &str) -> bool {
        self.faults.iter().any(|(_, fault)| fault.name.starts_with(name))
    }
    /// Makes it so on this rig. A login knows no session that could be over: it is refused instead.
    pub fn apply<S: Subject>(&self, rig: &Rig<S::Model>) {
        let fates: Vec<(usize, Fate)> =
            self.faults.iter().map(|(number, fault)| (*number, fault.fate.clone())).collect();
        rig.meets(move |sent| match fates.iter().find(|(number, _)| *number == sent.number) {
            Some((_, Fate::Expired)) if Some(sent.step) == S::LOGIN => Fate::instead(401, &[], ""),
            Some((_, fate)) => fate.clone(),
            None => Fate::Answered,
        });
    }
}
impl fmt::Display for Schedule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(knob) = self.knob {
            write!(f, "[{knob:?}] ")?;
        }
        for (number, fault) in &self.faults {
            write!(f, "[{} at request {number}] ", fault.name)?;
        }
        Ok(())
    }
}
