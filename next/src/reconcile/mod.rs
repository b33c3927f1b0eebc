//! The one loop of all platforms: look up → plan → create once, or bring what differs to what is asked → read back.
mod breaker;
mod change;
mod create;
mod create_rule;
mod digest;
mod documents;
mod engine;
mod gather;
mod journal;
mod limit;
mod lists;
mod locks;
mod looks;
mod members;
mod memberships;
mod outcome;
mod person;
mod plan;
mod platform;
mod reconciler;
mod run;
mod source;
mod stream;
mod work;
pub use change::Change;
pub(crate) use engine::Engine;
pub use journal::{Retry, Store};
pub use outcome::{Outcome, Pending, State, Status};
pub use person::Item;
pub use plan::{Action, Hidden, IfExists, Plan, Rules, Step};
pub use platform::{
    Account, At, Desired, Document, Form, Found, Kind, Member, Membership, Of, Platform, Removal, Shape,
    Survey, Who, Wish,
};
pub use reconciler::{Connection, Reconciler};
pub use run::Mode;
pub use source::Source;
pub use stream::{Progress, Stream};
