//! One person, one disturbed run, and how it must end.
use super::{no_twins, rig_with, Subject};
use crate::rig::{End, Fate, Outcome, Problem, Rig, Sent, Status};
use serde_json::{json, Value};
use std::collections::BTreeMap;

/// Which request meets a fate.
#[derive(Clone, Copy)]
enum When {
    /// The n-th of all.
    At(usize),
    /// The n-th for a step.
    Nth(usize, &'static str),
    /// The first so many for a step that meet nothing else.
    First(usize, &'static str),
    /// All for a step, from the n-th on.
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
    /// The n-th request for this step meets this.
    pub fn nth(self, number: usize, step: &'static str, fate: Fate) -> Self {
        self.when(When::Nth(number, step), fate)
    }
    /// The first so many requests for this step meet this, as far as they meet nothing else.
    pub fn first(self, times: usize, step: &'static str, fate: Fate) -> Self {
        self.when(When::First(times, step), fate)
    }
    /// All requests for this step from the n-th on meet this.
    pub fn from(self, number: usize, step: &'static str, fate: Fate) -> Self {
        self.when(When::From(number, step), fate)
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
        let rig = rig_with::<S>(server, options);
        let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
        // What is said of one request comes before what is said of many.
        fates.sort_by_key(|(when, _)| matches!(when, When::First(..) | When::From(..)));
        rig.meets(move |sent: &Sent| {
            let nth = seen.entry(sent.step).or_default();
            *nth += 1;
            for (when, fate) in &mut fates {
                let is_met = match when {
                    When::At(number) => *number == sent.number,
                    When::Nth(number, step) => *number == *nth && *step == sent.step,
                    When::From(number, step) => *number <= *nth && *step == sent.step,
                    When::First(left, step) => {
                        let is_met = *left > 0 && *step == sent.step;
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
        assert!(expected.fits(&result), "{name}: {expected:?}: {result:?}");
        (rig, result.ok())
    }
    /// The same, whatever it comes to.
    pub fn result(self) -> (Rig<S::Model>, Result<Outcome, Problem>) {
        let (name, mut rig, user, before) = self.rig();
        let result = rig.provision(user);
        match &result {
            Ok(outcome) => check::<S>(&name, &rig, outcome, before),
            Err(error) => assert_eq!(S::created(&rig.server()), 0, "{name}: {error:?}"),
        }
        (rig, result)
    }
    /// Takes the person off: it must come to this.
    pub fn leaves(self, expected: End) -> (Rig<S::Model>, Option<Outcome>) {
        let (name, mut rig, user, _) = self.rig();
        let result = rig.deprovision(user);
        assert!(expected.fits(&result), "{name}: {expected:?}: {result:?}");
        assert_eq!(S::created(&rig.server()), 0, "{name}");
        (rig, result.ok())
    }
}
/// Fails when an outcome about the only person of a run says what is not so. `before`: the person was there.
pub fn check<S: Subject>(name: &str, rig: &Rig<S::Model>, outcome: &Outcome, before: bool) {
    let what = || format!("{name}: {outcome:?}");
    no_twins::<S>(name, &rig.server());
    let ids = S::ids(&rig.server(), &outcome.subject);
    let was_created = S::created(&rig.server()) > 0;
    assert!(!(before && was_created), "{}", what());
    match outcome.status {
        Status::Created => assert!(was_created && !outcome.existed_before, "{}", what()),
        Status::Updated | Status::Unchanged | Status::Deprovisioned => {
            assert!(!was_created && outcome.existed_before != ids.is_empty(), "{}", what());
        }
        Status::Failed => assert!(!was_created, "{}", what()),
        Status::Partial | Status::Conflict | Status::Unknown => {}
    }
    if let (true, Some(id)) = (outcome.status.is_done() && !ids.is_empty(), &outcome.id) {
        assert!(ids.contains(id), "{}: {ids:?}", what());
    }
    assert!(
        outcome.error.as_ref().is_none_or(|error| error.step.is_some() || error.status.is_none()),
        "{}",
        what()
    );
    let sent = rig.sent().iter().filter(|sent| !S::is_session(sent)).count();
    let told = outcome.evidence.iter().filter(|told| !told.purpose.starts_with("log ")).count();
    assert_eq!(told, sent, "{}", what());
    assert_eq!(rig.world.held(), (0, 0), "{}", what());
    logged_out::<S>(name, rig);
}
/// Whoever logged in has logged out, where the platform counts sessions; but nobody can end a session they were never told of.
pub fn logged_out<S: Subject>(name: &str, rig: &Rig<S::Model>) {
    if S::LOGOUT.is_none() {
        return;
    }
    // Nor is there anything to end where the platform says itself that it is over.
    let is_untold = |event: &&Value| {
        let is_over = event["status"].as_u64().is_some_and(|status| S::EXPIRED.contains(&(status as u16)));
        event["type"] == "request" && (is_over || (event["step"] == "log in" && event["status"] != 200))
    };
    let events = rig.events();
    let open = S::open_sessions(&rig.server());
    assert!(open <= events.iter().filter(is_untold).count(), "{name}: {open} left open: {:?}", rig.steps());
}
