//! Creates an account, at most once, whatever the answer.
use super::create_rule::{verdict, Answer, Shown, Verdict};
use super::diff::Observed;
use super::engine::Person;
use super::locks::Held;
use super::outcome::{Outcome, Standing};
use super::platform::Account;
use super::run::Run;
use crate::error::{Code, Error};
use crate::http::{Http, Priority};
use std::rc::Rc;

/// How a create ended.
pub(crate) enum Made {
    /// The account is there, and ours, as a look shows it.
    Ours(Account),
    /// The account is there, and somebody else's.
    Theirs(Account),
    /// It ends here.
    Stopped(Standing, Error),
}
fn unknown(error: Error) -> Made {
    let hint = "look on the platform, or run again later: people are looked up before anything is written";
    let hint = if error.hint.is_some() { error } else { error.hint(hint) };
    Made::Stopped(Standing::NotEstablished, hint)
}

impl Run {
    /// Creates the account of somebody whom a look has not shown. The intent is stored before the create leaves.
    pub async fn create(
        &self,
        http: &Http,
        person: &Rc<Person>,
        observed: &Observed,
        held: &mut Held,
        outcome: &mut Outcome,
    ) -> Made {
        // Whoever has an intent in the journal sends next: after a kill, those alone are in doubt.
        let number = person.row.unwrap_or_default();
        let mut place = Some(self.creating.take(Priority { is_read: false, number }).await);
        if let Err(error) = self.intend(person, &observed.found).await {
            return Made::Stopped(Standing::Absent, error);
        }
        let (mut sent, mut is_unclear) = (0_u32, false);
        loop {
            let call = match self.engine.create(&observed.found, person, &observed.desired) {
                Ok(call) => call,
                Err(error) => return Made::Stopped(Standing::Absent, error),
            };
            let answer = http.call(call).await;
            place.take();
            let error = match answer {
                // What a careless server echoes is no id, and is not shown as one.
                Ok(id) if http.holds_secret(&id) => {
                    Error::bad_response("the answer gives a credential for an id")
                }
                Ok(id) => return self.confirm(http, person, id, held, outcome).await,
                Err(error) if error.unsent && !is_unclear => return Made::Stopped(Standing::Absent, error),
                Err(error) => error,
            };
            sent = sent.saturating_add(1);
            // A session that was over did nothing, whatever the platform calls that.
            let is_over = error.status.is_some_and(|status| http.may_be_over(status));
            let answer = if is_over { Answer::Early } else { Answer::of(&error) };
            is_unclear |= answer == Answer::Unclear;
            if is_unclear {
                held.set_unclear();
            }
            let looked = self.look_alone(http, person, answer.looks(is_unclear)).await;
            let shown = match &looked {
                Ok(found) if found.account.is_some() => Shown::Yes,
                Ok(_) => Shown::No,
                Err(_) => Shown::Failed,
            };
            let account = looked.as_ref().ok().and_then(|found| found.account.clone()).unwrap_or_default();
            match verdict(answer, is_unclear, sent, shown) {
                Verdict::SendAgain if !error.fatal => {}
                Verdict::SendAgain | Verdict::Failed => return Made::Stopped(Standing::Absent, error),
                Verdict::Theirs => return Made::Theirs(account),
                Verdict::Ours => {
                    let words = format!(
                        "the create was not answered clearly ({}); a look-up shows the account",
                        error.message
                    );
                    http.warn(&words);
                    outcome.warnings.push(words);
                    return Made::Ours(account);
                }
                Verdict::Unknown => {
                    held.set_unclear();
                    let Err(look) = looked else { return unknown(error) };
                    let message =
                        format!("{}; the look-up after it failed too: {}", error.message, look.message);
                    return unknown(Error { message, fatal: error.fatal || look.fatal, ..error });
                }
            }
        }
    }
    /// The create was answered clearly: a look must show the account it told of.
    async fn confirm(
        &self,
        http: &Http,
        person: &Rc<Person>,
        id: String,
        held: &mut Held,
        outcome: &mut Outcome,
    ) -> Made {
        outcome.id = Some(id.clone());
        let mut look = self.look(http, person, true).await;
        for number in 1..4 {
            if !look.as_ref().is_ok_and(|found| found.account.is_none()) {
                break;
            }
            look = match http.backoff(number).await {
                Ok(()) => self.look(http, person, true).await,
                Err(error) => Err(error),
            };
        }
        match look.map(|found| found.account) {
            Ok(Some(account)) if account.id == id => Made::Ours(account),
            Ok(Some(other)) => {
                let words = format!("the create told of account {id}, a look-up shows {}", other.id);
                let error =
                    Error::new(Code::Conflict, words).hint("compare the two accounts on the platform");
                Made::Stopped(Standing::Existed, error)
            }
            Ok(None) => {
                held.set_unclear();
                let words =
                    format!("the platform said that it created account {id}, but no look-up shows it");
                unknown(Error::new(Code::NotFound, words))
            }
            Err(error) => {
                held.set_unclear();
                unknown(error)
            }
        }
    }
}
