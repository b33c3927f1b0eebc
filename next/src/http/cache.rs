//! What a run has got once for all.
use futures_util::lock::Mutex;
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

type Cell = Rc<Mutex<Option<Rc<dyn Any>>>>;
/// What a run has got once for all.
#[derive(Default)]
pub struct Lists(RefCell<BTreeMap<String, Cell>>);
impl Lists {
    /// The place of a list: whoever holds it gets the list for all who wait.
    pub fn cell(&self, key: String) -> Cell {
        self.0.borrow_mut().entry(key).or_default().clone()
    }
    /// Forgets a list.
    pub fn forget(&self, target: &str) {
        self.0.borrow_mut().remove(target);
    }
}
