//! A scripted host: carries out what runs hand out, on a virtual clock, against a model of a server.
//!
//! It knows no platform. It breaks requests as a test says, dies where a test says, and looks at
//! everything it is given for secrets.

mod canary;
mod drive;
mod fate;
mod lives;
mod query;
pub mod transcript;
pub mod truth;
mod verbs;

pub use canary::keep_quiet;
pub use fate::{response, Fate};
pub use query::{decode, options};
pub use verbs::outcome;

use provisor::engine::{Breaker, Client, LogEvent, Outcome, Wait};
use provisor::http::{RequestDocument, Response};

/// The clock's start: 14 November 2023, 22:13:20 UTC.
pub const START: u64 = 1_700_000_000_000;

/// A model of a platform's server.
pub trait Server {
    /// Does what a request asks, and answers.
    fn answer(&mut self, request: &RequestDocument, now: u64) -> Response;
    /// Ends all sessions, where there are any.
    fn expire(&mut self) {}
}

/// A request that was handed out.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Counts all requests of the rig, from 1.
    pub number: usize,
    /// When.
    pub at: u64,
    pub purpose: &'static str,
    /// With placeholders, as people see it.
    pub shown: RequestDocument,
    /// With secrets, as the server sees it.
    pub filled: RequestDocument,
}

impl Sent {
    /// `GET https://…`
    pub fn line(&self) -> String {
        format!("{} {}", self.filled.method.as_str(), self.filled.url)
    }

    /// The body as sent.
    pub fn body(&self) -> &str {
        self.filled.body.as_deref().unwrap_or_default()
    }
}

/// The host, one client, and the server it talks to.
pub struct Rig<S> {
    pub client: Client,
    pub server: S,
    pub now: u64,
    /// How long the server takes.
    pub latency_ms: u64,
    pub seed: u64,
    pub concurrency: Option<u32>,
    /// When a bulk run stops.
    pub breaker: Option<Breaker>,
    /// Every run's transcript is taken and replayed.
    pub transcribes: bool,
    /// A transcript may say that it cannot be replayed.
    pub allows_doubts: bool,
    /// The transcripts of the runs so far.
    pub transcripts: Vec<String>,
    /// Says what becomes of each request.
    pub fates: Box<dyn FnMut(&Sent) -> Fate>,
    /// The moment at which the process dies, counted from 1.
    pub dies_at: Option<usize>,
    pub moments: usize,
    /// What has been stored of the last run's journal.
    pub journal: String,
    pub sent: Vec<Sent>,
    /// The most requests that were in flight at once.
    pub most_in_flight: usize,
    pub logs: Vec<LogEvent>,
    pub outcomes: Vec<Outcome>,
    pub waits: Vec<Wait>,
}

impl<S: Server> Rig<S> {
    pub fn new(client: Client, server: S) -> Self {
        Self {
            client,
            server,
            now: START,
            latency_ms: 10,
            seed: 7,
            concurrency: None,
            breaker: None,
            transcribes: transcript::always(),
            allows_doubts: transcript::always(),
            transcripts: Vec::new(),
            fates: Box::new(|_| Fate::Answered),
            dies_at: None,
            moments: 0,
            journal: String::new(),
            sent: Vec::new(),
            most_in_flight: 0,
            logs: Vec::new(),
            outcomes: Vec::new(),
            waits: Vec::new(),
        }
    }

    /// The same, with these requests (by number) meeting these fates.
    #[must_use]
    pub fn with_fate(mut self, number: usize, fate: Fate) -> Self {
        let mut before = std::mem::replace(&mut self.fates, Box::new(|_| Fate::Answered));
        self.fates = Box::new(move |sent| if sent.number == number { fate.clone() } else { before(sent) });
        self
    }

    /// The same, with every request of this purpose meeting this fate.
    #[must_use]
    pub fn with_fate_of(mut self, purpose: &'static str, fate: Fate) -> Self {
        let mut before = std::mem::replace(&mut self.fates, Box::new(|_| Fate::Answered));
        self.fates = Box::new(move |sent| if sent.purpose == purpose { fate.clone() } else { before(sent) });
        self
    }

    /// The same, with the first `times` requests of this purpose meeting this fate.
    #[must_use]
    pub fn with_first(mut self, times: usize, purpose: &'static str, fate: Fate) -> Self {
        let mut before = std::mem::replace(&mut self.fates, Box::new(|_| Fate::Answered));
        let mut left = times;
        self.fates = Box::new(move |sent| {
            if sent.purpose == purpose && left > 0 {
                left -= 1;
                return fate.clone();
            }
            before(sent)
        });
        self
    }

    /// The purposes of what was sent, in order.
    pub fn purposes(&self) -> Vec<&'static str> {
        self.sent.iter().map(|sent| sent.purpose).collect()
    }

    /// What was sent for this purpose.
    pub fn sent_for(&self, purpose: &str) -> Vec<&Sent> {
        self.sent.iter().filter(|sent| sent.purpose == purpose).collect()
    }

    /// Another process: a fresh client over the same server, journal and clock.
    #[must_use]
    pub fn reborn(self, client: Client) -> Self {
        Self { now: self.now, journal: self.journal, ..Self::new(client, self.server) }
    }
}
