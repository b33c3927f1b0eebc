//! The options of a client that concern the loop.
use crate::error::Result;
use crate::input::{choice, Input};
use serde_json::Value;

/// What to do with somebody who is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfExists {
    /// Bring what differs to what is asked.
    #[default]
    Update,
    /// Leave it as it is.
    Leave,
    /// Say so.
    Fail,
}
impl Input for IfExists {
    fn read(path: &str, value: &Value) -> Result<Self> {
        choice(path, value, &[("update", Self::Update), ("leave", Self::Leave), ("fail", Self::Fail)])
    }
}
/// What to do about attributes that a platform takes and never shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hidden {
    /// They are sent along with a write that is due, and are no reason for one.
    #[default]
    Leave,
    /// They are written in each run.
    Write,
}
impl Input for Hidden {
    fn read(path: &str, value: &Value) -> Result<Self> {
        choice(path, value, &[("leave", Self::Leave), ("write", Self::Write)])
    }
}
crate::input! {
    /// The options of a client that concern the loop.
    #[derive(Clone, Copy)]
    pub struct Rules {
        /// What to do with somebody who is there already.
        pub if_exists "ifExists": IfExists = IfExists::Update,
        /// What to do about attributes that are never shown.
        pub hidden "hiddenAttributes": Hidden = Hidden::Leave,
    }
}
