//! Look-ups: gathered where a platform takes many at once, one by one where it must be fresh or many are refused.
use super::engine::Person;
use super::gather::{Look, Waiting};
use super::platform::Found;
use super::run::Run;
use crate::error::{Error, Result};
use crate::http::{Http, Whom};
use std::rc::Rc;

impl Run {
    /// What the platform shows of a person. `fresh`: something was written since the last look.
    pub async fn look(&self, http: &Http, person: &Rc<Person>, fresh: bool) -> Result<Found> {
        let gather = if fresh { &self.fresh_looks } else { &self.looks };
        let found = gather.join((person.clone(), http.clone())).await;
        found.unwrap_or_else(|| Err(Error::internal("a look-up was dropped")))
    }
    /// Looks for this person alone, past everything that is kept, until there is an account: at most so many times, for
    /// it may be shown late.
    pub async fn look_alone(&self, http: &Http, person: &Rc<Person>, times: u32) -> Result<Found> {
        let mut number = 0_u32;
        loop {
            let found = self.find_alone(http, person, true).await?;
            number = number.saturating_add(1);
            if found.account.is_some() || number >= times {
                return Ok(found);
            }
            http.backoff(number).await?;
        }
    }
    async fn find_alone(&self, http: &Http, person: &Rc<Person>, fresh: bool) -> Result<Found> {
        let found = self.engine.find(http, std::slice::from_ref(person), fresh).await?;
        found.into_iter().next().unwrap_or_else(|| Err(Error::internal("a look-up told of nobody")))
    }
    /// One look-up for all of them.
    pub async fn look_together(&self, waiting: Vec<Waiting<Look, Result<Found>>>, fresh: bool) {
        if let [_] = waiting.as_slice() {
            return self.look_singly(waiting, fresh).await;
        }
        let people: Vec<_> = waiting.iter().map(|one| one.item.0.clone()).collect();
        let rows = people.iter().filter_map(|person| person.row).collect();
        let http = self.http.about(Whom { rows, ..Whom::default() }, Rc::default());
        let found = self.engine.find(&http, &people, fresh).await;
        for one in &waiting {
            one.item.1.evidence.borrow_mut().extend(http.evidence.borrow().iter().cloned());
        }
        match found {
            Ok(found) => {
                let is_there =
                    |found: &&Result<Found>| found.as_ref().is_ok_and(|found| found.account.is_some());
                if !fresh {
                    self.there.set(self.there.get().max(found.iter().filter(is_there).count()));
                }
                for (one, found) in waiting.into_iter().zip(found) {
                    // Whoever gave up meanwhile needs no answer.
                    let _ = one.answer.send(found);
                }
            }
            // Perhaps the platform takes no look-up of so many; or it cannot be told for whom the answer holds.
            Err(error) if matches!(error.status, Some(400 | 413 | 414)) => {
                self.batch.set(1);
                self.look_singly(waiting, fresh).await;
            }
            Err(error) if error.is_unclear() && !error.fatal => self.look_singly(waiting, fresh).await,
            Err(error) => {
                for one in waiting {
                    let _ = one.answer.send(Err(error.clone()));
                }
            }
        }
    }
    async fn look_singly(&self, waiting: Vec<Waiting<Look, Result<Found>>>, fresh: bool) {
        for one in waiting {
            let (person, http) = &one.item;
            let found = self.find_alone(http, person, fresh).await;
            let _ = one.answer.send(found);
        }
    }
}
