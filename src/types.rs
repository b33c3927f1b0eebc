//! The TypeScript types of the npm package, written from the Rust types. Build time only.

use crate::engine::settings::CommonOptions;
use crate::engine::{
    Action, Breaker, Connection, Evidence, IfExists, Level, LogEvent, Next, Outcome, Plan, Replayed, Status,
    Summary, Wait,
};
use crate::error::{Code, ErrorInfo};
use crate::http::{Encoding, Method, Place, RequestDocument, Safety};
use crate::platforms::myworkpal as pal;
use crate::platforms::workforce_optimization as wfo;
use crate::platforms::workiva;
use crate::platforms::workspan as span;
use crate::roster;
use ts_rs::{Config, TS};

/// How it ended, beside the other facts of an outcome: whoever asks for the status knows whether there is an error.
const ENDINGS: &str = r#"
/**
 * It is as asked.
 */
export type Done = {
/**
 * How it ended.
 */
status: "created" | "updated" | "unchanged",
/**
 * There is none.
 */
error?: undefined, };

/**
 * It is not as asked, or not known to be.
 */
export type NotDone = {
/**
 * How it ended.
 */
status: "conflict" | "failed" | "unknown",
/**
 * Why.
 */
error: ErrorInfo, };

/**
 * How it ended for one person.
 */
export type Outcome = OutcomeFacts & (Done | NotDone);
"#;

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
        Breaker,
        Summary,
        Level,
        LogEvent,
        Replayed,
        roster::Problem,
        span::options::Credentials,
        span::options::Options,
        span::user::Given,
        span::endpoints::CreatedUser,
        span::Step,
        span::ApplicationUserSteps,
        pal::options::Credentials,
        pal::options::Paths,
        pal::options::Options,
        pal::user::Details,
        pal::user::Given,
        pal::endpoints::TenantRecord,
        pal::endpoints::UserRecord,
        pal::endpoints::CreatedUser,
        pal::Listing<ts_rs::Dummy>,
        wfo::options::Credentials,
        wfo::options::Paths,
        wfo::options::Options,
        wfo::user::GivenScope,
        wfo::user::Given,
        wfo::endpoints::PersonEntry,
        wfo::endpoints::CreatedPerson,
        wfo::endpoints::Group,
        wfo::endpoints::Team,
        wfo::endpoints::Role,
        wfo::endpoints::View,
        wfo::endpoints::Lock,
        workiva::options::Credentials,
        workiva::options::Route,
        workiva::options::Options,
        workiva::scim_route::GivenGroupNames,
        workiva::scim_route::ScimOptions,
        workiva::scim_route::Route,
        workiva::scim_route::Options,
        workiva::scim_route::endpoints::CreatedUser,
        workiva::user::WorkspaceWish,
        workiva::user::Field,
        workiva::user::Given,
        workiva::endpoints::Named,
        workiva::endpoints::Id,
        workiva::endpoints::Page<ts_rs::Dummy>,
        workiva::endpoints::UserRecord,
        workiva::endpoints::MembershipRecord,
        workiva::endpoints::Accepted,
        workiva::endpoints::OperationState,
        workiva::endpoints::Operation,
    );
    let facts = text.replace("export type Outcome = ", "export type OutcomeFacts = ");
    facts + ENDINGS
}
