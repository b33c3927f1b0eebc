//! Records: read whole, compared, written where they differ, and read again. Only what a read shows is done.
use super::change::Change;
use super::diff::{brought, due, set, stand, Stand};
use super::outcome::{Outcome, State};
use super::platform::{Who, Wish};
use super::run::Run;
use crate::error::{Code, Error, Result};
use crate::http::Http;
use crate::record::Record;

/// What a document should be.
#[derive(Clone, Copy)]
pub(crate) struct Aim<'a> {
    pub document: usize,
    pub wishes: &'a [Wish],
    /// Told instead of the attributes: a removal.
    pub instead: Option<&'a Change>,
}

/// How often a record is read after a write that was accepted: it may be shown late.
const LOOKS: u32 = 4;

impl Run {
    /// Reads a document.
    pub async fn read(&self, http: &Http, document: usize, who: &Who) -> Result<Record> {
        http.call(self.engine.read(document, who)?).await
    }
    /// Brings a document to what is asked. `record`: as it was read; it is read where it was not.
    pub async fn bring(
        &self,
        http: &Http,
        who: &Who,
        Aim { document, wishes, instead }: Aim<'_>,
        record: Option<Record>,
        outcome: &mut Outcome,
    ) {
        let engine = &*self.engine;
        let all = |outcome: &mut Outcome, state: State, error: Error| {
            for wish in wishes.iter().filter(|_| instead.is_none()) {
                outcome.pend(set(engine, document, wish, None), state);
            }
            instead.into_iter().for_each(|change| outcome.pend(change.clone(), state));
            outcome.note(error);
        };
        let record = match record {
            Some(record) => record,
            None => match self.read(http, document, who).await {
                Ok(record) => record,
                Err(error) => return all(outcome, State::NotBegun, error),
            },
        };
        let due = due(engine, &self.rules, document, Some(&record), wishes);
        if due.is_empty() {
            return self.note_hidden(document, wishes, &record, outcome);
        }
        let told = |wish: &Wish| match instead {
            Some(change) => change.clone(),
            None => set(engine, document, wish, record.get(&wish.pointer)),
        };
        let call = match engine.write(document, who, &brought(record.clone(), wishes), &due) {
            Ok(call) => call,
            Err(error) => return all(outcome, State::NotBegun, error),
        };
        let said = http.call(call).await.err();
        let again = self.read_again(http, who, document, wishes, said.is_none()).await;
        let state = match (&said, &again) {
            (Some(error), _) if error.unsent => State::NotBegun,
            (Some(error), _) if error.is_unclear() => State::Unclear,
            (_, Err(_)) => State::Unclear,
            _ => State::Refused,
        };
        let mut left = Vec::new();
        let mut changes = Vec::new();
        for wish in &due {
            let seen = again.as_ref().ok().map(|again| stand(engine, document, again, wish));
            match (seen, &said) {
                (Some(Stand::AsAsked), _) | (Some(Stand::NotShown), None) => changes.push(told(wish)),
                _ => {
                    left.push(wish.name.clone());
                    outcome.pend(told(wish), state);
                }
            }
        }
        // A removal is one change, however many attributes it writes.
        changes.dedup();
        outcome.pending.dedup();
        if instead.is_none() || left.is_empty() {
            outcome.changes.extend(changes);
        }
        if let Ok(again) = &again {
            self.note_hidden(document, wishes, again, outcome);
        }
        match (said, again) {
            (None, Ok(_)) if left.is_empty() => {}
            (Some(error), Ok(_)) if left.is_empty() => {
                let words =
                    format!("a write was not answered clearly ({}); a read confirms it", error.message);
                http.warn(&words);
                outcome.warnings.push(words);
            }
            (Some(error), _) | (None, Err(error)) => outcome.note(error),
            (None, Ok(_)) => {
                let words = format!("the platform took it, but did not keep: {}", left.join(", "));
                outcome.note(
                    Error::new(Code::Conflict, words)
                        .hint("check the values against what the platform permits"),
                );
            }
        }
    }
    /// The record after a write; again and again where a write that was accepted does not show yet.
    async fn read_again(
        &self,
        http: &Http,
        who: &Who,
        document: usize,
        wishes: &[Wish],
        is_accepted: bool,
    ) -> Result<Record> {
        let mut number = 0_u32;
        loop {
            let again = self.read(http, document, who).await?;
            number = number.saturating_add(1);
            let differs = |wish: &Wish| stand(&*self.engine, document, &again, wish) == Stand::Differs;
            if number >= LOOKS || !is_accepted || !wishes.iter().any(differs) {
                return Ok(again);
            }
            http.backoff(number).await?;
        }
    }
    fn note_hidden(&self, document: usize, wishes: &[Wish], record: &Record, outcome: &mut Outcome) {
        let engine = &*self.engine;
        let prefix = engine.form(document).map_or("", |form| form.prefix);
        let hidden = wishes.iter().filter(|wish| stand(engine, document, record, wish) == Stand::NotShown);
        outcome.unverified.extend(hidden.map(|wish| format!("{prefix}{}", wish.name)));
    }
}
