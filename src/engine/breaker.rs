//! The circuit breaker of bulk runs: when too many rows fail the same way, the rest is left as it is.

use super::settings::read;
use crate::error::{Error, Result};
use crate::keyed::Keyed;
use crate::number;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cell::RefCell;

/// When to stop a bulk run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "CircuitBreaker", optional_fields))]
pub struct Breaker {
    /// The share of the rows so far that have to fail the same way, from 0 to 1. Default 0.4.
    #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
    // ts-rs does not know this attribute, and writes no values.
    #[cfg_attr(not(feature = "types"), serde(serialize_with = "number::write"))]
    pub share: f64,
    /// The rows that have to be over before it can stop anything. Default 20.
    #[cfg_attr(feature = "types", ts(as = "Option<u32>", optional))]
    pub rows: u32,
}

impl Default for Breaker {
    fn default() -> Self {
        Self { share: 0.4, rows: 20 }
    }
}

impl Breaker {
    /// Reads the option `circuitBreaker`: nothing or `true` for the default, `false` for none.
    ///
    /// # Errors
    /// `config_invalid`, naming the field.
    pub fn read(option: Value) -> Result<Option<Self>> {
        let breaker: Self = match option {
            Value::Null | Value::Bool(true) => Self::default(),
            Value::Bool(false) => return Ok(None),
            given => read("circuitBreaker", given)?,
        };
        if !(breaker.share > 0.0 && breaker.share <= 1.0) {
            return Err(Error::invalid(format!(
                "circuitBreaker.share: {} is out of range",
                number::text(breaker.share)
            ))
            .hint("give a number above 0 and up to 1, such as 0.4 for 40 %"));
        }
        if breaker.rows == 0 {
            return Err(Error::invalid("circuitBreaker.rows: 0 is out of range")
                .hint("give a whole number from 1, or `circuitBreaker: false` for none"));
        }
        Ok(Some(breaker))
    }
}

/// A way of failing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    code: String,
    step: Option<String>,
    status: Option<u16>,
}

impl Way {
    fn of(error: &Error) -> Self {
        Self { code: format!("{:?}", error.code), step: error.step.clone(), status: error.status }
    }
}

/// How the rows of a bulk run fare.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    breaker: Option<Breaker>,
    /// The rows that are over, by their thread of steps.
    rows: RefCell<Keyed<Option<Way>>>,
    tripped: RefCell<Option<Error>>,
}

impl Watch {
    pub fn new(breaker: Option<Breaker>) -> Self {
        Self { breaker, ..Self::default() }
    }

    /// Notes how a row has fared so far; a later word on it takes the place of an earlier one.
    pub fn note(&self, row: &str, failure: Option<&Error>) {
        let Some(breaker) = self.breaker else { return };
        let mut rows = self.rows.borrow_mut();
        rows.insert(row.to_owned(), failure.map(Way::of));
        let Some((way, failure)) = failure.map(|failure| (Way::of(failure), failure)) else { return };
        let alike = rows.iter().filter(|(_, other)| other.as_ref() == Some(&way)).count();
        let is_over = rows.len() >= usize::try_from(breaker.rows).unwrap_or(usize::MAX)
            && alike as f64 >= breaker.share * rows.len() as f64;
        if is_over {
            self.tripped.borrow_mut().get_or_insert_with(|| stopped(alike, rows.len(), failure));
        }
    }

    /// Whether anybody else may be begun with.
    ///
    /// # Errors
    /// The failure that so many rows share, for the whole run.
    pub fn check(&self) -> Result<()> {
        self.tripped.borrow().clone().map_or(Ok(()), Err)
    }
}

fn stopped(alike: usize, all: usize, failure: &Error) -> Error {
    let mut error = Error::new(
        failure.code,
        format!("{alike} of {all} rows failed the same way, so the run was stopped: {}", failure.message),
    )
    .hint(
        "the other rows were left as they are: mend the cause and run again, with the same journal if there is one; \
         or set `circuitBreaker: false`",
    );
    error.status = failure.status;
    error.step.clone_from(&failure.step);
    error.platform.clone_from(&failure.platform);
    error.retry_at = failure.retry_at;
    error.caused_by(failure.clone()).for_the_run()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use serde_json::json;

    #[test]
    fn the_option_is_read_and_refused() {
        let custom = Breaker { share: 0.5, rows: 20 };
        for (option, breaker) in [
            (Value::Null, Some(Breaker::default())),
            (json!(true), Some(Breaker::default())),
            (json!(false), None),
            (json!({"share": 0.5}), Some(custom)),
            (json!({"share": 1, "rows": 3}), Some(Breaker { share: 1.0, rows: 3 })),
        ] {
            assert_eq!(Breaker::read(option.clone()).unwrap(), breaker, "{option}");
        }
        for (option, field) in [
            (json!({"share": 0}), "circuitBreaker.share"),
            (json!({"share": 40}), "circuitBreaker.share"),
            (json!({"share": "40%"}), "circuitBreaker.share"),
            (json!({"rows": 0}), "circuitBreaker.rows"),
            (json!({"rows": -1}), "circuitBreaker.rows"),
            (json!({"part": 1}), "circuitBreaker"),
            (json!("on"), "circuitBreaker"),
        ] {
            let error = Breaker::read(option.clone()).unwrap_err();
            assert!(error.message.starts_with(field), "{option}: {error}");
        }
    }

    #[test]
    fn only_so_many_failures_of_one_kind_stop_it() {
        let forbidden = Error::new(Code::Forbidden, "no").with_status(403);
        let other = Error::new(Code::NotFound, "no role");
        let watch = Watch::new(Some(Breaker { share: 0.5, rows: 4 }));
        watch.note("r0", Some(&forbidden));
        watch.note("r1", Some(&other));
        watch.note("r2", Some(&forbidden));
        assert!(watch.check().is_ok(), "too few rows");
        watch.note("r3", None);
        assert!(watch.check().is_ok(), "a success stops nothing");
        watch.note("r4", Some(&other));
        assert!(watch.check().is_ok(), "two of five");
        watch.note("r5", Some(&forbidden));
        let error = watch.check().unwrap_err();
        assert_eq!((error.code, error.status, error.is_for_the_run()), (Code::Forbidden, Some(403), true));
        assert!(error.message.starts_with("3 of 6 rows"), "{error}");
        assert!(Watch::new(None).check().is_ok());
    }

    #[test]
    fn a_row_counts_once() {
        let watch = Watch::new(Some(Breaker { share: 1.0, rows: 2 }));
        let error = Error::new(Code::ServerError, "500");
        watch.note("r0", None);
        watch.note("r0", Some(&error));
        watch.note("r0", Some(&error));
        assert!(watch.check().is_ok());
        watch.note("r1", Some(&error));
        assert!(watch.check().is_err());
    }
}
