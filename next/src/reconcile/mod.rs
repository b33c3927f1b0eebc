//! The one loop of all platforms: look up → plan → create once, or bring what differs to what is asked → read back.
mod change;
mod platform;
pub use change::Change;
pub use platform::{
    Account, At, Desired, Document, Form, Found, Kind, Member, Membership, Of, Platform, Removal, Shape,
    Survey, Who, Wish,
};
