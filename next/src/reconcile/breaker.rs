//! The circuit breaker: when many rows fail alike, the run ends, for what is wrong is hardly the people.
use super::outcome::Outcome;
use crate::error::{Code, Error, Result};
use crate::index::Index;
use crate::input::Input;
use serde_json::{Map, Value};

crate::input! {
    struct Settings {
        /// The share of rows so far that have to fail alike, above 0 and up to 1.
        share "share": f64 = 0.4,
        /// The rows that have to be over before it opens.
        rows "rows": usize = 20,
    }
}
/// How the rows of a run fare.
pub(crate) struct Breaker {
    settings: Settings,
    ways: Index,
    rows: usize,
}
impl Breaker {
    /// The option `circuitBreaker`: nothing or `true` for the defaults, `false` for none.
    pub fn read(option: Option<&Value>) -> Result<Option<Self>> {
        let path = "options.circuitBreaker";
        let settings = match option {
            Some(Value::Bool(false)) => return Ok(None),
            None | Some(Value::Null | Value::Bool(true)) => {
                Settings::read(path, &Value::Object(Default::default()))?
            }
            Some(given) => Settings::read(path, given)?,
        };
        if !(settings.share > 0.0 && settings.share <= 1.0) {
            return Err(Error::invalid(format!("{path}.share must be above 0 and up to 1"))
                .hint("0.4 stands for 40 %; circuitBreaker: false for no breaker"));
        }
        if settings.rows == 0 {
            return Err(Error::invalid(format!("{path}.rows must be at least 1"))
                .hint("circuitBreaker: false for no breaker"));
        }
        Ok(Some(Self { settings, ways: Index::new(), rows: 0 }))
    }
    /// Notes how a row ended; gives the error that ends the run. What was told from a journal does not count.
    pub fn note(&mut self, outcome: &Outcome, counts: &Map<String, Value>) -> Option<Error> {
        if outcome.resumed {
            return None;
        }
        self.rows = self.rows.saturating_add(1);
        // Being asked to wait says nothing about the rows.
        let error = outcome.error.as_ref().filter(|error| error.code != Code::RateLimited)?;
        let way =
            self.ways.entry(format!("{:?} {:?} {:?}", error.code, error.status, error.step)).or_default();
        *way = way.saturating_add(1);
        let (alike, rows) = (*way, self.rows);
        if rows < self.settings.rows || (alike as f64) < self.settings.share * rows as f64 {
            return None;
        }
        let written: Vec<_> = ["created", "updated", "deprovisioned", "partial", "unknown"]
            .iter()
            .filter_map(|name| counts.get(*name).map(|count| format!("{count} {name}")))
            .collect();
        let written = if written.is_empty() {
            "nothing was written".to_owned()
        } else {
            format!("so far: {}", written.join(", "))
        };
        let message = format!(
            "{alike} of {rows} rows failed alike, so the run was stopped ({written}): {}",
            error.message
        );
        let hint = "fix the cause and run again, with the same journal if there is one: rows that failed are tried again; \
                    circuitBreaker: false for no breaker";
        Some(Error { message, ..error.clone() }.hint(hint).fatal())
    }
}
