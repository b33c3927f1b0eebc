//! The engine: flows as async functions over a [`Context`], run without any I/O by a [`Run`].
//!
//! The host polls a run, sends the requests it hands out, and gives it the answers. The run's journal
//! lets the same flow go on after a crash, in another process or another place.

mod account;
mod batch;
mod brake;
mod breaker;
mod calls;
mod client;
mod context;
mod create;
mod doubt;
mod endpoint;
mod erased;
mod exchange;
mod flow;
mod gate;
mod hub;
mod join;
mod journal;
mod lines;
mod login;
mod outcome;
mod plan;
mod platform;
mod removal;
mod retry;
mod rewrite;
mod rows;
mod run;
mod sealed;
mod session;
pub mod settings;
mod state;
mod steps;
mod transcript;
mod typed;

pub use breaker::Breaker;
pub use calls::Reply;
pub(crate) use client::BUILT;
pub use client::{Client, Host, RemovalLimits};
pub use context::Context;
pub(crate) use create::look_until;
pub use create::{create_once, look_patiently, Creation, Promise};
pub use doubt::{by_others, confirmed, doubtful, found_again};
pub use endpoint::{check_path, insert, path_of, refusal, Endpoint, Metadata};
pub use flow::Connection;
pub(crate) use join::{join_all, Boxed};
pub use outcome::{Ending, Evidence, Outcome, Status};
pub use plan::{Action, Plan};
pub use platform::{Applied, Desk, Intentions, Platform};
pub use retry::{decide, retry_after, Event, Fault, Policy, Verdict};
pub use rewrite::{stopped, Stage};
pub use rows::Summary;
pub use run::{Next, Progress, Run};
pub(crate) use sealed::{sealed_name, write_json};
pub use settings::{CommonOptions, IfExists, Settings};
pub use state::{Level, LogEvent, Notice, Outgoing, Wait};
pub use steps::Known;
pub use transcript::{replay, shown_options, Described, Harmless, Maker, Replayed};
pub use typed::Typed;
