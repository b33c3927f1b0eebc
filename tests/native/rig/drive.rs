//! The driver: polls runs, carries their requests out, moves the clock when nothing else is due.

use super::canary::keep_quiet;
use super::{Rig, Sent, Server};
use provisor::engine::{Event, Notice, Outcome, Outgoing, Progress, Run, Status};
use provisor::error::Error;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::task::{Wake, Waker};

/// How a run ended; `None` when the process died first.
pub type Ended = Option<Result<Value, Error>>;

struct Pending {
    run: usize,
    id: u64,
    /// When the answer arrives, and what; nothing for silence.
    arrives: Option<(u64, Event)>,
}

/// The process has died.
struct Died;

/// Notices that another run has let this one go on.
#[derive(Default)]
struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl<S: Server> Rig<S> {
    /// Drives one run to its end.
    pub fn drive(&mut self, run: Run) -> Ended {
        self.drive_all(vec![run]).remove(0)
    }

    /// Drives several runs, polled alternately, to their ends. The journal is the last one's.
    pub fn drive_all(&mut self, mut runs: Vec<Run>) -> Vec<Ended> {
        let sent = self.sent.len();
        let ended = self.go_on(&mut runs);
        for (number, run) in runs.iter().enumerate() {
            let Some(text) = run.transcript() else { continue };
            self.transcripts.push(text);
            match runs.len() {
                1 => self.check_transcript(sent, &ended[number]),
                _ => drop(self.check_last_transcript()),
            }
        }
        ended
    }

    fn go_on(&mut self, runs: &mut [Run]) -> Vec<Ended> {
        const MOST_TURNS: usize = 200_000;
        let bell = Arc::new(Bell::default());
        let waker = Waker::from(bell.clone());
        let mut ended: Vec<Ended> = runs.iter().map(|_| None).collect();
        let mut pending: Vec<Pending> = Vec::new();
        for _ in 0..MOST_TURNS {
            let mut until: Option<u64> = None;
            for (number, run) in runs.iter_mut().enumerate() {
                if ended[number].is_some() {
                    continue;
                }
                let progress = run.poll(self.now, &waker);
                pending.retain(|flight| flight.run != number || !progress.overdue.contains(&flight.id));
                if let Some(wait) = &progress.wait {
                    assert!(wait.until > self.now, "a wait that is over: {wait:?}");
                    until = Some(until.map_or(wait.until, |until: u64| until.min(wait.until)));
                }
                match self.take(number, progress, &mut pending) {
                    Ok(end) => ended[number] = end,
                    Err(Died) => return ended,
                }
            }
            if bell.0.swap(false, Ordering::Relaxed) {
                continue;
            }
            if ended.iter().all(Option::is_some) {
                return ended;
            }
            let arrival =
                pending.iter().filter_map(|flight| flight.arrives.as_ref().map(|(at, _)| *at)).min();
            self.now = match (arrival, until) {
                (Some(arrival), Some(until)) => arrival.min(until),
                (one, other) => one.or(other).expect("a run that waits for nothing"),
            }
            .max(self.now);
            deliver(runs, &mut pending, self.now);
        }
        panic!("a run that does not end; last: {:?}", self.sent.last().map(Sent::line));
    }

    /// Stores, tells and sends what one poll has brought.
    fn take(&mut self, run: usize, progress: Progress, pending: &mut Vec<Pending>) -> Result<Ended, Died> {
        keep_quiet("a poll", &format!("{progress:?}"));
        let text: String = progress.journal.iter().map(|line| format!("{line}\n")).collect();
        keep_quiet("the journal", &text);
        if !text.is_empty() {
            self.survive()?;
            let torn: String = text.chars().take(text.chars().count() * 2 / 3).collect();
            let whole = self.journal.clone() + &text;
            self.journal.push_str(&torn);
            self.survive()?;
            self.journal = whole;
        }
        self.waits.extend(progress.wait);
        for notice in progress.notices {
            match notice {
                Notice::Log(event) => {
                    keep_quiet("a log event", &serde_json::to_string(&event).unwrap());
                    self.logs.push(event);
                }
                Notice::Outcome(outcome) => {
                    has_its_reason(&outcome);
                    keep_quiet("an outcome", &serde_json::to_string(&outcome).unwrap());
                    self.outcomes.push(*outcome);
                }
            }
        }
        for outgoing in progress.sends {
            self.survive()?;
            pending.push(self.send(run, outgoing));
            let in_flight = pending.len();
            self.most_in_flight = self.most_in_flight.max(in_flight);
            self.survive()?;
        }
        if let Some(result) = &progress.done {
            match result {
                Ok(value) => keep_quiet("a result", &value.to_string()),
                Err(error) => {
                    keep_quiet("an error", &format!("{error} {error:?} {}", serde_json::json!(error)))
                }
            }
            self.survive()?;
        }
        Ok(progress.done)
    }

    fn send(&mut self, run: usize, outgoing: Outgoing) -> Pending {
        let Outgoing { id, request, .. } = outgoing;
        let shown = request.document();
        keep_quiet("a shown request", &serde_json::to_string(&shown).unwrap());
        let filled = self.client.fill(shown.clone()).unwrap();
        assert!(filled.secrets.is_empty());
        let sent =
            Sent { number: self.sent.len() + 1, at: self.now, purpose: request.purpose, shown, filled };
        let fate = (self.fates)(&sent);
        let event = fate.carry_out(&sent, self.now, &mut self.server);
        self.sent.push(sent);
        Pending { run, id, arrives: event.map(|event| (self.now + self.latency_ms, event)) }
    }

    /// A moment at which the process may die.
    fn survive(&mut self) -> Result<(), Died> {
        self.moments += 1;
        match self.dies_at == Some(self.moments) {
            true => Err(Died),
            false => Ok(()),
        }
    }
}

/// Hands over the first answer that is due: one at a time, so that every order of events occurs.
fn deliver(runs: &mut [Run], pending: &mut Vec<Pending>, now: u64) {
    let due = |flight: &Pending| flight.arrives.as_ref().is_some_and(|(at, _)| *at <= now);
    let Some(first) = pending.iter().position(due) else { return };
    let Pending { run, id, arrives } = pending.remove(first);
    if let Some((_, event)) = arrives {
        runs[run].answer(id, event).unwrap();
    }
}

/// Whoever asks for the status knows whether there is an error: the types of the package say so.
pub fn has_its_reason(outcome: &Outcome) {
    let is_done = matches!(outcome.status, Status::Created | Status::Updated | Status::Unchanged);
    assert_eq!(outcome.error.is_none(), is_done, "{outcome:?}");
}
