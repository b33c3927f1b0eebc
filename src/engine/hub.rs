//! What the runs of one client share: vault, session, gate and settings.

use super::gate::{Entry, Gate};
use super::session::Session;
use super::settings::Settings;
use crate::auth::Scheme;
use crate::http::{BaseUrl, Vault};
use std::cell::{Cell, RefCell};
use std::task::Waker;

pub(crate) struct Hub {
    pub platform: &'static str,
    pub base: BaseUrl,
    pub settings: Settings,
    pub scheme: Box<dyn Scheme>,
    pub vault: Vault,
    pub session: RefCell<Session>,
    gate: RefCell<Gate>,
    /// Runs that wait for something another run may change.
    waiters: RefCell<Vec<Waker>>,
    changes: Cell<u64>,
}

impl Hub {
    pub fn new(platform: &'static str, base: BaseUrl, settings: Settings, scheme: Box<dyn Scheme>) -> Self {
        let vault = Vault::default();
        scheme.deposit(&vault);
        Self {
            platform,
            base,
            settings,
            scheme,
            vault,
            session: RefCell::default(),
            gate: RefCell::default(),
            waiters: RefCell::default(),
            changes: Cell::new(0),
        }
    }

    /// Counts what may let a waiting run go on.
    pub fn changes(&self) -> u64 {
        self.changes.get()
    }

    /// Says that something changed which others may wait for.
    pub fn changed(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
        let waiters = self.waiters.take();
        waiters.into_iter().for_each(Waker::wake);
    }

    /// Asks to be woken by the next change.
    pub fn wait(&self, waker: &Waker) {
        let mut waiters = self.waiters.borrow_mut();
        if !waiters.iter().any(|known| known.will_wake(waker)) {
            waiters.push(waker.clone());
        }
    }

    pub fn enter(&self, now: u64, limit: u32) -> Entry {
        self.gate.borrow_mut().enter(now, limit, self.settings.requests_per_second)
    }

    pub fn leave(&self) {
        self.gate.borrow_mut().leave();
        self.changed();
    }

    pub fn pause(&self, until: u64) {
        self.gate.borrow_mut().pause(until);
    }
}
