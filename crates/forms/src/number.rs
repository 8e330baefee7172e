//! Decimal numbers and their text. A browser reads and writes them itself: doing so brings tables of 10 kB along.

/// Reads a decimal number of digits with at most one point and one power of ten, as JSON has it.
#[cfg(not(target_arch = "wasm32"))]
pub fn read_number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Reads a decimal number of digits with at most one point and one power of ten, as JSON has it.
#[cfg(target_arch = "wasm32")]
pub fn read_number(text: &str) -> Option<f64> {
    // The whole text: `parseFloat` would leave out what comes after a number.
    Some(js_sys::JsString::from(text).unchecked_into_f64()).filter(|number| number.is_finite())
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn write_number(number: f64) -> String {
    serde_json::Value::from(number).to_string()
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn write_number(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}
