//! Transcripts of all runs: they keep quiet, and they replay.

use super::canary::keep_quiet;
use super::drive::Ended;
use super::{Fate, Rig, Server};
use provisor::engine::{Fault, Outcome, Replayed};
use provisor::platforms::replay;
use serde_json::Value;

/// Whether every run of every test is transcribed and, unless it says that it cannot be, replayed: it takes its time.
pub fn always() -> bool {
    static ALWAYS: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    *ALWAYS.get_or_init(|| std::env::var_os("PROVISOR_TRANSCRIBE").is_some())
}

impl<S> Rig<S> {
    /// The same; every run's transcript is taken and replayed.
    #[must_use]
    pub fn transcribing(mut self) -> Self {
        self.transcribes = true;
        self.allows_doubts = false;
        self
    }

    /// The last transcript must keep quiet and replay.
    pub(super) fn check_last_transcript(&self) -> Option<Replayed> {
        let text = self.transcripts.last().unwrap();
        if self.allows_doubts && may_doubt(text) && has_doubt(text) {
            keep_quiet("a transcript", text);
            return None;
        }
        Some(check(text))
    }

    /// The last transcript must keep quiet and replay: the requests sent since `sent`, and the same end.
    pub(super) fn check_transcript(&self, sent: usize, ended: &Ended) {
        let text = self.transcripts.last().unwrap();
        let Some(replayed) = self.check_last_transcript() else { return };
        let requests: Vec<_> = self.sent[sent..].iter().map(|sent| sent.shown.clone()).collect();
        // A process that died had been handed what it did not come to send.
        assert!(replayed.requests.len() == requests.len() || ended.is_none(), "{text}");
        for (replayed, sent) in replayed.requests.iter().zip(&requests) {
            assert_eq!(
                (replayed.method, &replayed.url, &replayed.body),
                (sent.method, &sent.url, &sent.body)
            );
            assert_eq!(replayed.secrets, sent.secrets);
        }
        let last = replayed.outcomes.last();
        match ended {
            Some(Err(error)) => {
                assert_eq!(replayed.error.map(|error| error.code), Some(error.code), "{text}")
            }
            Some(Ok(value)) => {
                if let Ok(outcome) = serde_json::from_value::<Outcome>(value.clone()) {
                    let again = last.unwrap();
                    assert_eq!((again.status, again.requests), (outcome.status, outcome.requests), "{text}");
                    assert_eq!(code(again), code(&outcome), "{text}");
                    assert_eq!(again.evidence, outcome.evidence, "{text}");
                }
            }
            None => {}
        }
    }
}

/// A transcript that keeps quiet and replays without a doubt; what it comes to.
pub fn check(text: &str) -> Replayed {
    keep_quiet("a transcript", text);
    assert!(!has_doubt(text), "{text}");
    match replay(text) {
        Ok(replayed) => replayed,
        Err(error) => panic!("{error}\n{text}"),
    }
}

/// Whether it says itself that it cannot be replayed, since masking hides what mattered.
fn has_doubt(text: &str) -> bool {
    start(text).get("doubt").is_some()
}

/// Only groups by SCIM are told apart by names that a transcript may not show.
fn may_doubt(text: &str) -> bool {
    start(text)["options"]["route"] == "scim"
}

fn start(text: &str) -> Value {
    serde_json::from_str(text.lines().next().unwrap()).unwrap()
}

fn code(outcome: &Outcome) -> Option<provisor::error::Code> {
    outcome.error.as_ref().map(|error| error.code)
}

/// Something that is done with a rig.
pub type Deed<S> = fn(&mut Rig<S>);

/// Does each deed undisturbed, and then with faults at every request: each run's transcript must keep quiet,
/// replay, and name no stranger: nobody whom only the server knows.
pub fn sweep<S: Server>(rig: impl Fn() -> Rig<S>, deeds: &[Deed<S>], strangers: &[&str]) {
    for deed in deeds {
        let transcribe = |disturbed: Rig<S>| {
            let mut rig = disturbed.transcribing();
            deed(&mut rig);
            for text in &rig.transcripts {
                let folded = text.to_lowercase();
                for stranger in strangers {
                    assert!(!folded.contains(&stranger.to_lowercase()), "{stranger}: {text}");
                }
            }
            (rig.sent.len(), rig.transcripts.len())
        };
        let (requests, transcripts) = transcribe(rig());
        assert!(transcripts > 0);
        for number in 1..=requests {
            for fault in faults_at(number) {
                transcribe(rig().with_fate(number, fault));
            }
        }
    }
}

/// Some of the faults: other ones at every request; all where everything is transcribed.
fn faults_at(number: usize) -> Vec<Fate> {
    const SOME: usize = 3;
    let mut faults = faults();
    if !always() {
        let first = number * SOME % faults.len();
        faults.rotate_left(first);
        faults.truncate(SOME);
    }
    faults
}

fn faults() -> Vec<Fate> {
    let cut = |body: String| body.chars().take(body.chars().count() / 2).collect();
    vec![
        Fate::instead(429, &[("Retry-After", "3")], ""),
        Fate::instead(200, &[("content-type", "text/html")], "<html>Jane Stranger, please log in</html>"),
        Fate::instead(401, &[], "{\"message\":\"jane.stranger@doe.com has no session\"}"),
        Fate::instead(400, &[], "jane.stranger@doe.com is not welcome"),
        Fate::instead(503, &[("Retry-After", "86400")], ""),
        Fate::AnswerLost(Fault::Network),
        Fate::Silence { done: true },
        Fate::body(cut),
        Fate::done_but(200, "{\"person\":\"Jane Stranger\",\"id\":\"no number\"}"),
        Fate::done_but(500, "[{\"email\":\"jane.stranger@doe.com\"}]"),
    ]
}
