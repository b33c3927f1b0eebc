//! Who is being worked on by a client, over all its runs: nobody twice at a time.
use crate::error::{Error, Result};
use crate::http::Host;
use crate::index::shared;
use futures_util::lock::{Mutex, OwnedMutexGuard};
use std::any::Any;
use std::cell::RefCell;
use std::sync::Arc;

/// The keys that are locked, or waited for.
#[derive(Default)]
pub(crate) struct Locks(RefCell<Vec<(String, Arc<Mutex<Note>>)>>);
/// What one who held a key leaves to those who wait for it: a create without a clear end.
#[derive(Default)]
pub(crate) struct Note {
    pub is_unclear: bool,
}
/// The keys of one person, held until this is dropped.
pub(crate) struct Held {
    guards: Vec<OwnedMutexGuard<Note>>,
    _host: Box<dyn Any>,
}
impl Held {
    /// Somebody who worked on this person just now does not know whether an account was created.
    pub fn is_unclear(&self) -> bool {
        self.guards.iter().any(|note| note.is_unclear)
    }
    /// Tells those who wait.
    pub fn set_unclear(&mut self) {
        self.guards.iter_mut().for_each(|note| note.is_unclear = true);
    }
}
impl Locks {
    /// Locks all keys, which must be sorted: so two who share some cannot wait for one another.
    pub async fn lock(&self, host: &dyn Host, keys: &[String]) -> Result<Held> {
        let mut guards = Vec::new();
        for key in keys {
            let lock = {
                let mut locks = self.0.borrow_mut();
                locks.retain(|(_, lock)| Arc::strong_count(lock) > 1);
                shared(&mut locks, key.clone())
            };
            guards.push(lock.lock_owned().await);
        }
        let held = host.lock(keys).await;
        let words =
            |words| Error::internal(format!("the lock was not got: {words}")).hint("see the option `lock`");
        Ok(Held { guards, _host: held.map_err(words)? })
    }
    /// How many keys are held or waited for.
    pub fn count(&self) -> usize {
        self.0.borrow().iter().filter(|(_, lock)| Arc::strong_count(lock) > 1).count()
    }
}
