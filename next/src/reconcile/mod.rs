//! The one loop of all platforms: look up → plan → create once, or bring what differs to what is asked → read back.
mod approved;
mod breaker;
mod change;
mod create;
mod create_rule;
mod diff;
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
mod observe;
mod outcome;
mod person;
mod plan;
mod platform;
mod reconciler;
mod remove;
mod row;
mod rules;
mod run;
mod source;
mod stream;
mod work;
pub use change::Change;
pub use journal::{Retry, Store};
pub use outcome::{Outcome, Pending, State, Status};
pub use plan::{Action, Plan, Step};
pub use platform::{
    Account, At, Desired, Document, Form, Found, Kind, Member, Membership, Of, Platform, Removal, Shape,
    Survey, Who, Wish,
};
pub use reconciler::{Connection, Reconciler};
pub use row::Item;
pub use rules::{Hidden, IfExists, Rules};
pub use run::Mode;
pub use source::Source;
pub use stream::{Progress, Stream};
