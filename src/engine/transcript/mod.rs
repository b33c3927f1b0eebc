//! Transcripts: what happened in a run, as JSON Lines that a person may attach to a bug report, and that are enough
//! to go through the run again without a network.
//!
//! | file | its idea |
//! | --- | --- |
//! | `record.rs` | keeps what happens, in memory, as it happens |
//! | `known.rs` | which texts and numbers may be shown: those of requests, users, plans, settings |
//! | `pseudonym.rs` | the names of all the others: the same for the same, in any case |
//! | `mask.rs` | answers, users and settings with these names in them |
//! | `body.rs` | answers as a whole: bodies that are JSON and bodies that are none, headers |
//! | `write.rs` | the lines |
//! | `read.rs` | the lines, read back |
//! | `play.rs` | a run made to go through them again |
//! | `replay.rs` | and compared with what was recorded |
//!
//! A run is determined by its input, its seed, the answers, the times at which it was polled, and what the other
//! runs of its client did to session, pauses and places meanwhile. All that is recorded; polls in which nothing
//! stirred are not. What is masked is masked when the text is asked for, for only then are all requests known.
//! Outcomes are not masked but made anew: the masked run is replayed, and what it tells is written down.

mod body;
mod known;
mod mask;
mod play;
mod pseudonym;
mod read;
mod record;
mod replay;
mod write;

pub use record::Described;
pub(crate) use record::{Given, Recorder};
pub use replay::{replay, Replayed};
pub(super) use write::text;

use super::client::Client;
use crate::error::{Code, Error, Result};
use serde_json::Value;

/// The version of the format.
const FORMAT: u32 = 1;

/// Makes a client of a platform from its options.
pub type Maker = fn(&str, Value) -> Result<Client>;

/// What of a platform's answers a transcript may show although no request and no user held it. Beside it are shown:
/// truths, nothing, counts, lives of sessions, and words of the standards.
#[derive(Clone, Copy, Debug)]
pub struct Harmless {
    /// The platform's own words, which a flow compares with: states, kinds. In any case.
    pub words: &'static [&'static str],
    /// Fields whose value is a code or a time, and is compared with.
    pub fields: &'static [&'static str],
}

impl Harmless {
    /// Nothing.
    pub const NOTHING: Self = Self { words: &[], fields: &[] };
}

/// A client's options without its secrets; a transcript holds them.
pub fn shown_options(options: &Value) -> Value {
    mask::without_secrets("", options)
}

fn stale(what: &str) -> Error {
    Error::new(Code::StaleJournal, format!("the transcript cannot be replayed: {what}")).for_the_run()
}
