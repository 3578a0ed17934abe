//! Values between Wasm and JavaScript: as JSON text, which both sides read and write in one go, instead of one call
//! for each field. Numbers, texts, lists and plain objects only, as Chromium's ports carry nothing else.

use crate::engine::read_json;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

/// A value as JavaScript has it.
pub(super) fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    let text = serde_json::to_string(value).map_err(|error| JsError::new(&error.to_string()))?;
    js_sys::JSON::parse(&text).map_err(|error| JsError::new(&format!("{error:?}")))
}

/// A value of JavaScript's.
pub(super) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsError> {
    let text = js_sys::JSON::stringify(value).map_err(|error| JsError::new(&format!("{error:?}")))?;
    let text = text.as_string().ok_or_else(|| JsError::new("nothing"))?;
    read_json(&text).map_err(|error| JsError::new(&error.to_string()))
}
