//! What differs between what is asked and what was read.
use super::change::Change;
use super::engine::Engine;
use super::lists::{Key, Members};
use super::platform::{Desired, Found, Removal, Shape, Who, Wish};
use super::rules::{Hidden, Rules};
use crate::record::Record;
use crate::redact;
use serde_json::Value;
use std::rc::Rc;

/// Stands for the id of an account that is not there yet.
pub(crate) const NEW: &str = "{id}";

/// What is asked of a person, and what the platform shows of them.
pub(crate) struct Observed {
    pub found: Found,
    pub desired: Desired,
    /// The documents that have wishes.
    pub records: Vec<(usize, Record)>,
    /// The lists that tell of memberships that are asked for.
    pub lists: Vec<(Key, Rc<Members>)>,
    /// How the account is to be taken away.
    pub removal: Option<Removal>,
}
impl Observed {
    /// The account's address; of one that is not there yet, with a stand-in.
    pub fn who(&self) -> Who {
        let id = self.found.account.as_ref().map_or(NEW, |account| &account.id);
        Who { id: id.to_owned(), place: self.found.place.clone() }
    }
    /// A document, as it was read.
    pub fn record(&self, document: usize) -> Option<&Record> {
        self.records.iter().find(|(of, _)| *of == document).map(|(_, record)| record)
    }
    /// A list, as it was read.
    pub fn list(&self, key: &Key) -> Option<&Members> {
        self.lists.iter().find(|(of, _)| of == key).map(|(_, list)| &**list)
    }
    /// Whether the person is where a membership says; nothing where no list tells.
    pub fn holds(&self, key: &Key, other: &str) -> Option<bool> {
        Some(self.list(key)?.holds(other))
    }
}
/// How an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    AsAsked,
    Differs,
    NotShown,
}
/// How an attribute stands in a record.
pub(crate) fn stand(engine: &dyn Engine, document: usize, record: &Record, wish: &Wish) -> Stand {
    let seen = record.get(&wish.pointer);
    if seen.is_none() && engine.hides(document, record, wish) {
        return Stand::NotShown;
    }
    match (wish.same)(&seen.unwrap_or_default(), &wish.value) {
        true => Stand::AsAsked,
        false => Stand::Differs,
    }
}
/// An attribute's change, with its values where they may be shown.
pub(crate) fn set(engine: &dyn Engine, document: usize, wish: &Wish, from: Option<Value>) -> Change {
    let prefix = engine.form(document).map_or("", |form| form.prefix);
    let field = format!("{prefix}{}", wish.name);
    let masked = !redact::is_shown(&field, engine.shown());
    let (from, to) = if masked { (None, None) } else { (from, Some(wish.value.clone())) };
    Change::Set { field, from, to, masked }
}
/// A membership's change.
pub(crate) fn join(shape: Shape, label: &str, wanted: bool) -> Change {
    let (field, value) = (shape.name, label.to_owned());
    if wanted {
        Change::Add { field, value }
    } else {
        Change::Remove { field, value }
    }
}

/// The wishes that are a reason for a write. Of a document that was not read, all.
pub(crate) fn due<'a>(
    engine: &dyn Engine,
    rules: &Rules,
    document: usize,
    record: Option<&Record>,
    wishes: &'a [Wish],
) -> Vec<&'a Wish> {
    let is_due = |wish: &&Wish| match record.map(|record| stand(engine, document, record, wish)) {
        Some(Stand::AsAsked) => false,
        Some(Stand::NotShown) => rules.hidden == Hidden::Write,
        Some(Stand::Differs) | None => true,
    };
    wishes.iter().filter(is_due).collect()
}
/// The record as it should be. What is not shown is sent along; what is as asked, in whatever spelling, stays.
pub(crate) fn brought(mut record: Record, wishes: &[Wish]) -> Record {
    for wish in wishes {
        let seen = record.get(&wish.pointer);
        let is_shown = seen.is_some();
        if !(wish.same)(&seen.unwrap_or_default(), &wish.value) || (!is_shown && !wish.value.is_null()) {
            wish.fulfil(&mut record);
        }
    }
    record
}
