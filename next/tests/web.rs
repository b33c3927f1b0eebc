//! The boundary to JavaScript, in Node and in a browser: `cargo xtask test --only web-node,web-chrome`.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

#[path = "web/boundary.rs"]
mod boundary;
#[path = "web/by_hand.rs"]
mod by_hand;
#[path = "web/driven.rs"]
mod driven;
#[path = "web/kit.rs"]
mod kit;
