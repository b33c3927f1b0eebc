//! The TypeScript types of the npm package, written from the Rust types. Build time only.

use crate::engine::settings::CommonOptions;
use crate::engine::{
    Action, Connection, Evidence, IfExists, Level, LogEvent, Next, Outcome, Plan, Status, Summary, Wait,
};
use crate::error::{Code, ErrorInfo};
use crate::http::{Encoding, Method, Place, RequestDocument, Safety};
use crate::platforms::myworkpal as pal;
use crate::roster;
use ts_rs::{Config, TS};

/// All types as the text of one TypeScript module.
pub fn text() -> String {
    let config = Config::new();
    let mut text = String::from("// Written by `cargo xtask build` from the Rust types: edit those.\n");
    macro_rules! add {
        ($($type:ty),* $(,)?) => {
            $(
                text.push('\n');
                text.push_str(&<$type as TS>::docs().unwrap_or_default());
                text.push_str("export ");
                text.push_str(&<$type as TS>::decl(&config));
                text.push('\n');
            )*
        };
    }
    add!(
        Code,
        ErrorInfo,
        IfExists,
        CommonOptions,
        Method,
        Safety,
        Encoding,
        Place,
        RequestDocument,
        Wait,
        Next,
        Status,
        Evidence,
        Outcome,
        Action,
        Plan,
        Connection,
        Summary,
        Level,
        LogEvent,
        roster::Problem,
        pal::options::Credentials,
        pal::options::Paths,
        pal::options::Options,
        pal::user::Details,
        pal::user::Given,
        pal::endpoints::TenantRecord,
        pal::endpoints::UserRecord,
        pal::endpoints::CreatedUser,
        pal::Listing<ts_rs::Dummy>,
    );
    text
}
