//! What a run has got once for all.
use crate::index::shared;
use futures_util::lock::Mutex;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

type Cell = Rc<Mutex<Option<Rc<dyn Any>>>>;
/// What a run has got once for all.
#[derive(Default)]
pub struct Lists(RefCell<Vec<(String, Cell)>>);
impl Lists {
    /// The place of a list: whoever holds it gets the list for all who wait.
    pub fn cell(&self, key: String) -> Cell {
        shared(&mut self.0.borrow_mut(), key)
    }
    /// Forgets a list.
    pub fn forget(&self, target: &str) {
        self.0.borrow_mut().retain(|(known, _)| known != target);
    }
}
