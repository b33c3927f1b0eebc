//! Breakdowns on purpose: only in the module of a test build, for `provisor/testing`.
use super::values::{awaited, thrown};
use crate::error::Error;
use std::hint::black_box;
use wasm_bindgen::prelude::*;

/// Breaks in a call.
///
/// # Errors
/// `config_invalid` when there is no such way to break.
#[wasm_bindgen(js_name = breakNow)]
#[allow(clippy::panic, reason = "to panic is what it is for")]
pub fn break_now(how: &str) -> Result<(), JsValue> {
    match how {
        "panic" => panic!("a panic on purpose"),
        "quoting panic" => panic!("a panic about {}", black_box("what no text may quote")),
        "trap" => core::arch::wasm32::unreachable(),
        "stack overflow" => {
            black_box(without_end(0));
            Ok(())
        }
        _ => Err(thrown(Error::invalid("how: there is no such way to break"))),
    }
}
/// Breaks in a task that the host resumes, when the call has long returned its promise.
///
/// # Errors
/// `config_invalid` when there is no such way to break.
#[wasm_bindgen(js_name = breakLater)]
pub async fn break_later(how: String) -> Result<(), JsValue> {
    awaited(&JsValue::UNDEFINED).await?;
    break_now(&how)
}
fn without_end(depth: u64) -> u64 {
    match black_box(depth) {
        u64::MAX => 0,
        depth => black_box(without_end(depth.wrapping_add(1))).wrapping_add(1),
    }
}
