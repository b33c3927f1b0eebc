//! Steps: what a flow does once, and a replay takes from the journal.

use super::calls::Reply;
use super::context::Context;
use super::join::Boxed;
use super::journal::{Entry, Step};
use super::typed::Typed;
use crate::data;
use crate::error::{Code, Error, Result};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;
use std::future::Future;

impl Context {
    /// Does something as one step: once done, a replay takes its result and does not do it again.
    ///
    /// # Errors
    /// What the work says; `stale_journal` when the journal holds something else here.
    pub fn step<'a, T: Serialize + DeserializeOwned>(
        &'a self,
        name: &'a str,
        fingerprint: &'a str,
        work: impl Future<Output = Result<T>> + 'a,
    ) -> Typed<'a, Known, T> {
        let work = Box::pin(async move { data::write(&work.await?) });
        Typed::new(self.keep_step(name, fingerprint, work), Known::read)
    }

    pub(super) fn keep_step<'a>(
        &'a self,
        name: &'a str,
        fingerprint: &'a str,
        work: Boxed<'a, Result<Value>>,
    ) -> Boxed<'a, Result<Known>> {
        Box::pin(async move {
            let step = || name.to_owned();
            if self.scope.aside.get() {
                return Ok(Known { step: step(), result: work.await? });
            }
            let begun = self.begin(name, fingerprint);
            if let Some(known) = self.recall(&begun)? {
                return Ok(known);
            }
            let result = work.await?;
            self.keep(begun, result.clone())?;
            Ok(Known { step: step(), result })
        })
    }

    /// Looks once more, aside from the steps: what an earlier life of the run saw may be long out of date. It is
    /// neither kept nor taken from the journal.
    pub(super) async fn aside<T>(&self, look: impl Future<Output = T>) -> T {
        self.scope.aside.set(true);
        let found = look.await;
        self.scope.aside.set(false);
        found
    }

    /// Whether the next step would rest on what an earlier life of the run saw, and was not begun in it.
    pub fn is_first_after_a_break(&self) -> bool {
        let journal = self.state.journal.borrow();
        journal.is_resumed() && !journal.knows(&self.key(self.scope.last.get().saturating_add(1)))
    }

    /// The time, in milliseconds since 1970; the same in a replay.
    ///
    /// # Errors
    /// `stale_journal` when the journal holds something else here.
    pub async fn clock(&self) -> Result<u64> {
        self.step("clock", "clock", async { Ok(self.state.now()) }).await
    }

    /// Begins the next step of this thread.
    pub(super) fn begin<'a>(&self, name: &'a str, fingerprint: &'a str) -> Begun<'a> {
        let number = self.scope.last.get().saturating_add(1);
        self.scope.last.set(number);
        let before = (self.scope.evidence.borrow().len(), self.scope.sent.get());
        Begun { key: self.key(number), name, fingerprint, before }
    }

    fn key(&self, number: u32) -> String {
        format!("{}.{number}", self.scope.name)
    }

    /// What the journal holds of a step, if an earlier life of the run has done it.
    pub(super) fn recall(&self, begun: &Begun<'_>) -> Result<Option<Known>> {
        let journal = self.state.journal.borrow();
        let Some(step) = journal.recall(&begun.key, begun.fingerprint)? else { return Ok(None) };
        self.share(&(step.evidence.clone(), step.sent));
        Ok(Some(Known { step: step.step.clone(), result: step.result.clone() }))
    }

    pub(super) fn keep(&self, begun: Begun<'_>, result: Value) -> Result<()> {
        let (evidence, sent) = self.account();
        self.state.record(Entry::Step(Step {
            key: begun.key,
            step: begun.name.to_owned(),
            request: begun.fingerprint.to_owned(),
            result,
            evidence: evidence.into_iter().skip(begun.before.0).collect(),
            sent: sent.saturating_sub(begun.before.1),
        }))
    }
}

/// A step that has begun.
pub(super) struct Begun<'a> {
    /// What names it in the journal.
    pub key: String,
    name: &'a str,
    fingerprint: &'a str,
    /// What was on the account.
    before: (usize, u32),
}

/// What came of a step, as the journal holds it.
#[derive(Debug)]
pub struct Known {
    pub(super) step: String,
    pub(super) result: Value,
}

impl Known {
    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T> {
        data::read(&self.result).map_err(|mismatch| {
            let words = format!("the journal's `{}` cannot be read: {mismatch}", self.step);
            Error::new(Code::StaleJournal, words).hint("start again with a new journal").for_the_run()
        })
    }

    pub(super) fn read_reply<T: DeserializeOwned>(self) -> Result<Reply<T>> {
        let step = self.step.clone();
        Ok(match self.read::<Reply<Value>>()? {
            Reply::Done(result) => Reply::Done(Self { step, result }.read()?),
            Reply::Refused(error) => Reply::Refused(error),
            Reply::Unclear(error) => Reply::Unclear(error),
            Reply::Interrupted(error) => Reply::Interrupted(error),
        })
    }
}
