//! What is done with a client, run to its end.
use super::canary::keep_quiet;
use super::{Outcome, Problem, Rig, Server, Status};
use provisor_next::http::Abort;
use provisor_next::reconcile::{Mode, Store};
use serde_json::{json, Value};
use std::collections::VecDeque;

/// What a call has come to.
#[derive(Debug)]
pub struct Ended {
    /// In the order of the rows; rows that were told nothing are missing.
    pub outcomes: Vec<Outcome>,
    pub plans: Vec<Value>,
    /// The error that ended it.
    pub thrown: Option<Problem>,
}
impl Ended {
    /// The statuses by row.
    pub fn statuses(&self) -> Vec<Status> {
        self.outcomes.iter().map(|outcome| outcome.status).collect()
    }
    /// The error that ended the run.
    pub fn thrown(self) -> Problem {
        self.thrown.expect("an error")
    }
    /// The one outcome, or the error.
    pub fn one(mut self) -> Result<Outcome, Problem> {
        assert!(self.outcomes.len() <= 1, "{self:?}");
        self.outcomes.pop().ok_or_else(|| self.thrown.expect("an outcome, or an error"))
    }
}
/// A call of the public API.
#[derive(Clone)]
pub struct Call {
    pub mode: Mode,
    pub options: Value,
    pub items: Vec<Value>,
    pub has_journal: bool,
    pub abort: Option<Abort>,
}
impl Call {
    pub fn one(mode: Mode, item: Value) -> Self {
        Self { options: json!({"isSingle": true}), ..Self::many(mode, &[item]) }
    }
    pub fn many(mode: Mode, items: &[Value]) -> Self {
        Self { mode, options: json!({}), items: items.to_vec(), has_journal: false, abort: None }
    }
    pub fn with(mut self, more: Value) -> Self {
        merge(&mut self.options, &more);
        self
    }
    pub fn journaled(self) -> Self {
        Self { has_journal: true, ..self }
    }
}
/// Sets the fields of one object in another.
pub fn merge(into: &mut Value, more: &Value) {
    for (name, value) in more.as_object().unwrap() {
        into[name] = value.clone();
    }
}

impl<M: Server + 'static> Rig<M> {
    /// Does it, as a future.
    pub async fn going(&self, call: Call) -> Ended {
        let mut ended = Ended { outcomes: Vec::new(), plans: Vec::new(), thrown: None };
        let Call { mode, mut options, items, has_journal, abort } = call;
        merge(&mut options, &self.call);
        let source: VecDeque<_> = items.into_iter().map(Ok).collect();
        let journal = has_journal.then(|| std::rc::Rc::clone(&self.world) as std::rc::Rc<dyn Store>);
        self.world.rewind();
        let mut stream = match self.client.run(mode, &options, Box::new(source), journal, abort).await {
            Ok(stream) => stream,
            Err(error) => {
                ended.thrown = Some(Problem::of(&error));
                return ended;
            }
        };
        while let Some(item) = stream.next().await {
            match item {
                Ok(item) => {
                    let text = serde_json::to_string(&item).unwrap();
                    match mode {
                        Mode::Plan => {
                            keep_quiet("a plan", &text);
                            ended.plans.push(serde_json::from_str(&text).unwrap());
                        }
                        _ => ended.outcomes.push(Outcome::read(&text)),
                    }
                }
                Err(error) => ended.thrown = Some(Problem::of(&error)),
            }
            self.world.survive().await;
        }
        ended.outcomes.sort_by_key(|outcome| outcome.row);
        ended.plans.sort_by_key(|plan| plan["row"].as_u64());
        ended
    }
    /// Does it to the end; nothing when the process died.
    pub fn run(&mut self, call: Call) -> Option<Ended> {
        let ended = self.world.time.run(self.going(call), || self.world.is_dead())?;
        self.told.extend(ended.outcomes.iter().cloned());
        Some(ended)
    }
    fn single(&mut self, mode: Mode, item: Value) -> Result<Outcome, Problem> {
        self.run(Call::one(mode, item)).expect("alive").one()
    }
    /// Provisions one person.
    pub fn provision(&mut self, user: Value) -> Result<Outcome, Problem> {
        self.single(Mode::Provision, user)
    }
    /// Takes one person off.
    pub fn deprovision(&mut self, user: Value) -> Result<Outcome, Problem> {
        self.single(Mode::Deprovision, user)
    }
    /// Provisions many.
    pub fn provision_all(&mut self, users: &[Value]) -> Ended {
        self.run(Call::many(Mode::Provision, users)).expect("alive")
    }
    /// The same with a journal, from where it stands.
    pub fn journaled(&mut self, users: &[Value]) -> Ended {
        self.run(Call::many(Mode::Provision, users).journaled()).expect("alive")
    }
    /// Takes many off.
    pub fn deprovision_all(&mut self, users: &[Value], limits: Value) -> Ended {
        self.run(Call::many(Mode::Deprovision, users).with(limits)).expect("alive")
    }
    /// Plans for one person.
    pub fn plan(&mut self, user: Value) -> Result<Value, Problem> {
        self.plan_with(user, json!({}))
    }
    pub fn plan_with(&mut self, user: Value, options: Value) -> Result<Value, Problem> {
        let mut ended = self.run(Call::one(Mode::Plan, user).with(options)).expect("alive");
        ended.plans.pop().ok_or_else(|| ended.thrown())
    }
    /// Applies a plan.
    pub fn apply(&mut self, plan: Value, user: Option<Value>) -> Result<Outcome, Problem> {
        let mut item = json!({ "plan": plan });
        if let Some(user) = user {
            item["user"] = user;
        }
        self.single(Mode::Apply, item)
    }
    /// Proves the credentials.
    pub fn connect(&mut self) -> Result<Value, Problem> {
        let connecting = async { self.client.connect(&self.call, None).await };
        let told = self.world.time.run(connecting, || false).unwrap();
        let told =
            told.map(|told| serde_json::to_value(told).unwrap()).map_err(|error| Problem::of(&error))?;
        keep_quiet("what connect tells", &told.to_string());
        Ok(told)
    }
    /// Ends the session.
    pub fn close(&mut self) {
        self.world.time.run(self.client.close(), || false).unwrap();
    }
}
