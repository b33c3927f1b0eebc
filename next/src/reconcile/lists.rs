//! Who is in what: lists, and whose they are.
use super::platform::{At, Member, Membership, Of, Shape};
use std::collections::BTreeMap;

/// A list: members by id, each with what its entry is called.
pub(crate) type Members = BTreeMap<String, Option<String>>;

/// Whose list: a kind, the place, and the container or the account, by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub kind: usize,
    pub place: String,
    pub id: String,
}
impl Key {
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
    let mut members = Members::new();
    members.extend(list.into_iter().map(|member| (member.id, member.handle)));
    members
}
