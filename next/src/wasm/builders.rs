//! What needs no client: the builders and readers of SCIM.
use super::values::{from_js, thrown, to_js};
use wasm_bindgen::prelude::*;

/// A builder or reader of the facade's `scim`, by name.
///
/// # Errors
/// `config_invalid`, naming the part; `bad_response` and `ambiguous` of what reads an answer.
#[wasm_bindgen]
pub fn scim(name: &str, input: JsValue) -> Result<JsValue, JsValue> {
    from_js(name, input).and_then(|input| to_js(&crate::scim::by_name(name, &input)?)).map_err(thrown)
}
