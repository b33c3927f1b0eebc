//! Takes an account away, and looks whether it is gone.
use super::change::Change;
use super::diff::Observed;
use super::documents::Aim;
use super::engine::Person;
use super::outcome::{Outcome, State};
use super::platform::Removal;
use super::run::Run;
use crate::error::{Code, Error, Result};
use crate::http::Http;
use std::rc::Rc;

impl Run {
    /// Takes the account away.
    pub(crate) async fn remove(
        &self,
        http: &Http,
        person: &Rc<Person>,
        mut observed: Observed,
        outcome: &mut Outcome,
    ) {
        let who = observed.who();
        match observed.removal.take() {
            Some(Removal::Write { change, document, wishes }) => {
                let record = observed.record(document).cloned();
                let aim = Aim { document, wishes: &wishes, instead: Some(&change) };
                self.bring(http, &who, aim, record, outcome).await;
            }
            Some(Removal::Delete(call)) => {
                let said = http.call(call).await.err();
                let gone = self.look_gone(http, person, said.is_none()).await;
                match (said, gone) {
                    (said, Ok(true)) => {
                        outcome.warnings.extend(said.map(|error| {
                            format!(
                                "the removal was not answered clearly ({}); a look-up confirms it",
                                error.message
                            )
                        }));
                        outcome.changes.push(Change::Delete);
                    }
                    (Some(error), gone) => {
                        let is_unclear = error.is_unclear() || gone.is_err();
                        let state = if is_unclear { State::Unclear } else { State::Refused };
                        outcome.pend(Change::Delete, if error.unsent { State::NotBegun } else { state });
                        outcome.note(error);
                    }
                    (None, Err(error)) => {
                        outcome.pend(Change::Delete, State::Unclear);
                        outcome.note(error);
                    }
                    (None, Ok(false)) => {
                        outcome.pend(Change::Delete, State::Refused);
                        outcome.note(Error::new(
                            Code::Conflict,
                            "the platform took the removal, but still shows the account",
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    /// Whether no look-up shows the account any more.
    async fn look_gone(&self, http: &Http, person: &Rc<Person>, is_accepted: bool) -> Result<bool> {
        for number in 1.. {
            let found = self.look_alone(http, person, 1).await?;
            if found.account.is_none() || number >= 4 || !is_accepted {
                return Ok(found.account.is_none());
            }
            http.backoff(number).await?;
        }
        Ok(false)
    }
}
