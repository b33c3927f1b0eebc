//! The two shapes of a list: an envelope with a count [S], and a bare array [D].

use crate::error::{Error, Result};
use crate::http::Response;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A list as the platform answered it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Listing<T> {
    /// How many there are in all; a bare array does not say, so it is its length.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub count: u64,
    /// Those that were sent.
    pub results: Vec<T>,
}

impl<T: DeserializeOwned> Listing<T> {
    /// Reads either shape.
    ///
    /// # Errors
    /// `bad_response` when it is neither, or when count and results contradict each other.
    pub(super) fn read(answer: &Response) -> Result<Self> {
        let is_array = answer.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
        let listing = if is_array {
            let results: Vec<T> = answer.json()?;
            Self { count: u64::try_from(results.len()).unwrap_or(u64::MAX), results }
        } else {
            answer.json()?
        };
        let sent = u64::try_from(listing.results.len()).unwrap_or(u64::MAX);
        let contradiction = sent > listing.count || (sent == 0 && listing.count > 0);
        if contradiction {
            return Err(Error::bad_response(format!(
                "the answer's count ({}) and results ({sent}) contradict each other",
                listing.count
            ))
            .with_status(answer.status)
            .hint("the platform's list cannot be relied on at the moment: try again later"));
        }
        Ok(listing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn read(body: &str) -> Result<Listing<u32>> {
        Listing::read(&Response::new(200, Vec::new(), body.as_bytes().to_vec()))
    }

    #[test]
    fn both_shapes() {
        assert_eq!(
            read(r#"{"count":5,"results":[1],"x":0}"#).unwrap(),
            Listing { count: 5, results: vec![1] }
        );
        assert_eq!(read(" [1,2]").unwrap(), Listing { count: 2, results: vec![1, 2] });
        assert_eq!(read(r#"{"count":0,"results":[]}"#).unwrap(), Listing { count: 0, results: vec![] });
    }

    #[test]
    fn contradictions_and_rubbish() {
        for body in [
            r#"{"count":0,"results":[1]}"#,
            r#"{"count":1,"results":[]}"#,
            r#"{"count":-1,"results":[]}"#,
            r#"{"count":"1","results":[1]}"#,
            r#"{"results":[1]}"#,
            r#"{"count":1}"#,
            r#"{"count":1,"results":null}"#,
            "null",
            "<html>",
            "",
            "[1",
        ] {
            assert_eq!(read(body).unwrap_err().code, Code::BadResponse, "{body}");
        }
    }
}
