//! The platform's ids. Teams and groups both call theirs `groupId` [C]: here they are types that do not mix.

use serde::de::{Deserialize, Deserializer, Error};
use serde::Serialize;
use std::fmt;

/// The id of a person: `personId` in the list, `id` everywhere else [C].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PersonId(u64);

impl PersonId {
    /// An id: a positive number that JavaScript can hold.
    pub fn new(id: u64) -> Option<Self> {
        const LARGEST: u64 = (1 << 53) - 1;
        (1..=LARGEST).contains(&id).then_some(Self(id))
    }
}

impl<'de> Deserialize<'de> for PersonId {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(reader)?).ok_or_else(|| D::Error::custom("is not the id of a person"))
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The id of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct TeamId(pub(super) i64);

/// The id of a group of teams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct GroupId(pub(super) i64);
