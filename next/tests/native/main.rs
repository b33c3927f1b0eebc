//! The loop and the platforms against models of their servers, on a virtual clock: no network, no sleep. They speak to
//! `http::Host`, to `platforms::open`, and to plans and outcomes as JSON, so that the inside can change.
// Until the shared rules and the tests of each platform are here.
#![allow(dead_code, unused_imports)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::result_large_err
)]

mod explorer;
mod myworkpal;
mod rig;
mod shared;
mod workforce_optimization;
mod workiva;
mod workiva_scim;
mod workspan;
