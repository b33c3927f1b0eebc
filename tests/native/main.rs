//! The engine and the platforms against models of their servers, on a virtual clock: no network, no sleep.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

mod bulk;
mod explorer;
mod myworkpal;
mod properties;
mod rig;
mod shared;
mod workforce_optimization;
mod workiva;
mod workiva_scim;
mod workspan;
