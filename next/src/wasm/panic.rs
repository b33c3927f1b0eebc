//! Panics: what is told about them before the module traps.
use js_sys::Function;
use std::cell::OnceCell;
use std::panic::PanicHookInfo;
use wasm_bindgen::prelude::*;

thread_local! {
    static TELL: OnceCell<Function> = const { OnceCell::new() };
}
/// Says whom to tell of a panic: `(what) => void`.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(tell: Function) {
    let is_first = TELL.with(|known| known.set(tell)).is_ok();
    if is_first {
        std::panic::set_hook(Box::new(report));
    }
}
/// Only words that stand in the source and their place: a text made at run time may quote what it is about, and so a
/// secret.
fn report(info: &PanicHookInfo<'_>) {
    let words = info.payload().downcast_ref::<&'static str>().copied().unwrap_or("a panic");
    let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
    let text = format!("{words}{}", place.unwrap_or_default());
    TELL.with(|known| {
        if let Some(tell) = known.get() {
            // It is called while the module ends: nobody is left to hear of an exception.
            let _ = tell.call1(&JsValue::UNDEFINED, &JsValue::from_str(&text));
        }
    });
}
