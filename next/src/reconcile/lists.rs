//! Who is in what: lists, and whose they are.
use super::platform::{At, Member, Membership, Of, Shape};
use crate::index::Index;
use std::rc::Rc;

/// A list: members by id, each with what its entry is called.
#[derive(Default)]
pub(crate) struct Members {
    index: Index,
    handles: Vec<Option<String>>,
}
impl Members {
    /// Whether somebody is in it.
    pub fn holds(&self, id: &str) -> bool {
        self.index.contains_key(id)
    }
    /// What somebody's entry is called, where that is told.
    pub fn handle(&self, id: &str) -> Option<String> {
        self.handles.get(*self.index.get(id)?)?.clone()
    }
}

/// Whose list: a kind, the place, and the container or the account, by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub kind: usize,
    pub place: String,
    pub id: String,
}
impl Key {
    /// As a text that no other list has.
    pub fn text(&self) -> String {
        format!("{} {} {}", self.kind, self.place, self.id)
    }
    /// The two ends of a membership: whose list it is in, and as what.
    pub fn of(shape: Shape, membership: &Membership, account: &str) -> (Self, String) {
        let (id, other) = match shape.of {
            Of::Container => (membership.container.as_str(), account),
            Of::Person => (account, membership.container.as_str()),
        };
        (Self { kind: membership.kind, place: membership.place.clone(), id: id.to_owned() }, other.to_owned())
    }
    /// Its address, where that is the id.
    pub fn at(&self) -> At {
        At { place: self.place.clone(), id: self.id.clone() }
    }
}
pub(crate) fn to_members(list: Vec<Member>) -> Members {
    let mut members = Members::default();
    for (place, member) in list.into_iter().enumerate() {
        members.index.insert(member.id, place);
        members.handles.push(member.handle);
    }
    members
}
/// What a survey told: lists by [`Key::text`].
#[derive(Default)]
pub(crate) struct Surveyed {
    pub index: Index,
    pub lists: Vec<Option<Rc<Members>>>,
}
