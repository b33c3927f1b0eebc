//! What needs no client: the builders and readers of OData and SCIM, by name; plain data in, plain data out.
use super::values::{from_js, thrown, to_js};
use crate::error::Result;
use crate::input::Fields;
use crate::odata::{query, Expr, Version};
use serde_json::Value;
use wasm_bindgen::prelude::*;

fn built(
    name: &str,
    input: JsValue,
    build: impl FnOnce(&Value) -> Result<Value>,
) -> Result<JsValue, JsValue> {
    from_js(name, input).and_then(|input| to_js(&build(&input)?)).map_err(thrown)
}
/// The text of a query or a filter that the facade's `odata` made.
///
/// # Errors
/// `config_invalid`, naming the part.
#[wasm_bindgen]
pub fn odata(name: &str, input: JsValue) -> Result<JsValue, JsValue> {
    built(name, input, |input| {
        let given = Fields::new(name, input, &["of", "version"], &[])?;
        let version = Version::named(given.get::<Option<String>>("version")?.as_deref())?;
        let of = given.get::<Value>("of")?;
        let text = if name == "query" { query(&of, version)? } else { Expr(of).filter(version)? };
        Ok(text.into())
    })
}
/// A reader of the facade's `roster`.
///
/// # Errors
/// `config_invalid`.
#[wasm_bindgen]
pub fn roster(name: &str, input: JsValue) -> Result<JsValue, JsValue> {
    built(name, input, |input| crate::platforms::roster(name, input))
}
/// A builder or reader of the facade's `scim`.
///
/// # Errors
/// `config_invalid`, naming the part; `bad_response` and `ambiguous` of what reads an answer.
#[wasm_bindgen]
pub fn scim(name: &str, input: JsValue) -> Result<JsValue, JsValue> {
    built(name, input, |input| crate::scim::by_name(name, input))
}
/// How a Company Administrator makes WorkSpan's Application User, from `name`, `accessType` and `clientId` if there is one.
///
/// # Errors
/// `config_invalid`, naming what is missing.
#[wasm_bindgen(js_name = workspan)]
pub fn application_user_guide(name: &str, input: JsValue) -> Result<JsValue, JsValue> {
    built(name, input, crate::platforms::application_user_guide)
}
