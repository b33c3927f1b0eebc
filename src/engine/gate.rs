//! The rate gate of a client: requests in flight, requests a second, and pauses a server asks for.

use serde::{Deserialize, Serialize};

/// What keeps a request from being sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    /// Nothing.
    Open,
    /// Time: until then (milliseconds since 1970), for this reason.
    Wait(u64, &'static str),
    /// The requests in flight.
    Full,
}

/// The gate; times are milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Gate {
    in_flight: u32,
    #[serde(serialize_with = "crate::number::write")]
    next_slot: f64,
    paused_until: u64,
}

impl Gate {
    /// Takes a place, or says what to wait for.
    pub fn enter(&mut self, now: u64, limit: u32, per_second: Option<f64>) -> Entry {
        if now < self.paused_until {
            return Entry::Wait(self.paused_until, "the platform asks to slow down (429)");
        }
        if self.in_flight >= limit {
            return Entry::Full;
        }
        if let Some(rate) = per_second {
            let now = now as f64;
            if now < self.next_slot {
                return Entry::Wait(self.next_slot.ceil() as u64, "requestsPerSecond");
            }
            self.next_slot = now + 1000.0 / rate;
        }
        self.in_flight = self.in_flight.saturating_add(1);
        Entry::Open
    }

    /// Gives the place back.
    pub fn leave(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Holds everyone until this time.
    pub fn pause(&mut self, until: u64) {
        self.paused_until = self.paused_until.max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_the_limit() {
        let mut gate = Gate::default();
        assert_eq!(gate.enter(0, 2, None), Entry::Open);
        assert_eq!(gate.enter(0, 2, None), Entry::Open);
        assert_eq!(gate.enter(0, 2, None), Entry::Full);
        gate.leave();
        assert_eq!(gate.enter(0, 2, None), Entry::Open);
    }

    #[test]
    fn the_rate_holds_over_any_second() {
        let mut gate = Gate::default();
        let mut sent = Vec::new();
        for now in 10_000_u64..15_000 {
            if gate.enter(now, u32::MAX, Some(4.0)) == Entry::Open {
                sent.push(now);
            }
        }
        assert_eq!(sent.len(), 20);
        assert!(sent.windows(2).all(|pair| pair[1] - pair[0] >= 249), "{sent:?}");
    }

    #[test]
    fn a_pause_holds_everyone() {
        let mut gate = Gate::default();
        gate.pause(500);
        gate.pause(300);
        assert!(matches!(gate.enter(499, 9, None), Entry::Wait(500, _)));
        assert_eq!(gate.enter(500, 9, None), Entry::Open);
    }
}
